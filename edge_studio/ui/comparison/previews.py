"""Two values in a row each, cut so that what differs in them is to be seen."""

from typing import NamedTuple

from edge_studio.edge.comparing.model import Diff, Side
from edge_studio.jsontext.lazy_json import LazyValue

_LOOKED_AT = 64_000
"""How many bytes of a value a row looks at."""
_BEFORE = 12
"""How many characters before the first that differs are shown."""
_ROOM = 160
_TOKENS = {"string": "json.string", "number": "json.number", "true": "json.literal", "false": "json.literal"}
_TOKENS |= {"null": "json.literal"}


class Stretch(NamedTuple):
    """A stretch of characters, end excluded."""

    start: int
    end: int


class Preview(NamedTuple):
    """A value on one line."""

    text: str
    token: str
    """Its colour."""
    differs: Stretch | None = None
    """The characters that differ from the other value's; None where all do."""


NOTHING = Preview("—", "text.muted")
"""A side that has no such value."""


def previews(diff: Diff) -> tuple[Preview, Preview]:
    """The value of each side, with what differs marked where both are texts, numbers or alike."""
    before, after = diff.before, diff.after
    if diff.kind == "inside":
        return Preview("", "text.muted"), Preview("", "text.muted")
    if before is None or after is None:
        return _one(before), _one(after)
    bare = before.value.kind == after.value.kind == "string"
    ours, theirs = _line(before.value, bare), _line(after.value, bare)
    left, right = unlike(ours, theirs)
    return _cut(ours, left, before.value), _cut(theirs, right, after.value)


def unlike(a: str, b: str) -> tuple[Stretch, Stretch]:
    """The characters of two texts between what they begin with and what they end with in common."""
    start = _common(a, b)
    end = _common(a[start:][::-1], b[start:][::-1])
    return Stretch(start, len(a) - end), Stretch(start, len(b) - end)


def _common(a: str, b: str) -> int:
    """How many characters two texts begin with in common, found by halving."""
    low, high = 0, min(len(a), len(b))
    while low < high:
        middle = (low + high + 1) // 2
        if a[low:middle] == b[low:middle]:
            low = middle
        else:
            high = middle - 1
    return low


def _one(side: Side | None) -> Preview:
    if side is None:
        return NOTHING
    text = _line(side.value, bare=side.value.kind == "string")
    return Preview(text[:_ROOM] + ("…" if len(text) > _ROOM else ""), _token(side.value))


def _line(value: LazyValue, bare: bool) -> str:
    """The value on one line; a text without quotation marks where it is ``bare`` and not empty."""
    if bare and value.size <= _LOOKED_AT:
        text = value.text
        if not text or text.isspace():
            return f"“{text}”"
    else:
        text = bytes(value.view[:_LOOKED_AT]).decode("utf-8", "ignore")
        text = text[1:] if bare else text
    return " ".join(text.split()) if any(sign in text for sign in "\n\r\t") or "  " in text else text


def _cut(text: str, differs: Stretch, value: LazyValue) -> Preview:
    """The part of a line where it differs."""
    first = max(0, differs.start - _BEFORE) if differs.start > 2 * _BEFORE else 0
    last = first + _ROOM
    lead = "…" if first else ""
    shown = lead + text[first:last] + ("…" if len(text) > last else "")
    shift = len(lead) - first
    return Preview(shown, _token(value), Stretch(differs.start + shift, min(differs.end + shift, len(shown))))


def _token(value: LazyValue) -> str:
    return _TOKENS.get(value.kind, "text")
