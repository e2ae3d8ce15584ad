"""Find a text, or what a JSONPath selects, in an answer: step by step, so that no window waits for it."""

from collections.abc import Generator, Iterator
from dataclasses import dataclass, field

from edge_studio.edge.handles import Answer
from edge_studio.jsontext.json_text import Place
from edge_studio.jsontext.jsonpath import Found, Path, PathError
from edge_studio.jsontext.levels import Span
from edge_studio.ui.tree.answer_nodes import root_of
from edge_studio.ui.tree.json_nodes import Node, ValueNode
from edge_studio.ui.tree.json_ways import rows_at
from edge_studio.ui.tree.needle import WHOLE, Hits, Needle
from edge_studio.ui.tree.row_count import count_rows
from edge_studio.ui.tree.row_decodings import LOOKED_AT, decoded
from edge_studio.ui.tree.row_words import worded

MOST = 1_000
"""How many rows are looked for."""
_DEEPEST = 200
"""What is found deeper than so many levels is shown by what holds it there."""
_TELLING = 3
"""Characters from which on a text is looked for in what was decoded too: fewer stand everywhere."""
_LEFT_OUT = f"What is only decoded was not looked through in long lists, nor beyond {LOOKED_AT:,} rows."
_OPENERS = b"[{"


@dataclass
class Result:
    """What a filter found: the rows that match and what is above them."""

    root: Node
    count: int = 0
    complete: bool = True
    """Whether all matches were counted."""
    rest: Generator[int, None, int] | None = None
    """Counts all matches, also those that are not kept: yields how many there are so far, returns how many in
    the end. None where that cannot be told, and where all are kept."""
    fault: PathError | None = None
    """Why nothing could be looked for."""
    note: str = ""
    """What else is to be said."""
    _kept: dict[int, tuple[Node, set[int]]] = field(default_factory=dict)

    def keep(self, node: Node, *, marked: bool) -> None:
        """Let a row be shown, with what is above it; a ``marked`` one is a match."""
        if node is self.root:
            return
        node.matches = node.matches or marked
        while node.parent is not None:
            _, places = self._kept.setdefault(id(node.parent), (node.parent, set()))
            if node.row in places:
                return
            places.add(node.row)
            node = node.parent

    def restrict(self) -> Generator[int]:
        """Show only what was kept, row by row; a match with no match below it opens to all it holds."""
        if not self._kept and not self.count:
            self.root.show_only([])
        for node, places in self._kept.values():
            node.show_only(sorted(places))
            yield self.count


Searching = Generator[int, None, Result]
"""Yields how many matches there are so far."""


def search(answer: Answer | None, text: str, most: int = MOST) -> Searching:
    """Look for what a filter names: a JSONPath where it begins with ``$``, otherwise a text."""
    if answer is None or answer.root is None:
        return Result(root_of(answer))
    if text.startswith("$"):
        return (yield from _follow(answer, text, most))
    return (yield from _look(answer, Needle(text), most))


def _follow(answer: Answer, text: str, most: int) -> Searching:
    """Keep the rows of what a JSONPath selects."""
    result = Result(root_of(answer))
    if answer.root is None:
        return result
    try:
        walk = Path(text).over(answer.root)
        while True:
            try:
                found = next(walk)
            except StopIteration as end:
                if not end.value:
                    result.note = "Deeper levels than 500 were not looked at."
                break
            if found is not None and result.count >= most:
                result.complete = False
                result.rest = _count_on(walk, result.count + 1)
                break
            if found is not None:
                _keep_found(result, found)
            yield result.count
    except PathError as fault:
        result.fault = fault
        return result
    yield from result.restrict()
    return result


def _count_on(walk: Iterator[Found | None], count: int) -> Generator[int, None, int]:
    """Count what a JSONPath selects beyond the first ``count``."""
    try:
        for found in walk:
            count += found is not None
            yield count
    except PathError:
        return count  # what a filter cannot follow selects nothing
    return count


