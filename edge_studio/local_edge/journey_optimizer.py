"""What Adobe Journey Optimizer decides, in its shapes (Adobe documentation)."""

import base64
import hashlib
import re
import uuid
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any, Final

from edge_studio.edge.scopes import json_in_base64, normal_surface, surface_pattern
from edge_studio.local_edge.choosing import Asked, Chooser
from edge_studio.local_edge.offers import DecisionItem, Item, JourneyOffer

VENDOR = "com.adobe.experience_platform.ajo"
"""Our choice, after the names of other services: no public source has it."""

_NAMESPACE: Final = uuid.UUID("5f3ad2f0-6d0c-5c7e-9d4e-2f0a7b1c8e36")
"""An invented one, from which the IDs of propositions are derived."""


@dataclass(frozen=True, slots=True)
class Action:
    """One offer with all that does not depend on who asks."""

    offer: JourneyOffer
    id: str
    """Campaign and action, as displays are counted under."""
    label: str
    correlation: str
    token: str
    """The event token."""
    candidates: tuple[DecisionItem, ...]
    """The items of its decision policy, the best first, without the fallback."""
    item_tokens: dict[str, str]
    """The token of each decision item, with the fallback's."""
    items: tuple[tuple[str, dict[str, Any]], ...]
    """Each with its schema."""


class JourneyOffers:
    """The offers of Journey Optimizer, ready to be asked for."""

    def __init__(self, offers: tuple[JourneyOffer, ...]) -> None:
        by_surface: dict[str, dict[str, list[Action]]] = {}
        for offer in sorted(offers, key=lambda offer: -offer.priority):
            surface = normal_surface(offer.surface)
            by_surface.setdefault(surface, {}).setdefault(offer.campaign, []).append(_action(offer))
        self._by_surface = {surface: tuple(found.values()) for surface, found in by_surface.items()}
        self._patterns: list[tuple[re.Pattern[str], str]] = [
            (surface_pattern(surface), surface) for surface in by_surface if "*" in surface
        ]
        self.actions: dict[str, Action] = {
            action.token: action
            for campaigns in self._by_surface.values()
            for actions in campaigns
            for action in actions
        }
        """By event token."""

    def decide(self, asked: Asked, chooser: Chooser) -> list[dict[str, Any]]:
        """The propositions for what is asked for: of each campaign, the first action that fits."""
        found: list[dict[str, Any]] = []
        given: set[str] = set()
        for surface in asked.surfaces:
            rank = 0
            campaigns = list(self._campaigns(surface))
            if not campaigns:
                chooser.unknown.append(surface)
            for actions in campaigns:
                proposition = _first(actions, surface, rank + 1, asked, chooser, given)
                if proposition is not None:
                    rank += 1
                    found.append(proposition)
        return found

    def _campaigns(self, surface: str) -> Iterator[list[Action]]:
        """Those of the surface itself, then those of patterns that it fits."""
        normal = normal_surface(surface)
        yield from self._by_surface.get(normal, ())
        for pattern, known in self._patterns:
            if pattern.fullmatch(normal):
                yield from self._by_surface[known]


def _first(
    actions: list[Action], surface: str, rank: int, asked: Asked, chooser: Chooser, given: set[str]
) -> dict[str, Any] | None:
    for action in actions:
        offer = action.offer
        if not chooser.fits(surface, action.label, offer.audience, offer.cap, action.id):
            continue
        items = [item for schema, item in action.items if asked.wants(schema)]
        if not items:
            chooser.lacks_schema(surface, action.label)
            return None
        chosen: list[DecisionItem] = []
        if offer.policy is not None:
            chosen = _chosen(action, surface, chooser, given if asked.unique_items else None)
            items = [_with_offers(item, chosen) for item in items]
        chooser.gives(surface, action.label, offer.audience)
        return _proposition(action, surface, rank, items, chosen)
    return None


def _chosen(action: Action, surface: str, chooser: Chooser, given: set[str] | None) -> list[DecisionItem]:
    """The best items that the visitor may have, or the fallback; ``given`` has those not to give again."""
    found: list[DecisionItem] = []
    policy = action.offer.policy
    for item in action.candidates:
        label = item.name or item.id
        if policy is not None and len(found) == policy.limit:
            break
        if not chooser.fits(surface, label, item.audience, item.cap, item.id):
            continue
        if given is not None:
            if item.id in given:
                chooser.messages.append(f"{surface}: not {label}, since it is given elsewhere")
                continue
            given.add(item.id)
        chooser.gives(surface, label, item.audience)
        found.append(item)
    if not found and policy is not None and policy.fallback is not None:
        chooser.messages.append(f"{surface}: fallback {policy.fallback.name or policy.fallback.id}")
        found.append(policy.fallback)
    return found


