"""Consent is set, carried and kept as the Edge Network does it, and nobody who opted out gets an offer."""

import base64
from typing import Any

import msgspec
import pytest

from edge_studio.local_edge.changes import ConsentGiven, ConsentState
from edge_studio.local_edge.consent_string import BadConsentString, is_consented
from edge_studio.local_edge.memory import Memory
from edge_studio.local_edge.messages import Request
from edge_studio.local_edge.state import State
from tests.local_edge.requests import ECID, SHOP, STATE, a_request, envelope, handles, problem, reply

KEY = "kndctr_0A1B2C3D4E5F60718293A4B5_AdobeOrg_consent"
PATH = "/ee/v1/privacy/set-consent"
TIME = "2026-05-04T11:25:00.000Z"
OFFER = {"personalization": {"decisionScopes": ["hero-banner"]}}


def tc_string(*, purpose: bool = True, vendors: tuple[int, ...] = (565,), ranged: bool = False) -> str:
    """A consent string of version 2 with one purpose and some vendors."""
    bits = f"{2:06b}" + "0" * 146 + ("1" if purpose else "0") + "0" * 60
    if ranged:
        bits += f"{max(vendors, default=0):016b}1{len(vendors):012b}"
        bits += "".join(f"1{vendor:016b}{vendor + 1:016b}" for vendor in vendors)
    else:
        highest = max(vendors, default=0)
        bits += f"{highest:016b}0" + "".join("01"[number in vendors] for number in range(1, highest + 1))
    bits += "0" * (-len(bits) % 8)
    content = int(bits, 2).to_bytes(len(bits) // 8)
    return base64.urlsafe_b64encode(content).rstrip(b"=").decode()


def adobe(general: str) -> dict[str, Any]:
    return {"standard": "Adobe", "version": "1.0", "value": {"general": general}}


def adobe2(**value: Any) -> dict[str, Any]:
    return {"standard": "Adobe", "version": "2.0", "value": value}


def iab(value: Any, **rest: Any) -> dict[str, Any]:
    return {"standard": "IAB TCF", "version": "2.0", "value": value, **rest}


def setting(*consent: Any, **rest: Any) -> Request:
    body = {"consent": list(consent), "identityMap": {"ECID": [{"id": ECID}]}, **rest}
    return a_request(body, path=PATH)


def kept(body: dict[str, Any]) -> str:
    (handle,) = handles(body, "state:store")
    entry = next((entry for entry in handle["payload"] if entry["key"] == KEY), None)
    assert entry is None or entry["maxAge"] == 15552000
    return entry["value"] if entry else ""


@pytest.mark.parametrize(
    ("consent", "val", "state"),
    [
        (adobe("in"), "y", "in"),
        (adobe("out"), "n", "out"),
        (adobe("pending"), "p", "pending"),
        (adobe("not_provided"), "y", "in"),
        (adobe2(collect={"val": "y"}), "y", "in"),
        (adobe2(collect={"val": "n"}), "n", "out"),
        (adobe2(collect={"val": "u"}), "p", "pending"),
        (adobe2(collect={"val": "li"}), "y", "in"),
        (iab(tc_string()), "y", "in"),
        (iab(tc_string(ranged=True)), "y", "in"),
        (iab(tc_string(vendors=(564,), ranged=True)), "y", "in"),
        (iab(tc_string(purpose=False)), "n", "out"),
        (iab(tc_string(vendors=(1, 600))), "n", "out"),
        (iab(tc_string(vendors=(10, 20), ranged=True)), "n", "out"),
        (iab(tc_string(vendors=())), "n", "out"),
        (iab(tc_string(purpose=False), gdprApplies=False), "y", "in"),
    ],
)
def test_consent_is_taken_and_told_back(consent: dict[str, Any], val: str, state: ConsentState) -> None:
    asked = setting(consent)
    body = envelope(asked)
    (handle,) = handles(body, "consent:preferences")
    assert handle["payload"][0]["collect"] == {"val": val}
    assert "eventIndex" not in handle
    assert kept(body) == ("" if state == "pending" else f"general={state}")
    given = [change for change in reply(asked).changes if isinstance(change, ConsentGiven)]
    assert [(change.ecid, change.consent) for change in given] == [(ECID, state)]


def test_the_second_standard_tells_everything_back_with_its_time() -> None:
    marketing = {"preferred": "email", "any": {"val": "n", "reason": "sixteen letters."}}
    advertising = {"val": "n", "idType": "IDFA"}
    said = adobe2(collect={"val": "n"}, adID=advertising, marketing=marketing, metadata={"time": TIME})
    (handle,) = handles(envelope(setting(said)), "consent:preferences")
    assert handle["payload"] == [
        {
            "collect": {"val": "n"},
            "adID": advertising,
            "marketing": marketing,
            "metadata": {"time": TIME},
        }
    ]


def test_what_says_nothing_of_collection_changes_nothing_of_it() -> None:
    (handle,) = handles(envelope(setting(adobe2(share={"val": "y"}))), "consent:preferences")
    assert handle["payload"][0]["collect"] == {"val": "y"}


@pytest.mark.parametrize(
    ("consent", "code", "words"),
    [
        ("in", "EXEG-0102-400", "$.consent[0]"),
        (None, "EXEG-0102-400", "$.consent[0]"),
        ({**adobe("in"), "standard": "Acme"}, "EXEG-0102-400", "$.consent[0].standard"),
        ({**adobe("in"), "version": "3.0"}, "EXEG-0102-400", "Allowed Adobe version is 1.0 or 2.0"),
        (
            {**iab("x"), "version": "1.0"},
            "EXEG-0102-400",
            "Allowed IAB version is 2.0 for standard 'IAB TCF' at index 0",
        ),
        ({**adobe("in"), "version": 1}, "EXEG-0102-400", "$.consent[0].version"),
        ({"standard": "Adobe", "version": "1.0"}, "EXEG-0103-400", "$.consent[0].value"),
        (adobe2() | {"value": None}, "EXEG-0103-400", "$.consent[0].value"),
        ({**adobe("in"), "value": {}}, "EXEG-0103-400", "$.consent[0].value.general"),
        (adobe("yes"), "EXEG-0102-400", "$.consent[0].value.general"),
        ({**adobe("in"), "value": "in"}, "EXEG-0102-400", "$.consent[0].value"),
        (adobe2(collect={"val": "maybe"}), "EXEG-0102-400", "$.consent[0].value.collect.val"),
        (adobe2(collect={"val": []}), "EXEG-0102-400", "$.consent[0].value.collect.val"),
        (adobe2(metadata={"time": 5}), "EXEG-0102-400", "$.consent[0].value.metadata.time"),
        (iab(5), "EXEG-0102-400", "$.consent[0].value"),
        (iab("x", gdprApplies="yes"), "EXEG-0102-400", "$.consent[0].gdprApplies"),
    ],
)
def test_a_consent_of_another_shape_is_refused_at_its_place(consent: Any, code: str, words: str) -> None:
    said = problem(setting(consent))
    assert said["type"].endswith(code)
    assert words in said["detail"]


@pytest.mark.parametrize(
    ("consent", "words"),
    [
        (iab(""), "must not be empty for standard 'IAB TCF' at index 0"),
        (iab("!!"), "cannot be read"),
        (iab("BAAA"), "not of version 2"),
        (iab(tc_string()[:20]), "cut short"),
        (adobe2(marketing={"any": {"val": "n", "reason": "seventeen letters"}}), "at most 16 characters"),
    ],
)
def test_what_cannot_be_processed_is_reported(consent: Any, words: str) -> None:
    said = problem(setting(consent))
    assert (said["status"], said["type"][-13:]) == (422, "EXEG-0104-422")
    assert words in said["report"]["errors"][0]


def test_all_that_cannot_be_processed_is_reported_together() -> None:
    errors = problem(setting(iab(""), adobe("in"), iab("!!")))["report"]["errors"]
    assert ["index 0" in errors[0], "index 2" in errors[1]] == [True, True]


@pytest.mark.parametrize("consent", [{"operation": "replace"}, {"operation": 1}, "update"])
def test_the_only_operation_is_to_update(consent: Any) -> None:
    said = problem(setting(adobe("in"), query={"consent": consent}))
    assert said["type"].endswith("EXEG-0102-400")
    assert "$.query.consent" in said["detail"]


def test_an_update_leaves_what_it_does_not_mention() -> None:
    memory = Memory()

    def told(*consent: Any, **rest: Any) -> Any:
        state = State(STATE.now, STATE.entropy, memory)
        asked = setting(*consent, **rest)
        memory.apply(reply(asked, state=state).changes, STATE.now)
        (handle,) = handles(envelope(asked, state=state), "consent:preferences")
        return {name: choice for name, choice in handle["payload"][0].items() if name != "metadata"}

    update = {"query": {"consent": {"operation": "update"}}}
    told(adobe2(collect={"val": "n"}, share={"val": "y"}))
    changed = told(adobe2(adID={"val": "n"}), **update)
    assert changed == {"collect": {"val": "n"}, "share": {"val": "y"}, "adID": {"val": "n"}}
    (event_handle,) = handles(
        envelope(event(), state=State(STATE.now, STATE.entropy, memory)), "consent:preferences"
    )
    assert event_handle["payload"][0]["share"] == {"val": "y"}
    assert told(adobe2(collect={"val": "y"})) == {"collect": {"val": "y"}}


def test_no_visitor_makes_the_memory_swell_with_choices() -> None:
    asked = setting(
        adobe2(marketing={name * 50: {"val": "y"} for name in "abcdefghijklmnopqrstuvwxyz0123456789"})
    )
    (change,) = [change for change in reply(asked).changes if isinstance(change, ConsentGiven)]
    assert change.choices == {}
    (handle,) = handles(envelope(asked), "consent:preferences")
    assert len(handle["payload"][0]["marketing"]) == 36


def test_who_opted_out_of_advertising_cannot_update_it() -> None:
    body = {"consent": [adobe2(adID={"val": "y"})]}
    asked = a_request(body, path=PATH, headers={"cookie": "demdex=NOTARGET"})
    assert problem(asked)["type"].endswith("EXEG-0302-409")


# What follows for events


def event(**rest: Any) -> Request:
    body = {"event": {"xdm": {"identityMap": {"ECID": [{"id": ECID}]}, **rest}}, "query": OFFER}
    return a_request(body)


def opted(state: ConsentState) -> State:
    memory = Memory()
    memory.apply((ConsentGiven(ECID, state, TIME),), STATE.now)
    return State(STATE.now, STATE.entropy, memory)


def test_an_event_of_someone_who_opted_out_is_dropped_with_a_warning() -> None:
    body = envelope(event(), state=opted("out"))
    (warning,) = body["warnings"]
    assert warning["type"].endswith("EXEG-0301-200")
    assert warning["report"] == {"eventIndex": 0}
    (handle,) = handles(body, "consent:preferences")
    assert handle["payload"] == [{"collect": {"val": "n"}, "metadata": {"time": TIME}}]
    assert not handles(body, "personalization:decisions")
    assert not handles(body, "activation:pull")
    assert kept(body) == "general=out"
    (stored,) = handles(body, "state:store")
    assert {"key": f"{KEY}_check", "value": "1", "maxAge": 7200} in stored["payload"]


def test_who_opted_in_gets_offers_and_is_told() -> None:
    body = envelope(event(), state=opted("in"))
    assert "warnings" not in body
    assert handles(body, "personalization:decisions")[0]["payload"]
    assert handles(body, "consent:preferences")[0]["payload"][0]["collect"] == {"val": "y"}


def test_nothing_is_said_of_a_consent_that_nobody_gave() -> None:
    assert not handles(envelope(event()), "consent:preferences")


def test_the_clients_own_entry_counts_where_nothing_is_remembered() -> None:
    entries = [{"key": KEY, "value": "general=out"}]
    body = envelope(a_request({"event": {}, "meta": {"state": {"entries": entries}}}))
    assert body["warnings"]
    assert kept(body) == ""
    as_cookie = envelope(a_request(headers={"cookie": f"{KEY}=general%3Dout"}))
    assert as_cookie["warnings"]


def test_a_consent_string_in_an_event_counts_at_once() -> None:
    def strings(value: str) -> Any:
        return [{"consentStandard": "IAB TCF", "consentStringValue": value, "gdprApplies": True}]

    out = event(consentStrings=strings(tc_string(purpose=False)))
    assert envelope(out, state=opted("in"))["warnings"]
    assert [change for change in reply(out).changes if isinstance(change, ConsentGiven)]
    assert "warnings" not in envelope(event(consentStrings=strings(tc_string())), state=opted("out"))
    assert "warnings" not in envelope(event(consentStrings=strings("garbage")))


def test_a_scenario_may_begin_without_consent() -> None:
    closed = msgspec.structs.replace(SHOP, consent="out")
    assert envelope(event(), closed)["warnings"]
    assert "warnings" not in envelope(event(), closed, opted("in"))


@pytest.mark.parametrize("junk", ["", "A", "Ag", "ÄÖ", "BP" * 200, "....", tc_string()[:-20]])
def test_what_is_no_consent_string_is_told_apart(junk: str) -> None:
    with pytest.raises(BadConsentString, match="it is"):
        is_consented(junk)
