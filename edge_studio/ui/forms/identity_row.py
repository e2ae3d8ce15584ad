"""One row of the identity table: namespace, ID, state, primary, and the button that removes it."""

from typing import TYPE_CHECKING

from PySide6.QtCore import QEvent, QObject, Qt, Signal, Slot
from PySide6.QtGui import QAction, QGuiApplication, QKeyEvent
from PySide6.QtWidgets import QGridLayout, QRadioButton, QToolButton, QWidget

from edge_studio.edge.namespaces import AUTHENTICATED_STATES, all_namespaces, find
from edge_studio.ui.fields.choices import ComboBox
from edge_studio.ui.fields.context import FieldContext
from edge_studio.ui.fields.line_edit import LineEdit
from edge_studio.ui.fields.spec import Option
from edge_studio.ui.forms.identities import Identity
from edge_studio.ui.theme import ICON

if TYPE_CHECKING:  # a list is loaded when it is first opened
    from edge_studio.ui.fields.options import OptionCompleter

_DEFAULT_STATE = "ambiguous"
_KEYS = (Qt.Key.Key_Delete, Qt.Key.Key_Backspace)


def namespace_options() -> list[Option]:
    """The standard namespaces as options of a list."""
    return [Option(known.code, known.label, help=known.help) for known in all_namespaces()]


