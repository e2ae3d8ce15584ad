"""Local Edge answers interact as the Edge Network does; no socket is needed to see it."""

import base64
import json
from typing import Any

import pytest

from edge_studio.edge.client_state import read_identity
from edge_studio.edge.scopes import normal_surface
from edge_studio.local_edge.scenario_file import read
from edge_studio.local_edge.state import State
from tests.local_edge.requests import (
    ECID,
    FPID,
    ORGANISATION,
    STATE,
    a_request,
    ask,
    envelope,
    handles,
    problem,
    sample,
    with_identities,
)

HTML = "https://ns.adobe.com/personalization/html-content-item"
JSON = "https://ns.adobe.com/personalization/json-content-item"
DEFAULT = "https://ns.adobe.com/personalization/default-content-item"
IDENTITY_KEY = "kndctr_0A1B2C3D4E5F60718293A4B5_AdobeOrg_identity"
CLUSTER_KEY = "kndctr_0A1B2C3D4E5F60718293A4B5_AdobeOrg_cluster"
FETCH = {"identity": {"fetch": ["ECID"]}}


def personalization(**what: Any) -> dict[str, Any]:
    return {"event": {}, "query": {"personalization": what}}


def fetched(body: dict[str, Any]) -> str:
    (handle,) = handles(body, "identity:result")
    (item,) = handle["payload"]
    assert item["namespace"] == {"code": "ECID"}
    ecid = item["id"]
    assert isinstance(ecid, str)
    return ecid


def stored(body: dict[str, Any]) -> dict[str, dict[str, Any]]:
    (handle,) = handles(body, "state:store")
    return {entry["key"]: entry for entry in handle["payload"]}


def test_without_a_query_only_location_and_state_come_back() -> None:
    body = envelope(a_request())
    assert [handle["type"] for handle in body["handle"]] == ["locationHint:result", "state:store"]
    assert "errors" not in body
    assert "warnings" not in body


def test_the_sample_page_view_gets_identity_offer_location_and_state() -> None:
    body = envelope(a_request(sample("page_view")))
    assert [handle["type"] for handle in body["handle"]] == [
        "identity:result",
        "personalization:decisions",
        "personalization:decisions",
        "personalization:decisions",
        "locationHint:result",
        "state:store",
    ]


def test_the_same_request_in_the_same_state_gets_the_same_answer() -> None:
    request = a_request(sample("page_view"))
    assert ask(request) == ask(request)
    assert ask(request, state=State()) != ask(request, state=State())


@pytest.mark.parametrize(
    "path",
    [
        "/ee/v2/interact",
        "/ee-pre-prd/v2/interact",
        "/ee/irl1/v2/interact",
        "/ee/v1/interact",
        "/ee/t35/v1/interact",
    ],
)
def test_every_address_of_interact_is_served(path: str) -> None:
    body: dict[str, Any] = {"event": {}, "events": [{}]}
    assert handles(envelope(a_request(body, path=path)), "locationHint:result")


@pytest.mark.parametrize("spelling", ["dataStreamId", "datastreamId", "DATASTREAMID"])
def test_the_datastream_parameter_may_be_spelled_either_way(spelling: str) -> None:
    envelope(a_request(query={spelling: "3fb0a1de-52a4-4f0e-9a11-0d6f7c2b9e41:dev"}))


# requestId


def test_the_request_id_is_the_given_one_with_sixteen_digits_appended() -> None:
    for request in (
        a_request(query={"dataStreamId": "1", "requestId": "mine"}),
        a_request(headers={"x-request-id": "mine"}),
    ):
        given, _, entropy = envelope(request)["requestId"].rpartition("-")
        assert given == "mine"
        assert len(bytes.fromhex(entropy)) == 8
        assert dict(ask(request).headers)["x-request-id"] == f"mine-{entropy}"


@pytest.mark.parametrize("given", ["", "with blank", "line\r\nbreak", "x" * 300, "\N{SNOWMAN}"])
def test_without_a_usable_request_id_one_is_minted(given: str) -> None:
    request_id = envelope(a_request(query={"dataStreamId": "1", "requestId": given}))["requestId"]
    assert len(request_id) == 53
    assert request_id[14] == "4"


# Identity


