"""The tree view of custom data: editing by keys and mouse, with what is typed written at once."""

from PySide6.QtCore import (
    QAbstractItemModel,
    QEvent,
    QModelIndex,
    QObject,
    QPersistentModelIndex,
    QSize,
    Qt,
    Signal,
    Slot,
)
from PySide6.QtGui import QContextMenuEvent, QFontMetrics, QKeyEvent
from PySide6.QtWidgets import (
    QAbstractItemDelegate,
    QAbstractItemView,
    QComboBox,
    QHeaderView,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QTreeView,
    QWidget,
)

from edge_studio.ui.fields.choices import ComboBox
from edge_studio.ui.fields.context import FieldContext
from edge_studio.ui.fields.line_edit import LineEdit
from edge_studio.ui.forms.data_model import FETCHED, DataModel
from edge_studio.ui.forms.data_types import KEY, TYPE, TYPES, VALUE

_Index = QModelIndex | QPersistentModelIndex
_TRIGGERS = QAbstractItemView.EditTrigger
_EDITS = (
    _TRIGGERS.DoubleClicked | _TRIGGERS.SelectedClicked | _TRIGGERS.EditKeyPressed | _TRIGGERS.AnyKeyPressed
)
_TALLEST = 14
"""Rows that the tree shows before it scrolls."""


def row_height(metrics: QFontMetrics) -> int:
    """The height of a row in pixels."""
    return metrics.height() + 12


class ValueEditor(LineEdit):
    """The editor of a text or a number: what is typed is written at once, and Escape takes it back."""

    typed = Signal(object, object)
    """The row and the text."""

    def __init__(self, context: FieldContext, index: _Index, before: str, parent: QWidget) -> None:
        super().__init__(context.look, "", parent)
        self.index = QPersistentModelIndex(index)
        self.before = before
        """The value's source when the editor was opened."""
        self.setProperty("cell", True)
        self.textEdited.connect(self._typed)

    @Slot(str)
    def _typed(self, text: str) -> None:
        self.typed.emit(self.index, text)


class DataDelegate(QStyledItemDelegate):
    """Makes the editors of the tree's cells."""

    typed = Signal(object, object)
    """A value is being typed: the row and the text."""
    taken_back = Signal(object, object)
    """Escape was pressed: the row, and the source that it had before."""
    renamed = Signal(object, object)
    """A key was changed: the row and the new key."""
    retyped = Signal(object, object)
    """Another type was chosen: the row and the type."""
    chosen = Signal(object, object)
    """True or false was chosen: the row and the value."""

    def __init__(self, context: FieldContext, parent: QWidget) -> None:
        super().__init__(parent)
        self._context = context

    def sizeHint(self, option: QStyleOptionViewItem, index: _Index) -> QSize:
        return QSize(40, row_height(option.fontMetrics))

    def createEditor(self, parent: QWidget, option: QStyleOptionViewItem, index: _Index) -> QWidget:
        model = index.model()
        assert isinstance(model, DataModel)
        if index.column() == TYPE:
            return self._list(parent, TYPES)
        if index.column() == VALUE and model.kind(index) in {"true", "false"}:
            return self._list(parent, {"true": "true", "false": "false"})
        if index.column() == VALUE:
            editor = ValueEditor(self._context, index, model.source(index), parent)
            editor.typed.connect(self.typed)
            editor.setAccessibleName(f"Value of {model.pointer(index)}")
            return editor
        key = LineEdit(self._context.look, "", parent)
        key.setProperty("cell", True)
        key.setAccessibleName(f"Key of {model.pointer(index)}")
        return key

    def _list(self, parent: QWidget, entries: dict[str, str]) -> QComboBox:
        combo = ComboBox(self._context.look, parent=parent)
        combo.setProperty("cell", True)
        for value, label in entries.items():
            combo.addItem(label, value)
        combo.activated.connect(self._activated)
        return combo

    @Slot()
    def _activated(self) -> None:
        combo = self.sender()
        assert isinstance(combo, QComboBox)
        self.commitData.emit(combo)
        self.closeEditor.emit(combo, QAbstractItemDelegate.EndEditHint.NoHint)

    def setEditorData(self, editor: QWidget, index: _Index) -> None:
        model = index.model()
        assert isinstance(model, DataModel)
        value = model.text(index)
        if isinstance(editor, LineEdit):
            if not (index.column() == KEY and editor.isModified()):
                editor.show_text(value)
                editor.set_editable(True)
        elif isinstance(editor, QComboBox):
            editor.setCurrentIndex(editor.findData(value))

    def setModelData(self, editor: QWidget, model: QAbstractItemModel, index: _Index) -> None:
        if isinstance(editor, QComboBox):
            value = editor.currentData()
            if value != index.data(Qt.ItemDataRole.EditRole):
                (self.retyped if index.column() == TYPE else self.chosen).emit(index, value)
        elif (
            isinstance(editor, LineEdit)
            and index.column() == KEY
            and editor.isModified()
            and editor.text() != index.data(Qt.ItemDataRole.EditRole)
        ):
            self.renamed.emit(index, editor.text())

    def eventFilter(self, editor: QObject, event: QEvent) -> bool:
        if (
            isinstance(editor, ValueEditor)
            and isinstance(event, QKeyEvent)
            and event.type() == QEvent.Type.KeyPress
            and event.key() == Qt.Key.Key_Escape
        ):
            self.taken_back.emit(editor.index, editor.before)
        return super().eventFilter(editor, event)

    def updateEditorGeometry(self, editor: QWidget, option: QStyleOptionViewItem, index: _Index) -> None:
        editor.setGeometry(option.rect)