def _with_offers(item: dict[str, Any], chosen: list[DecisionItem]) -> dict[str, Any]:
    """An item with the contents of what was chosen; where they stand is up to a campaign: our choice."""
    data = item.get("data") or {}
    content = data.get("content")
    content = content if isinstance(content, dict) else {}
    return {**item, "data": {**data, "content": {**content, "offers": [one.content for one in chosen]}}}


def _proposition(
    action: Action, surface: str, rank: int, items: list[dict[str, Any]], chosen: list[DecisionItem]
) -> dict[str, Any]:
    offer = action.offer
    characteristics = {"eventToken": action.token}
    if offer.policy is not None:
        characteristics["subPropositions"] = json_in_base64([_sub_proposition(action, surface, chosen)])
    details: dict[str, Any] = {
        "decisionProvider": "AJO",
        "correlationID": f"{action.correlation}-0",
        "characteristics": characteristics,
        "rank": rank,
        "activity": {"id": action.id, "priority": offer.priority, "matchedSurfaces": [surface]},
    }
    if offer.treatment:
        details["strategies"] = [{"strategyID": offer.campaign, "treatmentID": offer.treatment}]
    proposition_id = str(uuid.uuid5(uuid.UUID(action.correlation), surface))
    return {"id": proposition_id, "scope": surface, "scopeDetails": details, "items": items}


def _sub_proposition(action: Action, surface: str, chosen: list[DecisionItem]) -> dict[str, Any]:
    """The proposition of Experience Decisioning within one of Journey Optimizer."""
    policy = action.offer.policy
    items: list[dict[str, Any]] = []
    for item in chosen:
        is_fallback = policy is not None and item is policy.fallback
        detail: dict[str, Any] = {"selectionType": "fallback" if is_fallback else "selectionStrategy"}
        shown: dict[str, Any] = {"id": item.id, "name": item.name or item.id}
        if not is_fallback:
            shown["score"] = item.score
        items.append(
            {**shown, "itemSelection": {"selectionDetail": detail}, "token": action.item_tokens[item.id]}
        )
    return {
        "id": str(uuid.uuid5(uuid.UUID(action.correlation), f"{surface} decisions")),
        "scope": surface,
        "scopeDetails": {
            "decisionProvider": "EXD",
            "correlationID": f"{action.correlation}-0",
            "decisionPolicy": {"id": policy.id if policy else ""},
            "rank": 1,
        },
        "items": items,
    }


def _action(offer: JourneyOffer) -> Action:
    id = f"{offer.campaign}#{offer.action}"
    correlation = uuid.uuid5(_NAMESPACE, f"{id} {offer.surface}")
    token = json_in_base64(
        {
            "messageExecution": {
                "messageExecutionID": str(uuid.uuid5(correlation, "execution")),
                "messageID": str(uuid.uuid5(correlation, "message")),
                "messageType": "marketing",
                "campaignID": offer.campaign,
                "campaignActionID": offer.action,
            }
        }
    )
    policy = offer.policy
    candidates = sorted(policy.items, key=lambda item: -item.score) if policy else []
    fallback = (policy.fallback,) if policy and policy.fallback else ()
    return Action(
        offer,
        id,
        offer.items[0].name or offer.campaign,
        str(correlation),
        token,
        tuple(candidates),
        {item.id: _item_token(id, item.id) for item in (*candidates, *fallback)},
        tuple((item.schema, _item(item)) for item in offer.items),
    )


def _item_token(action: str, item: str) -> str:
    """22 characters of base64 that clients only hand back."""
    digest = hashlib.sha256(f"{action}\n{item}".encode()).digest()[:16]
    return base64.b64encode(digest).rstrip(b"=").decode("ascii")


def _item(item: Item) -> dict[str, Any]:
    shown: dict[str, Any] = {"id": item.id, "schema": item.schema}
    if item.data is not None:
        shown["data"] = item.data
    if item.tracking_label:
        shown["characteristics"] = {"trackingLabel": item.tracking_label}
    return shown
