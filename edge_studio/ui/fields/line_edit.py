"""A line of text whose undo is the payload's, with its wire name inside at the right."""

from typing import TYPE_CHECKING

from PySide6.QtCore import QEvent, QRect, Qt, Signal
from PySide6.QtGui import (
    QAction,
    QContextMenuEvent,
    QFocusEvent,
    QKeyEvent,
    QKeySequence,
    QPainter,
    QPaintEvent,
)
from PySide6.QtWidgets import QLineEdit, QMenu, QStyle, QStyleOptionFrame, QWidget

from edge_studio.ui.theme import Look
from edge_studio.ui.widgets import restyle

_LONGEST = 50_000_000
"""Characters; Qt's own limit of 32,767 would cut long values silently."""
_OWN_FOCUS = frozenset(
    {
        Qt.FocusReason.MouseFocusReason,
        Qt.FocusReason.TabFocusReason,
        Qt.FocusReason.BacktabFocusReason,
        Qt.FocusReason.ShortcutFocusReason,
    }
)
_KEYS = QKeySequence.StandardKey
if TYPE_CHECKING:
    _Base = QWidget
else:  # a Python class can have only one of Qt's
    _Base = object


class TellsFocus(_Base):
    """What widgets have in common that tell when the person comes to them and leaves them."""

    focused = Signal()
    """The person moved the focus here."""
    left = Signal()
    """The focus went elsewhere."""

    def focusInEvent(self, event: QFocusEvent) -> None:
        super().focusInEvent(event)
        if event.reason() in _OWN_FOCUS:
            self.focused.emit()

    def focusOutEvent(self, event: QFocusEvent) -> None:
        super().focusOutEvent(event)
        if event.reason() != Qt.FocusReason.PopupFocusReason:
            self.left.emit()


class LineEdit(TellsFocus, QLineEdit):
    """A line edit for a place in the payload.

    It leaves undo and redo to whoever owns the payload, keeps values of any length, and shows a ``suffix``
    (the wire name) inside its right end.
    """

    def __init__(self, look: Look, suffix: str = "", parent: QWidget | None = None) -> None:
        self._suffix = ""
        super().__init__(parent)
        self._look = look
        self._problem = False
        self._marked = False
        self._extra: list[QAction] = []
        self.setProperty("field", True)
        self._elide = Qt.TextElideMode.ElideRight
        self._trailing = 0
        self._faithful = True
        self.setMaxLength(_LONGEST)
        if suffix:
            self.set_suffix(suffix)

    def set_suffix(self, suffix: str) -> None:
        """Show ``suffix`` in small print inside the right end."""
        if suffix != self._suffix:
            self._suffix = suffix
            self._make_room()
            self.update()

    def _make_room(self) -> None:
        width = self.fontMetrics().horizontalAdvance(self._suffix) + 8 if self._suffix else 0
        self.setTextMargins(0, 0, width, 0)

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() == QEvent.Type.FontChange:
            self._make_room()

    def set_elide(self, mode: Qt.TextElideMode) -> None:
        """Where a text that is too long is cut with … while the caret is elsewhere."""
        self._elide = mode
        self.update()

    def add_trailing(self, action: QAction) -> None:
        """Put a small button inside the right end."""
        self.addAction(action, QLineEdit.ActionPosition.TrailingPosition)
        self._trailing = 24

    def set_menu_actions(self, actions: list[QAction]) -> None:
        """Actions that the context menu offers below its own."""
        self._extra = actions

    def show_text(self, text: str) -> None:
        """Show ``text`` where it differs from what stands here, keeping the caret where it was."""
        if self.text() != text:
            place = self.cursorPosition() if self.hasFocus() else 0
            self.setText(text)
            self.setCursorPosition(min(place, len(text)))
        self._faithful = self.text() == text

    @property
    def is_faithful(self) -> bool:
        """Whether what stands here is the text that was shown: Qt loses half of an astral character."""
        return self._faithful

    def set_editable(self, editable: bool) -> None:
        """Let the person type, unless that would lose what cannot be shown."""
        self.setReadOnly(not (editable and self._faithful))

    def set_problem(self, problem: bool) -> None:
        """Mark the box as holding what cannot be taken."""
        if problem != self._problem:
            self._problem = problem
            self.setProperty("problem", problem)
            restyle(self)

    def set_marked(self, marked: bool) -> None:
        """Set the box apart: the caret of the JSON editor stands in its text."""
        if marked != self._marked:
            self._marked = marked
            self.setProperty("marked", marked)
            restyle(self)

    def event(self, event: QEvent) -> bool:
        if event.type() == QEvent.Type.ShortcutOverride and isinstance(event, QKeyEvent) and _is_undo(event):
            event.ignore()  # the window's Undo is meant, not the line edit's own
            return False
        return super().event(event)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if _is_undo(event):
            event.ignore()  # goes up to the form, which undoes in the payload
        else:
            super().keyPressEvent(event)

    def contextMenuEvent(self, event: QContextMenuEvent) -> None:
        menu = self.context_menu()
        menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        menu.popup(event.globalPos())

    def context_menu(self) -> QMenu:
        """Cut, copy, paste and what was added; undo is in the Edit menu, for form and JSON alike."""
        menu = self.createStandardContextMenu()
        for action in menu.actions():
            if action.objectName() in {"edit-undo", "edit-redo"}:
                menu.removeAction(action)
        if menu.actions() and menu.actions()[0].isSeparator():
            menu.removeAction(menu.actions()[0])
        if self._extra:
            menu.addSeparator()
            menu.addActions(self._extra)
        return menu

    def paintEvent(self, event: QPaintEvent) -> None:
        if self.hasFocus() or not self._paint_elided():
            super().paintEvent(event)
        if self._suffix:
            paint_suffix(self, self._look, self._suffix, self.rect().adjusted(0, 0, -9, 0))

    def _paint_elided(self) -> bool:
        """Paint a text that is too long with … in it; False where it fits."""
        text = self.displayText()
        option = QStyleOptionFrame()
        self.initStyleOption(option)
        style = self.style()
        room = style.subElementRect(QStyle.SubElement.SE_LineEditContents, option, self)
        margins = self.textMargins()
        room.adjust(margins.left() + 2, 0, -margins.right() - 2 - self._trailing, 0)  # Qt's own margin inside
        if not text or self.fontMetrics().horizontalAdvance(text[:500]) <= room.width():
            return False
        painter = QPainter(self)
        style.drawPrimitive(QStyle.PrimitiveElement.PE_PanelLineEdit, option, painter, self)
        muted = self.isReadOnly() or not self.isEnabled()
        painter.setPen(self._look.colour("text.muted" if muted else "text"))
        head = text[:500] if self._elide is not Qt.TextElideMode.ElideLeft else text[-500:]
        shown = self.fontMetrics().elidedText(head, self._elide, room.width())
        painter.drawText(room, Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter, shown)
        painter.end()
        return True


def paint_suffix(widget: QWidget, look: Look, suffix: str, room: QRect) -> None:
    """Paint small print at the right end of ``room``."""
    painter = QPainter(widget)
    painter.setFont(look.font("small"))
    painter.setPen(look.colour("text.placeholder"))
    painter.drawText(room, Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter, suffix)
    painter.end()


def _is_undo(event: QKeyEvent) -> bool:
    return event.matches(_KEYS.Undo) or event.matches(_KEYS.Redo)
