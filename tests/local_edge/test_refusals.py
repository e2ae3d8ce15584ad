"""Bad input is refused with the code, status and words of the Edge Network, in its order."""

import json
from typing import Any

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st

from edge_studio.local_edge.answering import misdirected
from edge_studio.local_edge.messages import Request
from edge_studio.local_edge.scenario import Datastream
from edge_studio.local_edge.scenario_file import read
from tests.local_edge.requests import (
    DATASTREAM,
    ORGANISATION,
    SHOP,
    STATE,
    a_request,
    ask,
    problem,
    with_identities,
)

SERVER = {"authorization": "Bearer x"}


def overrides(**what: Any) -> dict[str, Any]:
    return {"event": {}, "meta": {"configOverrides": what}}


def state(**what: Any) -> dict[str, Any]:
    return {"event": {}, "meta": {"state": what}}


REFUSED = {
    "no content type": ("EXEG-0106-400", a_request(headers={"content-type": ""})),
    "a content type that is none": ("EXEG-0106-400", a_request(headers={"content-type": "json"})),
    "a form": ("EXEG-0111-415", a_request(headers={"content-type": "application/x-www-form-urlencoded"})),
    "smile": ("EXEG-0111-415", a_request(headers={"content-type": "application/x-jackson-smile"})),
    "no body": ("EXEG-0109-408", a_request(raw=b"")),
    "too large": (
        "EXEG-0112-413",
        Request("POST", "/ee/v2/interact", (), (("content-type", "text/plain"),), b"", True),
    ),
    "broken JSON": ("EXEG-0101-400", a_request(raw=b'{"event": {}')),
    "a string without an end": ("EXEG-0101-400", a_request(raw=b'{"event": "')),
    "no UTF-8": ("EXEG-0101-400", a_request(raw=b'{"event": "\xff"}')),
    "half a character": ("EXEG-0101-400", a_request(raw=b'{"event": {"xdm": {"a": "\\ud800"}}}')),
    "nested too deep": ("EXEG-0101-400", a_request(raw=b"[" * 60000)),
    "no object": ("EXEG-0102-400", a_request([1])),
    "no datastream": ("EXEG-0002-400", a_request(query={})),
    "an empty datastream": ("EXEG-0002-400", a_request(query={"dataStreamId": ""})),
    "v1's parameter on v2": ("EXEG-0002-400", a_request(query={"configId": DATASTREAM})),
    "a datastream that cannot be": ("EXEG-0003-400", a_request(query={"dataStreamId": "my-datastream"})),
    "no event": ("EXEG-0103-400", a_request({})),
    "event is null": ("EXEG-0103-400", a_request({"event": None})),
    "events on v2": ("EXEG-0103-400", a_request({"events": [{}]})),
    "event on v1": ("EXEG-0103-400", a_request({"event": {}}, path="/ee/v1/interact")),
    "no events on v1": ("EXEG-0103-400", a_request({"events": []}, path="/ee/v1/interact")),
    "event is no object": ("EXEG-0102-400", a_request({"event": []})),
    "events is no array": ("EXEG-0102-400", a_request({"events": {}}, path="/ee/v1/interact")),
    "an event of null": ("EXEG-0102-400", a_request({"events": [None]}, path="/ee/v1/interact")),
    "xdm is no object": ("EXEG-0102-400", a_request({"event": {"xdm": "x"}})),
    "data is no object": ("EXEG-0102-400", a_request({"event": {"data": [1]}})),
    "query is no object": ("EXEG-0102-400", a_request({"event": {}, "query": 1})),
    "scopes are no array": (
        "EXEG-0102-400",
        a_request({"event": {}, "query": {"personalization": {"decisionScopes": "hero-banner"}}}),
    ),
    "a scope of null": (
        "EXEG-0102-400",
        a_request({"event": {}, "query": {"personalization": {"decisionScopes": [None]}}}),
    ),
    "a namespace to fetch that is a number": (
        "EXEG-0102-400",
        a_request({"event": {}, "query": {"identity": {"fetch": [1]}}}),
    ),
    "identityMap is no object": ("EXEG-0102-400", a_request(with_identities([]))),
    "a namespace is no array": ("EXEG-0102-400", a_request(with_identities({"CRMID": {"id": "1"}}))),
    "a namespace of null": ("EXEG-0102-400", a_request(with_identities({"CRMID": None}))),
    "an identity is no object": ("EXEG-0102-400", a_request(with_identities({"CRMID": ["1"]}))),
    "an unknown state": (
        "EXEG-0102-400",
        a_request(with_identities({"CRMID": [{"id": "1", "authenticatedState": "Authenticated"}]})),
    ),
    "a state that is an array": (
        "EXEG-0102-400",
        a_request(with_identities({"CRMID": [{"id": "1", "authenticatedState": []}]})),
    ),
    "a primary that is a number": (
        "EXEG-0102-400",
        a_request(with_identities({"CRMID": [{"id": "1", "primary": 1}]})),
    ),
    "an ID that is a number": ("EXEG-0102-400", a_request(with_identities({"CRMID": [{"id": 1}]}))),
    "an empty ID": ("EXEG-0305-400", a_request(with_identities({"CRMID": [{"id": ""}]}))),
    "no ID": ("EXEG-0305-400", a_request(with_identities({"CRMID": [{}]}))),
    "an ECID of 18 digits": ("EXEG-0305-400", a_request(with_identities({"ECID": [{"id": "1" * 18}]}))),
    "an FPID that is no UUID": ("EXEG-0308-400", a_request(with_identities({"FPID": [{"id": "abc"}]}))),
    "an FPID of another version": (
        "EXEG-0308-400",
        a_request(with_identities({"FPID": [{"id": "7f1c9a52-3b64-1d0e-9c1a-5e2f8b7d6a30"}]})),
    ),
    "a server call without a primary": (
        "EXEG-0306-400",
        a_request(with_identities({"CRMID": [{"id": "1"}]}), headers=SERVER),
    ),
    "a server call without identities": ("EXEG-0306-400", a_request(headers=SERVER)),
    "two primaries": (
        "EXEG-0306-400",
        a_request(with_identities({"CRMID": [{"id": "1", "primary": True}, {"id": "2", "primary": True}]})),
    ),
    "cookies without a domain": ("EXEG-0110-400", a_request(state(cookiesEnabled=True))),
    "a domain that is a number": ("EXEG-0102-400", a_request(state(domain=1))),
    "entries are no array": ("EXEG-0102-400", a_request(state(entries={}))),
    "31 decision scopes": (
        "EXEG-0105-400",
        a_request(
            {"event": {}, "query": {"personalization": {"decisionScopes": [str(n) for n in range(31)]}}}
        ),
    ),
    "an ID that only the service gives": (
        "EXEG-0304-400",
        a_request(with_identities({"CORE": [{"id": "1"}]})),
    ),
    "streaming that is no object": (
        "EXEG-0102-400",
        a_request({"event": {}, "meta": {"konductorConfig": {"streaming": True}}}),
    ),
    "silent without a value": (
        "EXEG-0107-400",
        a_request(
            {"events": [{}]},
            path="/ee/v2/collect",
            query={"dataStreamId": DATASTREAM, "silent": ""},
        ),
    ),
    "silent neither true nor false": (
        "EXEG-0108-400",
        a_request(
            {"events": [{}]},
            path="/ee/v2/collect",
            query={"dataStreamId": DATASTREAM, "silent": "maybe"},
        ),
    ),
    "no events to collect": ("EXEG-0103-400", a_request({"event": {}}, path="/ee/v2/collect")),
    "no consent to set": ("EXEG-0103-400", a_request({}, path="/ee/v1/privacy/set-consent")),
    "no media event": ("EXEG-0103-400", a_request({}, path="/ee/va/v1/ping")),
    "switching a service on": (
        "EXEG-0113-400",
        a_request(overrides(com_adobe_target={"enabled": True})),
    ),
    "an undeclared override": (
        "EXEG-0113-400",
        a_request(overrides(com_adobe_analytics={"reportSuites": ["x"]})),
    ),
    "an unknown service": ("EXEG-0113-400", a_request(overrides(com_example={"enabled": False}))),
    "a container that is text": (
        "EXEG-0113-400",
        a_request(overrides(com_adobe_identity={"idSyncContainerId": "30793"})),
    ),
    "a service that is no object": ("EXEG-0113-400", a_request(overrides(com_adobe_target=False))),
    "an unknown setting": ("EXEG-0113-400", a_request(overrides(com_adobe_target={"colour": "red"}))),
    "a service of the platform switched on": (
        "EXEG-0113-400",
        a_request(overrides(com_adobe_experience_platform={"com_adobe_edge_ode": {"enabled": True}})),
    ),
}


