"""An answer as a person reads it."""

import json
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from edge_studio.edge.amounts import duration
from edge_studio.edge.client_state import read_identity, short_key
from edge_studio.edge.handles import Answer, read_answer
from edge_studio.edge.summaries import entry, hint
from tests.edge import answers as make


def read(body: Any, status: int = 200, **more: Any) -> Answer:
    return read_answer(make.answered(body, status, **more))


def words(handle: dict[str, Any]) -> list[tuple[str, str, str]]:
    """What is said of each entry of this handle."""
    (found,) = read(make.envelope(handle)).handles
    entries = [entry(found.type, item) for item in found.payload]
    return [(said.label, said.origin, said.text) for said in entries]


def test_a_usual_answer_is_one_sentence_and_its_handles_in_order() -> None:
    answer = read(make.envelope())
    assert (answer.kind, answer.tone, answer.headline) == ("envelope", "success", "200 OK")
    assert answer.sentence == ("1 visitor ID, 2 offers for 2 scopes, state kept for 395 days, region or2.")
    assert [(handle.type, handle.count, handle.summary) for handle in answer.handles] == [
        ("identity:result", 1, "visitor ID"),
        ("personalization:decisions", 3, "offers for hero-banner, __view__"),
        ("locationHint:result", 3, "or2 · good for 30 min"),
        ("state:store", 2, "carried into the next request of this visitor"),
    ]
    assert answer.request_id.startswith("6b1f0e52")
    assert not answer.has_errors


def test_an_answer_without_handles_says_so() -> None:
    answer = read('{\n   "requestId": "c85402f5",\n   "handle": []\n}')
    assert (answer.kind, answer.tone) == ("envelope", "success")
    assert answer.sentence == "Accepted; the answer brings no handles."


def test_handles_of_the_same_type_are_kept_apart_and_in_order() -> None:
    answer = read(make.envelope(make.decisions(), make.identity(), make.offers(), make.decisions()))
    assert [(handle.turn, handle.type, handle.count) for handle in answer.handles] == [
        (1, "personalization:decisions", 0),
        (1, "identity:result", 1),
        (2, "personalization:decisions", 3),
        (3, "personalization:decisions", 0),
    ]
    assert answer.handles[0].summary == "no offer qualified"
    assert answer.handles[2].event_index == 0
    assert answer.handles[2].pointer == "/handle/2"
    assert answer.handles[2].value.string("type") == "personalization:decisions"


def test_a_type_nobody_knows_is_shown() -> None:
    answer = read(make.envelope({"type": "weather:report", "payload": [{"rain": True}], "extra": 1}))
    (handle,) = answer.handles
    assert (handle.type, handle.summary) == ("weather:report", "1 entry")
    assert [(name, value.text, pointer) for name, value, pointer in handle.members] == [
        ("extra", "1", "/handle/0/extra")
    ]
    assert answer.sentence == "1 handle of other types (weather:report)."


@pytest.mark.parametrize(
    ("handle", "said"),
    [
        (make.identity(), [("ECID", "", make.ECID)]),
        (
            make.offers(),
            [
                ("hero-banner", "Target", "Spring hero › Experience B"),
                ("hero-banner", "Journey Optimizer", "default content"),
                ("__view__", "Target", "1 DOM change"),
            ],
        ),
        (make.hint(), [("Target", "", "35"), ("AAM", "", "9"), ("EdgeNetwork", "", "or2")]),
        (
            make.state(),
            [
                (
                    "kndctr_…_identity",
                    "",
                    f"395 days · new ECID {make.ECID} · made at random in Oregon (OR2)",
                ),
                ("kndctr_…_cluster", "", "30 min · or2: Oregon, a region of the Edge Network"),
            ],
        ),
        (
            {"type": "consent:preferences", "payload": [{"collect": {"val": "n"}}]},
            [("consent", "", "collection refused")],
        ),
        (
            {
                "type": "activation:pull",
                "payload": [
                    {"alias": "onsite", "segments": [{"id": "7e0b"}], "attributes": {"tier": {"value": 1}}}
                ],
            },
            [("onsite", "", "1 audience, 1 attribute")],
        ),
        (
            {
                "type": "activation:push",
                "payload": [
                    {"type": "cookie", "spec": {"name": "seg", "value": "12", "ttlDays": 30}},
                    {"type": "url", "id": 3, "spec": {"url": "https://sync.example/px"}},
                ],
            },
            [("cookie seg", "", "12 · 30 days"), ("url", "", "https://sync.example/px")],
        ),
        (
            {
                "type": "identity:exchange",
                "payload": [
                    {"type": "url", "id": 411, "spec": {"url": "https://p.example", "ttlMinutes": 10080}}
                ],
            },
            [("ID sync 411", "", "https://p.example · again after 7 days")],
        ),
        (
            {"type": "media-analytics:new-session", "payload": [{"sessionId": "5e0c4f"}]},
            [("media session", "", "5e0c4f")],
        ),
        (
            {
                "type": "brand-concierge:conversation",
                "payload": [{"response": {"message": "Hello"}, "state": "in-progress"}],
            },
            [("answer", "in progress", "Hello")],
        ),
        ({"type": "weather:report", "payload": [{"rain": True}]}, [("", "", "")]),
        ({"type": "identity:result", "payload": ["odd"]}, [("", "", "")]),
    ],
)
def test_every_entry_of_every_type_is_put_in_words(
    handle: dict[str, Any], said: list[tuple[str, str, str]]
) -> None:
    assert words(handle) == said


