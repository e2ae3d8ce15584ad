"""What the text of a row is decoded to, with the name that tells the decoders what it is."""

from typing import Protocol

from edge_studio.edge.decoding import Decoded, decode, may_decode
from edge_studio.edge.decoding.packing import text_value
from edge_studio.jsontext import pointer as pointers
from edge_studio.jsontext.lazy_json import Key, LazyValue

_HEAD = 80
_NAMES = ("key", "name")
"""Members that name the ``value`` beside them: in state entries, and in cookies to set."""


class Valued(Protocol):
    """As much of a row as decoding asks for."""

    key: Key
    value: LazyValue
    pointer: str
    kind: str


def decodings_of(row: Valued, above: LazyValue | None) -> tuple[Decoded, ...]:
    """All that a row's text or number can be decoded to; ``above`` is the value that it is a part of.

    Of a long text the beginning decides whether it is read at all.
    """
    value = row.value
    if value.kind not in {"string", "number"}:
        return ()
    head = bytes(value.view[1 : _HEAD + 1]).decode("utf-8", "ignore")
    if not may_decode(head, value.size):
        return ()
    path = pointers.parse(row.pointer) if row.pointer.startswith("/") else ()
    return decode(value.text, key=name_of(row.key, above), path=path, handle_type=row.kind)


def name_of(key: Key, above: LazyValue | None) -> str:
    """The name that tells what a value is: its key, or for a ``value`` or an ``id`` what stands beside it."""
    if above is None or above.kind != "object":
        return str(key)
    if key == "value":
        return next((name for beside in _NAMES if (name := above.string(beside))), "value")
    if key == "id":
        return above.string("namespace", "code") or "id"
    return str(key)


def text_of(decoded: Decoded) -> LazyValue:
    """What was decoded as JSON: its value, or its text as a string."""
    return decoded.value if decoded.value is not None else text_value(decoded.text)
