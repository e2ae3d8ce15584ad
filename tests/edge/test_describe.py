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


def test_a_batch_is_described_by_its_first_event_and_how_many_others_there_are() -> None:
    link = {"xdm": {"eventType": PAGE_VIEW, "web": {"webPageDetails": {"name": "Home"}}}}
    assert described({"events": [link, {}, {}]}).subtitle == "Home and 2 more"
    assert described({"events": [{}, {}]}).subtitle == "and 1 more"


@pytest.mark.parametrize(
    ("consent", "title", "subtitle"),
    [
        (
            [{"standard": "Adobe", "version": "1.0", "value": {"general": "in"}}],
            "Consent: opt in",
            "Adobe 1.0",
        ),
        (
            [{"standard": "Adobe", "version": "2.0", "value": {"collect": {"val": "n"}}}],
            "Consent: opt out",
            "Adobe 2.0",
        ),
        ([{"standard": "IAB TCF", "version": "2.0", "value": "CO1"}], "Consent", "IAB TCF 2.0"),
        ([3, {"standard": 3, "value": {"general": [], "collect": "y"}}, {}], "Consent", "3"),
        ([], "Consent", ""),
    ],
)
def test_consent_is_described_by_what_was_chosen(consent: Any, title: str, subtitle: str) -> None:
    assert described({"consent": consent}) == Description("", title, subtitle)


def test_asking_for_an_id_alone_is_described_so() -> None:
    found = described({"query": {"identity": {"fetch": ["ECID", "CORE"]}}})
    assert found == Description("", "Visitor ID", "ECID, CORE")
