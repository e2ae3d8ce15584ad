"""Several events in one request are each answered, and each answer says for which event it is."""

from typing import Any

from edge_studio.local_edge.scenario import Datastream, Overrides, Scenario
from tests.local_edge.requests import (
    DATASTREAM,
    ECID,
    ORGANISATION,
    a_request,
    ask,
    envelope,
    handles,
    problem,
    reply,
)

HTML = "https://ns.adobe.com/personalization/html-content-item"


def asking(*scopes: str) -> dict[str, Any]:
    return {"query": {"personalization": {"decisionScopes": list(scopes), "schemas": [HTML]}}}


def test_each_event_gets_its_own_decisions() -> None:
    body = {"events": [{}, asking("hero-banner"), asking("nowhere")]}
    decided = handles(envelope(a_request(body, path="/ee/v1/interact")), "personalization:decisions")
    assert {handle["eventIndex"] for handle in decided} == {1, 2}
    found = {handle["eventIndex"]: len(handle["payload"]) for handle in decided if handle["payload"]}
    assert found == {1: 1}


def test_what_is_for_all_events_is_said_once_and_without_an_index() -> None:
    body = {"events": [{}, {}, {}], "query": {"identity": {"fetch": ["ECID"]}}}
    answer = envelope(a_request(body, path="/ee/v1/interact"))
    for name in ("identity:result", "locationHint:result", "state:store"):
        (handle,) = handles(answer, name)
        assert "eventIndex" not in handle


def test_a_problem_names_its_event() -> None:
    events = [{}, {"xdm": {"identityMap": {"CRMID": [{"id": ""}]}}}]
    said = problem(a_request({"events": events}, path="/ee/v1/interact"))
    assert "$.events[1].xdm.identityMap.CRMID[0]" in said["detail"]


def test_every_event_of_who_opted_out_is_dropped() -> None:
    cookie = "kndctr_0A1B2C3D4E5F60718293A4B5_AdobeOrg_consent=general=out"
    asked = a_request({"events": [{}, {}]}, path="/ee/v1/interact", headers={"cookie": cookie})
    assert [warning["report"]["eventIndex"] for warning in envelope(asked)["warnings"]] == [0, 1]


def test_a_batch_is_one_visit() -> None:
    shared = {"identityMap": {"ECID": [{"id": ECID}]}}
    asked = a_request({"xdm": shared, "events": [{}, {}]}, path="/ee/v1/collect")
    assert ask(asked).status == 204
    assert len(reply(asked).changes) == 1


def test_every_event_is_a_step_of_the_trace() -> None:
    steps = reply(a_request({"events": [{}, {}]}, path="/ee/v1/interact")).trace
    assert [step.name for step in steps].count("mapper:xdm-event") == 2
    assert (steps[0].name, steps[-1].name) == ("hitReceived", "hitProcessed")
    assert dict(steps[0].attributes)["requestId"] == dict(steps[-1].attributes)["requestId"]


def test_a_refusal_is_a_failed_step_of_the_trace() -> None:
    steps = reply(a_request({"events": []}, path="/ee/v1/interact")).trace
    assert [step.failed for step in steps] == [False, True, True]
    assert steps[1].messages[0].startswith("EXEG-0103-400")


def test_of_who_opted_out_nothing_is_mapped_or_sent_on() -> None:
    cookie = "kndctr_0A1B2C3D4E5F60718293A4B5_AdobeOrg_consent=general=out"
    steps = reply(a_request({"events": [{}, {}]}, path="/ee/v1/interact", headers={"cookie": cookie})).trace
    names = [step.name for step in steps]
    assert names.count("eventIgnored") == 2
    assert not {"mapper:xdm-event", "analytics.hit"} & set(names)


def test_report_suites_that_are_chosen_are_shown_at_the_hit_of_analytics() -> None:
    declared = Overrides(report_suites=("main", "test"))
    scenario = Scenario("suites", ORGANISATION, datastreams=(Datastream(DATASTREAM, overrides=declared),))
    chosen = {"com_adobe_analytics": {"reportSuites": ["main", "test"]}}
    steps = reply(a_request({"event": {}, "meta": {"configOverrides": chosen}}), scenario).trace
    (step,) = (step for step in steps if step.name == "analytics.hit")
    assert dict(step.attributes) == {"reportSuites": "main,test"}
