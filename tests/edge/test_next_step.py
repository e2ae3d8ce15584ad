"""A proposition becomes the event that reports it, and what the service needs comes back as it was."""

import json
from dataclasses import replace
from datetime import UTC, datetime
from typing import Any
from urllib.parse import parse_qsl, urlsplit

import pytest

from edge_studio.edge.exchange import (
    ApiVersion,
    Connection,
    Draft,
    Header,
    PreparedRequest,
    RequestIdMode,
)
from edge_studio.edge.next_step import Report, report
from edge_studio.edge.prepare import prepare
from edge_studio.jsontext.lazy_json import LazyValue
from edge_studio.local_edge.answering import answer
from edge_studio.local_edge.changes import PropositionCounted
from edge_studio.local_edge.messages import Request
from edge_studio.local_edge.scenario_file import default_path, load
from tests.local_edge.requests import SHOP, STATE, a_request

WIRE = (
    b'{"id":"AT:eyJ9","scope":"hero","scopeDetails":{"decisionProvider":"TGT" , "score":1.10,'
    b'"big":716330988122282498412345678901,"e":1E+2,"new\\u00e9":[{"z":0,"a":null}],"half":"\\ud83d",'
    b'"twice":1,"twice":2,"\xc3\xa9":"{{now}}"},'
    b'"items":[{"id":"88021","schema":"x","data":{"content":"<b>"}},{"id":"88022"}]}'
)
DETAILS = WIRE[WIRE.index(b'{"decisionProvider') : WIRE.index(b',"items"')]
MAP = '{"CRMID": [ {"id":"C-1","primary":true} ]}'
DRAFT = Draft(
    "",
    title="Page view",
    connection="Staging",
    datastream="3fb0",
    location_hint="irl1",
    request_id_mode=RequestIdMode.FIXED,
    request_id="mine",
    parameters="x=1",
    headers=(Header("x-mine", "1"),),
)


def a_sent(body: str, path: str = "/ee/v2/interact") -> PreparedRequest:
    return PreparedRequest("POST", f"https://edge.adobedc.net{path}", (), body.encode())


def reported(body: str = '{"event":{}}', draft: Draft | None = DRAFT, **more: Any) -> Draft:
    what: Report = more.pop("what", "display")
    return report(what, [LazyValue(WIRE)], a_sent(body, more.pop("path", "/ee/v2/interact")), draft, **more)


def body_of(draft: Draft) -> Any:
    return json.loads(draft.text)


def decisioning(draft: Draft) -> Any:
    body = body_of(draft)
    event = body["event"] if "event" in body else body["events"][0]
    return event["xdm"]["_experience"]["decisioning"]


def test_scope_details_come_back_byte_for_byte() -> None:
    made = reported()
    assert DETAILS in made.text.encode()
    sent = prepare(
        made,
        Connection("Staging", "https://edge.adobedc.net"),
        "",
        now=datetime(2026, 5, 4, tzinfo=UTC),
        new_request_id=lambda: "r",
    )
    assert isinstance(sent, PreparedRequest)
    assert DETAILS in sent.body
    assert b'"timestamp": "2026-05-04T00:00:00.000Z"' in sent.body


@pytest.mark.parametrize(
    ("what", "event_type"),
    [
        ("display", "decisioning.propositionDisplay"),
        ("interact", "decisioning.propositionInteract"),
        ("dismiss", "decisioning.propositionDismiss"),
    ],
)
def test_what_happened_is_said_twice_as_the_service_wants_it(what: str, event_type: str) -> None:
    made = reported(what=what)
    assert body_of(made)["event"]["xdm"]["eventType"] == event_type
    assert decisioning(made)["propositionEventType"] == {what: 1}


def test_of_the_items_only_their_ids_are_echoed() -> None:
    [proposition] = decisioning(reported())["propositions"]
    assert list(proposition) == ["id", "scope", "scopeDetails", "items"]
    assert proposition["items"] == [{"id": "88021"}, {"id": "88022"}]


def test_it_goes_where_the_request_went() -> None:
    made = reported()
    assert replace(made, text="", title="") == replace(
        DRAFT, title="", request_id_mode=RequestIdMode.FRESH, request_id=""
    )
    assert made.title == "Display of hero"


def test_without_a_draft_the_address_says_where() -> None:
    made = reported('{"events":[{}]}', None, path="/ee/irl1/v1/interact")
    assert (made.endpoint, made.version, made.location_hint) == ("interact", ApiVersion.V1, "irl1")
    assert list(body_of(made)) == ["events"]