@pytest.mark.parametrize("what", REFUSED)
def test_bad_input_is_refused_with_its_code(what: str) -> None:
    code, request = REFUSED[what]
    answer = problem(request)
    assert answer["type"] == f"https://ns.adobe.com/aep/errors/{code}"
    assert answer["status"] == int(code[-3:])
    assert answer["title"]
    assert answer["detail"].endswith(".")
    assert answer["report"]["orgId"] == ORGANISATION


def test_the_words_for_a_missing_primary_are_those_of_the_service() -> None:
    answer = problem(a_request(headers=SERVER))
    assert answer["title"] == "Event is missing primary identity"
    assert answer["detail"] == (
        "There was no primary identity provided for event #0. "
        "Update the request according to your schema and try again."
    )


def test_a_refusal_names_the_place() -> None:
    where = with_identities({"CRMID": [{"id": "1"}, {"id": "2", "authenticatedState": "yes"}]})
    assert "$.event.xdm.identityMap.CRMID[1].authenticatedState" in problem(a_request(where))["detail"]
    assert "$.event" in problem(a_request({}))["detail"]
    assert "other API version" in problem(a_request({"events": [{}]}))["detail"]
    assert "'my-datastream'" in problem(a_request(query={"dataStreamId": "my-datastream"}))["detail"]


