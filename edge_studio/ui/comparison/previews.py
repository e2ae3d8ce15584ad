"""Two values in a row each, cut so that what differs in them is to be seen."""

from typing import AnyStr, NamedTuple

import msgspec

from edge_studio.edge.comparing.bodies import readable
from edge_studio.edge.comparing.model import Diff, Side
from edge_studio.jsontext.lazy_json import LazyValue

_LOOKED_AT = 64_000
"""How many bytes of a value a row looks at."""
_BEFORE = 12
"""How many characters before the first that differs are shown."""
_ROOM = 160
_SIGNS = {ord("\n"): "↵", ord("\r"): "␍", ord("\t"): "⇥"}
"""What texts may differ in and no row could show."""
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
    values = readable(before), readable(after)
    bare = values[0].kind == values[1].kind == "string"
    ours, theirs = _line(values[0], bare), _line(values[1], bare)
    left, right = unlike(ours, theirs)
    return _cut(ours, left, values[0]), _cut(theirs, right, values[1])


def unlike(a: AnyStr, b: AnyStr) -> tuple[Stretch, Stretch]:
    """What stands in two texts between what they begin with and what they end with in common."""
    start = _common(a, b, 0)
    end = _common(a, b, start, from_the_end=True)
    return Stretch(start, len(a) - end), Stretch(start, len(b) - end)


def _common(a: AnyStr, b: AnyStr, taken: int, *, from_the_end: bool = False) -> int:
    """How much two texts begin or end with in common, found by halving; ``taken`` is no longer free."""
    low, high = 0, min(len(a), len(b)) - taken
    while low < high:
        middle = (low + high + 1) // 2
        if from_the_end:
            ours, theirs = a[len(a) - middle : len(a) - low], b[len(b) - middle : len(b) - low]
        else:
            ours, theirs = a[low:middle], b[low:middle]
        if ours == theirs:
            low = middle
        else:
            high = middle - 1
    return low


def _one(side: Side | None) -> Preview:
    if side is None:
        return NOTHING
    value = readable(side)
    text = _line(value, bare=value.kind == "string")
    return Preview(text[:_ROOM] + ("…" if len(text) > _ROOM else ""), _token(value))


def _line(value: LazyValue, bare: bool) -> str:
    """The value on one line; a text without quotation marks where it is ``bare`` and not empty."""
    if value.size > _LOOKED_AT:
        beginning = bytes(value.view[:_LOOKED_AT]).decode("utf-8", "ignore")
        return " ".join(beginning[1 if bare else 0 :].split())
    if value.is_container:
        return _on_one_line(value)
    if not bare:
        return value.raw.decode("utf-8", "replace")
    text = value.text
    return text.translate(_SIGNS) if text and not text.isspace() else f"“{text.translate(_SIGNS)}”"


def _on_one_line(value: LazyValue) -> str:
    try:
        return msgspec.json.format(value.raw, indent=0).decode("utf-8", "replace")
    except (msgspec.DecodeError, RecursionError):
        return " ".join(value.text.split())


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
