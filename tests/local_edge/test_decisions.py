"""Audiences, caps and schemas decide who gets what, and the trace says why."""

import json
from typing import Any

import pytest

from edge_studio.edge.scopes import surface_pattern
from edge_studio.local_edge.decisions import decide
from edge_studio.local_edge.profile import Profile
from tests.local_edge.offer_cases import (
    DEFAULT,
    DOM,
    HTML,
    JSON,
    ODE,
    REDIRECT,
    RULES,
    SERVICES,
    a_case,
    asking,
    decided,
    decisioning_offer,
    item,
    journey_offer,
    payloads,
    said,
    scope_of,
    seen,
    target_offer,
    unpacked,
    with_decisioning,
    with_journeys,
    with_target,
)
from tests.local_edge.requests import SHOP

GOLD = Profile("Gold member", frozenset({"gold"}), {"tier": "gold"})
SURFACE = "web://shop.example/#hero"
PLACE = scope_of(activityId="act", placementId="place")


def items_of(*propositions: dict[str, Any]) -> list[list[str]]:
    return [[one["id"] for one in proposition["items"]] for proposition in propositions]


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


# Target


def test_views_come_with_the_page_and_say_what_they_are() -> None:
    scenario = with_target(
        target_offer("__view__"), target_offer("cart", "2", isView=True), target_offer("hero", "3")
    )
    page, cart = decided(asking("__view__"), scenario)
    assert page["scope"] == "__view__"
    assert "scopeType" not in page["scopeDetails"]["characteristics"]
    assert cart["scope"] == "cart"
    assert cart["scopeDetails"]["characteristics"]["scopeType"] == "view"
    assert [one["scope"] for one in decided(asking("__view__", "cart"), scenario)] == ["__view__", "cart"]
    assert [one["scope"] for one in decided(asking("cart"), scenario)] == ["cart"]


@pytest.mark.parametrize(
    ("schema", "data"),
    [
        (HTML, {"format": "text/html", "content": "<p>Hi</p>"}),
        (JSON, {"format": "application/json", "content": {"a": 1}}),
        (DOM, {"type": "setHtml", "format": "application/vnd.adobe.target.dom-action", "selector": "#a"}),
        (REDIRECT, {"type": "redirect", "content": "https://shop.example/sale"}),
        (RULES, {"version": 1, "rules": [{"condition": {}, "consequences": []}]}),
    ],
)
def test_items_of_every_kind_go_out_as_they_stand(schema: str, data: Any) -> None:
    (found,) = decided(asking("hero"), with_target(target_offer(items=[item("x", schema, data=data)])))
    assert found["items"] == [{"id": "x", "schema": schema, "meta": {}, "data": {"id": "x", **data}}]


def test_default_content_has_no_data() -> None:
    (found,) = decided(asking("hero"), with_target(target_offer(items=[item("x", DEFAULT)])))
    assert found["items"] == [{"id": "x", "schema": DEFAULT, "meta": {}}]


def test_response_tokens_are_the_scenarios_and_the_visitors_own() -> None:
    tokens = {"geo.city": "basel", "profile.tier": None, "profile.size": None, "profile.none": None}
    scenario = with_target(target_offer(responseTokens=tokens))
    data = {"__adobe": {"target": {"profile.size": "42"}}}
    (found,) = decided(asking("hero", data=data), scenario, profile=GOLD)
    assert found["items"][0]["meta"] == {
        "geo.city": "basel",
        "profile.tier": "gold",
        "profile.size": "42",
    }
    (again,) = decided(asking("hero"), scenario)
    assert again["items"][0]["meta"] == {"geo.city": "basel"}


def test_a_tracking_label_is_a_characteristic_of_its_item() -> None:
    (found,) = decided(asking("hero"), with_target(target_offer(items=[item(trackingLabel="banner")])))
    assert found["items"][0]["characteristics"] == {"trackingLabel": "banner"}


# Offer Decisioning


