import json
from typing import Any

import pytest

from edge_studio.edge.describe import Description, describe
from edge_studio.jsontext.document import JsonDocument

PAGE_VIEW = "web.webpagedetails.pageViews"


def described(body: Any) -> Description:
    return describe(JsonDocument(json.dumps(body)))


def test_a_page_view_is_described_by_its_page() -> None:
    web = {"webPageDetails": {"URL": "https://shop.example/", "name": "Home"}}
    found = described({"event": {"xdm": {"eventType": PAGE_VIEW, "web": web}}})
    assert found == Description(PAGE_VIEW, "Page view", "Home")


def test_a_v1_request_is_described_by_its_first_event() -> None:
    found = described({"events": [{"xdm": {"eventType": "commerce.checkouts"}}]})
    assert (found.event_type, found.title) == ("commerce.checkouts", "Checkout")


@pytest.mark.parametrize(
    ("xdm", "subtitle"),
    [
        ({"web": {"webPageDetails": {"URL": "https://shop.example/"}}}, "https://shop.example/"),
        ({"commerce": {"order": {"purchaseID": "10023"}}}, "order 10023"),
        ({"commerce": {"order": {"purchaseID": 10023}}}, "order 10023"),
        ({"productListItems": [{"SKU": "s-1"}, {"SKU": "s-2"}]}, "s-1"),
        ({"productListItems": [{"SKU": "s-1", "name": "Shoe"}]}, "Shoe"),
        ({"web": {"webInteraction": {"name": "Sale"}}}, "Sale"),
        ({"web": {"webPageDetails": {"name": "two\n lines"}}}, "two lines"),
        ({"web": "not an object"}, ""),
    ],
)
def test_the_most_telling_field_is_the_subtitle(xdm: Any, subtitle: str) -> None:
    assert described({"event": {"xdm": xdm}}).subtitle == subtitle


def test_a_request_for_offers_is_described_by_its_scopes() -> None:
    query = {"personalization": {"decisionScopes": ["hero-banner", "__view__", 3]}}
    assert described({"event": {"xdm": {}}, "query": query}).subtitle == "hero-banner, __view__"
    assert described({"events": [{"query": query}]}).subtitle == "hero-banner, __view__"


def test_an_unknown_event_type_goes_by_its_wire_name() -> None:
    assert described({"event": {"xdm": {"eventType": "user.login"}}}).title == "user.login"


@pytest.mark.parametrize("text", ["", "null", "[]", '"event"', "{", '{"event": 3}', '{"events": []}'])
def test_what_says_nothing_is_a_request(text: str) -> None:
    assert describe(JsonDocument(text)) == Description("", "Request", "")


def test_broken_json_is_described_as_far_as_it_can_be_read() -> None:
    text = '{"event": {"xdm": {"eventType": "commerce.purchases", "web": }}}'
    assert describe(JsonDocument(text)).title == "Purchase"
