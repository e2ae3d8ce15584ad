"""Journey Optimizer: campaigns, their ranks and the surfaces they are for."""

import pytest

from edge_studio.edge.scopes import surface_pattern
from edge_studio.local_edge.decisions import decide
from tests.local_edge.offer_cases import (
    DOM,
    GOLD,
    HTML,
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
