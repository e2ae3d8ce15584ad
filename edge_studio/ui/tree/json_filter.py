"""Find a text, or what a JSONPath selects, in an answer: step by step, so that no window waits for it."""

import re
from collections.abc import Generator, Iterator
from dataclasses import dataclass, field

from edge_studio.edge import summaries
from edge_studio.edge.handles import Answer
from edge_studio.jsontext.jsonpath import Found, Path, PathError
from edge_studio.ui.tree.answer_nodes import root_of
from edge_studio.ui.tree.handle_nodes import entry_words
from edge_studio.ui.tree.json_nodes import Node, ValueNode
from edge_studio.ui.tree.json_ways import Way, rows_at

MOST = 1_000
"""How many rows are looked for."""
_DEEPEST = 200
"""What is found deeper than so many levels is shown by what holds it there."""
_LABELLED = 1_000
"""In longer payloads the words that Edge Studio puts on an entry are not searched, only the entry itself."""
_PIECE = 65_536
"""Bytes that are searched in one step."""
_STRING_END = re.compile(rb'[^"\\]*(?:\\.[^"\\]*)*"', re.DOTALL)


class Needle:
    """What is looked for, whatever the case, in text and in the bytes of JSON that may spell it otherwise."""

    def __init__(self, text: str) -> None:
        lowered = text.lower()
        self._text = lowered
        plain = all(
            character.isascii() and (character.isalnum() or character in " -_.:,") for character in lowered
        )
        self._plain = lowered.encode() if plain else b""
        self._pattern = re.compile(b"".join(_spellings(character) for character in lowered))
        self.longest = 12 * len(lowered)
        """How many bytes it takes at most: two escapes for each character."""

    def in_text(self, text: str) -> bool:
        """Whether a decoded text holds it."""
        return self._text in text.lower()

    def in_any(self, *texts: str) -> bool:
        """Whether one of these texts holds it."""
        return any(map(self.in_text, texts))

    def find(self, lowered: bytes, start: int, *, escapes: bool) -> tuple[int, int] | None:
        """Where bytes in lower case spell it first, from ``start`` on: start and end.

        ``escapes`` says whether there is any escape by number among them.
        """
        if self._plain and not escapes:
            at = lowered.find(self._plain, start)
            return None if at < 0 else (at, at + len(self._plain))
        match = self._pattern.search(lowered, start)
        return match.span() if match else None


def _spellings(character: str) -> bytes:
    """A pattern for every way JSON may write a character, to be matched against lower-case bytes."""
    ways = {character, character.upper()} if len(character.upper()) == 1 else {character}
    patterns: set[bytes] = set()
    for way in ways:
        raw = way.encode("utf-8", "surrogatepass")
        patterns.add(re.escape(raw.lower()))
        units = way.encode("utf-16-be", "surrogatepass")
        pairs = [units[at : at + 2].hex() for at in range(0, len(units), 2)]
        patterns.add(b"".join(rb"\\u" + pair.encode() for pair in pairs))
    short = {'"': rb"\\\"", "\\": rb"\\\\", "/": rb"\\/", "\n": rb"\\n", "\t": rb"\\t", "\r": rb"\\r"}
    if character in short:
        patterns.add(short[character])
    return b"(?:" + b"|".join(sorted(patterns)) + b")"


class Hits:
    """Where bytes may spell a needle, piece by piece; whoever follows them can pass over a part."""

    def __init__(self, data: bytes, needle: Needle) -> None:
        self._data = data
        self._needle = needle
        self.at = 0
        """Where the search goes on."""

    def __iter__(self) -> Iterator[tuple[int, int] | None]:
        """Start and end of each hit, and None where a pause is possible."""
        base, piece, escapes = 0, b"", False
        while self.at < len(self._data):
            if not base <= self.at < base + _PIECE or not piece:
                base = self.at
                piece = self._data[base : base + _PIECE + self._needle.longest].lower()
                escapes = b"\\u" in piece
            found = self._needle.find(piece, self.at - base, escapes=escapes)
            if found is None or found[0] >= _PIECE:
                self.at, piece = base + _PIECE, b""
                yield None
                continue
            start, end = base + found[0], base + found[1]
            self.at = max(end, start + 1)
            yield start, end

    def pass_text(self) -> None:
        """Go on after the text that the last hit ended in."""
        if match := _STRING_END.match(self._data, self.at):
            self.at = match.end()


@dataclass
class Result:
    """What a filter found: the rows that match and what is above them."""

    root: Node
    count: int = 0
    complete: bool = True
    """Whether all matches were counted."""
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

    def restrict(self) -> None:
        """Show only what was kept. A match with nothing below that matches opens to all it holds."""
        if not self._kept and not self.count:
            self.root.show_only([])
        for node, places in self._kept.values():
            node.show_only(sorted(places))


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
                break
            if found is not None:
                _keep_found(result, found)
            yield result.count
    except PathError as fault:
        result.fault = fault
        return result
    result.restrict()
    return result


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
    result.restrict()
    return result


def _in_bytes(result: Result, answer: Answer, needle: Needle, most: int) -> Generator[int]:
    """Find the text in the bytes of the answer, and the rows that show those."""
    if answer.json is None:
        return
    hits = Hits(answer.json.data, needle)
    last: Way | None = None
    for hit in hits:
        if hit is not None:
            way = answer.json.path_at(hit[0], _DEEPEST + 1)
            hits.pass_text()  # what else is in it was looked at as well
            if way != last and not _keep_holders(result, way, needle, most):
                return
            last = way
        yield result.count


def _keep_holders(result: Result, way: Way, needle: Needle, most: int) -> bool:
    """Keep the rows at ``way`` that hold the text indeed; whether there is room for more."""
    deep = len(way) > _DEEPEST
    for node in rows_at(result.root, way[:_DEEPEST]):
        if not deep and (node.matches or not _holds(node, needle)):
            continue
        if result.count >= most:
            result.complete = False
            return False
        result.count += 1
        result.keep(node, marked=not deep)
    return True


def _holds(node: Node, needle: Needle) -> bool:
    """Whether a row's key or value, decoded, holds the text."""
    if not isinstance(node, ValueNode) or node.parent is None:
        return False
    if isinstance(node.key, str) and needle.in_text(node.key):
        return True
    return not node.value.is_container and needle.in_text(node.value.text)


def _in_words(result: Result, answer: Answer, needle: Needle, most: int) -> Generator[int]:
    """Find the text in what Edge Studio calls handles and their entries; rows are made of what is found."""
    for handle in answer.handles if answer.kind == "envelope" else ():
        yield result.count
        ways = [handle.path] if needle.in_any(handle.type, handle.summary) else []
        if handle.count <= _LABELLED:
            for at, item in enumerate(handle.payload):
                words = (
                    entry_words(summaries.entry(handle.type, item), f"entry {at}")
                    if item.is_container
                    else ()
                )
                if needle.in_any(*words):
                    ways.append((*handle.path, "payload", at))
                yield result.count
        for node in (node for way in ways for node in rows_at(result.root, way)):
            if node.matches:
                continue
            if result.count >= most:
                result.complete = False
                return
            result.count += 1
            result.keep(node, marked=True)
