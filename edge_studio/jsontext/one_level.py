"""One level of JSON as slices of its bytes: its items, or its members with their keys.

The fast parser reads it where it can; otherwise its tokens are followed, with whatever is deeper unread.
"""

import json
import re
from collections.abc import Iterator
from typing import cast

import msgspec
from msgspec import Raw

Slice = Raw | bytes | memoryview
"""The bytes of one value; a ``Raw`` and a ``memoryview`` are views on the answer, not copies."""

_object = msgspec.json.Decoder(dict[str, Raw])
_array = msgspec.json.Decoder(list[Raw])
_string = msgspec.json.Decoder(str)

UNREADABLE = (msgspec.DecodeError, RecursionError, UnicodeDecodeError)
"""What the fast parser raises: for broken JSON, for nesting too deep, for bad UTF-8."""

_GAP = re.compile(rb"[ \t\r\n]*")
_STRING = re.compile(rb'"[^"\\]*(?:\\.[^"\\]*)*"', re.DOTALL)
_SCALAR = re.compile(rb"[^ \t\r\n,\]}\[{\":]+")
_BEFORE = re.compile(rb'[ \t\r\n]*"[^"\\]*(?:\\.[^"\\]*)*"[ \t\r\n]*:[ \t\r\n]*', re.DOTALL)
"""A key with all that stands before its value."""
_BEHIND = re.compile(rb"[ \t\r\n]*[,}]")
_NESTING = re.compile(rb'"[^"\\]*(?:\\.[^"\\]*)*"|[\[\]{}]', re.DOTALL)
_LONE_SURROGATE = re.compile("[\ud800-\udfff]")


class NotJson(ValueError):
    """The text is not JSON; the message says why, in the words of the parser."""


def is_json(text: bytes) -> bool:
    """Whether the standard library reads it: it takes half a surrogate pair, the fast parser does not."""
    try:
        json.loads(text, parse_constant=_refuse)
    except RecursionError:
        return True
    except ValueError:
        return False
    return True


def _refuse(constant: str) -> None:
    raise ValueError(f"{constant} is not JSON")


def decode_string(raw: Slice) -> str:
    """The characters of a text of the wire, quotation marks included; half a pair stays an escape."""
    try:
        return _string.decode(raw)
    except (msgspec.DecodeError, UnicodeDecodeError):
        text = bytes(raw).decode("utf-8", "replace")
        try:
            decoded = json.loads(text, strict=False)
        except ValueError:
            return text
        return _LONE_SURROGATE.sub(lambda half: f"\\u{ord(half.group()):04x}", str(decoded))


def items_of(text: Slice) -> list[Slice]:
    """The items of an array; ``NotJson`` where its own level is broken."""
    try:
        return cast("list[Slice]", _array.decode(text))
    except UNREADABLE:
        return [item for _, item in _scan(bytes(text))]


def members_of(text: Slice) -> list[tuple[str, Slice]]:
    """Key and value of each member of an object, duplicates too; ``NotJson`` where that level is broken."""
    try:
        found = _object.decode(text)
    except UNREADABLE:
        found = None  # a key that is half a surrogate pair, or deeper nesting than the parser follows
    if found is not None and holds_all(text, found):
        return cast("list[tuple[str, Slice]]", list(found.items()))
    return [(decode_string(key), value) for key, value in _scan(bytes(text))]


def holds_all(text: Slice, found: dict[str, Raw]) -> bool:
    """Whether ``found`` is all that the object ``text`` holds: a dictionary keeps one of duplicate members.

    In compact text the lengths alone prove it: a lost member leaves bytes over. Otherwise each member is
    followed through the text.
    """
    length = 2 + 4 * len(found) - bool(found)
    for key, value in found.items():
        length += memoryview(value).nbytes + (len(key) if key.isascii() else len(key.encode()))
    if memoryview(text).nbytes == length:
        return True
    raw, at = bytes(text), 1
    for value in found.values():
        before = _BEFORE.match(raw, at)
        if before is None or not raw.startswith(memoryview(value), before.end()):
            return False
        behind = _BEHIND.match(raw, before.end() + memoryview(value).nbytes)
        if behind is None:
            return False
        at = behind.end()
    return at >= len(raw) or not found


def _skip(raw: bytes, at: int) -> int:
    gap = _GAP.match(raw, at)
    return gap.end() if gap else at


def _scan(raw: bytes) -> Iterator[tuple[bytes, bytes]]:
    """The children of one container by reading its own level alone; ``NotJson`` where it is broken."""
    keyed, closing, at = raw[:1] == b"{", b"}" if raw[:1] == b"{" else b"]", _skip(raw, 1)
    while raw[at : at + 1] != closing:
        key = b""
        if keyed:
            match = _STRING.match(raw, at)
            colon = _skip(raw, match.end()) if match else at
            if match is None or raw[colon : colon + 1] != b":":
                raise NotJson(f"a member is broken (byte {at})")
            key, at = match.group(), _skip(raw, colon + 1)
        end = value_end(raw, at)
        yield key, raw[at:end]
        at = _skip(raw, end)
        if raw[at : at + 1] == b",":
            at = _skip(raw, at + 1)
        elif raw[at : at + 1] != closing:
            raise NotJson(f"a comma or {closing.decode()} is missing (byte {at})")


def value_end(raw: bytes, at: int) -> int:
    """Where the value that begins at ``at`` ends; no recursion, so any depth will do."""
    first = raw[at : at + 1]
    if first not in {b"{", b"["}:
        match = (_STRING if first == b'"' else _SCALAR).match(raw, at)
        if match is None:
            raise NotJson(f"a value is missing (byte {at})")
        return match.end()
    depth = 0
    for token in _NESTING.finditer(raw, at):
        mark = raw[token.start()]
        if mark in b"[{":
            depth += 1
        elif mark in b"]}":
            depth -= 1
            if depth == 0:
                return token.end()
    raise NotJson("brackets do not match")
