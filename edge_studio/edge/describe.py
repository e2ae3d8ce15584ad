"""What a request is about, in few words: "Page view" of "home-demo-Home Page"."""

from collections.abc import Iterator
from typing import Any, Final, NamedTuple

from edge_studio.edge import event_types
from edge_studio.jsontext.document import JsonDocument

UNKNOWN: Final = "Request"
"""The title of what says nothing of itself."""
_LONGEST: Final = 200
"""Characters; a title or subtitle is one line in a list."""

_CHOICES: Final = {
    "in": "opt in",
    "y": "opt in",
    "out": "opt out",
    "n": "opt out",
    "pending": "pending",
    "p": "pending",
}


class Description(NamedTuple):
    """A request in words; each may be empty but the title."""

    event_type: str
    """The wire name, such as ``web.webpagedetails.pageViews``."""
    title: str
    """The plain name of the event type, else its wire name, else "Request"."""
    subtitle: str
    """Which one: the page's name or address, the order, the product, the link, or the scopes asked for."""


def describe(document: JsonDocument) -> Description:
    """Describe a request of any endpoint as far as its text can be read; broken JSON is no obstacle."""
    event = "/events/0" if document.node("/event") is None else "/event"
    if document.node(event) is None and (told := _without_event(document)) is not None:
        return told
    event_type = _text(document, f"{event}/xdm/eventType")
    title = event_types.label(event_type) if event_type else UNKNOWN
    subtitle = next(_subtitles(document, f"{event}/xdm", event), "")
    events = document.node("/events") if event != "/event" else None
    if events is not None and events.kind == "array" and (others := len(events.values()) - 1) > 0:
        subtitle = f"{subtitle[:150]} and {others} more".removeprefix(" ")
    return Description(event_type, title[:_LONGEST], subtitle[:_LONGEST])


def _without_event(document: JsonDocument) -> Description | None:
    """What the endpoints are asked that take no event: set-consent, and acquire."""
    consent = document.node("/consent")
    if consent is not None and consent.kind == "array":
        choices = [item.value() for item in consent.items()]
        said = [choice for choice in choices if isinstance(choice, dict)]
        title = next(filter(None, map(_choice, said)), "")
        standards = (f"{choice.get('standard', '')} {choice.get('version', '')}".strip() for choice in said)
        title = f"Consent: {title}" if title else "Consent"
        return Description("", title[:_LONGEST], ", ".join(filter(None, standards))[:_LONGEST])
    if fetched := _texts(document, "/query/identity/fetch"):
        return Description("", "Visitor ID", ", ".join(fetched)[:_LONGEST])
    return None


def _choice(consent: dict[str, Any]) -> str:
    """What one entry of set-consent chooses, in words; empty where that is not to be seen at a glance."""
    value = consent.get("value")
    if not isinstance(value, dict):
        return ""
    collect = value.get("collect")
    chosen = value.get("general") or (collect.get("val") if isinstance(collect, dict) else None)
    return _CHOICES.get(chosen, "") if isinstance(chosen, str) else ""


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
