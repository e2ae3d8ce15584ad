"""An index of the big containers of a text of any size and shape, made in steps too short to be noticed.

Most of a text is never looked at closely: msgspec passes over whole runs of children at a gigabyte a second.
A run is cut at a comma that is guessed, and proved by being read: with a bracket on either side a wrong cut
is unbalanced or ends inside a string. Where that fails (half of a surrogate pair, nesting deeper than the
parser follows, broken text) the text is followed token by token, with a stack in place of recursion.
"""

import re
from array import array
from bisect import bisect_right
from collections.abc import Generator

import msgspec
from msgspec import Raw

from edge_studio.jsontext.lazy_json import Kind
from edge_studio.jsontext.levels import Reader, Span, Trouble, count_members, decode_items

BIG = 65_536
"""Bytes from which on a container has an outline, and which are read at most in one go."""
_MOST = 2_048
"""Children that are read at most in one go."""
_TOKENS = 48
"""Tokens that are followed between two rests."""
_HOPELESS = 100
"""Words outside of any bracket after which a text is no JSON."""
_PATIENCE = 256
"""Tokens that are followed at most before the fast parser is tried again."""

_TRAILING = re.compile(r"trailing characters \(byte (\d+)\)")
_IN_TEXT = re.compile(rb'[^"\\]*(?:\\.[^"\\]*)*', re.DOTALL)
_IN_WORD = re.compile(rb'[^ \t\r\n,\]}\[{":]*')
_OPENERS = b"[{"
_QUOTE = 0x22
_CLOSING = b'}]"'
_BLANKS = b" \t\r\n"
_DELIMITERS, _DELIMITED = b' \t\r\n,]}[{":', b'[{"'
_NO_VALUE = b",]}"
_CURLY, _CURLY_END = b"{}"
_one = msgspec.json.Decoder(Raw)


class Outline:
    """One value that is big, broken or not closed, or holds such a one: where its children begin.

    Its level is divided into segments, each read in one go. A child with an outline is a segment by itself.
    """

    __slots__ = (
        "after",
        "at",
        "between",
        "count",
        "end",
        "fresh",
        "is_closed",
        "is_odd",
        "kind",
        "offsets",
        "ordinals",
        "parts",
        "rest",
        "start",
        "stride",
    )

    def __init__(self, kind: Kind, start: int, at: int) -> None:
        self.kind: Kind = kind
        self.start = start
        self.end = start
        self.at = at
        """How far its children have been read; in the end, where the last of them is over."""
        self.count = 0
        """How many children it has."""
        self.is_closed = False
        self.is_odd = False
        """Whether something is wrong between its children, or with a child that holds none."""
        self.ordinals: array[int] = array("Q")
        self.offsets: array[int] = array("Q")
        """The number of the first child of each segment, and where it begins, its key included."""
        self.parts: dict[int, Outline] | None = None
        """The children with an outline of their own, by their number."""
        self.after = -1
        """Where the child before is over, -1 before the first; from it the next cut is learned."""
        self.between: tuple[bytes, ...] = ()
        """What stands between two children, the more telling spelling first."""
        self.stride = BIG
        self.rest = 0
        self.fresh = True

    @property
    def is_object(self) -> bool:
        """Whether its children have keys."""
        return self.kind == "object"

    @property
    def segments(self) -> int:
        """How many segments its level has."""
        return len(self.ordinals)

    def segment_of(self, ordinal: int) -> int:
        """The segment of a child."""
        return bisect_right(self.ordinals, ordinal) - 1

    def segment_at(self, offset: int) -> int:
        """The segment that an offset belongs to; -1 before the first child."""
        return bisect_right(self.offsets, offset) - 1

    def bounds(self, segment: int) -> tuple[int, int]:
        """Where a segment begins and ends in the text."""
        last = segment + 1 >= len(self.offsets)
        return self.offsets[segment], self.at if last else self.offsets[segment + 1]

    def part_in(self, segment: int) -> "Outline | None":
        """The child with an outline that is all of a segment."""
        return self.parts.get(self.ordinals[segment]) if self.parts else None

    def begin(self, offset: int) -> None:
        """Note that the next child begins at ``offset``."""
        far = self.fresh or offset - self.offsets[-1] >= BIG or self.count - self.ordinals[-1] >= _MOST // 2
        if far:
            self.mark(offset)
            self.fresh = False

    def mark(self, offset: int) -> None:
        """Begin a segment with the next child, which begins at ``offset``."""
        if not self.ordinals or self.ordinals[-1] != self.count:
            self.ordinals.append(self.count)
            self.offsets.append(offset)

    def keep(self, child: "Outline", offset: int) -> None:
        """Keep the outline of the next child, which begins, with its key, at ``offset``."""
        self.mark(offset)
        self.fresh = True
        if self.parts is None:
            self.parts = {}
        self.parts[self.count] = child

    @property
    def is_kept(self) -> bool:
        """Whether it has to be kept, now that it is over."""
        return self.end - self.start >= BIG or not self.is_closed or self.is_odd or self.parts is not None


