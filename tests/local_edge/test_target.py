"""Target: its views, its items of every kind, its response tokens."""

from typing import Any

import pytest

from tests.local_edge.offer_cases import (
    DEFAULT,
    DOM,
    GOLD,
    HTML,
    JSON,
    REDIRECT,
    RULES,
    asking,
    decided,
    item,
    target_offer,
    with_target,
)


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
