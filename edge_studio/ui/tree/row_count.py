"""How many rows of an answer hold a text: counted in its bytes, without making a row."""

import re
from collections.abc import Generator

from edge_studio.edge.handles import Answer
from edge_studio.jsontext.lazy_json import LazyValue
from edge_studio.jsontext.one_level import decode_string
from edge_studio.ui.tree.needle import WHOLE, Hits, Needle
from edge_studio.ui.tree.row_words import worded

_STEP = 32_768
"""Bytes that are passed over in one step."""
_OUTSIDE = re.compile(rb'(?:[^"]*+"[^"\\]*+(?:\\.[^"\\]*+)*+")*+[^"]*+', re.DOTALL)
_TEXT_END = re.compile(rb'[^"\\]*+(?:\\.[^"\\]*+)*+"', re.DOTALL)
_GAP = re.compile(rb"[ \t\r\n]*+")
_WORD = re.compile(rb'[^ \t\r\n,\]}\[{":]++')
_IN_WORDS = b"0123456789.eE+-abcdefghijklmnopqrstuvwxyz"
_LONGEST = 4_096
"""Bytes that are looked at first for the beginning of a number."""
_TYPE = re.compile(rb'"type"[ \t\r\n]*+:[ \t\r\n]*+\Z')
_OWN = frozenset({"handle", "type", "payload"})
"""Names of members that have no row of their own where they make a handle."""
_QUOTE, _LIST = ord('"'), ord("[")
_BEFORE = 64
"""Bytes before a value in which its name is looked for."""


def count_rows(answer: Answer, needle: Needle) -> Generator[int, None, int]:
    """Count all rows whose name, value or words hold the text, of an answer that is sound JSON.

    Yields how many there are so far, at least once a millisecond; returns how many there are.
    """
    count = 0
    for way in worded(answer, needle):
        count += way is not None
        yield count
    counting = _Counting(answer, needle)
    for found in counting.steps():
        yield count + found
    return count + counting.count


class _Counting:
    """One count of rows by the names and values in the bytes of an answer."""

    def __init__(self, answer: Answer, needle: Needle) -> None:
        if answer.json is None:
            raise ValueError("an answer without JSON has nothing to count")
        self.count = 0
        self._json = answer.json
        self._data: bytes = answer.json.data
        self._needle = needle
        self._of_handles = answer.kind == "envelope"
        self._handles = answer.handles
        self._odd = False
        """Whether there are handles that are no objects: their values have no rows of their own."""
        self._named = -1
        """Where the value begins whose name was counted last: the two are one row."""

    def steps(self) -> Generator[int]:
        """Count; yields how many there are so far."""
        for handle in self._handles:
            self._odd = self._odd or LazyValue(handle.part).kind != "object"
            yield 0
        hits, tokens = Hits(self._data, self._needle), _Tokens(self._data)
        for hit in hits:
            if hit is not None:
                while tokens.at < hit[0] or tokens.is_open:
                    tokens.go_on(min(hit[0], tokens.at + _STEP))
                    yield self.count
                start, end = tokens.around(hit[0])
                if start < end:
                    holds = self._needle.in_token(self._data, start, end, hit)
                    self.count += holds and self._is_new_row(start, end)
                    hits.at = max(hits.at, end if holds or end - start <= WHOLE else 0)
            yield self.count

    def _is_new_row(self, start: int, end: int) -> bool:
        """Whether what stands there is shown by a row that was not counted yet."""
        data = self._data
        if data[start] == _QUOTE:
            after = _past_gap(data, end)
            if data[after : after + 1] == b":":
                self._named = value = _past_gap(data, after + 1)
                name = decode_string(data[start:end]) if self._of_handles and end - start <= WHOLE else ""
                return name not in _OWN or self._has_row(start, value)
        if start == self._named:
            return False
        if self._odd or (self._of_handles and _TYPE.search(data[max(0, start - _BEFORE) : start])):
            return self._has_row(start, start)
        return True

    def _has_row(self, offset: int, value: int) -> bool:
        """Whether the member with its name or value there has a row, and is not what makes a handle."""
        way = self._json.path_at(offset, 4)[1 if self._json.is_records else 0 :]
        if way[:1] != ("handle",) or len(way) > 3:
            return True
        kind = self._data[value]
        if len(way) == 1:
            return kind != _LIST
        own = (len(way) == 2, way[-1] == "type" and kind == _QUOTE, way[-1] == "payload" and kind == _LIST)
        return not any(own)


class _Tokens:
    """Follows sound JSON from its beginning and knows what is inside of a text."""

    def __init__(self, data: bytes) -> None:
        self._data = data
        self.at = 0
        """How far it was followed: never into the middle of an escape."""
        self._start = -1
        self._text = (-1, -1)

    @property
    def is_open(self) -> bool:
        """Whether the text is not over that it has come into."""
        return self._start >= 0

    def go_on(self, to: int) -> None:
        """Go on to ``to``, or into the text that is open there; from inside of it to its end, or one step."""
        if self._start < 0:
            match = _OUTSIDE.match(self._data, self.at, to)
            self.at = match.end() if match else to
            if self.at < to:
                self._start = self.at
                self.at += 1
            return
        to = max(to, self.at + _STEP)
        match = _TEXT_END.match(self._data, self.at, to)
        if match is not None:
            self.at = match.end()
            self._text, self._start = (self._start, self.at), -1
            return
        if self.at >= len(self._data):
            self._start = -1  # only the beginning of an answer may end inside of a text
            return
        part = self._data[self.at : to]
        self.at += len(part) + (len(part) - len(part.rstrip(b"\\"))) % 2

    def around(self, offset: int) -> tuple[int, int]:
        """Where the text, number or word begins and ends that ``offset`` lies in; nothing between such."""
        if self._text[0] <= offset < self._text[1]:
            return self._text
        data = self._data
        word = _WORD.match(data, offset)
        if word is None:
            return offset, offset
        looked = _LONGEST
        while True:
            before = data[max(0, offset - looked) : offset]
            inside = len(before) - len(before.rstrip(_IN_WORDS))
            if inside < looked:
                return offset - inside, word.end()
            looked *= 16


def _past_gap(data: bytes, at: int) -> int:
    match = _GAP.match(data, at)
    return match.end() if match else at