def test_an_offer_decisioning_proposition_is_known_by_its_activity() -> None:
    item = {"id": "1", "schema": "https://ns.adobe.com/experience/offer-management/content-component-json"}
    proposition = {"id": "0c9d", "scope": "eyJ4", "activity": {"id": "a"}, "items": [item, item]}
    assert words(make.decisions(proposition)) == [("eyJ4", "Offer Decisioning", "2 items: JSON offer")]


def test_parts_of_a_proposition_say_what_they_hold() -> None:
    (handle,) = read(make.envelope(make.offers())).handles
    first = handle.payload[0]
    items, details = first.get("items"), first.get("scopeDetails")
    assert items is not None
    assert details is not None
    assert hint(handle.type, ("items",), items) == "html-content-item"
    assert hint(handle.type, ("scopeDetails",), details) == "activity 410017, experience 1"
    assert hint("state:store", ("items",), items) == ""


@pytest.mark.parametrize(
    ("kind", "payload", "sentence"),
    [
        ("consent:preferences", [{"collect": {"val": "y"}}], "Collection allowed."),
        ("activation:pull", [{"segments": [{"id": "1"}, {"id": "2"}]}], "2 audiences for 1 destination."),
        ("state:store", [{"key": "x", "value": "1"}], "State kept for the session."),
        ("state:store", [{"key": "x", "value": "", "maxAge": 0}], "State deleted."),
        ("media-analytics:new-session", [{"sessionId": "5"}], "1 media session."),
        ("personalization:decisions", [], "No offers."),
    ],
)
def test_the_sentence_tells_what_each_type_brings(kind: str, payload: list[Any], sentence: str) -> None:
    assert read(make.envelope({"type": kind, "payload": payload})).sentence == sentence


def test_a_success_with_errors_is_amber_and_explains_them() -> None:
    answer = read(make.partial(), 207, reason="Multi-Status")
    assert (answer.kind, answer.tone) == ("envelope", "warning")
    assert answer.sentence == (
        "Answered with 1 error and 1 warning: "
        "Target: The service call has failed (EXEG-0203-502). Region or2."
    )
    assert answer.has_errors
    (error,), (warning,) = answer.errors, answer.warnings
    assert (error.code, error.event_index, error.pointer) == ("EXEG-0203-502", 0, "/errors/0")
    assert error.meaning
    assert error.remedy
    assert warning.code == "EXEG-0303-200"
    assert [name for name, _, _ in answer.members] == ["errors", "warnings", "requestId"]


def test_a_warning_alone_is_amber_but_no_error() -> None:
    answer = read(make.envelope(warnings=[make.WARNING]))
    assert answer.tone == "warning"
    assert not answer.has_errors


def test_a_problem_is_put_in_words() -> None:
    problem = {
        **make.PROBLEM,
        "report": {
            "requestId": "1c7b",
            "errors": ["first"],
            "details": [{"name": "$.xdm", "reason": "gone"}],
        },
    }
    answer = read(problem, 400, reason="Bad Request")
    assert (answer.kind, answer.tone, answer.headline) == ("problem", "danger", "400 Bad Request")
    assert answer.sentence.startswith("Event is missing primary identity (EXEG-0306-400). ")
    assert answer.request_id == "1c7b"
    (notice,) = answer.errors
    assert notice.causes == ("first", "$.xdm: gone")
    assert answer.root is not None


@pytest.mark.parametrize(
    ("body", "status", "kind", "tone", "said"),
    [
        (b"", 204, "empty", "success", "nothing more to say"),
        (b"  \n", 200, "empty", "warning", "no body"),
        (b"", 500, "empty", "danger", "The server failed"),
        (b"<!DOCTYPE html><h1>502</h1>", 502, "text", "danger", "a web page, not JSON: a front door (jag)"),
        (b"<html>hi</html>", 200, "text", "warning", "a web page"),
        (b'{"requestId":"x","handle":[', 200, "envelope", "warning", "breaks off after 27 bytes"),
        (b'{"requestId":x}', 200, "json", "warning", "is broken at byte 13"),
        (b'{"a":"\xff"}', 200, "json", "warning", "Byte 6 is not UTF-8 text"),
        (b"no route", 404, "text", "danger", "There is nothing at this address"),
        (b'{"requestId":"x","handle":{"a":1}}', 200, "json", "warning", "is an object where a list"),
        (b'{"hello":1}', 200, "json", "warning", "has no handles"),
        (b"[1,2]", 200, "json", "warning", "has no handles"),
        (b'{"requestId":"x"}', 202, "envelope", "success", "Accepted"),
        (b"", 302, "empty", "warning", "points to another place"),
        (b"[" * 100_000 + b"]" * 100_000, 200, "json", "warning", "has no handles"),
    ],
)
def test_whatever_comes_is_read(body: bytes, status: int, kind: str, tone: str, said: str) -> None:
    answer = read(body, status, reason="")
    assert (answer.kind, answer.tone) == (kind, tone)
    assert said in answer.sentence


