"""The body of an answer as text: as received, or tidied."""

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import QCheckBox, QHBoxLayout, QMenu, QPushButton, QVBoxLayout, QWidget

from edge_studio.edge.amounts import percent, size_words
from edge_studio.edge.charset import charset_of
from edge_studio.edge.exchange import Answered
from edge_studio.edge.handles import Answer
from edge_studio.jsontext.sources import Received, Tidied
from edge_studio.jsontext.tidied_events import TidiedEvents
from edge_studio.jsontext.wire_text import BOM, is_event_stream
from edge_studio.ui.raw.find import RawFind
from edge_studio.ui.raw.line_label import LineLabel
from edge_studio.ui.raw.view import RawView
from edge_studio.ui.theme import Look
from edge_studio.ui.widgets import Segmented, muted

_MOST_HEADINGS = 20_000
"""Records of more are not told apart by headings: each would be a piece of its own."""
_NUL = b"\x00"
_CONTAINERS = frozenset({b"{", b"["})
_SCALARS = frozenset(bytes([byte]) for byte in b'"-0123456789tfn')
"""How a value begins: of a large body that is none, all that is known at first may be this."""


class RawTab(QWidget):
    """The viewer and the switches around it; what the person chose holds for the next answer too."""

    node_wanted = Signal(object)
    """The node that stands at this byte of the body is to be shown in the tree."""

    def __init__(self, look: Look) -> None:
        super().__init__()
        self._answered: Answered | None = None
        self._charset = ""
        self._body = b""
        self._is_json = False
        self._is_events = False
        self._source = Received(b"")
        self._switch = Segmented({"tidied": "Tidied", "received": "As received"}, "Show the body")
        self._switch.chosen.connect(self._chosen)
        self._copy = QPushButton("Copy all")
        self._copy.setToolTip("Copy the text as it is shown (Ctrl+A, Ctrl+C)")
        self._note = muted()
        self._note.setWordWrap(True)
        self._to_place = QPushButton("Show the place")
        self._to_place.setProperty("variant", "quiet")
        self._to_place.setToolTip("Go to where the JSON breaks")
        self._to_place.clicked.connect(self.show_trouble)
        self.view = RawView(look, "Body of the answer")
        self.view.reading.connect(self._tell)
        self.view.menu_wanted.connect(self._add_to_menu)
        self.find_bar = RawFind(self.view, look)
        self.lines = LineLabel(self.view)
        self.records = _check("As records", "A heading above each record")
        self.wrap = _check("Wrap lines", "Break long lines at the edge; otherwise scroll to the right")
        self.records.toggled.connect(self._show)
        self.wrap.toggled.connect(self.view.set_wrapped)
        self._copy.clicked.connect(self._copy_all)
        in_tree = QShortcut(QKeySequence("Ctrl+Shift+R"), self)
        in_tree.setContext(Qt.ShortcutContext.WidgetWithChildrenShortcut)
        in_tree.activated.connect(self._ask_for_node)
        self._arrange()

    def _arrange(self) -> None:
        above, said, below = QHBoxLayout(), QHBoxLayout(), QHBoxLayout()
        above.addWidget(self._switch)
        above.addStretch(1)
        above.addWidget(self._copy)
        said.addWidget(self._note, 1)
        said.addWidget(self._to_place)
        below.addWidget(self.lines, 1)
        below.addWidget(self.wrap)
        below.setContentsMargins(0, 0, 2, 0)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 8, 0, 0)
        layout.setSpacing(6)
        layout.addLayout(above)
        layout.addWidget(self.records)
        layout.addLayout(said)
        layout.addWidget(self.find_bar)
        layout.addWidget(self.view, 1)
        layout.addLayout(below)
        self._note.hide()
        self._to_place.hide()

    @property
    def choice(self) -> str:
        """What the switch says: ``tidied`` or ``received``."""
        return self._switch.choice

    def choose(self, choice: str) -> None:
        """Show the body ``tidied`` or as ``received``."""
        self._switch.choose(choice)
        self._chosen(choice)

    @property
    def note(self) -> str:
        """What is said above the text; empty where there is nothing to say."""
        return self._note.text()

    def show_body(self, answered: Answered, answer: Answer) -> None:
        """Show the body of this answer; one that is shown already keeps its place."""
        was_json, is_same = self._is_json, answered is self._answered and answer.body is self._body
        self._answered = answered
        self._body = answer.body
        self._charset = charset_of(answered.body, answered.headers)
        beginning = self._body[:4_096].removeprefix(BOM).lstrip(b" \t\r\n\x00")
        is_value = answer.root is not None and answer.root.kind != "broken"
        self._is_json = beginning[:1] in _CONTAINERS or (is_value and beginning[:1] in _SCALARS)
        self._is_events = answer.root is not None and is_event_stream(self._body)
        self._is_json = self._is_json or self._is_events
        self._switch.setVisible(self._is_json)
        if not is_same or was_json != self._is_json:
            self._show()

    def reveal_bytes(self, start: int, end: int) -> None:
        """Select the bytes of the body from ``start`` to ``end`` in whatever way it is shown."""
        self.view.reveal_bytes(start, end)

    def find_text(self, step: int = 0) -> None:
        """Open the search; with a ``step`` of 1 or -1 go to the next match or the one before."""
        if step and not self.find_bar.isHidden():
            self.find_bar.stepped.emit(step)
        else:
            self.find_bar.show_find()

    def _chosen(self, choice: object) -> None:
        byte = self.view.byte
        self._show()
        if byte:  # whoever looks at a place wants to see the same place the other way
            self.reveal_bytes(byte, byte)

    def _show(self) -> None:
        is_tidied = self._is_json and self.choice == "tidied"
        can_have_headings = False
        self._copy.setEnabled(bool(self._body))
        if is_tidied and self._is_events:
            self._source = TidiedEvents(self._body)
        elif is_tidied:
            tidied = Tidied(self._body, _heading)
            can_have_headings = tidied.has_records and self._body.count(_NUL) <= _MOST_HEADINGS
            is_plain = tidied.has_records and not (can_have_headings and self.records.isChecked())
            self._source = Tidied(self._body) if is_plain else tidied
        else:
            self._source = Received(self._body, self._is_json)
        self.records.setVisible(can_have_headings)
        self.view.show_source(self._source)
        self._tell(1.0 if self.view.is_complete else 0.0)

    def _tell(self, fraction: object) -> None:
        """Say how far the text is read, and what is to be known about it."""
        said = []
        if not self._body:
            said.append("The answer has no body.")
        elif not self.view.is_complete and isinstance(fraction, float):
            doing = "Tidying" if self._is_json and self.choice == "tidied" else "Reading"
            said.append(f"{doing}… {percent(fraction)}")
        trouble = self._source.trouble
        if trouble is not None:
            said.append(f"The JSON breaks at byte {trouble.offset + 1:,}: {trouble.words}.")
        if self._source.is_deep:
            said.append("Nested so deeply that the indentation ends at 100 levels.")
        if self._source.has_strangers:
            said.append("Not all of it is UTF-8: � stands for what is not.")
        if self._charset:
            said.append(f"It came as {self._charset}; it is shown, and its bytes are counted, in UTF-8.")
        if self._body.startswith(BOM):
            said.append("It begins with a byte order mark.")
        text = " ".join(said)
        if text != self._note.text():
            self._note.setText(text)
            self._note.setVisible(bool(text))
        self._to_place.setVisible(trouble is not None)

    def show_trouble(self) -> None:
        """Show where the JSON breaks."""
        if self._source.trouble is not None:
            self.reveal_bytes(self._source.trouble.offset, self._source.trouble.offset + 1)

    def _copy_all(self) -> None:
        self.view.copy_all()

    def _add_to_menu(self, menu: object) -> None:
        if isinstance(menu, QMenu):
            menu.addSeparator()
            menu.addAction("Find…", QKeySequence(QKeySequence.StandardKey.Find), self.find_bar.show_find)
            menu.addAction("Go to line…", QKeySequence("Ctrl+G"), self.lines.ask)
            if self._is_json:
                menu.addAction("Show in the tree", QKeySequence("Ctrl+Shift+R"), self._ask_for_node)

    def _ask_for_node(self) -> None:
        if self._is_json:
            self.node_wanted.emit(self.view.byte)


def _check(text: str, tip: str) -> QCheckBox:
    made = QCheckBox(text)
    made.setToolTip(tip)
    made.setChecked(True)
    return made


def _heading(number: int, count: int, size: int) -> str:
    return f"record {number:,} of {count:,} · {size_words(size)}"
