"""What the providers of personalization decide: a handle for each, with what it gives or without anything."""

import base64
import binascii
import hashlib
import json
import uuid
from collections.abc import Iterator
from typing import Any, Final

from edge_studio.edge.trace import TraceEvent
from edge_studio.local_edge.case import Case, Effect
from edge_studio.local_edge.choosing import asked, chooser
from edge_studio.local_edge.hit import at
from edge_studio.local_edge.offer_book import offer_book
from edge_studio.local_edge.offers import (
    DEFAULT_CONTENT,
    DecisioningOffer,
    Item,
    JourneyOffer,
    TargetOffer,
)
from edge_studio.local_edge.scenario import Scenario
from edge_studio.local_edge.scopes import normal_surface

STEP: Final = "decisions"
"""The name of a provider's step in the trace: our choice."""


def decide(case: Case) -> Effect:
    """What every provider that is enabled gives for each event that asks, empty payloads included.

    Nobody who opted out gets anything (Adobe documentation).
    """
    questions = asked(case.hit)
    if not questions:
        return Effect()
    if case.profile.consent == "out":
        words = ("Nothing is decided, since the visitor has opted out",)
        return Effect(trace=(TraceEvent("com.adobe.edge.konductor", STEP, words),))
    book = offer_book(case.hit.scenario)
    someone = chooser(case, book.audience_name)
    handles: list[dict[str, Any]] = []
    trace: list[TraceEvent] = []
    for service, vendor, _ in book.providers:
        if service not in case.services:
            trace.append(TraceEvent(vendor, STEP, ("Not asked, since it is switched off",)))
    for question in questions:
        for service, vendor, provider in book.providers:
            if service in case.services:
                payload = provider.decide(question, someone)
                handles.append(
                    {"type": "personalization:decisions", "eventIndex": question.index, "payload": payload}
                )
                trace.append(someone.trace(vendor, STEP, question))
    return Effect(handles=tuple(handles), trace=tuple(trace))


_NAMESPACE: Final = uuid.UUID("5f3ad2f0-6d0c-5c7e-9d4e-2f0a7b1c8e36")
"""An invented one, from which the IDs of propositions are derived."""


def decisions(query: dict[str, Any], scenario: Scenario) -> Iterator[list[dict[str, Any]]]:
    """The payload of one handle for each provider of the scenario, empty where it has nothing to offer.

    ``query`` is the member of that name; without ``personalization`` in it there are no handles. An item
    is only given if its schema was asked for; asking for none means any, which is our choice.
    """
    asked = at(query, "personalization")
    if asked is None:
        return
    scopes = list(dict.fromkeys(asked.get("decisionScopes") or ()))
    surfaces = list(dict.fromkeys(asked.get("surfaces") or ()))
    schemas = frozenset(asked.get("schemas") or ())
    if scenario.target is not None:
        found = _target(scopes, scenario.target.offers, schemas)
        yield list(found)
    if scenario.offer_decisioning is not None:
        found = _offer_decisioning(scopes, scenario.offer_decisioning.offers, schemas)
        yield list(found)
    if scenario.journey_optimizer is not None:
        found = _journey_optimizer(surfaces, scenario.journey_optimizer.offers, schemas)
        yield list(found)


def _wanted(items: tuple[Item, ...], schemas: frozenset[str]) -> list[Item]:
    return [item for item in items if not schemas or item.schema in schemas]


def _target(
    scopes: list[str], offers: tuple[TargetOffer, ...], schemas: frozenset[str]
) -> Iterator[dict[str, Any]]:
    for scope in scopes:
        for offer in offers:
            items = _wanted(offer.items, schemas)
            if offer.scope == scope and items:
                yield _target_proposition(offer, items)


