"""JSON that is opened one level at a time, each value a slice of the bytes that came over the wire."""

import codecs
import json
import re
from collections.abc import Generator, Iterator, Sequence
from typing import Any, Literal, cast, overload

import msgspec
from msgspec import Raw

from edge_studio.jsontext.one_level import (
    UNREADABLE,
    NotJson,
    Slice,
    decode_string,
    is_json,
    items_of,
    members_of,
    value_end,
)

Kind = Literal["object", "array", "string", "number", "true", "false", "null", "broken"]
Key = str | int
_KINDS: dict[int, Kind] = {ord("{"): "object", ord("["): "array", ord('"'): "string"}
_KINDS |= {ord("t"): "true", ord("f"): "false", ord("n"): "null"}
_KINDS |= dict.fromkeys(b"-0123456789", "number")
_SPACE = b" \t\r\n"
SMALL = 100_000
"""Bytes up to which a document stays open: who reads it comes back to the same levels again and again."""

_Utf8 = codecs.getincrementaldecoder("utf-8")
_GAP = re.compile(rb"[ \t\r\n]*")


class LazyValue:
    """One JSON value, known by its bytes; nothing below it is decoded before it is asked for.

    Duplicate members are all there, in their order. A container whose level cannot be read (its text is
    broken deeper than anything checked it) has no children and the kind ``broken``. Of a small document each
    level is opened once, and its children stay; of a large one they are made anew each time, and let go.
    """

    __slots__ = ("_made", "_named", "_parts", "_slice", "_stays", "kind")

    def __init__(self, text: Slice, kind: Kind | None = None, *, stays: bool = False) -> None:
        """``kind`` is given where the bytes alone do not tell: that they are broken, for one.

        ``stays`` says that what is opened in it stays open.
        """
        self._slice: Slice = text.strip(_SPACE) if isinstance(text, bytes) else text
        view = memoryview(self._slice)
        self.kind: Kind = kind or (_KINDS.get(view[0], "broken") if view.nbytes else "broken")
        self._stays = stays
        self._parts: list[Slice] | list[tuple[str, Slice]] | None = None
        self._made: list[LazyValue] | None = None
        """The children, where they stay."""
        self._named: dict[str, LazyValue] | None = None
        """Of an object whose children stay, the last of each name."""

    @classmethod
    def parse(cls, text: bytes) -> "LazyValue":
        """The value of a whole document; ``NotJson`` where it is broken.

        A document nested deeper than the parser can follow is taken on trust; its levels are checked when
        opened.
        """
        try:
            return cls(msgspec.json.decode(text, type=Raw), stays=len(text) <= SMALL)
        except RecursionError:
            return cls._trusted(text)
        except msgspec.DecodeError as error:
            if b"\\u" not in text or not is_json(text):
                raise NotJson(str(error).removeprefix("JSON is malformed: ").lower()) from None
            return cls._trusted(text)

    @classmethod
    def _trusted(cls, text: bytes) -> "LazyValue":
        value = cls(text)
        if value_end(value.raw, 0) != value.size:
            raise NotJson("brackets do not match")
        return value

    @property
    def raw(self) -> bytes:
        """The value as it came over the wire, without the blanks around it."""
        return self._slice if isinstance(self._slice, bytes) else bytes(self._slice)

    @property
    def part(self) -> Slice:
        """The same bytes as they were given."""
        return self._slice

    @property
    def view(self) -> memoryview:
        """The same bytes without a copy."""
        return memoryview(self._slice)

    @property
    def size(self) -> int:
        """How many bytes it takes on the wire."""
        return memoryview(self._slice).nbytes

    @property
    def is_container(self) -> bool:
        """Whether it is an object or an array, empty or not."""
        return self.kind in {"object", "array"}

    @property
    def has_children(self) -> bool:
        """Whether there is anything below it, without reading it."""
        if not self.is_container:
            return False
        gap = _GAP.match(self.view, 1)
        return gap is not None and gap.end() < self.size - 1

    @property
    def count(self) -> int:
        """How many members or items it has; 0 for anything that is neither object nor array."""
        return len(self._open())

    def children(self) -> list[tuple[Key, "LazyValue"]]:
        """Its members (key and value, in order, duplicates too) or its items (index and value)."""
        return self.some(0, self.count)

    def some(self, start: int, stop: int) -> list[tuple[Key, "LazyValue"]]:
        """The children from ``start`` to ``stop``, end excluded: no list of a million is built for ten."""
        parts = self._open()[start:stop]
        made = self._kept()[start:stop] if self._stays else None
        if self.kind == "object":
            named = cast("list[tuple[str, Slice]]", parts)
            values = made if made is not None else [LazyValue(part) for _, part in named]
            return [(key, value) for (key, _), value in zip(named, values, strict=True)]
        values = made if made is not None else [LazyValue(part) for part in cast("list[Slice]", parts)]
        return list(enumerate(values, start))

    @property
    def members(self) -> "list[tuple[str, Slice]]":
        """Its members as key and bytes, in order, duplicates too; none for anything but an object."""
        return cast("list[tuple[str, Slice]]", self._open()) if self.kind == "object" else []

    @property
    def items(self) -> "Payload":
        """Its items, each made when it is asked for; none for anything but an array."""
        if self.kind != "array":
            return Payload(())
        parts = cast("list[Slice]", self._open())
        return Payload(parts, self._kept() if self._stays else None)

    def get(self, *path: Key) -> "LazyValue | None":
        """What stands at the end of ``path``, the last of duplicate members; None where nothing stands."""
        value: LazyValue | None = self
        for step in path:
            if value is None:
                return None
            value = value._child(step)
        return value

    def place_of(self, key: str) -> int | None:
        """Which of its members has this key, the last of several; None where none has."""
        members = self.members
        return next((at for at in reversed(range(len(members))) if members[at][0] == key), None)

    def looking_for(self, key: str) -> Generator[None, None, int | None]:
        """Look for the same place, resting where it takes long."""
        yield from ()
        return self.place_of(key)

    def _child(self, step: Key) -> "LazyValue | None":
        if self._named is not None and isinstance(step, str):
            return self._named.get(step)
        if self._stays:
            return self._kept_child(step)
        if self.kind == "object" and isinstance(step, str):
            for key, part in reversed(cast("list[tuple[str, Slice]]", self._open())):
                if key == step:
                    return LazyValue(part)
        elif self.kind == "array" and isinstance(step, int) and 0 <= step < self.count:
            return LazyValue(cast("list[Slice]", self._open())[step])
        return None

    def _kept(self) -> "list[LazyValue]":
        """The children, each made once."""
        if self._made is None:
            parts = self._open()
            slices = (
                [part for _, part in cast("list[tuple[str, Slice]]", parts)]
                if self.kind == "object"
                else parts
            )
            self._made = [LazyValue(part, stays=True) for part in cast("list[Slice]", slices)]
        return self._made

    def _kept_child(self, step: Key) -> "LazyValue | None":
        if self.kind == "object" and isinstance(step, str):
            if self._named is None:
                made = self._kept()
                keys = (key for key, _ in cast("list[tuple[str, Slice]]", self._open()))
                self._named = dict(zip(keys, made, strict=True))
            return self._named.get(step)
        is_there = self.kind == "array" and isinstance(step, int) and 0 <= step < self.count
        return self._kept()[cast("int", step)] if is_there else None

    def string(self, *path: Key) -> str:
        """The text at the end of ``path`` where a string or a number stands there; otherwise empty."""
        found = self.get(*path)
        return found.text if found is not None and found.kind in {"string", "number"} else ""

    def integer(self, *path: Key) -> int | None:
        """The whole number at the end of ``path``; None where none stands there."""
        found = self.get(*path)
        if found is None or found.kind != "number" or not re.fullmatch(rb"-?\d{1,18}", found.raw):
            return None
        return int(found.raw)

    @property
    def text(self) -> str:
        """A string's characters; of anything else, the text of the wire: a number keeps its digits.

        Half of a surrogate pair, which no encoding can carry, stays the escape it was on the wire.
        """
        if self.kind != "string":
            return self.raw.decode("utf-8", "replace")
        return decode_string(self._slice)

    def preview(self, limit: int = 160) -> str:
        """The beginning of the value on one line, cut with an ellipsis."""
        # not "ignore": it would hide bytes that are no UTF-8; half a character at the cut alone is left out
        head = _Utf8("replace").decode(bytes(self.view[: limit * 4]), final=self.size <= limit * 4)
        if self.kind == "string" and self.size <= limit * 4:
            head = self.text
        elif self.kind == "string":
            head = head[1:].replace("\\n", " ").replace('\\"', '"').replace("\\/", "/")
        line = " ".join(head.split())
        return line if len(line) <= limit and self.size <= limit * 4 else line[: limit - 1].rstrip() + "…"

    def tidy(self) -> str:
        """The value with one member or item a line, every token spelt as on the wire."""
        try:
            return msgspec.json.format(self.raw, indent=2).decode("utf-8", "replace")
        except UNREADABLE:
            return self.raw.decode("utf-8", "replace")

    def plain(self) -> Any:
        """The value as Python has it: numbers lose their spelling, the last of duplicate members wins."""
        return json.loads(self.raw.decode("utf-8", "replace"), strict=False)

    def close(self) -> None:
        """Forget what was opened, which takes memory; it is opened anew when it is asked for."""
        self._parts = self._made = self._named = None

    def _open(self) -> "list[Slice] | list[tuple[str, Slice]]":
        if self._parts is None:
            try:
                if self.kind == "object":
                    self._parts = members_of(self._slice)
                else:
                    self._parts = items_of(self._slice) if self.kind == "array" else []
            except NotJson:
                self.kind, self._parts = "broken", []
        return self._parts


class Payload(Sequence[LazyValue]):
    """The items of a list, each made when it is asked for."""

    __slots__ = ("_made", "_parts")

    def __init__(self, parts: Sequence[Slice], made: Sequence[LazyValue] | None = None) -> None:
        """``made`` are the same items as values, where they are there already."""
        self._parts = parts
        self._made = made

    @property
    def parts(self) -> Sequence[Slice]:
        """The bytes of each item."""
        return self._parts

    def __len__(self) -> int:
        return len(self._parts)

    @overload
    def __getitem__(self, at: int) -> LazyValue: ...
    @overload
    def __getitem__(self, at: slice) -> "Payload": ...
    def __getitem__(self, at: int | slice) -> "LazyValue | Payload":
        made = self._made
        if isinstance(at, slice):
            return Payload(self._parts[at], made[at] if made is not None else None)
        return made[at] if made is not None else LazyValue(self._parts[at])

    def __iter__(self) -> Iterator[LazyValue]:
        return iter(self._made) if self._made is not None else map(LazyValue, self._parts)
