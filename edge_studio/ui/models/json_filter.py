"""Find a text in the keys and values of an answer, opening only the branches that hold it."""

import re

from edge_studio.jsontext.lazy_json import LazyValue, Slice
from edge_studio.ui.models.json_nodes import EntryNode, HandleNode, Node, RangeNode, ValueNode

MOST = 1_000
"""How many matches are looked for."""
_DEEPEST = 64
"""How many levels below the top are searched."""
_LABELLED = 1_000
"""In longer payloads the words that Edge Studio puts on an entry are not searched, only the entry itself."""


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

    def in_text(self, text: str) -> bool:
        """Whether a decoded text holds it."""
        return self._text in text.lower()

    def may_be_in(self, part: Slice | memoryview) -> bool:
        """Whether the bytes of a JSON value could hold it; it may prove a part of the punctuation."""
        lowered = bytes(part).lower()
        return self._plain in lowered if self._plain else self._pattern.search(lowered) is not None


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


class Search:
    """One look through an answer: marks the nodes that match and lets only them and their ancestors show."""

    def __init__(self, needle: Needle, most: int = MOST) -> None:
        self._needle = needle
        self._most = most
        self.count = 0
        """How many rows match."""
        self.complete = True
        """Whether every match was counted."""

    def sift(self, node: Node, depth: int = 0) -> bool:
        """Restrict what shows below ``node``; whether anything is left, itself included."""
        node.matches = self._matches(node)
        self.count += node.matches
        kept: list[int] = []
        for place in self._candidates(node):
            if self.count >= self._most or depth >= _DEEPEST:
                self.complete = False
                break
            child = node.make(place, len(kept))
            if self.sift(child, depth + 1):
                node.adopt(place, child)
                kept.append(place)
        # A row that matches by itself, with nothing below that does, opens to all it holds.
        node.shown = kept if kept or not node.matches else None
        return bool(kept) or node.matches

    def _matches(self, node: Node) -> bool:
        if isinstance(node, RangeNode):
            return False
        if isinstance(node, HandleNode):
            said = (node.handle.type, node.handle.summary)
            return any(self._needle.in_text(text) for text in said)
        if not isinstance(node, ValueNode) or node.parent is None:
            return False
        if isinstance(node.key, str) and self._needle.in_text(node.key):
            return True
        if not node.value.is_container:
            return self._needle.may_be_in(node.value.part) and self._needle.in_text(node.value.text)
        return self._is_entry(node) and self._in_face(node)

    def _is_entry(self, node: ValueNode) -> bool:
        handle = node.parent
        return (
            isinstance(node, EntryNode)
            and isinstance(handle, HandleNode)
            and handle.handle.count <= _LABELLED
        )

    def _in_face(self, node: Node) -> bool:
        return any(map(self._needle.in_text, (node.face.label, node.face.text)))

    def _candidates(self, node: Node) -> list[int]:
        """The places of children worth looking at: those whose key or bytes could hold it."""
        match node:
            case HandleNode():
                return self._of_handle(node)
            case ValueNode():
                return self._of_value(node)
            case RangeNode(owner=HandleNode() as owner):
                parts = owner.payload.parts[node.start : node.stop]
                return [at for at, part in enumerate(parts) if self._needle.may_be_in(part)]
            case RangeNode(owner=ValueNode() as owner):
                found = owner.value.some(node.start, node.stop)
                return [at for at, (key, value) in enumerate(found) if self._could(key, value)]
        return list(range(node.size))

    def _of_handle(self, node: HandleNode) -> list[int]:
        if node.handle.count <= _LABELLED or self._needle.may_be_in(node.value.part):
            return list(range(node.size))
        return []

    def _of_value(self, node: ValueNode) -> list[int]:
        if not node.value.is_container or not self._needle.may_be_in(node.value.part):
            return []
        if node.size != node.value.count:
            return list(range(node.size))
        return [at for at, (key, value) in enumerate(node.value.children()) if self._could(key, value)]

    def _could(self, key: object, value: LazyValue) -> bool:
        return (isinstance(key, str) and self._needle.in_text(key)) or self._needle.may_be_in(value.part)