class IdentityRow(QObject):
    """The widgets of one row; it tells what the person did and shows what it is given."""

    id_edited = Signal(object, object)
    """The identity and the new ID."""
    namespace_chosen = Signal(object, object)
    state_chosen = Signal(object, object)
    """The identity and the state, empty for none."""
    primary_chosen = Signal(object)
    removed = Signal(object)
    focused = Signal(object)
    """The pointer of the cell."""
    left = Signal()

    def __init__(self, number: int, context: FieldContext, parent: QObject) -> None:
        super().__init__(parent)
        self._context = context
        self._identity: Identity | None = None
        self._completer: OptionCompleter | None = None
        self.namespace = LineEdit(context.look)
        self.id = LineEdit(context.look)
        self.state = ComboBox(context.look)
        self.primary = QRadioButton()
        self.remove = QToolButton()
        self._name(number)
        for line in (self.namespace, self.id):
            line.setProperty("flat", True)
        self.id.setPlaceholderText("type the ID")
        self.state.setProperty("flat", True)
        self.state.setMinimumContentsLength(6)
        self.state.addItem(f"({_DEFAULT_STATE})", "")
        self.state.setItemData(0, f"Not set: taken for {_DEFAULT_STATE}", Qt.ItemDataRole.ToolTipRole)
        for state, meaning in AUTHENTICATED_STATES.items():
            self.state.addItem(state, state)
            self.state.setItemData(self.state.count() - 1, meaning, Qt.ItemDataRole.ToolTipRole)
        self._standard = self.state.count()
        self.primary.setAutoExclusive(False)
        self.remove.setIconSize(ICON)
        self._connect()
        context.look.changed.connect(self._dress)
        self._dress()

    @Slot()
    def _dress(self) -> None:
        self.remove.setIcon(self._context.look.icon("close"))

    def _name(self, number: int) -> None:
        for widget, name in (
            (self.namespace, "Namespace"),
            (self.id, "ID"),
            (self.state, "State"),
            (self.primary, "Primary"),
            (self.remove, "Remove"),
        ):
            widget.setAccessibleName(f"{name} of identity {number}")
        self.primary.setToolTip("Make this the primary identity: the event is stored under it")
        self.remove.setToolTip("Remove this identity (Delete)")

    def _connect(self) -> None:
        self.namespace.textEdited.connect(self._offer)
        self.namespace.returnPressed.connect(self.commit)
        self.namespace.left.connect(self._namespace_left)
        self.id.textEdited.connect(self._id_edited)
        self.state.activated.connect(self._state_chosen)
        self.primary.clicked.connect(self._primary_clicked)
        self.remove.clicked.connect(self._removed)
        self.namespace.focused.connect(self._namespace_focused)
        self.id.focused.connect(self._id_focused)
        self.state.focused.connect(self._state_focused)
        self.id.left.connect(self.left)
        self.state.left.connect(self.left)
        self.namespace.installEventFilter(self)
        self.primary.installEventFilter(self)
        self.remove.installEventFilter(self)
        copy = QAction("Copy pointer", self)
        copy.triggered.connect(self._copy_pointer)
        delete = QAction("Remove identity", self)
        delete.triggered.connect(self._removed)
        for line in (self.namespace, self.id):
            line.set_menu_actions([copy, delete])
        parts: tuple[QWidget, ...] = (self.state, self.primary)
        for part in parts:
            part.addActions([copy, delete])
            part.setContextMenuPolicy(Qt.ContextMenuPolicy.ActionsContextMenu)

    def place(self, grid: QGridLayout, row: int) -> None:
        """Stand in a row of ``grid``."""
        centre = Qt.AlignmentFlag.AlignCenter
        grid.addWidget(self.namespace, row, 0)
        grid.addWidget(self.id, row, 1)
        grid.addWidget(self.state, row, 2)
        grid.addWidget(self.primary, row, 3, centre)
        grid.addWidget(self.remove, row, 4, centre)

    def set_visible(self, visible: bool) -> None:
        """Show or hide the row."""
        for widget in (self.namespace, self.id, self.state, self.primary, self.remove):
            if widget.isHidden() == visible:
                widget.setVisible(visible)

    def set_marked(self, marked: bool) -> None:
        """Set the row apart: the caret of the JSON editor stands in its text."""
        self.id.set_marked(marked)
        self.namespace.set_marked(marked)

    @property
    def identity(self) -> Identity | None:
        """What the row shows."""
        return self._identity

    def show(self, identity: Identity, editable: bool) -> None:
        """Show ``identity``; change only what differs."""
        moved = self._identity is None or self._identity.namespace != identity.namespace
        self._identity = identity
        if moved or not self.namespace.hasFocus():
            self.namespace.show_text(identity.namespace)
        known = find(identity.namespace)
        self.namespace.setToolTip(f"{known.label}: {known.help}" if known else "A namespace of your own")
        self.namespace.set_editable(editable)
        self.id.show_text(identity.id)
        self.id.set_editable(editable and identity.id_is_text and identity.is_item)
        self.id.setToolTip(identity.id)
        self._show_state(identity, editable)
        if self.primary.isChecked() != identity.primary:
            self.primary.setChecked(identity.primary)
        self.primary.setEnabled(editable and identity.is_item)
        self.remove.setEnabled(editable)
        self.set_visible(True)

    def _show_state(self, identity: Identity, editable: bool) -> None:
        row = self.state.findData(identity.state)
        if row < 0:
            if self.state.count() == self._standard:
                self.state.addItem("")
            self.state.setItemText(self._standard, identity.state)
            row = self._standard
        elif self.state.count() > self._standard:
            self.state.removeItem(self._standard)
        if self.state.currentIndex() != row:
            self.state.setCurrentIndex(row)
        self.state.set_unset(row == 0)
        self.state.setEnabled(editable and identity.is_item)

    @Slot()
    def commit(self) -> None:
        """Move the identity into the namespace that was typed; an empty one is put back."""
        if self._identity is None or not self.namespace.isModified() or self.namespace.isReadOnly():
            return
        text = self.namespace.text().strip()
        if text and text != self._identity.namespace:
            self.namespace_chosen.emit(self._identity, text)
        else:
            self.namespace.show_text(self._identity.namespace)

    # What the person does

    @Slot(str)
    def _offer(self, text: str) -> None:
        self._opened().offer(text)

    def _opened(self) -> "OptionCompleter":
        if self._completer is None:
            from edge_studio.ui.fields.options import OptionCompleter

            self._completer = OptionCompleter(namespace_options(), self._context.look, self.namespace)
            self._completer.activated.connect(self._namespace_picked)
        return self._completer

    @Slot(str)
    def _namespace_picked(self, code: str) -> None:
        if code and self._identity is not None:
            self.namespace.setText(code)
            self.namespace_chosen.emit(self._identity, code)

    @Slot()
    def _namespace_left(self) -> None:
        self.commit()
        self.left.emit()

    @Slot(str)
    def _id_edited(self, text: str) -> None:
        self.id_edited.emit(self._identity, text)

    @Slot(int)
    def _state_chosen(self, row: int) -> None:
        if row < self._standard:
            self.state_chosen.emit(self._identity, self.state.itemData(row))

    @Slot()
    def _primary_clicked(self) -> None:
        self.primary.setChecked(True)  # one of several: a second press does not take it away
        self.primary_chosen.emit(self._identity)
        self._focus("primary")

    @Slot()
    def _removed(self) -> None:
        if self.remove.isEnabled():
            self.removed.emit(self._identity)

    @Slot()
    def _namespace_focused(self) -> None:
        if self._identity is not None:
            self.focused.emit(self._identity.pointer)

    @Slot()
    def _id_focused(self) -> None:
        self._focus("id")

    @Slot()
    def _state_focused(self) -> None:
        self._focus("authenticatedState")

    def _focus(self, member: str) -> None:
        if self._identity is not None:
            place = f"{self._identity.pointer}/{member}"
            there = self._context.node(place) is not None
            self.focused.emit(place if there else self._identity.pointer)

    @Slot()
    def _copy_pointer(self) -> None:
        if self._identity is not None:
            QGuiApplication.clipboard().setText(self._identity.pointer)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() == QEvent.Type.KeyPress and isinstance(event, QKeyEvent):
            if watched is not self.namespace and event.key() in _KEYS:
                self._removed()
                return True
            closed = self._completer is None or not self._completer.is_open
            if watched is self.namespace and closed and not self.namespace.isReadOnly():
                if event.key() == Qt.Key.Key_Down:
                    self._opened().offer("")
                    return True
                if event.key() == Qt.Key.Key_Escape and self._identity is not None:
                    self.namespace.show_text(self._identity.namespace)
                    return True
        return super().eventFilter(watched, event)
