"""JSON values that are known by an outline: opened one segment at a time, never as a whole."""

import re
from collections.abc import Generator, Iterator, Sequence
from functools import lru_cache
from typing import Any, overload

import msgspec
from msgspec import UNSET, Raw, UnsetType

from edge_studio.jsontext.lazy_json import Key, LazyValue, Payload
from edge_studio.jsontext.levels import Part, Span, find_spans, key_of, read_parts
from edge_studio.jsontext.one_level import Slice
from edge_studio.jsontext.outline import Outline
from edge_studio.jsontext.steps import drained

_PLAIN = re.compile(r'[^"\\/\x00-\x1f\ud800-\udfff]*')
"""Keys that can be spelled otherwise by the numbers of their characters alone."""
_KEPT = 6
"""How many segments stay decoded."""
_REMEMBERED = 32
"""Of how many small values the places of their children are remembered: whoever searches comes back."""
_AT_ONCE = 1_000
"""Items that are made together where all are gone through."""
_COPIED = 8_192
"""Values of fewer bytes are copied: a view on one would keep all of its segment alive."""


class Source:
    """A text whose big containers are known, and the segments of it that were looked at last."""

    def __init__(self, data: bytes, top: Outline | None = None) -> None:
        self.data = data
        self.view = memoryview(data)
        self._top = top
        self._read: dict[tuple[int, int], list[Part]] = {}
        self._found: dict[tuple[int, int], list[Span]] = {}
        self._small: dict[tuple[int, int], list[Span]] = {}

    def is_top(self, outline: Outline) -> bool:
        """Whether these are the values outside of any bracket."""
        return outline is self._top

    def parts(self, outline: Outline, segment: int) -> list[Part]:
        """The children in one segment of a level, none of which has an outline."""
        key = (outline.start, segment) if not self.is_top(outline) else (-1, segment)
        found = self._read.pop(key, None)
        if found is None:
            begin, end = outline.bounds(segment)
            found = read_parts(self.data, begin, end, outline.is_object, self.is_top(outline))
        self._read[key] = found
        if len(self._read) > _KEPT:
            del self._read[next(iter(self._read))]
        return found

    def spans(self, outline: Outline, segment: int) -> list[Span]:
        """Where the children in one segment stand; those asked for last are remembered."""
        key = (-1 if self.is_top(outline) else outline.start, segment)
        found = self._found.pop(key, None)
        self._found[key] = found = self._spans(outline, segment) if found is None else found
        if len(self._found) > _KEPT:
            del self._found[next(iter(self._found))]
        return found

    def inside(self, span: Span, keyed: bool) -> list[Span]:
        """Where the children of a value without an outline stand; those asked for last are remembered."""
        key = span.start, span.end
        found = self._small.pop(key, None)
        if found is None:
            found = find_spans(self.data, span.start + 1, span.end - 1, keyed)
        self._small[key] = found
        if len(self._small) > _REMEMBERED:
            del self._small[next(iter(self._small))]
        return found

    def _spans(self, outline: Outline, segment: int) -> list[Span]:
        begin, end = outline.bounds(segment)
        part = outline.part_in(segment)
        if part is None:
            return find_spans(self.data, begin, end, outline.is_object, self.is_top(outline))
        if not outline.is_object or part.start == begin:
            return [Span(-1, -1, part.start, part.end)]
        key_end = self.data.rindex(b":", begin, part.start)
        while key_end > begin and self.data[key_end - 1] in b" \t\r\n":
            key_end -= 1
        return [Span(begin, key_end, part.start, part.end)]

    def value(self, outline: Outline) -> "BigValue":
        """The value of an outline."""
        return BigValue(self, outline)

    def key_of(self, outline: Outline, segment: int) -> str:
        """The key of the child that is all of a segment."""
        return key_of(self.data, self.spans(outline, segment)[0])


