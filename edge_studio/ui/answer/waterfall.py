"""Where the time of an exchange went, drawn phase by phase."""

from PySide6.QtCore import QRectF, QSize, Qt
from PySide6.QtGui import QFontMetricsF, QPainter, QPaintEvent
from PySide6.QtWidgets import QSizePolicy, QWidget

from edge_studio.edge.amounts import time_words
from edge_studio.edge.exchange import Phase, Span, Timing
from edge_studio.ui.theme import Look

_TOKENS = {
    Phase.PREPARE: "text.placeholder",
    Phase.RESOLVE: "timing.resolve",
    Phase.CONNECT: "timing.connect",
    Phase.TLS: "timing.tls",
    Phase.SEND: "timing.send",
    Phase.WAIT: "timing.wait",
    Phase.DOWNLOAD: "timing.download",
}
_ROW = 26
_BAR = 12
_GAP = 10
_NONE = Timing(0.0)


class Waterfall(QWidget):
    """A row for each phase: its colour and name, its bar where it lay in the whole, its time as a number."""

    def __init__(self, look: Look) -> None:
        super().__init__()
        self._look = look
        self._timing = _NONE
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self.setAccessibleName("Timing")
        look.changed.connect(self._dress)

    def set_timing(self, timing: Timing) -> None:
        """Draw this timing."""
        self._timing = timing
        self.setAccessibleDescription(self.words)
        self.updateGeometry()
        self.update()

    @property
    def words(self) -> str:
        """The same as text, a line for each phase and one for the total."""
        lines = [f"{_name(span)}: {time_words(span.end - span.start)}" for span in self._timing.spans]
        return "\n".join([*lines, f"Total: {time_words(self._timing.total)}"])

    def sizeHint(self) -> QSize:
        return QSize(320, round(self._row * (len(self._timing.spans) + 1) + _GAP))

    def minimumSizeHint(self) -> QSize:
        return QSize(240, self.sizeHint().height())

    @property
    def _row(self) -> float:
        return _ROW * max(1.0, self._look.zoom)

    def _dress(self) -> None:
        self.updateGeometry()
        self.update()

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setFont(self._look.font("body"))
        measures = QFontMetricsF(painter.font())
        times = [time_words(span.end - span.start) for span in self._timing.spans]
        total = time_words(self._timing.total)
        names = max((measures.horizontalAdvance(_name(span)) for span in self._timing.spans), default=40.0)
        left = _GAP * 2 + names + _GAP
        right = self.width() - max(map(measures.horizontalAdvance, [*times, total])) - _GAP
        for at, (span, time) in enumerate(zip(self._timing.spans, times, strict=True)):
            self._paint_row(painter, span, time, at * self._row, (left, right))
        top = len(times) * self._row + _GAP / 2
        painter.setPen(self._look.colour("border"))
        painter.drawLine(0, round(top), self.width(), round(top))
        painter.setPen(self._look.colour("text"))
        bold = self._look.font("body")
        bold.setBold(True)
        painter.setFont(bold)
        line = QRectF(0, top, self.width(), self._row)
        painter.drawText(line, int(Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignLeft), "Total")
        painter.drawText(line, int(Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignRight), total)
        painter.end()

    def _paint_row(
        self, painter: QPainter, span: Span, time: str, top: float, track: tuple[float, float]
    ) -> None:
        colour = self._look.colour(_TOKENS[span.phase])
        middle = top + self._row / 2
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(colour)
        painter.drawRoundedRect(QRectF(0, middle - 5, 10, 10), 2, 2)
        room = max(20.0, track[1] - track[0])
        scale = room / max(self._timing.total, 1e-9)
        painter.setBrush(self._look.colour("neutral.soft"))
        painter.drawRoundedRect(QRectF(track[0], middle - _BAR / 2, room, _BAR), 3, 3)
        painter.setBrush(colour)
        begin = min(track[0] + span.start * scale, track[0] + room - 2)
        length = min(max(2.0, (span.end - span.start) * scale), track[0] + room - begin)
        painter.drawRoundedRect(QRectF(begin, middle - _BAR / 2, length, _BAR), 2, 2)
        painter.setPen(self._look.colour("text"))
        line = QRectF(_GAP * 2, top, self.width() - _GAP * 2, self._row)
        painter.drawText(line, int(Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignLeft), _name(span))
        painter.drawText(line, int(Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignRight), time)


def _name(span: Span) -> str:
    return f"{span.phase.value[:1].upper()}{span.phase.value[1:]}"
