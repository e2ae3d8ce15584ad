"""Who a visitor is, what is handed out of it, and when the client is told to keep it."""

from datetime import timedelta
from typing import Any

import msgspec
import pytest

from edge_studio.edge.client_state import read_identity
from edge_studio.local_edge.changes import VisitorSeen
from edge_studio.local_edge.identity import Source
from edge_studio.local_edge.scenario import Datastream, IdSync, Overrides, Scenario
from edge_studio.local_edge.state import State
from tests.local_edge.requests import (
    DATASTREAM,
    ECID,
    FPID,
    SHOP,
    STATE,
    a_request,
    ask,
    envelope,
    handles,
    reply,
    with_identities,
)

KEY = "kndctr_0A1B2C3D4E5F60718293A4B5_AdobeOrg_identity"
FETCH = {"identity": {"fetch": ["ECID"]}}
FETCH_BOTH = {"identity": {"fetch": ["ECID", "CORE"]}}


def later(**time: float) -> State:
    return State(STATE.now + timedelta(**time), b"another chance")


def kept(body: dict[str, Any]) -> str:
    """The identity entry that an answer tells the client to keep; empty where it does not."""
    (handle,) = handles(body, "state:store")
    return next((entry["value"] for entry in handle["payload"] if entry["key"] == KEY), "")


def returning(value: str, **rest: Any) -> dict[str, Any]:
    entries = [{"key": KEY, "value": value}]
    return {"event": {}, "query": FETCH, "meta": {"state": {"entries": entries}}, **rest}


def test_an_entry_is_written_again_after_a_day_and_keeps_its_beginning() -> None:
    first = kept(envelope(a_request()))
    assert kept(envelope(a_request(returning(first)), state=later(hours=23))) == ""
    again = read_identity(kept(envelope(a_request(returning(first)), state=later(hours=24))))
    begun = read_identity(first)
    assert again is not None
    assert begun is not None
    assert begun.is_new
    assert (again.ecid, again.is_new, again.created) == (begun.ecid, True, begun.created)
    assert (begun.is_fresh, again.is_fresh) == (True, False)
    assert again.written - begun.written == 24 * 3600 * 1000
    assert begun.created == int(STATE.now.timestamp() * 1000)


def test_an_entry_keeps_the_region_where_it_began() -> None:
    first = kept(envelope(a_request(path="/ee/sgp3/v2/interact")))
    again = read_identity(
        kept(envelope(a_request(returning(first), path="/ee/irl1/v2/interact"), state=later(days=2)))
    )
    assert again is not None
    assert again.region == "SGP3"


def test_an_entry_says_where_and_how_it_came_about() -> None:
    body = {"event": {"xdm": {"environment": {"type": "browser"}}}}
    minted = read_identity(kept(envelope(a_request(body, path="/ee/irl1/v2/interact"))))
    assert minted is not None
    assert (minted.region, minted.source, minted.device) == ("IRL1", Source.RANDOM, 1)
    seeded = read_identity(kept(envelope(a_request(with_identities({"FPID": [{"id": FPID}]})))))
    assert seeded is not None
    assert (seeded.source, seeded.is_new, seeded.device) == (Source.FIRST_PARTY_ID, False, 0)
    received = read_identity(kept(envelope(a_request(with_identities({"ECID": [{"id": ECID}]})))))
    assert received is not None
    assert (received.ecid, received.source, received.is_new) == (ECID, Source.RECEIVED, False)


def fetched(headers: dict[str, str], scenario: Scenario = SHOP, **identities: Any) -> str:
    body = {"event": {"xdm": {"identityMap": identities}}, "query": FETCH}
    (handle,) = handles(envelope(a_request(body, headers=headers), scenario), "identity:result")
    value = handle["payload"][0]["id"]
    assert isinstance(value, str)
    return value


def test_an_fpid_is_taken_from_the_cookie_that_the_scenario_names() -> None:
    named = msgspec.structs.replace(SHOP, fpid_cookie="device")
    by_map = fetched({}, FPID=[{"id": FPID}])
    assert fetched({"cookie": f"device={FPID}"}, named) == by_map
    assert fetched({"cookie": f"FPID={FPID}"}, named) != by_map
    assert fetched({"cookie": f"FPID={FPID.upper()}"}) == by_map


