"""What a comparison comes to in words: a sentence, and each change on demand."""

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QHBoxLayout, QLabel, QPushButton, QScrollArea, QVBoxLayout, QWidget

from edge_studio.edge.amounts import percent, plural
from edge_studio.edge.comparing.model import Comparison
from edge_studio.edge.exchange import Answered, Exchange
from edge_studio.ui.widgets import Chip

_SAID = 3
"""So many changes stand in the sentence itself."""
_HIGHEST = 150
"""Pixels that the list of changes takes at most."""


class Outcome(QWidget):
    """The sentence with a word before it, and below it what else there is to say."""

    def __init__(self) -> None:
        super().__init__()
        self.chip = Chip()
        self.sentence = _words()
        self.sentence.setProperty("heading", True)
        self.remark = _words()
        self.remark.setProperty("tone", "muted")
        self.remark.hide()
        self.more = QPushButton()
        self.more.setProperty("variant", "link")
        self.more.setCheckable(True)
        self.more.toggled.connect(self._show_lines)
        self.lines = _words()
        self._holder = QScrollArea()
        self._holder.setWidgetResizable(True)
        self._holder.setMaximumHeight(_HIGHEST)
        self._holder.setWidget(self.lines)
        self._holder.setAccessibleName("Every change in words")
        self._holder.hide()
        self._count = 0
        first = QHBoxLayout()
        first.setSpacing(8)
        first.addWidget(self.chip, 0, Qt.AlignmentFlag.AlignTop)
        first.addWidget(self.sentence, 1)
        first.addWidget(self.more, 0, Qt.AlignmentFlag.AlignTop)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 2, 0, 0)
        layout.setSpacing(4)
        layout.addLayout(first)
        layout.addWidget(self.remark)
        layout.addWidget(self._holder)
        self.say_busy()

    def say_busy(self, share: float | None = None) -> None:
        """Say that it is under way, and how far where that is known: ``share`` from 0 to 1."""
        self.chip.set_tone("accent")
        self.chip.setText("Comparing…" if share is None else f"Comparing… {percent(share)}")

    def show_comparison(self, before: Exchange, after: Exchange, comparison: Comparison) -> None:
        """Say what it came to."""
        self.chip.set_tone("success" if comparison.same else "warning")
        self.chip.setText("The same" if comparison.same else "Different")
        self.sentence.setText(comparison.sentence)
        self.remark.setText(remark(before, after))
        self.remark.setVisible(bool(self.remark.text()))
        self._count = len(comparison.lines)
        self.lines.setText("\n".join(f"•  {line}" for line in comparison.lines))
        self.more.setVisible(self._count > _SAID)
        if self._count <= _SAID:
            self.more.setChecked(False)
        self._show_lines(self.more.isChecked())

    def _show_lines(self, shown: bool) -> None:
        self._holder.setVisible(shown)
        changes = plural(self._count, "change")
        self.more.setText("Fewer words" if shown else f"All {changes} in words")


def remark(before: Exchange, after: Exchange) -> str:
    """What should be known of the two, beside what differs; empty where nothing should."""
    if before.id and before.id == after.id:
        return "A and B are the same exchange."
    said = []
    for letter, exchange in (("A", before), ("B", after)):
        if exchange.outcome is None:
            said.append(f"{letter} is not answered yet, so only the requests are compared.")
    answered = [isinstance(exchange.outcome, Answered) for exchange in (before, after)]
    for letter, is_answered, exchange in zip("AB", answered, (before, after), strict=True):
        if not is_answered and exchange.outcome is not None:
            said.append(f"{letter} got no answer: {exchange.outcome.reason}.")
    if before.endpoint != after.endpoint:
        said.append(
            f"They went to different endpoints: A to {before.endpoint}, B to {after.endpoint}. "
            "Much differs for that reason alone."
        )
    return " ".join(said)


def _words() -> QLabel:
    label = QLabel()
    label.setTextFormat(Qt.TextFormat.PlainText)
    label.setWordWrap(True)
    label.setTextInteractionFlags(
        Qt.TextInteractionFlag.TextSelectableByMouse | Qt.TextInteractionFlag.TextSelectableByKeyboard
    )
    return label
