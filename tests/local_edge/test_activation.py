"""Destinations get what is theirs: segments for everybody, attributes for authenticated calls alone."""

from typing import Any

import msgspec

from edge_studio.local_edge.scenario import (
    Audience,
    Condition,
    CookieDestination,
    Datastream,
    PullDestination,
    Scenario,
    UrlDestination,
    Visitor,
)
from tests.local_edge.requests import DATASTREAM, ORGANISATION, a_request, envelope, handles

SHOP = Scenario(
    "activation",
    ORGANISATION,
    audiences=(
        Audience("loyal", "Loyal customers"),
        Audience("shoes", when=(Condition("/xdm/web/webPageDetails/URL", contains="/shoes"),)),
    ),
    visitors=(
        Visitor("Gold", {"CRMID": ("C-1",)}, audiences=("loyal",), attributes={"tier": "gold", "age": 40}),
    ),
    destinations=(
        PullDestination(id="51a0", alias="onsite", attributes=("tier", "height")),
        CookieDestination(audience="loyal", name="loyal", value="1", domain="shop.example"),
        UrlDestination(id=7, url="https://partner.example/px", audience="shoes"),
    ),
)


def asked(body: dict[str, Any], scenario: Scenario = SHOP, **headers: str) -> dict[str, Any]:
    return envelope(a_request(body, headers=headers), scenario)


def a_visit(crm: str = "C-1", url: str = "https://shop.example/") -> dict[str, Any]:
    identities = {"CRMID": [{"id": crm, "primary": True}]}
    return {"event": {"xdm": {"identityMap": identities, "web": {"webPageDetails": {"URL": url}}}}}


def test_a_destination_is_pulled_with_the_segments_of_the_visitor() -> None:
    (handle,) = handles(asked(a_visit(url="https://shop.example/shoes")), "activation:pull")
    assert handle["payload"] == [
        {
            "type": "profileLookup",
            "destinationId": "51a0",
            "alias": "onsite",
            "segments": [{"id": "loyal", "namespace": "ups"}, {"id": "shoes", "namespace": "ups"}],
        }
    ]
    (handle,) = handles(asked(a_visit("C-2")), "activation:pull")
    assert handle["payload"][0]["segments"] == []


def test_a_destination_for_one_audience_gets_that_one_alone() -> None:
    only = PullDestination(id="77", audience="shoes")
    scenario = msgspec.structs.replace(SHOP, destinations=(only,))
    (handle,) = handles(asked(a_visit(url="https://shop.example/shoes"), scenario), "activation:pull")
    assert handle["payload"][0]["segments"] == [{"id": "shoes", "namespace": "ups"}]
    assert not handles(asked(a_visit(), scenario), "activation:pull")


def test_an_audience_that_only_the_visitor_names_is_a_segment_all_the_same() -> None:
    scenario = msgspec.structs.replace(SHOP, audiences=())
    (handle,) = handles(asked(a_visit(), scenario), "activation:pull")
    assert handle["payload"][0]["segments"] == [{"id": "loyal", "namespace": "ups"}]


def test_only_an_authenticated_call_gets_attributes() -> None:
    (handle,) = handles(asked(a_visit(), authorization="Bearer x"), "activation:pull")
    assert handle["payload"][0]["attributes"] == {"tier": {"value": "gold"}}


def test_cookies_and_addresses_are_pushed_apart() -> None:
    cookies, urls = handles(asked(a_visit(url="https://shop.example/shoes")), "activation:push")
    cookie = {"name": "loyal", "value": "1", "domain": "shop.example", "ttlDays": 30}
    assert cookies["payload"] == [{"type": "cookie", "spec": cookie}]
    url = {"url": "https://partner.example/px", "hideReferrer": True, "ttlMinutes": 10080}
    assert urls["payload"] == [{"type": "url", "id": 7, "spec": url}]
    assert not handles(asked(a_visit("C-2")), "activation:push")


def test_nothing_is_activated_of_who_opted_out() -> None:
    body = asked(a_visit(), msgspec.structs.replace(SHOP, consent="out"))
    assert not [handle for handle in body["handle"] if handle["type"].startswith("activation")]


def test_nothing_is_activated_that_is_switched_off() -> None:
    only = msgspec.structs.replace(SHOP, datastreams=(Datastream(DATASTREAM, services=("segmentation",)),))
    assert not [one for one in asked(a_visit(), only)["handle"] if one["type"].startswith("activation")]
    off = {"com_adobe_experience_platform": {"com_adobe_edge_destinations": {"enabled": False}}}
    body = asked(a_visit() | {"meta": {"configOverrides": off}})
    assert [one["type"] for one in body["handle"] if one["type"].startswith("activation")] == [
        "activation:push"
    ]
