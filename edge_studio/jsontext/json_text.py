"""The JSON of a body of any size and shape: its values, where each stands, and what stands where."""

from bisect import bisect_right
from collections.abc import Generator, Sequence
from typing import NamedTuple

from edge_studio.jsontext.big_value import BigValue, Source
from edge_studio.jsontext.lazy_json import SMALL, Key, LazyValue
from edge_studio.jsontext.levels import Span, Trouble, key_of
from edge_studio.jsontext.one_level import NotJson
from edge_studio.jsontext.outline import Outline, Outliner
from edge_studio.jsontext.wire_text import WireText, read_wire

__all__ = ["JsonText", "Trouble"]

_LOOKED_AT = 20
"""Children that are looked at to tell broken JSON from what never was any."""
_LEVELS_KEPT = 64
"""How many levels stay known: whoever asks for one place after the other comes back to the same."""


class Place(NamedTuple):
    """Where a byte of a text belongs to."""

    path: tuple[Key, ...]
    """Keys and indexes from the root."""
    places: tuple[int, ...]
    """For each of them which child it is of the value above: it tells duplicate members apart."""
    span: Span
    """The bytes of the value at the end of the path; of the whole text for an empty path."""


class JsonText:
    """A text that is JSON, as far as it goes.

    Broken text is read as far as that makes sense: a container that is not closed holds what is there, a
    child that is no JSON value has the kind ``broken``, and :attr:`trouble` says what is wrong first. Several
    values one after the other (JSON lines, records between NULs, server-sent events) are a list.
    """

    def __init__(self, data: bytes) -> None:
        """Read all of ``data`` at once; ``NotJson`` where nothing in it is JSON."""
        steps = self._steps(data, cut=False)
        while next(steps, None) is not None:
            pass

    @classmethod
    def reading(cls, data: bytes) -> Generator[float, None, "JsonText"]:
        """Read ``data`` step by step, none of which takes a millisecond; yields the part that is done."""
        made = cls.__new__(cls)
        yield from made._steps(data, cut=False)
        return made

    @classmethod
    def beginning(cls, data: bytes, size: int) -> "JsonText":
        """What the first ``size`` bytes hold: what lies beyond is missing, and no trouble."""
        made = cls.__new__(cls)
        for _ in made._steps(data[:size], cut=True):
            pass
        return made

    def _steps(self, body: bytes, *, cut: bool) -> Generator[float]:
        wire = WireText(b"")
        reading = read_wire(body)
        while True:
            try:
                yield next(reading) * 0.2
            except StopIteration as end:
                wire = end.value
                break
        self.data = wire.data
        """The text as it was read, every byte at its place in the body: a byte order mark and the field names
        of server-sent events are blank, the NULs between records commas."""
        self.bad_utf8 = wire.bad_utf8
        """The first byte that is not UTF-8; -1 where there is none. It reads as �."""
        self.is_partial = cut
        """Whether this is only the beginning."""
        self._levels: dict[tuple[int, int], list[Span]] = {}
        outliner = Outliner(wire.data, wire.start, cut=cut)
        for done in outliner.steps():
            yield 0.2 + done * 0.8
        self._take(outliner, wire)

    def _take(self, outliner: Outliner, wire: WireText) -> None:
        top = outliner.top
        self.trouble: Trouble | None = outliner.trouble
        """What is wrong first; None where the text is whole and sound."""
        self.is_records = wire.is_records or (top.count > 1 and not outliner.scalars)
        """Whether these are several values one after the other."""
        self._source = Source(self.data, top)
        if not top.count:
            raise NotJson("The text is empty.")
        if not self.is_records and top.count > 1:
            place = f"The JSON is over before byte {outliner.second:,}: something else follows."
            self._tell(Trouble(outliner.second, place))
        self._root = top if self.is_records else top.parts.get(0) if top.parts else None
        self._span = Span(-1, -1, wire.start, len(self.data))
        if not self.is_records:
            self._span = self._source.spans(top, 0)[0]
        self.root: LazyValue = self._make_root()
        """The whole as JSON; of several values, the list of them."""
        if self.trouble is not None and not self._has_sense():
            raise NotJson(self.trouble.words)
        if self.bad_utf8 >= 0:
            self._tell(Trouble(self.bad_utf8, f"Byte {self.bad_utf8:,} is not UTF-8 text: it is shown as �."))

    def _tell(self, trouble: Trouble) -> None:
        if self.trouble is None or trouble.offset < self.trouble.offset:
            self.trouble = trouble

    def _make_root(self) -> LazyValue:
        if self._root is not None:
            return BigValue(self._source, self._root)
        text = self.data[self._span.start : self._span.end]
        return LazyValue(text, stays=len(text) <= SMALL)

    def _has_sense(self) -> bool:
        """Whether a text with troubles is JSON nevertheless, rather than something else with a bracket."""
        if not self.root.is_container:
            return False
        return any(
            value.kind != "broken" or (key and self.root.kind == "object")
            for key, value in self.root.some(0, _LOOKED_AT)
        )

    # Where things stand

    def locate(self, path: Sequence[Key]) -> tuple[int, int] | None:
        """The bytes of the value at the end of ``path``, as start and end; None where none stands there.

        Of members with one name it is the last.
        """
        span, outline = self._span, self._root
        for step in path:
            found = self._down(span, outline, step)
            if found is None:
                return None
            span, outline = found
        return span.start, span.end

    def path_at(self, offset: int, deepest: int | None = None) -> tuple[Key, ...]:
        """The path of the innermost value that the byte at ``offset`` belongs to, or whose key it does.

        It ends after ``deepest`` steps.
        """
        return self.place_at(offset, deepest).path

    def place_at(self, offset: int, deepest: int | None = None) -> Place:
        """The same path, with all that tells where it ends."""
        path, places = list[Key](), list[int]()
        span, outline = self._span, self._root
        while len(path) != deepest and (found := self._inside(span, outline, offset)) is not None:
            place, span, outline = found
            path.append(place if span.key_start < 0 else key_of(self.data, span))
            places.append(place)
            if offset < span.start:
                break
        return Place(tuple(path), tuple(places), span)

    def _is_top(self, outline: Outline | None) -> bool:
        return outline is not None and self._source.is_top(outline)

    def _keyed(self, span: Span, outline: Outline | None) -> bool | None:
        """Whether the children of a value have keys; None where it can have no children."""
        if outline is not None:
            return outline.is_object if outline.kind in {"object", "array"} else None
        mark = self.data[span.start : span.start + 1]
        return mark == b"{" if mark in {b"{", b"["} else None

    def _down(self, span: Span, outline: Outline | None, step: Key) -> tuple[Span, Outline | None] | None:
        keyed = self._keyed(span, outline)
        if keyed is None or keyed != isinstance(step, str):
            return None
        if outline is not None:
            place = self._source.value(outline).place_of(step) if isinstance(step, str) else step
            if place is None or not 0 <= place < outline.count:
                return None
            segment = outline.segment_of(place)
            spans = self._source.spans(outline, segment)
            return spans[place - outline.ordinals[segment]], outline.part_in(segment)
        spans = self._source.inside(span, keyed)
        if isinstance(step, str):
            named = (found for found in reversed(spans) if key_of(self.data, found) == step)
            found = next(named, None)
            return (found, None) if found else None
        return (spans[step], None) if 0 <= step < len(spans) else None

    def _spans(self, span: Span, outline: Outline | None, segment: int, keyed: bool) -> list[Span]:
        """The children in a segment, or of a small value; those asked for last stay known."""
        place = (-1 if self._is_top(outline) else span.start, segment)
        found = self._levels.pop(place, None)
        if found is None and outline is not None:
            found = self._source.spans(outline, segment)
        elif found is None:
            found = self._source.inside(span, keyed)
        self._levels[place] = found
        if len(self._levels) > _LEVELS_KEPT:
            del self._levels[next(iter(self._levels))]
        return found

    def _inside(
        self, span: Span, outline: Outline | None, offset: int
    ) -> tuple[int, Span, Outline | None] | None:
        keyed = self._keyed(span, outline)
        if keyed is None:
            return None
        first, part = 0, None
        if outline is not None:
            segment = outline.segment_at(offset)
            if segment < 0:
                return None
            spans, first = self._spans(span, outline, segment, keyed), outline.ordinals[segment]
            part = outline.part_in(segment)
        else:
            spans = self._spans(span, None, 0, keyed)
        at = bisect_right(spans, offset, key=_begin) - 1
        if at < 0 or offset >= spans[at].end:
            return None
        return first + at, spans[at], part


def _begin(span: Span) -> int:
    return span.begin
