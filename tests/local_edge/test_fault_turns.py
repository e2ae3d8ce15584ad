"""Which requests the faults of a scenario strike, and whose turn it is."""

from typing import Any, get_args

import pytest

from edge_studio.edge.endpoints import MEDIA_EVENTS
from edge_studio.local_edge.changes import FaultMatched
from edge_studio.local_edge.fault_plan import Endpoint
from edge_studio.local_edge.faults import NOTHING, strike
from edge_studio.local_edge.messages import Request
from tests.local_edge.fault_cases import SURFACE, TOKEN, Client, asking, body_of, scenario
from tests.local_edge.requests import DATASTREAM, STATE, a_request, reply

ROUTES: dict[Endpoint, Request] = {
    "interact": a_request(),
    "collect": a_request({"events": [{"xdm": {}}]}, path="/ee/v2/collect"),
    "set-consent": a_request({"consent": []}, path="/ee/v1/privacy/set-consent"),
    "acquire": a_request({}, path="/ee/or2/v1/identity/acquire"),
    "token": TOKEN,
    "ping": a_request({"events": [{}]}, path="/ee/va/v1/ping"),
    "sessionStart": a_request({"events": [{}]}, path="/ee/va/v1/sessionStart"),
}


@pytest.mark.parametrize("wanted", ["", "media", *ROUTES])
@pytest.mark.parametrize("sent", ROUTES)
def test_a_fault_is_for_the_endpoint_that_it_names(wanted: str, sent: Endpoint) -> None:
    given = reply(ROUTES[sent], scenario({"when": {"endpoint": wanted}, "status": 418})).answer
    meant = {"": sent != "token", "media": sent in MEDIA_EVENTS}.get(wanted, sent == wanted)
    assert (given.status == 418) == meant


def test_every_endpoint_has_a_name_for_faults() -> None:
    assert set(get_args(Endpoint)) == {
        "",
        "interact",
        "collect",
        "set-consent",
        "acquire",
        "token",
        "media",
        *MEDIA_EVENTS,
    }


FITS = [
    ({"eventType": "page"}, asking(), True),
    ({"eventType": "click"}, asking(), False),
    ({"eventType": "page"}, {}, False),
    ({"scope": "hero"}, asking("other", "hero"), True),
    ({"scope": "hero"}, asking("other"), False),
    ({"scope": "hero"}, {"event": {}, "query": {"personalization": {"decisionScopes": ["hero"]}}}, True),
    ({"scope": SURFACE}, asking(surfaces=("WEB://Shop.example",)), True),
    ({"scope": SURFACE}, asking(surfaces=("web://shop.example/a",)), False),
    ({"scope": "hero", "eventType": "page"}, asking("hero"), True),
    ({"scope": "hero", "eventType": "click"}, asking("hero"), False),
    ({"scope": "hero"}, {"events": [1, None, {"query": 1}, {"query": {"personalization": []}}]}, False),
    ({"scope": "hero"}, {"event": {"query": {"personalization": {"decisionScopes": "hero"}}}}, False),
    ({"scope": "hero"}, {"event": {"query": {"personalization": {"surfaces": [1, {}]}}}}, False),
    ({"eventType": "page"}, None, False),
    ({}, None, True),
    ({"datastream": DATASTREAM}, None, True),
    ({"datastream": DATASTREAM.upper()}, None, True),
    ({"datastream": f"{DATASTREAM}:dev"}, None, False),
    ({"datastream": "3fb0a1de"}, None, False),
]


@pytest.mark.parametrize(("when", "body", "meant"), FITS)
def test_a_fault_is_for_the_requests_that_fit(when: dict[str, Any], body: Any, meant: bool) -> None:
    struck = strike("interact", a_request(), body, scenario({"when": when, "delay": 1}), STATE)
    assert bool(struck.names) == meant


@pytest.mark.parametrize("parameter", ["configId", "datastreamId", "dataStreamId"])
@pytest.mark.parametrize("wanted", [DATASTREAM, f"{DATASTREAM}:stage"])
def test_a_datastream_is_known_in_every_spelling_and_environment(parameter: str, wanted: str) -> None:
    request = a_request(query={parameter: f"{DATASTREAM}:stage"})
    played = scenario({"when": {"datastream": wanted}, "delay": 1})
    assert strike("interact", request, None, played, STATE).names == ("fault 0",)


TURNS = [
    ({"every": 3}, [200, 200, 418, 200, 200, 418]),
    ({"first": 2}, [418, 418, 200, 200, 200, 200]),
    ({"every": 2, "first": 4}, [200, 418, 200, 418, 200, 200]),
    ({"probability": 0}, [200] * 6),
    ({"probability": 1}, [418] * 6),
]


@pytest.mark.parametrize(("when", "statuses"), TURNS)
def test_faults_take_turns(when: dict[str, Any], statuses: list[int]) -> None:
    assert Client(scenario({"when": when, "status": 418})).statuses(6) == statuses


def test_only_requests_that_fit_count_for_the_turns() -> None:
    client = Client(scenario({"when": {"every": 2, "eventType": "page"}, "status": 418}))
    other, page = a_request(asking(event_type="click")), a_request(asking())
    assert [client.send(request).answer.status for request in (page, other, other, page, page)] == [
        200,
        200,
        200,
        418,
        200,
    ]


def test_chance_is_the_same_in_every_run_and_follows_the_seed() -> None:
    fault = {"when": {"probability": 0.3}, "status": 418}
    first = Client(scenario(fault, seed=1)).statuses(300)
    assert Client(scenario(fault, seed=1)).statuses(300) == first
    assert Client(scenario(fault, seed=2)).statuses(300) != first
    assert Client(scenario({**fault, "name": "another"}, seed=1)).statuses(300) != first
    assert 60 <= first.count(418) <= 120


def test_two_faults_with_the_same_chance_strike_on_their_own() -> None:
    client = Client(
        scenario({"when": {"probability": 0.5}, "delay": 1}, {"when": {"probability": 0.5}, "delay": 2})
    )
    assert {client.send().delivery.delay for _ in range(60)} == {0, 1, 2, 3}


def test_what_is_forgotten_begins_again() -> None:
    client = Client(scenario({"when": {"first": 1}, "status": 418}))
    assert client.statuses(2) == [418, 200]
    client.memory.forget()
    assert client.statuses(2) == [418, 200]


def test_a_fault_that_is_off_neither_strikes_nor_counts() -> None:
    played = scenario({"on": False, "status": 418})
    assert strike("interact", a_request(), None, played, STATE) is NOTHING
    assert reply(a_request(), played) == reply(a_request(), scenario())


def test_a_fault_whose_turn_it_is_not_only_counts() -> None:
    given = reply(a_request(), scenario({"when": {"every": 2}, "status": 418}))
    plain = reply(a_request(), scenario())
    assert given.answer == plain.answer
    assert given.changes == (*plain.changes, FaultMatched("fault 0"))


def test_a_preflight_is_never_struck() -> None:
    request = a_request(method="OPTIONS")
    played = scenario({"status": 418, "mishap": "drip"})
    assert reply(request, played) == reply(request, scenario())
    assert strike("interact", request, None, played, STATE) is NOTHING


def test_a_token_is_refused_by_a_problem_in_the_form_of_its_endpoint() -> None:
    fault = {"when": {"endpoint": "token"}, "problem": {"code": "EXEG-0000-503"}}
    given = reply(TOKEN, scenario(fault)).answer
    assert (given.status, body_of(given)["error"]) == (503, "server_error")
