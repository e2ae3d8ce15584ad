"""Certain repairs of a request, as steps that become text edits at the moment they are applied."""

import json
from dataclasses import dataclass, field, replace
from typing import Any, Protocol

from edge_studio.jsontext.document import JsonDocument, JsonNode
from edge_studio.jsontext.edits import RawJson, TextEdit, apply, remove, rename, set_value
from edge_studio.jsontext.pointer import is_within, parent
from edge_studio.jsontext.writing import indent_at, quoted, style_of


class Step(Protocol):
    """One change at a pointer; ``edits`` may raise ``CannotEdit`` where the text has changed meanwhile."""

    @property
    def pointer(self) -> str:
        """Where the change takes place."""

    def edits(self, document: JsonDocument) -> list[TextEdit]:
        """The change as edits of the document's text as it stands."""


@dataclass(frozen=True, slots=True)
class SetValue:
    """Put a value at the pointer, with the parents it lacks."""

    pointer: str
    value: Any

    def edits(self, document: JsonDocument) -> list[TextEdit]:
        """One edit."""
        return [set_value(document, self.pointer, self.value)]


@dataclass(frozen=True, slots=True)
class Remove:
    """Take away the member or item at the pointer."""

    pointer: str

    def edits(self, document: JsonDocument) -> list[TextEdit]:
        """One edit."""
        return [remove(document, self.pointer)]


@dataclass(frozen=True, slots=True)
class Rename:
    """Give the member at the pointer another key."""

    pointer: str
    key: str

    def edits(self, document: JsonDocument) -> list[TextEdit]:
        """One edit."""
        return [rename(document, self.pointer, self.key)]


@dataclass(frozen=True, slots=True)
class Move:
    """Take the member at the pointer, spelled as it is, to a place where nothing stands."""

    pointer: str
    target: str

    def edits(self, document: JsonDocument) -> list[TextEdit]:
        """The removal and the insertion; none where there is nothing to move."""
        node = document.node(self.pointer)
        if node is None:
            return []
        raw = node.raw
        neighbours = document.node(parent(self.target))
        members = neighbours.members() if neighbours else []
        if members:
            raw = _reindented(raw, indent_at(document, node.start), indent_at(document, members[-1].start))
        removal = remove(document, self.pointer)
        holder = document.node(parent(self.pointer))
        if holder is not None and len(holder.pairs()) == 1 and is_within(self.target, parent(self.pointer)):
            return [self._within(document, holder, removal, raw)]
        return [removal, set_value(document, self.target, RawJson(raw))]

    def _within(self, document: JsonDocument, holder: JsonNode, removal: TextEdit, raw: str) -> TextEdit:
        """The move of an object's only member further down in it, where removal and insertion would meet."""
        emptied = JsonDocument(apply(document.text, [removal]))
        filled = JsonDocument(apply(emptied.text, [set_value(emptied, self.target, RawJson(raw))]))
        result = filled.node(parent(self.pointer))
        assert result is not None
        return TextEdit(holder.start, holder.end, result.raw)


@dataclass(frozen=True, slots=True)
class Respell:
    """Turn a number or literal into text of the same characters, or such text into what it spells."""

    pointer: str

    def edits(self, document: JsonDocument) -> list[TextEdit]:
        """One edit, which keeps every digit; none where there is nothing to turn."""
        node = document.node(self.pointer)
        if node is None:
            return []
        raw = str(node.value()).strip() if node.kind == "string" else json.dumps(node.raw)
        return [TextEdit(node.start, node.end, raw)]


@dataclass(frozen=True, slots=True)
class Wrap:
    """Put text before and after the value at the pointer, such as brackets that make it a list."""

    pointer: str
    before: str = "["
    after: str = "]"

    def edits(self, document: JsonDocument) -> list[TextEdit]:
        """Two insertions."""
        node = document.node(self.pointer)
        if node is None:
            return []
        return [TextEdit(node.start, node.start, self.before), TextEdit(node.end, node.end, self.after)]


@dataclass(frozen=True, slots=True)
class Unwrap:
    """Replace the list at the pointer by its only item, indented as the list was."""

    pointer: str

    def edits(self, document: JsonDocument) -> list[TextEdit]:
        """One edit; none where there is no such list."""
        node = document.node(self.pointer)
        items = node.items() if node else []
        if node is None or len(items) != 1:
            return []
        raw = _reindented(items[0].raw, indent_at(document, items[0].start), indent_at(document, node.start))
        return [TextEdit(node.start, node.end, raw)]


@dataclass(frozen=True, slots=True)
class PutUnder:
    """Make the value at the pointer the only member of new objects, nested under these keys."""

    pointer: str
    keys: tuple[str, ...]

    def edits(self, document: JsonDocument) -> list[TextEdit]:
        """One edit; none where nothing stands there."""
        node = document.node(self.pointer)
        if node is None:
            return []
        style = style_of(document, node)
        base = indent_at(document, node.start)
        depth = len(self.keys)
        raw = _reindented(node.raw, base, base + style.indent * depth)
        for level, key in reversed(list(enumerate(self.keys))):
            inner = f"{quoted(key)}{style.colon}{raw}"
            if style.multiline:
                outside = base + style.indent * level
                raw = f"{{{style.newline}{outside}{style.indent}{inner}{style.newline}{outside}}}"
            else:
                raw = f"{{{inner}}}"
        return [TextEdit(node.start, node.end, raw)]


@dataclass(frozen=True, slots=True)
class Repair:
    """What a button may do without asking: a label and the steps."""

    label: str
    steps: tuple[Step, ...]

    def below(self, pointer: str) -> "Repair":
        """The same repair with the pointers of its steps taken as relative to ``pointer``."""
        return Repair(self.label, tuple(replace(s, pointer=pointer + s.pointer) for s in self.steps))  # type: ignore[type-var]  # every step is a dataclass, which a Protocol cannot say


@dataclass(frozen=True, slots=True)
class Fix:
    """A certain repair of one document: ``label`` for the button, ``edits`` for the text as it stands now."""

    label: str
    repair: Repair
    document: JsonDocument = field(repr=False, compare=False)

    @property
    def edits(self) -> tuple[TextEdit, ...]:
        """The changes, which do not overlap; ``CannotEdit`` where the text no longer is what was checked."""
        return tuple(edit for step in self.repair.steps for edit in step.edits(self.document))


def repair(label: str, *steps: Step) -> Repair:
    """A repair with these steps."""
    return Repair(label, steps)


def _reindented(raw: str, old: str, new: str) -> str:
    """Valid JSON whose lines, the first one apart, begin with ``new`` instead of ``old``.

    A line break never stands inside a string of valid JSON, so that no value changes.
    """
    if "\n" not in raw or old == new:
        return raw
    first, *others = raw.split("\n")
    return "\n".join([first, *(new + line[len(old) :] if line.startswith(old) else line for line in others)])