def test_an_ecid_is_minted_and_handed_out_to_be_kept() -> None:
    body = envelope(a_request({"event": {}, "query": FETCH}))
    ecid = fetched(body)
    assert len(ecid) == 38
    assert ecid.isdigit()
    entry = stored(body)[IDENTITY_KEY]
    assert entry["maxAge"] == 34128000
    assert entry["attrs"] == {"SameSite": "None"}
    assert entry["value"].startswith("Ci")
    kept = read_identity(entry["value"])
    assert kept is not None
    assert kept.ecid == ecid
    assert kept.is_new


def test_the_identity_entry_is_the_protocol_buffer_of_the_service() -> None:
    entry = stored(envelope(a_request(with_identities({"FPID": [{"id": FPID}]}))))[IDENTITY_KEY]["value"]
    message = base64.urlsafe_b64decode(entry + "=" * (-len(entry) % 4))
    moment = bytes.fromhex("d4cde595df33")  # 1777893730004 ms as a varint
    ecid = message[2:40]
    metadata = b"\x08" + moment + b"\x2a\x03OR2" + b"\x30\x02"
    expected = b"\x0a\x26" + ecid + b"\x52" + bytes([len(metadata)]) + metadata + b"\xf0\x01" + moment
    assert message == expected


def test_the_kept_identity_comes_back_in_the_state_entries() -> None:
    first = envelope(a_request({"event": {}, "query": FETCH}))
    entries = [{"key": key, "value": entry["value"]} for key, entry in stored(first).items()]
    again = {"event": {}, "query": FETCH, "meta": {"state": {"entries": entries}}}
    second = envelope(a_request(again), state=State(STATE.now))
    assert fetched(second) == fetched(first)
    assert list(stored(second)) == [CLUSTER_KEY]


def test_the_kept_identity_comes_back_in_a_cookie() -> None:
    first = envelope(a_request({"event": {}, "query": FETCH}))
    cookie = f"other=1; {IDENTITY_KEY}={stored(first)[IDENTITY_KEY]['value']}%3D"
    request = a_request({"event": {}, "query": FETCH}, headers={"cookie": cookie})
    assert fetched(envelope(request, state=State())) == fetched(first)


def test_an_ecid_in_the_identity_map_comes_before_the_kept_one() -> None:
    first = envelope(a_request())
    entries = [{"key": IDENTITY_KEY, "value": stored(first)[IDENTITY_KEY]["value"]}]
    body = with_identities({"ECID": [{"id": ECID}]}, query=FETCH, meta={"state": {"entries": entries}})
    second = envelope(a_request(body))
    assert fetched(second) == ECID
    kept = read_identity(stored(second)[IDENTITY_KEY]["value"])
    assert kept is not None
    assert (kept.ecid, kept.is_new) == (ECID, False)


def test_an_fpid_always_gives_the_same_ecid() -> None:
    body = with_identities({"FPID": [{"id": FPID}]}, query=FETCH)
    by_map = fetched(envelope(a_request(body), state=State()))
    by_cookie = a_request({"event": {}, "query": FETCH}, headers={"cookie": f"FPID={FPID.upper()}"})
    assert fetched(envelope(by_cookie, state=State())) == by_map
    other = with_identities({"FPID": [{"id": FPID.replace("7f", "8f")}]}, query=FETCH)
    assert fetched(envelope(a_request(other))) != by_map


def test_on_v1_the_identity_may_stand_at_the_top() -> None:
    body = {"xdm": {"identityMap": {"ECID": [{"id": ECID}]}}, "events": [{}], "query": FETCH}
    assert fetched(envelope(a_request(body, path="/ee/v1/interact"))) == ECID


def test_a_broken_identity_entry_is_as_good_as_none() -> None:
    entries = [{"key": IDENTITY_KEY, "value": "Cinonsense"}]
    body = {"event": {}, "query": FETCH, "meta": {"state": {"entries": entries}}}
    assert IDENTITY_KEY in stored(envelope(a_request(body)))


def test_a_server_call_is_given_an_ecid_only_when_it_asks() -> None:
    headers = {"authorization": "Bearer x"}
    known = with_identities({"CRMID": [{"id": "C-1", "primary": True}]})
    assert list(stored(envelope(a_request(known, headers=headers)))) == [CLUSTER_KEY]
    assert fetched(envelope(a_request({**known, "query": FETCH}, headers=headers)))


def test_an_identity_that_cannot_be_fetched_gives_a_warning_and_the_rest_comes() -> None:
    body = envelope(a_request({"event": {}, "query": {"identity": {"fetch": ["ECID", "Email"]}}}))
    assert fetched(body)
    (warning,) = body["warnings"]
    assert warning["type"].endswith("/EXEG-0303-200")
    assert (warning["status"], warning["report"]) == (200, {"eventIndex": 0})
    assert "Email" in warning["detail"]


