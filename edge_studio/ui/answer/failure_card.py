"""Why there is no answer: what happened, why probably, what to do, and the details for support."""

from PySide6.QtCore import Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLabel, QPushButton, QVBoxLayout

from edge_studio.edge.amounts import time_words
from edge_studio.edge.exchange import Exchange, FailureReason, Unanswered
from edge_studio.edge.masking import scrubber_of
from edge_studio.ui.theme import Look
from edge_studio.ui.widgets import heading, muted, restyle


class FailureCard(QFrame):
    """The card in place of an answer."""

    def __init__(self, look: Look) -> None:
        super().__init__()
        self._look = look
        self._support = ""
        self._happened = _words(heading())
        self._why = _words(QLabel())
        self._remedy = _words(QLabel())
        self._details = _words(QLabel())
        self._details_title = muted("Details")
        self._copy = QPushButton("Copy for support")
        self._copy.setToolTip("Copy what happened, where and when; no secret is in it")
        self._copy.clicked.connect(self.copy_for_support)
        actions = QHBoxLayout()
        actions.addWidget(self._copy)
        actions.addStretch(1)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(14, 12, 14, 12)
        layout.setSpacing(4)
        layout.addWidget(self._happened)
        for title, text in (
            (muted("Why, probably"), self._why),
            (muted("What to do"), self._remedy),
            (self._details_title, self._details),
        ):
            layout.addSpacing(6)
            layout.addWidget(title)
            layout.addWidget(text)
        layout.addSpacing(8)
        layout.addLayout(actions)
        look.changed.connect(self._dress)
        self._dress()
        self.hide()

    def show_failure(self, exchange: Exchange, failure: Unanswered) -> None:
        """Say why this exchange has no answer."""
        calm = failure.reason in {FailureReason.CANCELLED, FailureReason.NOT_RECORDED}
        self.setProperty("banner", "warning" if calm else "danger")
        restyle(self)
        self._happened.setText(failure.happened)
        self._why.setText(failure.why)
        self._remedy.setText(failure.remedy)
        self._details.setText(failure.detail)
        for widget in (self._details, self._details_title):
            widget.setVisible(bool(failure.detail))
        self._support = support_text(exchange, failure)
        self.show()

    @property
    def words(self) -> str:
        """All that it says."""
        labels = (self._happened, self._why, self._remedy, self._details)
        return " ".join(label.text() for label in labels if label.text())

    def copy_for_support(self) -> None:
        """Put on the clipboard what helps to find the cause."""
        QGuiApplication.clipboard().setText(self._support)

    def _dress(self) -> None:
        self._details.setFont(self._look.font("mono"))


def support_text(exchange: Exchange, failure: Unanswered) -> str:
    """All that helps to find out why an exchange failed, as text without any secret."""
    scrub = scrubber_of(exchange.request)
    request = scrub.request(exchange.request)
    spans = [f"  {span.phase.value}: {time_words(span.end - span.start)}" for span in failure.timing.spans]
    lines = [
        f"Edge Studio: {failure.reason.value}, while {failure.phase.value}",
        f"When: {exchange.started.isoformat()} for {time_words(failure.timing.total)}",
        *spans,
        f"Connection: {exchange.connection}",
        f"Request: {request.method} {request.url}",
        *(f"  {header.name}: {header.value}" for header in request.headers),
        f"Body: {len(request.body):,} bytes",
        f"What happened: {failure.happened}",
        f"Why, probably: {failure.why}",
        f"What to do: {failure.remedy}",
    ]
    return scrub.words("\n".join(lines + ([f"Details: {failure.detail}"] if failure.detail else [])))


def _words(label: QLabel) -> QLabel:
    label.setTextFormat(Qt.TextFormat.PlainText)
    label.setWordWrap(True)
    label.setTextInteractionFlags(
        Qt.TextInteractionFlag.TextSelectableByMouse | Qt.TextInteractionFlag.TextSelectableByKeyboard
    )
    return label
