"""Experience Decisioning within Journey Optimizer: which items a decision policy chooses."""

from typing import Any

import pytest

from edge_studio.local_edge.decisions import decide
from tests.local_edge.offer_cases import (
    GOLD,
    JSON,
    SURFACE,
    a_case,
    asking,
    decided,
    item,
    journey_offer,
    payloads,
    said,
    seen,
    unpacked,
    with_journeys,
)

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
