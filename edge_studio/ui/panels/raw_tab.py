"""The body of an answer as text: as received, or tidied."""

import re
from itertools import accumulate

import msgspec
from PySide6.QtWidgets import QHBoxLayout, QPushButton, QVBoxLayout, QWidget

from edge_studio.edge.exchange import Answered
from edge_studio.edge.handles import Answer
from edge_studio.ui.off_thread import OffThread
from edge_studio.ui.raw_view import RawView
from edge_studio.ui.text_rows import TextRows
from edge_studio.ui.theme import Look
from edge_studio.ui.widgets import Segmented, muted

_AT_ONCE = 200_000
"""Bodies of more bytes are tidied in a thread."""
_MOST_LEVELS = 500
"""Each level is indented by two more: ten thousand, which some Pythons can follow, are 160 million blanks."""
_BETWEEN_BRACKETS = re.compile(rb'"(?:[^"\\]|\\.)*+"|[^"\[\]{}]++|"', re.DOTALL)
"""Texts, and everything else that is no bracket."""


class RawTab(QWidget):
    """The viewer and the switch above it; what the person chose holds for the next answer too."""

    def __init__(self, look: Look) -> None:
        super().__init__()
        self._body = b""
        self._charset = "utf-8"
        self._is_json = False
        self._switch = Segmented({"tidied": "Tidied", "received": "As received"}, "Show the body")
        self._switch.chosen.connect(self._chosen)
        self._note = muted()
        self._copy = QPushButton("Copy all")
        self._copy.setToolTip("Copy the text as it is shown")
        self.view = RawView(look, "Body of the answer")
        self._copy.clicked.connect(self._copy_all)
        self._worker = OffThread(self)
        self._worker.done.connect(self._tidied)
        above = QHBoxLayout()
        above.addWidget(self._switch)
        above.addWidget(self._note, 1)
        above.addWidget(self._copy)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 8, 0, 0)
        layout.setSpacing(6)
        layout.addLayout(above)
        layout.addWidget(self.view, 1)

    @property
    def choice(self) -> str:
        """What the switch says: ``tidied`` or ``received``."""
        return self._switch.choice

    def choose(self, choice: str) -> None:
        """Show the body ``tidied`` or as ``received``."""
        self._switch.choose(choice)
        self._show()

    @property
    def note(self) -> str:
        """What is said beside the switch."""
        return self._note.text()

    def show_body(self, answered: Answered, answer: Answer) -> None:
        """Show the body of this answer."""
        self._body = answered.body
        self._is_json = answer.root is not None
        self._charset = _charset(answered)
        self._switch.setVisible(self._is_json)
        self._show()

    def _chosen(self, choice: object) -> None:
        self._show()

    def _show(self) -> None:
        self._worker.forget()
        self._note.setText("" if self._body else "The answer has no body.")
        self._copy.setEnabled(bool(self._body))
        if not self._is_json or self.choice == "received":
            self.view.set_text(self._body.decode(self._charset, "replace"), self._is_json)
        elif len(self._body) <= _AT_ONCE:
            self._tidied(_tidy(self._body))
        else:
            self.view.set_text("")
            self._note.setText("Tidying…")
            body = self._body
            self._worker.run(lambda: _tidy(body))

    def _tidied(self, rows: object) -> None:
        if isinstance(rows, TextRows):
            self._note.setText("")
            self.view.set_rows(rows, is_json=True)
        else:
            self._note.setText("Nested too deeply to be tidied")
            self.view.set_text(self._body.decode("utf-8", "replace"), is_json=True)

    def _copy_all(self) -> None:
        self.view.select_all()
        self.view.copy()


def _tidy(body: bytes) -> TextRows | None:
    """The body with a line for each member, every token as it was; None where it is nested too deeply."""
    records = [record for record in body.removeprefix(b"\xef\xbb\xbf").split(b"\x00") if record.strip()]
    if any(_levels(record) > _MOST_LEVELS for record in records):
        return None
    try:
        return TextRows("\n".join(msgspec.json.format(record, indent=2).decode() for record in records))
    except (msgspec.DecodeError, RecursionError):
        return None


def _levels(record: bytes) -> int:
    """How many values are nested in one another at most, in what may be no JSON at all."""
    brackets = _BETWEEN_BRACKETS.sub(b"", record)
    return max(accumulate(1 if bracket in b"[{" else -1 for bracket in brackets), default=0)


def _charset(answered: Answered) -> str:
    """The encoding that the answer names, where this computer knows it; otherwise UTF-8."""
    kind = next((value for name, value in answered.headers if name.lower() == "content-type"), "")
    named = kind.lower().partition("charset=")[2].split(";")[0].strip(" \"'")
    try:
        "".encode(named or "utf-8")
    except LookupError:
        return "utf-8"
    return named or "utf-8"
