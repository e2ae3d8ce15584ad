"""The scenarios that ship, and somebody who sends requests to them."""

import json
from typing import Any

from msgspec.structs import replace

from edge_studio.local_edge.answering import answer
from edge_studio.local_edge.memory import Memory
from edge_studio.local_edge.messages import Reply, Request
from edge_studio.local_edge.scenario import Scenario
from edge_studio.local_edge.scenario_file import default_path, load
from edge_studio.local_edge.state import State
from tests.local_edge.requests import STATE, a_request

PATHS = {path.stem: path for path in sorted(default_path().parent.glob("*.json"))}
SCENARIOS = {name: load(path) for name, path in PATHS.items()}
SHOP, NEWS, STREAM = (SCENARIOS[name] for name in ("shop", "consent-first", "streaming-media"))
BROKEN, SLOW = SCENARIOS["everything-fails"], SCENARIOS["slow-network"]
FPID_1 = "7f1c9a52-3b64-4d0e-9c1a-5e2f8b7d6a30"
"""A visitor whom each scenario knows by the ID of its first party."""


class Client:
    """Someone who sends one request after the other to one scenario, which remembers them."""

    def __init__(self, scenario: Scenario) -> None:
        self.scenario = scenario
        self._memory = Memory()

    def send(self, request: Request) -> Reply:
        reply = answer(request, self.scenario, State(STATE.now, STATE.entropy, self._memory))
        self._memory.apply(reply.changes, STATE.now)
        return reply

    def ask(self, body: Any, *, status: int = 200, **rest: Any) -> dict[str, Any]:
        """The body of the answer, empty where there is none."""
        given = self.send(a_request(body, **rest)).answer
        assert given.status == status, given.body
        value = json.loads(given.body) if given.body else {}
        assert isinstance(value, dict)
        return value


def a_visit(*scopes: str, url: str = "https://shop.example/", **identities: str) -> dict[str, Any]:
    """A page view of somebody, who asks for scopes."""
    identity_map = {namespace: [{"id": id, "primary": True}] for namespace, id in identities.items()}
    page = {"webPageDetails": {"URL": url}}
    xdm = {"eventType": "web.webpagedetails.pageViews", "web": page, "identityMap": identity_map}
    return {"event": {"xdm": xdm}, "query": {"personalization": {"decisionScopes": list(scopes)}}}


def propositions(body: dict[str, Any]) -> list[dict[str, Any]]:
    handles = [handle for handle in body["handle"] if handle["type"] == "personalization:decisions"]
    return [proposition for handle in handles for proposition in handle["payload"]]


def names(body: dict[str, Any]) -> list[str]:
    """What Target calls the items that came."""
    return [item["meta"]["offer.name"] for proposition in propositions(body) for item in proposition["items"]]


def with_only(scenario: Scenario, name: str) -> Scenario:
    """The scenario with one fault switched on, and all others off."""
    assert name in {fault.name for fault in scenario.faults}
    return replace(scenario, faults=tuple(replace(fault, on=fault.name == name) for fault in scenario.faults))
