"""Displays and interactions are counted where clients report them as the service wants it."""

import base64
import json
from typing import Any

import pytest

from edge_studio.local_edge.case import Effect
from edge_studio.local_edge.changes import PropositionCounted
from edge_studio.local_edge.decisions import decide
from edge_studio.local_edge.feedback import count
from edge_studio.local_edge.memory import Memory
from edge_studio.local_edge.profile import Profile
from edge_studio.local_edge.scenario import Scenario
from tests.local_edge.offer_cases import (
    JSON,
    a_case,
    asking,
    decided,
    decisioning_offer,
    item,
    journey_offer,
    said,
    scope_of,
    target_offer,
    with_decisioning,
    with_journeys,
    with_target,
)
from tests.local_edge.requests import ECID, STATE

SHOP = with_target(
    target_offer("hero", cap=2), target_offer("foot", "2"), target_offer("cart", "3", isView=True)
)
SURFACE = "web://shop.example/#hero"
DISPLAY = {"display": 1}


def given(*scopes: str, scenario: Scenario = SHOP, **rest: Any) -> list[dict[str, Any]]:
    """Propositions as a client keeps them to report on."""
    kept = ("id", "scope", "scopeDetails")
    return [
        {key: proposition[key] for key in kept if key in proposition}
        for proposition in decided(asking(*scopes, **rest), scenario)
    ]


def event(
    propositions: Any,
    happened: Any = DISPLAY,
    *,
    event_type: str = "decisioning.propositionDisplay",
    data: Any = None,
    **more: Any,
) -> dict[str, Any]:
    decisioning = {"propositions": propositions, "propositionEventType": happened, **more}
    return {"xdm": {"eventType": event_type, "_experience": {"decisioning": decisioning}}, "data": data or {}}


def counted(*events: Any, scenario: Scenario = SHOP, **rest: Any) -> list[tuple[str, str]]:
    """What is counted of events that come together."""
    effect = counting(*events, scenario=scenario, **rest)
    changes = [change for change in effect.changes if isinstance(change, PropositionCounted)]
    assert len(changes) == len(effect.changes)
    assert {change.ecid for change in changes} <= {ECID}
    return [(change.kind, change.activity) for change in changes]


def counting(*events: Any, scenario: Scenario = SHOP, **rest: Any) -> Effect:
    path = "/ee/v1/collect"
    case = a_case({"events": list(events)}, scenario, path=path, **rest)
    return count(case)


def test_a_display_is_counted_for_the_activity() -> None:
    effect = counting(event(given("hero")))
    assert effect.changes == (PropositionCounted(ECID, "1", "display"),)
    assert said(effect) == ["Event 0, hero: display of 1 counted"]
    assert [step.failed for step in effect.trace] == [False]
    assert (effect.handles, effect.warnings) == ((), ())


def test_an_interaction_is_counted_apart_from_displays() -> None:
    assert counted(event(given("hero"), {"interact": 1})) == [("interact", "1")]


def test_every_proposition_of_an_event_is_counted() -> None:
    assert counted(event(given("hero", "foot"))) == [("display", "1"), ("display", "2")]


def test_displays_that_come_along_with_a_page_view_are_counted() -> None:
    page_view = event(given("hero"), event_type="web.webpagedetails.pageViews")
    assert counted(page_view) == [("display", "1")]
    case = a_case({"event": page_view}, SHOP)
    assert len(count(case).changes) == 1


@pytest.mark.parametrize("path", ["/ee/v1/collect", "/ee/v1/interact", "/ee/v2/collect"])
def test_every_event_of_a_batch_is_counted(path: str) -> None:
    events = [event(given("hero")), {}, event(given("foot"), {"interact": 1})]
    changes = count(a_case({"events": events}, SHOP, path=path)).changes
    assert changes == (PropositionCounted(ECID, "1", "display"), PropositionCounted(ECID, "2", "interact"))


def test_what_is_counted_reaches_the_cap() -> None:
    memory = Memory()
    for shown in (True, True, False):
        assert bool(decided(asking("hero"), SHOP, memory=memory)) is shown
        memory.apply(counting(event(given("hero"))).changes, STATE.now)
    known = memory.visitor(ECID)
    assert known is not None
    assert known.displays == {"1": 3}


