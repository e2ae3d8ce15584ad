"""One line that says how many errors and warnings an answer holds, and leads to them."""

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QFrame, QHBoxLayout, QPushButton

from edge_studio.edge.answer import Answer
from edge_studio.ui.widgets import Chip, ElidedLabel, restyle


class NoticeLine(QFrame):
    """A banner above the tabs that do not tell the trouble themselves; amber, or red for a refusal."""

    show_wanted = Signal()

    def __init__(self) -> None:
        super().__init__()
        self._chip = Chip()
        self._words = ElidedLabel()
        self._show = QPushButton("Show")
        self._show.setProperty("variant", "link")
        self._show.setToolTip("Show what went wrong in the summary")
        self._show.setAccessibleName("Show the trouble in the summary")
        self._show.clicked.connect(self.show_wanted)
        row = QHBoxLayout(self)
        row.setContentsMargins(10, 4, 6, 4)
        row.setSpacing(8)
        row.addWidget(self._chip)
        row.addWidget(self._words, 1)
        row.addWidget(self._show, 0, Qt.AlignmentFlag.AlignRight)
        self._has_any = False
        self.hide()

    @property
    def words(self) -> str:
        """What it says."""
        return f"{self._chip.text()}: {self._words.whole()}"

    @property
    def has_any(self) -> bool:
        """Whether there is anything to tell."""
        return self._has_any

    def show_trouble(self, answer: Answer | None) -> None:
        """Be about what went wrong in an answer; it is shown where it is wanted and there is any."""
        notices = (*answer.errors, *answer.warnings) if answer else ()
        self._has_any = bool(notices)
        if answer is None or not notices:
            return
        danger = answer.tone == "danger"
        self._chip.setText(", ".join(answer.trouble_counts))
        self._chip.set_tone("danger" if danger else "warning")
        self._words.setText(notices[0].short)
        banner = "danger" if danger else "warning"
        if self.property("banner") != banner:
            self.setProperty("banner", banner)
            restyle(self)
