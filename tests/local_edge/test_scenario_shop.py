"""The shop: what its description promises to each visitor."""

import json
from typing import Any

import pytest

from tests.local_edge.offer_cases import scope_of
from tests.local_edge.requests import a_request, sample
from tests.local_edge.shipped import FPID_1, SHOP, Client, a_visit, names, propositions


@pytest.mark.parametrize(
    ("identity", "hero", "tier"),
    [
        ({}, "hero-b", None),
        ({"Email": "somebody@else.example"}, "hero-b", None),
        ({"CRMID": "C-10023"}, "hero-returning", "silver"),
        ({"CRMID": "C-20417"}, "hero-gold", "gold"),
        ({"Email": "gold@shop.example"}, "hero-gold", "gold"),
    ],
)
def test_the_shop_greets_each_visitor_in_its_own_way(
    identity: dict[str, str], hero: str, tier: str | None
) -> None:
    (found,) = propositions(Client(SHOP).ask(a_visit("hero-banner", **identity)))
    (item,) = found["items"]
    assert item["meta"]["offer.name"] == hero
    assert item["meta"].get("profile.tier") == tier


def test_the_visitor_of_the_samples_is_known_to_the_shop_and_gets_the_banner_of_everybody() -> None:
    reply = Client(SHOP).send(a_request(sample("page_view")))
    assert names(json.loads(reply.answer.body)) == ["hero-b"]
    said = [message for step in reply.trace for message in step.messages]
    assert "hero-banner: not Spring hero › Gold, since the visitor is not in audience Gold members" in said


def test_the_shops_pop_up_stops_after_three_displays() -> None:
    client = Client(SHOP)
    seen = []
    for _ in range(5):
        (found,) = propositions(client.ask(a_visit("newsletter-popup", FPID=FPID_1)))
        seen.append(found["items"][0]["meta"]["offer.name"])
        client.ask({"event": {"xdm": {**shown(found), "identityMap": {"FPID": [{"id": FPID_1}]}}}})
    assert seen == ["popup", "popup", "popup", "default content", "default content"]


def shown(proposition: dict[str, Any]) -> dict[str, Any]:
    """The XDM of an event that reports a display."""
    kept = {key: proposition[key] for key in ("id", "scope", "scopeDetails")}
    decisioning = {"propositions": [kept], "propositionEventType": {"display": 1}}
    return {"eventType": "decisioning.propositionDisplay", "_experience": {"decisioning": decisioning}}


def test_the_shop_looks_at_the_page_that_is_seen() -> None:
    trail = a_visit("product-recommendations", url="https://shop.example/trail-runner")
    assert names(Client(SHOP).ask(trail)) == ["for-the-trail"]
    assert names(Client(SHOP).ask(a_visit("product-recommendations"))) == ["bought-together"]


def test_the_shops_page_comes_with_its_views() -> None:
    page, cart = propositions(Client(SHOP).ask(a_visit("__view__")))
    assert (page["scope"], cart["scope"]) == ("__view__", "cart")


def test_the_shop_picks_what_suits_a_visitor() -> None:
    picks = {"personalization": {"surfaces": ["web://localhost:8080/#picks"]}}
    for identity, offers in (("C-1", 2), ("C-20417", 2)):
        body = {**a_visit(CRMID=identity), "query": picks}
        (found,) = propositions(Client(SHOP).ask(body))
        contents = found["items"][0]["data"]["content"]["offers"]
        assert len(contents) == offers
        assert (contents[0]["link"] == "/early") is (identity == "C-20417")


def test_the_shop_gives_as_many_vouchers_as_are_asked_for() -> None:
    place = {
        "activityId": "xcore:offer-activity:15a2c0de00000002",
        "placementId": "xcore:offer-placement:15b2c0de00000002",
    }
    (found,) = propositions(Client(SHOP).ask(a_visit(scope_of(**place, itemCount=2))))
    assert len(found["items"]) == 2


def test_the_shop_activates_gold_members_and_gives_nothing_to_who_opted_out() -> None:
    gold = Client(SHOP).ask(a_visit(CRMID="C-20417"))
    kinds = [handle["type"] for handle in gold["handle"]]
    assert kinds.count("activation:pull") == 1
    assert kinds.count("activation:push") == 2
    out = Client(SHOP).ask(a_visit("hero-banner", CRMID="C-30999"))
    assert propositions(out) == []
    assert out["warnings"][0]["type"].endswith("EXEG-0301-200")


def test_one_datastream_of_the_shop_declares_overrides_and_one_only_collects() -> None:
    chosen, bare = (datastream.id for datastream in SHOP.datastreams)
    suites = {"com_adobe_analytics": {"reportSuites": ["shopspring"]}}
    body = {**a_visit("hero-banner"), "meta": {"configOverrides": suites}}
    Client(SHOP).ask(body, query={"dataStreamId": chosen})
    Client(SHOP).ask(body, status=400)
    collected = Client(SHOP).ask(a_visit("hero-banner"), query={"dataStreamId": bare})
    assert not any(handle["type"].startswith("personalization") for handle in collected["handle"])
