"""The card of custom data: event.data as a tree that can be changed in every way JSON can."""

from PySide6.QtCore import QModelIndex, QPersistentModelIndex, QPoint, Qt, Slot
from PySide6.QtGui import QAction, QGuiApplication, QKeySequence
from PySide6.QtWidgets import QHBoxLayout, QMenu, QPushButton, QWidget

from edge_studio.jsontext.document import JsonNode
from edge_studio.jsontext.edits import CannotEdit, RawJson
from edge_studio.jsontext.pointer import child, parent
from edge_studio.ui.fields.base import in_words, shortened
from edge_studio.ui.fields.context import FieldContext, touches
from edge_studio.ui.fields.spec import Section
from edge_studio.ui.fields.text import is_number
from edge_studio.ui.forms.data_types import KEY, TYPE, TYPES, VALUE, converted, free_name, type_of
from edge_studio.ui.forms.section_card import RemarkingCard
from edge_studio.ui.widgets import muted

_Index = QModelIndex | QPersistentModelIndex
_SMALL = 12
"""Rows up to which the first level is opened at once."""


class DataCard(RemarkingCard):
    """Key, type and value of everything in event.data, nested to any depth."""

    def __init__(self, section: Section, context: FieldContext, event_root: str) -> None:
        super().__init__(section, context, event_root)
        self.add = QPushButton("+ Field")
        self.add.setAccessibleName("Add a field to custom data")
        self.add.setToolTip("Add a field beside the chosen one (Insert)")
        self.add.clicked.connect(self.add_beside)
        self.add_header_widget(self.add)

    def _build(self) -> None:
        from edge_studio.ui.forms.data_model import DataModel
        from edge_studio.ui.forms.data_view import DataDelegate, DataView

        self.model = DataModel(self.context, self.at, self)
        self.view = DataView()
        self._delegate = DataDelegate(self.context, self.view)
        self.view.setItemDelegate(self._delegate)
        self.view.setModel(self.model)
        self._delegate.typed.connect(self._typed)
        self._delegate.taken_back.connect(self._taken_back)
        self._delegate.renamed.connect(self._renamed)
        self._delegate.retyped.connect(self._retyped)
        self._delegate.chosen.connect(self._chosen)
        self.view.remove_wanted.connect(self.remove)
        self.view.add_wanted.connect(self._add_wanted)
        self.view.menu_wanted.connect(self._open_menu)
        self.view.row_focused.connect(self._row_focused)
        self.view.left.connect(self.context.buffer.end_burst)
        self._empty = muted("Nothing here yet. “+ Field” adds a key of your own.")
        self._empty.setWordWrap(True)
        self.body.addWidget(self.view)
        self.body.addWidget(self._buttons())
        self.body.addWidget(self._empty)
        self._add_remark(self._replace)
        self.view.selectionModel().currentRowChanged.connect(self._row_chosen)
        if self.model.rowCount() <= _SMALL:
            self.view.expandToDepth(0)

    def _buttons(self) -> QWidget:
        self._footer = QWidget()
        row = QHBoxLayout(self._footer)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(4)
        self.inside = QPushButton("Add inside")
        self.inside.setToolTip("Add a field or item inside the chosen list or object (Shift+Insert)")
        self.inside.clicked.connect(self.add_inside)
        self.delete = QPushButton("Remove")
        self.delete.setToolTip("Remove the chosen row (Delete)")
        self.delete.clicked.connect(self.remove)
        for button in (self.inside, self.delete):
            button.setProperty("variant", "link")
            row.addWidget(button)
        row.addStretch(1)
        self._footer.hide()
        return self._footer

    # Showing

    def _refresh(self, changed: str) -> None:
        obstacle = self.context.obstacle(child(self.at, "x"))
        root = self.context.node(self.at)
        strange = root is not None and root.kind not in {"object", "array"}
        if strange and root is not None and root.kind != "null" and obstacle:
            obstacle = ""  # the remark says it, with a way out
        self._say_obstacle(obstacle)
        self.model.refresh(changed)
        rows = self.model.rowCount()
        self.view.setVisible(rows > 0)
        self._empty.setVisible(not rows and not strange and not obstacle)
        self._remark.setVisible(strange)
        if strange and root is not None:
            self._remark.say(f"Not an object but {in_words(root)}.", "Replace")
        self.add.setEnabled(not obstacle and not strange)
        self._row_chosen()

    @Slot()
    def _row_chosen(self) -> None:
        index = self.view.current(KEY)
        self._footer.setVisible(index.isValid() and self.model.rowCount() > 0)
        self.inside.setEnabled(index.isValid() and self.model.kind(index) in {"object", "array"})

    @Slot()
    def _row_focused(self) -> None:
        index = self.view.current(KEY)
        if index.isValid():
            self.pointer_focused.emit(self.model.pointer(index))

    def _rebind(self) -> None:
        self.model.bind(self.at)

    def _values(self) -> list[str]:
        node = self.context.node(self.at)
        if node is None:
            return []
        if node.kind != "object":
            return [in_words(node)]
        return list(node.index())[:_SMALL]

    def _could_hold(self) -> str:
        return "any keys and values of your own"

    # Adding and removing

    @Slot()
    def add_beside(self) -> None:
        """Add a field after the chosen row, in the same object or list."""
        index = self.view.current(KEY) if self._built else QModelIndex()
        place = parent(self.model.pointer(index)) if index.isValid() else self.at
        self._add(place, self.model.pointer(index) if index.isValid() else "")

    @Slot()
    def add_inside(self) -> None:
        """Add a field or an item inside the chosen object or list."""
        index = self.view.current(KEY)
        if index.isValid() and self.model.kind(index) in {"object", "array"}:
            self.view.expand(index)
            self._add(self.model.pointer(index), "")

    @Slot(object)
    def _add_wanted(self, inside: bool) -> None:
        if inside:
            self.add_inside()
        else:
            self.add_beside()

    def _add(self, place: str, after: str) -> None:
        """Add an empty text to the object or list at ``place``, in a list after the item ``after``."""
        if self.is_folded:
            self.fold(False)
        holder = self.context.node(place)
        if self.context.obstacle(child(place, "x")):
            return
        in_list = holder is not None and holder.kind == "array"
        with self.context.step():
            if in_list and holder is not None:
                items = len(holder.items())
                number = int(after.rpartition("/")[2]) + 1 if after else items
                made = child(place, number)
                self.context.buffer.insert_item(place, number, "")
            else:
                taken = set(holder.index()) if holder is not None and holder.kind == "object" else set()
                made = child(place, free_name(taken))
                self.context.write(made, "")
        self._begin_editing(made, VALUE if in_list else KEY)

    def _begin_editing(self, pointer: str, column: int) -> None:
        index = self.model.find(pointer)
        if index.isValid() and self.model.pointer(index) == pointer:
            self.view.setFocus(Qt.FocusReason.OtherFocusReason)
            cell = index.siblingAtColumn(column)
            self.view.setCurrentIndex(cell)
            self.view.scrollTo(cell)
            self.view.edit(cell)

    @Slot()
    def remove(self) -> None:
        """Remove the chosen row."""
        index = self.view.current(KEY)
        if not index.isValid() or self.context.obstacle(self.model.pointer(index)):
            return
        pointer, row = self.model.pointer(index), index.row()
        top_level = not index.parent().isValid()
        holder = parent(pointer)
        with self.context.step():
            # Inside, an emptied object stays: the person made it, and takes it away themselves.
            self.context.buffer.remove(pointer, top_level)
        above = self.model.find(holder)
        inner = self.model.index(min(row, self.model.rowCount(above) - 1), KEY, above)
        self.view.setCurrentIndex(inner if inner.isValid() else above)

    @Slot()
    def _replace(self) -> None:
        with self.context.step():
            self.context.write(self.at, {})

    # Changing

    @Slot(object, object)
    def _typed(self, index: _Index, text: str) -> None:
        pointer = self.model.pointer(index)
        if self.model.kind(index) == "number":
            if not is_number(text.strip()):
                self._say(f"“{shortened(text)}” is not a number, so it is not written.")
                return
            self._say("")
            self.context.write(pointer, RawJson(text.strip()), pointer)
        else:
            self.context.write(pointer, text, pointer)

    @Slot(object, object)
    def _taken_back(self, index: _Index, before: str) -> None:
        self._say("")
        if self.model.source(index) != before:
            self.context.buffer.end_burst()
            self.context.buffer.undo()
        if self.model.source(index) != before:  # part of it had been undone already
            self.context.write(self.model.pointer(index), RawJson(before))

    @Slot(object, object)
    def _renamed(self, index: _Index, key: str) -> None:
        self._say("")
        try:
            with self.context.step():
                self.context.buffer.rename(self.model.pointer(index), key)
        except CannotEdit as problem:
            self._say(str(problem))

    @Slot(object, object)
    def _chosen(self, index: _Index, value: str) -> None:
        with self.context.step():
            self.context.write(self.model.pointer(index), value == "true")

    @Slot(object, object)
    def _retyped(self, index: _Index, type_: str) -> None:
        pointer = self.model.pointer(index)
        node = self.context.node(pointer)
        if node is not None and type_of(node.kind) != type_:
            with self.context.step():
                self.context.write(pointer, converted(node, type_))
            self.view.expand(self.model.find(pointer))

    def _say(self, text: str) -> None:
        self._remark.say(text, "")
        self._remark.setVisible(bool(text))

    # Menu, commit, reveal

    @Slot(object)
    def _open_menu(self, place: QPoint) -> None:
        menu = self.menu()
        menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        menu.popup(place)

    def menu(self) -> QMenu:
        """The context menu of the chosen row."""
        menu = QMenu(self.view)
        index = self.view.current(KEY)
        node = self.context.node(self.model.pointer(index)) if index.isValid() else None
        self._entry(menu, "Add field beside", self.add_beside, "Ins")
        if node is None:
            return menu
        if node.is_container:
            self._entry(menu, "Add inside", self.add_inside, "Shift+Ins")
        if index.flags() & Qt.ItemFlag.ItemIsEditable:
            self._entry(menu, "Rename", self._edit_key, "F2")
        self._types(menu, node)
        menu.addSeparator()
        self._entry(menu, "Copy value", self._copy_value)
        self._entry(menu, "Copy pointer", self._copy_pointer)
        menu.addSeparator()
        self._entry(menu, "Remove", self.remove, "Del")
        return menu

    def _entry(self, menu: QMenu, text: str, slot: object, key: str = "") -> None:
        action = QAction(text, menu)
        action.triggered.connect(slot)
        if key:
            action.setShortcut(QKeySequence(key))
            action.setShortcutContext(Qt.ShortcutContext.WidgetShortcut)
        menu.addAction(action)

    def _types(self, menu: QMenu, node: JsonNode) -> None:
        types = QMenu("Change type", menu)
        for type_, label in TYPES.items():
            action = types.addAction(label)
            action.setData(type_)
            action.setCheckable(True)
            action.setChecked(type_ == type_of(node.kind))
        types.triggered.connect(self._type_picked)
        menu.addMenu(types)

    @Slot(QAction)
    def _type_picked(self, action: QAction) -> None:
        self._retyped(self.view.current(TYPE), str(action.data()))

    @Slot()
    def _edit_key(self) -> None:
        self.view.edit(self.view.current(KEY))

    @Slot()
    def _copy_value(self) -> None:
        node = self.context.node(self.model.pointer(self.view.current(KEY)))
        if node is not None:
            value = node.value()
            QGuiApplication.clipboard().setText(value if isinstance(value, str) else node.raw)

    @Slot()
    def _copy_pointer(self) -> None:
        QGuiApplication.clipboard().setText(self.model.pointer(self.view.current(KEY)))

    def commit(self) -> None:
        """Write what is typed in the table."""
        if self._built:
            self.view.finish()

    def _reveal(self, pointer: str, focus: bool) -> bool:
        index = self.model.find(pointer)
        if index.isValid():
            self.view.setCurrentIndex(index)
            self.view.scrollTo(index)
        if focus:
            (self.view if index.isValid() else self.add).setFocus(Qt.FocusReason.OtherFocusReason)
        return True

    def mark(self, pointer: str | None) -> None:
        """Choose the row in whose text the caret of the JSON editor stands, where that row is shown."""
        if self._built and pointer is not None and touches(self.at, pointer) and not self.view.hasFocus():
            index = self.model.find(pointer, fetch=False)
            if index.isValid() and self.view.isExpanded(index.parent()) | (not index.parent().isValid()):
                self.view.setCurrentIndex(index)