def test_a_primary_in_quotes_is_taken_with_a_warning() -> None:
    body = with_identities({"CRMID": [{"id": "C-1", "primary": "true"}]})
    (warning,) = envelope(a_request(body, headers={"authorization": "Bearer x"}))["warnings"]
    assert warning["type"].endswith("/EXEG-0204-200")


def test_the_organisation_is_the_one_of_the_clients_own_keys() -> None:
    entries = [{"key": "kndctr_FFFFFFFFFFFFFFFFFFFFFFFF_AdobeOrg_cluster", "value": "or2"}]
    body = envelope(a_request({"event": {}, "meta": {"state": {"entries": entries}}}))
    assert all(key.startswith("kndctr_FFFFFFFFFFFFFFFFFFFFFFFF_AdobeOrg_") for key in stored(body))


# Personalization


def decisions_for(body: dict[str, Any], path: str = "/ee/v2/interact") -> list[list[dict[str, Any]]]:
    found = handles(envelope(a_request(body, path=path)), "personalization:decisions")
    assert all(isinstance(handle["eventIndex"], int) for handle in found)
    return [handle["payload"] for handle in found]


def test_the_hero_banner_gets_an_html_offer_from_target_and_empty_answers_from_the_others() -> None:
    target, decisioning, journey = decisions_for(
        personalization(schemas=[HTML], decisionScopes=["hero-banner"])
    )
    assert decisioning == journey == []
    (proposition,) = target
    assert proposition["scope"] == "hero-banner"
    token = proposition["id"].removeprefix("AT:")
    assert json.loads(base64.urlsafe_b64decode(token + "=" * (-len(token) % 4))) == {
        "activityId": "410017",
        "experienceId": "1",
    }
    details = proposition["scopeDetails"]
    assert details["decisionProvider"] == "TGT"
    assert details["activity"] == {"id": "410017"}
    assert details["characteristics"]["analyticsToken"] == "410017:1:0|2"
    (item,) = proposition["items"]
    assert item["schema"] == HTML
    assert item["meta"] == {"activity.name": "Spring hero", "experience.name": "B", "offer.name": "hero-b"}
    assert item["data"]["id"] == item["id"]
    assert item["data"]["format"] == "text/html"


def test_default_content_has_no_data() -> None:
    target, _, _ = decisions_for(personalization(schemas=[DEFAULT], decisionScopes=["footer-banner"]))
    (item,) = target[0]["items"]
    assert item["schema"] == DEFAULT
    assert "data" not in item


def test_the_view_gets_a_change_of_the_page() -> None:
    target, _, _ = decisions_for(personalization(decisionScopes=["__view__"]))
    (item,) = target[0]["items"]
    assert item["data"]["type"] == "setHtml"


@pytest.mark.parametrize("prefix", ["xdm:", ""])
def test_offer_decisioning_answers_a_scope_that_names_activity_and_placement(prefix: str) -> None:
    named = {
        f"{prefix}activityId": "xcore:offer-activity:15a2c0de00000001",
        f"{prefix}placementId": "xcore:offer-placement:15b2c0de00000001",
    }
    scope = base64.b64encode(json.dumps(named).encode()).decode()
    target, decisioning, _ = decisions_for(personalization(decisionScopes=[scope, scope]))
    assert target == []
    (proposition,) = decisioning
    assert proposition["scope"] == scope
    assert proposition["activity"] == {"id": "xcore:offer-activity:15a2c0de00000001", "etag": "3"}
    assert "scopeDetails" not in proposition
    (item,) = proposition["items"]
    assert item["etag"] == "7"
    assert item["data"]["id"] == item["id"]


def test_journey_optimizer_answers_a_surface() -> None:
    _, _, journey = decisions_for(personalization(surfaces=["WEB://Shop.Example#hero"], schemas=[JSON]))
    (proposition,) = journey
    assert proposition["scope"] == "WEB://Shop.Example#hero"
    details = proposition["scopeDetails"]
    assert details["decisionProvider"] == "AJO"
    assert details["activity"]["matchedSurfaces"] == ["WEB://Shop.Example#hero"]
    assert details["rank"] == 1
    assert proposition["items"][0]["data"]["content"]["title"]


