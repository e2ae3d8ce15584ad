"""The smallest change of a text that sets, removes, renames or inserts a value at a pointer.

Whatever is not part of the change keeps its spelling: spaces, key order, number digits, duplicate keys.
"""

import re
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import Final

from edge_studio.jsontext.compare import same
from edge_studio.jsontext.document import JsonDocument
from edge_studio.jsontext.nodes import JsonNode, is_json
from edge_studio.jsontext.pointer import join, last, parent, parse
from edge_studio.jsontext.writing import JsonValue, RawJson, Style, indent_at, quoted, source, style_of

__all__ = [
    "CannotEdit",
    "JsonValue",
    "RawJson",
    "TextEdit",
    "apply",
    "insert_item",
    "minify",
    "remove",
    "rename",
    "set_value",
    "tidy",
]


@dataclass(frozen=True, slots=True)
class TextEdit:
    """Replace the UTF-16 code units from ``start`` to ``end`` (0-based, end excluded) with ``text``."""

    start: int
    end: int
    text: str


class CannotEdit(Exception):
    """The place is broken, or it cannot be reached: the message says so in plain words."""


def set_value(document: JsonDocument, pointer: str, value: JsonValue | RawJson) -> TextEdit:
    """Put a value at the pointer, and the parents it lacks, in the style of the text around.

    A value that already stands there keeps its spelling. A missing parent becomes a list where the next token
    is ``0`` or ``-``, else an object; a null in the way gives way. ``-`` appends to a list. ``CannotEdit``
    where the text is broken, a parent is neither object nor list, or a list is too short.
    """
    _require_sound(document, pointer)
    node = document.node(pointer)
    if node is not None:
        return _replace(document, node, value)
    tokens = parse(pointer)
    depth = len(tokens)
    while depth and document.node(join(*tokens[:depth])) is None:
        depth -= 1
    anchor = document.node(join(*tokens[:depth]))
    if anchor is None:
        if document.text.strip():
            raise CannotEdit("The text holds something that is not JSON.")
        return TextEdit(0, len(document), source(_nested(tokens, value), Style()) + "\n")
    if anchor.kind == "null":
        return _replace(document, anchor, _nested(tokens[depth:], value))
    value = _nested(tokens[depth + 1 :], value)
    if anchor.kind == "object":
        return _append(document, anchor, quoted(tokens[depth]), value)
    if anchor.kind == "array":
        if tokens[depth] not in {"-", str(len(anchor.values()))}:
            raise CannotEdit(f"The list at {_place(tokens[:depth])} has no item {tokens[depth]}.")
        return _append(document, anchor, "", value)
    raise CannotEdit(f"{_place(tokens[:depth])} holds a {anchor.kind}, which has nothing inside.")


def remove(document: JsonDocument, pointer: str, prune: Callable[[str], bool] | None = None) -> TextEdit:
    """Take away the member or item at the pointer with its comma; of duplicate members the last.

    ``prune`` is asked for each parent that would be left empty, innermost first, whether it may go too; the
    root stays. ``CannotEdit`` where nothing stands there or the text is broken around it.
    """
    if not pointer:
        raise CannotEdit("The whole JSON cannot be removed.")
    _require_sound(document, pointer)
    if document.node(pointer) is None:
        raise CannotEdit(f"There is nothing at {pointer}.")
    while prune is not None and (above := parent(pointer)):
        holder = document.node(above)
        if holder is None or len(holder.spans()) > 1 or not prune(above):
            break
        pointer = above
    holder = document.node(parent(pointer))
    assert holder is not None
    spans = holder.spans()
    token = last(pointer)
    place = holder.index()[token] if holder.kind == "object" else int(token)
    if len(spans) == 1:
        return TextEdit(holder.start + 1, holder.end - 1, "")
    if place == len(spans) - 1:
        return TextEdit(spans[place - 1][1], spans[place][1], "")
    return TextEdit(spans[place][0], spans[place + 1][0], "")


def rename(document: JsonDocument, pointer: str, key: str) -> TextEdit:
    """Give the member at the pointer another key; ``CannotEdit`` where its object has that key already."""
    member = document.member(pointer) if pointer else None
    if member is None:
        raise CannotEdit(f"There is no member at {pointer} to be renamed.")
    _require_sound(document, parent(pointer))
    if key == member.key:
        return TextEdit(member.key_start, member.key_end, document.slice(member.key_start, member.key_end))
    holder = document.node(parent(pointer))
    if holder is not None and key in holder.index():
        raise CannotEdit(f"There is already a member {quoted(key)} beside it.")
    return TextEdit(member.key_start, member.key_end, quoted(key))