@pytest.mark.parametrize("kind", ["dismiss", "trigger", "suppressDisplay"])
def test_what_caps_do_not_look_at_is_only_noted(kind: str) -> None:
    effect = counting(event(given("hero"), {kind: 1}))
    assert effect.changes == ()
    assert said(effect) == [f"Event 0, hero: {kind} of 1 noted; caps do not look at it"]
    assert not effect.trace[0].failed


def test_a_dry_run_counts_nothing() -> None:
    effect = counting(event(given("hero"), data={"__adobe": {"ajo": {"dryRun": True}}}))
    assert effect.changes == ()
    assert said(effect) == ["Event 0: a dry run, so nothing is counted"]
    assert not effect.trace[0].failed


def test_an_event_without_feedback_leaves_no_trace() -> None:
    effect = counting({"xdm": {"eventType": "web.webpagedetails.pageViews"}}, {}, {"xdm": None})
    assert (effect.changes, effect.trace) == ((), ())


LOST: dict[str, tuple[dict[str, Any], str]] = {
    "no scopeDetails": (
        event([{"id": "AT:x", "scope": "hero"}]),
        "Event 0, hero: not counted, since scopeDetails is not echoed",
    ),
    "empty scopeDetails": (
        event([{"scope": "hero", "scopeDetails": {}}]),
        "Event 0, hero: not counted, since scopeDetails is not echoed",
    ),
    "no token": (
        event([{"scope": "hero", "scopeDetails": {"decisionProvider": "TGT"}}]),
        "Event 0, hero: not counted, since scopeDetails has no eventToken",
    ),
    "a token that is no text": (
        event([{"scope": "hero", "scopeDetails": {"characteristics": {"eventToken": ["x"]}}}]),
        "Event 0, hero: not counted, since scopeDetails has no eventToken",
    ),
    "another's token": (
        event([{"scope": "hero", "scopeDetails": {"characteristics": {"eventToken": "abc"}}}]),
        "Event 0, hero: not counted, since its eventToken was not given by this scenario",
    ),
    "no scope": (
        event([7]),
        "Event 0, a proposition without a scope: not counted, since scopeDetails is not echoed",
    ),
    "no propositions": (event([]), "Event 0: _experience.decisioning names no propositions"),
    "propositions that are no list": (event("x"), "Event 0: _experience.decisioning names no propositions"),
    "no event type": (
        event(given("hero"), None),
        "Event 0: not counted, since propositionEventType does not say what happened",
    ),
    "an event type that is off": (
        event(given("hero"), {"display": 0}),
        "Event 0: not counted, since propositionEventType does not say what happened",
    ),
    "an unknown event type": (
        event(given("hero"), {"shown": 1}),
        "Event 0: not counted, since propositionEventType does not say what happened",
    ),
}


@pytest.mark.parametrize("what", LOST)
def test_what_cannot_be_counted_is_said_in_the_trace_and_nowhere_else(what: str) -> None:
    report, sentence = LOST[what]
    effect = counting(report)
    assert effect == Effect(trace=effect.trace)
    assert said(effect) == [sentence]
    assert effect.trace[0].failed


def test_one_that_is_lost_does_not_lose_the_others() -> None:
    assert counted(event([{"scope": "hero"}, *given("foot")])) == [("display", "2")]


def test_a_view_without_an_offer_is_no_loss() -> None:
    shown = {"scope": "home", "scopeDetails": {"characteristics": {"scopeType": "view"}}}
    effect = counting(event([shown]))
    assert said(effect) == ["Event 0, home: the view was shown without an offer"]
    assert not effect.trace[0].failed


def test_a_view_with_an_offer_is_counted() -> None:
    assert counted(event(given("cart"))) == [("display", "3")]


def test_without_a_visitor_nothing_is_counted() -> None:
    effect = counting(event(given("hero")), who=None)
    assert effect.changes == ()
    assert said(effect) == ["Event 0: not counted, since the request names no visitor"]


def test_who_opted_out_is_not_counted() -> None:
    effect = counting(event(given("hero")), profile=Profile(consent="out"))
    assert effect.changes == ()
    assert "Nothing is counted, since the visitor has opted out" in said(effect)


# Offer Decisioning


