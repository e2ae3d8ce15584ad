"""What all fields share: a label, a control, a remark below, and a pointer into the payload."""

from PySide6.QtCore import QObject, Qt, Signal, Slot
from PySide6.QtGui import QAction, QGuiApplication
from PySide6.QtWidgets import QGridLayout, QHBoxLayout, QLabel, QPushButton, QWidget

from edge_studio.edge.wording import kind_words
from edge_studio.jsontext.document import JsonNode
from edge_studio.ui.fields.context import FieldContext
from edge_studio.ui.fields.spec import FieldSpec
from edge_studio.ui.widgets import restyle

_SHORT = 60
"""Characters of a value in a line that sums it up."""


def shortened(text: str, limit: int = _SHORT) -> str:
    """The text in one line, cut with … where it is longer than ``limit`` characters."""
    line = " ".join(text[: limit * 2].split())
    return line if len(line) <= limit and len(text) <= limit * 2 else line[: limit - 1] + "…"


def text_of(node: JsonNode) -> str:
    """The text of a string node; as it is spelled, where its escapes are wrong."""
    value = node.value()
    return value if isinstance(value, str) else node.raw


def in_words(node: JsonNode) -> str:
    """What stands at a node, said so that its type is plain: ``text “12”``, ``the number 12``, ``null``."""
    match node.kind:
        case "string":
            return f"text “{shortened(text_of(node))}”"
        case "number":
            return f"the number {shortened(node.raw)}"
        case "true" | "false" | "null":
            return node.raw
        case _:
            return f"{kind_words(node.kind)}: {shortened(node.raw)}"


class Remark(QWidget):
    """One line below a field that says why its value is not as expected, with the way out."""

    def __init__(self) -> None:
        super().__init__()
        self._label = QLabel()
        self._label.setProperty("tone", "warning")
        self._label.setWordWrap(True)
        self.button = QPushButton()
        self.button.setProperty("variant", "link")
        layout = QHBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(8)
        layout.addWidget(self._label, 1)
        layout.addWidget(self.button, 0, Qt.AlignmentFlag.AlignTop)

    @property
    def text(self) -> str:
        """What it says."""
        return self._label.text()

    def say(self, text: str, way_out: str) -> None:
        """Say ``text``, and offer ``way_out`` where there is one."""
        self._label.setText(text)
        self.button.setText(way_out)
        self.button.setAccessibleName(f"{way_out}: {text}")
        self.button.setVisible(bool(way_out))