@pytest.mark.parametrize(
    ("count", "given"), [(None, ["a"]), (1, ["a"]), (2, ["a", "b"]), (9, ["a", "b", "c"])]
)
def test_a_scope_says_how_many_offers_it_wants(count: int | None, given: list[str]) -> None:
    scenario = with_decisioning(*map(decisioning_offer, "abc"))
    wanted = {} if count is None else {"itemCount": count}
    scope = scope_of(activityId="act", placementId="place", **wanted)
    (found,) = decided(asking(scope), scenario)
    assert items_of(found) == [given]
    assert found["scope"] == scope
    assert found["activity"] == {"id": "act", "etag": "2"}
    assert found["placement"] == {"id": "place", "etag": "5"}
    assert "scopeDetails" not in found


@pytest.mark.parametrize("count", [0, -1, True, "2", None, 1.5])
def test_a_strange_count_means_one(count: Any) -> None:
    scenario = with_decisioning(*map(decisioning_offer, "abc"))
    scope = scope_of(**{"xdm:activityId": "act", "xdm:placementId": "place", "xdm:itemCount": count})
    assert items_of(*decided(asking(scope), scenario)) == [["a"]]


@pytest.mark.parametrize("kind", ["html", "json", "text", "imagelink"])
def test_an_offer_of_every_kind_is_given_with_its_version(kind: str) -> None:
    data = {"format": "x", "deliveryURL": "https://shop.example/a.png", "characteristics": {"a": "b"}}
    offer = decisioning_offer(items=[item("o", f"{ODE}{kind}", data=data, etag="7")])
    (found,) = decided(asking(PLACE, schemas=[f"{ODE}{kind}"]), with_decisioning(offer))
    assert found["items"] == [{"id": "o", "etag": "7", "schema": f"{ODE}{kind}", "data": {"id": "o", **data}}]


def test_who_qualifies_for_nothing_gets_the_fallback_or_an_empty_answer() -> None:
    gold = decisioning_offer("gold", audience="gold")
    assert items_of(*decided(asking(PLACE), with_decisioning(gold, decisioning_offer("all")))) == [["all"]]
    assert payloads(decide(a_case(asking(PLACE), with_decisioning(gold)))) == [[]]


@pytest.mark.parametrize(
    "scope",
    [
        "hero",
        "AAAA",
        "WzFd",
        "e30=",
        scope_of(activityId=["act"], placementId="place"),
        scope_of(activityId="act"),
        scope_of(activityId="other", placementId="place"),
        "eyJ" * 10_000,
        "[" * 100,
    ],
)
def test_a_scope_that_names_no_offer_gets_an_empty_answer(scope: str) -> None:
    assert payloads(decide(a_case(asking(scope), with_decisioning(decisioning_offer())))) == [[]]


def test_a_schema_that_the_first_offer_lacks_leads_to_the_next() -> None:
    scenario = with_decisioning(decisioning_offer("j"), decisioning_offer("h", f"{ODE}html"))
    assert items_of(*decided(asking(PLACE, schemas=[f"{ODE}html"]), scenario)) == [["h"]]


# Journey Optimizer


def test_campaigns_on_a_surface_are_ranked_by_priority() -> None:
    scenario = with_journeys(
        journey_offer(campaign="low"), journey_offer(campaign="top", priority=90), journey_offer("web://b.c")
    )
    top, low = decided(asking(surfaces=["WEB://Shop.example/#hero"]), scenario)
    details = top["scopeDetails"]
    assert details["rank"] == 1
    assert details["activity"] == {
        "id": "top#top-action",
        "priority": 90,
        "matchedSurfaces": ["WEB://Shop.example/#hero"],
    }
    assert unpacked(details["characteristics"]["eventToken"])["messageExecution"]["campaignID"] == "top"
    assert (low["scopeDetails"]["rank"], low["scopeDetails"]["activity"]["id"]) == (2, "low#low-action")
    assert top["id"] != low["id"]


