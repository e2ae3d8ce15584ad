from typing import Any

import pytest

from edge_studio.edge.lint import Severity
from tests.edge.linting import V1, an_event, check, mended, rules, the

SCHEMAS = "https://ns.adobe.com/personalization/"


def asking(**personalization: Any) -> dict[str, Any]:
    return {"event": {}, "query": {"identity": {"fetch": ["ECID"]}, "personalization": personalization}}


@pytest.mark.parametrize(
    "timestamp",
    [
        "{{now}}",
        "2021-08-09T14:09:20.859Z",
        "2021-08-09T14:09:20Z",
        "2021-08-09t14:09:20z",
        "2021-08-09T14:09:20+02:00",
        "2024-02-29T23:59:60.123456789-11:30",
    ],
)
def test_a_moment_with_a_zone_is_accepted(timestamp: str) -> None:
    assert rules(an_event(timestamp=timestamp)) == []


@pytest.mark.parametrize(
    ("timestamp", "words"),
    [
        ("", "empty"),
        ("yesterday", "not a moment"),
        ("2021-08-09", "not a moment"),
        ("2021-08-09T14:09:20", "no time zone"),
        ("2021-02-29T14:09:20Z", "does not exist"),
        ("2021-13-01T14:09:20Z", "does not exist"),
        ("2021-08-09T25:09:20Z", "does not exist"),
        ("2021-08-09 14:09:20Z", "not written the way"),
        ("2021-08-09T14:09Z", "not written the way"),
        ("2021-08-09T14:09:20+0200", "not written the way"),
        (3, "must be text"),
        (None, "must be text"),
        ("{{ now }}", "not a moment"),
    ],
)
def test_a_timestamp_that_is_none_is_an_error(timestamp: Any, words: str) -> None:
    problem = the("event.timestamp", an_event(timestamp=timestamp))
    assert problem.severity is Severity.ERROR
    assert problem.pointer == "/event/xdm/timestamp"
    assert words in problem.message


def test_a_missing_zone_is_appended_where_all_else_is_right() -> None:
    before = an_event(timestamp="2021-08-09T14:09:20.859")
    assert mended("event.timestamp", before) == an_event(timestamp="2021-08-09T14:09:20.859Z")
    assert the("event.timestamp", an_event(timestamp="2021-08-09 14:09:20")).fix is None


def test_milliseconds_since_1970_are_written_as_a_moment() -> None:
    assert mended("event.timestamp", an_event(timestamp=1628518160859)) == an_event(
        timestamp="2021-08-09T14:09:20.859Z"
    )


def test_a_moment_before_1970_is_a_warning() -> None:
    problem = the("event.timestamp", an_event(timestamp="1969-12-31T00:00:00Z"))
    assert problem.severity is Severity.WARNING


def test_on_v1_the_timestamp_of_each_event_is_checked() -> None:
    events = [{"xdm": {"timestamp": "2021-08-09T14:09:20Z"}}, {"xdm": {"timestamp": "x"}}]
    assert the("event.timestamp", {"events": events}, V1).pointer == "/events/1/xdm/timestamp"


@pytest.mark.parametrize(
    "event_type", ["web.webpagedetails.pageViews", "user.login", "personalization.request"]
)
def test_any_event_type_is_legal(event_type: str) -> None:
    assert rules(an_event(eventType=event_type)) == []


@pytest.mark.parametrize("event_type", ["web.webPageDetails.pageViews", "web.webpagedetails.pageViews "])
def test_a_misspelled_event_type_is_mended(event_type: str) -> None:
    before = an_event(eventType=event_type)
    assert the("event.type", before).severity is Severity.WARNING
    assert mended("event.type", before) == an_event(eventType="web.webpagedetails.pageViews")


def test_an_empty_event_type_is_told() -> None:
    assert rules(an_event(eventType="")) == ["event.type"]


def test_only_ecid_and_core_can_be_fetched() -> None:
    body = {"event": {}, "query": {"identity": {"fetch": ["ECID", "CORE", "Email"]}}}
    problem = the("query.fetch", body)
    assert (problem.pointer, problem.code) == ("/query/identity/fetch/2", "EXEG-0303-200")
    lower = {"event": {}, "query": {"identity": {"fetch": ["ecid"]}}}
    assert mended("query.fetch", lower) == {"event": {}, "query": {"identity": {"fetch": ["ECID"]}}}


def test_scopes_without_schemas_are_a_hint_with_the_usual_ones() -> None:
    before = asking(decisionScopes=["hero-banner"])
    assert the("query.schemas", before).severity is Severity.HINT
    schemas = mended("query.schemas", before)["query"]["personalization"]["schemas"]
    assert f"{SCHEMAS}html-content-item" in schemas
    assert f"{SCHEMAS}dom-action" not in schemas
    page_wide = mended("query.schemas", asking(decisionScopes=["__view__"]))
    assert f"{SCHEMAS}dom-action" in page_wide["query"]["personalization"]["schemas"]


def test_the_page_wide_scope_wants_the_schema_of_its_offers() -> None:
    before = asking(decisionScopes=["__view__"], schemas=[f"{SCHEMAS}html-content-item"])
    after = mended("query.schemas", before)["query"]["personalization"]["schemas"]
    assert after == [f"{SCHEMAS}html-content-item", f"{SCHEMAS}dom-action"]


def test_surfaces_alone_need_no_schemas() -> None:
    assert rules(asking(surfaces=["web://shop.example/#hero"])) == []


def test_at_most_30_scopes_fit_in_a_request() -> None:
    scopes = [f"scope-{number}" for number in range(31)]
    schemas = [f"{SCHEMAS}html-content-item"]
    assert rules(asking(decisionScopes=scopes, schemas=schemas)) == ["query.scope-count"]
    assert rules(asking(decisionScopes=scopes[:30], schemas=schemas)) == []


def test_a_scope_that_is_asked_for_twice_is_removed() -> None:
    schemas = [f"{SCHEMAS}html-content-item"]
    before = asking(decisionScopes=["a", "b", "a"], schemas=schemas)
    assert the("query.duplicates", before).pointer.endswith("/decisionScopes/2")
    assert mended("query.duplicates", before) == asking(decisionScopes=["a", "b"], schemas=schemas)
    empty = asking(decisionScopes=["a", ""], schemas=schemas)
    assert mended("query.duplicates", empty) == asking(decisionScopes=["a"], schemas=schemas)


def test_null_and_empty_text_in_xdm_are_hints_that_are_removed() -> None:
    before = an_event(
        web={"webPageDetails": {"name": "", "URL": "https://shop.example/"}}, _shop={"a": [None]}
    )
    found = check(before)
    assert [(p.rule, p.severity) for p in found] == [("xdm.empty", Severity.HINT)] * 2
    single = an_event(web={"webPageDetails": {"name": "", "URL": "https://shop.example/"}})
    after = an_event(web={"webPageDetails": {"URL": "https://shop.example/"}})
    assert mended("xdm.empty", single) == after


def test_an_empty_referrer_and_echoed_details_are_normal() -> None:
    proposition = {"id": "p", "scope": "s", "scopeDetails": {"a": None, "b": ""}}
    experience = {"decisioning": {"propositions": [proposition]}}
    assert check(an_event(web={"webReferrer": {"URL": ""}}, _experience=experience)) == []


def test_custom_data_may_be_empty() -> None:
    body = {**an_event(), "event": {"data": {"a": None, "b": ""}}}
    assert check(body) == []
