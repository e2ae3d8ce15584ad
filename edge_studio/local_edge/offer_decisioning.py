"""What Offer Decisioning decides, in its shapes (Adobe documentation)."""

import uuid
from dataclasses import dataclass
from typing import Any, Final

from edge_studio.edge.scopes import Placed
from edge_studio.local_edge.choosing import Asked, Chooser
from edge_studio.local_edge.offers import DecisioningOffer, Item

VENDOR = "com.adobe.experience.platform.ode"

_NAMESPACE: Final = uuid.UUID("5f3ad2f0-6d0c-5c7e-9d4e-2f0a7b1c8e36")
"""An invented one, from which the IDs of propositions are derived."""


@dataclass(frozen=True, slots=True)
class _Option:
    """One offer with all that does not depend on who asks."""

    offer: DecisioningOffer
    label: str
    items: tuple[tuple[str, dict[str, Any]], ...]
    """Each with its schema."""


class DecisioningOffers:
    """The offers of Offer Decisioning, ready to be asked for."""

    def __init__(self, offers: tuple[DecisioningOffer, ...]) -> None:
        self._by_place: dict[tuple[str, str], list[_Option]] = {}
        for offer in offers:
            option = _Option(offer, _label(offer), tuple((item.schema, _item(item)) for item in offer.items))
            self._by_place.setdefault((offer.activity.id, offer.placement.id), []).append(option)

    def decide(self, asked: Asked, chooser: Chooser) -> list[dict[str, Any]]:
        """The propositions for what is asked for, each with as many items as its scope wants.

        That items come once where ``allowDuplicateDecisionItems`` is false holds here as well: our choice.
        """
        found: list[dict[str, Any]] = []
        given: set[str] = set()
        for place in asked.placed:
            options = self._by_place.get((place.activity, place.placement))
            if options is None:
                chooser.unknown.append(f"{place.activity} in {place.placement}")
                continue
            items = _items(options, place, asked, chooser, given)
            if items:
                offer = options[0].offer
                found.append(
                    {
                        "id": proposition_id(place.scope),
                        "scope": place.scope,
                        "activity": {"id": offer.activity.id, "etag": offer.activity.etag},
                        "placement": {"id": offer.placement.id, "etag": offer.placement.etag},
                        "items": items,
                    }
                )
        return found

    def has(self, place: Placed) -> bool:
        """Whether there are offers for a scope."""
        return (place.activity, place.placement) in self._by_place


def _items(
    options: list[_Option], place: Placed, asked: Asked, chooser: Chooser, given: set[str]
) -> list[dict[str, Any]]:
    found: list[dict[str, Any]] = []
    for option in options:
        if len(found) >= place.count:
            break
        offer = option.offer
        if not chooser.fits(place.activity, option.label, offer.audience, offer.cap, place.activity):
            continue
        items = [item for schema, item in option.items if asked.wants(schema)]
        if not items:
            chooser.lacks_schema(place.activity, option.label)
            continue
        if asked.unique_items:
            items = [item for item in items if item["id"] not in given]
            if not items:
                chooser.messages.append(f"{place.activity}: not {option.label}, since it is given elsewhere")
                continue
        found += items[: place.count - len(found)]
        given.update(item["id"] for item in found)
        chooser.gives(place.activity, option.label, offer.audience)
    return found


def proposition_id(scope: str) -> str:
    """The ID of the proposition for a scope; propositions of this provider have no token to know them by."""
    return str(uuid.uuid5(_NAMESPACE, scope))


def _label(offer: DecisioningOffer) -> str:
    return offer.items[0].name or offer.items[0].id


def _item(item: Item) -> dict[str, Any]:
    return {
        "id": item.id,
        "etag": item.etag,
        "schema": item.schema,
        "data": {"id": item.id, **(item.data or {})},
    }