def test_a_refused_override_is_reported() -> None:
    report = problem(a_request(overrides(com_adobe_target={"enabled": True})))["report"]
    assert report["errors"] == ["'$.meta.configOverrides.com_adobe_target.enabled': only false is accepted"]


def test_switching_a_service_off_is_allowed() -> None:
    off = {"enabled": False}
    body = overrides(com_adobe_target=off, com_adobe_experience_platform={"com_adobe_edge_ajo": off})
    assert ask(a_request(body)).status == 200


def test_the_first_problem_in_the_services_order_is_told() -> None:
    everything = Request("POST", "/ee/v2/interact", (), (("content-type", "text/html"),), b"", True)
    assert problem(everything)["status"] == 415
    assert problem(a_request({"events": []}, query={}))["type"].endswith("0002-400")
    assert problem(a_request({"query": 1}))["type"].endswith("0103-400")


STRICT = read(
    json.dumps(
        {
            "name": "strict",
            "organisation": ORGANISATION,
            "strictDatastreams": True,
            "datastreams": [{"id": DATASTREAM}],
            "namespaces": ["ECID", "CRMID"],
        }
    ).encode(),
    "strict.json",
)


def test_a_strict_scenario_serves_its_own_datastreams_only() -> None:
    other = DATASTREAM.replace("3", "4")
    assert ask(a_request(query={"dataStreamId": DATASTREAM.upper()}), STRICT).status == 200
    assert problem(a_request(query={"dataStreamId": other}), STRICT)["type"].endswith("0003-400")
    assert ask(a_request(query={"dataStreamId": other})).status == 200


def test_an_environment_of_a_datastream_is_the_datastream_unless_it_is_named_itself() -> None:
    assert ask(a_request(query={"dataStreamId": f"{DATASTREAM}:dev"}), STRICT).status == 200
    staged = Datastream(f"{DATASTREAM}:stage", condition="disabled")
    both = msgspec.structs.replace(STRICT, datastreams=(*STRICT.datastreams, staged))
    assert ask(a_request(query={"dataStreamId": DATASTREAM}), both).status == 200
    assert problem(a_request(query={"dataStreamId": f"{DATASTREAM}:STAGE"}), both)["status"] == 422


