"""A viewer for text of any size: it reads, lays out and colours only what is on the screen."""

from collections.abc import Callable, Sequence
from functools import partial

from PySide6.QtCore import QPointF, Qt, Signal
from PySide6.QtGui import (
    QContextMenuEvent,
    QFocusEvent,
    QGuiApplication,
    QKeyEvent,
    QKeySequence,
    QMouseEvent,
    QPainter,
    QPaintEvent,
    QResizeEvent,
)
from PySide6.QtWidgets import QAbstractScrollArea, QFrame, QMenu

from edge_studio.jsontext.sources import Received
from edge_studio.ui.raw.copying import Copier
from edge_studio.ui.raw.paged_rows import PagedRows
from edge_studio.ui.raw.row_painter import MARGIN, Marks, RowPainter
from edge_studio.ui.raw.text_rows import word_at
from edge_studio.ui.theme import Look
from edge_studio.ui.turns import Turns

WIDEST = 5_000
"""Columns after which a line is broken even where lines are not wrapped."""
_AT_ONCE = 0.03
"""Seconds for which a small text may be counted before it is seen, so that it is seen whole."""
_SMALL = 200_000
"""Bytes of a text that is read whole before it is first painted."""
_STANDARD = QKeySequence.StandardKey


class RawView(QAbstractScrollArea):
    """Read-only text with line numbers, selection and, for JSON, colours; lines are wrapped or not.

    It can be used at once: a long text is counted in turns while its beginning is read.
    """

    reading = Signal(object)
    """Which part of the text is counted, from 0 to 1; 1 when all is known."""
    moved = Signal()
    """The caret is somewhere else."""
    replaced = Signal()
    """Another text is shown."""
    menu_wanted = Signal(object)
    """A menu is about to be shown: whoever has more to offer adds to this ``QMenu``."""

    def __init__(self, look: Look, name: str) -> None:
        super().__init__()
        self._look = look
        self._painter = RowPainter(look)
        self._marks = Marks()
        self._wrap = True
        self._wanted: tuple[int, int] | None = None
        self._later: Callable[[], None] | None = None
        self._turns = Turns(self)
        self._turns.progressed.connect(self._counted)
        self._turns.done.connect(self._read)
        self._copier = Copier(self)
        self.setAccessibleName(name)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.viewport().setCursor(Qt.CursorShape.IBeamCursor)
        look.changed.connect(self._dress)
        self.show_source(Received(b""))

    # Content

    @property
    def rows(self) -> PagedRows:
        """The rows that are shown."""
        return self._rows

    @property
    def text(self) -> str:
        """The whole text, built anew: for short ones."""
        return self._rows.text(0, self._rows.length)

    @property
    def row_count(self) -> int:
        """How many rows the text takes at the present width, as far as it is counted."""
        return self._rows.count

    @property
    def is_complete(self) -> bool:
        """Whether the whole text is counted."""
        return self._rows.is_complete

    def set_text(self, text: str, is_json: bool = False) -> None:
        """Show ``text`` from its beginning."""
        self.show_source(Received(text.encode("utf-8", "replace"), is_json))

    def show_source(self, source: Received) -> None:
        """Show the text of a source from its beginning."""
        self._rows = self._painter.rows = PagedRows(source)
        self._painter.is_json = source.is_json
        self._marks = Marks()
        self._wanted = self._later = None
        self.verticalScrollBar().setValue(0)
        self.horizontalScrollBar().setValue(0)
        self._rows.set_columns(self._columns())
        self._turns.run(self._rows.read())
        if len(source.body) <= _SMALL:
            self._turns.finish(within=_AT_ONCE)
        self._cut()
        self.replaced.emit()
        self.moved.emit()

    def finish(self) -> None:
        """Count all of the text now, for whoever cannot wait."""
        self._turns.finish()

    def set_wrapped(self, wrap: bool) -> None:
        """Wrap lines at the width of the view, or let them run on to the right."""
        self._wrap = wrap
        policy = Qt.ScrollBarPolicy.ScrollBarAlwaysOff if wrap else Qt.ScrollBarPolicy.ScrollBarAsNeeded
        self.setHorizontalScrollBarPolicy(policy)
        self.horizontalScrollBar().setValue(0)
        self._cut()

    def _counted(self, fraction: object) -> None:
        bar = self.verticalScrollBar()
        was_short = bar.maximum() == bar.value()
        self._set_ranges()
        if was_short:
            self.viewport().update()
        self._reveal_wanted()
        self.reading.emit(fraction)

    def _read(self, nothing: object) -> None:
        self._counted(1.0)
        self.viewport().update()
        self.moved.emit()
        if self._later is not None:
            action, self._later = self._later, None
            action()

    def _when_read(self, action: Callable[[], None]) -> None:
        """Do what needs the whole text as soon as it is counted; the last such wish holds."""
        if self.is_complete:
            action()
        else:
            self._later = action

    # Places

    @property
    def caret(self) -> int:
        """The character before which the caret stands."""
        return self._marks.caret

    @property
    def line(self) -> int:
        """The line of the caret, from 1."""
        return self._rows.line_of(self._marks.caret) + 1

    def go_to_line(self, line: int) -> None:
        """Put the caret at the beginning of a line, counted from 1; the last one stands for any beyond."""
        self._move(self._rows.line_start(line - 1), select=False)

    def reveal(self, start: int, end: int) -> None:
        """Select the characters from ``start`` to ``end`` and show them."""
        self._marks.anchor, self._marks.caret = end, start
        self._show_offset(end)
        self._show_offset(start)
        self.moved.emit()

    def reveal_bytes(self, start: int, end: int) -> None:
        """Select what shows the body's bytes from ``start`` to ``end``, as soon as it is counted."""
        self._wanted = start, end
        self._reveal_wanted()

    def _reveal_wanted(self) -> None:
        if self._wanted is not None and (self._rows.bytes_known >= self._wanted[1] or self.is_complete):
            (start, end), self._wanted = self._wanted, None
            self.reveal(self._rows.offset_of_byte(start), self._rows.end_of_byte(end))

    @property
    def byte(self) -> int:
        """The byte of the body that stands at the caret, or at the beginning of the selection."""
        return self._rows.byte_of_offset(self._marks.selection[0])

    def set_matches(self, matches: Sequence[tuple[int, int]]) -> None:
        """Mark what a search has found, in the order of the text."""
        self._marks.matches = matches
        self.viewport().update()

    # Selection

    @property
    def selection(self) -> tuple[int, int]:
        """From where to where characters are selected."""
        return self._marks.selection

    @property
    def selected_text(self) -> str:
        """What is selected; empty where nothing is."""
        return self._rows.text(*self._marks.selection)

    def select_all(self) -> None:
        """Select the whole text, as soon as it is counted."""
        self._when_read(self._select_all)

    def _select_all(self) -> None:
        self._marks.anchor, self._marks.caret = 0, self._rows.length
        self.viewport().update()
        self.moved.emit()

    def copy(self) -> None:
        """Put the selection on the clipboard, or the whole text where nothing is selected."""
        start, end = self._marks.selection
        if start == end:
            self.copy_all()
        else:
            self._copier.copy(partial(self._rows.stream, start, end), end - start)

    def copy_all(self) -> None:
        """Put the whole text on the clipboard, as soon as it is counted."""
        self._when_read(self._copy_all)

    def _copy_all(self) -> None:
        self._copier.copy(partial(self._rows.stream, 0, self._rows.length), self._rows.length)

    def save_as(self) -> None:
        """Ask for a file and write the whole text into it as it is shown."""
        self._when_read(self._save_as)

    def _save_as(self) -> None:
        self._copier.save(partial(self._rows.stream, 0, self._rows.length))

    def _move(self, offset: int, select: bool) -> None:
        self._marks.caret = max(0, min(offset, self._rows.length))
        if not select:
            self._marks.anchor = self._marks.caret
        self._show_offset(self._marks.caret)
        self.moved.emit()

    def _show_offset(self, offset: int) -> None:
        number, bar = self._rows.row_of(offset), self.verticalScrollBar()
        if number < bar.value():
            bar.setValue(number)
        elif number >= bar.value() + self._whole_rows:
            bar.setValue(number - self._whole_rows + 1)
        if not self._wrap:
            x, across = self._painter.x_of(self._rows.row(number), offset), self.horizontalScrollBar()
            if not across.value() <= x <= across.value() + self._painter.width - self._painter.cell:
                across.setValue(round(x - self._painter.width / 2))
        self.viewport().update()

    # Measures

    def _dress(self) -> None:
        self._painter.dress()
        self._cut()

    @property
    def _whole_rows(self) -> int:
        return max(1, self.viewport().height() // self._painter.height)

    def _columns(self) -> int:
        self._painter.width = round(self.viewport().width() - self._painter.gutter - 2 * MARGIN)
        return max(8, int(self._painter.width / self._painter.cell)) if self._wrap else WIDEST

    def _cut(self) -> None:
        bar = self.verticalScrollBar()
        top = self._rows.row(min(bar.value(), self._rows.count - 1)).start
        if self._rows.set_columns(self._columns()):
            bar.setValue(0)
        self._set_ranges()
        bar.setValue(self._rows.row_of(top))
        self.viewport().update()

    def _set_ranges(self) -> None:
        bar, across = self.verticalScrollBar(), self.horizontalScrollBar()
        bar.setPageStep(self._whole_rows)
        bar.setRange(0, max(0, self._rows.count - self._whole_rows))
        widest = min(self._rows.longest, WIDEST) * self._painter.cell
        across.setPageStep(max(1, self._painter.width))
        across.setSingleStep(round(4 * self._painter.cell))
        across.setRange(0, 0 if self._wrap else max(0, round(widest - self._painter.width + MARGIN)))

    def resizeEvent(self, event: QResizeEvent) -> None:
        self._cut()

    def scrollContentsBy(self, dx: int, dy: int) -> None:
        self._painter.left = self.horizontalScrollBar().value()
        self.viewport().update()

    # Drawing

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self.viewport())
        first = self.verticalScrollBar().value()
        last = min(self._rows.count, first + self._whole_rows + 2)
        standing = self._rows.row_of(self._marks.caret) if self.hasFocus() else -1
        for place, number in enumerate(range(first, last)):
            row, top = self._rows.row(number), place * self._painter.height
            self._painter.paint(painter, row, top, self._marks, number == standing)
        painter.end()

    def focusInEvent(self, event: QFocusEvent) -> None:
        super().focusInEvent(event)
        self.viewport().update()

    def focusOutEvent(self, event: QFocusEvent) -> None:
        super().focusOutEvent(event)
        self.viewport().update()

    # Mouse

    def _offset_at(self, point: QPointF) -> int:
        number = self.verticalScrollBar().value() + int(point.y() // self._painter.height)
        row = self._rows.row(max(0, min(number, self._rows.count - 1)))
        return self._painter.offset_at(row, point.x())

    def mousePressEvent(self, event: QMouseEvent) -> None:
        if event.button() == Qt.MouseButton.LeftButton:
            keep = bool(event.modifiers() & Qt.KeyboardModifier.ShiftModifier)
            self._move(self._offset_at(event.position()), keep)

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        if event.buttons() & Qt.MouseButton.LeftButton:
            self._move(self._offset_at(event.position()), select=True)

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        start, end = self._marks.selection
        if start != end and QGuiApplication.clipboard().supportsSelection():
            self._copier.offer(partial(self._rows.stream, start, end), end - start)
        event.accept()

    def mouseDoubleClickEvent(self, event: QMouseEvent) -> None:
        """Select the word, number or run of other signs under the pointer."""
        offset = self._offset_at(event.position())
        row = self._rows.row(self._rows.row_of(offset))
        start, end = word_at(self._rows.text(row.start, row.end), offset - row.start)
        self._marks.anchor, self._marks.caret = row.start + start, row.start + end
        self.viewport().update()
        self.moved.emit()

    def contextMenuEvent(self, event: QContextMenuEvent) -> None:
        self.menu().popup(event.globalPos())

    def menu(self) -> QMenu:
        """What can be done with the text."""
        menu = QMenu(self)
        menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        menu.addAction("Copy", QKeySequence(_STANDARD.Copy), self.copy)
        menu.addAction("Select all", QKeySequence(_STANDARD.SelectAll), self.select_all)
        menu.addAction("Save as file…", self.save_as)
        self.menu_wanted.emit(menu)
        return menu

    # Keys

    def keyPressEvent(self, event: QKeyEvent) -> None:
        select = bool(event.modifiers() & Qt.KeyboardModifier.ShiftModifier)
        if event.matches(_STANDARD.Copy):
            self.copy()
        elif event.matches(_STANDARD.SelectAll):
            self.select_all()
        elif event.key() == Qt.Key.Key_End and event.modifiers() & Qt.KeyboardModifier.ControlModifier:
            self._when_read(partial(self._to_end, select))
        elif (target := self._target(event)) is not None:
            self._move(target, select)
        else:
            super().keyPressEvent(event)

    def _to_end(self, select: bool) -> None:
        self._move(self._rows.length, select)

    def _target(self, event: QKeyEvent) -> int | None:
        """Where a key takes the caret; None for a key that does not move it."""
        wide = bool(event.modifiers() & Qt.KeyboardModifier.ControlModifier)
        row = self._rows.row(self._rows.row_of(self._marks.caret))
        caret, page = self._marks.caret, self._whole_rows
        targets = {
            Qt.Key.Key_Left: partial(int, caret - 1),
            Qt.Key.Key_Right: partial(int, caret + 1),
            Qt.Key.Key_Up: partial(self._beside, -1),
            Qt.Key.Key_Down: partial(self._beside, 1),
            Qt.Key.Key_PageUp: partial(self._beside, -page),
            Qt.Key.Key_PageDown: partial(self._beside, page),
            Qt.Key.Key_Home: partial(int, 0 if wide else row.start),
            Qt.Key.Key_End: partial(int, row.end),
        }
        target = targets.get(Qt.Key(event.key()))
        return target() if target else None

    def _beside(self, rows: int) -> int:
        number = self._rows.row_of(self._marks.caret)
        within = self._marks.caret - self._rows.row(number).start
        if not 0 <= number + rows < self._rows.count:
            return 0 if rows < 0 else self._rows.length
        target = self._rows.row(number + rows)
        return min(target.start + within, target.end)
