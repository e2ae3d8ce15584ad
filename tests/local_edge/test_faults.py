"""What the faults of a scenario make of an answer."""

import zlib
from typing import Any

import pytest

from edge_studio import resources
from edge_studio.local_edge.changes import FaultMatched
from edge_studio.local_edge.faults import NOTHING, SERVICES, applied, strike
from edge_studio.local_edge.messages import Answer, Delivery, Reply
from edge_studio.local_edge.problems import TITLES
from tests.local_edge.fault_cases import PLACED, SURFACE, asking, body_of, headers_of, scenario
from tests.local_edge.requests import DATASTREAM, ORGANISATION, STATE, a_request, reply

CODES = [row["code"] for row in resources.data("errors.json")]


# What is answered instead


@pytest.mark.parametrize("code", [code for code in CODES if code[-3:] >= "400"])
def test_every_documented_problem_can_be_answered(code: str) -> None:
    given = reply(a_request(), scenario({"problem": {"code": code}})).answer
    body = body_of(given)
    assert given.status == int(code[-3:])
    assert headers_of(given)["content-type"] == "application/problem+json"
    assert body["type"] == f"https://ns.adobe.com/aep/errors/{code}"
    assert (body["status"], body["title"]) == (int(code[-3:]), TITLES[code])
    assert body["detail"] == "The scenario's fault 'fault 0' asks for it."
    assert body["report"]["requestId"] == headers_of(given)["x-request-id"]
    assert (body["report"]["orgId"], body["report"]["configId"]) == (ORGANISATION, DATASTREAM)


@pytest.mark.parametrize("code", [code for code in CODES if code[-3:] < "400"])
def test_every_documented_warning_can_be_given(code: str) -> None:
    given = reply(a_request(), scenario({"warnings": [{"code": code}]})).answer
    body = body_of(given)
    assert given.status == 200
    assert body["handle"]
    assert "errors" not in body
    (warning,) = body["warnings"]
    assert (warning["type"], warning["status"]) == (f"https://ns.adobe.com/aep/errors/{code}", 200)


@pytest.mark.parametrize("code", [code for code in CODES if code[-3:] >= "500"])
def test_every_code_of_an_upstream_can_stand_in_a_207(code: str) -> None:
    given = reply(a_request(), scenario({"upstream": [{"code": code}]})).answer
    body = body_of(given)
    assert given.status == 207
    assert headers_of(given)["content-type"] == "application/json;charset=utf-8"
    (error,) = body["errors"]
    assert (error["status"], error["title"]) == (int(code[-3:]), TITLES[code])
    assert error["report"]["eventIndex"] == 0
    assert body["handle"]


def test_a_problem_has_the_words_and_the_status_that_the_scenario_gives() -> None:
    problem = {"code": "EXEG-0203-502", "title": "No", "detail": "Not now."}
    outcome = reply(a_request(), scenario({"problem": problem, "status": 429}))
    given = outcome.answer
    body = body_of(given)
    assert given.status == 429
    assert outcome.trace[-1].messages == ("Answered with 429",)
    assert (body["title"], body["detail"], body["status"]) == ("No", "Not now.", 502)


def test_a_code_that_nobody_documented_can_be_answered() -> None:
    given = reply(a_request(), scenario({"problem": {"code": "EXEG-3050-403"}})).answer
    assert (given.status, body_of(given)["type"][-13:]) == (403, "EXEG-3050-403")


def test_the_front_door_answers_in_text() -> None:
    html = "<h1>504 Gateway Time-out</h1>"
    fault = {"status": 504, "frontDoor": {"text": html, "contentType": "text/html"}}
    given = reply(a_request(headers={"origin": "https://shop.example"}), scenario(fault)).answer
    assert (given.status, given.body.decode()) == (504, html)
    assert headers_of(given)["content-type"] == "text/html"
    assert headers_of(given)["access-control-allow-origin"] == "https://shop.example"
    assert "x-request-id" not in headers_of(given)


def test_the_front_door_is_out_of_service_where_nothing_else_is_said() -> None:
    given = reply(a_request(), scenario({"frontDoor": {"text": "ü"}})).answer
    assert (given.status, given.body.decode()) == (503, "ü")


@pytest.mark.parametrize(("status", "text"), [(429, "429 Too Many Requests\n"), (599, "599 Error\n")])
def test_a_status_alone_is_said_by_the_front_door(status: int, text: str) -> None:
    given = reply(a_request(), scenario({"status": status, "headers": {"Retry-After": "7"}})).answer
    assert (given.status, given.body.decode()) == (status, text)
    assert headers_of(given)["retry-after"] == "7"
    assert headers_of(given)["content-type"] == "text/plain;charset=utf-8"


def test_a_problem_can_ask_to_come_again() -> None:
    fault = {"problem": {"code": "EXEG-0000-503"}, "headers": {"Retry-After": "5"}}
    given = reply(a_request(), scenario(fault)).answer
    assert (given.status, headers_of(given)["retry-after"]) == (503, "5")


