"""Base64 and JSON as texts pack them: read strictly, and only as much of them as it takes to refuse."""

import binascii
import re
from typing import Any, Final

import msgspec

from edge_studio.edge.wording import cut
from edge_studio.jsontext.lazy_json import LazyValue
from edge_studio.jsontext.one_level import NotJson

_BASE64: Final = re.compile(r"[A-Za-z0-9+/_-]+={0,2}")
_STANDARD: Final = str.maketrans("-_", "+/")
_PACKED_JSON: Final = re.compile(r"[eW][w-z0-9+/_-]")
"""How base64 of a brace or a bracket begins, whatever comes after it."""
_COUNTED: Final = 300_000
"""Of more bytes the members are not looked at to put them in words."""


def from_base64(text: str) -> bytes | None:
    """The bytes in base64 of either alphabet, padded or not; None where it is not base64."""
    if not _BASE64.fullmatch(text):
        return None
    plain = text.rstrip("=")
    if len(plain) % 4 == 1:
        return None
    try:
        return binascii.a2b_base64(plain.translate(_STANDARD) + "=" * (-len(plain) % 4), strict_mode=True)
    except (binascii.Error, ValueError):
        return None


def json_in_base64(text: str) -> LazyValue | None:
    """The object or list packed in base64; None where there is none."""
    if not _PACKED_JSON.match(text):
        return None
    content = from_base64(text)
    return container(content) if content else None


def container(content: bytes, *, is_utf8: bool = False) -> LazyValue | None:
    """The object or list that these bytes are; None for anything else, bad UTF-8 among it."""
    stripped = content.strip(b" \t\r\n")
    if stripped[:1] + stripped[-1:] not in {b"{}", b"[]"}:
        return None
    try:
        if not is_utf8:
            stripped.decode()
        value = LazyValue.parse(stripped)
    except (UnicodeDecodeError, NotJson):
        return None
    return value if value.is_container else None


def as_value(content: Any) -> LazyValue:
    """A value of ours as JSON: texts, whole numbers, lists and objects of them."""
    return LazyValue(msgspec.json.encode(content))


def text_value(text: str) -> LazyValue:
    """A text as JSON; half a surrogate pair, which no encoding can carry, is replaced."""
    return LazyValue(msgspec.json.encode(text.encode("utf-8", "replace").decode()))


def members(value: LazyValue, most: int = 5) -> str:
    """What an object or a list holds, in a few words: its names, or how many items."""
    if value.size > _COUNTED:
        return f"{'a list' if value.kind == 'array' else 'an object'} of {value.size:,} bytes"
    if value.kind == "array":
        return f"a list of {value.count:,}" if value.count else "an empty list"
    names = [cut(str(key), 40) or "(no name)" for key, _ in value.some(0, most)]
    more = f" and {value.count - most:,} more" if value.count > most else ""
    return ", ".join(names) + more if names else "an empty object"
