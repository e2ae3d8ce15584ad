"""Lines of words that paint themselves: a card has dozens, and a widget for each would take its time."""

from collections.abc import Sequence
from datetime import UTC, datetime

from PySide6.QtCore import QEvent, QPoint, QRect, QRectF, QSize, Qt, Signal
from PySide6.QtGui import (
    QContextMenuEvent,
    QGuiApplication,
    QHelpEvent,
    QKeyEvent,
    QKeySequence,
    QMouseEvent,
    QPainter,
    QPaintEvent,
    QPen,
    QResizeEvent,
)
from PySide6.QtWidgets import QMenu, QSizePolicy, QToolTip, QWidget

from edge_studio.ui.summary.countdown import next_change
from edge_studio.ui.summary.line import Line
from edge_studio.ui.summary.placing import Placed, fonts_of, place
from edge_studio.ui.theme import Look
from edge_studio.ui.widgets import keeps_copy

_MOST_TOLD = 1_500
"""Characters of an accessible name."""
_ICON = 14


class Lines(QWidget):
    """A block of lines; arrow keys go from one to the next, and each can be copied and shown in the tree."""

    reveal_wanted = Signal(object)
    """The JSON Pointer of what is to be shown in the tree."""
    link_wanted = Signal(object)
    """The address that is to be opened, after asking."""

    def __init__(self, look: Look) -> None:
        super().__init__()
        self._look = look
        self._name = ""
        self._lines: tuple[Line, ...] = ()
        self._placed: dict[int, list[Placed]] = {}
        """By the width for which they were placed."""
        self._now = datetime.now(UTC)
        self._current = 0
        self._hovered = -1
        policy = QSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Preferred)
        policy.setHeightForWidth(True)
        self.setSizePolicy(policy)
        self.setMouseTracking(True)
        self.setProperty("entrance", True)  # of the answer's room, for F6
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        look.changed.connect(self._dress)
        self._fonts = fonts_of(look)

    # What it says

    def show_lines(self, lines: Sequence[Line], name: str, now: datetime) -> None:
        """Show these; ``name`` is what they are about, for those who listen."""
        is_same = name == self._name and tuple(lines) == self._lines
        self._name, self._now = name, now
        if is_same and all(line.until is None for line in lines):
            return
        self._lines = tuple(lines)
        self._current = 0
        self._hovered = -1
        self._tell()
        self._forget_places()

    @property
    def lines(self) -> Sequence[Line]:
        """What is shown, line by line."""
        return self._lines

    @property
    def words(self) -> str:
        """All that it says, a line each, as text."""
        return "\n".join(line.told(self._now) for line in self._lines)

    @property
    def current(self) -> Line | None:
        """The line that keys are about."""
        return self._lines[self._current] if self._current < len(self._lines) else None

    @property
    def cut(self) -> list[str]:
        """The lines of which not all is to be seen, as text."""
        return [spot.line.told(self._now) for spot in self._places() if spot.is_cut]

    def choose(self, at: int) -> None:
        """Make the line at this place the current one."""
        self._current = max(0, min(at, len(self._lines) - 1))
        self.setAccessibleDescription(self._lines[self._current].told(self._now) if self._lines else "")
        self.update()

    def _tell(self) -> None:
        said = "; ".join(line.told(self._now) for line in self._lines)
        self.setAccessibleName(f"{self._name}: {said}"[:_MOST_TOLD] if self._name else said[:_MOST_TOLD])

    # Time

    def tick(self, now: datetime) -> None:
        """Say how things stand at ``now``."""
        self._now = now
        if any(line.until is not None for line in self._lines):
            before = self._height_at(self.width())
            self._placed.clear()
            if self._height_at(self.width()) != before:
                self.updateGeometry()
            self._tell()
            self.update()

    def next_change(self, now: datetime) -> float | None:
        """Seconds until the words of a line change; None where they do not."""
        changes = [next_change(line.until, now) for line in self._lines if line.until is not None]
        return min((change for change in changes if change is not None), default=None)

    # Doing something with a line

    def copy_value(self) -> None:
        """Put the exact value of the current line on the clipboard."""
        if (line := self.current) is not None:
            self._copy(line.to_copy)

    def copy_line(self) -> None:
        """Put the current line on the clipboard as it is read."""
        if (line := self.current) is not None:
            self._copy(line.told(self._now))

    def copy_all(self) -> None:
        """Put all lines on the clipboard."""
        self._copy(self.words)

    def _copy(self, text: str) -> None:
        QGuiApplication.clipboard().setText(text)
        if self._current < len(spots := self._places()):
            spot = spots[self._current]
            QToolTip.showText(self.mapToGlobal(QPoint(int(spot.left), int(spot.top))), "Copied", self)

    def activate(self) -> None:
        """Open the address of the current line, or show in the tree what it is about."""
        line = self.current
        if line is not None and line.link:
            self.link_wanted.emit(line.link)
        elif line is not None and line.pointer:
            self.reveal_wanted.emit(line.pointer)

    def reveal(self) -> None:
        """Show in the tree what the current line is about."""
        if (line := self.current) is not None and line.pointer:
            self.reveal_wanted.emit(line.pointer)

    def menu(self) -> QMenu:
        """What can be done with the current line."""
        menu = QMenu(self)
        menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        line = self.current
        value = menu.addAction("Copy value", self.copy_value)
        value.setShortcut(QKeySequence.StandardKey.Copy)
        menu.addAction("Copy line", self.copy_line)
        menu.addAction("Copy all of these lines", self.copy_all)
        menu.addSeparator()
        tree = menu.addAction("Show in the tree", self.reveal)
        tree.setShortcut(QKeySequence(Qt.Key.Key_Return))
        tree.setEnabled(line is not None and bool(line.pointer))
        if line is not None and line.link:
            menu.addAction("Open the address…", self.activate)
        return menu

    # Size

    def hasHeightForWidth(self) -> bool:
        return True

    def heightForWidth(self, width: int) -> int:
        return self._height_at(width)

    def sizeHint(self) -> QSize:
        return QSize(200, self._fonts.height)

    def minimumSizeHint(self) -> QSize:
        return QSize(80, self._fonts.height)

    def _height_at(self, width: int) -> int:
        spots = self._places(width)
        return round(spots[-1].top + spots[-1].height) if spots else 0

    def _places(self, width: int | None = None) -> list[Placed]:
        wanted = self.width() if width is None else width
        found = self._placed.get(wanted)
        if found is None:
            found = self._placed[wanted] = place(self._lines, wanted, self._fonts, self._now)
        return found

    def _forget_places(self) -> None:
        self._placed.clear()
        self.updateGeometry()
        self.update()

    def _dress(self) -> None:
        self._fonts = fonts_of(self._look)
        self._forget_places()

    def resizeEvent(self, event: QResizeEvent) -> None:
        self.update()

    # Painting

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        seen = event.rect()
        for at, spot in enumerate(self._places()):
            if spot.top + spot.height >= seen.top() and spot.top <= seen.bottom() + 1:
                self._paint(painter, at, spot)
        painter.end()

    def _paint(self, painter: QPainter, at: int, spot: Placed) -> None:
        look, fonts, line = self._look, self._fonts, spot.line
        if line.ruled:
            painter.fillRect(QRectF(0, spot.top - line.gap / 2 - 1, self.width(), 1), look.colour("border"))
        is_current = at == self._current and self.hasFocus()
        if is_current:
            painter.setPen(QPen(look.colour("focus"), 1))
            painter.setBrush(look.colour("accent.soft"))
            painter.drawRoundedRect(QRectF(0.5, spot.top + 0.5, self.width() - 1, spot.height - 1), 3, 3)
        painter.setFont(fonts.plain)
        painter.setPen(look.colour("text.muted"))
        base = spot.top + fonts.ascent + 1.5
        for row, text in enumerate(spot.label):
            painter.drawText(QPoint(0, round(base + row * fonts.height)), text)
        if line.chip:
            self._paint_pill(painter, spot)
        painter.setFont(spot.font)
        painter.setPen(look.colour(self._token(line)))
        for row, text in enumerate(spot.words):
            if text:
                painter.drawText(QPoint(round(spot.left), round(base + row * fonts.height)), text)
        if is_current or at == self._hovered:
            self._paint_copy(painter, spot, is_current)

    def _token(self, line: Line) -> str:
        if line.style == "link":
            return "accent"
        if line.style == "muted" or line.is_over(self._now):
            return "text.muted"
        return "text" if line.tone == "neutral" or line.chip else line.tone

    def _paint_pill(self, painter: QPainter, spot: Placed) -> None:
        tone, look = spot.line.tone, self._look
        box = spot.pill.translated(0, spot.top)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(look.colour(f"{tone}.soft"))
        painter.drawRoundedRect(box, box.height() / 2, box.height() / 2)
        painter.setFont(self._fonts.pill)
        painter.setPen(look.colour("text.muted" if tone == "neutral" else tone))
        painter.drawText(box, int(Qt.AlignmentFlag.AlignCenter), spot.line.chip)

    def copy_place(self, at: int) -> QPoint:
        """Where the button stands that copies the line at this place."""
        return self._copy_box(self._places()[at]).center().toPoint()

    def _copy_box(self, spot: Placed) -> QRectF:
        side = self._fonts.height
        return QRectF(self.width() - side, spot.top, side, side)

    def _paint_copy(self, painter: QPainter, spot: Placed, is_current: bool) -> None:
        """The small button at the right end of the line under the mouse, or of the current one."""
        box = self._copy_box(spot)
        painter.fillRect(
            box.adjusted(-4, 1, -1, -1), self._look.colour("accent.soft" if is_current else "surface")
        )
        inner = QRect(0, 0, _ICON, _ICON)
        inner.moveCenter(box.center().toPoint())
        self._look.icon("copy").paint(painter, inner)

    # Mouse

    def _at(self, y: float) -> int:
        for at, spot in enumerate(self._places()):
            if spot.top <= y < spot.top + spot.height:
                return at
        return -1

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        at = self._at(event.position().y())
        if at != self._hovered:
            self._hovered = at
            self.update()
        is_button = at >= 0 and self._copy_box(self._places()[at]).contains(event.position())
        is_link = at >= 0 and self._lines[at].style == "link"
        shape = Qt.CursorShape.PointingHandCursor if is_button or is_link else Qt.CursorShape.ArrowCursor
        self.setCursor(shape)

    def leaveEvent(self, event: QEvent) -> None:
        self._hovered = -1
        self.update()

    def mousePressEvent(self, event: QMouseEvent) -> None:
        if (at := self._at(event.position().y())) >= 0:
            self.choose(at)

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        at = self._at(event.position().y())
        if event.button() != Qt.MouseButton.LeftButton or at < 0 or at != self._current:
            return
        if self._copy_box(self._places()[at]).contains(event.position()):
            self.copy_value()
        elif self._lines[at].style == "link":
            self.activate()

    def mouseDoubleClickEvent(self, event: QMouseEvent) -> None:
        if self._at(event.position().y()) == self._current and event.button() == Qt.MouseButton.LeftButton:
            self.reveal()

    def contextMenuEvent(self, event: QContextMenuEvent) -> None:
        by_key = event.reason() == QContextMenuEvent.Reason.Keyboard
        at = self._current if by_key else self._at(event.pos().y())
        if 0 <= at < len(self._lines):
            self.choose(at)
            spot = self._places()[at]
            below = QPoint(int(spot.left), int(spot.top + spot.height))
            self.menu().popup(self.mapToGlobal(below) if by_key else event.globalPos())

    # Keys

    def event(self, event: QEvent) -> bool:
        if isinstance(event, QHelpEvent) and event.type() == QEvent.Type.ToolTip:
            return self._tip(event)
        return keeps_copy(event) or super().event(event)

    def _tip(self, event: QHelpEvent) -> bool:
        at = self._at(event.pos().y())
        spot = self._places()[at] if at >= 0 else None
        said: list[str] = []
        if spot is not None and "".join(spot.label).replace(" ", "") != spot.line.label.replace(" ", ""):
            said.append(spot.line.label)
        if spot is not None and spot.is_cut:
            said.append(spot.line.shown(self._now)[:_MOST_TOLD])
        if spot is not None and spot.line.exact and spot.line.exact != spot.line.words:
            said.append(spot.line.exact[:_MOST_TOLD])
        if spot is not None and spot.line.until is not None:
            said.append(f"until {spot.line.until.astimezone():%Y-%m-%d %H:%M:%S}")
        QToolTip.showText(event.globalPos(), "\n".join(said), self)
        return True

    def keyPressEvent(self, event: QKeyEvent) -> None:
        step = {Qt.Key.Key_Up: -1, Qt.Key.Key_Down: 1}.get(Qt.Key(event.key()), 0)
        if event.matches(QKeySequence.StandardKey.Copy):
            self.copy_value()
        elif step and 0 <= self._current + step < len(self._lines):
            self.choose(self._current + step)
        elif event.key() in {Qt.Key.Key_Return, Qt.Key.Key_Enter}:
            self.activate()
        else:
            super().keyPressEvent(event)

    def focusInEvent(self, event: object) -> None:
        self.choose(self._current)

    def focusOutEvent(self, event: object) -> None:
        self.update()
