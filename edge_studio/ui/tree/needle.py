"""A text that is looked for in the bytes of JSON, which may spell it in several ways."""

import json
import re
from collections.abc import Iterator

from edge_studio.jsontext.one_level import decode_string

_PIECE = 65_536
"""Bytes that are searched in one step."""
WHOLE = 65_536
"""Texts of more bytes are not decoded whole to see whether they hold something."""
_BEFORE = 64
"""Bytes of a long text that are decoded before what was found in it."""
_QUOTE, _BACKSLASH = b'"\\'


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
        self.length = len(lowered)
        """How many characters it has."""
        self.longest = 12 * len(lowered)
        """How many bytes it takes at most: two escapes for each character."""

    def in_text(self, text: str) -> bool:
        """Whether a decoded text holds it."""
        return self._text in text.lower()

    def in_any(self, *texts: str) -> bool:
        """Whether one of these texts holds it."""
        return any(map(self.in_text, texts))

    def in_token(self, data: bytes, start: int, end: int, hit: tuple[int, int]) -> bool:
        """Whether the text, number or word from ``start`` to ``end`` holds what ``hit`` seems to spell.

        Bytes may look like the needle and be half of an escape.
        """
        if data[start] != _QUOTE:
            return hit[1] <= end
        if end - start <= WHOLE:
            return self.in_text(decode_string(data[start:end]))
        begin = max(start + 1, hit[0] - _BEFORE)
        while data[begin - 1] == _BACKSLASH and begin < hit[0]:
            begin += 1  # not in the middle of an escape
        try:
            text = json.loads(f'"{data[begin : hit[1]].decode("utf-8", "replace")}"', strict=False)
        except ValueError:
            return False  # it ends in the middle of an escape, or begins there
        return self.in_text(str(text))

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
