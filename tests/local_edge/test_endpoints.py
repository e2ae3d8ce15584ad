"""Each address answers with its own status and shape, at every base path and location hint."""

import json
import re
from dataclasses import replace
from typing import Any

import pytest

from edge_studio.edge.endpoints import MEDIA_EVENTS
from edge_studio.local_edge.answering import answer
from edge_studio.local_edge.messages import Answer
from edge_studio.local_edge.routes import route_of
from edge_studio.local_edge.scenario import Datastream, Overrides, Scenario
from tests.local_edge.requests import (
    DATASTREAM,
    ORGANISATION,
    STATE,
    a_request,
    ask,
    envelope,
    handles,
    problem,
)

BASES = ("/ee", "/ee-pre-prd", "/ee/irl1", "/ee-pre-prd/t38")
EVENTS: dict[str, Any] = {"events": [{}]}
CONSENT = {"consent": [{"standard": "Adobe", "version": "1.0", "value": {"general": "in"}}]}


def body_of(given: Answer) -> dict[str, Any]:
    value = json.loads(given.body)
    assert isinstance(value, dict)
    return value


@pytest.mark.parametrize("base", BASES)
@pytest.mark.parametrize(
    ("path", "body", "status"),
    [
        ("/v1/interact", EVENTS, 200),
        ("/v2/interact", {"event": {}}, 200),
        ("/v1/collect", EVENTS, 204),
        ("/v2/collect", EVENTS, 202),
        ("/v1/privacy/set-consent", CONSENT, 200),
        ("/v1/identity/acquire", {}, 200),
    ],
)
def test_every_address_answers_at_every_base_path(
    base: str, path: str, body: dict[str, Any], status: int
) -> None:
    given = ask(a_request(body, path=base + path))
    assert given.status == status
    assert bool(given.body) == (status != 204)


@pytest.mark.parametrize(
    "path",
    [
        "/",
        "/ee",
        "/ee/v3/interact",
        "/ee/or2/va6/v2/interact",
        "/ee/xyz9/v2/interact",
        "/ee/v2/privacy/set-consent",
        "/ee/v2/identity/acquire",
        "/ee/va/v1/rewind",
        "/ee/va/v2/ping",
        "/ee/t/v1/interact",
        "/ee/v2/interact/",
        "/v2/interact",
    ],
)
def test_nothing_is_anywhere_else(path: str) -> None:
    assert route_of(path) is None
    assert ask(a_request(path=path)).status == 404


def test_there_are_19_media_events() -> None:
    assert len(MEDIA_EVENTS) == 19
    for event in MEDIA_EVENTS:
        route = route_of(f"/ee/va6/va/v1/{event}")
        assert route is not None
        assert (route.action, route.media_event, route.hint, route.name) == ("media", event, "va6", event)


def test_what_v2_collects_is_confirmed_with_the_request_id_alone() -> None:
    given = ask(a_request(EVENTS, path="/ee/v2/collect"))
    assert list(body_of(given)) == ["requestId"]
    assert dict(given.headers)["content-type"] == "application/json;charset=utf-8"


@pytest.mark.parametrize("silent", ["true", "TRUE"])
def test_silently_nothing_is_confirmed(silent: str) -> None:
    query = {"datastreamId": DATASTREAM, "silent": silent}
    given = ask(a_request(EVENTS, path="/ee/v2/collect", query=query))
    assert (given.status, given.body) == (204, b"")
    assert "content-type" not in dict(given.headers)


@pytest.mark.parametrize("name", ["dataStreamId", "datastreamId", "DATASTREAMID"])
def test_the_datastream_may_be_spelled_in_either_way(name: str) -> None:
    assert ask(a_request(query={name: DATASTREAM})).status == 200


REQUEST_ID = "6b1f0e52-8a3c-4b0f-9b55-2b7f4a0c9d10"


@pytest.mark.parametrize(
    "request_",
    [
        a_request(query={"dataStreamId": DATASTREAM, "requestId": REQUEST_ID}),
        a_request(headers={"x-request-id": REQUEST_ID}),
    ],
)
def test_a_given_request_id_comes_back_with_16_digits_more(request_: Any) -> None:
    given = ask(request_)
    told = body_of(given)["requestId"]
    assert re.fullmatch(rf"{REQUEST_ID}-[0-9a-f]{{16}}", told)
    assert dict(given.headers)["x-request-id"] == told


def test_without_one_a_request_id_is_minted() -> None:
    told = envelope(a_request())["requestId"]
    assert re.fullmatch(r"[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}-[0-9a-f]{16}", told)