class Outliner:
    """Makes the outline of a text from ``start`` to its end.

    ``cut`` says that the text is only the beginning of one: breaking off is no trouble then, and a text,
    number or word that is not complete is left out.
    """

    def __init__(self, data: bytes, start: int = 0, *, cut: bool = False) -> None:
        self._data = data
        self._view = memoryview(data)
        self._limit = len(data)
        self._cut = cut
        self._reader = Reader(data, self._limit)
        self._penalty = 0
        self._wait = 0
        self.top: Outline = Outline("array", start, start)
        """The values one after the other outside of any bracket: one, or several records."""
        self.scalars = 0
        """How many of those are neither objects nor lists."""
        self.second = -1
        """Where the second of them begins."""
        self._in_text = False
        self.ends_open = 0
        """How many brackets are still open at the end."""
        self._stack: list[tuple[Outline, int]] = [(self.top, start)]

    @property
    def trouble(self) -> Trouble | None:
        """What is wrong first."""
        return self._reader.trouble

    def steps(self) -> Generator[float]:
        """Do the work, resting at least every half millisecond; yields how much is done, from 0 to 1."""
        tokens = 0
        while self._stack:
            if self.scalars > _HOPELESS:
                return  # prose, or a web page
            level, _ = self._stack[-1]
            told = self._reader.told
            span = self._reader.child(level.at, level.is_object, level.after < 0, level is self.top)
            level.is_odd = level.is_odd or self._reader.told != told
            if span is None:
                self._close(self._reader.at)
            elif self._takes_fast(level, span):
                yield level.at / max(1, self._limit)
                continue
            else:
                yield from self._token(level, span)
            tokens += 1
            if tokens >= _TOKENS:
                tokens = 0
                yield level.at / max(1, self._limit)
        self._break_off()

    # By the fast parser

    def _takes_fast(self, level: Outline, span: Span) -> bool:
        if self._wait > 0:
            self._wait -= 1
            return False
        begin = span.begin
        if self._takes_run(level, begin) or self._takes_one(level, span, begin):
            self._penalty = 0
            return True
        self._penalty = min(_PATIENCE, self._penalty * 2 or 1)
        self._wait = self._penalty
        return False

    def _takes_run(self, level: Outline, begin: int) -> bool:
        if level is self.top:
            return False
        if level.rest > 0:
            level.rest -= 1
            return False
        self._learn(level, begin)
        if not level.between:
            return False
        window = self._data[begin : begin + level.stride]
        for between, lead in zip(level.between, (1, 1, 0), strict=False):
            end = len(window)
            for _ in range(2):
                cut = window.rfind(between, 0, end)
                if cut < 0:
                    break
                end = cut + lead
                count = self._count(window[:end], level.is_object)
                if count:
                    self._pass(level, begin, begin + end, count)
                    long = count > _MOST
                    level.stride = max(2048, end * _MOST // (2 * count)) if long else min(BIG, end * 2 + 256)
                    return True
        level.rest = min(64, max(1, 2 * level.rest))
        level.between = ()
        return False

    def _learn(self, level: Outline, begin: int) -> None:
        """Learn what stands between two children from the last one and the one that begins here."""
        if level.between or level.after <= 0 or not 0 < begin - level.after < 256:
            return
        gap = self._data[level.after : begin]
        last, ahead = self._data[level.after - 1 : level.after], self._data[begin : begin + 8]
        level.between = (last + gap + ahead, last + gap + ahead[:1], gap)

    @staticmethod
    def _count(text: bytes, keyed: bool) -> int:
        if keyed:
            return count_members(b"{" + text + b"}")
        return len(decode_items(b"[" + text + b"]") or ())

    def _takes_one(self, level: Outline, span: Span, begin: int) -> bool:
        end = self._end_of_one(span.start)
        if end <= span.start:
            return False
        self._top_level(level, span.start)
        self._pass(level, begin, end, 1)
        return True

    def _end_of_one(self, start: int) -> int:
        """Where the value at ``start`` ends; 0 where it is longer than one goes, or not sound."""
        window = self._view[start : start + BIG]
        try:
            size = memoryview(_one.decode(window)).nbytes
        except msgspec.DecodeError as error:
            trailing = _TRAILING.search(str(error))
            if trailing is None:
                return 0
            end = start + int(trailing.group(1)) - 1
            if self._data[end] not in _DELIMITERS and self._data[start] not in _DELIMITED:
                return 0  # a word that begins like a number
            while self._data[end - 1] in _BLANKS:
                end -= 1
            return end
        except RecursionError:
            return 0
        may_go_on = self._cut or start + len(window) < self._limit
        if may_go_on and size == len(window) and window[-1] not in _CLOSING:
            return 0
        return start + size

    @staticmethod
    def _pass(level: Outline, begin: int, end: int, count: int) -> None:
        level.begin(begin)
        level.count += count
        level.at = level.after = end

    def _top_level(self, level: Outline, start: int) -> None:
        if level is self.top:
            if self._data[start] not in _OPENERS:
                self.scalars += 1
            if level.count == 1:
                self.second = start

    # Token by token

    def _token(self, level: Outline, span: Span) -> Generator[float]:
        start = span.start
        begin = span.begin
        self._top_level(level, start)
        mark = self._data[start] if start < self._limit else 0
        if mark in _OPENERS and start < self._limit:
            below = Outline("object" if mark == _CURLY else "array", start, start + 1)
            level.at = start + 1
            self._stack.append((below, begin))
            return
        end = start
        if self._limit - start > BIG:
            end = yield from self._long_leaf(start)
        elif mark not in _NO_VALUE or level is self.top:
            end = max(self._reader.leaf_end(start), start + 1)
        self._leaf(level, begin, start, min(end, self._limit))

    def _long_leaf(self, start: int) -> Generator[float, None, int]:
        """Where a text, number or word that may be long ends, looked for piece by piece."""
        quoted = self._data[start] == _QUOTE
        pattern, at = (_IN_TEXT, start + 1) if quoted else (_IN_WORD, start)
        if self._data[start] in _NO_VALUE:
            return start if len(self._stack) > 1 else start + 1
        while at < self._limit:
            found = pattern.match(self._data, at, min(self._limit, at + BIG))
            reached = found.end() if found else at
            if reached < min(self._limit, at + BIG):
                if not quoted:
                    return max(reached, start + 1)
                if self._data[reached] == _QUOTE:
                    return reached + 1
                reached += 2  # a backslash, whose other half lies beyond the piece
            at = reached
            yield at / max(1, self._limit)
        return self._limit

    def _leaf(self, level: Outline, begin: int, start: int, end: int) -> None:
        quoted = self._data[start : start + 1] == b'"'
        is_last = end >= self._limit
        is_whole = not is_last or (quoted and end - start > 1 and self._data[end - 1] == _QUOTE)
        if self._cut and not is_whole:
            self._limit = self._reader.limit = level.at = begin
            return
        told = self._reader.told
        breaks_off = quoted and not is_whole
        self._in_text = self._in_text or breaks_off
        if not breaks_off and end - start < BIG and not self._reader.is_sound(start, end):
            level.is_odd = True
            if end > start and (not is_last or level is self.top):
                self._reader.tell(
                    start, "a text holds what JSON does not allow" if quoted else "no JSON value"
                )
        if end - start >= BIG or breaks_off:
            part = Outline("broken" if breaks_off else "string" if quoted else "number", start, end)
            part.end, part.is_closed = end, not breaks_off
            level.keep(part, begin)
        else:
            level.begin(begin)
        level.is_odd = level.is_odd or told != self._reader.told
        level.count += 1
        level.at = level.after = end

    def _close(self, at: int) -> None:
        """The level read last is over, at a bracket or at the end of the text."""
        level, begin = self._stack.pop()
        if at >= self._limit:
            level.end = self._limit
            self.ends_open += bool(self._stack)
        else:
            level.end, level.is_closed = at + 1, True
            if level.is_object != (self._data[at] == _CURLY_END):
                level.is_odd = True
                self._reader.tell(at, "a bracket of the other kind closes what is open")
        if not self._stack:
            return
        above, _ = self._stack[-1]
        if level.is_kept:
            above.keep(level, begin)
        else:
            above.begin(begin)
        above.count += 1
        above.at = above.after = level.end

    def _break_off(self) -> None:
        """Say that the text ends too early."""
        if self._cut or not (self.ends_open or self._in_text):
            return
        brackets = "1 bracket is" if self.ends_open == 1 else f"{self.ends_open:,} brackets are"
        what = f"{brackets} still open" if self.ends_open else "inside a text"
        words = f"The JSON breaks off after {self._limit:,} bytes: {what}."
        self._reader.trouble = self._reader.trouble or Trouble(self._limit, words)
