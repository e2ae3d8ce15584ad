"""Cases for the services of personalization: scenarios in a few words, and what is asked of them."""

import base64
import json
from typing import Any, get_args

from edge_studio.local_edge.case import Case, Effect
from edge_studio.local_edge.changes import PropositionCounted
from edge_studio.local_edge.decisions import decide
from edge_studio.local_edge.hit import Hit
from edge_studio.local_edge.identity import Source, Visitor
from edge_studio.local_edge.memory import Memory
from edge_studio.local_edge.profile import Profile
from edge_studio.local_edge.routes import route_of
from edge_studio.local_edge.scenario import Scenario, Service
from edge_studio.local_edge.scenario_file import read
from edge_studio.local_edge.state import State
from tests.local_edge.requests import ECID, ORGANISATION, SHOP, STATE, a_request

HTML = "https://ns.adobe.com/personalization/html-content-item"
JSON = "https://ns.adobe.com/personalization/json-content-item"
DOM = "https://ns.adobe.com/personalization/dom-action"
REDIRECT = "https://ns.adobe.com/personalization/redirect-item"
RULES = "https://ns.adobe.com/personalization/ruleset-item"
DEFAULT = "https://ns.adobe.com/personalization/default-content-item"
ODE = "https://ns.adobe.com/experience/offer-management/content-component-"
AUDIENCES = [{"id": "gold", "name": "Gold members"}, {"id": "vip"}]
SERVICES: frozenset[Service] = frozenset(get_args(Service))
WHO = Visitor(ECID, Source.RECEIVED, True)


def a_scenario(**parts: Any) -> Scenario:
    """One with two audiences and what is given, which is checked as a file would be."""
    base: dict[str, Any] = {"name": "made up", "organisation": ORGANISATION, "audiences": AUDIENCES}
    return read(json.dumps({**base, **parts}).encode(), "made-up.json")


def a_case(
    body: Any,
    scenario: Scenario = SHOP,
    *,
    profile: Profile | None = None,
    services: frozenset[Service] = SERVICES,
    memory: Memory | None = None,
    who: Visitor | None = WHO,
    path: str = "/ee/v2/interact",
) -> Case:
    """A good hit of a visitor of whom nothing is known but what is given."""
    request = a_request(body, path=path)
    route = route_of(path)
    assert route is not None
    state = State(STATE.now, STATE.entropy, memory or Memory())
    hit = Hit(request, scenario, state, route, "request", json.loads(request.body))
    return Case(hit, who, profile or Profile(), services, "or2")


def asking(*scopes: str, data: Any = None, **personalization: Any) -> dict[str, Any]:
    """A body that asks for decision scopes, and for whatever else is given."""
    asked = {"decisionScopes": list(scopes), **personalization}
    return {"event": {"data": data or {}}, "query": {"personalization": asked}}


def payloads(effect: Effect) -> list[list[dict[str, Any]]]:
    assert all(handle["type"] == "personalization:decisions" for handle in effect.handles)
    return [handle["payload"] for handle in effect.handles]


def decided(body: Any, scenario: Scenario = SHOP, **rest: Any) -> list[dict[str, Any]]:
    """All propositions of all providers."""
    effect = decide(a_case(body, scenario, **rest))
    return [proposition for payload in payloads(effect) for proposition in payload]


def said(effect: Effect) -> list[str]:
    """Every sentence of the trace."""
    return [message for step in effect.trace for message in step.messages]


def item(id: str = "i", schema: str = HTML, **rest: Any) -> dict[str, Any]:
    base: dict[str, Any] = {"id": id, "schema": schema}
    if schema != DEFAULT:
        base["data"] = {"content": f"content of {id}"}
    return {**base, **rest}


def target_offer(scope: str = "hero", activity: str = "1", experience: str = "a", **rest: Any) -> Any:
    base = {"scope": scope, "activity": {"id": activity}, "experience": {"id": experience}}
    return {**base, "items": [item(f"{activity}{experience}")], **rest}


def decisioning_offer(id: str = "o", schema: str = f"{ODE}json", **rest: Any) -> Any:
    place = {"activity": {"id": "act", "etag": "2"}, "placement": {"id": "place", "etag": "5"}}
    return {**place, "items": [item(id, schema)], **rest}


def journey_offer(surface: str = "web://shop.example/#hero", campaign: str = "c", **rest: Any) -> Any:
    base = {"surface": surface, "campaign": campaign, "action": f"{campaign}-action"}
    return {**base, "items": [item(f"{campaign}-item", JSON)], **rest}


def with_target(*offers: Any, **parts: Any) -> Scenario:
    return a_scenario(target={"offers": list(offers)}, **parts)


def with_decisioning(*offers: Any, **parts: Any) -> Scenario:
    return a_scenario(offerDecisioning={"offers": list(offers)}, **parts)


def with_journeys(*offers: Any, **parts: Any) -> Scenario:
    return a_scenario(journeyOptimizer={"offers": list(offers)}, **parts)


def scope_of(**members: Any) -> str:
    """A scope of Offer Decisioning."""
    return base64.b64encode(json.dumps(members).encode()).decode()


def unpacked(text: str) -> Any:
    """The JSON in base64."""
    return json.loads(base64.b64decode(text))


def seen(activity: str, times: int) -> Memory:
    """A memory in which the visitor saw an activity so often."""
    memory = Memory()
    memory.apply((PropositionCounted(ECID, activity, "display"),) * times, STATE.now)
    return memory


GOLD = Profile("Gold member", frozenset({"gold"}), {"tier": "gold"})
SURFACE = "web://shop.example/#hero"
PLACE = scope_of(activityId="act", placementId="place")


def items_of(*propositions: dict[str, Any]) -> list[list[str]]:
    """The IDs of the items of each proposition."""
    return [[one["id"] for one in proposition["items"]] for proposition in propositions]
