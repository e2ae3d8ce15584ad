import json
from typing import Any

import pytest

from edge_studio.edge.exchange import ApiVersion
from edge_studio.edge.lint import LintContext, Severity
from tests.edge.linting import ASKED, SIGNED_IN, V1, V2, an_event, check, mended, rules, the


def test_a_sound_body_has_no_problems() -> None:
    assert check(an_event(eventType="web.webpagedetails.pageViews")) == []
    assert check({"events": [{"xdm": {}}], "query": ASKED}, V1) == []


@pytest.mark.parametrize("text", ["", '{"event": }', '{"event": {}', '{"event": {},}', "{'event': {}}"])
def test_broken_json_is_the_first_problem_and_nothing_can_be_mended_by_a_button(text: str) -> None:
    first, *others = check(text)
    assert first.rule == "json.syntax"
    assert first.severity is Severity.ERROR
    assert first.code == "EXEG-0101-400"
    assert "line 1, column" in first.message
    assert all(problem.fix is None for problem in [first, *others])


def test_while_the_json_is_broken_the_parts_that_can_be_read_are_still_checked() -> None:
    text = '{"event": {"xdm": {"identityMap": {"ECID": [{"id": "123"}]}, "web": {"a": }}}}'
    assert rules(text) == ["json.syntax", "identity.form"]


@pytest.mark.parametrize("body", [[], "text", 3, None, True])
def test_the_body_must_be_an_object(body: Any) -> None:
    assert the("body.object", json.dumps(body)).code == "EXEG-0102-400"


def test_v2_without_event_is_an_error_that_would_be_refused() -> None:
    problem = the("body.event", {"query": ASKED})
    assert problem.severity is Severity.ERROR
    assert problem.code == "EXEG-0103-400"
    assert problem.fix is None


def test_a_v1_body_on_v2_is_renamed_and_unwrapped() -> None:
    assert mended("body.event", {"events": [{"xdm": {"a": 1.10}}]}) == {"event": {"xdm": {"a": 1.10}}}


def test_the_unwrapped_event_keeps_its_spelling_and_gets_its_indentation() -> None:
    before = '{\n  "events": [\n    {\n      "xdm": {\n        "a": 1.10\n      }\n    }\n  ]\n}'
    after = '{\n  "event": {\n    "xdm": {\n      "a": 1.10\n    }\n  }\n}'
    assert mended("body.event", before) == after


def test_several_events_on_v2_are_left_to_the_person() -> None:
    assert the("body.event", {"events": [{}, {}]}).fix is None
    assert the("body.event", {"event": [{}, {}]}).fix is None


def test_an_event_named_events_or_put_in_a_list_is_mended() -> None:
    assert mended("body.event", {"events": {"xdm": {}}}) == {"event": {"xdm": {}}}
    assert mended("body.event", {"event": [{"xdm": {}}]}) == {"event": {"xdm": {}}}


def test_an_event_of_another_kind_is_an_error() -> None:
    assert the("body.event", {"event": "page view"}).code == "EXEG-0102-400"


def test_xdm_without_its_event_is_put_under_one_in_the_style_of_the_text() -> None:
    before = '{\n  "xdm": {\n    "a": 1.10\n  },\n  "data": {}\n}'
    after = '{\n  "event": {\n    "xdm": {\n      "a": 1.10\n    },\n    "data": {}\n  }\n}'
    assert mended("body.event", before) == after
    assert mended("body.event", '{"xdm":{}}') == '{"event":{"xdm":{}}}'


def test_bare_xdm_is_put_under_event_and_xdm() -> None:
    bare = {"eventType": "a", "web": {}}
    assert mended("body.event", bare) == {"event": {"xdm": bare}}


def test_v1_without_events_is_an_error_that_would_be_refused() -> None:
    assert the("body.events", {"query": ASKED}, V1).code == "EXEG-0103-400"
    assert the("body.events", {"events": []}, V1).code == "EXEG-0103-400"


def test_a_v2_body_on_v1_is_renamed_and_wrapped() -> None:
    assert mended("body.events", {"event": {"xdm": {}}}, V1) == {"events": [{"xdm": {}}]}
    assert mended("body.events", {"event": [{"xdm": {}}]}, V1) == {"events": [{"xdm": {}}]}
    assert mended("body.events", {"events": {"xdm": {}}}, V1) == {"events": [{"xdm": {}}]}


def test_events_of_another_kind_are_errors_on_v1() -> None:
    assert the("body.events", {"events": "many"}, V1).code == "EXEG-0102-400"
    problem = the("body.events", {"events": [{}, 3]}, V1)
    assert (problem.pointer, problem.code) == ("/events/1", "EXEG-0102-400")


@pytest.mark.parametrize("name", ["xdm", "data"])
def test_the_parts_of_an_event_must_be_objects(name: str) -> None:
    problem = the("event.parts", {"event": {name: "text"}, "query": ASKED})
    assert (problem.pointer, problem.severity) == (f"/event/{name}", Severity.ERROR)


@pytest.mark.parametrize("name", ["query", "meta"])
def test_the_parts_of_a_body_must_be_objects(name: str) -> None:
    assert the("body.parts", {"event": {}, name: []}).pointer == f"/{name}"


