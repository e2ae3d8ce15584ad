"""Summaries to show in tests: factories with complete defaults."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import Any

from edge_studio.edge.summary.model import (
    Asked,
    Card,
    Content,
    ContentKind,
    Fact,
    Offer,
    Reason,
    Summary,
    Trouble,
)
from tests.edge.answers import ECID, ORG, identity_cookie

NOW = datetime(2026, 5, 4, 11, 22, 10, tzinfo=UTC)
SCHEMA = "https://ns.adobe.com/personalization/"


def visitor() -> Card:
    return Card(
        "visitor",
        "Visitor",
        "A new visitor, first seen just now.",
        pointer="/handle/0",
        facts=(
            Fact("ECID", ECID, ECID, "/handle/0/payload/0/id"),
            Fact("Made", "just now, in region OR2", "", "/handle/3/payload/0/value"),
            Fact("CORE", "79142058261338117641236789012345678901", "79142058261338117641236789012345678901"),
        ),
    )


def content(kind: ContentKind = "html", text: str = "<h2>Hello gold member</h2>", **members: Any) -> Content:
    title = {"html": "HTML content", "json": "JSON content", "dom": "DOM change"}.get(kind, kind)
    where = "/handle/1/payload/0/items/0"
    made = Content(kind, title, text, "88021", f"{SCHEMA}{kind}-content-item", where)
    return replace(made, **members)


def offer(*contents: Content, provider: str = "Target", **members: Any) -> Offer:
    usual = contents or (content(),)
    made = Offer(
        "hero-banner",
        provider,
        "Spring hero",
        "Experience B",
        usual,
        False,
        "AT:eyJhY3Rpdml0eUlkIjoiNDEwMDE3In0",
        "/handle/1/payload/0",
        0,
    )
    return replace(made, **members)


def default_offer() -> Offer:
    nothing = content("default", "", title="default content")
    return offer(nothing, provider="Journey Optimizer", activity="", experience="", is_default=True)


def asked(*offers: Offer, scope: str = "hero-banner", **members: Any) -> Asked:
    made = Asked(scope, scope, "scope", True, offers)
    return replace(made, **members)


def not_returned(scope: str = "sidebar") -> Asked:
    reasons = (
        Reason(
            "the request does not ask for the schema html-content-item",
            "Add it to query.personalization.schemas.",
            certain=True,
        ),
        Reason("no audience of this visitor qualifies for an activity", "Check the activity's audience."),
        Reason("no activity runs for this scope", "Check that the activity is live and uses this scope."),
    )
    return asked(scope=scope, reasons=reasons)


def offers(*scopes: Asked, more: int = 0) -> Card:
    usual = (asked(offer(), default_offer()), not_returned())
    return Card(
        "offers",
        "Offers",
        "1 of 2 scopes got an offer.",
        pointer="/handle/1",
        asked=scopes or usual,
        more=more,
    )


def region() -> Card:
    until = NOW + timedelta(minutes=29, seconds=30)
    hints = (("Edge Network", "or2"), ("Target", "35"), ("Audience Manager", "9"))
    facts = [
        Fact(label, value, value, f"/handle/2/payload/{at}/hint", until=until)
        for at, (label, value) in enumerate(hints)
    ]
    return Card("region", "Region", "Oregon answered.", pointer="/handle/2", facts=tuple(facts))


def stored() -> Card:
    year, half_hour = NOW + timedelta(days=395), NOW + timedelta(minutes=30)
    key = f"kndctr_{ORG}_"
    facts = (
        Fact(f"{key}identity", f"ECID {ECID}", identity_cookie(), "/handle/3/payload/0/value", until=year),
        Fact(f"{key}cluster", "or2", "or2", "/handle/3/payload/1/value", until=half_hour),
    )
    said = "2 entries for the next request."
    return Card("stored", "What is stored", said, pointer="/handle/3", facts=facts)


def trouble(*troubles: Trouble) -> Card:
    failed = Trouble(
        "error",
        "EXEG-0203-502",
        "Target: The service call has failed.",
        "Target could not be reached or answered with an error, so its part of the answer is missing.",
        "Send it again in a moment.",
        "Yes, after a short wait.",
        pointer="/errors/0",
    )
    unauthorised = Trouble(
        "warning",
        "EXEG-0303-200",
        "Unauthorized to fetch identities",
        "A namespace was asked for that this datastream does not give out.",
        "Ask for ECID or CORE only.",
        "Not needed.",
        pointer="/warnings/0",
    )
    usual = troubles or (failed, unauthorised)
    return Card("trouble", "Trouble", "1 error, 1 warning.", "danger", "/errors/0", troubles=usual)


def summary(*cards: Card, has_errors: bool = False) -> Summary:
    usual = cards or (visitor(), offers(), stored(), region())
    return Summary("200 OK", "1 visitor ID, 2 offers.", "success", "6b1f0e52", usual, has_errors)
