"""The values in a JSON text with their places: a view on one parse of one text."""

import json
import re
from bisect import bisect_left
from dataclasses import dataclass
from typing import Any, Final, Literal

from tree_sitter import Node, Point

from edge_studio.jsontext.measures import units

Kind = Literal["object", "array", "string", "number", "true", "false", "null", "broken"]

VALUE_TYPES: Final = frozenset({"object", "array", "string", "number", "true", "false", "null"})
NUMBER: Final = re.compile(r"-?(?:0|[1-9][0-9]*)(?:\.[0-9]+)?(?:[eE][+-]?[0-9]+)?")
STRING: Final = re.compile(r'"(?:[^"\\\x00-\x1f]|\\(?:["\\/bfnrt]|u[0-9a-fA-F]{4}))*"')


class Absent:
    """The type of :data:`ABSENT`: no value stands there, which is not null."""

    _only: "Absent | None" = None

    def __new__(cls) -> "Absent":
        """Give the one and only instance, so that ``is`` holds after a copy too."""
        if cls._only is None:
            cls._only = super().__new__(cls)
        return cls._only

    def __repr__(self) -> str:
        return "ABSENT"

    def __bool__(self) -> bool:
        return False


ABSENT: Final = Absent()


class Source:
    """A text with its UTF-16 code units: offsets here are code units, as in QTextDocument."""

    __slots__ = ("plain", "text", "units")

    def __init__(self, text: str, units: bytes) -> None:
        self.text = text
        self.units = units
        self.plain = len(units) == 2 * len(text)
        """Whether no character lies outside the BMP, so that code units count as Python counts."""

    def slice(self, start: int, end: int) -> str:
        """The text between two offsets; half of an astral character comes as a lone surrogate."""
        if self.plain:
            return self.text[start:end]
        return self.units[2 * start : 2 * end].decode("utf-16-le", "surrogatepass")

    def spliced(self, start: int, end: int, piece: str) -> str:
        """The text with another piece between two offsets."""
        if self.plain:
            return self.text[:start] + piece + self.text[end:]
        middle = piece.encode("utf-16-le", "surrogatepass")
        both = self.units[: 2 * start] + middle + self.units[2 * end :]
        return both.decode("utf-16-le", "surrogatepass")

    def point(self, offset: int) -> Point:
        """The row and the column in bytes that tree-sitter wants beside a byte offset."""
        if self.plain:
            return Point(
                self.text.count("\n", 0, offset), 2 * (offset - self.text.rfind("\n", 0, offset) - 1)
            )
        before = self.slice(0, offset)
        row_start = before.rfind("\n") + 1
        return Point(before.count("\n"), 2 * units(before[row_start:]))

    def __len__(self) -> int:
        return len(self.units) // 2


@dataclass(frozen=True, slots=True)
class Member:
    """A key and its value in an object; ``value`` is None where it is missing or unreadable."""

    key: str
    key_start: int
    key_end: int
    value: "JsonNode | None"
    start: int
    end: int


