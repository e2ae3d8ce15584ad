"""Two bodies side by side: as envelopes with handles, as any JSON, or as text."""

import json
from dataclasses import dataclass

import msgspec

from edge_studio.edge.comparing.engine import Comparer
from edge_studio.edge.comparing.envelopes import compare_envelopes, is_of_envelopes
from edge_studio.edge.comparing.model import Diff, Side
from edge_studio.edge.comparing.pace import Work
from edge_studio.edge.comparing.rows import Row
from edge_studio.jsontext.json_text import JsonText
from edge_studio.jsontext.lazy_json import LazyValue
from edge_studio.jsontext.one_level import NotJson
from edge_studio.jsontext.steps import untold
from edge_studio.jsontext.wire_text import BOM


def compare_bodies(comparer: Comparer, before: bytes, after: bytes) -> Work[list[Diff]]:
    """What differs in two bodies."""
    if before == after:
        return []
    ours = yield from read_json(before)
    theirs = yield from read_json(after)
    yield
    if ours is None or theirs is None:
        roots = (ours.root if ours else None, theirs.root if theirs else None)
        return (yield from _texts(comparer, before, after, roots))
    comparer.deep = ours.deep or theirs.deep
    left, right = ours.root, theirs.root
    sides = Side(left.part, ""), Side(right.part, "")
    if is_of_envelopes(left) and is_of_envelopes(right):
        return (yield from compare_envelopes(comparer, left, right))
    if left.is_container and left.kind == right.kind:
        return (yield from comparer.inside_values(sides[0], left, sides[1], right))
    diff = yield from comparer.pair("body", *sides)
    return [diff] if diff else []


@dataclass(frozen=True, slots=True)
class JsonBody:
    """A body that is JSON."""

    root: LazyValue
    """The whole; of a stream the list of its records."""
    deep: bool = False
    """Whether it nests deeper than the fast parser can follow."""


def read_json(body: bytes) -> Work[JsonBody | None]:
    """A body as JSON, streamed records as a list; None where it is anything else, or nothing."""
    text = body.removeprefix(BOM)
    if not text or text.isspace():
        return None
    try:
        if not text.isascii():
            text.decode()
        yield
        return _parsed(text)
    except UnicodeDecodeError:
        return None
    except NotJson:
        return (yield from _records(body))


def _records(body: bytes) -> Work[JsonBody | None]:
    """Several values one after the other, however they are set apart, as a list; None where they are not."""
    try:
        text = yield from untold(JsonText.reading(body))
    except NotJson:
        return None
    if text.trouble is not None or not text.is_records:
        return None
    parts = []
    for _, value in text.root.children():
        parts.append(value.raw)
        yield
    try:
        return _parsed(b"[" + b",".join(parts) + b"]")
    except NotJson:  # such as a control character in a text, which was taken as it came
        return None


def _parsed(text: bytes) -> JsonBody:
    try:
        return JsonBody(LazyValue(msgspec.json.decode(text, type=msgspec.Raw)))
    except RecursionError:
        return JsonBody(LazyValue.parse(text), deep=True)
    except msgspec.DecodeError:  # such as half a surrogate pair, which is JSON all the same
        return JsonBody(LazyValue.parse(text))


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
        for line in body.split(b"\n"):
            parts.append(_string(line.removesuffix(b"\r")))
            if comparer.pace.due():
                yield
        rows.append(Row.of(parts, "", "line"))
    return (yield from comparer.rows(rows[0], rows[1], None))


def _as_a_whole(body: bytes, root: LazyValue | None) -> Side | None:
    if root is not None:
        return Side(root.part, "")
    return Side(_string(body), "", "line") if body.strip() else None


def readable(side: Side) -> LazyValue:
    """The value of a side as it is to be shown: a line of text has � for each byte that is no UTF-8.

    In the line itself such bytes stay apart, so that those that differ are found to differ.
    """
    if side.place != "line":
        return side.value
    wire = str(side.value.plain()).encode("utf-8", "surrogateescape")
    return LazyValue(json.dumps(wire.decode("utf-8", "replace")).encode())


def _string(line: bytes) -> bytes:
    return json.dumps(line.decode("utf-8", "surrogateescape")).encode()
