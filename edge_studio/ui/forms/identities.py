"""What the identity table shows of an identityMap, and the smallest edits that change it."""

from typing import NamedTuple

from edge_studio.jsontext.document import JsonDocument, JsonNode
from edge_studio.jsontext.edits import RawJson, TextEdit, remove, rename, set_value
from edge_studio.jsontext.pointer import child, last, parent


class Identity(NamedTuple):
    """One row of the table: an item of a namespace, or something that should be one."""

    pointer: str
    """Of the item; of the namespace where that is no list."""
    namespace: str
    id: str
    """The ID, or the source of what stands in its place."""
    state: str
    """The authenticatedState as it is written; empty where there is none."""
    primary: bool
    trouble: str = ""
    """What is not as it should be, as the end of a sentence; empty where all is well."""
    id_is_text: bool = True
    is_item: bool = True
    """Whether the row is an object, whose members can be set."""


def identities(document: JsonDocument, at: str) -> list[Identity]:
    """The rows of the identityMap at the pointer ``at``, in the order of the text."""
    root = document.node(at)
    rows: list[Identity] = []
    if root is None or root.kind != "object":
        return rows
    for namespace in root.index():  # each namespace once: the last of duplicates is the one that counts
        node = root.member(namespace)
        place = child(at, namespace)
        if node is None:
            continue
        if node.kind != "array":
            rows.append(_stranger(place, namespace, node, f"{namespace} is not a list of IDs"))
        for number, item in enumerate(node.items()):
            rows.append(_row(child(place, number), namespace, item))
    return rows


def _stranger(pointer: str, namespace: str, node: JsonNode, trouble: str) -> Identity:
    return Identity(pointer, namespace, node.raw[:200], "", False, trouble, False, False)


def _row(pointer: str, namespace: str, item: JsonNode) -> Identity:
    if item.kind != "object":
        return _stranger(pointer, namespace, item, "it is no object with an id")
    id_node, state, primary = item.member("id"), item.member("authenticatedState"), item.member("primary")
    trouble = ""
    if id_node is not None and id_node.kind != "string":
        trouble = "the ID is not text"
    elif state is not None and state.kind != "string":
        trouble = "authenticatedState is not text"
    elif primary is not None and primary.kind not in {"true", "false"}:
        trouble = f"primary is {primary.raw[:40]}, not true or false"
    return Identity(
        pointer,
        namespace,
        "" if id_node is None else _text(id_node),
        "" if state is None else _text(state),
        primary is not None and primary.kind == "true",
        trouble,
        id_node is None or id_node.kind == "string",
    )


def _text(node: JsonNode) -> str:
    value = node.value()
    return value if isinstance(value, str) else node.raw[:200]


def make_primary(document: JsonDocument, at: str, pointer: str | None) -> list[TextEdit]:
    """The edits that make the item at ``pointer`` the only primary one; None: that leave none primary."""
    edits: list[TextEdit] = []
    for row in identities(document, at):
        if not row.is_item:
            continue
        place = child(row.pointer, "primary")
        node = document.node(place)
        if row.pointer == pointer:
            if node is None or node.kind != "true":
                edits.append(set_value(document, place, True))
        elif node is not None and _says_true(node):
            edits.append(set_value(document, place, False))
    return edits


def move(document: JsonDocument, at: str, pointer: str, namespace: str) -> tuple[list[TextEdit], str]:
    """The edits that bring the item at ``pointer`` into another namespace, and the pointer it then has.

    An item alone in its namespace goes there by a change of the key; otherwise it is taken out of one list
    and put, as it is spelled, at the end of the other.
    """
    place = child(at, namespace)
    target = document.node(place)
    item = document.node(pointer)
    holder = pointer if parent(pointer) == at else parent(pointer)
    siblings = document.node(holder)
    if item is None or siblings is None or last(holder) == namespace:
        return [], pointer
    alone = siblings.kind != "array" or len(siblings.items()) == 1
    if target is None and alone:
        return [rename(document, holder, namespace)], place + pointer[len(holder) :]
    if holder == pointer or (target is not None and target.kind != "array"):
        return [], pointer  # no list on one of the sides: that is for the JSON editor
    number = 0 if target is None else len(target.items())
    there = child(place, number)
    raw = RawJson(item.raw)
    put = set_value(document, place, [raw]) if target is None else set_value(document, there, raw)
    return [remove(document, holder if alone else pointer), put], there


def _says_true(node: JsonNode) -> bool:
    """Whether an item counts as primary: true, or the text "true", which is found in samples."""
    return node.kind == "true" or (node.kind == "string" and str(node.value()).lower() == "true")
