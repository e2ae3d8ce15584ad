"""How new JSON is to be written so that it looks like the text around it."""

import json
import re
from dataclasses import dataclass, replace
from typing import Any

from edge_studio.jsontext.document import JsonDocument
from edge_studio.jsontext.nodes import JsonNode

JsonValue = Any
"""None, bool, int, float, str, or a list or dict of these."""

# Lone surrogates are no text that UTF-8 could carry, and the others do not survive in QTextDocument, which
# keeps them for itself: all are written as escapes.
_UNSAFE = re.compile("[\ud800-\udfff\u2028\u2029\ufdd0\ufdd1\ufffc\ufeff]")
_LINE_INDENT = re.compile(r"[ \t]*")


class RawJson(str):
    """JSON source to be written as it is, so that a number keeps its spelling."""

    __slots__ = ()


@dataclass(frozen=True, slots=True)
class Style:
    """The habits of a text: one member a line or all on one, the indent, the spaces around colon and
    comma.
    """

    multiline: bool = True
    indent: str = "  "
    colon: str = ": "
    comma: str = ", "
    newline: str = "\n"


def source(value: JsonValue | RawJson, style: Style, base: str = "") -> str:
    """The value as JSON in this style, its further lines indented from ``base``.

    ``ValueError`` for NaN and the infinities, which JSON cannot say.
    """
    if isinstance(value, RawJson):
        return str(value)
    if isinstance(value, dict):
        parts = [quoted(str(key)) + style.colon for key in value]
        return _wrapped("{}", parts, list(value.values()), style, base)
    if isinstance(value, (list, tuple)):
        return _wrapped("[]", [""] * len(value), list(value), style, base)
    if isinstance(value, str):
        return quoted(value)
    return json.dumps(value, allow_nan=False)


def quoted(text: str) -> str:
    """A text as a JSON string: readable, except for what would not survive on its way."""
    written = json.dumps(text, ensure_ascii=False)
    return written if written.isascii() else _UNSAFE.sub(_escaped, written)


def _escaped(match: re.Match[str]) -> str:
    return f"\\u{ord(match[0]):04x}"


def _wrapped(brackets: str, keys: list[str], values: list[JsonValue], style: Style, base: str) -> str:
    if not values:
        return brackets
    if style.multiline:
        inner = base + style.indent
        parts = [key + source(value, style, inner) for key, value in zip(keys, values, strict=True)]
        lines = f",{style.newline}{inner}".join(parts)
        return f"{brackets[0]}{style.newline}{inner}{lines}{style.newline}{base}{brackets[1]}"
    parts = [key + source(value, style, base) for key, value in zip(keys, values, strict=True)]
    return brackets[0] + style.comma.join(parts) + brackets[1]


def indent_at(document: JsonDocument, offset: int) -> str:
    """The white space that begins the line of an offset."""
    line = document.line_before(offset)
    match = _LINE_INDENT.match(line)
    return match[0] if match else ""


def style_of(document: JsonDocument, node: JsonNode) -> Style:
    """The style for what is written into this value: its own, or where it holds nothing, of those around
    it.
    """
    habits = Style()
    known = False
    colon = comma = None
    for holder in document.around(node):
        spans = holder.spans()
        if not spans:
            continue
        if not known:
            known = True
            habits, comma = _layout(document, spans, holder.start + 1)
        colon = colon or document.colon_in(holder)
        if not habits.multiline and colon:
            break
        if habits.multiline and (unit := _indent_unit(document, holder, spans)) is not None:
            habits = replace(habits, indent=unit)
            if colon:
                break
    colon = colon or habits.colon
    return replace(habits, colon=colon, comma=comma or (", " if colon[-1].isspace() else ","))


def _layout(document: JsonDocument, spans: list[tuple[int, int]], inside: int) -> tuple[Style, str | None]:
    """Whether the last part stands on a line of its own, and what parts two on one line, if that can be
    seen.
    """
    before = spans[-2][1] if len(spans) > 1 else inside
    gap = document.slice(before, spans[-1][0])
    if "\n" in gap:
        return Style(newline="\r\n" if "\r\n" in gap else "\n"), None
    return Style(multiline=False), gap if gap.strip() == "," else None


def _indent_unit(document: JsonDocument, node: JsonNode, parts: list[tuple[int, int]]) -> str | None:
    """By how much the parts of a container are indented, if they stand on lines of their own."""
    if "\n" not in document.slice(node.start, parts[0][0]):
        return None
    outer, inner = indent_at(document, node.start), indent_at(document, parts[0][0])
    return inner[len(outer) :] if inner != outer and inner.startswith(outer) else None