def test_a_streamed_answer_is_read_as_one() -> None:
    records = [make.envelope(make.identity()), make.envelope(make.offers(), make.state())]
    answer = read("".join(f"\0{json.dumps(record)}\n" for record in records))
    assert [handle.pointer for handle in answer.handles] == ["/0/handle/0", "/1/handle/0", "/1/handle/1"]
    assert answer.sentence.endswith("It came in 2 records.")
    assert answer.handles[2].value.string("type") == "state:store"


@pytest.mark.parametrize("indent", [None, 2])
def test_spacing_changes_nothing_in_what_is_read(indent: int | None) -> None:
    plain, spaced = read(make.envelope()), read(json.dumps(make.envelope(), indent=indent))
    assert spaced.sentence == plain.sentence
    assert [handle.pointer for handle in spaced.handles] == [handle.pointer for handle in plain.handles]


def test_members_that_stand_there_twice_are_all_kept() -> None:
    answer = read(
        '{"handle":[{"type":"a:b","payload":[1],"payload":[2]}]'
        ',"handle":[{"type":"c:d","payload":[]}],"requestId":"1","requestId":"2"}'
    )
    assert [handle.type for handle in answer.handles] == ["a:b", "c:d"]
    assert [(name, value.raw) for name, value, _ in answer.handles[0].members] == [("payload", b"[1]")]
    assert [item.raw for item in answer.handles[0].payload] == [b"2"]  # the last counts, as for every client
    assert [value.text for _, value, _ in answer.members] == ["1", "2"]


def test_each_handle_of_two_lists_knows_its_own_json() -> None:
    answer = read('{"handle":[{"type":"a:b"},{"type":"c:d"}],"handle":[{"type":"e:f"}]}')
    assert [handle.value.string("type") for handle in answer.handles] == ["a:b", "c:d", "e:f"]


def test_of_a_type_that_stands_there_twice_the_last_counts() -> None:
    (handle,) = read('{"handle":[{"type":"a:b","type":"c:d"}]}').handles
    assert handle.type == "c:d"
    assert [(name, value.text) for name, value, _ in handle.members] == [("type", "a:b")]


@given(st.binary(max_size=40) | st.text(alphabet='{}[]",:0\\ue\0 ', max_size=30).map(str.encode))
def test_no_body_makes_reading_fail(body: bytes) -> None:
    assert read(body).headline == "200 OK"


LEAVES = st.none() | st.booleans() | st.integers() | st.text(max_size=3)
JSON = st.recursive(
    LEAVES,
    lambda inner: (
        st.lists(inner, max_size=3)
        | st.dictionaries(
            st.sampled_from(
                ["type", "payload", "scope", "items", "spec", "maxAge", "key", "collect", "segments"]
            ),
            inner,
        )
    ),
    max_leaves=8,
)
KNOWN = st.sampled_from(
    [
        "identity:result",
        "state:store",
        "personalization:decisions",
        "activation:push",
        "activation:pull",
        "consent:preferences",
        "locationHint:result",
        "identity:exchange",
        "brand-concierge:conversation",
    ]
)


@given(KNOWN, JSON, JSON)
def test_no_shape_of_a_known_handle_makes_reading_fail(kind: str, payload: Any, errors: Any) -> None:
    answer = read(make.envelope({"type": kind, "payload": payload}, errors=errors))
    for handle in answer.handles:
        for item in handle.payload:
            entry(handle.type, item)
            hint(handle.type, ("items",), item)


def test_state_is_named_and_measured_as_people_do() -> None:
    assert short_key("kndctr_5BFE274A5F6980A50A495C08_AdobeOrg_consent_check") == "kndctr_…_consent_check"
    assert short_key("mbox") == "mbox"
    spans = (34128000, 15552000, 7200, 5400, 1800, 45, 86400)
    assert [duration(span) for span in spans] == [
        "395 days",
        "180 days",
        "2 h",
        "1.5 h",
        "30 min",
        "45 s",
        "1 day",
    ]


@pytest.mark.parametrize("value", ["", "!", "Ci", "CiYyMDQx", "general=in", make.identity_cookie("12ab")])
def test_what_is_no_identity_entry_is_not_taken_for_one(value: str) -> None:
    assert read_identity(value) is None
