"""What a request is about, in few words: "Page view" of "home-demo-Home Page"."""

from collections.abc import Iterator
from typing import Final, NamedTuple

from edge_studio.edge import event_types
from edge_studio.jsontext.document import JsonDocument

_LONGEST: Final = 200
"""Characters; a title or subtitle is one line in a list."""


class Description(NamedTuple):
    """A request in words; each may be empty but the title."""

    event_type: str
    """The wire name, such as ``web.webpagedetails.pageViews``."""
    title: str
    """The plain name of the event type, else its wire name, else "Request"."""
    subtitle: str
    """Which one: the page's name or address, the order, the product, the link, or the scopes asked for."""


def describe(document: JsonDocument) -> Description:
    """Describe a request of either API version as far as its text can be read; broken JSON is no obstacle."""
    event = "/events/0" if document.node("/event") is None else "/event"
    event_type = _text(document, f"{event}/xdm/eventType")
    title = event_types.label(event_type) if event_type else "Request"
    subtitle = next(_subtitles(document, f"{event}/xdm", event), "")
    return Description(event_type, title[:_LONGEST], subtitle[:_LONGEST])


def _subtitles(document: JsonDocument, xdm: str, event: str) -> Iterator[str]:
    """Everything that could tell this request from others of its kind, the most telling first."""
    for pointer in ("web/webPageDetails/name", "web/webPageDetails/URL"):
        if text := _text(document, f"{xdm}/{pointer}"):
            yield text
    if order := _text(document, f"{xdm}/commerce/order/purchaseID"):
        yield f"order {order}"
    for pointer in (
        "productListItems/0/name",
        "productListItems/0/SKU",
        "web/webInteraction/name",
        "web/webInteraction/URL",
    ):
        if text := _text(document, f"{xdm}/{pointer}"):
            yield text
    for query in ("/query", f"{event}/query"):
        if scopes := _texts(document, f"{query}/personalization/decisionScopes"):
            yield ", ".join(scopes)
        if surfaces := _texts(document, f"{query}/personalization/surfaces"):
            yield ", ".join(surfaces)


def _text(document: JsonDocument, pointer: str) -> str:
    """The string or number at the pointer on one line; empty where there is none."""
    node = document.node(pointer)
    if node is None or node.kind not in {"string", "number"}:
        return ""
    value = node.value() if node.kind == "string" else node.raw
    return " ".join(value.split()) if isinstance(value, str) else ""


def _texts(document: JsonDocument, pointer: str) -> list[str]:
    node = document.node(pointer)
    if node is None or node.kind != "array":
        return []
    values = (item.value() for item in node.items() if item.kind == "string")
    return [value for value in values if isinstance(value, str) and value]