def test_of_the_actions_of_a_campaign_the_first_that_fits_is_given() -> None:
    scenario = with_journeys(
        journey_offer(action="gold", audience="gold", treatment="t1"), journey_offer(action="all")
    )
    (anyone,) = decided(asking(surfaces=[SURFACE]), scenario)
    assert anyone["scopeDetails"]["activity"]["id"] == "c#all"
    assert "strategies" not in anyone["scopeDetails"]
    (gold,) = decided(asking(surfaces=[SURFACE]), scenario, profile=GOLD)
    assert gold["scopeDetails"]["strategies"] == [{"strategyID": "c", "treatmentID": "t1"}]


def test_a_capped_campaign_stops_and_the_ranks_close_up() -> None:
    scenario = with_journeys(journey_offer(campaign="a", cap=2), journey_offer(campaign="b"))
    (found,) = decided(asking(surfaces=[SURFACE]), scenario, memory=seen("a#a-action", 2))
    assert found["scopeDetails"]["activity"]["id"] == "b#b-action"
    assert found["scopeDetails"]["rank"] == 1


def test_of_a_campaign_only_items_of_the_schemas_asked_for_come() -> None:
    labelled = item("h", HTML, trackingLabel="teaser")
    scenario = with_journeys(journey_offer(items=[labelled, item("j", JSON)]))
    (found,) = decided(asking(surfaces=[SURFACE], schemas=[HTML]), scenario)
    assert found["items"] == [{**item("h", HTML), "characteristics": {"trackingLabel": "teaser"}}]
    effect = decide(a_case(asking(surfaces=[SURFACE], schemas=[DOM]), scenario))
    assert payloads(effect) == [[]]
    assert said(effect) == [f"{SURFACE}: c fits, but none of its items is of a schema asked for"]


@pytest.mark.parametrize(
    ("known", "surface", "fits"),
    [
        ("web://shop.example/shoes", "web://Shop.example/shoes/", True),
        ("web://shop.example/*", "web://shop.example/shoes/trail", True),
        ("web://*/shoes", "web://localhost:8080/shoes", True),
        ("web://shop.example/*#hero", "web://shop.example/a/b#hero", True),
        ("web://*/a/*/b", "web://x/a/1/a/2/b", True),
        ("web://*/a/*/b", "web://x/a/1/a/2/c", False),
        ("web://shop.example/*", "web://other.example/shoes", False),
        ("web://shop.example/shoes", "web://shop.example/Shoes", False),
        ("web://shop.example/a.b*", "web://shop.example/aXb", False),
    ],
)
def test_surfaces_are_matched_in_their_normal_form_and_by_pattern(
    known: str, surface: str, fits: bool
) -> None:
    assert bool(decided(asking(surfaces=[surface]), with_journeys(journey_offer(known)))) is fits


def test_a_long_surface_is_matched_without_trying_every_way() -> None:
    pattern = surface_pattern("web://*/a/*/a/*/a/*/b")
    assert pattern.fullmatch("web://x" + "/a/1" * 10_000) is None
    assert pattern.fullmatch("web://x" + "/a/1" * 10_000 + "/b")


# Experience Decisioning within Journey Optimizer

POLICY = {
    "id": "policy",
    "limit": 2,
    "items": [
        {"id": "loan", "name": "Loan", "score": 5, "content": {"t": "Loan"}},
        {"id": "card", "name": "Card", "score": 9, "content": {"t": "Card"}, "audience": "gold"},
        {"id": "fund", "score": 7, "content": {"t": "Fund"}, "cap": 1},
    ],
    "fallback": {"id": "none", "name": "Nothing special", "content": {"t": "Hello"}},
}


def policy_offer(surface: str = SURFACE, campaign: str = "c", **changes: Any) -> Any:
    shown = item("slot", JSON, data={"content": {"title": "For you"}})
    return journey_offer(surface, campaign, items=[shown], policy={**POLICY, **changes})


def sub_items(proposition: dict[str, Any]) -> list[dict[str, Any]]:
    (sub,) = unpacked(proposition["scopeDetails"]["characteristics"]["subPropositions"])
    assert sub["scopeDetails"]["decisionProvider"] == "EXD"
    assert sub["scopeDetails"]["decisionPolicy"] == {"id": "policy"}
    items: list[dict[str, Any]] = sub["items"]
    return items