def test_offers_without_scope_details_are_known_by_their_id() -> None:
    scenario = with_decisioning(decisioning_offer())
    kept = given(scope_of(activityId="act", placementId="place"), scenario=scenario)
    assert "scopeDetails" not in kept[0]
    assert counted(event(kept), scenario=scenario) == [("display", "act")]
    assert counted(event([{**kept[0], "scopeDetails": {}}]), scenario=scenario) == [("display", "act")]
    assert counted(event([{**kept[0], "id": "other"}]), scenario=scenario) == []
    elsewhere = {**kept[0], "scope": scope_of(activityId="other", placementId="place")}
    assert counted(event([elsewhere]), scenario=scenario) == []


# Journey Optimizer


def policy_scenario() -> Scenario:
    items = [{"id": id, "score": score} for id, score in (("a", 3), ("b", 2), ("c", 1))]
    policy = {"id": "p", "limit": 2, "items": items}
    return with_journeys(
        journey_offer(items=[item("slot", JSON)], policy=policy), journey_offer(campaign="plain")
    )


JOURNEYS = policy_scenario()


def tokens(proposition: dict[str, Any]) -> list[str]:
    text = proposition["scopeDetails"]["characteristics"]["subPropositions"]
    return [one["token"] for one in json.loads(base64.b64decode(text))[0]["items"]]


def test_a_campaign_is_counted_by_campaign_and_action() -> None:
    _, plain = given(scenario=JOURNEYS, surfaces=[SURFACE])
    assert counted(event([plain]), scenario=JOURNEYS) == [("display", "plain#plain-action")]


def test_without_tokens_every_decision_item_shown_is_counted() -> None:
    chosen, _ = given(scenario=JOURNEYS, surfaces=[SURFACE])
    assert counted(event([chosen]), scenario=JOURNEYS) == [
        ("display", "c#c-action"),
        ("display", "a"),
        ("display", "b"),
    ]


def test_tokens_say_which_decision_items_are_meant() -> None:
    chosen, _ = given(scenario=JOURNEYS, surfaces=[SURFACE])
    action = {"tokens": [tokens(chosen)[1]]}
    for happened, kind in ((DISPLAY, "display"), ({"interact": 1}, "interact")):
        report = event([chosen], happened, propositionAction=action)
        assert counted(report, scenario=JOURNEYS) == [(kind, "c#c-action"), (kind, "b")]


@pytest.mark.parametrize("named", [None, [], "x", ["one", "two"], [1]])
def test_an_interaction_with_decision_items_names_exactly_one(named: Any) -> None:
    chosen, _ = given(scenario=JOURNEYS, surfaces=[SURFACE])
    report = event([chosen], {"interact": 1}, propositionAction={"tokens": named})
    effect = counting(report, scenario=JOURNEYS)
    assert effect.changes == (PropositionCounted(ECID, "c#c-action", "interact"),)
    assert effect.trace[0].failed
    assert "exactly one" in said(effect)[-1]


def test_an_unknown_token_of_an_item_is_said() -> None:
    chosen, _ = given(scenario=JOURNEYS, surfaces=[SURFACE])
    effect = counting(event([chosen], propositionAction={"tokens": ["zzz"]}), scenario=JOURNEYS)
    assert said(effect)[-1] == f"Event 0, {SURFACE}: the token zzz is none of those in subPropositions"


@pytest.mark.parametrize(
    "broken",
    [
        None,
        "",
        "***",
        "WzFd",
        base64.b64encode(b'[{"items": [{"token": 1}, {"token": "made up"}, 3]}]').decode(),
    ],
)
def test_decision_items_are_not_counted_unless_they_are_echoed(broken: Any) -> None:
    chosen, _ = given(scenario=JOURNEYS, surfaces=[SURFACE])
    chosen["scopeDetails"]["characteristics"]["subPropositions"] = broken
    effect = counting(event([chosen]), scenario=JOURNEYS)
    assert effect.changes == (PropositionCounted(ECID, "c#c-action", "display"),)
    assert effect.trace[0].failed


def test_counting_and_deciding_of_one_page_view_do_not_disturb_each_other() -> None:
    body = asking("hero")
    body["event"] = event(given("hero"), event_type="web.webpagedetails.pageViews")
    case = a_case(body, SHOP)
    assert decide(case).handles[0]["payload"]
    assert len(count(case).changes) == 1
