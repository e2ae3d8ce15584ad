"""The tree of an answer with its filter: handles in order, or JSON of any other shape."""

from collections.abc import Generator

from PySide6.QtCore import QModelIndex, Qt, QTimer, Signal
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import QHBoxLayout, QLabel, QPushButton, QVBoxLayout, QWidget

from edge_studio.edge.handles import Answer
from edge_studio.jsontext.steps import told_as
from edge_studio.ui.theme import Look
from edge_studio.ui.tree.answer_tree import AnswerTree
from edge_studio.ui.tree.filter_history import FilterHistory
from edge_studio.ui.tree.filter_line import FilterLine
from edge_studio.ui.tree.json_filter import MOST, Result, search
from edge_studio.ui.tree.row_menu import row_menu
from edge_studio.ui.tree.state import TreeState
from edge_studio.ui.turns import Turns
from edge_studio.ui.widgets import muted

_TYPING_PAUSE = 150
"""Milliseconds without a key before the filter looks."""

_NAMED = 60
"""Characters of a filter that are repeated where it lets nothing through."""


class HandlesTab(QWidget):
    """The tree and, above it, the filter with the number of its matches."""

    ticket_wanted = Signal()
    """The person wants the exchange for a ticket."""

    def __init__(self, look: Look, history: FilterHistory | None = None) -> None:
        super().__init__()
        self.tree = AnswerTree(look, row_menu)
        self.tree.on_filter_by(self.set_filter)
        self.tree.ticket_wanted.connect(self.ticket_wanted)
        in_raw = QShortcut(QKeySequence("Ctrl+Shift+R"), self)
        in_raw.setContext(Qt.ShortcutContext.WidgetWithChildrenShortcut)
        in_raw.activated.connect(self.tree.want_raw)
        self.filter = FilterLine(look, history or FilterHistory())
        self.filter.textEdited.connect(self._typed)
        self.filter.textChanged.connect(self._changed)
        self.filter.returnPressed.connect(self._entered)
        self.filter.chosen.connect(self._entered)
        self._found = muted()
        self._found.hide()
        self._fault = _told("danger", "What is wrong with the path")
        self._note = _told("muted", "What the filter left out")
        self._no_match = _told("muted", "Why no row is shown")
        self.clear_button = QPushButton("Clear the filter")
        self.clear_button.setToolTip("Show every row of the answer again")
        self.clear_button.clicked.connect(self._clear)
        self.clear_button.hide()
        self._pause = QTimer(self)
        self._pause.setSingleShot(True)
        self._pause.setInterval(_TYPING_PAUSE)
        self._pause.timeout.connect(self.apply_filter)
        self._applied = ""
        self._meant = ""
        """The filter that was entered, and not only typed so far."""
        self._is_kept_back = False
        """Whether the rows of before are shown, as a path that is being typed leads nowhere yet."""
        self._count = ""
        """What was said of the last good result."""
        self._turns = Turns(self)
        self._turns.progressed.connect(self._say)
        self._arrange()

    def _arrange(self) -> None:
        above = QHBoxLayout()
        above.addWidget(self.filter, 1)
        above.addWidget(self._found)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 8, 0, 0)
        layout.setSpacing(6)
        layout.addLayout(above)
        layout.addWidget(self._fault)
        layout.addWidget(self._note)
        unmatched = QHBoxLayout()
        unmatched.addWidget(self._no_match, 1)
        unmatched.addWidget(self.clear_button)
        layout.addLayout(unmatched)
        layout.addWidget(self.tree, 1)
        layout.addLayout(self._buttons())

    def _buttons(self) -> QHBoxLayout:
        self._copy_path = QPushButton("Path")
        self._copy_path.setAccessibleName("Copy path")
        self._copy_path.setToolTip("Copy the chosen row's JSON Pointer (Ctrl+Alt+C)")
        self._copy_path.clicked.connect(self.tree.copy_path)
        self._copy_value = QPushButton("Value")
        self._copy_value.setAccessibleName("Copy value")
        self._copy_value.setToolTip("Copy the chosen row's value (Ctrl+C)")
        self._copy_value.clicked.connect(self.tree.copy_value)
        ticket = QPushButton("Ticket")
        ticket.setAccessibleName("Copy for a ticket")
        ticket.setToolTip("Copy the whole exchange as Markdown, without secrets (Ctrl+Shift+C)")
        ticket.clicked.connect(self.ticket_wanted)
        self.compare_button = QPushButton("Compare…")
        self.compare_button.setAccessibleName("Compare with…")
        self.compare_button.setToolTip(
            "Compare this answer with the one before, or with another (Ctrl+Shift+D)"
        )
        self.tree.selectionModel().currentChanged.connect(self._chosen)
        self.tree.rows.modelReset.connect(self._chosen)
        row = QHBoxLayout()
        row.setSpacing(6)
        self._copying = muted("Copy")
        self._actions = (self._copying, self._copy_path, self._copy_value, ticket, self.compare_button)
        for widget in self._actions[:-1]:
            row.addWidget(widget)
        row.addStretch(1)
        row.addWidget(self.compare_button)
        self._chosen()
        return row

    def resizeEvent(self, event: object) -> None:
        """Leave out what would cut the other buttons: what Ctrl+C does too, then the word before them."""
        needed = sum(widget.sizeHint().width() + 6 for widget in self._actions)
        for widget in (self._copy_value, self._copying):
            fits = needed <= self.width()
            widget.setVisible(fits)
            needed -= 0 if fits else widget.sizeHint().width() + 6

    def _chosen(self) -> None:
        node = self.tree.current
        self._copy_path.setEnabled(node is not None and bool(node.pointer))
        self._copy_value.setEnabled(node is not None and node.value is not None)

    def show_answer(self, answer: Answer | None, *, keep: bool = False) -> None:
        """Show the handles of an answer, or its JSON; a filter that is set applies to it too.

        ``keep`` says that more of the same answer has been read: what is open, chosen and seen stays so.
        """
        self._stop()
        self._applied = ""
        self._meant = self.filter.text().strip()
        self._say_no_match("")
        if keep and not self.filter.text().strip():
            view = TreeState.of(self.tree)
            self.tree.rows.set_answer(answer)
            view.restore(self.tree)
            return
        self.tree.rows.set_answer(answer)
        if self.filter.text().strip():
            self.apply_filter()
        else:
            self._open_first()

    # The filter

    @property
    def found(self) -> str:
        """What is said of the matches; empty without a filter."""
        return "" if self._found.isHidden() else self._found.text()

    @property
    def fault(self) -> str:
        """What is wrong with the JSONPath in the filter; empty where nothing is."""
        return "" if self._fault.isHidden() else self._fault.text()

    @property
    def note(self) -> str:
        """What else is said of the matches."""
        return "" if self._note.isHidden() else self._note.text()

    @property
    def why_empty(self) -> str:
        """Why no row is shown although there is an answer; empty where rows are shown."""
        return "" if self._no_match.isHidden() else self._no_match.text()

    def set_filter(self, text: str) -> None:
        """Filter by ``text`` at once, and remember it."""
        self.filter.setText(text)
        self._entered()

    def apply_filter(self) -> None:
        """Begin to look for what the filter says; what was found before stays until then."""
        self._pause.stop()
        text = self.filter.text().strip()
        if text == self._applied:
            return
        self._applied = text
        self._stop()
        if not text:
            self._show_fault("")
            self._note.hide()
            self._found.hide()
            self._say_no_match("")
            self._show_all()
            return
        self._turns.run(self._filtered(text))

    def _stop(self) -> None:
        """Drop what is being looked for, be its rows half shown."""
        self._turns.stop()
        self.tree.setUpdatesEnabled(True)

    @property
    def is_searching(self) -> bool:
        """Whether the filter is still looking, or counting what it does not show."""
        return self._turns.busy

    def finish_filter(self) -> None:
        """Find at once what is left to be found; for whoever cannot wait."""
        if self._pause.isActive():
            self.apply_filter()
        self._turns.finish()

    def _entered(self) -> None:
        self._meant = self.filter.text().strip()
        if self._is_kept_back:
            self._applied = ""
        self.apply_filter()
        self.filter.remember()

    def _say(self, words: object) -> None:
        self._found.setText(str(words))
        self._found.show()

    def _filtered(self, text: str) -> Generator[str]:
        """Look for what the filter says, show it, and count on; yields what is to be said of it meanwhile."""
        result = yield from told_as(search(self.tree.rows.answer, text), _searching)
        self._show_fault(result.fault.words if result.fault else "")
        self._is_kept_back = bool(text.startswith("$") and not result.count and text != self._meant)
        if result.fault or self._is_kept_back:
            self._found.setVisible(self.tree.rows.is_filtered)
            self._found.setText(self._count)
            self._show_note(self._why_kept(is_path=not result.fault))
            return
        self._show_note("" if result.complete else f"The first {result.count:,} are shown.", result.note)
        self._say_no_match("" if result.count else text)
        self._say_count(f"{result.count:,}" + ("" if result.complete else "+") if result.count else "")
        yield from self._refilled(result)
        if result.rest is not None:
            self._say_count(f"{(yield from told_as(result.rest, _counting)):,}")

    def _say_count(self, count: str) -> None:
        self._count = f"{count} found" if count else "no match"
        self._say(self._count)

    def _why_kept(self, *, is_path: bool) -> str:
        """Say which rows a path shows that is not one yet, or leads nowhere yet."""
        rows = (
            "The rows are those of the filter before" if self.tree.rows.is_filtered else "All rows are shown"
        )
        return (
            f"Nothing stands at this path so far. {rows}; Return applies it as it is."
            if is_path
            else f"{rows}."
        )

    def _show_note(self, *parts: str) -> None:
        self._note.setText(" ".join(part for part in parts if part))
        self._note.setVisible(bool(self._note.text()))

    def _refilled(self, result: Result) -> Generator[str]:
        """Show what was found; the chosen row stays chosen where it is still there.

        Rows are made, opened, placed and drawn one after the other, with a look at the person in between.
        """
        chosen = self.tree.current
        pointer = chosen.pointer if chosen else ""
        self.tree.setUpdatesEnabled(False)
        self.tree.rows.show_result(result)
        yield self._count
        for index in self.tree.rows.matching():
            self.tree.expand(index)
        yield self._count
        self.tree.place_rows()
        yield self._count
        self.tree.setUpdatesEnabled(True)
        self._choose_again(pointer)

    def _show_all(self) -> None:
        chosen = self.tree.current
        self.tree.rows.show_all()
        self._open_first()
        self._choose_again(chosen.pointer if chosen else "")

    def _choose_again(self, pointer: str) -> None:
        if pointer and not self.tree.reveal(pointer):
            self.tree.setCurrentIndex(QModelIndex())

    def _say_no_match(self, text: str) -> None:
        """Say that this filter empties the tree: it may be left from the answer before, and forgotten."""
        shown = text if len(text) <= _NAMED else f"{text[: _NAMED - 1]}…"
        self._no_match.setText(f"Filtered by “{shown}”: no match." if text else "")
        self._no_match.setVisible(bool(text))
        self.clear_button.setVisible(bool(text))

    def _clear(self) -> None:
        self.filter.setFocus(Qt.FocusReason.OtherFocusReason)  # the button goes away and takes no focus along
        self.filter.clear()

    def _show_fault(self, words: str) -> None:
        self._fault.setText(f"Not a path: {words}" if words else "")
        self._fault.setVisible(bool(words))

    def _open_first(self) -> None:
        for index in self.tree.rows.opened_first():
            self.tree.expand(index)

    def _typed(self, text: str) -> None:
        self._pause.start()

    def _changed(self, text: str) -> None:
        if not text:
            self.apply_filter()


def _searching(count: int) -> str:
    return f"searching… {count:,}" if count else "searching…"


def _counting(count: int) -> str:
    return f"{max(count, MOST):,}+ found"


def _told(tone: str, name: str) -> QLabel:
    label = QLabel()
    label.setTextFormat(Qt.TextFormat.PlainText)
    label.setProperty("tone", tone)
    label.setWordWrap(True)
    label.setAccessibleName(name)
    label.hide()
    return label