def test_a_decision_policy_chooses_the_best_items_that_fit() -> None:
    (found,) = decided(asking(surfaces=[SURFACE]), with_journeys(policy_offer()))
    assert found["scopeDetails"]["decisionProvider"] == "AJO"
    (only,) = found["items"]
    assert only["data"]["content"] == {"title": "For you", "offers": [{"t": "Fund"}, {"t": "Loan"}]}
    fund, loan = sub_items(found)
    assert (fund["id"], fund["name"], fund["score"]) == ("fund", "fund", 7)
    assert (loan["id"], loan["name"], loan["score"]) == ("loan", "Loan", 5)
    assert loan["itemSelection"] == {"selectionDetail": {"selectionType": "selectionStrategy"}}
    assert len({fund["token"], loan["token"]}) == 2


def test_audiences_and_caps_hold_for_decision_items_too() -> None:
    scenario = with_journeys(policy_offer())
    (found,) = decided(asking(surfaces=[SURFACE]), scenario, profile=GOLD, memory=seen("fund", 1))
    assert [one["id"] for one in sub_items(found)] == ["card", "loan"]


def test_where_no_decision_item_fits_the_fallback_is_given() -> None:
    scenario = with_journeys(policy_offer(items=[{"id": "x", "audience": "gold"}]))
    effect = decide(a_case(asking(surfaces=[SURFACE]), scenario))
    (only,) = sub_items(payloads(effect)[0][0])
    assert only["itemSelection"] == {"selectionDetail": {"selectionType": "fallback"}}
    assert "score" not in only
    assert f"{SURFACE}: fallback Nothing special" in said(effect)


def test_where_there_is_no_fallback_either_nothing_is_chosen() -> None:
    (found,) = decided(asking(surfaces=[SURFACE]), with_journeys(policy_offer(items=[], fallback=None)))
    assert sub_items(found) == []
    assert found["items"][0]["data"]["content"]["offers"] == []


@pytest.mark.parametrize(
    ("flag", "second"), [(True, ["fund", "loan"]), (None, ["fund", "loan"]), (False, ["none"])]
)
def test_items_come_once_in_a_request_that_wants_no_duplicates(flag: Any, second: list[str]) -> None:
    other = "web://shop.example/#foot"
    scenario = with_journeys(policy_offer(), policy_offer(other, "d"))
    data = {"__adobe": {"ajo": {"allowDuplicateDecisionItems": flag}}}
    found = decided(asking(data=data, surfaces=[SURFACE, other]), scenario)
    assert [[one["id"] for one in sub_items(proposition)] for proposition in found] == [
        ["fund", "loan"],
        second,
    ]


def test_offers_come_once_in_a_request_that_wants_no_duplicates() -> None:
    scenario = with_decisioning(decisioning_offer("a"), decisioning_offer("b"))
    data = {"__adobe": {"ajo": {"allowDuplicateDecisionItems": False}}}
    scopes = [PLACE, scope_of(activityId="act", placementId="place", itemCount=2)]
    assert items_of(*decided(asking(*scopes, data=data), scenario)) == [["a"], ["b"]]
    assert items_of(*decided(asking(*scopes), scenario)) == [["a"], ["a", "b"]]


# Robustness


@pytest.mark.parametrize("data", [None, [], 1, {"__adobe": []}, {"__adobe": {"ajo": 1, "target": [1]}}])
def test_strange_data_changes_nothing(data: Any) -> None:
    assert decided({**asking("hero-banner"), "event": {"data": data}}) == decided(asking("hero-banner"))


def test_deciding_leaves_the_scenario_as_it_is() -> None:
    before = json.dumps([offer.items[0].data for offer in SHOP.target.offers] if SHOP.target else [])
    decided(asking("hero-banner", "__view__", "product-recommendations"))
    after = json.dumps([offer.items[0].data for offer in SHOP.target.offers] if SHOP.target else [])
    assert before == after