class BigValue(LazyValue):
    """A value with an outline: its count is known, and its children are read by segments."""

    __slots__ = ("_source", "outline")

    def __init__(self, source: Source, outline: Outline) -> None:
        super().__init__(source.view[outline.start : outline.end], outline.kind)
        self._source = source
        self.outline = outline

    @property
    def raw(self) -> bytes:
        """The bytes as they came; of records one below the other, those of an array that holds them."""
        if not self._source.is_top(self.outline):
            return super().raw
        return b"[" + b",".join(value.raw for _, value in self.children()) + b"]"

    @property
    def part(self) -> Slice:
        """The same bytes without a copy, where they stand in one piece."""
        return self.raw if self._source.is_top(self.outline) else super().part

    @property
    def has_children(self) -> bool:
        """Whether there is anything below it, as the outline knows."""
        return self.outline.count > 0

    @property
    def count(self) -> int:
        """How many members or items the outline counted."""
        return self.outline.count

    def some(self, start: int, stop: int) -> list[tuple[Key, LazyValue]]:
        """The children from ``start`` to ``stop``, read from the segments that hold them."""
        outline = self.outline
        start, stop = max(0, start), min(stop, outline.count)
        found: list[tuple[Key, LazyValue]] = []
        at = start
        while at < stop:
            segment = outline.segment_of(at)
            first = outline.ordinals[segment]
            inside = self._segment(segment, at - first, stop - first)
            if not inside:
                break
            keyed = outline.is_object
            found += [(key if keyed else at + place, value) for place, (key, value) in enumerate(inside)]
            at += len(inside)
        return found

    def _segment(self, segment: int, start: int, stop: int) -> list[tuple[str, LazyValue]]:
        part = self.outline.part_in(segment)
        if part is not None:
            key = self._source.key_of(self.outline, segment) if self.outline.is_object else ""
            return [(key, BigValue(self._source, part))]
        return [(found.key, _small(found)) for found in self._source.parts(self.outline, segment)[start:stop]]

    def _child(self, step: Key) -> LazyValue | None:
        if isinstance(step, int):
            is_there = self.kind == "array" and 0 <= step < self.count
            return self.some(step, step + 1)[0][1] if is_there else None
        place = self.place_of(step)
        return None if place is None else self.some(place, place + 1)[0][1]

    def place_of(self, key: str) -> int | None:
        """Which of its members has this key, the last of several; None where none has."""
        return drained(self.looking_for(key))

    def looking_for(self, key: str) -> Generator[None, None, int | None]:
        """Look for the same place, with a rest after each segment."""
        outline, data = self.outline, self._source.data
        if not outline.is_object:
            return None
        spelled = key.encode("utf-8", "surrogatepass")
        escape = b"\\u" if _PLAIN.fullmatch(key) else b"\\"
        for segment in reversed(range(outline.segments)):
            yield
            first = outline.ordinals[segment]
            if outline.part_in(segment) is not None:
                if self._source.key_of(outline, segment) == key:
                    return first
                continue
            begin, end = outline.bounds(segment)
            if data.find(spelled, begin, end) < 0 and data.find(escape, begin, end) < 0:
                continue
            if not _may_be_among(key, data[begin:end]):
                continue
            parts = self._source.parts(outline, segment)
            for place in reversed(range(len(parts))):
                if parts[place].key == key:
                    return first + place
        return None

    @property
    def items(self) -> Payload:
        """Its items, each read when it is asked for."""
        return BigPayload(self) if self.kind == "array" else Payload(())


def _may_be_among(key: str, members: bytes) -> bool:
    """Whether the fast parser finds this key among these members, or cannot tell; it passes over the rest."""
    probe = _probe(key)
    if probe is None:
        return True
    try:
        found = probe.decode(b"{" + members.rstrip(b", \t\r\n") + b"}")
    except (msgspec.DecodeError, RecursionError, UnicodeDecodeError):
        return True  # what is broken is followed token by token
    return found.value is not UNSET


@lru_cache(maxsize=64)
def _probe(key: str) -> "msgspec.json.Decoder[Any] | None":
    """Reads of an object nothing but whether it has this key; None for a key that cannot be asked for so."""
    try:
        fields = [("value", Raw | UnsetType, UNSET)]
        kind = msgspec.defstruct("Probe", fields, rename={"value": key})
    except ValueError:
        return None
    return msgspec.json.Decoder(kind)


def _small(part: Part) -> LazyValue:
    text: Slice = part.part
    if not isinstance(text, bytes) and memoryview(text).nbytes < _COPIED:
        text = bytes(text)
    return LazyValue(text, "broken" if part.is_broken else None)


class _Parts(Sequence[Slice]):
    """The bytes of the items of a big list, read when they are asked for."""

    __slots__ = ("_items",)

    def __init__(self, items: "BigPayload") -> None:
        self._items = items

    def __len__(self) -> int:
        return len(self._items)

    @overload
    def __getitem__(self, at: int) -> Slice: ...
    @overload
    def __getitem__(self, at: slice) -> Sequence[Slice]: ...
    def __getitem__(self, at: int | slice) -> Slice | Sequence[Slice]:
        if isinstance(at, int):
            return self._items[at].part
        return [value.part for value in self._items[at]]

    def __iter__(self) -> Iterator[Slice]:
        return (value.part for value in self._items)


class BigPayload(Payload):
    """The items of a big list, or some of them."""

    __slots__ = ("_start", "_stop", "_value")

    def __init__(self, value: LazyValue, start: int = 0, stop: int | None = None) -> None:
        super().__init__(())
        self._value = value
        self._start = start
        self._stop = value.count if stop is None else stop

    @property
    def parts(self) -> Sequence[Slice]:
        """The bytes of each item, read when they are asked for."""
        return _Parts(self)

    def __len__(self) -> int:
        return self._stop - self._start

    @overload
    def __getitem__(self, at: int) -> LazyValue: ...
    @overload
    def __getitem__(self, at: slice) -> Payload: ...
    def __getitem__(self, at: int | slice) -> LazyValue | Payload:
        if isinstance(at, slice):
            start, stop, step = at.indices(len(self))
            if step == 1:
                return BigPayload(self._value, self._start + start, self._start + max(start, stop))
            return Payload([self[place].part for place in range(start, stop, step)])
        at = at + len(self) if at < 0 else at
        if not 0 <= at < len(self):
            raise IndexError(at)
        return self._value.some(self._start + at, self._start + at + 1)[0][1]

    def __iter__(self) -> Iterator[LazyValue]:
        for start in range(self._start, self._stop, _AT_ONCE):
            for _, value in self._value.some(start, min(start + _AT_ONCE, self._stop)):
                yield value
