"""Where in a request's text its events stand."""

from collections.abc import Collection

from edge_studio.edge.exchange import ApiVersion
from edge_studio.jsontext.document import JsonDocument


def event_pointers(document: JsonDocument, version: ApiVersion) -> list[str]:
    """The pointers of the events, whatever stands there: one on v2, each item of the list on v1."""
    if version is ApiVersion.V2:
        return ["/event"] if document.node("/event") is not None else []
    events = document.node("/events")
    if events is None or events.kind != "array":
        return []
    return [f"/events/{index}" for index in range(len(events.values()))]


def kind_at(document: JsonDocument, pointer: str) -> str:
    """The kind of the value at the pointer, empty where there is none."""
    node = document.node(pointer)
    return node.kind if node is not None else ""


def may_hold(document: JsonDocument, pointer: str) -> bool:
    """Whether a member can be put below the pointer: an object stands there, or nothing in the way of one."""
    while pointer:
        kind = kind_at(document, pointer)
        if kind:
            return kind == "object"
        pointer = pointer.rpartition("/")[0]
    return kind_at(document, "") == "object"


def names_at(document: JsonDocument, pointer: str) -> Collection[str]:
    """The names of the members of the object at the pointer; empty where there is none."""
    node = document.node(pointer)
    return node.index() if node is not None and node.kind == "object" else ()