# What browsers ask


def test_a_browser_may_send_cookies_and_the_headers_it_names() -> None:
    headers = {
        "origin": "https://shop.example",
        "access-control-request-method": "POST",
        "access-control-request-headers": "content-type,x-adobe-aep-validation-token",
        "access-control-request-private-network": "true",
    }
    given = ask(a_request(method="OPTIONS", headers=headers))
    assert (given.status, given.body) == (204, b"")
    said = dict(given.headers)
    assert said["access-control-allow-origin"] == "https://shop.example"
    assert said["access-control-allow-credentials"] == "true"
    assert said["access-control-allow-methods"] == "POST, OPTIONS"
    assert said["access-control-allow-headers"] == headers["access-control-request-headers"]
    assert said["access-control-allow-private-network"] == "true"
    assert said["vary"] == "Origin"


@pytest.mark.parametrize("origin", ["*", "", "shop.example", "https://shop.example evil", "\xe4"])
def test_what_is_no_origin_is_allowed_nothing(origin: str) -> None:
    assert "access-control-allow-origin" not in dict(ask(a_request(headers={"origin": origin})).headers)


def test_browsers_are_not_told_to_call_this_computer_over_https_alone() -> None:
    assert "strict-transport-security" in dict(ask(a_request()).headers)
    assert "strict-transport-security" not in dict(ask(replace(a_request(), secure=True)).headers)


def test_an_answer_may_be_read_by_the_site_that_asked() -> None:
    said = dict(ask(a_request(headers={"origin": "https://shop.example"})).headers)
    assert said["access-control-allow-origin"] == "https://shop.example"
    assert said["access-control-expose-headers"] == "Retry-After, X-Adobe-Edge, X-Request-ID"


def test_who_is_no_site_is_told_of_none() -> None:
    assert not [name for name, _ in ask(a_request()).headers if name.startswith("access-control")]


# Where state is kept


def state(domain: str, *, enabled: bool = True) -> dict[str, Any]:
    return {"event": {}, "meta": {"state": {"domain": domain, "cookiesEnabled": enabled}}}


@pytest.mark.parametrize("host", ["data.shop.example", "shop.example:8443", "SHOP.example"])
def test_first_party_state_is_set_as_cookies(host: str) -> None:
    given = ask(a_request(state("shop.example"), headers={"host": host}))
    cookies = [value for name, value in given.headers if name == "set-cookie"]
    assert [cookie.partition("=")[0].rpartition("_")[2] for cookie in cookies] == ["identity", "cluster"]
    assert all("; Domain=shop.example; Path=/; Max-Age=" in cookie for cookie in cookies)
    assert not handles(body_of(given), "state:store")


def test_only_over_tls_is_a_cookie_open_to_other_sites() -> None:
    plain = a_request(state("shop.example"), headers={"host": "shop.example"})
    secure = type(plain)(plain.method, plain.path, plain.query, plain.headers, plain.body, secure=True)
    assert "SameSite" not in str(ask(plain).headers)
    assert "; SameSite=None; Secure" in str(ask(secure).headers)


@pytest.mark.parametrize(
    ("body", "host"),
    [
        (state("shop.example"), "127.0.0.1:8731"),
        (state("shop.example"), "myshop.example"),
        (state("shop.example", enabled=False), "shop.example"),
        ({"event": {}}, "shop.example"),
    ],
)
def test_other_state_is_handed_over(body: dict[str, Any], host: str) -> None:
    given = ask(a_request(body, headers={"host": host}))
    assert "set-cookie" not in dict(given.headers)
    assert handles(body_of(given), "state:store")


# Datastreams


def strict(**what: Any) -> Scenario:
    return Scenario(
        "strict", ORGANISATION, strict_datastreams=True, datastreams=(Datastream(DATASTREAM, **what),)
    )


@pytest.mark.parametrize(
    ("condition", "code"),
    [
        ("disabled", "EXEG-0004-422"),
        ("unconfigured", "EXEG-0010-422"),
        ("no-sandbox", "EXEG-0011-422"),
        ("sandbox-gone", "EXEG-0012-422"),
    ],
)
def test_a_datastream_in_a_bad_condition_says_so(condition: str, code: str) -> None:
    assert problem(a_request(), strict(condition=condition))["type"].endswith(code)