def test_what_is_answered_instead_leaves_nothing_behind() -> None:
    given = reply(a_request(), scenario({"status": 503}))
    assert given.changes == (FaultMatched("fault 0"),)


def test_a_bad_request_is_struck_as_well() -> None:
    given = reply(a_request(raw=b"{"), scenario({"problem": {"code": "EXEG-0001-500"}})).answer
    assert given.status == 500


def test_upstream_errors_stand_only_in_good_answers() -> None:
    fault = {"upstream": [{"code": "EXEG-0203-502"}], "delay": 2}
    given = reply(a_request(raw=b"{"), scenario(fault))
    assert given.answer.status == 400
    assert body_of(given.answer)["type"].endswith("EXEG-0101-400")
    assert given.delivery == Delivery(2.0)


# Upstream services


def providers(given: Answer) -> list[str]:
    """The handles with payload: the decision provider, or the type."""
    found = []
    for handle in body_of(given)["handle"]:
        for payload in handle["payload"]:
            details = payload.get("scopeDetails", {})
            found.append(details.get("decisionProvider", "ODE" if "placement" in payload else handle["type"]))
    return sorted(set(found) - {"locationHint:result", "state:store", "consent:preferences"})


GIVEN = {
    "com.adobe.target": {"TGT"},
    "com.adobe.experience.platform.ode": {"ODE"},
    "com.adobe.experience_platform.ajo": {"AJO"},
    "com.adobe.experience_platform.edge_segmentation": {"activation:pull"},
    "com.adobe.experience_platform.edge_destinations": {"activation:pull"},
    "com.adobe.audiencemanager": {"activation:push"},
    "com.adobe.analytics": set(),
    "com.adobe.media": set(),
    "com.adobe.experience_platform.xdm_mapper": set(),
    "com.adobe.streaming.validation": set(),
}
EVERYBODY = {"TGT", "ODE", "AJO", "activation:pull", "activation:push"}
ASKING = a_request(asking("hero", PLACED, surfaces=(SURFACE,)))


def test_all_services_answer_where_none_fails() -> None:
    assert set(providers(reply(ASKING, scenario()).answer)) == EVERYBODY
    assert set(GIVEN) == set(SERVICES)


@pytest.mark.parametrize("service", GIVEN)
@pytest.mark.parametrize("name", ["of the Edge Network", "of the scenario"])
def test_what_a_failed_service_would_have_given_is_missing(service: str, name: str) -> None:
    called = service if name == "of the Edge Network" else SERVICES[service] or service
    fault = {"upstream": [{"code": "EXEG-0203-502", "service": called}]}
    given = reply(ASKING, scenario(fault)).answer
    assert given.status == 207
    assert set(providers(given)) == EVERYBODY - GIVEN[service]
    (error,) = body_of(given)["errors"]
    assert error["detail"] == (
        f"An error occurred while calling the '{service}' service for this request. Try again."
    )


@pytest.mark.parametrize(
    "code",
    ["EXEG-0200-504", "EXEG-0201-503", "EXEG-0202-502", "EXEG-0203-502", "EXEG-0204-200", "EXEG-0205-502"],
)
def test_what_is_said_of_a_service_names_it(code: str) -> None:
    given = reply(a_request(), scenario({"warnings": [{"code": code, "service": "com.adobe.target"}]})).answer
    assert "'com.adobe.target'" in body_of(given)["warnings"][0]["detail"]


def test_an_error_names_the_event_that_the_fault_is_for() -> None:
    body = {"events": [{}, {"xdm": {"eventType": "commerce.purchases"}}]}
    fault = {
        "when": {"eventType": "commerce.purchases"},
        "upstream": [{"code": "EXEG-0201-503", "service": "target"}],
    }
    given = reply(a_request(body, path="/ee/v1/interact"), scenario(fault)).answer
    assert body_of(given)["errors"][0]["report"]["eventIndex"] == 1


# Several at once


def test_the_first_answer_of_the_plan_is_given() -> None:
    given = reply(
        a_request(),
        scenario({"delay": 1}, {"problem": {"code": "EXEG-0001-500"}}, {"status": 429}),
    )
    assert given.answer.status == 500
    assert given.delivery.delay == 1
    assert given.changes == tuple(FaultMatched(f"fault {number}") for number in range(3))


def test_errors_warnings_and_delays_add_up() -> None:
    played = scenario(
        {"delay": 1, "upstream": [{"code": "EXEG-0203-502", "service": "target"}]},
        {"delay": 0.5, "warnings": [{"code": "EXEG-0204-200"}]},
        {"upstream": [{"code": "EXEG-0200-504", "service": "offerDecisioning"}]},
    )
    given = reply(ASKING, played)
    body = body_of(given.answer)
    assert [error["status"] for error in body["errors"]] == [502, 504]
    assert len(body["warnings"]) == 1
    assert set(providers(given.answer)) == EVERYBODY - {"TGT", "ODE"}
    assert given.delivery == Delivery(1.5)


