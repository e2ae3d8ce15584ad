"""A long text as rows of a fixed width, and the JSON colours of any one of them."""

import re
from array import array
from bisect import bisect_right
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import accumulate
from operator import sub

_NEWLINE = re.compile("\n")
_TOKEN = re.compile(
    r'(?P<string>"[^"\\]*(?:\\.[^"\\]*)*\\?"?)(?P<colon>\s*:)?|(?P<number>-?\d[\d.eE+-]*)'
    r"|(?P<literal>true|false|null)|(?P<punctuation>[{}\[\],:])",
    re.DOTALL,
)
_REST_OF_STRING = re.compile(r'[^"\\]*(?:\\.[^"\\]*)*\\?("?)(\s*:)?', re.DOTALL)
WIDE = re.compile("[\u0590-\u1fff\u2600-\u27bf\u2e80-\U0010ffff]")
"""Characters that may be twice as wide as others."""
_LOOK_BACK = 200_000
_TRIES = 40
_INVISIBLE = {code: 0x2400 + code for code in range(32)} | {9: ord(" "), 0x7F: 0x2421}
"""Control characters are drawn as their signs, tabulators as blanks; what is copied is the text itself."""


@dataclass(frozen=True, slots=True)
class Row:
    """One row of the screen: the characters from ``start`` to ``end`` of the text."""

    line: int
    """The line it belongs to, from 0."""
    start: int
    end: int
    first: bool
    """Whether the line begins with it."""
    remark: str = ""
    """``note`` or ``heading`` where it is a remark of the viewer's, and no part of the text."""


@dataclass(frozen=True, slots=True)
class Span:
    """A stretch of one colour, by the look's token."""

    start: int
    end: int
    token: str


class TextRows:
    """A text cut into rows: at line ends, and where a line is wider than ``columns``.

    It is one piece of a longer text, or all of a short one; ``inside`` says that it begins inside a string.
    """

    def __init__(self, text: str, inside: bool = False) -> None:
        self.text = text
        self._begins_inside = inside
        self._starts = array("q", [0])
        self._starts.extend(match.end() for match in _NEWLINE.finditer(text))
        ends = [*(start - 1 for start in self._starts[1:]), len(text)]
        self._lengths = array("q", map(sub, ends, self._starts))
        self._longest = max(self._lengths)
        self._narrow = text.isascii() or not WIDE.search(text)
        self._columns = 0
        self._wide: set[int] = set()
        """Lines that need wrapping and hold characters which may be twice as wide."""
        self._firsts: Sequence[int] = range(1)

    @property
    def line_count(self) -> int:
        """How many lines the text has; an empty one has one."""
        return len(self._starts)

    def line_start(self, line: int) -> int:
        """Where a line begins."""
        start: int = self._starts[line]
        return start

    def line_of(self, offset: int) -> int:
        """The line in which the character at ``offset`` stands."""
        return bisect_right(self._starts, offset) - 1

    def line_end(self, line: int) -> int:
        """Where a line ends, its line feed excluded."""
        end: int = self._starts[line] + self._lengths[line]
        return end

    def set_columns(self, columns: int) -> bool:
        """Cut lines to this width from now on; whether anything changed by it."""
        if columns == self._columns:
            return False
        self._columns = columns
        half = max(1, columns // 2)
        if self._longest <= half or (self._narrow and self._longest <= columns):
            self._wide, self._firsts = set(), range(len(self._starts) + 1)
            return True
        if not self._narrow:
            long = [line for line, length in enumerate(self._lengths) if length > half]
            self._wide = {
                line for line in long if WIDE.search(self.text, self._starts[line], self.line_end(line))
            }
        counts = [-(-length // columns) or 1 for length in self._lengths]
        for line in self._wide:
            counts[line] = -(-self._lengths[line] // half)
        self._firsts = array("q", accumulate(counts, initial=0))
        return True

    def _width(self, line: int) -> int:
        return max(1, self._columns // 2) if line in self._wide else self._columns

    @property
    def count(self) -> int:
        """How many rows there are."""
        return self._firsts[-1]

    def row(self, number: int) -> Row:
        """The row of this number, from 0."""
        line = bisect_right(self._firsts, number) - 1
        start, end = self._starts[line], self.line_end(line)
        width, within = self._width(line), number - self._firsts[line]
        begin = start + within * width
        return Row(line, begin, min(begin + width, end), within == 0)

    def row_of(self, offset: int) -> int:
        """The number of the row in which the character at ``offset`` stands."""
        line = bisect_right(self._starts, offset) - 1
        start, end = self._starts[line], self.line_end(line)
        within = (min(offset, end) - start) // self._width(line)
        return min(self._firsts[line] + within, self._firsts[line + 1] - 1)

    def shown(self, row: Row) -> str:
        """The characters of a row as they are drawn, one for each of the text."""
        return self.text[row.start : row.end].translate(_INVISIBLE)

    def colours(self, row: Row) -> list[Span]:
        """The colours of a row, taking the text for JSON."""
        spans: list[Span] = []
        at = row.start
        if self._inside_string(row.start, self._starts[row.line]):
            # The row may begin with the second half of an escape, which ends no string.
            begin = min(at + self._is_escaped(at, self._starts[row.line]), row.end)
            rest = _REST_OF_STRING.match(self.text, begin, row.end)
            if rest:
                spans.append(Span(at, rest.end(1), "json.key" if rest[1] and rest[2] else "json.string"))
                at = rest.end(1)
        for match in _TOKEN.finditer(self.text, at, row.end):
            kind = match.lastgroup or ""
            if match["string"] is not None:
                kind = "key" if match["colon"] is not None else "string"
                spans.append(Span(match.start("string"), match.end("string"), f"json.{kind}"))
                if match["colon"] is not None:
                    spans.append(Span(match.start("colon"), match.end("colon"), "json.punctuation"))
            else:
                spans.append(Span(match.start(), match.end(), f"json.{kind}"))
        return spans

    def _inside_string(self, offset: int, line_start: int) -> bool:
        """Whether a string that began before ``offset`` is still open there.

        Looks back to the nearest quotation mark that can only open, or only close, a string of valid JSON: an
        opening one follows punctuation, a closing one is followed by it.
        """
        lowest = max(line_start, offset - _LOOK_BACK)
        quote, inside = offset, False
        for _ in range(_TRIES):
            quote = self.text.rfind('"', lowest, quote)
            if quote < 0:
                return inside != (self._begins_inside and lowest == 0)
            if self._is_escaped(quote, lowest):  # such a one stands only inside a string
                return not inside
            before = self.text[max(lowest, quote - 40) : quote].rstrip()[-1:]
            after = self.text[quote + 1 : quote + 41].lstrip()[:1]
            # Nothing but blanks to the line's start: it opens; nothing after it: it closes. Both are "" here.
            opens, closes = before in "{[,:", after in ":,}]"
            if opens != closes:
                return opens != inside
            inside = not inside
        return inside

    def _is_escaped(self, quote: int, lowest: int) -> bool:
        at = quote
        while at > lowest and self.text[at - 1] == "\\":
            at -= 1
        return (quote - at) % 2 == 1


def word_at(text: str, offset: int) -> tuple[int, int]:
    """From where to where the word or number reaches in which a character stands."""
    start = end = min(offset, max(0, len(text) - 1))
    while start > 0 and _is_word(text[start - 1]):
        start -= 1
    while end < len(text) and _is_word(text[end]):
        end += 1
    return start, end


def _is_word(character: str) -> bool:
    return character.isalnum() or character in "_-."