@pytest.mark.parametrize(
    "cookie",
    [
        f"AMCV_0A1B2C3D4E5F60718293A4B5%40AdobeOrg=MCMID%7C{ECID}",
        f"AMCV_0A1B2C3D4E5F60718293A4B5%40AdobeOrg=MCIDTS|19000|MCMID|{ECID}|MCAID|NONE",
        f"s_ecid=MCMID%7C{ECID}",
    ],
)
def test_whoever_migrates_keeps_the_ecid_of_the_older_library(cookie: str) -> None:
    assert fetched({"cookie": cookie}) == ECID
    assert fetched({"cookie": f"{cookie}; FPID={FPID}"}) == ECID


def test_core_is_only_there_with_third_party_cookies() -> None:
    body = {"event": {}, "query": FETCH_BOTH}

    def codes(headers: dict[str, str], scenario: Scenario = SHOP) -> list[str]:
        (handle,) = handles(envelope(a_request(body, headers=headers), scenario), "identity:result")
        return [item["namespace"]["code"] for item in handle["payload"]]

    assert codes({}) == ["ECID"]
    assert codes({"cookie": "demdex=12345678901234567890123456789012345678"}) == ["ECID", "CORE"]
    assert codes({"cookie": "demdex=NOTARGET"}) == ["ECID"]
    assert codes({}, msgspec.structs.replace(SHOP, third_party_cookies=True)) == ["ECID", "CORE"]


CORE = "12345678901234567890123456789012345678"
THIRD_PARTY = msgspec.structs.replace(SHOP, third_party_cookies=True)


def cookies_set(headers: dict[str, str], scenario: Scenario = THIRD_PARTY) -> list[str]:
    given = ask(a_request({"event": {}, "query": FETCH_BOTH}, headers=headers), scenario)
    return [value for name, value in given.headers if name == "set-cookie"]


def test_a_third_party_id_is_kept_in_a_cookie_of_the_host_itself() -> None:
    body = envelope(a_request({"event": {}, "query": FETCH_BOTH}), THIRD_PARTY)
    (handle,) = handles(body, "identity:result")
    core = handle["payload"][1]["id"]
    assert cookies_set({}) == [f"demdex={core}; Path=/; Max-Age=15552000"]
    assert cookies_set({"cookie": f"demdex={core}"}) == []
    (stored,) = handles(body, "state:store")
    assert "demdex" not in [entry["key"] for entry in stored["payload"]]


def test_whoever_lost_the_entry_is_known_by_the_third_party_id() -> None:
    known = fetched({"cookie": f"demdex={CORE}"})
    assert known == fetched({"cookie": f"demdex={CORE}"}, THIRD_PARTY)
    assert fetched({"cookie": f"demdex={CORE}; FPID={FPID}"}) == fetched({"cookie": f"FPID={FPID}"})
    entry = read_identity(kept(envelope(a_request(headers={"cookie": f"demdex={CORE}"}))))
    assert entry is not None
    assert (entry.ecid, entry.source) == (known, Source.THIRD_PARTY_ID)
    first = envelope(a_request({"event": {}, "query": FETCH_BOTH}), THIRD_PARTY)
    ecid, core = (item["id"] for item in handles(first, "identity:result")[0]["payload"])
    assert fetched({"cookie": f"demdex={core}"}) == ecid


def test_whoever_opted_out_of_advertising_gets_no_third_party_id() -> None:
    assert cookies_set({"cookie": "demdex=NOTARGET"}) == []
    asked = a_request({"event": {}, "query": FETCH_BOTH}, headers={"cookie": "demdex=NOTARGET"})
    (handle,) = handles(envelope(asked, THIRD_PARTY), "identity:result")
    assert [item["namespace"]["code"] for item in handle["payload"]] == ["ECID"]


SYNCING = msgspec.structs.replace(SHOP, id_syncs=(IdSync(411, "https://sync.example/px"),))