def test_a_namespace_that_the_scenario_does_not_have_cannot_be_resolved() -> None:
    body = with_identities({"CrmId": [{"id": "1"}]})
    assert problem(a_request(body), STRICT)["type"].endswith("0013-422")
    assert ask(a_request(body), SHOP).status == 200


@pytest.mark.parametrize(
    ("request_", "status"),
    [
        (a_request(path="/"), 404),
        (a_request(path="/v2/interact"), 404),
        (a_request(path="/ee/v3/interact"), 404),
        (a_request(path="/ee/xyz9/v2/interact"), 404),
        (a_request(method="GET"), 405),
    ],
)
def test_the_front_door_answers_in_plain_text(request_: Request, status: int) -> None:
    answer = ask(request_)
    assert answer.status == status
    assert dict(answer.headers)["content-type"] == "text/plain;charset=utf-8"
    assert ("allow" in dict(answer.headers)) is (status == 405)


# fmt: off
MEMBERS = [
    "event", "events", "xdm", "data", "query", "meta", "identityMap", "ECID", "id", "primary", "state",
    "personalization", "identity", "decisionScopes", "fetch", "entries", "key", "value",
    "configOverrides", "com_adobe_target", "enabled", "com_adobe_experience_platform",
    "authenticatedState",
]
# fmt: on

anything = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False) | st.text(max_size=5),
    lambda inner: (
        st.lists(inner, max_size=3)
        | st.dictionaries(
            st.sampled_from(MEMBERS),
            inner,
            max_size=4,
        )
    ),
    max_leaves=12,
)


def served(body: Any, path: str) -> None:
    answer = ask(a_request(body, path=path))
    value = json.loads(answer.body)
    if answer.status == 200:
        assert [handle["type"] for handle in value["handle"]][-2:] == ["locationHint:result", "state:store"]
    else:
        assert value["type"].startswith("https://ns.adobe.com/aep/errors/EXEG-0")
        assert value["status"] == answer.status


@given(anything)
def test_whatever_is_sent_an_answer_of_a_known_shape_comes(body: Any) -> None:
    served(body, "/ee/v2/interact")
    served({"event": {"xdm": {"identityMap": body}}, "meta": body}, "/ee/v2/interact")
    served({"events": [body], "xdm": {"identityMap": body}, "query": body}, "/ee/v1/interact")
    served({"event": {}, "query": {"identity": body, "personalization": body}}, "/ee/v2/interact")
    served({"event": {}, "meta": {"state": body, "configOverrides": body}}, "/ee/v2/interact")


@given(st.binary(max_size=200))
def test_whatever_bytes_are_sent_an_answer_of_a_known_shape_comes(raw: bytes) -> None:
    answer = ask(a_request(raw=raw))
    assert answer.status in {200, 400, 408}
    json.loads(answer.body)


@pytest.mark.parametrize(
    ("body", "words"),
    [
        (b'{"event": "\xff"}', "its text is not UTF-8."),
        (b"[" * 60000, "it is nested too deeply."),
        (b'{"event":', "Input data was truncated."),
    ],
)
def test_why_a_body_cannot_be_read_is_said_in_words(body: bytes, words: str) -> None:
    assert problem(a_request(raw=body))["detail"] == f"The request body is not valid JSON: {words}"


def test_whoever_asks_under_another_name_is_told_where_to_allow_it() -> None:
    said = misdirected(a_request(headers={"host": "data.shop.example"}), STATE).answer
    assert said.status == 421
    assert b'add it to "hosts" in the scenario' in said.body


@pytest.mark.parametrize(("in_event", "code"), [(15, ""), (16, "EXEG-0105-400")])
def test_the_scopes_of_all_queries_count_together(in_event: int, code: str) -> None:
    top, own = (
        {"personalization": {"decisionScopes": [f"s{n}" for n in range(of)]}} for of in (15, in_event)
    )
    answer = ask(a_request({"query": top, "events": [{"query": own}]}, path="/ee/v1/interact"))
    assert answer.status == (400 if code else 200)
    if code:
        said = json.loads(answer.body)
        assert said["type"].endswith(code)
        assert (
            said["detail"]
            == "The request asks for 31 decision scopes; at most 30 are allowed in one request."
        )
