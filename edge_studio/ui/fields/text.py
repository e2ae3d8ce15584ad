"""Fields that are a line of text: text, numbers, and counters."""

import re

from PySide6.QtCore import QObject, Slot

from edge_studio.jsontext.document import JsonNode
from edge_studio.jsontext.edits import RawJson
from edge_studio.jsontext.pointer import child
from edge_studio.ui.fields.base import Field, in_words, shortened, text_of
from edge_studio.ui.fields.context import FieldContext
from edge_studio.ui.fields.line_edit import LineEdit
from edge_studio.ui.fields.spec import FieldSpec, Measure, Number

_NUMBER = re.compile(r"-?(0|[1-9][0-9]*)(\.[0-9]+)?([eE][+-]?[0-9]+)?")


_UNSHOWABLE = "Holds half of a character (a lone surrogate): change it in the JSON."


def is_number(text: str) -> bool:
    """Whether ``text`` is a number as JSON spells them."""
    return _NUMBER.fullmatch(text) is not None


class LineField(Field):
    """A field whose control is a line edit; subclasses say which values it can hold."""

    kind_word = "text"
    """What it holds, as in "not text but …"."""

    def __init__(self, spec: FieldSpec, context: FieldContext, pointer: str, parent: QObject) -> None:
        super().__init__(spec, context, pointer, parent)
        self._replacing = False
        self.line = LineEdit(context.look, spec.wire_name)
        self.line.set_menu_actions(self.actions)
        if spec.example:
            self.line.setPlaceholderText(f"e.g. {spec.example}")
        self.line.textEdited.connect(self._edited)
        self.line.focused.connect(self._was_focused)
        self.line.left.connect(self._left)
        self._adopt(self.line)

    # What a kind of field fills in

    def _text_of(self, node: JsonNode) -> str | None:
        """What the line shows for ``node``, or None where it is of another type."""
        raise NotImplementedError

    def _put(self, text: str) -> None:
        """Write what was typed; never empty."""
        raise NotImplementedError

    def _converted(self, node: JsonNode) -> object | None:
        """The value that says the same in this field's type, or None where there is none."""
        raise NotImplementedError

    # Showing and writing

    def _show(self, node: JsonNode | None, editable: bool) -> None:
        text = "" if node is None else self._text_of(node)
        if text is not None:
            self._replacing = False
            self.line.show_text(text)
            self._note("" if self.line.is_faithful else _UNSHOWABLE)
            self.line.set_editable(editable)
            return
        assert node is not None
        if not self._replacing:
            self.line.show_text(shortened(node.raw, 200))
        self.line.set_editable(editable and self._replacing)
        way_out = ""
        if editable and not self._replacing:
            way_out = f"Make it {self.kind_word}" if self._converted(node) is not None else "Replace"
        self._note(f"Not {self.kind_word} but {in_words(node)}.", way_out)

    def _way_out(self) -> None:
        node = self._context.node(self.pointer)
        if node is None or not self._editable:
            return
        value = self._converted(node)
        if value is not None:
            with self._context.step():
                self._context.write(self.pointer, value)
            return
        self._replacing = True
        self.line.show_text("")
        self.line.set_editable(True)
        self.focus()

    @Slot(str)
    def _edited(self, text: str) -> None:
        if not self._editable:
            return
        if text:
            self._put(text)
        else:
            self._clear()

    def _clear(self) -> None:
        self._context.erase(self.pointer, self.pointer)

    @Slot()
    def _left(self) -> None:
        if self._replacing:
            self._replacing = False
            self.refresh()
        self._was_left()


class TextField(LineField):
    """A text; emptied, it takes its member away."""

    def _text_of(self, node: JsonNode) -> str | None:
        return text_of(node) if node.kind == "string" else None

    def _put(self, text: str) -> None:
        self._context.write(self.pointer, text, self.pointer)

    def _converted(self, node: JsonNode) -> object | None:
        return node.raw if node.kind in {"number", "true", "false"} else None


class NumberField(LineField):
    """A number in the spelling in which it was typed; what is none yet stays in the box, unwritten."""

    kind_word = "a number"

    def __init__(self, spec: Number | Measure, context: FieldContext, pointer: str, parent: QObject) -> None:
        super().__init__(spec, context, pointer, parent)
        self._unfinished = False

    def _target(self) -> str:
        """Where the number itself stands."""
        return self.pointer

    def _text_of(self, node: JsonNode) -> str | None:
        return node.raw if node.kind == "number" else None

    def _show(self, node: JsonNode | None, editable: bool) -> None:
        self._unfinished = False
        self.line.set_problem(False)
        super()._show(node, editable)

    def _put(self, text: str) -> None:
        number = text.strip()
        self._unfinished = not is_number(number)
        self.line.set_problem(self._unfinished)
        if self._unfinished:
            self._note(f"“{shortened(text)}” is not a number, so it is not written. Write 12, -3 or 4.50.")
        else:
            self._note("")
            self._context.write(self._target(), RawJson(number), self.pointer)

    def _clear(self) -> None:
        self._unfinished = False
        self.line.set_problem(False)
        self._note("")
        super()._clear()

    def _converted(self, node: JsonNode) -> object | None:
        if node.kind == "string" and is_number(text_of(node).strip()):
            return RawJson(text_of(node).strip())
        return None

    @Slot()
    def _left(self) -> None:
        if self._unfinished:
            self.refresh()
        super()._left()


class MeasureField(NumberField):
    """A counter: shows and writes the number in ``{"value": n}``."""

    kind_word = "a counter"

    def _target(self) -> str:
        return child(self.pointer, "value")

    def _text_of(self, node: JsonNode) -> str | None:
        if node.kind != "object":
            return None
        value = node.member("value")
        if value is None:
            return ""
        return super()._text_of(value)

    def _converted(self, node: JsonNode) -> object | None:
        inner = node.member("value") if node.kind == "object" else None
        if inner is not None:
            number = super()._converted(inner)
            return None if number is None else {"value": number}
        if node.kind == "number":
            return {"value": RawJson(node.raw)}
        number = super()._converted(node)
        return None if number is None else {"value": number}

    def _way_out(self) -> None:
        node = self._context.node(self.pointer)
        inner = node.member("value") if node is not None and node.kind == "object" else None
        number = None if inner is None else super()._converted(inner)
        if number is not None and self._editable:
            with self._context.step():
                self._context.write(self._target(), number)  # only the number: the object may hold more
        else:
            super()._way_out()

    def _put(self, text: str) -> None:
        node = self._context.node(self.pointer)
        if node is not None and node.kind != "object" and is_number(text.strip()):
            self._note("")
            self._context.write(self.pointer, {"value": RawJson(text.strip())}, self.pointer)
        else:
            super()._put(text)

    def _clear(self) -> None:
        node = self._context.node(self.pointer)
        if node is not None and node.kind == "object":
            self._context.erase(self._target(), self.pointer)
        else:
            super()._clear()