@pytest.mark.parametrize(
    ("version", "body"),
    [
        (ApiVersion.V2, f'{{"event":{{"xdm":{{"identityMap":{MAP}}}}}}}'),
        (ApiVersion.V2, f'{{"xdm":{{"identityMap":{MAP}}},"event":{{}}}}'),
        (ApiVersion.V1, f'{{"xdm":{{"identityMap":{MAP}}},"events":[{{}}]}}'),
        (ApiVersion.V1, f'{{"events":[{{"xdm":{{"identityMap":{MAP}}}}}]}}'),
    ],
)
def test_it_is_about_the_same_visitor(version: ApiVersion, body: str) -> None:
    made = reported(body, replace(DRAFT, version=version), visitor="123")
    assert f'"identityMap": {MAP}' in made.text
    assert made.text.count("identityMap") == 1
    assert "ECID" not in made.text


def test_in_a_batch_the_visitor_is_that_of_the_event_that_is_answered() -> None:
    body = '{"events":[{"xdm":{"identityMap":{"A":[]}}},{"xdm":{"identityMap":{"B":[]}}}]}'
    made = reported(body, replace(DRAFT, version=ApiVersion.V1), event_index=1)
    assert '{"B":[]}' in made.text
    assert '{"A":[]}' not in made.text


def test_where_the_request_named_nobody_the_new_visitor_stands_in() -> None:
    xdm = body_of(reported(visitor="20418833956102774451930286647715503928"))["event"]["xdm"]
    assert xdm["identityMap"] == {"ECID": [{"id": "20418833956102774451930286647715503928", "primary": True}]}


def test_state_that_names_the_visitor_comes_along_and_needs_nobody_else() -> None:
    meta = '{"state":{"entries":[{"key":"kndctr_x_AdobeOrg_identity","value":"Ci"}]}, "x":1.0}'
    made = reported(f'{{"event":{{}},"meta":{meta}}}', visitor="123")
    assert f'"meta": {meta}' in made.text
    assert "identityMap" not in made.text


def test_a_dry_run_stays_one() -> None:
    body = '{"event":{"data":{"__adobe":{"ajo":{"dryRun":true,"x":1},"target":{}}}}}'
    assert body_of(reported(body))["event"]["data"] == {"__adobe": {"ajo": {"dryRun": True}}}


def test_what_was_clicked_is_named_where_it_is_known() -> None:
    made = reported(what="interact", action="Buy", tokens=["t1"])
    assert decisioning(made)["propositionAction"] == {"id": "Buy", "label": "Buy", "tokens": ["t1"]}
    assert "propositionAction" not in decisioning(reported(what="interact"))


def test_several_propositions_are_reported_at_once() -> None:
    made = report("display", [LazyValue(WIRE)] * 3, a_sent("{}"), DRAFT)
    assert len(decisioning(made)["propositions"]) == 3
    assert made.title == "Display of 3 offers"


def test_a_request_that_cannot_be_read_is_no_hindrance() -> None:
    assert DETAILS.decode() in reported("not json").text


@pytest.mark.parametrize("version", [ApiVersion.V2, ApiVersion.V1])
@pytest.mark.parametrize("what", ["display", "interact"])
def test_local_edge_counts_what_is_reported(version: ApiVersion, what: Report) -> None:
    asked = {
        "xdm": {"identityMap": {"ECID": [{"id": "20418833956102774451930286647715503928"}]}},
        "query": {"personalization": {"decisionScopes": ["hero-banner"]}},
    }
    is_v2 = version is ApiVersion.V2
    content = {"event": asked} if is_v2 else {"events": [asked]}
    path = f"/ee/{version.value}/interact"
    got = answer(a_request(content, path=path), SHOP, STATE).answer
    assert got.status == 200, got.body
    handles = LazyValue(got.body).get("handle")
    assert handles is not None
    offers = [
        offer
        for _, handle in handles.children()
        if handle.string("type") == "personalization:decisions"
        for _, offer in (handle.get("payload") or LazyValue(b"[]")).children()
    ]
    assert offers
    made = report(what, offers, a_sent(json.dumps(content), path))
    sent = prepare(
        made,
        Connection("Local Edge", "http://127.0.0.1:8731", datastream="3fb0a1de-52a4-4f0e-9a11-0d6f7c2b9e41"),
        "",
        now=STATE.now,
        new_request_id=lambda: "6b1f0e52-8a3c-4b0f-9b55-2b7f4a0c9d10",
    )
    assert isinstance(sent, PreparedRequest)
    address = urlsplit(sent.url)
    request = Request(
        "POST",
        address.path,
        tuple(parse_qsl(address.query)),
        (("content-type", "application/json"),),
        sent.body,
    )
    reply = answer(request, load(default_path()), STATE)
    assert reply.answer.status == 200, reply.answer.body
    counted = [change.kind for change in reply.changes if isinstance(change, PropositionCounted)]
    assert counted == [what] * len(offers)
