"""Applying a JSON Patch (RFC 6902) to a value, for tests."""

import copy
from typing import Any

from edge_studio.jsontext.pointer import is_index, parse


def applied(patch: list[dict[str, Any]], value: Any) -> Any:
    """``value`` with every step of ``patch`` made; a step that cannot be made raises."""
    box = [copy.deepcopy(value)]
    for step in patch:
        match step["op"]:
            case "add":
                _add(box, step["path"], step["value"])
            case "remove":
                _take(box, step["path"])
            case "replace":
                _replace(box, step["path"], step["value"])
            case "move":
                _add(box, step["path"], _take(box, step["from"]))
            case other:
                raise ValueError(other)
    return box[0]


def _holder(box: list[Any], path: str) -> tuple[Any, Any]:
    """What holds the place, and its key or index there."""
    holder: Any = box
    key: Any = 0
    for token in parse(path):
        holder = holder[key]
        key = token
        if isinstance(holder, list):
            assert is_index(token), path
            key = int(token)
    return holder, key


def _add(box: list[Any], path: str, value: Any) -> None:
    holder, key = _holder(box, path)
    if isinstance(holder, list) and path:
        assert 0 <= key <= len(holder), path
        holder.insert(key, value)
    else:
        holder[key] = value


def _take(box: list[Any], path: str) -> Any:
    holder, key = _holder(box, path)
    return holder.pop(key)


def _replace(box: list[Any], path: str, value: Any) -> None:
    holder, key = _holder(box, path)
    assert isinstance(holder, list) or key in holder, path
    holder[key] = value
