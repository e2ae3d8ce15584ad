"""Two bodies side by side: as envelopes with handles, as any JSON, or as text."""

import json

from edge_studio.edge.comparing.engine import Comparer
from edge_studio.edge.comparing.envelopes import compare_envelopes, is_of_envelopes
from edge_studio.edge.comparing.model import Diff, Side
from edge_studio.edge.comparing.pairing import Work
from edge_studio.edge.comparing.rows import Row
from edge_studio.jsontext.lazy_json import LazyValue, NotJson

_BOM = b"\xef\xbb\xbf"
_LINES = 200
"""How many lines are made values between two steps."""


def compare_bodies(comparer: Comparer, before: bytes, after: bytes) -> Work[list[Diff]]:
    """What differs in two bodies."""
    if before == after:
        return []
    left = yield from read_json(before)
    right = yield from read_json(after)
    if left is None or right is None:
        return (yield from _texts(comparer, before, after, (left, right)))
    sides = Side(left, ""), Side(right, "")
    if is_of_envelopes(left) and is_of_envelopes(right):
        return (yield from compare_envelopes(comparer, left, right))
    if left.is_container and left.kind == right.kind:
        return (yield from comparer.inside(*sides))
    diff = yield from comparer.pair("body", *sides)
    return [diff] if diff else []


def read_json(body: bytes) -> Work[LazyValue | None]:
    """A body as JSON, streamed records as a list; None where it is anything else, or nothing."""
    text = body.removeprefix(_BOM)
    if not text or text.isspace():
        return None
    try:
        if not text.isascii():
            text.decode()
        yield
        if not text.startswith(b"\x00"):
            return LazyValue.parse(text)
        records = [record for record in text.split(b"\x00") if record.strip()]
        for record in records:
            LazyValue.parse(record)
            yield
        return LazyValue(b"[" + b",".join(records) + b"]")
    except (UnicodeDecodeError, NotJson):
        return None


def _texts(
    comparer: Comparer, before: bytes, after: bytes, roots: tuple[LazyValue | None, LazyValue | None]
) -> Work[list[Diff]]:
    """Line by line; where one side is JSON, or has nothing, as a whole."""
    sides = [_as_a_whole(body, root) for body, root in zip((before, after), roots, strict=True)]
    if sides[0] is None and sides[1] is None:
        return []
    if sides[0] is None or sides[1] is None or any(root is not None for root in roots):
        return [comparer.only("body", sides[0], sides[1])]
    rows = []
    for body in (before, after):
        parts = []
        for at, line in enumerate(body.split(b"\n")):
            parts.append(_string(line.removesuffix(b"\r")).raw)
            if at % _LINES == 0:
                yield
        rows.append(Row.of(parts, "", "line"))
    return (yield from comparer.rows(rows[0], rows[1], None))


def _as_a_whole(body: bytes, root: LazyValue | None) -> Side | None:
    if root is not None:
        return Side(root, "")
    return Side(_string(body), "", "line") if body.strip() else None


def _string(line: bytes) -> LazyValue:
    return LazyValue(json.dumps(line.decode("utf-8", "surrogateescape")).encode())
