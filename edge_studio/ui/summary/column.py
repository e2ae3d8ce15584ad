"""A column of widgets that stay from one answer to the next: making them is what would take time."""

from collections.abc import Callable, Iterator
from typing import TypeVar

from PySide6.QtCore import QEvent, QSize
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QSizePolicy, QWidget

from edge_studio.ui.tab_order import focusable

W = TypeVar("W", bound=QWidget)


class Column(QWidget):
    """Hands out its widgets one after the other; what is not handed out again is hidden.

    It places them itself: each is asked once how high it is at the column's width. Qt's layouts, one in the
    other, ask at many widths, which costs more than all the painting.
    """

    def __init__(self, spacing: int, top: int = 0, left: int = 0, right: int = 0) -> None:
        super().__init__()
        self._spacing = spacing
        self._top = top
        self._left = left
        self._right = right
        self._widgets: list[QWidget] = []
        self._at = 0
        self._count = 0
        """How many are shown, those that are kept among them."""
        self._heights: dict[int, int] = {}
        """By the width for which they were asked."""
        policy = QSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Minimum)
        policy.setHeightForWidth(True)
        self.setSizePolicy(policy)

    def begin(self, *, keep: bool = False) -> None:
        """Start from the top; with ``keep`` what is shown stays until it is handed out again, or the end."""
        self._at = 0
        self._count = self._count if keep else 0

    def next(self, kind: type[W], make: Callable[[], W]) -> W:
        """The next widget of the column: one of this kind that is there already, or a new one."""
        for at in range(self._at, len(self._widgets)):
            found = self._widgets[at]
            if isinstance(found, kind):
                if at != self._at:
                    self._widgets.insert(self._at, self._widgets.pop(at))
                is_more = at >= self._count
                break
        else:
            found = make()
            found.setParent(self)
            self._widgets.insert(self._at, found)
            is_more = True
        self._at += 1
        self._count += is_more
        if found.isHidden():
            found.show()
        return found

    def end(self) -> None:
        """Hide what was not handed out."""
        self._count = self._at
        for widget in self._widgets[self._at :]:
            if not widget.isHidden():
                widget.hide()
        self._changed()

    @property
    def shown(self) -> list[QWidget]:
        """What was handed out, from the top."""
        return self._widgets[: self._count]

    def reachable(self) -> Iterator[QWidget]:
        """What Tab reaches in it, from the top."""
        for widget in self.shown:
            yield from widget.reachable() if isinstance(widget, Column) else focusable(widget)

    # Places

    def hasHeightForWidth(self) -> bool:
        return True

    def heightForWidth(self, width: int) -> int:
        found = self._heights.get(width)
        if found is None:
            inner = width - self._left - self._right
            heights = [_height(widget, inner) for widget in self.shown if not widget.isHidden()]
            found = sum(heights) + self._spacing * max(0, len(heights) - 1) + self._top
            self._heights[width] = found
        return found

    def sizeHint(self) -> QSize:
        return QSize(200, 40)

    def minimumSizeHint(self) -> QSize:
        return QSize(80, 0)

    def event(self, event: QEvent) -> bool:
        if event.type() == QEvent.Type.LayoutRequest:  # something in it has another height
            self._changed()
        return super().event(event)

    def resizeEvent(self, event: QResizeEvent) -> None:
        self._arrange()

    def _changed(self) -> None:
        before = self._heights.get(self.width())
        self._heights.clear()
        if self.heightForWidth(self.width()) != before:
            self.updateGeometry()
        self._arrange()

    def _arrange(self) -> None:
        width = self.width() - self._left - self._right
        top = self._top
        for widget in self.shown:
            if not widget.isHidden():
                height = _height(widget, width)
                widget.setGeometry(self._left, top, width, height)
                top += height + self._spacing


def _height(widget: QWidget, width: int) -> int:
    """How high a widget wants to be at this width."""
    if widget.hasHeightForWidth():
        return widget.heightForWidth(width)
    return widget.sizeHint().height()