class JsonNode:
    """One value in the text, well-formed or not; it stays true to its text after the document moved on."""

    __slots__ = ("_index", "_pairs", "_source", "_values", "end", "kind", "start", "tree_node")

    def __init__(self, source: Source, tree_node: Node) -> None:
        self._source = source
        self.tree_node = tree_node
        type_ = tree_node.type
        missing = tree_node.is_missing or type_ not in VALUE_TYPES
        self.kind: Kind = "broken" if missing else type_  # type: ignore[assignment]  # the grammar's names are ours
        self.start = tree_node.start_byte // 2
        self.end = tree_node.end_byte // 2
        self._pairs: list[Node] | None = None
        self._values: list[Node] | None = None
        self._index: dict[str, int] | None = None

    def __repr__(self) -> str:
        return f"JsonNode({self.kind}, {self.start}, {self.end})"

    @property
    def raw(self) -> str:
        """The value as it is spelled in the text."""
        return self._source.slice(self.start, self.end)

    @property
    def is_container(self) -> bool:
        """Whether this is an object or an array."""
        return self.kind == "object" or self.kind == "array"

    @property
    def is_broken(self) -> bool:
        """Whether there is an error inside, down to the spelling of every number and string."""
        if self.kind == "broken" or self.tree_node.has_error:
            return True
        if self.kind == "number":
            return NUMBER.fullmatch(self.raw) is None
        if self.kind == "string":
            return STRING.fullmatch(self.raw) is None
        if self.is_container:
            return not is_json(self.raw)
        return False

    def value(self) -> Any:
        """The decoded value; the last of duplicate members wins.

        Where there is an error inside, an object or array gives the members and items that can be read, and
        anything else gives ``ABSENT``.
        """
        raw = self.raw
        try:
            return _DECODER.decode(raw)
        except RecursionError:
            return ABSENT
        except ValueError:
            pass
        if self.kind == "number" and NUMBER.fullmatch(raw):
            return float(raw)  # thousands of digits: Python refuses to make an int of them
        if self.kind == "object":
            members = ((member.key, member.value) for member in self.members())
            values = {key: node.value() for key, node in members if node is not None}
            return {key: value for key, value in values.items() if value is not ABSENT}
        if self.kind == "array":
            return [value for value in (item.value() for item in self.items()) if value is not ABSENT]
        return ABSENT

    def pairs(self) -> list[Node]:
        """The parser's nodes of an object's members; those beside an error are among them."""
        if self._pairs is None:
            self._pairs = _flat(self.tree_node, _PAIR) if self.kind == "object" else []
        return self._pairs

    def values(self) -> list[Node]:
        """The parser's nodes of an array's items; those beside an error are among them."""
        if self._values is None:
            self._values = _flat(self.tree_node, VALUE_TYPES) if self.kind == "array" else []
        return self._values

    def spans(self) -> list[tuple[int, int]]:
        """Start and end of each member of an object or item of an array."""
        parts = self.pairs() or self.values()
        return [(part.start_byte // 2, part.end_byte // 2) for part in parts]

    def index(self) -> dict[str, int]:
        """The place of each key among :meth:`pairs`; of duplicates the last."""
        if self._index is None:
            source = self._source
            self._index = {key_of(source, pair): place for place, pair in enumerate(self.pairs())}
        return self._index

    def remember(self, index: dict[str, int]) -> None:
        """Take over the index of the same object in an earlier parse, its keys being unchanged."""
        self._index = index

    def members(self, most: int | None = None) -> list[Member]:
        """The members of an object in their order, duplicates included; empty for anything else.

        Of many only the first ``most`` are looked at, where that is given.
        """
        return [self._member(pair) for pair in self.pairs()[:most]]

    def items(self, most: int | None = None) -> "list[JsonNode]":
        """The items of an array, of many only the first ``most``; empty for anything else."""
        return [JsonNode(self._source, node) for node in self.values()[:most]]

    def pair(self, key: str) -> Member | None:
        """The last member of this key."""
        place = self.index().get(key)
        return None if place is None else self._member(self.pairs()[place])

    def member(self, key: str) -> "JsonNode | None":
        """The value of the last member of this key."""
        place = self.index().get(key)
        return None if place is None else self._value_of(self.pairs()[place])

    def item(self, place: int) -> "JsonNode | None":
        """The item at this place, counted from 0."""
        values = self.values()
        return JsonNode(self._source, values[place]) if 0 <= place < len(values) else None

    def _member(self, pair: Node) -> Member:
        source = self._source
        key = pair.child(0)
        return Member(
            key_of(source, pair),
            key.start_byte // 2,
            key.end_byte // 2,
            self._value_of(pair),
            pair.start_byte // 2,
            pair.end_byte // 2,
        )

    def _value_of(self, pair: Node) -> "JsonNode | None":
        value = pair.child(pair.child_count - 1)
        if value.type not in VALUE_TYPES:
            return None
        if pair.has_error and (value.is_missing or value == pair.child(0) or is_torn(pair)):
            return None
        return JsonNode(self._source, value)


def is_torn(node: Node) -> bool:
    """Whether an error stands directly in this object, array or pair, not only deeper inside."""
    return node.has_error and any(child.is_error or child.is_missing for child in node.children)


def key_of(source: Source, pair: Node) -> str:
    """The decoded key of a member; as it is spelled, where its escapes are wrong."""
    key = pair.child(0)
    raw = source.slice(key.start_byte // 2, key.end_byte // 2)
    if "\\" in raw:
        try:
            return str(_LAX_DECODER.decode(raw))
        except ValueError:
            pass
    return raw[1:-1]


def place_among(nodes: list[Node], node: Node) -> int:
    """Where ``node`` stands in a list of siblings."""
    return bisect_left(nodes, node.start_byte, key=_start_byte)


_PAIR = frozenset({"pair"})


def _flat(node: Node, types: frozenset[str]) -> list[Node]:
    """The children of these types, those inside an error among them."""
    if not node.has_error:
        named = node.named_child_count
        if named > 1 and node.child_count == 2 * named + 1:  # no comments among them
            return node.named_children
        return [child for child in node.named_children if child.type in types]
    found: list[Node] = []
    for child in node.children:
        if child.type in types:
            if not child.is_missing:
                found.append(child)
        elif child.is_error:
            found.extend(inner for inner in child.named_children if inner.type in types)
    return found


def _start_byte(node: Node) -> int:
    return node.start_byte


def refuse_constant(name: str) -> Any:
    """Refuse NaN and the infinities, which Python's reader would take."""
    raise ValueError(f"{name} is not JSON")


def is_json(text: str) -> bool:
    """Whether this is one strictly valid JSON value."""
    try:
        CHECKER.decode(text)
    except (ValueError, RecursionError):
        return False
    return True


_DECODER = json.JSONDecoder(parse_constant=refuse_constant)
_LAX_DECODER = json.JSONDecoder(strict=False)
CHECKER: Final = json.JSONDecoder(parse_int=str, parse_float=str, parse_constant=refuse_constant)
"""Reads without converting numbers: faster, and no limit to their digits."""
