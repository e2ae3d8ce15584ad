"""What went wrong in Edge Studio itself: it stays until it is dismissed, and can be copied for support."""

from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLabel, QPushButton, QToolButton, QVBoxLayout

from edge_studio.store.problems import StoreProblem
from edge_studio.ui.theme import ICON, Look
from edge_studio.ui.widgets import heading


class TroubleBar(QFrame):
    """A bar above the rooms; the newest trouble replaces the one before."""

    def __init__(self, look: Look) -> None:
        super().__init__()
        self.setProperty("banner", "warning")
        self._details = ""
        self._happened = heading()
        self._advice = QLabel()
        for label in (self._happened, self._advice):
            label.setWordWrap(True)
        self._copy = QPushButton("Copy details")
        self._copy.clicked.connect(self._copy_details)
        close = QToolButton()
        close.setIcon(look.icon("close", "text"))
        close.setIconSize(ICON)
        close.setAccessibleName("Dismiss")
        close.setToolTip("Dismiss")
        close.clicked.connect(self.hide)
        words = QVBoxLayout()
        words.setSpacing(2)
        words.addWidget(self._happened)
        words.addWidget(self._advice)
        layout = QHBoxLayout(self)
        layout.setContentsMargins(12, 8, 8, 8)
        layout.addLayout(words, 1)
        layout.addWidget(self._copy)
        layout.addWidget(close)
        self.hide()

    @property
    def words(self) -> str:
        """What it says."""
        return f"{self._happened.text()} {self._advice.text()}".strip()

    def tell(self, happened: str, advice: str, details: str = "") -> None:
        """Say what happened and what to do; ``details`` are for support and hold no secret."""
        self._happened.setText(happened)
        self._advice.setText(advice)
        self._details = details
        self._copy.setVisible(bool(details))
        self.show()

    def tell_notice(self, notice: str) -> None:
        """Say something of which nothing need be done, in sentences that say it all."""
        self.tell(notice, "")

    def tell_problem(self, problem: StoreProblem) -> None:
        """Say that a file made trouble."""
        self.tell(problem.happened, f"{problem.why} {problem.remedy}")

    def tell_failure(self, error: BaseException) -> None:
        """Say that a coroutine, a slot or a thread failed; details keep no credential."""
        if isinstance(error, StoreProblem):
            self.tell_problem(error)
            return
        import traceback

        from edge_studio.edge.masking import Scrubber

        self.tell(
            f"Something in Edge Studio failed: {type(error).__name__}.",
            "What you typed is safe. If it happens again, report it with the details.",
            Scrubber().words("".join(traceback.format_exception(error))),
        )

    @property
    def details(self) -> str:
        """What can be copied for support."""
        return self._details

    def _copy_details(self) -> None:
        QGuiApplication.clipboard().setText(f"{self.words}\n\n{self._details}")
