"""What names a proposition, which people call an offer: its scope, product, activity and experience."""

from dataclasses import dataclass

import msgspec

from edge_studio.jsontext.lazy_json import LazyValue, Payload

PROVIDERS = {
    "TGT": "Target",
    "AJO": "Journey Optimizer",
    "EXD": "Experience Decisioning",
    "ODE": "Offer Decisioning",
}
"""The products behind a decision, by the name they have on the wire."""

_NAMED = 50
"""How many entries are asked for their product."""
_LOOKED_AT = 500
"""How many entries of a payload with an odd one are asked for their scope."""


class _Scoped(msgspec.Struct):
    """As much of a proposition as its scope needs."""

    scope: str = ""


class _Item(msgspec.Struct):
    """As much of an item as tells default content from something to show."""

    schema: str = ""


class _Filled(msgspec.Struct):
    """As much of a proposition as tells whether it has something to show."""

    scope: str = ""
    items: list[_Item] = []


_scoped = msgspec.json.Decoder(_Scoped)
_filled = msgspec.json.Decoder(_Filled)
DEFAULT_CONTENT = "default-content-item"
"""How the schema of an item ends that only says to keep what is there."""


@dataclass(frozen=True, slots=True)
class OfferNames:
    """What an offer goes by; each is empty where the answer does not say it."""

    provider: str
    """Such as "Target"; the wire's own word where it is not known."""
    activity_name: str
    activity_id: str
    experience_name: str
    experience_id: str

    @property
    def activity(self) -> str:
        """The activity's name where one is said, otherwise its ID."""
        return self.activity_name or self.activity_id

    @property
    def experience(self) -> str:
        """The experience's name where one is said, otherwise its ID."""
        return self.experience_name or self.experience_id


def offer_names(item: LazyValue) -> OfferNames:
    """What one proposition goes by: its first item's ``meta`` tells names, its details tell IDs.

    Offer Decisioning has its activity beside the items, without details (read from captured answers).
    """
    meta = item.get("items", 0, "meta")
    details = item.get("scopeDetails")
    activity = (details.get("activity") if details is not None else None) or item.get("activity")
    experience = details.get("experience") if details is not None else None
    return OfferNames(
        provider_of(item),
        _text(meta, "activity.name") or _text(activity, "name"),
        _text(activity, "id"),
        _text(meta, "experience.name"),
        _text(experience, "id"),
    )


def _text(holder: LazyValue | None, name: str) -> str:
    return holder.string(name) if holder is not None else ""


def experience_words(experience: str) -> str:
    """An experience as a sentence calls it: ``experience B``; its name alone where that says so itself."""
    return f"experience {experience}" if experience and "experience" not in experience.lower() else experience


def chain_words(activity: str, experience: str, mark: str = "›") -> str:
    """An activity and its experience as a row shows them: ``Spring hero › Experience B``."""
    called = experience_words(experience)
    return f" {mark} ".join(word for word in (activity, called[:1].upper() + called[1:]) if word)


def provider(payload: Payload) -> str:
    """The product that decided on all propositions of a payload; empty where it is not one and the same."""
    named = {provider_of(item) for item in payload[:_NAMED]}
    return named.pop() if len(named) == 1 else ""


def provider_of(item: LazyValue) -> str:
    """The product that decided on one proposition; the wire's own word where it is not known.

    Offer Decisioning's propositions have no scopeDetails but an activity (read from captured answers).
    """
    wire = item.string("scopeDetails", "decisionProvider")
    if not wire and item.get("activity") is not None:
        wire = "ODE"
    return PROVIDERS.get(wire, wire)


def scope_of(item: LazyValue) -> str:
    """The scope of one proposition, without opening the rest of it; empty where it says none."""
    try:
        return _scoped.decode(item.part).scope
    except (msgspec.DecodeError, RecursionError):
        return item.string("scope")


def scopes_of(payload: Payload) -> list[str]:
    """The scope of each proposition in a payload, empty where one says none."""
    try:
        return [_scoped.decode(part).scope for part in payload.parts]
    except (msgspec.DecodeError, RecursionError):
        return [item.string("scope") for item in payload[:_LOOKED_AT]]


def filled_scopes(payload: Payload) -> list[tuple[str, bool]]:
    """The scope of each proposition in a payload, and whether it has more to show than what is there."""
    found: list[tuple[str, bool]] = []
    for item in payload:
        try:
            read = _filled.decode(item.part)
            schemas = [one.schema for one in read.items]
            scope = read.scope
        except (msgspec.DecodeError, RecursionError):
            scope, items = item.string("scope"), item.get("items")
            listed = items.some(0, _NAMED) if items is not None and items.kind == "array" else []
            schemas = [one.string("schema") for _, one in listed]
        found.append((scope, any(not schema.endswith(DEFAULT_CONTENT) for schema in schemas)))
    return found