def _keep_found(result: Result, found: Found) -> None:
    result.count += 1
    deep = len(found.path) > _DEEPEST
    way, places = found.path[:_DEEPEST], found.places[:_DEEPEST]
    for node in rows_at(result.root, way, places):
        result.keep(node, marked=not deep)


def _look(answer: Answer, needle: Needle, most: int) -> Searching:
    """Keep the rows whose key, value or words hold a text."""
    result = Result(root_of(answer))
    yield from _in_bytes(result, answer, needle, most)
    yield from _in_words(result, answer, needle, most)
    if result.complete:
        yield from _in_decoded(result, needle, most)
    elif answer.json is not None and answer.json.trouble is None:
        result.rest = count_rows(answer, needle)
    yield from result.restrict()
    return result


def _in_bytes(result: Result, answer: Answer, needle: Needle, most: int) -> Generator[int]:
    """Find the text in the bytes of the answer, and the rows that show those."""
    if answer.json is None:
        return
    data = answer.json.data
    hits = Hits(data, needle)
    last: tuple[int, ...] | None = None
    for hit in hits:
        if hit is not None:
            place = answer.json.place_at(hit[0], _DEEPEST + 1)
            start, end = _token(data, place.span, hit[0])
            holds = start < end and needle.in_token(data, start, end, hit)
            if holds or end - start <= WHOLE:
                hits.at = max(hits.at, end)  # all of it was looked at
            if place.places != last and (holds or len(place.path) > _DEEPEST):
                if not _keep_holders(result, place, needle, most):
                    return
                last = place.places
        yield result.count


def _token(data: bytes, span: Span, offset: int) -> tuple[int, int]:
    """Where the name, or the value that holds no others, begins and ends that ``offset`` lies in.

    Nothing, with its end at its start, where it lies between such.
    """
    if offset < span.start:
        return (span.key_start, span.key_end) if offset < span.key_end else (offset, offset)
    return (offset, offset) if data[span.start] in _OPENERS else (span.start, span.end)


def _keep_holders(result: Result, place: Place, needle: Needle, most: int) -> bool:
    """Keep the rows of a place where the text is; whether there is room for more."""
    deep = len(place.path) > _DEEPEST
    found = rows_at(result.root, place.path[:_DEEPEST], place.places[:_DEEPEST])
    for node in found:
        if not deep and (node.matches or not _shows(node, needle, alone=len(found) == 1)):
            continue
        if result.count >= most:
            result.complete = False
            return False
        result.count += 1
        result.keep(node, marked=not deep)
    return True


def _shows(node: Node, needle: Needle, *, alone: bool) -> bool:
    """Whether a row shows the name or value in which the text was found.

    A handle's row shows neither. Of members with one name, not every one need hold it.
    """
    if not isinstance(node, ValueNode) or node.parent is None:
        return False
    if alone or (isinstance(node.key, str) and needle.in_text(node.key)):
        return True
    return not node.value.is_container and needle.in_text(node.value.text)


def _in_words(result: Result, answer: Answer, needle: Needle, most: int) -> Generator[int]:
    """Find the text in what Edge Studio calls handles and their entries; rows are made of what is found."""
    for way in worded(answer, needle):
        yield result.count
        for node in rows_at(result.root, way) if way else ():
            if node.matches:
                continue
            if result.count >= most:
                result.complete = False
                return
            result.count += 1
            result.keep(node, marked=True)


def _in_decoded(result: Result, needle: Needle, most: int) -> Generator[int]:
    """Find the text in what the texts of the answer are decoded to."""
    looking = decoded(result.root, needle)
    while needle.length >= _TELLING:
        try:
            node = next(looking)
        except StopIteration as end:
            if not end.value:
                result.note = _LEFT_OUT
            return
        if node is not None and result.count >= most:
            result.complete = False
            return
        if node is not None:
            result.count += 1
            result.keep(node, marked=True)
        yield result.count
