"""The children of one container, token by token, in JSON that may be broken or break off."""

import json
import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import NamedTuple

import msgspec
from msgspec import Raw

from edge_studio.jsontext.one_level import decode_string, holds_all

_GAP = re.compile(rb"[ \t\r\n]*")
_SCALAR = re.compile(rb"[^ \t\r\n,\]}\[{\":]+")
_STRING = re.compile(rb'"[^"\\]*(?:\\.[^"\\]*)*"', re.DOTALL)
_SOUND = re.compile(
    rb'"(?:[^"\\\x00-\x1f]|\\(?:["\\/bfnrt]|u[0-9a-fA-F]{4}))*"'
    rb"|-?(?:0|[1-9][0-9]*)(?:\.[0-9]+)?(?:[eE][+-]?[0-9]+)?|true|false|null"
)
_NESTING = re.compile(rb'"[^"\\]*(?:\\.[^"\\]*)*"|[\[\]{}]', re.DOTALL)
_QUOTE, _COMMA, _COLON, _BACKSLASH = b'",:\\'
_OPENERS, _CLOSERS = b"[{", b"]}"
_ENDS = b",]}"
_LONGEST_KEY = 65_536
"""A name that is not over after so many bytes is none."""

_object = msgspec.json.Decoder(dict[str, Raw])
_array = msgspec.json.Decoder(list[Raw])


@dataclass(frozen=True, slots=True)
class Trouble:
    """Where a text stops being JSON, and why in plain words."""

    offset: int
    """Byte of the text, 0-based."""
    words: str
    """A sentence."""


class Span(NamedTuple):
    """Where one child stands: its key, quotes included, and its value; all four are bytes of the text.

    A child without a key has -1 for its key's place.
    """

    key_start: int
    key_end: int
    start: int
    end: int

    @property
    def begin(self) -> int:
        """Where the child begins, its key included."""
        return self.start if self.key_start < 0 else self.key_start


class Reader:
    """Reads the level of a container up to ``limit``, whatever stands there; remembers the first trouble."""

    __slots__ = ("at", "data", "goes_on", "limit", "told", "trouble")

    def __init__(self, data: bytes, limit: int, *, goes_on: bool = False) -> None:
        self.data = data
        self.limit = limit
        self.goes_on = goes_on
        """Whether the text does not end at the limit: a member there without a value is one all the same."""
        self.at = 0
        """Where the last look for a child ended without one: at a bracket that closes, or at the limit."""
        self.trouble: Trouble | None = None
        self.told = 0
        """How many troubles there were."""

    def tell(self, offset: int, what: str) -> None:
        """Remember that the text is broken at ``offset``, unless it was before."""
        self.told += 1
        if self.trouble is None:
            self.trouble = Trouble(offset, f"The JSON is broken at byte {offset:,}: {what}.")

    def skip(self, at: int) -> int:
        """The place of the next byte that is no blank."""
        gap = _GAP.match(self.data, at, self.limit)
        return gap.end() if gap else at

    def child(self, at: int, keyed: bool, first: bool, loose: bool = False) -> Span | None:
        """The next child's key and where its value begins (``start`` and ``end`` are the same).

        None where the container ends, or the text; then ``at`` says where. ``loose`` is for values one after
        the other outside of any bracket, which need no commas.
        """
        data, limit, may_come = self.data, self.limit, first
        while True:
            at = self.skip(at)
            self.at = at
            if at >= limit:
                return None
            mark = data[at]
            if mark == _COMMA:
                if may_come and not loose:
                    self.tell(at, "a value is missing before a comma")
                may_come, first, at = True, False, at + 1
                continue
            if mark in _CLOSERS and not loose:
                if may_come and not first:
                    self.tell(at, "a value is missing after the last comma")
                return None
            break
        if not may_come and not loose:
            self.tell(at, "a comma is missing")
        if not keyed:
            return Span(-1, -1, at, at)
        return self._member(at)

    def _member(self, at: int) -> Span | None:
        data, limit = self.data, self.limit
        end = at
        if data[at] not in _OPENERS:
            match = (_STRING if data[at] == _QUOTE else _SCALAR).match(
                data, at, min(limit, at + _LONGEST_KEY)
            )
            end = match.end() if match else min(limit, at + _LONGEST_KEY)
        colon = self.skip(end)
        if colon < limit and data[colon] == _COLON and end > at:
            if data[at] != _QUOTE:
                self.tell(at, "a name stands there without quotation marks")
            start = self.skip(colon + 1)
            if start >= limit and not self.goes_on:
                self.at = limit
                return None
            if start >= limit or data[start] in _ENDS:
                self.tell(start, "a value is missing")
            return Span(at, end, start, start)
        if colon >= limit and data[at] not in _OPENERS and not self.goes_on:
            self.at = limit
            return None
        self.tell(colon, "a colon is missing")
        return Span(-1, -1, at, at)

    def leaf_end(self, at: int) -> int:
        """Where the text, number or word that begins at ``at`` ends; the limit where it breaks off."""
        mark = self.data[at]
        if mark == _QUOTE:
            match = _STRING.match(self.data, at, self.limit)
            return match.end() if match else self.limit
        if mark in _ENDS:
            return at
        match = _SCALAR.match(self.data, at, self.limit)
        return match.end() if match else at + 1

    def is_sound(self, start: int, end: int) -> bool:
        """Whether a text, number or word is what JSON allows."""
        return _SOUND.fullmatch(self.data, start, end) is not None

    def value_end(self, at: int) -> int:
        """Where the value that begins at ``at`` ends, brackets matched whatever their kind."""
        if at >= self.limit:
            return at
        if self.data[at] not in _OPENERS:
            return self.leaf_end(at)
        depth = 0
        for token in _NESTING.finditer(self.data, at, self.limit):
            mark = self.data[token.start()]
            if mark in _OPENERS:
                depth += 1
            elif mark in _CLOSERS:
                depth -= 1
                if depth == 0:
                    return token.end()
        return self.limit

    def children(self, at: int, keyed: bool, loose: bool = False) -> Iterator[Span]:
        """All children from ``at`` on."""
        first = True
        while (span := self.child(at, keyed, first, loose)) is not None:
            at, first = self.value_end(span.start), False
            if at == span.start and loose:
                at += 1  # a bracket that closes nothing
            yield Span(span.key_start, span.key_end, span.start, at)