class Field(QObject):
    """One field of the form: it shows what stands at its pointer and writes there, and holds no value itself.

    Subclasses make ``control``, call :meth:`_adopt` with it, and fill in :meth:`_show` and :meth:`_way_out`.
    """

    focused = Signal(object)
    """The person moved the focus here; carries the pointer."""
    rearranged = Signal()
    """Parts came that Tab is to visit in their place."""

    def __init__(self, spec: FieldSpec, context: FieldContext, pointer: str, parent: QObject) -> None:
        super().__init__(parent)
        self.spec = spec
        self.pointer = pointer
        self.control: QWidget
        self._context = context
        self._remark: Remark | None = None
        self._grid: QGridLayout | None = None
        self._row = 0
        self.obstacle = ""
        """Why nothing can be written here; empty where it can."""
        self._editable = True
        self._remarked = False
        self._marked = False
        self.label = QLabel(spec.label)
        self.label.setWhatsThis(spec.help)
        self._copy_name = QAction("Copy wire name", self)
        self._copy_name.triggered.connect(self._to_clipboard_name)
        self._copy_pointer = QAction("Copy pointer", self)
        self._copy_pointer.triggered.connect(self._to_clipboard_pointer)
        self.label.addActions(self.actions)
        self.label.setContextMenuPolicy(Qt.ContextMenuPolicy.ActionsContextMenu)

    def _adopt(self, control: QWidget, focus: QWidget | None = None) -> None:
        """Make ``control`` the field's; ``focus`` is the part of it that takes the keys."""
        self.control = control
        target = focus or control
        self.label.setBuddy(target)
        target.setAccessibleName(self.spec.label)
        target.setAccessibleDescription(self.spec.help)
        target.setWhatsThis(self.spec.help)
        self._explain()
        self._context.look.changed.connect(self._fit)

    def _explain(self) -> None:
        tip = f"{self.spec.help}\n{self.spec.wire_name} — {self.pointer}".lstrip()
        self.label.setToolTip(tip)
        self.control.setToolTip(tip)

    # Where it stands

    def place(self, grid: QGridLayout, row: int) -> None:
        """Stand in ``row`` of ``grid``; the row below is the remark's."""
        self._grid, self._row = grid, row
        top = Qt.AlignmentFlag.AlignTop
        beside = self.beside()
        grid.addWidget(self.label, row, 0, top)
        grid.addWidget(self.control, row, 1, 1, 2 if beside is None else 1)
        self.control.show()  # at once: it may be given the focus before the layout comes to it
        if beside is not None:
            grid.addWidget(beside, row, 2, top)
        self._fit()

    def beside(self) -> QWidget | None:
        """A widget for the column at the right, if there is one."""
        return None

    @Slot()
    def _fit(self) -> None:
        """Let what stands beside the first line of the control be as tall as that."""
        height = self.control.fontMetrics().height() + 12
        for widget in (self.label, self.beside()):
            if widget is not None:
                widget.setFixedHeight(height)

    def focus(self) -> None:
        """Take the keys, without telling anybody."""
        self.label.buddy().setFocus(Qt.FocusReason.OtherFocusReason)

    def set_marked(self, marked: bool) -> None:
        """Set the label apart: the caret of the JSON editor stands in this field's text."""
        if marked != self._marked:
            self._marked = marked
            self.label.setProperty("marked", marked)
            restyle(self.label)

    # What it shows

    @property
    def actions(self) -> list[QAction]:
        """What the context menu adds: copying the wire name and the pointer."""
        return [self._copy_name, self._copy_pointer]

    @property
    def remark(self) -> str:
        """What the line below says; empty where there is none."""
        return self._remark.text if self._remark is not None and self._remarked else ""

    @property
    def remark_button(self) -> QPushButton:
        """The way out that the remark offers."""
        return self._made_remark().button

    @property
    def is_editable(self) -> bool:
        """Whether the place can be written to."""
        return self._editable

    def bind(self, pointer: str) -> None:
        """Belong to another place."""
        if pointer != self.pointer:
            self.pointer = pointer
            self._explain()
            self.refresh()

    def refresh(self) -> None:
        """Show what stands at the pointer now, and whether it can be written."""
        self.obstacle = self._context.obstacle(self.pointer)
        self._editable = not self.obstacle
        self._show(self._context.node(self.pointer), self._editable)

    def summary(self) -> str:
        """The value in a few words; empty where there is none."""
        node = self._context.node(self.pointer)
        return "" if node is None else value_in_short(node)

    def _show(self, node: JsonNode | None, editable: bool) -> None:
        raise NotImplementedError

    def _way_out(self) -> None:
        """The button of the remark was pressed."""

    # Small things

    def _note(self, text: str, way_out: str = "") -> None:
        """Say ``text`` in the line below; an empty one takes the line away."""
        if text:
            remark = self._made_remark()
            remark.say(text, way_out)
            remark.show()
        elif self._remark is not None:
            self._remark.hide()
        self._remarked = bool(text)

    def _made_remark(self) -> Remark:
        if self._remark is None:
            self._remark = Remark()
            self._remark.button.clicked.connect(self._pressed)
            if self._grid is not None:
                self._grid.addWidget(self._remark, self._row + 1, 1, 1, 2)
        return self._remark

    @Slot()
    def _pressed(self) -> None:
        self._way_out()

    @Slot()
    def _was_focused(self) -> None:
        self.focused.emit(self.pointer)

    @Slot()
    def _was_left(self) -> None:
        self._context.buffer.end_burst()

    @Slot()
    def _to_clipboard_name(self) -> None:
        QGuiApplication.clipboard().setText(self.spec.wire_name)

    @Slot()
    def _to_clipboard_pointer(self) -> None:
        QGuiApplication.clipboard().setText(self.pointer)


def value_in_short(node: JsonNode) -> str:
    """The value in a few words, for a line that sums up."""
    match node.kind:
        case "string":
            return shortened(text_of(node), 40)
        case "object":
            inner = node.member("value")
            return shortened(inner.raw if inner is not None else node.raw, 40)
        case _:
            return shortened(node.raw, 40)
