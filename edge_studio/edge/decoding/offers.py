"""Texts in propositions: Target's ids and tokens, scopes, and what Journey Optimizer packs."""

import re
from typing import Final

from edge_studio.edge.amounts import plural
from edge_studio.edge.decoding.model import Decoded, Place
from edge_studio.edge.decoding.packing import as_value, container, from_base64, json_in_base64, members
from edge_studio.edge.wording import cut
from edge_studio.jsontext.lazy_json import LazyValue

_ACTIVITY: Final = ("activityId", "xdm:activityId")
_PLACEMENT: Final = ("placementId", "xdm:placementId")
_ANALYTICS: Final = re.compile(r"([0-9]{1,12}):([0-9]{1,9}):([0-9]{1,9})((?:\|[0-9]{1,6}(?:\.[0-9]{1,3})?)*)")
_MOST_TOKENS: Final = 200
_TOKENS: Final = frozenset(("eventtoken", "subpropositions"))
"""Names whose texts have a decoder of their own."""


def read_target_id(text: str, place: Place) -> Decoded | None:
    """The id of a proposition of Target's: ``AT:`` and base64url of its activity and experience."""
    if not text.startswith("AT:") or len(text) > 1_000:
        return None
    content = from_base64(text[3:])
    value = container(content) if content else None
    if value is None or value.kind != "object":
        return None
    said = [("activity", value.string("activityId")), ("experience", value.string("experienceId"))]
    words = ", ".join(f"{word} {cut(id, 60)}" for word, id in said if id)
    return Decoded("target-id", "Target's id", words, value) if words else None


def read_scope(text: str, place: Place) -> Decoded | None:
    """A decision scope of Offer Decisioning's: base64 of an activity, a placement and how many items."""
    value = json_in_base64(text)
    return _scope(value) if value is not None and value.kind == "object" else None


def _scope(value: LazyValue) -> Decoded | None:
    activity, placement = _one_of(value, _ACTIVITY), _one_of(value, _PLACEMENT)
    if not activity or not placement:
        return None
    words = f"activity {cut(activity, 60)}, placement {cut(placement, 60)}"
    count = value.integer("itemCount") or value.integer("xdm:itemCount")
    if count:
        words += f", {plural(count, 'item')}"
    return Decoded("scope", "decision scope", words, value)


def _one_of(value: LazyValue, names: tuple[str, ...]) -> str:
    return next((found for name in names if (found := value.string(name))), "")


def read_event_token(text: str, place: Place) -> Decoded | None:
    """What Journey Optimizer wants echoed with every display: base64 JSON; Target's is opaque and refused."""
    if place.key.lower() != "eventtoken":
        return None
    value = json_in_base64(text)
    if value is None or value.kind != "object":
        return None
    execution = value.get("messageExecution") or value
    said = [
        (word, execution.string(name))
        for word, name in (
            ("campaign", "campaignID"),
            ("journey", "journeyVersionID"),
            ("action", "campaignActionID"),
            ("message", "messageID"),
        )
    ]
    words = ", ".join(f"{word} {cut(id, 40)}" for word, id in said if id)
    return Decoded("event-token", "event token", words or members(value), value)


def read_sub_propositions(text: str, place: Place) -> Decoded | None:
    """The decisions inside a proposition of Journey Optimizer's: base64 of a list of propositions."""
    if place.key.lower() != "subpropositions":
        return None
    value = json_in_base64(text)
    if value is None or value.kind != "array":
        return None
    names = []
    for _, proposition in value.some(0, 20):
        items = proposition.get("items")
        for _, item in items.some(0, 20) if items is not None else ():
            names.append(item.string("name") or item.string("id"))
    listed = ", ".join(cut(name, 40) for name in [name for name in names if name][:3])
    count = plural(value.count, "decision")
    words = f"{count}: {listed}" if listed else count
    return Decoded("sub-propositions", "decisions inside", words, value)


def read_analytics_token(text: str, place: Place) -> Decoded | None:
    """Which activities Analytics counts: a list of ``activity:experience:number|goal``."""
    if len(text) > 4_000 or not text[:1].isdecimal() or place.key.lower() not in {"analyticstoken", "tnta"}:
        return None
    found = [_ANALYTICS.fullmatch(part.strip()) for part in text.split(",")]
    counted = []
    for one in found[:_MOST_TOKENS]:
        if one is None:
            return None
        goals = one[4].split("|")[1:]
        counted.append({"activity": one[1], "experience": one[2], "number": one[3], "goals": goals})
    pairs = list(
        dict.fromkeys(f"activity {one['activity']}, experience {one['experience']}" for one in counted)
    )
    words = "; ".join(pairs[:3]) + (f" and {len(pairs) - 3:,} more" if len(pairs) > 3 else "")
    goals = list(dict.fromkeys(goal for one in counted for goal in one["goals"]))
    words += f"; goal {', '.join(goals[:5])}" if goals else ""
    value = as_value(counted)
    return Decoded("analytics-token", "Analytics token", words, value)


def read_packed_json(text: str, place: Place) -> Decoded | None:
    """Any other object or list that is packed in base64."""
    if len(text) < 8 or place.key.lower() in _TOKENS:
        return None
    value = json_in_base64(text)
    if value is None or not value.count or (value.kind == "object" and _scope(value)):
        return None
    return Decoded("packed-json", "JSON in base64", members(value), value)