@pytest.mark.parametrize(
    ("surface", "normal"),
    [
        ("web://Shop.example/Shoes/", "web://shop.example/Shoes"),
        ("WEB://shop.example/#Hero", "web://shop.example#Hero"),
        ("mobileapp://com.Shop.app", "mobileapp://com.shop.app"),
        ("no surface", "no surface"),
    ],
)
def test_surfaces_are_compared_as_the_sdk_writes_them(surface: str, normal: str) -> None:
    assert normal_surface(surface) == normal


def test_only_items_of_the_schemas_asked_for_come() -> None:
    target, _, _ = decisions_for(personalization(schemas=[JSON], decisionScopes=["hero-banner"]))
    assert target == []


def test_asking_for_no_schema_means_any() -> None:
    target, _, _ = decisions_for(personalization(decisionScopes=["hero-banner"]))
    assert len(target) == 1


@pytest.mark.parametrize("scope", ["unknown", "AAAA", "WzFd", "e30="])
def test_a_scope_without_an_offer_gets_empty_answers(scope: str) -> None:
    assert decisions_for(personalization(decisionScopes=[scope])) == [[], [], []]


def test_a_provider_that_the_scenario_does_not_have_gives_no_handle() -> None:
    bare = read(
        json.dumps({"name": "bare", "organisation": ORGANISATION, "target": {}}).encode(), "bare.json"
    )
    body = envelope(a_request(personalization(decisionScopes=["hero-banner"])), bare)
    (handle,) = handles(body, "personalization:decisions")
    assert handle["payload"] == []


def test_on_v1_each_event_gets_its_own_decisions() -> None:
    query = {"personalization": {"decisionScopes": ["hero-banner"]}}
    body = envelope(a_request({"events": [{}, {"query": query}]}, path="/ee/v1/interact"))
    assert [handle["eventIndex"] for handle in handles(body, "personalization:decisions")] == [1, 1, 1]


# Location, state, headers


@pytest.mark.parametrize(
    ("path", "region", "target", "audience_manager"),
    [
        ("/ee/v2/interact", "or2", "35", "9"),
        ("/ee/irl1/v2/interact", "irl1", "37", "6"),
        ("/ee/va6/v2/interact", "va6", "34", "7"),
        ("/ee/t38/v2/interact", "sgp3", "38", "3"),
        ("/ee/t99/v2/interact", "or2", "35", "9"),
    ],
)
def test_the_region_follows_the_hint(path: str, region: str, target: str, audience_manager: str) -> None:
    request = a_request(path=path)
    body = envelope(request)
    (location,) = handles(body, "locationHint:result")
    assert location["payload"] == [
        {"scope": "Target", "hint": target, "ttlSeconds": 1800},
        {"scope": "AAM", "hint": audience_manager, "ttlSeconds": 1800},
        {"scope": "EdgeNetwork", "hint": region, "ttlSeconds": 1800},
    ]
    assert stored(body)[CLUSTER_KEY] == {"key": CLUSTER_KEY, "value": region, "maxAge": 1800}
    assert dict(ask(request).headers)["x-adobe-edge"] == f"{region.upper()};{audience_manager}"


def test_the_headers_are_those_of_the_service() -> None:
    headers = dict(ask(a_request()).headers)
    assert headers["date"] == "Mon, 04 May 2026 11:22:10 GMT"
    assert headers["server"] == "jag"
    assert headers["vary"] == "Origin"
    assert headers["x-rate-limit-remaining"] == "599"
    assert headers["x-konductor"]
    assert "no-store" in headers["cache-control"]
    assert headers["strict-transport-security"] == "max-age=31536000; includeSubDomains"
    assert "access-control-allow-origin" not in headers


def test_a_browsers_origin_is_allowed_with_credentials() -> None:
    headers = dict(ask(a_request(headers={"origin": "https://shop.example"})).headers)
    assert headers["access-control-allow-origin"] == "https://shop.example"
    assert headers["access-control-allow-credentials"] == "true"
    assert "X-Adobe-Edge" in headers["access-control-expose-headers"]


def test_a_refusal_carries_the_same_headers() -> None:
    request = a_request({}, headers={"origin": "https://shop.example"})
    report = problem(request)["report"]
    headers = dict(ask(request).headers)
    assert headers["x-request-id"] == report["requestId"]
    assert headers["access-control-allow-origin"] == "https://shop.example"
    assert report["orgId"] == ORGANISATION
    assert report["configId"] == "3fb0a1de-52a4-4f0e-9a11-0d6f7c2b9e41"


def test_minted_values_differ_from_purpose_to_purpose() -> None:
    assert STATE.mint("one") != STATE.mint("two")
