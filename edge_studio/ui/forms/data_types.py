"""The types of custom data in plain words, and what can be kept of a value when its type changes."""

import json

from edge_studio.jsontext.document import JsonNode
from edge_studio.jsontext.edits import RawJson, minify
from edge_studio.ui.fields.text import is_number

KEY, TYPE, VALUE = range(3)
"""The columns of the tree."""
TYPES = {
    "text": "text",
    "number": "number",
    "boolean": "true / false",
    "null": "null",
    "list": "list",
    "object": "object",
}
"""The types that a value can be given, and what they are called."""

_OF_KIND = {
    "string": "text",
    "number": "number",
    "true": "boolean",
    "false": "boolean",
    "null": "null",
    "array": "list",
    "object": "object",
}


def type_of(kind: str) -> str:
    """The type of a node of this kind; empty for a broken one."""
    return _OF_KIND.get(kind, "")


def converted(node: JsonNode, to: str) -> object:
    """The value of ``node`` as the type ``to``, keeping what can be kept, numbers in their spelling."""
    match to:
        case "text":
            return _as_text(node)
        case "number":
            text = _as_text(node).strip()
            return RawJson(text) if is_number(text) else {"true": 1}.get(text, 0)
        case "boolean":
            return _as_text(node).strip().lower() in {"true", "yes", "1"}
        case "null":
            return None
        case "list":
            return _as_list(node)
        case "object":
            return _as_object(node)
        case _:
            raise ValueError(f"No such type: {to}")


def _as_text(node: JsonNode) -> str:
    match node.kind:
        case "string":
            value = node.value()
            return value if isinstance(value, str) else node.raw
        case "null":
            return ""
        case "array" | "object":
            return minify(node.raw) if not node.is_broken else node.raw
        case _:
            return node.raw


def _parsed(node: JsonNode, wanted: type) -> object | None:
    """What the text of ``node`` says, where it is JSON of the wanted type; the way back from text."""
    if node.kind != "string":
        return None
    try:
        value = json.loads(str(node.value()))
    except (ValueError, RecursionError):
        return None
    return value if isinstance(value, wanted) else None


def _as_list(node: JsonNode) -> object:
    if node.kind == "object":
        return [RawJson(member.value.raw) for member in node.members() if member.value is not None]
    if node.kind == "null" or (node.kind == "string" and not node.value()):
        return []
    if _parsed(node, list) is not None:
        return RawJson(str(node.value()))
    return [RawJson(node.raw)]


def _as_object(node: JsonNode) -> object:
    if node.kind == "array":
        return {str(place): RawJson(item.raw) for place, item in enumerate(node.items())}
    if node.kind == "null" or (node.kind == "string" and not node.value()):
        return {}
    if _parsed(node, dict) is not None:
        return RawJson(str(node.value()))
    return {"value": RawJson(node.raw)}


def free_name(taken: set[str], stem: str = "field") -> str:
    """A key that is not taken: ``field``, then ``field2`` and so on."""
    if stem not in taken:
        return stem
    number = 2
    while f"{stem}{number}" in taken:
        number += 1
    return f"{stem}{number}"
