"""What Adobe Target decides, in its shapes (Adobe documentation)."""

import base64
import hashlib
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from edge_studio.edge.scopes import PAGE, json_in_base64
from edge_studio.local_edge.choosing import Asked, Chooser
from edge_studio.local_edge.offers import DEFAULT_CONTENT, Item, TargetOffer

VENDOR = "com.adobe.target"


@dataclass(frozen=True, slots=True)
class _Experience:
    """One offer with all that does not depend on who asks."""

    offer: TargetOffer
    label: str
    frame: dict[str, Any]
    """The proposition without its items."""
    items: tuple[tuple[str, dict[str, Any]], ...]
    """Each with its schema."""
    open_tokens: tuple[str, ...]
    """The response tokens that are the visitor's own."""


class TargetOffers:
    """The offers of Target, ready to be asked for."""

    def __init__(self, offers: tuple[TargetOffer, ...]) -> None:
        activities: dict[str, dict[str, list[_Experience]]] = {}
        self.tokens: dict[str, str] = {}
        """The activity of each event token."""
        for offer in offers:
            experience = _experience(offer)
            activities.setdefault(offer.scope, {}).setdefault(offer.activity.id, []).append(experience)
            token = experience.frame["scopeDetails"]["characteristics"]["eventToken"]
            self.tokens[token] = offer.activity.id
        self._by_scope = {scope: tuple(found.values()) for scope, found in activities.items()}
        self._views = tuple(dict.fromkeys(offer.scope for offer in offers if offer.is_view))

    def decide(self, asked: Asked, chooser: Chooser) -> list[dict[str, Any]]:
        """The propositions for what is asked for.

        Of each activity in a scope, the first experience that the visitor may have is given; its items are
        then left out as far as their schemas were not asked for: our choice.
        """
        found: list[dict[str, Any]] = []
        for scope in self._scopes(asked):
            activities = self._by_scope.get(scope)
            if activities is None:
                chooser.unknown.append(scope)
                continue
            for experiences in activities:
                proposition = _first(experiences, asked, chooser)
                if proposition is not None:
                    found.append(proposition)
        return found

    def _scopes(self, asked: Asked) -> Iterator[str]:
        """Those asked for, and with the page all views.

        The Web SDK keeps the views of its first answer for later (read from the Web SDK's source); that they
        come with the page's scope is our inference from it.
        """
        for scope in asked.scopes:
            yield scope
            if scope == PAGE:
                yield from (view for view in self._views if view not in asked.scopes)


def _first(experiences: list[_Experience], asked: Asked, chooser: Chooser) -> dict[str, Any] | None:
    for experience in experiences:
        offer = experience.offer
        if not chooser.fits(offer.scope, experience.label, offer.audience, offer.cap, offer.activity.id):
            continue
        items = [item for schema, item in experience.items if asked.wants(schema)]
        if not items:
            chooser.lacks_schema(offer.scope, experience.label)
            return None
        if experience.open_tokens:
            items = _with_tokens(items, experience.open_tokens, asked, chooser)
        chooser.gives(offer.scope, experience.label, offer.audience)
        return {**experience.frame, "items": items}
    return None


def _with_tokens(
    items: list[dict[str, Any]], tokens: tuple[str, ...], asked: Asked, chooser: Chooser
) -> list[dict[str, Any]]:
    """The items with the visitor's own response tokens; one that is not known is left out."""
    own: dict[str, Any] = {}
    for token in tokens:
        value = asked.parameters.get(token, chooser.attributes.get(token.partition(".")[2]))
        if value is not None:
            own[token] = value
    return [{**item, "meta": {**item["meta"], **own}} for item in items]


def _experience(offer: TargetOffer) -> _Experience:
    activity, experience = offer.activity, offer.experience
    token = f"{activity.id}:{experience.id}:0"
    characteristics = {"eventToken": _opaque(offer.scope, token), "analyticsToken": f"{token}|2"}
    if offer.is_view:
        characteristics["scopeType"] = "view"
    ids = json_in_base64({"activityId": activity.id, "experienceId": experience.id})
    frame = {
        "id": "AT:" + ids.translate(_URL_SAFE).rstrip("="),
        "scope": offer.scope,
        "scopeDetails": {
            "decisionProvider": "TGT",
            "activity": {"id": activity.id},
            "experience": {"id": experience.id},
            "strategies": [{"trafficType": "0"}],
            "characteristics": characteristics,
            "correlationID": token,
        },
    }
    label = f"{activity.name or activity.id} › {experience.name or experience.id}"
    items = tuple((item.schema, _item(offer, item)) for item in offer.items)
    return _Experience(offer, label, frame, items, _open(offer))


_URL_SAFE = str.maketrans("+/", "-_")


def _open(offer: TargetOffer) -> tuple[str, ...]:
    return tuple(token for token, value in offer.response_tokens.items() if value is None)


def _item(offer: TargetOffer, item: Item) -> dict[str, Any]:
    names = {
        "activity.name": offer.activity.name,
        "experience.name": offer.experience.name,
        "offer.name": item.name,
    }
    meta = {key: name for key, name in names.items() if name}
    meta.update((key, value) for key, value in offer.response_tokens.items() if value is not None)
    shown: dict[str, Any] = {"id": item.id, "schema": item.schema, "meta": meta}
    if item.schema != DEFAULT_CONTENT:
        shown["data"] = {"id": item.id, **(item.data or {})}
    if item.tracking_label:
        shown["characteristics"] = {"trackingLabel": item.tracking_label}
    return shown


def _opaque(*parts: str) -> str:
    """A token that clients only hand back."""
    digest = hashlib.sha256("\n".join(parts).encode()).digest()
    return base64.urlsafe_b64encode(digest).rstrip(b"=").decode("ascii")