def insert_item(document: JsonDocument, array_pointer: str, index: int, value: JsonValue) -> TextEdit:
    """Put an item before the one at ``index`` (the length appends), in a list that is made where it is
    missing.
    """
    _require_sound(document, array_pointer)
    array = document.node(array_pointer)
    if array is None or array.kind == "null":
        return set_value(document, array_pointer, [value])
    if array.kind != "array":
        raise CannotEdit(f"{array_pointer or 'The whole JSON'} is not a list.")
    spans = array.spans()
    if not 0 <= index <= len(spans):
        raise CannotEdit(f"The list at {array_pointer or 'the top'} has no place {index}.")
    if index == len(spans):
        return _append(document, array, "", value)
    style = style_of(document, array)
    start = spans[index][0]
    base = indent_at(document, start)
    gap = f",{style.newline}{base}" if style.multiline else style.comma
    return TextEdit(start, start, source(value, style, base) + gap)


def apply(text: str, edits: Iterable[TextEdit]) -> str:
    """The text after these edits, all of which are meant for the text as it was; they must not overlap."""
    ordered = sorted(edits, key=lambda edit: (edit.start, edit.end))
    data = text.encode("utf-16-le", "surrogatepass")
    parts: list[bytes] = []
    done = 0
    for edit in ordered:
        if edit.start < done or edit.end < edit.start or 2 * edit.end > len(data):
            raise ValueError(f"{edit} overlaps another edit or leaves the text.")
        parts += (data[2 * done : 2 * edit.start], edit.text.encode("utf-16-le", "surrogatepass"))
        done = edit.end
    parts.append(data[2 * done :])
    return b"".join(parts).decode("utf-16-le", "surrogatepass")


_TOKEN: Final = re.compile(r'"(?:[^"\\]|\\.)*"|[{}\[\],:]|[^\s{}\[\],:"]+')
_SPACE_OR_STRING: Final = re.compile(r'("(?:[^"\\]|\\.)*")|[ \t\r\n]+')


def minify(text: str) -> str:
    """The text without white space, every token spelled as it was; ``CannotEdit`` where it is not JSON."""
    _require_json(text)
    return _SPACE_OR_STRING.sub(r"\1", text)


def tidy(text: str, indent: int = 2) -> str:
    """The text with one member or item a line, every token spelled as it was; ``CannotEdit`` if not JSON."""
    _require_json(text)
    parts: list[str] = []
    depth = 0
    opened = False
    for token in _TOKEN.findall(text):
        if token in "}]":
            depth -= 1
            if not opened:
                parts.append("\n" + " " * (indent * depth))
        elif opened:
            parts.append("\n" + " " * (indent * depth))
        opened = token in "{["
        parts.append(token)
        if opened:
            depth += 1
        elif token == ",":
            parts.append("\n" + " " * (indent * depth))
        elif token == ":":
            parts.append(" ")
    return "".join(parts) + ("\n" if text.endswith("\n") else "")


def _require_json(text: str) -> None:
    if not is_json(text):
        raise CannotEdit("The JSON has an error: mend it first.")


def _require_sound(document: JsonDocument, pointer: str) -> None:
    if not document.is_sound(pointer):
        problem = document.syntax_problem
        where = f" (line {problem.line}: {problem.message})" if problem else ""
        raise CannotEdit(f"The JSON is broken here{where}.")


def _replace(document: JsonDocument, node: JsonNode, value: JsonValue | RawJson) -> TextEdit:
    if not isinstance(value, RawJson) and same(node.value(), value):
        return TextEdit(node.start, node.end, node.raw)
    if isinstance(value, (dict, list, tuple)):
        style = style_of(document, node)
        return TextEdit(node.start, node.end, source(value, style, indent_at(document, node.start)))
    return TextEdit(node.start, node.end, source(value, Style()))


def _append(document: JsonDocument, holder: JsonNode, key: str, value: JsonValue | RawJson) -> TextEdit:
    """Add a member (with its quoted key) or an item at the end of an object or list."""
    style = style_of(document, holder)
    spans = holder.spans()
    label = key + style.colon if key else ""
    if spans:
        end = spans[-1][1]
        base = indent_at(document, spans[-1][0])
        gap = f",{style.newline}{base}" if style.multiline else style.comma
        return TextEdit(end, end, gap + label + source(value, style, base))
    if not style.multiline:
        return TextEdit(holder.start + 1, holder.end - 1, label + source(value, style))
    base = indent_at(document, holder.start)
    inner = base + style.indent
    text = f"{style.newline}{inner}{label}{source(value, style, inner)}{style.newline}{base}"
    return TextEdit(holder.start + 1, holder.end - 1, text)


def _nested(tokens: tuple[str, ...], value: JsonValue | RawJson) -> JsonValue | RawJson:
    """The value inside the parents that these tokens name."""
    for token in reversed(tokens):
        value = [value] if token in {"0", "-"} else {token: value}
    return value


def _place(tokens: tuple[str, ...]) -> str:
    return join(*tokens) or "The whole JSON"
