"""The next step after an answer: the event that reports its offers as displayed or interacted with."""

from collections.abc import Sequence
from dataclasses import replace
from typing import Final, Literal
from urllib.parse import urlsplit

from edge_studio.edge.amounts import plural
from edge_studio.edge.endpoints import COLLECT, ENDPOINTS, INTERACT, place_of
from edge_studio.edge.exchange import ApiVersion, Draft, PreparedRequest, RequestIdMode
from edge_studio.edge.prepare import NOW_PLACEHOLDER
from edge_studio.jsontext.lazy_json import LazyValue
from edge_studio.jsontext.one_level import NotJson
from edge_studio.jsontext.wire_text import BOM
from edge_studio.jsontext.writing import JsonValue, RawJson, Style, source

Report = Literal["display", "interact", "dismiss"]

_EVENT_TYPES: Final[dict[Report, str]] = {
    "display": "decisioning.propositionDisplay",
    "interact": "decisioning.propositionInteract",
    "dismiss": "decisioning.propositionDismiss",
}
_TITLES: Final[dict[Report, str]] = {
    "display": "Display of",
    "interact": "Interaction with",
    "dismiss": "Dismissal of",
}
_ECHOED: Final = ("id", "scope", "scopeDetails")
"""What a report repeats of a proposition, each byte as it came: reports without it are dropped (Adobe
documentation)."""


def report(
    what: Report,
    propositions: Sequence[LazyValue],
    request: PreparedRequest,
    draft: Draft | None = None,
    *,
    event_index: int = 0,
    visitor: str = "",
    action: str = "",
    tokens: Sequence[str] = (),
) -> Draft:
    """The request that reports ``propositions`` as displayed, interacted with or dismissed.

    It names the visitor as ``request`` did, which brought them, and goes where its ``draft`` went (without
    one, where its address says): same endpoint, version, connection, meta. ``event_index`` is the event that
    the propositions answer. ``visitor``, the ECID of the answer, stands in where the request named nobody;
    ``action`` says what was clicked, and ``tokens`` which decision items.
    """
    body = _body(request)
    base = draft if draft is not None else _addressed(request)
    if base.endpoint not in {INTERACT.name, COLLECT.name}:  # offers never came by those: an event goes here
        base = replace(base, endpoint=INTERACT.name)
    asked = _event(body, event_index)
    own, shared = _identity_map(asked), _identity_map(body)
    if own is None and shared is None and visitor and body.get("meta", "state", "entries") is None:
        own = {"ECID": [{"id": visitor, "primary": True}]}
    is_one = ENDPOINTS[base.endpoint].shape(base.version) is ApiVersion.V2
    if is_one and own is None:
        own, shared = shared, None
    xdm = {
        "eventType": _EVENT_TYPES[what],
        "timestamp": NOW_PLACEHOLDER,
        "identityMap": own,
        "_experience": {"decisioning": _decisioning(what, propositions, action, tokens)},
    }
    event = _present({"xdm": _present(xdm), "data": _dry_run(asked)})
    meta = _verbatim(body.get("meta"))
    content = {"event": event} if is_one else {"xdm": shared and {"identityMap": shared}, "events": [event]}
    fixed = base.request_id_mode is RequestIdMode.FIXED
    return replace(
        base,
        text=source(_present({**content, "meta": meta}), Style()) + "\n",
        title=f"{_TITLES[what]} {_named(propositions)}",
        request_id_mode=RequestIdMode.FRESH if fixed else base.request_id_mode,
        request_id="",
    )


def _body(request: PreparedRequest) -> LazyValue:
    """The request's body; null where it cannot be read."""
    try:
        return LazyValue.parse(request.body.removeprefix(BOM))
    except NotJson:
        return LazyValue(b"null")


def _addressed(request: PreparedRequest) -> Draft:
    """Where a request went, of which only the address is known."""
    place = place_of(urlsplit(request.url).path)
    if place is None:
        return Draft("")
    return Draft("", endpoint=place.endpoint.name, version=place.version, location_hint=place.hint)


def _named(propositions: Sequence[LazyValue]) -> str:
    if len(propositions) == 1:
        return propositions[0].string("scope") or "an offer"
    return plural(len(propositions), "offer")


def _event(body: LazyValue, index: int) -> LazyValue:
    """The event that the propositions answer; null where there is none."""
    one = body.get("event")
    return (one if one is not None else body.get("events", index)) or LazyValue(b"null")


def _identity_map(holder: LazyValue) -> JsonValue:
    return _verbatim(holder.get("xdm", "identityMap"))


def _dry_run(event: LazyValue) -> JsonValue:
    """A dry run of Journey Optimizer stays one, so that nothing is counted (Adobe documentation)."""
    flag = _verbatim(event.get("data", "__adobe", "ajo", "dryRun"))
    return None if flag is None else {"__adobe": {"ajo": {"dryRun": flag}}}


def _decisioning(
    what: Report, propositions: Sequence[LazyValue], action: str, tokens: Sequence[str]
) -> JsonValue:
    clicked = _present({"id": action or None, "label": action or None, "tokens": list(tokens) or None})
    found = {
        "propositions": [_echo(proposition) for proposition in propositions],
        "propositionEventType": {what: 1},
        "propositionAction": clicked or None,
    }
    return _present(found)


def _echo(proposition: LazyValue) -> JsonValue:
    """A proposition as it is reported: its IDs and scopeDetails as they came, of its items the IDs alone."""
    items = proposition.get("items")
    ids = [_verbatim(item.get("id")) for _, item in (items.children() if items is not None else ())]
    echoed = {name: _verbatim(proposition.get(name)) for name in _ECHOED}
    return _present({**echoed, "items": [{"id": id} for id in ids if id is not None] or None})


def _present(members: dict[str, JsonValue]) -> dict[str, JsonValue]:
    """The members that there are."""
    return {name: value for name, value in members.items() if value is not None}


def _verbatim(value: LazyValue | None) -> JsonValue:
    """A value to be written byte for byte as on the wire; None for nothing."""
    return None if value is None else RawJson(value.raw.decode("utf-8", "replace"))
