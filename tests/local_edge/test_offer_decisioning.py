"""Offer Decisioning: the scopes it reads, and the offers it gives for them."""

from typing import Any

import pytest

from edge_studio.local_edge.decisions import decide
from tests.local_edge.offer_cases import (
    ODE,
    PLACE,
    a_case,
    asking,
    decided,
    decisioning_offer,
    item,
    items_of,
    payloads,
    scope_of,
    with_decisioning,
)


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


def test_offers_come_once_in_a_request_that_wants_no_duplicates() -> None:
    scenario = with_decisioning(decisioning_offer("a"), decisioning_offer("b"))
    data = {"__adobe": {"ajo": {"allowDuplicateDecisionItems": False}}}
    scopes = [PLACE, scope_of(activityId="act", placementId="place", itemCount=2)]
    assert items_of(*decided(asking(*scopes, data=data), scenario)) == [["a"], ["b"]]
    assert items_of(*decided(asking(*scopes), scenario)) == [["a"], ["a", "b"]]
