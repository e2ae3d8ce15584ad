"""Plain names for fields, values and kinds in messages."""

import re
from collections.abc import Sequence
from functools import lru_cache
from typing import Any, Final

_WORD: Final = re.compile(r"[A-Z]+(?![a-z])|[A-Z]?[a-z]+|[0-9]+")
_NAMES: Final = {
    "_id": "ID",
    "SKU": "SKU",
    "ISP": "ISP",
    "ipV4": "IPv4 address",
    "ipV6": "IPv6 address",
    "dmaID": "DMA code",
    "msaID": "MSA code",
    "POIinteraction": "POI interaction",
    "webPageDetails": "Web page details",
    "eventMergeId": "Event merge ID",
    "configOverrides": "Overrides",
    "sdkConfig": "SDK configuration",
}
_KINDS: Final = {
    "object": "an object",
    "array": "a list",
    "string": "text",
    "number": "a number",
    "integer": "a whole number",
    "boolean": "true or false",
    "true": "true",
    "false": "false",
    "null": "null",
    "broken": "broken JSON",
}


@lru_cache(maxsize=1024)
def field_name(wire_name: str) -> str:
    """A field's wire name as words: ``isHomePage`` is "Home page", ``purchaseID`` is "Purchase ID"."""
    if wire_name in _NAMES:
        return _NAMES[wire_name]
    if "_" in wire_name.strip("_"):
        return wire_name  # a namespace or a service, whose name is its code
    words = _WORD.findall(wire_name)
    if len(words) > 1 and words[0] == "is":
        words = words[1:]
    if not words:
        return wire_name or "A field without a name"
    spelled = [word if word.isupper() and len(word) > 1 else word.lower() for word in words]
    spelled = ["ID" if word == "id" else word for word in spelled]
    first = spelled[0]
    return " ".join([first[:1].upper() + first[1:], *spelled[1:]])


def place_name(path: Sequence[str | int]) -> str:
    """What stands at a path, as the beginning of a sentence: "Entry 2 of product list items"."""
    if not path:
        return "This part"
    last = path[-1]
    if isinstance(last, int):
        return f"Entry {last + 1} of {lower_first(place_name(path[:-1]))}"
    return field_name(last)


def lower_first(text: str) -> str:
    """The text as it stands inside a sentence; an abbreviation keeps its capitals."""
    return text if text[:2].isupper() or "_" in text else text[:1].lower() + text[1:]


def kind_words(kind: str) -> str:
    """A kind of JSON values, or a type of JSON Schema, in words: ``array`` is "a list"."""
    return _KINDS.get(kind, kind)


def value_kind(value: Any) -> str:
    """What a decoded value is, in words."""
    if value is None:
        return "null"
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, int):
        return "a number"
    if isinstance(value, float):
        return "a number" if value.is_integer() else "a number with decimals"
    if isinstance(value, str):
        return "text" if value else "empty text"
    return "a list" if isinstance(value, list) else "an object"


def cut(text: str, most: int = 160) -> str:
    """A text on one line, cut with an ellipsis where it has more than ``most`` characters."""
    line = " ".join(text[: most * 4].split())
    return line if len(line) <= most and len(text) <= most * 4 else line[: most - 1].rstrip() + "…"
