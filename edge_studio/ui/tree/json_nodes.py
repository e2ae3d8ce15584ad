"""The rows of an answer's tree, each made when it is shown: what it is called and what it says."""

import json
import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Protocol
from weakref import ref

from edge_studio.edge import summaries
from edge_studio.edge.amounts import plural
from edge_studio.edge.decoding import Decoded
from edge_studio.jsontext import pointer as pointers
from edge_studio.jsontext.lazy_json import Key, LazyValue
from edge_studio.ui.tree.decoded_nodes import decodings_of, text_of

RANGE = 500
"""Longer lists are shown in ranges of so many: a view asks for every row of what it opens."""
CUT = 240
"""Characters of a value that a row holds at most."""
_COMPARED = 10_000
"""Names of objects with more members are not compared with one another."""
_NESTED = 8
"""How many texts inside texts are decoded."""
_UNSEEN = frozenset({"Cc", "Cf", "Cs", "Zl", "Zp"})
_LEFT = frozenset("\n\t")
_JOINERS = frozenset("\u200c\u200d")
_TOKENS = {
    "string": "json.string",
    "number": "json.number",
    "true": "json.literal",
    "false": "json.literal",
    "null": "json.literal",
    "broken": "json.error",
}


@dataclass(frozen=True, slots=True)
class Face:
    """What a row shows, and in which colours."""

    label: str
    text: str
    token: str = "text.muted"
    bold: bool = False
    label_token: str = "text"


def spelt(key: Key) -> str:
    """A key as a row shows it: in quotation marks where it is empty or holds what no one sees.

    Characters without a picture of their own, a line break or one that turns the direction of writing
    among them, are spelt as JSON spells them.
    """
    text = str(key)
    if text and text.isprintable() and text == text.strip():
        return text
    seen = "".join(mark if mark.isprintable() else json.dumps(mark)[1:-1] for mark in text)
    return f'"{seen}"'


def seen(text: str) -> str:
    """What a value says, with the characters that no one sees spelt as JSON spells them.

    One that turns the direction of writing would turn the rest of the row too. Spaces of any width stay, and
    so do the joiners inside of emoji and of scripts that need them.
    """
    if text.isprintable():
        return text
    return "".join(_spelt_mark(mark, text[at - 1 : at]) for at, mark in enumerate(text))


def _spelt_mark(mark: str, before: str) -> str:
    if mark in _LEFT or unicodedata.category(mark) not in _UNSEEN:
        return mark
    return mark if mark in _JOINERS and before > "\x7f" else json.dumps(mark)[1:-1]


def _nobody() -> None:
    """What is above the root."""


class Node:
    """One row; its children are made when they are asked for and then kept."""

    __slots__ = ("__weakref__", "_above", "_children", "_face", "id", "matches", "row", "shown")

    key: Key = ""
    pointer: str = ""
    value: LazyValue | None = None
    said: str = ""
    """What a row says that is neither its value nor a part of it; empty where its value says it."""
    remark: str = ""
    """What is odd about it, in words; empty where nothing is."""
    offset: int | None = None
    """The byte of the body that the row is about, where it shows no value."""

    def __init__(self, parent: "Node | None", row: int) -> None:
        self._above = ref(parent) if parent is not None else _nobody
        self.row = row
        self.id = 0
        self.shown: Sequence[int] | None = None
        """Which children a filter lets through, by their places; None for all."""
        self.matches = False
        """Whether it holds what a filter looks for."""
        self._children: dict[int, Node] = {}
        self._face: Face | None = None

    @property
    def parent(self) -> "Node | None":
        """The row above; None for the root.

        A row holds those below it and not the one above: thousands of rows are then gone as soon as nothing
        shows them, and the garbage collector need not stop the window to find them.
        """
        return self._above()

    @property
    def size(self) -> int:
        """How many children it has, unfiltered."""
        return 0

    @property
    def row_count(self) -> int:
        """How many children it shows."""
        return self.size if self.shown is None else len(self.shown)

    @property
    def has_rows(self) -> bool:
        """Whether it shows any children, without counting them where that can be avoided."""
        return self.row_count > 0

    @property
    def has_meaning(self) -> bool:
        """Whether what it holds is worth showing at first."""
        return True

    def row_at(self, row: int) -> "Node":
        """The child shown at ``row``, always the same object."""
        place = row if self.shown is None else self.shown[row]
        node = self._children.get(place)
        if node is None:
            node = self._children[place] = self.make(place, row)
        return node

    def show_only(self, places: Sequence[int]) -> None:
        """Show these of its children alone, by their places in their order."""
        self.shown = places
        for row, place in enumerate(places):
            if (node := self._children.get(place)) is not None:
                node.row = row

    def make(self, place: int, row: int) -> "Node":
        """A child that does not exist yet."""
        raise IndexError(place)

    def place_of(self, pointer: str) -> int | None:
        """Which child holds what stands at ``pointer``."""
        return None

    @property
    def face(self) -> Face:
        """What the row shows."""
        if self._face is None:
            face = self.make_face()
            self._face = replace(face, label=seen(face.label), text=seen(face.text))
        return self._face

    def make_face(self) -> Face:
        """Put the row in words."""
        return Face("", "")


