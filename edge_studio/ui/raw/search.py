"""Searching a text of any size piece by piece, with a bound on what an expression may cost."""

from collections.abc import Generator, Iterator
from dataclasses import dataclass, field
from time import perf_counter

from PySide6.QtCore import QRegularExpression

from edge_studio.ui.raw.paged_rows import PagedRows
from edge_studio.ui.search import MOST, Search

STEPS = 1_000_000
"""Steps that an expression may take for a piece or a line: some milliseconds."""
_PAUSE = 0.001
_OVERLAP = 1_000
"""Characters of a long line that are searched again with what follows: a match may lie across the seam."""


class _TooMuch(Exception):
    """The expression took too many steps for the text that begins at ``offset``."""

    def __init__(self, offset: int = 0) -> None:
        super().__init__(offset)
        self.offset = offset


@dataclass(slots=True)
class Found:
    """What a search has found so far."""

    matches: list[tuple[int, int]] = field(default_factory=list)
    """From where to where each match goes, in the order of the text."""
    stopped_at: int = 0
    """The line, from 1, for which the expression took too long; 0 where it was not stopped."""


def find_in(rows: PagedRows, search: Search, found: Found) -> Generator[float, None, Found]:
    """Search all pieces, also those that are still to be counted; yields which part is done.

    Ends at :data:`MOST` matches, or where an expression takes too many steps for one line.
    """
    pattern = search.bounded(STEPS)
    if not search.wanted or not pattern.isValid():
        return found
    at, tail, size = 0, "", max(1, len(rows.source.body))
    while not (rows.is_complete and at >= rows.page_count):
        if at >= rows.page_count:
            yield min(1.0, rows.bytes_known / size)
            continue
        piece = rows.piece(at)
        text = "" if piece.is_remark else rows.source.text(piece)
        lead = tail if piece.joined else ""
        base = rows.page_start(at) - len(lead)
        try:
            for _ in _search(found, pattern, base, lead + text):
                yield min(1.0, piece.start / size)
        except _TooMuch as line:
            found.stopped_at = rows.line_of(line.offset) + 1
            return found
        if len(found.matches) >= MOST:
            return found
        tail = text[-_OVERLAP:]
        at += 1
        yield min(1.0, piece.end / size)
    return found


def _search(found: Found, pattern: QRegularExpression, base: int, text: str) -> Iterator[None]:
    """Search a piece whole or, where that takes too many steps, by line; pauses every millisecond."""
    try:
        yield from _keep(found, base, _matches(pattern, text))
    except _TooMuch:
        for line in text.split("\n"):
            try:
                yield from _keep(found, base, _matches(pattern, line))
            except _TooMuch:
                raise _TooMuch(base) from None
            base += len(line) + 1


def _keep(found: Found, base: int, matches: Iterator[tuple[int, int]]) -> Iterator[None]:
    """Keep those matches that are new: what was searched may be searched again."""
    last = found.matches[-1][1] if found.matches else -1
    until = perf_counter() + _PAUSE
    for start, end in matches:
        if base + start >= last and len(found.matches) < MOST:
            found.matches.append((base + start, base + end))
            last = base + end
        if perf_counter() > until:
            yield
            until = perf_counter() + _PAUSE
    yield


def _matches(pattern: QRegularExpression, text: str) -> Iterator[tuple[int, int]]:
    """From where to where matches go, in characters; ``_TooMuch`` where the engine gave up."""
    units = text.encode("utf-16-le", "surrogatepass") if not text.isascii() else b""
    narrow = len(units) <= 2 * len(text)
    place = pattern.globalMatch(text)
    while place.hasNext():
        match = place.next()
        if match.capturedLength() > 0:
            start, end = match.capturedStart(), match.capturedEnd()
            yield (start, end) if narrow else (_characters(units, start), _characters(units, end))
    if not place.isValid():
        raise _TooMuch


def _characters(units: bytes, count: int) -> int:
    return len(units[: 2 * count].decode("utf-16-le", "replace"))