def test_upstream_errors_have_no_place_beside_another_answer() -> None:
    played = scenario({"upstream": [{"code": "EXEG-0203-502", "service": "target"}]}, {"status": 429})
    struck = strike("interact", a_request(), None, played, STATE)
    assert (struck.errors, struck.missing, struck.status) == ((), frozenset(), 429)


def test_the_first_of_all_else_counts() -> None:
    played = scenario(
        {"headers": {"X-A": "1"}, "charset": "utf-16", "coding": "gzip"},
        {"mishap": "drip", "bytesPerSecond": 50},
        {
            "headers": {"x-a": "2", "X-B": "3"},
            "charset": "latin-1",
            "coding": "deflate",
            "mishap": "truncated",
        },
    )
    struck = strike("interact", a_request(), None, played, STATE)
    assert struck.headers == (("x-a", "1"), ("x-b", "3"))
    assert (struck.charset, struck.coding) == ("utf-16", "gzip")
    assert struck.delivery == Delivery(0, "drip", 50)


# How it is written and delivered


@pytest.mark.parametrize("mishap", ["reset", "truncated", "wrong-length", "drip"])
def test_a_mishap_leaves_the_answer_as_it_is(mishap: Any) -> None:
    given = reply(a_request(), scenario({"mishap": mishap, "delay": 3}))
    assert given.answer == reply(a_request(), scenario()).answer
    assert given.delivery == Delivery(3, mishap, 200)


def test_headers_are_replaced_and_cookies_added() -> None:
    answer = Answer(200, (("content-type", "application/json"), ("set-cookie", "a=1")), b"{}")
    played = scenario(
        {"headers": {"Content-Type": "application/json;charset=iso-8859-1", "Set-Cookie": "b=2"}}
    )
    struck = strike("interact", a_request(), None, played, STATE)
    assert applied(Reply(answer), struck).answer.headers == (
        ("set-cookie", "a=1"),
        ("content-type", "application/json;charset=iso-8859-1"),
        ("set-cookie", "b=2"),
    )


def written(body: bytes, records: tuple[bytes, ...] = (), **fault: Any) -> Answer:
    """What becomes of an answer with this body by a fault with these settings."""
    answer = Answer(200, (("content-type", "application/json;charset=utf-8"),), body, records)
    return applied(Reply(answer), strike("interact", a_request(), None, scenario(fault), STATE)).answer


TEXT = '{"a":"ü…🎉"}'


@pytest.mark.parametrize(
    ("charset", "text"), [("utf-16", TEXT), ("latin-1", '{"a":"ü??"}'), ("ascii", '{"a":"???"}')]
)
def test_an_answer_is_written_in_another_character_set(charset: str, text: str) -> None:
    given = written(TEXT.encode(), charset=charset)
    assert given.body.decode(charset) == text
    assert headers_of(given)["content-type"] == f"application/json;charset={charset}"


def unpacked(coding: str, body: bytes) -> bytes:
    return zlib.decompress(body, 31 if coding == "gzip" else 15)


@pytest.mark.parametrize("coding", ["gzip", "deflate"])
def test_an_answer_is_coded(coding: str) -> None:
    body = TEXT.encode() * 100
    given = written(body, coding=coding)
    assert headers_of(given)["content-encoding"] == coding
    assert len(given.body) < len(body)
    assert unpacked(coding, given.body) == body


@pytest.mark.parametrize("coding", ["gzip", "deflate"])
def test_records_are_coded_so_that_each_can_be_read_at_once(coding: str) -> None:
    records = tuple(f"\0{TEXT}{number}\n" for number in range(3))
    given = written(
        "".join(records).encode(), tuple(map(str.encode, records)), coding=coding, charset="utf-16"
    )
    reader = zlib.decompressobj(wbits=31 if coding == "gzip" else 15)
    pieces = [reader.decompress(piece) for piece in given.records]
    assert b"".join(given.records) == given.body
    assert reader.eof
    assert pieces[0].decode("utf-16") == records[0]
    assert b"".join(pieces).decode("utf-16") == "".join(records)


@pytest.mark.parametrize("fault", [{"charset": "utf-16"}, {"coding": "gzip"}])
def test_an_answer_without_a_body_stays_without(fault: dict[str, Any]) -> None:
    answer = Answer(204, ())
    struck = strike("interact", a_request(), None, scenario(fault), STATE)
    assert applied(Reply(answer), struck).answer == answer


def test_what_nothing_strikes_stays_the_same_object() -> None:
    given = Reply(Answer(200, ()))
    assert applied(given, NOTHING) is given


def test_the_trace_names_the_faults_after_the_hit_was_received() -> None:
    given = reply(a_request(), scenario({"name": "slow", "delay": 1}, {"name": "off", "status": 503}))
    assert [(step.name, step.failed) for step in given.trace][:3] == [
        ("hitReceived", False),
        ("faultStruck", False),
        ("faultStruck", True),
    ]
    assert given.trace[1].messages == ("slow", "Every request: waits 1 s.")
