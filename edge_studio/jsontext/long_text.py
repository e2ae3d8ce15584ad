"""The text of a value of any size, part by part: none of the parts takes long to make."""

from codecs import getincrementaldecoder
from collections.abc import Iterator
from typing import Final

from edge_studio.jsontext.cutting import uncut
from edge_studio.jsontext.lazy_json import LazyValue
from edge_studio.jsontext.one_level import decode_string
from edge_studio.jsontext.sources import Tidied

LONG: Final = 500_000
"""Values of more bytes are read part by part where somebody waits."""
_PART: Final = 131_072
_SPARE: Final = 16
_HIGH: Final = frozenset({b"d8", b"d9", b"da", b"db"})
"""How the number of the first half of a surrogate pair begins."""


def text_parts(value: LazyValue, size: int = _PART) -> Iterator[str]:
    """What :attr:`LazyValue.text` holds: a string's characters, of anything else the text of the wire."""
    view = value.view
    if value.kind != "string":
        decoder = getincrementaldecoder("utf-8")("replace")
        for start in range(0, len(view), size):
            yield decoder.decode(bytes(view[start : start + size]), start + size >= len(view))
        return
    at, end = 1, len(view) - 1
    while at < end:
        part = bytes(view[at : min(end, at + size + _SPARE)])
        cut = len(part) if at + len(part) >= end else _cut(part, size)
        yield decode_string(b'"' + part[:cut] + b'"')
        at += cut


def _cut(part: bytes, size: int) -> int:
    """Where a part of a string may end: no character, no escape and no pair of escapes is cut in two."""
    cut = uncut(part, 0, size)
    last = uncut(part, 0, cut - 1)
    is_pair = (
        cut - last == 6 and part[last : last + 2] == b"\\u" and part[last + 2 : last + 4].lower() in _HIGH
    )
    return last if is_pair else cut


def tidy_parts(value: LazyValue) -> Iterator[str]:
    """The value with one member or item a line, every token spelt as on the wire."""
    source = Tidied(bytes(value.view))
    is_first = True
    for piece in source.pieces():
        if not piece.is_remark:
            text = source.text(piece)
            yield text if is_first or piece.joined else f"\n{text}"
            is_first = False