class ValueNode(Node):
    """A JSON value inside the answer; below a text that packs something stands what it was decoded to."""

    __slots__ = ("_decodings", "_names", "again", "key", "kind", "pointer", "tail", "value")

    depth = 0
    """How many decoded texts it is inside of."""

    def __init__(
        self,
        parent: Node | None,
        row: int,
        key: Key,
        value: LazyValue,
        pointer: str,
        kind: str = "",
        tail: tuple[Key, ...] = (),
    ) -> None:
        super().__init__(parent, row)
        self.key = key
        self.value: LazyValue = value
        self.pointer = pointer
        self.kind = kind
        """The type of the handle it belongs to."""
        self.tail = tail
        """The way from the payload's entry to here."""
        self._decodings: tuple[Decoded, ...] | None = None
        self.again: tuple[int, int] | None = None
        """Of members with one name: which of them it is, from 1, and how many there are."""
        self._names: dict[str, list[int]] | None = None

    @property
    def remark(self) -> str:  # type: ignore[override]  # a class attribute elsewhere, worked out here
        """What is odd about it, in words."""
        if self.again:
            times = "twice" if self.again[1] == 2 else f"{self.again[1]} times"
            return f"The name “{self.key}” stands here {times}; most programs take the last of them."
        return "What stands here is no JSON value." if self.value.kind == "broken" else ""

    @property
    def decodings(self) -> tuple[Decoded, ...]:
        """What its text can be decoded to; worked out when it is first asked for."""
        if self._decodings is None:
            above = self.parent.value if isinstance(self.parent, ValueNode) else None
            self._decodings = () if self.depth >= _NESTED else decodings_of(self, above)
        return self._decodings

    @property
    def size(self) -> int:
        """How many children or ranges of children there are; below a text, how often it was decoded."""
        if not self.value.is_container:
            return len(self.decodings)
        count = self.value.count
        return -(-count // step_of(count))

    @property
    def has_rows(self) -> bool:
        """Whether it shows any children, without counting or opening them."""
        if self.shown is not None:
            return bool(self.shown)
        return self.value.has_children if self.value.is_container else bool(self.decodings)

    def make(self, place: int, row: int) -> Node:
        """A child, a range of children, or what a text was decoded to."""
        if not self.value.is_container:
            return DecodedNode(self, row, self.decodings[place])
        return entry_or_range(self, self, row, place, range(self.value.count))

    def inner(self, at: int, row: int, parent: Node) -> "ValueNode":
        """The child with this place in the value itself, ranges aside."""
        ((key, value),) = self.value.some(at, at + 1)
        place = pointers.child(self.pointer, key)
        node = ValueNode(parent, row, key, value, place, self.kind, (*self.tail, key))
        if isinstance(key, str) and self.value.count <= _COMPARED:
            places = self.places_of(key)
            node.again = (places.index(at) + 1, len(places)) if len(places) > 1 else None
        return node

    def places_of(self, name: str) -> Sequence[int]:
        """The places of the members with this name, in their order; among very many, the last alone."""
        if self.value.kind != "object":
            return ()
        if self.value.count > _COMPARED:
            place = self.value.place_of(name)
            return () if place is None else (place,)
        if self._names is None:
            self._names = {}
            for at, (key, _) in enumerate(self.value.children()):
                self._names.setdefault(str(key), []).append(at)
        return self._names.get(name, ())

    def inner_place(self, pointer: str) -> int | None:
        """The place in the value itself of the child that holds ``pointer``."""
        if pointer == self.pointer or not pointers.is_within(pointer, self.pointer):
            return None
        token = pointers.parse(pointer)[len(pointers.parse(self.pointer))]
        if self.value.kind == "array":
            return int(token) if token.isdecimal() and int(token) < self.value.count else None
        return self.value.place_of(token)

    def place_of(self, pointer: str) -> int | None:
        """Which child, or range of children, holds what stands at ``pointer``."""
        at = self.inner_place(pointer)
        return None if at is None else at // step_of(self.value.count)

    def make_face(self) -> Face:
        """The name and the value, cut where it is long; of what has children, how many."""
        value, name = self.value, spelt(self.key)
        again = f"  (repeated, {self.again[0]} of {self.again[1]})" if self.again else ""
        count = value.count  # only what is opened tells whether it is broken
        if not value.is_container:
            text = value.preview(CUT) or "(empty text)"
            text = f"broken: {text}" if value.kind == "broken" else text
            return Face(f"{name}{again}", text, _TOKENS[value.kind])
        marks = "[{}]" if value.kind == "array" else "{{{}}}"
        label = f"{name} {marks.format(format(count, ','))}{again}"
        said = summaries.hint(self.kind, self.tail, value) if self.kind else ""
        return Face(label, said or (value.preview(CUT) if value.has_children else "empty"))


class InsideNode(ValueNode):
    """A value inside a decoded text; it stands nowhere on the wire, so its place is that of the text."""

    __slots__ = ("depth",)

    def __init__(self, parent: Node, row: int, key: Key, value: LazyValue, pointer: str, depth: int) -> None:
        super().__init__(parent, row, key, value, pointer)
        self.depth = depth

    def inner(self, at: int, row: int, parent: Node) -> ValueNode:
        """A child, which stands inside a decoded text too."""
        ((key, value),) = self.value.some(at, at + 1)
        return InsideNode(parent, row, key, value, self.pointer, self.depth)


class DecodedNode(InsideNode):
    """What a text was decoded to: below it the decoded JSON, whose texts are decoded in their turn."""

    __slots__ = ("decoded", "said")

    def __init__(self, parent: ValueNode, row: int, decoded: Decoded) -> None:
        key = parent.key if decoded.value is not None and not decoded.value.is_container else decoded.title
        super().__init__(parent, row, key, text_of(decoded), parent.pointer, parent.depth + 1)
        self.decoded = decoded
        self.said = decoded.words
        if decoded.value is None:
            self._decodings = ()

    def make_face(self) -> Face:
        """What the text was decoded as, and what it says."""
        return Face(
            f"decoded: {self.decoded.title}", self.decoded.words[:CUT], "text", label_token="text.muted"
        )


class Long(Protocol):
    """What may have more children than are shown below one row."""

    def inner(self, at: int, row: int, parent: Node) -> Node:
        """The child with this place among all, ranges aside."""

    def inner_place(self, pointer: str) -> int | None:
        """The place of the child that holds ``pointer``, ranges aside."""


def step_of(count: int) -> int:
    """How many of so many entries each row stands for: 1, or a whole range, or a range of ranges."""
    step = 1
    while -(-count // step) > RANGE:
        step *= RANGE
    return step


def entry_or_range(parent: Node, owner: Long, row: int, place: int, entries: range) -> Node:
    """The row at ``place`` of those that show ``entries`` of a long list: one of them, or a range."""
    step = step_of(len(entries))
    start = entries.start + place * step
    if step == 1:
        return owner.inner(start, row, parent)
    return RangeNode(parent, row, owner, range(start, min(start + step, entries.stop)))


class RangeNode(Node):
    """A part of a long list."""

    __slots__ = ("_owner", "entries")

    def __init__(self, parent: Node, row: int, owner: Long, entries: range) -> None:
        super().__init__(parent, row)
        self._owner = ref(owner)
        self.entries = entries

    @property
    def owner(self) -> Long:
        """What the list belongs to: a row above, and so there as long as this one is."""
        owner = self._owner()
        assert owner is not None
        return owner

    @property
    def size(self) -> int:
        """How many of the children are in the range, or of the ranges in it."""
        return -(-len(self.entries) // step_of(len(self.entries)))

    def make(self, place: int, row: int) -> Node:
        """A child of the value that the range is a part of, or a range in it."""
        return entry_or_range(self, self.owner, row, place, self.entries)

    def place_of(self, pointer: str) -> int | None:
        """Which child of the range holds what stands at ``pointer``."""
        at = self.owner.inner_place(pointer)
        return None if at is None else self.row_of(at)

    def row_of(self, at: int) -> int | None:
        """Which row below shows, or holds, the child with this place in the value; None where none does."""
        entries = self.entries
        return (at - entries.start) // step_of(len(entries)) if at in entries else None

    def make_face(self) -> Face:
        """The first and the last number of the range, and how many children it has."""
        first, last = self.entries[0], self.entries[-1]
        return Face(f"{first:,} … {last:,}", plural(len(self.entries), "entry", "entries"))
