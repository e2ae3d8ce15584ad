"""When two JSON values mean the same, however they are spelt.

JSON knows one kind of number: ``1``, ``1.0`` and ``10e-1`` are the same value, to the last of any number of
digits. A number, a text and a truth value are never the same (``1``, ``"1"``, ``true``). Texts are compared
character by character, whatever is escaped in them. Members have no order, items have one; duplicate members
are compared in theirs.
"""

import json
import re
from typing import Any

from edge_studio.jsontext.lazy_json import LazyValue

_NUMBER = re.compile(rb"(-?)(\d+)(?:\.(\d+))?(?:[eE]([+-]?\d{1,18}))?")
_BLANKS = re.compile(rb'("[^"\\]*(?:\\.[^"\\]*)*")|[ \t\r\n]+', re.DOTALL)
_WHOLE = 16_384
"""Bytes of a value that is put in its one form at a time; anything larger goes by its bytes."""


def same_scalars(a: LazyValue, b: LazyValue) -> bool:
    """Whether two values that are not containers mean the same."""
    if a.kind != b.kind:
        return False
    if a.kind == "number":
        return number(a.raw) == number(b.raw)
    if a.kind == "string":
        return a.text == b.text
    return a.kind != "broken" or a.raw == b.raw


def number(raw: bytes) -> bytes:
    """The one spelling of a number's value: sign, digits, and the exponent of ten where there is one."""
    match = _NUMBER.fullmatch(raw)
    if match is None:
        return raw
    sign, whole, fraction, power = match[1], match[2], match[3] or b"", match[4] or b"0"
    digits = (whole + fraction).lstrip(b"0")
    if not digits:
        return b"0"
    short = digits.rstrip(b"0")
    exponent = int(power) - len(fraction) + len(digits) - len(short)
    return sign + short + (b"e%d" % exponent if exponent else b"")


def squeezed(raw: bytes) -> bytes:
    """A JSON text without the blanks between its tokens."""
    return _BLANKS.sub(rb"\1", raw)


def one_form(value: LazyValue) -> bytes:
    """Bytes that two values share where they mean the same, for looking up; large values go by spelling."""
    raw = value.raw
    if value.kind == "number":
        return number(raw)
    if value.kind == "string" and b"\\" not in raw:
        return raw
    if not value.is_container and value.kind != "string":
        return raw
    if len(raw) > _WHOLE:
        return squeezed(raw)
    try:
        plain = json.loads(
            raw.decode("utf-8", "surrogateescape"),
            parse_int=_number,
            parse_float=_number,
            object_pairs_hook=_members,
            strict=False,
        )
        text = json.dumps(plain, ensure_ascii=False) if value.kind == "string" else repr(plain)
    except (ValueError, RecursionError):
        return squeezed(raw)
    return text.encode("utf-8", "surrogatepass")


def _number(digits: str) -> tuple[str, bytes]:
    return "number", number(digits.encode())


def _members(pairs: list[tuple[str, Any]]) -> tuple[str, list[tuple[str, Any]]]:
    return "object", sorted(pairs, key=lambda pair: pair[0])
