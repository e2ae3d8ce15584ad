"""Which value stands at a byte of a JSON text."""

import re
from bisect import bisect_right
from collections.abc import Sequence
from typing import Final, NamedTuple

from edge_studio.jsontext.lazy_json import Key, LazyValue

_GAP: Final = re.compile(rb"[ \t\r\n,]*")
_NAME: Final = re.compile(rb'"[^"\\]*(?:\\.[^"\\]*)*"[ \t\r\n]*:[ \t\r\n]*', re.DOTALL)
_KEPT: Final = 64
"""How many levels stay known: whoever asks for one place after the other comes back to the same."""


class _Child(NamedTuple):
    begin: int
    """Where it begins, its key included."""
    start: int
    key: Key
    value: LazyValue


class Places:
    """The places of the values below ``root``, found level by level; offsets count from its first byte."""

    def __init__(self, root: LazyValue) -> None:
        self.data = root.raw
        """The text of the root."""
        self._root = root
        self._levels: dict[int, tuple[list[int], list[_Child]]] = {}

    def path_at(self, offset: int, deepest: int = 1_000) -> tuple[Key, ...]:
        """The path of the innermost value that the byte at ``offset`` belongs to, or whose key it does.

        It ends after ``deepest`` steps.
        """
        path: list[Key] = []
        value, start = self._root, 0
        while value.is_container and len(path) < deepest:
            begins, children = self._level(value, start)
            at = bisect_right(begins, offset) - 1
            if at < 0 or offset >= children[at].start + children[at].value.size:
                break
            path.append(children[at].key)
            value, start = children[at].value, children[at].start
            if offset < start:
                break
        return tuple(path)

    def locate(self, path: Sequence[str]) -> tuple[int, int] | None:
        """The bytes of the value at the tokens of a JSON Pointer, as start and end; None where none stands.

        Of members with one name it is the last.
        """
        value, start = self._root, 0
        for token in path:
            _, children = self._level(value, start) if value.is_container else ([], [])
            found = next((child for child in reversed(children) if str(child.key) == token), None)
            if found is None:
                return None
            value, start = found.value, found.start
        return start, start + value.size

    def _level(self, value: LazyValue, start: int) -> tuple[list[int], list[_Child]]:
        """The children of the container that begins at ``start``."""
        level = self._levels.pop(start, None)
        if level is None:
            children = list(self._children(value, start))
            level = [child.begin for child in children], children
        self._levels[start] = level
        if len(self._levels) > _KEPT:
            del self._levels[next(iter(self._levels))]
        return level

    def _children(self, value: LazyValue, start: int) -> "list[_Child]":
        found: list[_Child] = []
        at = start + 1
        for key, child in value.children():
            gap = _GAP.match(self.data, at)
            begin = at = gap.end() if gap else at
            if value.kind == "object":
                name = _NAME.match(self.data, at)
                at = name.end() if name else at
            found.append(_Child(begin, at, key, child))
            at += child.size
        return found
