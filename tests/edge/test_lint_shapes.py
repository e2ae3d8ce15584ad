from typing import Any

import pytest

from edge_studio import resources
from edge_studio.edge.lint import Severity
from edge_studio.edge.schemas import shapes
from edge_studio.edge.wording import field_name
from tests.edge.linting import an_event, check, mended, rules, the


@pytest.mark.parametrize("name", ["xdm", "query", "meta"])
def test_each_schema_is_a_valid_one(name: str) -> None:
    from jsonschema import Draft202012Validator

    Draft202012Validator.check_schema(resources.data(f"schemas/{name}.json"))


def test_standard_fields_of_the_right_shape_are_accepted() -> None:
    body = an_event(
        web={"webPageDetails": {"URL": "x", "isHomePage": True, "pageViews": {"value": 1}}},
        commerce={"order": {"currencyCode": "EUR", "priceTotal": 12}},
        productListItems=[{"SKU": "a", "quantity": 2, "_mine": {"a": 1}}],
        placeContext={"localTime": "2026-05-04T13:22:10.004+02:00", "localTimezoneOffset": -120},
        implementationDetails={"name": "https://ns.adobe.com/experience/alloy", "environment": "browser"},
        environment={"ipV4": "192.0.2.1", "ipV6": "2001:db8::1", "_dc": {"language": "de-CH"}},
        device={"type": "something of one's own"},
        _tenant={"anything": [1, "a", {}]},
    )
    assert check(body) == []


@pytest.mark.parametrize(
    ("xdm", "message"),
    [
        (
            {"web": {"webPageDetails": {"pageViews": 1}}},
            'Number of page views must be an object such as {"value": 1}, not a number.',
        ),
        ({"web": {"webPageDetails": {"URL": 3}}}, "URL must be text, not a number."),
        ({"web": {"webPageDetails": {"isHomePage": "yes"}}}, "Home page must be true or false, not text."),
        ({"web": "page"}, "Web must be an object, not text."),
        (
            {"device": {"screenWidth": 10.5}},
            "Screen width must be a whole number, not a number with decimals.",
        ),
        ({"productListItems": {"SKU": "a"}}, "Product list items must be a list, not an object."),
        ({"productListItems": ["a"]}, "An entry of product list items must be an object, not text."),
        ({"commerce": {"order": {"priceTotal": "12"}}}, "Price total must be a number, not text."),
        ({"eventType": 3}, "Event type must be text, not a number."),
        (
            {"_experience": {"decisioning": {"propositions": [3]}}},
            "Entry 1 of propositions must be an object, not a number.",
        ),
    ],
)
def test_a_wrong_type_is_an_error_in_plain_words(xdm: Any, message: str) -> None:
    problem = the("shape", an_event(**xdm))
    assert problem.severity is Severity.ERROR
    assert problem.message == message


@pytest.mark.parametrize(
    ("xdm", "message"),
    [
        ({"web": {"webInteraction": {"type": "click"}}}, "Type cannot be click."),
        ({"web": {"webInteraction": {"linkClicks": {}}}}, "Number of link clicks has no value."),
        (
            {"commerce": {"order": {"currencyCode": "euro"}}},
            "Currency code must be three capital letters, such as EUR.",
        ),
        ({"productListItems": [{"name": "a"}]}, "SKU is missing."),
        ({"mediaCollection": {"playhead": -1}}, "Playhead must be 0 or more."),
        ({"mediaCollection": {"errorDetails": {"name": "", "source": "player"}}}, "Name must not be empty."),
        ({"placeContext": {"geo": {"_schema": {"latitude": 91}}}}, "Latitude must be 90 or less."),
        (
            {"placeContext": {"localTime": "13:22"}},
            "Local time must be a date and time with a zone, such as 2026-05-04T11:22:10.004Z.",
        ),
        ({"environment": {"ipV4": "300.1.1.1"}}, "IPv4 address must be an IPv4 address, such as 192.0.2.1."),
        (
            {"commerce": {"billing": {"address": {"postOfficeBox": "x" * 21}}}},
            "Post office box has 21 characters; 20 are the most.",
        ),
    ],
)
def test_a_wrong_value_is_a_warning_in_plain_words(xdm: Any, message: str) -> None:
    problem = the("shape", an_event(**xdm))
    assert problem.severity is Severity.WARNING
    assert problem.message == message


@pytest.mark.parametrize(
    ("xdm", "after"),
    [
        (
            {"web": {"webPageDetails": {"pageViews": 1}}},
            {"web": {"webPageDetails": {"pageViews": {"value": 1}}}},
        ),
        (
            {"web": {"webPageDetails": {"isHomePage": "True"}}},
            {"web": {"webPageDetails": {"isHomePage": True}}},
        ),
        ({"web": {"webPageDetails": {"name": 404}}}, {"web": {"webPageDetails": {"name": "404"}}}),
        ({"web": {"webPageDetails": {"name": None}}}, {"web": {"webPageDetails": {}}}),
        ({"web": {"webInteraction": {"type": "EXIT"}}}, {"web": {"webInteraction": {"type": "exit"}}}),
        ({"commerce": {"order": {"priceTotal": "12.5"}}}, {"commerce": {"order": {"priceTotal": 12.5}}}),
        ({"commerce": {"order": {"currencyCode": "chf"}}}, {"commerce": {"order": {"currencyCode": "CHF"}}}),
        ({"productListItems": {"SKU": "a"}}, {"productListItems": [{"SKU": "a"}]}),
        (
            {"productListItems": [{"SKU": "a", "quantity": "2"}]},
            {"productListItems": [{"SKU": "a", "quantity": 2}]},
        ),
    ],
)
def test_what_is_certainly_meant_is_mended(xdm: Any, after: Any) -> None:
    assert mended("shape", an_event(**xdm)) == an_event(**after)