class DataView(QTreeView):
    """The tree: F2 or typing edits, Enter edits the value, Delete removes, Insert adds."""

    remove_wanted = Signal()
    add_wanted = Signal(object)
    """True: inside the chosen row; False: beside it."""
    menu_wanted = Signal(object)
    """Where, in global coordinates."""
    row_focused = Signal()
    left = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setAccessibleName("Custom data")
        self.setProperty("flat", True)
        self.setUniformRowHeights(True)
        self.setIndentation(16)
        self.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectRows)
        self.setEditTriggers(_EDITS)
        self.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setTextElideMode(Qt.TextElideMode.ElideRight)
        header = self.header()
        header.setStretchLastSection(True)
        header.setMinimumSectionSize(60)
        header.setSectionsMovable(False)
        header.setDefaultAlignment(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter)
        self.expanded.connect(self.fit)
        self.collapsed.connect(self.fit)
        self.verticalScrollBar().rangeChanged.connect(self._grow)
        self.verticalScrollBar().valueChanged.connect(self._fetch)

    def setModel(self, model: QAbstractItemModel | None) -> None:
        super().setModel(model)
        assert model is not None
        model.rowsInserted.connect(self._rows_came)
        for signal in (model.rowsRemoved, model.modelReset, model.layoutChanged):
            signal.connect(self.fit)
        self.header().setSectionResizeMode(TYPE, QHeaderView.ResizeMode.Interactive)
        self._size_columns()

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() == QEvent.Type.FontChange:
            self._size_columns()

    def _size_columns(self) -> None:
        """Give key and type what usual ones take, and the value the rest."""
        metrics = self.fontMetrics()
        self.setColumnWidth(KEY, metrics.horizontalAdvance("customer.segment++"))
        self.setColumnWidth(TYPE, metrics.horizontalAdvance("true / false++++"))
        self.fit()

    @Slot(QModelIndex, int, int)
    def _rows_came(self, _parent: QModelIndex, first: int, _last: int) -> None:
        if first < FETCHED:  # else they are only made now, perhaps because this view lays itself out
            self.fit()

    @Slot()
    def fit(self) -> None:
        """Be as tall as the rows that are open, up to a limit."""
        rows, index = 0, self.model().index(0, 0)
        while index.isValid() and rows < _TALLEST:
            rows += 1
            index = self.indexBelow(index)
        model = self.model()
        rows_looked_at = range(min(model.rowCount(), FETCHED))
        nested = any(model.hasChildren(model.index(row, 0)) for row in rows_looked_at)
        self.setRootIsDecorated(nested)
        self._be_tall(max(rows, 1) * row_height(self.fontMetrics()))

    @Slot(int, int)
    def _grow(self, _least: int, hidden: int) -> None:
        """Make room for rows that were opened without a signal, as expandAll() does."""
        if hidden:
            limit = _TALLEST * row_height(self.fontMetrics())
            self._be_tall(min(self.viewport().height() + hidden, limit))

    @Slot()
    def _fetch(self) -> None:
        """Have more rows made where the last one made came into view: Qt itself looks only at the end."""
        model = self.model()
        assert isinstance(model, DataModel)
        for parent in model.unfinished():
            last = self.visualRect(model.index(model.rowCount(parent) - 1, KEY, parent))
            if last.isValid() and last.top() < self.viewport().height():
                model.fetchMore(parent)

    def _be_tall(self, rows: int) -> None:
        height = rows + self.header().sizeHint().height() + 2
        if self.height() != height or self.minimumHeight() != height:
            self.setFixedHeight(height)

    def finish(self) -> None:
        """Take over what is typed in an open editor."""
        editor = self.indexWidget(self.currentIndex())
        if editor is not None:
            self.commitData(editor)

    def current(self, column: int) -> QModelIndex:
        """The cell of the chosen row in a column; invalid where none is chosen."""
        index = self.currentIndex()
        return index.siblingAtColumn(column) if index.isValid() else index

    def keyPressEvent(self, event: QKeyEvent) -> None:
        editing = self.state() == QAbstractItemView.State.EditingState
        if editing or not self._own_key(event):
            super().keyPressEvent(event)

    def _own_key(self, event: QKeyEvent) -> bool:
        key, control = event.key(), event.modifiers() & Qt.KeyboardModifier.ControlModifier
        if key == Qt.Key.Key_Delete:
            self.remove_wanted.emit()
        elif key == Qt.Key.Key_Insert:
            self.add_wanted.emit(bool(event.modifiers() & Qt.KeyboardModifier.ShiftModifier))
        elif key in {Qt.Key.Key_Return, Qt.Key.Key_Enter} and not control:
            self._edit_value(event, pass_on=False)
        elif event.text().isprintable() and event.text().strip() and not control:
            return self._edit_value(event, pass_on=True)
        else:
            return False
        return True

    def _edit_value(self, event: QKeyEvent, pass_on: bool) -> bool:
        index = self.current(VALUE)
        if not index.isValid() or not index.flags() & Qt.ItemFlag.ItemIsEditable:
            return False
        self.setCurrentIndex(index)
        if pass_on:
            return self.edit(index, _TRIGGERS.AnyKeyPressed, event)  # which begins with what was typed
        self.edit(index)
        return True

    def closeEditor(self, editor: QWidget, hint: QAbstractItemDelegate.EndEditHint) -> None:
        """Tab goes from the key to the value of the same row, and from there on as the platform has it."""
        next_item = QAbstractItemDelegate.EndEditHint.EditNextItem
        index = self.currentIndex()
        super().closeEditor(editor, QAbstractItemDelegate.EndEditHint.NoHint if hint == next_item else hint)
        value = index.siblingAtColumn(VALUE) if index.isValid() else index
        if hint == next_item and index.column() == KEY and value.flags() & Qt.ItemFlag.ItemIsEditable:
            self.setCurrentIndex(value)
            self.edit(value)
        self.left.emit()

    def currentChanged(self, current: _Index, previous: _Index) -> None:
        super().currentChanged(current, previous)
        if self.hasFocus():
            self.row_focused.emit()

    def contextMenuEvent(self, event: QContextMenuEvent) -> None:
        index = self.indexAt(event.pos()) if event.reason() == QContextMenuEvent.Reason.Mouse else None
        if index is not None:
            self.setCurrentIndex(index)
        row = self.visualRect(self.currentIndex())
        place = event.globalPos() if index is not None else self.viewport().mapToGlobal(row.bottomLeft())
        self.menu_wanted.emit(place)
