"""Errors and warnings of an answer in words: what happened, what it means, what to do."""

from collections.abc import Sequence

from PySide6.QtCore import QEvent, QObject, Qt
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLabel, QScrollArea, QSizePolicy, QVBoxLayout, QWidget

from edge_studio.edge.handles import Notice
from edge_studio.ui.theme import Look
from edge_studio.ui.widgets import Chip, Tone, heading, mono, restyle

_SHOWN = 5
_TALLEST = 300


class NoticeCard(QFrame):
    """A banner with one block for each notice; amber for a success with troubles, red for a refusal."""

    def __init__(self, look: Look) -> None:
        super().__init__()
        self._look = look
        self._words = ""
        self._holder = QWidget()
        self._blocks = QVBoxLayout(self._holder)
        self._blocks.setContentsMargins(12, 8, 12, 8)
        self._blocks.setSpacing(10)
        self._scroll = QScrollArea()
        self._scroll.setWidgetResizable(True)
        self._scroll.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self._scroll.setFrameShape(QFrame.Shape.NoFrame)
        self._scroll.setWidget(self._holder)
        self._holder.installEventFilter(self)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(1, 1, 1, 1)
        layout.addWidget(self._scroll)
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Fixed)
        self.hide()

    @property
    def words(self) -> str:
        """All that it says."""
        return self._words

    @property
    def shows_all(self) -> bool:
        """Whether all that it says is to be seen without scrolling."""
        return self._holder.height() <= self._scroll.viewport().height()

    def show_notices(self, notices: Sequence[Notice], danger: bool) -> None:
        """Show these; hidden where there are none."""
        self.setVisible(bool(notices))
        while (item := self._blocks.takeAt(0)) is not None:
            if (widget := item.widget()) is not None:
                widget.hide()
                widget.deleteLater()
        self._words = ""
        if not notices:
            return
        self.setProperty("banner", "danger" if danger else "warning")
        restyle(self)
        blocks = [self._block(notice) for notice in notices[:_SHOWN]]
        if len(notices) > _SHOWN:
            blocks.append(self._say(f"{len(notices) - _SHOWN} more are in the tree below."))
        for block in blocks:
            self._blocks.addWidget(block)
            block.show()  # what was never shown has no height yet
        self._blocks.addStretch(1)
        self._fit()

    def _block(self, notice: Notice) -> QWidget:
        block = QWidget()
        lines = QVBoxLayout(block)
        lines.setContentsMargins(0, 0, 0, 0)
        lines.setSpacing(3)
        first = QHBoxLayout()
        first.setSpacing(8)
        tone: Tone = "danger" if notice.severity == "error" else "warning"
        kind = "Error" if notice.severity == "error" else "Warning"
        first.addWidget(Chip(kind, tone))
        if notice.code:
            first.addWidget(mono(self._look, notice.code))
            self._words += f" {notice.code}"
        first.addStretch(1)
        lines.addLayout(first)
        title = self._say(notice.title)
        title.setProperty("heading", True)
        lines.addWidget(title)
        for text in (notice.meaning, notice.detail, *notice.causes):
            if text:
                lines.addWidget(self._say(text))
        if notice.remedy:
            lines.addLayout(self._remedy(notice.remedy))
        return block

    def _remedy(self, text: str) -> QHBoxLayout:
        row = QHBoxLayout()
        row.setSpacing(6)
        row.addWidget(heading("What to do:"), 0, Qt.AlignmentFlag.AlignTop)
        row.addWidget(self._say(text), 1)
        return row

    def _say(self, text: str) -> QLabel:
        self._words += f" {text}"
        label = QLabel(text)
        label.setTextFormat(Qt.TextFormat.PlainText)
        label.setWordWrap(True)
        label.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        return label

    def resizeEvent(self, event: object) -> None:
        self._fit()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() == QEvent.Type.LayoutRequest:
            self._fit()
        return super().eventFilter(watched, event)

    def _fit(self) -> None:
        """As high as its words need at this width, but never most of the panel."""
        needed = self._blocks.totalHeightForWidth(max(80, self.width() - 2))
        policies = Qt.ScrollBarPolicy
        tall = needed > _TALLEST
        self._scroll.setVerticalScrollBarPolicy(
            policies.ScrollBarAsNeeded if tall else policies.ScrollBarAlwaysOff
        )
        # Not the card's own height: changed while the card is being resized, what it holds would not follow.
        self._scroll.setFixedHeight(min(max(needed, 0), _TALLEST))
