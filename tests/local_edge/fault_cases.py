"""Scenarios with faults, and what is asked of them, with complete defaults."""

import json
from dataclasses import replace
from typing import Any

from edge_studio.local_edge.memory import Memory
from edge_studio.local_edge.messages import Answer, Reply, Request
from edge_studio.local_edge.scenario import Scenario
from edge_studio.local_edge.scenario_file import read
from tests.local_edge.requests import ORGANISATION, STATE, a_request, reply
from tests.local_edge.whole_scenario import DEFAULT

ITEMS = [{"id": "1", "schema": DEFAULT}]
SURFACE = "web://shop.example/"
PLACED = "eyJ4ZG06YWN0aXZpdHlJZCI6ImEiLCJ4ZG06cGxhY2VtZW50SWQiOiJwIn0="
TOKEN = Request("POST", "/ims/token/v3", headers=(("content-type", "application/x-www-form-urlencoded"),))


def scenario(*faults: dict[str, Any], **rest: Any) -> Scenario:
    """A scenario with all three providers, checked as a file is; faults get names where they have none."""
    named = [{"name": f"fault {number}", **fault} for number, fault in enumerate(faults)]
    value = {
        "name": "x",
        "organisation": ORGANISATION,
        "target": {
            "offers": [{"scope": "hero", "activity": {"id": "1"}, "experience": {"id": "0"}, "items": ITEMS}]
        },
        "offerDecisioning": {"offers": [{"activity": {"id": "a"}, "placement": {"id": "p"}, "items": ITEMS}]},
        "journeyOptimizer": {
            "offers": [{"surface": SURFACE, "campaign": "c", "action": "a", "items": ITEMS}]
        },
        "destinations": [
            {"type": "pull", "id": "d"},
            {"type": "cookie", "name": "c", "value": "v"},
        ],
        "faults": named,
        **rest,
    }
    return read(json.dumps(value).encode(), "faults.json")


def asking(*scopes: str, surfaces: tuple[str, ...] = (), event_type: str = "page") -> dict[str, Any]:
    """A body that asks for offers."""
    personalization = {"decisionScopes": list(scopes), "surfaces": list(surfaces)}
    return {"event": {"xdm": {"eventType": event_type}, "query": {"personalization": personalization}}}


def body_of(given: Answer) -> dict[str, Any]:
    value = json.loads(given.body)
    assert isinstance(value, dict)
    return value


def headers_of(given: Answer) -> dict[str, str]:
    return dict(given.headers)


class Client:
    """Sends request after request to a Local Edge that remembers."""

    def __init__(self, played: Scenario) -> None:
        self.scenario = played
        self.memory = Memory()

    def send(self, request: Request | None = None) -> Reply:
        state = replace(STATE, remembered=self.memory)
        given = reply(request or a_request(), self.scenario, state)
        self.memory.apply(given.changes, STATE.now)
        return given

    def statuses(self, count: int, request: Request | None = None) -> list[int]:
        return [self.send(request).answer.status for _ in range(count)]