def test_the_organisation_that_the_body_names_counts_before_cookies_left_at_the_same_host() -> None:
    left, own = "F" * 24, "E" * 24
    entries = [{"key": f"kndctr_{own}_AdobeOrg_cluster", "value": "or2"}]
    request = a_request(
        {"event": {}, "meta": {"state": {"entries": entries}}},
        headers={"cookie": f"kndctr_{left}_AdobeOrg_cluster=or2"},
    )
    (stored,) = handles(envelope(request), "state:store")
    assert all(entry["key"].startswith(f"kndctr_{own}_AdobeOrg_") for entry in stored["payload"])


def test_a_datastream_may_belong_to_another_organisation() -> None:
    other = "FFFFFFFFFFFFFFFFFFFFFFFF@AdobeOrg"
    (stored,) = handles(envelope(a_request(), strict(organisation=other)), "state:store")
    assert all("FFFFFFFFFFFFFFFFFFFFFFFF_AdobeOrg" in entry["key"] for entry in stored["payload"])


DECLARED = Overrides(
    event_datasets=("5f8e2d1c9b3a4e6f7d8c9b0a",),
    profile_datasets=("5f8e2d1c9b3a4e6f7d8c9b0b",),
    report_suites=("shop-main", "shop-test"),
    property_tokens=("a-token",),
    id_sync_container_ids=(30793,),
)


@pytest.mark.parametrize(
    "allowed",
    [
        {"com_adobe_analytics": {"reportSuites": ["shop-test", "shop-main"]}},
        {"com_adobe_identity": {"idSyncContainerId": 30793}},
        {"com_adobe_target": {"propertyToken": "a-token"}},
        {"com_adobe_audience_manager": {"enabled": False}},
        {"com_adobe_launch_ssf": {"enabled": False}},
        {
            "com_adobe_experience_platform": {
                "datasets": {
                    "event": {"datasetId": "5f8e2d1c9b3a4e6f7d8c9b0a"},
                    "profile": {"datasetId": "5f8e2d1c9b3a4e6f7d8c9b0b"},
                }
            }
        },
    ],
)
def test_what_the_datastream_declares_may_be_chosen(allowed: dict[str, Any]) -> None:
    body = {"event": {}, "meta": {"configOverrides": allowed}}
    assert answer(a_request(body), strict(overrides=DECLARED), STATE).answer.status == 200


@pytest.mark.parametrize(
    "refused",
    [
        {"com_adobe_analytics": {"reportSuites": ["shop-other"]}},
        {"com_adobe_analytics": {"reportSuites": []}},
        {"com_adobe_analytics": {"reportSuites": "shop-main"}},
        {"com_adobe_identity": {"idSyncContainerId": 1}},
        {"com_adobe_identity": {"idSyncContainerId": True}},
        {"com_adobe_target": {"propertyToken": 5}},
        {"com_adobe_target": {"propertyToken": "b"}},
        {"com_adobe_experience_platform": {"datasets": []}},
        {"com_adobe_experience_platform": {"datasets": {"event": {"datasetId": "x"}}}},
        {"com_adobe_experience_platform": {"datasets": {"event": {}}}},
        {"com_adobe_experience_platform": {"datasets": {"lookup": {"datasetId": "x"}}}},
    ],
)
def test_what_it_does_not_declare_is_refused_and_reported(refused: dict[str, Any]) -> None:
    body = {"event": {}, "meta": {"configOverrides": refused}}
    said = problem(a_request(body), strict(overrides=DECLARED))
    assert said["type"].endswith("EXEG-0113-400")
    assert len(said["report"]["errors"]) == 1


# Records


def test_an_answer_comes_in_records_when_they_are_asked_for() -> None:
    streaming = {"enabled": True, "recordSeparator": "\u0000", "lineFeed": "\n"}
    body = {
        "event": {},
        "query": {"identity": {"fetch": ["ECID", "nobody"]}, "personalization": {"decisionScopes": ["a"]}},
    }
    streamed = a_request({**body, "meta": {"konductorConfig": {"streaming": streaming}}})
    given = ask(streamed)
    assert b"".join(given.records) == given.body
    parts = [json.loads(record.removeprefix(b"\x00")) for record in given.records]
    assert all(record.startswith(b"\x00{") and record.endswith(b"}\n") for record in given.records)
    assert len({part["requestId"] for part in parts}) == 1
    whole = envelope(a_request(body))
    joined = [handle for part in parts for handle in part["handle"]]
    assert sorted(map(str, joined)) == sorted(map(str, whole["handle"]))
    assert parts[-1]["warnings"] == whole["warnings"]


def test_a_refusal_is_never_in_records() -> None:
    body = {"meta": {"konductorConfig": {"streaming": {"enabled": True}}}}
    assert problem(a_request(body))["type"].endswith("EXEG-0103-400")