def _target_proposition(offer: TargetOffer, items: list[Item]) -> dict[str, Any]:
    activity, experience = offer.activity, offer.experience
    ids = {"activityId": activity.id, "experienceId": experience.id}
    token = f"{activity.id}:{experience.id}:0"
    return {
        "id": f"AT:{_base64(ids)}",
        "scope": offer.scope,
        "scopeDetails": {
            "decisionProvider": "TGT",
            "activity": {"id": activity.id},
            "experience": {"id": experience.id},
            "strategies": [{"trafficType": "0"}],
            "characteristics": {"eventToken": _opaque(offer.scope, token), "analyticsToken": f"{token}|2"},
            "correlationID": token,
        },
        "items": [_target_item(offer, item) for item in items],
    }


def _target_item(offer: TargetOffer, item: Item) -> dict[str, Any]:
    names = {
        "activity.name": offer.activity.name,
        "experience.name": offer.experience.name,
        "offer.name": item.name,
    }
    meta = {key: name for key, name in names.items() if name}
    shown: dict[str, Any] = {"id": item.id, "schema": item.schema, "meta": meta}
    if item.schema != DEFAULT_CONTENT:
        shown["data"] = {"id": item.id, **(item.data or {})}
    return shown


def _offer_decisioning(
    scopes: list[str], offers: tuple[DecisioningOffer, ...], schemas: frozenset[str]
) -> Iterator[dict[str, Any]]:
    for scope in scopes:
        asked = _activity_and_placement(scope)
        for offer in offers:
            items = _wanted(offer.items, schemas)
            if asked == (offer.activity.id, offer.placement.id) and items:
                yield {
                    "id": str(uuid.uuid5(_NAMESPACE, scope)),
                    "scope": scope,
                    "activity": {"id": offer.activity.id, "etag": offer.activity.etag},
                    "placement": {"id": offer.placement.id, "etag": offer.placement.etag},
                    "items": [
                        {
                            "id": item.id,
                            "etag": item.etag,
                            "schema": item.schema,
                            "data": {"id": item.id, **(item.data or {})},
                        }
                        for item in items
                    ],
                }


def _activity_and_placement(scope: str) -> tuple[Any, Any] | None:
    """What a scope of Offer Decisioning names: it is base64 of a JSON object."""
    try:
        named = json.loads(base64.b64decode(scope, validate=True))
    except (binascii.Error, ValueError, RecursionError):
        return None
    if not isinstance(named, dict):
        return None
    activity = named.get("xdm:activityId", named.get("activityId"))
    return activity, named.get("xdm:placementId", named.get("placementId"))


def _journey_optimizer(
    surfaces: list[str], offers: tuple[JourneyOffer, ...], schemas: frozenset[str]
) -> Iterator[dict[str, Any]]:
    for surface in surfaces:
        rank = 0
        for offer in offers:
            items = _wanted(offer.items, schemas)
            if normal_surface(offer.surface) == normal_surface(surface) and items:
                rank += 1
                yield _journey_proposition(offer, surface, rank, items)


def _journey_proposition(offer: JourneyOffer, surface: str, rank: int, items: list[Item]) -> dict[str, Any]:
    correlation = uuid.uuid5(_NAMESPACE, f"{offer.campaign} {surface}")
    token = {"messageExecution": {"campaignID": offer.campaign, "campaignActionID": offer.action}}
    return {
        "id": str(uuid.uuid5(correlation, offer.action)),
        "scope": surface,
        "scopeDetails": {
            "decisionProvider": "AJO",
            "correlationID": f"{correlation}-0",
            "characteristics": {"eventToken": _base64(token)},
            "rank": rank,
            "activity": {
                "id": f"{offer.campaign}#{offer.action}",
                "priority": offer.priority,
                "matchedSurfaces": [surface],
            },
        },
        "items": [
            {"id": item.id, "schema": item.schema, **({} if item.data is None else {"data": item.data})}
            for item in items
        ],
    }


def _base64(value: dict[str, Any]) -> str:
    text = json.dumps(value, separators=(",", ":"))
    return base64.urlsafe_b64encode(text.encode()).rstrip(b"=").decode("ascii")


def _opaque(*parts: str) -> str:
    """A token that clients only hand back."""
    digest = hashlib.sha256("\n".join(parts).encode()).digest()
    return base64.urlsafe_b64encode(digest).rstrip(b"=").decode("ascii")
