"""Requests to Local Edge with complete defaults, and its answers as values."""

import json
from datetime import UTC, datetime
from typing import Any

from edge_studio import resources
from edge_studio.local_edge.answering import answer
from edge_studio.local_edge.messages import Answer, Reply, Request
from edge_studio.local_edge.scenario import Scenario
from edge_studio.local_edge.scenario_file import default_path, load
from edge_studio.local_edge.state import State

DATASTREAM = "3fb0a1de-52a4-4f0e-9a11-0d6f7c2b9e41"
ORGANISATION = "0A1B2C3D4E5F60718293A4B5@AdobeOrg"
STATE = State(datetime(2026, 5, 4, 11, 22, 10, 4000, tzinfo=UTC), b"the same chance in every test")
SHOP = load(default_path())
ECID = "20418833956102774451930286647715503928"
FPID = "7f1c9a52-3b64-4d0e-9c1a-5e2f8b7d6a30"


def a_request(
    body: Any = None,
    *,
    path: str = "/ee/v2/interact",
    query: dict[str, str] | None = None,
    headers: dict[str, str] | None = None,
    method: str = "POST",
    raw: bytes | None = None,
) -> Request:
    """A request that is fine but for what is given; the datastream parameter fits the version."""
    parameter = "configId" if "/v1/" in path else "dataStreamId"
    content = json.dumps({"event": {}} if body is None else body).encode() if raw is None else raw
    return Request(
        method,
        path,
        tuple((query if query is not None else {parameter: DATASTREAM}).items()),
        tuple({"content-type": "application/json", **(headers or {})}.items()),
        content,
    )


def ask(request: Request, scenario: Scenario = SHOP, state: State = STATE) -> Answer:
    return reply(request, scenario, state).answer


def reply(request: Request, scenario: Scenario = SHOP, state: State = STATE) -> Reply:
    return answer(request, scenario, state)


def envelope(request: Request, scenario: Scenario = SHOP, state: State = STATE) -> dict[str, Any]:
    """The body of a good answer."""
    given = ask(request, scenario, state)
    assert given.status == 200, given.body
    assert dict(given.headers)["content-type"] == "application/json;charset=utf-8"
    value = json.loads(given.body)
    assert isinstance(value, dict)
    return value


def problem(request: Request, scenario: Scenario = SHOP) -> dict[str, Any]:
    """The body of a refusal."""
    given = ask(request, scenario)
    assert dict(given.headers)["content-type"] == "application/problem+json"
    value = json.loads(given.body)
    assert isinstance(value, dict)
    assert value["status"] == given.status
    return value


def handles(body: dict[str, Any], type_: str) -> list[dict[str, Any]]:
    """The handles of one type, in order."""
    return [handle for handle in body["handle"] if handle["type"] == type_]


def with_identities(identity_map: Any, **rest: Any) -> dict[str, Any]:
    return {"event": {"xdm": {"identityMap": identity_map}}, **rest}


def sample(name: str) -> dict[str, Any]:
    value = json.loads(resources.text(f"samples/{name}.json"))
    assert isinstance(value, dict)
    return value