class Part(NamedTuple):
    """One child as it is handed on: its key, empty for items, and the bytes of its value."""

    key: str
    part: Raw | bytes
    is_broken: bool = False


def read_parts(data: bytes, start: int, end: int, keyed: bool, loose: bool = False) -> list[Part]:
    """The children between two places of a level: by the fast parser, or else token by token."""
    found = None if loose else _fast(data, start, end, keyed)
    if found is not None:
        return [Part(key, raw) for key, raw in found]
    reader = Reader(data, end, goes_on=True)
    parts: list[Part] = []
    for span in reader.children(start, keyed, loose):
        key = key_of(data, span)
        leaf = span.start == span.end or data[span.start] not in _OPENERS
        sound = not leaf or reader.is_sound(span.start, span.end)
        parts.append(Part(key, data[span.start : span.end], not sound))
    return parts


def key_of(data: bytes, span: Span) -> str:
    """A child's key, decoded; empty for one without."""
    if span.key_start < 0:
        return ""
    key = data[span.key_start : span.key_end]
    return decode_string(key) if key[:1] == b'"' else key.decode("utf-8", "replace")


def find_spans(data: bytes, start: int, end: int, keyed: bool, loose: bool = False) -> list[Span]:
    """Where the children between two places of a level stand."""
    found = None if loose else _fast(data, start, end, keyed)
    if found is not None:
        spans = _along(data, start, end, keyed, found)
        if len(spans) == len(found):
            return spans
    return list(Reader(data, end, goes_on=True).children(start, keyed, loose))


def _along(data: bytes, at: int, end: int, keyed: bool, found: list[tuple[str, Raw]]) -> list[Span]:
    """The places of children whose lengths are known."""
    spans: list[Span] = []
    for _, raw in found:
        gap = _GAP.match(data, at, end)
        at = gap.end() if gap else at
        key_start = key_end = -1
        if keyed:
            key = _STRING.match(data, at, end)
            if key is None:
                return []
            key_start, key_end = key.span()
            colon = _GAP.match(data, key_end, end)
            gap = _GAP.match(data, (colon.end() if colon else key_end) + 1, end)
            at = gap.end() if gap else end
        stop = at + memoryview(raw).nbytes
        spans.append(Span(key_start, key_end, at, stop))
        gap = _GAP.match(data, stop, end)
        at = (gap.end() if gap else stop) + 1
    return spans


def _fast(data: bytes, start: int, end: int, keyed: bool) -> list[tuple[str, Raw]] | None:
    text = data[start:end].rstrip(b" \t\r\n,")
    if not keyed:
        try:
            return [("", raw) for raw in _array.decode(b"[" + text + b"]")]
        except (msgspec.DecodeError, RecursionError):
            return None
    return decode_members(b"{" + text + b"}")


def decode_members(text: bytes) -> list[tuple[str, Raw]] | None:
    """The members of an object; None where it is broken, or has one of them twice."""
    try:
        members = _object.decode(text)
    except (msgspec.DecodeError, RecursionError, UnicodeDecodeError):
        return None
    return list(members.items()) if holds_all(text, members) else None


def count_members(text: bytes) -> int:
    """How many members an object has, one name's as often as they stand there; 0 where it is broken."""
    try:
        members = _object.decode(text)
    except (msgspec.DecodeError, RecursionError, UnicodeDecodeError):
        return 0
    if holds_all(text, members):
        return len(members)
    try:  # of members with one name a dict keeps the last; this parser tells of all
        return int(json.loads(text, object_pairs_hook=len, parse_int=len, parse_float=len))
    except (ValueError, RecursionError):
        return sum(1 for _ in Reader(text, len(text)).children(1, keyed=True))


def decode_items(text: bytes) -> list[Raw] | None:
    """The items of a list; None where it is broken."""
    try:
        return _array.decode(text)
    except (msgspec.DecodeError, RecursionError):
        return None