def test_a_number_keeps_its_digits_when_it_is_put_in_quotes_or_taken_out() -> None:
    text = (
        '{"event":{"xdm":{"web":{"webPageDetails":{"name":1.10}}}},"query":{"identity":{"fetch":["ECID"]}}}'
    )
    assert '"name":"1.10"' in mended("shape", text)
    text = text.replace(
        '"web":{"webPageDetails":{"name":1.10}}', '"commerce":{"order":{"priceTotal":"1.10"}}'
    )
    assert '"priceTotal":1.10' in mended("shape", text)


@pytest.mark.parametrize("value", ["many", "1 2", "0x10", True, []])
def test_what_is_not_certainly_a_number_is_left_to_the_person(value: Any) -> None:
    assert the("shape", an_event(commerce={"order": {"priceTotal": value}})).fix is None


@pytest.mark.parametrize(
    ("xdm", "after"),
    [
        ({"web": {"webpageDetails": {"name": "a"}}}, {"web": {"webPageDetails": {"name": "a"}}}),
        ({"web": {"webPageDetails": {"url": "a"}}}, {"web": {"webPageDetails": {"URL": "a"}}}),
        (
            {"productListItems": [{"SKU": "a", "Name": "b"}]},
            {"productListItems": [{"SKU": "a", "name": "b"}]},
        ),
        ({"identitymap": {}}, {"identityMap": {}}),
        ({"eventtype": "a"}, {"eventType": "a"}),
        ({"placeContext": {"geo": {"countrycode": "CH"}}}, {"placeContext": {"geo": {"countryCode": "CH"}}}),
    ],
)
def test_a_field_in_other_capitals_is_renamed(xdm: Any, after: Any) -> None:
    before = an_event(**xdm)
    assert the("xdm.name", before).severity is Severity.WARNING
    assert mended("xdm.name", before) == an_event(**after)


def test_fields_that_differ_in_capitals_only_and_both_exist_are_accepted() -> None:
    assert rules(an_event(placeContext={"POIinteraction": {"poiDetail": {"poiID": "a", "POIID": "b"}}})) == []


@pytest.mark.parametrize(
    ("query", "pointer"),
    [
        ({"personalization": []}, "/query/personalization"),
        ({"personalization": {"decisionScopes": "a"}}, "/query/personalization/decisionScopes"),
        ({"personalization": {"surfaces": [3]}}, "/query/personalization/surfaces/0"),
    ],
)
def test_a_query_of_the_wrong_shape_would_be_refused(query: Any, pointer: str) -> None:
    [problem] = [p for p in check({"event": {}, "query": query}) if p.rule == "shape"]
    assert (problem.pointer, problem.code, problem.severity) == (pointer, "EXEG-0102-400", Severity.ERROR)


def test_cookies_need_a_domain() -> None:
    problem = the("shape", {**an_event(), "meta": {"state": {"cookiesEnabled": True}}})
    assert (problem.pointer, problem.code) == ("/meta/state/domain", "EXEG-0110-400")
    assert rules({**an_event(), "meta": {"state": {"cookiesEnabled": False}}}) == []


def test_a_service_can_only_be_switched_off() -> None:
    before = {**an_event(), "meta": {"configOverrides": {"com_adobe_target": {"enabled": True}}}}
    assert the("shape", before).code == "EXEG-0113-400"
    after = {**an_event(), "meta": {"configOverrides": {"com_adobe_target": {}}}}
    assert mended("shape", before) == after


def test_many_problems_of_one_part_are_counted() -> None:
    found = check(an_event(productListItems=[{"SKU": "a", "quantity": "2"} for _ in range(400)]))
    assert len(found) == 51
    assert found[-1].message == "350 more problems in product list items."


@pytest.mark.parametrize(
    ("wire", "words"),
    [
        ("isHomePage", "Home page"),
        ("purchaseID", "Purchase ID"),
        ("URL", "URL"),
        ("SKU", "SKU"),
        ("id", "ID"),
        ("_id", "ID"),
        ("webPageDetails", "Web page details"),
        ("productImageUrl", "Product image url"),
        ("Email_LC_SHA256", "Email_LC_SHA256"),
        ("_experience", "Experience"),
        ("???", "???"),
    ],
)
def test_a_wire_name_is_said_in_words(wire: str, words: str) -> None:
    assert field_name(wire) == words


def test_the_validators_are_made_once() -> None:
    assert shapes() is shapes()
