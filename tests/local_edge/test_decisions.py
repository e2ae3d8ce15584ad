"""Audiences, caps and schemas decide who gets what, and the trace says why."""

import json
from typing import Any

import pytest

from edge_studio.local_edge.decisions import decide
from edge_studio.local_edge.profile import Profile
from tests.local_edge.offer_cases import (
    DEFAULT,
    GOLD,
    HTML,
    JSON,
    PLACE,
    SERVICES,
    SURFACE,
    a_case,
    asking,
    decided,
    item,
    items_of,
    payloads,
    said,
    seen,
    target_offer,
    with_target,
)
from tests.local_edge.requests import SHOP

# Who gets what


def test_of_the_experiences_of_an_activity_the_first_that_fits_is_given() -> None:
    scenario = with_target(target_offer(experience="gold", audience="gold"), target_offer(experience="all"))
    assert items_of(*decided(asking("hero"), scenario)) == [["1all"]]
    assert items_of(*decided(asking("hero"), scenario, profile=GOLD)) == [["1gold"]]


def test_every_activity_in_a_place_gives_its_own() -> None:
    scenario = with_target(target_offer(activity="1"), target_offer(activity="2"))
    assert items_of(*decided(asking("hero"), scenario)) == [["1a"], ["2a"]]


def test_an_experience_is_chosen_before_its_items_are_looked_at() -> None:
    scenario = with_target(
        target_offer(experience="html"), target_offer(experience="json", items=[item("j", JSON)])
    )
    effect = decide(a_case(asking("hero", schemas=[JSON]), scenario))
    assert payloads(effect) == [[]]
    assert said(effect) == ["hero: 1 › html fits, but none of its items is of a schema asked for"]


def test_of_an_experience_only_items_of_the_schemas_asked_for_come() -> None:
    scenario = with_target(target_offer(items=[item("h"), item("j", JSON), item("d", DEFAULT)]))
    assert items_of(*decided(asking("hero", schemas=[JSON, DEFAULT]), scenario)) == [["j", "d"]]
    assert items_of(*decided(asking("hero"), scenario)) == [["h", "j", "d"]]


@pytest.mark.parametrize(("times", "experience"), [(0, "1a"), (2, "1a"), (3, "1b"), (50, "1b")])
def test_what_was_shown_as_often_as_its_cap_allows_gives_way_to_the_next(times: int, experience: str) -> None:
    scenario = with_target(target_offer(cap=3), target_offer(experience="b"))
    found = decided(asking("hero"), scenario, memory=seen("1", times))
    assert items_of(*found) == [[experience]]


def test_a_cap_counts_per_visitor() -> None:
    scenario = with_target(target_offer(cap=1))
    assert decided(asking("hero"), scenario, memory=seen("1", 1)) == []
    assert decided(asking("hero"), scenario, memory=seen("1", 1), who=None)


def test_who_opted_out_gets_no_handle_at_all() -> None:
    effect = decide(a_case(asking("hero-banner"), profile=Profile(consent="out")))
    assert effect.handles == ()
    assert said(effect) == ["Nothing is decided, since the visitor has opted out"]


def test_who_has_not_said_yet_gets_offers() -> None:
    assert decided(asking("hero-banner"), profile=Profile(consent="pending"))


def test_who_asks_for_no_personalization_gets_no_handle() -> None:
    effect = decide(a_case({"event": {}, "query": {"identity": {"fetch": ["ECID"]}}}))
    assert not effect.handles
    assert not effect.trace


def test_a_provider_that_is_switched_off_is_absent() -> None:
    effect = decide(a_case(asking("hero-banner"), services=SERVICES - {"target"}))
    assert payloads(effect) == [[], []]
    assert effect.trace[0].vendor == "com.adobe.target"
    assert effect.trace[0].messages == ("Not asked, since it is switched off",)


def test_a_query_of_an_event_and_the_one_at_the_top_are_asked_as_one() -> None:
    body = asking("hero")
    body["event"]["query"] = {"personalization": {"decisionScopes": ["hero", "foot"], "schemas": [HTML]}}
    scenario = with_target(target_offer(), target_offer("foot", "2"))
    (handle,) = decide(a_case(body, scenario)).handles
    assert [proposition["scope"] for proposition in handle["payload"]] == ["hero", "foot"]


def test_every_event_of_a_batch_has_its_own_handles_and_steps() -> None:
    query = {"personalization": {"decisionScopes": ["hero"]}}
    body = {"events": [{"query": query}, {}, {"query": query}]}
    effect = decide(a_case(body, with_target(target_offer()), path="/ee/v1/interact"))
    assert [handle["eventIndex"] for handle in effect.handles] == [0, 2]
    assert [step.attributes for step in effect.trace] == [(("eventIndex", "0"),), (("eventIndex", "2"),)]


def test_an_answer_is_the_same_every_time() -> None:
    body = asking("hero-banner", "__view__", PLACE, surfaces=[SURFACE])
    assert decide(a_case(body)) == decide(a_case(body))


# The trace


def test_the_trace_says_why_a_visitor_gets_what() -> None:
    scenario = with_target(
        target_offer(experience="capped", cap=1),
        target_offer(experience="vip", audience="vip"),
        {**target_offer(experience="gold", audience="gold"), "activity": {"id": "1", "name": "Spring"}},
    )
    effect = decide(a_case(asking("hero", "nowhere"), scenario, profile=GOLD, memory=seen("1", 2)))
    assert said(effect) == [
        "hero: not 1 › capped, since its cap is reached (2 of 1 displays)",
        "hero: not 1 › vip, since the visitor is not in audience vip",
        "hero: Spring › gold, since the visitor is in audience Gold members",
        "No offer for nowhere",
    ]
    assert not any(step.failed for step in effect.trace)


def test_the_trace_names_a_few_unknown_scopes_and_counts_the_rest() -> None:
    effect = decide(a_case(asking(*"abcdefgh"), with_target()))
    assert said(effect) == ["No offer for a, b, c, d, e and 3 more"]


def test_every_provider_speaks_under_its_own_name() -> None:
    effect = decide(a_case(asking("footer-banner")))
    assert [(step.vendor, step.name, step.messages) for step in effect.trace] == [
        ("com.adobe.target", "decisions", ("footer-banner: Footer test › Control",)),
        ("com.adobe.experience.platform.ode", "decisions", ("Nothing was asked of it",)),
        ("com.adobe.experience_platform.ajo", "decisions", ("Nothing was asked of it",)),
    ]


# Robustness


@pytest.mark.parametrize("data", [None, [], 1, {"__adobe": []}, {"__adobe": {"ajo": 1, "target": [1]}}])
def test_strange_data_changes_nothing(data: Any) -> None:
    assert decided({**asking("hero-banner"), "event": {"data": data}}) == decided(asking("hero-banner"))


def test_deciding_leaves_the_scenario_as_it_is() -> None:
    before = json.dumps([offer.items[0].data for offer in SHOP.target.offers] if SHOP.target else [])
    decided(asking("hero-banner", "__view__", "product-recommendations"))
    after = json.dumps([offer.items[0].data for offer in SHOP.target.offers] if SHOP.target else [])
    assert before == after