@pytest.mark.parametrize(
    ("body", "after"),
    [
        ({"event": {"xdm": {"data": {"a": 1}}}}, {"event": {"xdm": {}, "data": {"a": 1}}}),
        ({"event": {"xdm": {}}, "data": {"a": 1}}, {"event": {"xdm": {}, "data": {"a": 1}}}),
        ({"event": {}, "xdm": {"a": 1}}, {"event": {"xdm": {"a": 1}}}),
        ({"event": {"identityMap": {}}}, {"event": {"xdm": {"identityMap": {}}}}),
        ({"event": {}, "identityMap": {}}, {"event": {"xdm": {"identityMap": {}}}}),
        ({"event": {"eventType": "a", "xdm": {}}}, {"event": {"xdm": {"eventType": "a"}}}),
    ],
)
def test_what_stands_where_it_is_ignored_is_moved(body: Any, after: Any) -> None:
    rule = "body.misplaced" if len(body) > 1 else "event.misplaced"
    body, after = {**body, "query": ASKED}, {**after, "query": ASKED}
    problem = the(rule, body)
    assert problem.severity is Severity.WARNING
    assert "ignores" in problem.message
    assert mended(rule, body) == after


def test_moved_data_keeps_its_spelling_and_gets_its_indentation() -> None:
    before = '{\n  "event": {\n    "xdm": {\n      "data": {\n        "a": 1.10\n      }\n    }\n  }\n}'
    after = '{\n  "event": {\n    "xdm": {},\n    "data": {\n      "a": 1.10\n    }\n  }\n}'
    assert mended("event.misplaced", before) == after


def test_misplaced_data_is_not_moved_onto_other_data() -> None:
    assert the("event.misplaced", {"event": {"xdm": {"data": {}}, "data": {}}}).fix is None


def test_v1_reads_xdm_beside_the_events() -> None:
    assert rules({"events": [{}], "xdm": {}, "query": ASKED}, V1) == []


def test_data_beside_several_events_is_left_to_the_person() -> None:
    assert rules({"events": [{}, {}], "data": {}, "query": ASKED}, V1) == []


def test_a_body_of_64_kb_is_accepted_and_a_larger_one_is_not() -> None:
    frame = '{"event":{"data":{"a":""}},"query":{"identity":{"fetch":["ECID"]}}}'
    exact = frame.replace('""', '"' + "x" * (65_536 - len(frame)) + '"')
    assert len(exact) == 65_536
    assert check(exact) == []
    problem = the("body.size", exact + " ")
    assert problem.code == "EXEG-0112-413"
    assert "65,537" in problem.message


def test_the_size_counts_bytes_as_they_are_sent() -> None:
    text = (
        '{"event":{"xdm":{"timestamp":"{{now}}"},"data":{"a":"é"}},"query":{"identity":{"fetch":["ECID"]}}}'
    )
    padding = 65_536 - len(text.encode()) - 17
    assert check(text + " " * padding) == []
    assert rules(text + " " * (padding + 1)) == ["body.size"]


def test_a_server_that_authenticates_asks_for_an_identity() -> None:
    problem = the("body.identity-needed", an_event(eventType="a"), SIGNED_IN)
    assert problem.severity is Severity.ERROR
    assert problem.code == "EXEG-0306-400"
    assert "body.identity-needed" not in rules(an_event(eventType="a"), V2)


def test_without_a_fetch_the_answer_will_carry_no_visitor_id() -> None:
    problem = the("query.no-ecid", {"event": {"xdm": {}}})
    assert problem.severity is Severity.HINT
    assert problem.pointer == "/query/identity/fetch"
    assert mended("query.no-ecid", {"event": {}}) == {"event": {}, "query": ASKED}
    partly: Any = {"event": {}, "query": {"identity": {"fetch": []}}}
    assert mended("query.no-ecid", partly) == {"event": {}, "query": ASKED}


def test_a_query_in_the_way_is_not_written_over() -> None:
    assert the("query.no-ecid", {"event": {}, "query": []}).fix is None


def test_on_v1_an_event_may_bring_the_query() -> None:
    assert rules({"events": [{"query": ASKED}]}, V1) == []


COLLECT = LintContext("collect", ApiVersion.V1)


def test_collect_is_told_of_its_list_without_a_word_of_versions() -> None:
    found = the("body.events", {"event": {"xdm": {}}}, COLLECT)
    assert "Here the events stand in a list named events." in found.message
    assert "switch" not in found.advice
    assert "collect needs a list" in the("body.events", {}, COLLECT).message


@pytest.mark.parametrize(
    ("endpoint", "body"),
    [
        ("collect", {"events": [{"xdm": {"eventType": "web.webpagedetails.pageViews"}}]}),
        ("set-consent", {"consent": [], "identityMap": {"ECID": [{"id": "1" * 38}]}}),
        ("set-consent", {}),
        ("acquire", {"query": ASKED, "xdm": {"identityMap": {}}}),
        ("ping", {"events": [{"xdm": {"eventType": "media.ping", "mediaCollection": {"playhead": 3}}}]}),
    ],
)
def test_what_is_asked_of_interact_alone_is_asked_of_no_other_endpoint(endpoint: str, body: Any) -> None:
    assert check(body, LintContext(endpoint, ApiVersion.V1)) == []