def test_third_parties_pixels_come_with_the_first_identity() -> None:
    first = envelope(a_request({"event": {}, "query": FETCH}), SYNCING)
    (handle,) = handles(first, "identity:exchange")
    spec = {"url": "https://sync.example/px", "hideReferrer": True, "ttlMinutes": 10080}
    assert handle["payload"] == [{"type": "url", "id": 411, "spec": spec}]
    assert not handles(envelope(a_request(), SYNCING), "identity:exchange")


def test_third_parties_pixels_come_again_when_they_are_due() -> None:
    def comes(value: str, scenario: Scenario = SYNCING, **time: float) -> tuple[bool, str]:
        body = envelope(a_request(returning(value)), scenario, later(**time))
        return bool(handles(body, "identity:exchange")), kept(body)

    first = kept(envelope(a_request({"event": {}, "query": FETCH}), SYNCING))
    assert comes(first, hours=1) == (False, "")
    is_called, rewritten = comes(first, days=2)
    assert (is_called, bool(rewritten)) == (False, True)
    assert comes(rewritten, days=7)[0]
    others = msgspec.structs.replace(SHOP, id_syncs=(IdSync(7, "https://other.example/px"),))
    is_called, rewritten = comes(first, others, hours=1)
    assert is_called
    entry = read_identity(rewritten)
    begun = read_identity(first)
    assert entry is not None
    assert begun is not None
    assert entry.synced - begun.synced == 3600 * 1000
    assert entry.sync_hash != begun.sync_hash


def test_nobody_who_opted_out_is_told_to_third_parties() -> None:
    closed = msgspec.structs.replace(SYNCING, consent="out", third_party_cookies=True)
    asked = a_request(with_identities({"CRMID": [{"id": "C-1"}]}, query=FETCH_BOTH))
    given = reply(asked, closed)
    assert "set-cookie" not in dict(given.answer.headers)
    body = envelope(asked, closed)
    assert not handles(body, "identity:exchange")
    (handle,) = handles(body, "identity:result")
    assert [item["namespace"]["code"] for item in handle["payload"]] == ["ECID"]
    (seen,) = [change for change in given.changes if isinstance(change, VisitorSeen)]
    assert seen.identities == ()


def test_the_container_of_an_override_is_kept() -> None:
    overrides = {"com_adobe_identity": {"idSyncContainerId": 30793}}
    declared = Overrides(id_sync_container_ids=(30793,))
    scenario = msgspec.structs.replace(SYNCING, datastreams=(Datastream(DATASTREAM, overrides=declared),))
    body = {"event": {}, "query": FETCH, "meta": {"configOverrides": overrides}}
    entry = read_identity(kept(envelope(a_request(body), scenario)))
    assert entry is not None
    assert entry.container == 30793


@pytest.mark.parametrize(
    ("xdm", "agent", "device"),
    [
        ({"environment": {"type": "application"}}, "", 2),
        (
            {"implementationDetails": {"name": "https://ns.adobe.com/experience/mobilesdk/ios"}},
            "Mozilla/5.0",
            2,
        ),
        ({}, "Mozilla/5.0 (X11)", 1),
        ({}, "curl/8", 0),
    ],
)
def test_the_kind_of_device_is_told_by_event_or_agent(xdm: dict[str, Any], agent: str, device: int) -> None:
    entry = read_identity(kept(envelope(a_request({"event": {"xdm": xdm}}, headers={"user-agent": agent}))))
    assert entry is not None
    assert entry.device == device


def test_an_entry_from_the_future_is_written_again() -> None:
    ahead = kept(envelope(a_request(), state=later(days=3)))
    assert kept(envelope(a_request(returning(ahead))))


def test_a_visit_is_remembered_with_the_other_identities() -> None:
    body = with_identities({"ECID": [{"id": ECID}], "CRMID": [{"id": "C-1"}], "FPID": [{"id": FPID}]})
    assert reply(a_request(body)).changes == (VisitorSeen(ECID, (("CRMID", "C-1"),)),)


def test_nobody_is_remembered_of_a_server_call_that_names_no_device() -> None:
    body = with_identities({"CRMID": [{"id": "C-1", "primary": True}]})
    assert reply(a_request(body, headers={"authorization": "Bearer x"})).changes == ()
