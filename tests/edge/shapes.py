"""Bodies of odd shapes and of any size, each as a server could send it."""

import json
from collections.abc import Callable

from tests.edge.answers import (
    UPSTREAM_ERROR,
    big_answer,
    decisions,
    envelope,
    hint,
    html_item,
    identity,
    proposition,
)

_NUL = "\u0000"


def many_handles(count: int = 50_000) -> bytes:
    """An envelope of so many handles of three types."""
    handle = {"type": "personalization:decisions", "payload": [proposition()]}
    return json.dumps(envelope(*[(handle, hint(), identity())[at % 3] for at in range(count)])).encode()


def one_text(size: int = 100_000_000) -> bytes:
    """An answer that is one proposition, whose content is a single text of that size."""
    content = "<p>Hello gold member, here is your offer.</p>" * (size // 45)
    item = {"id": "1", "schema": "https://ns.adobe.com/personalization/html-content-item"}
    offer = proposition(items=[{**item, "data": {"content": content}}])
    return json.dumps(envelope({"type": "personalization:decisions", "payload": [offer]})).encode()


def a_dozen_pages(size: int = 200_000) -> bytes:
    """Twelve offers, each a page of that size."""
    page = "<table><tr><td>Hello <b>gold</b> member</td></tr></table>\n" * (size // 58)
    offers = [proposition(f"scope-{at}", items=[html_item(content=page)]) for at in range(12)]
    return json.dumps(envelope(identity(), decisions(*offers))).encode()


def many_pairs(count: int = 66_000) -> bytes:
    """One list of so many empty lists."""
    return b"[" + b",".join([b"[]"] * count) + b"]"


def many_events(count: int = 100_000) -> bytes:
    """A streamed answer of so many server-sent events."""
    one = json.dumps(envelope(hint()))
    return "".join(f"event: chunk\nid: {at}\ndata: {one}\n\n" for at in range(count)).encode()


def many_members(count: int = 1_000_000) -> bytes:
    """One object with so many members."""
    return b'{"members":{' + b",".join(b'"key-%d":%d' % (at, at) for at in range(count)) + b"}}"


def many_duplicates(count: int = 300_000) -> bytes:
    """One object in which every member has the same name."""
    return b"{" + b",".join(b'"again":%d' % at for at in range(count)) + b"}"


def many_numbers(count: int = 2_000_000) -> bytes:
    """One list of numbers."""
    return b"[" + b",".join(b"%d" % at for at in range(count)) + b"]"


def many_errors(count: int = 100_000) -> bytes:
    """An envelope with so many errors and as many warnings."""
    body = envelope(hint(), errors=[UPSTREAM_ERROR] * count, warnings=[UPSTREAM_ERROR] * count)
    return json.dumps(body).encode()


def many_records(count: int = 100_000) -> bytes:
    """A streamed answer of so many records."""
    one = json.dumps(envelope({"type": "brand-concierge:conversation", "payload": [{"text": "Hello"}]}))
    return _NUL.join([one] * count).encode()


def deep(levels: int = 100_000) -> bytes:
    """Lists in lists, so many levels down."""
    return b'{"handle":' + b"[" * levels + b"1" + b"]" * levels + b"}"


def brackets(size: int = 200_000) -> bytes:
    """Nothing but brackets that open."""
    return b"[" * size


def cut_off(size: int = 100_000_000) -> bytes:
    """A large answer whose end is missing."""
    return big_answer(size)[: size * 9 // 10]


def no_text(size: int = 20_000_000) -> bytes:
    """JSON whose text is not UTF-8."""
    return b'{"handle":[{"type":"x","payload":["' + b"\xff\xfe\x80" * (size // 3) + b'"]}]}'


def one_line(size: int = 100_000_000) -> bytes:
    """Plain text without a single line break."""
    return b"gold member " * (size // 12)


SHAPES: dict[str, Callable[[], bytes]] = {
    "1,000 handles": lambda: many_handles(1_000),
    "50,000 handles": many_handles,
    "12 pages of 200 KB": a_dozen_pages,
    "one text of 90 KB": lambda: one_text(90_000),
    "one text of 5 MB": lambda: one_text(5_000_000),
    "one text of 100 MB": one_text,
    "a million members": many_members,
    "300,000 members of one name": many_duplicates,
    "two million numbers": many_numbers,
    "100,000 errors and warnings": many_errors,
    "100,000 records": many_records,
    "100,000 events": many_events,
    "100,000 levels": deep,
    "66,000 empty lists": many_pairs,
    "200,000 brackets": brackets,
    "90 MB, cut off": cut_off,
    "20 MB that are not UTF-8": no_text,
    "100 MB of plain text in one line": one_line,
}
"""By what they are, in words."""
