import json
from dataclasses import replace
from datetime import UTC, datetime, timedelta, timezone

import pytest

from edge_studio.edge.exchange import (
    LOCAL_EDGE,
    ApiVersion,
    Connection,
    Draft,
    FailureReason,
    Header,
    Phase,
    PreparedRequest,
    RequestIdMode,
    Unanswered,
)
from edge_studio.edge.prepare import LOCAL_DATASTREAM, NOW_PLACEHOLDER, display_url, prepare

NOW = datetime(2026, 5, 4, 13, 22, 10, 4999, tzinfo=timezone(timedelta(hours=2)))
SERVER = Connection("Test", "https://server.adobedc.net", datastream="ds-1")
DRAFT = Draft('{"event": {"xdm": {}}}', request_id_mode=RequestIdMode.NONE)


def prepared(draft: Draft = DRAFT, connection: Connection = SERVER, token: str = "") -> PreparedRequest:
    outcome = prepare(draft, connection, token, now=NOW, new_request_id=lambda: "fresh-1")
    assert isinstance(outcome, PreparedRequest), outcome
    return outcome


def refused(draft: Draft = DRAFT, connection: Connection = SERVER, token: str = "") -> Unanswered:
    outcome = prepare(draft, connection, token, now=NOW, new_request_id=lambda: "fresh-1")
    assert isinstance(outcome, Unanswered), outcome
    assert outcome.phase is Phase.PREPARE
    assert outcome.happened
    assert outcome.why
    assert outcome.remedy
    return outcome


def test_the_specifications_request_is_prepared_as_it_is_written_there() -> None:
    connection = replace(SERVER, organisation="ORG@AdobeOrg", api_key="key-1")
    request = prepared(connection=connection, token="token-1")
    assert request.method == "POST"
    assert request.url == "https://server.adobedc.net/ee/v2/interact?dataStreamId=ds-1"
    assert request.headers == (
        Header("Content-Type", "application/json"),
        Header("Authorization", "Bearer token-1", secret=True),
        Header("x-gw-ims-org-id", "ORG@AdobeOrg"),
        Header("x-api-key", "key-1"),
    )
    assert request.body == DRAFT.text.encode()
    assert request.request_id == ""


def test_v1_spells_the_datastream_config_id() -> None:
    request = prepared(replace(DRAFT, version=ApiVersion.V1))
    assert request.url == "https://server.adobedc.net/ee/v1/interact?configId=ds-1"


def test_a_request_id_is_fresh_fixed_or_absent() -> None:
    fresh = prepared(replace(DRAFT, request_id_mode=RequestIdMode.FRESH))
    assert fresh.url.endswith("?dataStreamId=ds-1&requestId=fresh-1")
    assert fresh.request_id == "fresh-1"
    fixed = prepared(replace(DRAFT, request_id_mode=RequestIdMode.FIXED, request_id="my id&1"))
    assert fixed.url.endswith("?dataStreamId=ds-1&requestId=my%20id%261")
    assert fixed.request_id == "my id&1"
    assert "requestId" not in prepared().url
    assert "requestId" not in prepared(replace(DRAFT, request_id_mode=RequestIdMode.FIXED)).url


@pytest.mark.parametrize(
    ("typed", "sent"),
    [
        ("silent=true", "&silent=true"),
        (" ?silent=true&a=%26 ", "&silent=true&a=%26"),
        ("a=ä b#c", "&a=%C3%A4%20b%23c"),
        ("  ", ""),
    ],
)
def test_further_parameters_come_last_as_they_were_typed(typed: str, sent: str) -> None:
    draft = replace(DRAFT, parameters=typed)
    assert prepared(draft).url == f"{prepared().url}{sent}" == display_url(draft, SERVER)


@pytest.mark.parametrize(
    ("endpoint", "address"),
    [
        ("collect", "/ee/v2/collect?dataStreamId=ds-1"),
        ("set-consent", "/ee/v1/privacy/set-consent?configId=ds-1"),
        ("acquire", "/ee/v1/identity/acquire?configId=ds-1"),
        ("ping", "/ee/va/v1/ping?configId=ds-1"),
    ],
)
def test_each_endpoint_is_reached_at_its_own_address(endpoint: str, address: str) -> None:
    assert prepared(replace(DRAFT, endpoint=endpoint)).url == f"https://server.adobedc.net{address}"


def test_the_location_hint_stands_in_the_path() -> None:
    assert "/ee/or2/v2/interact?" in prepared(replace(DRAFT, location_hint="or2")).url
    assert "/ee/a%2Fb/v2/interact?" in prepared(replace(DRAFT, location_hint="a/b")).url
    assert refused(replace(DRAFT, location_hint="..")).reason is FailureReason.BAD_REQUEST


def test_the_drafts_datastream_goes_before_the_connections() -> None:
    assert prepared(replace(DRAFT, datastream="ds-2:dev")).url.endswith("?dataStreamId=ds-2:dev")


def test_a_request_without_a_datastream_may_be_sent_to_see_what_happens() -> None:
    request = prepared(connection=replace(SERVER, datastream=""))
    assert request.url == "https://server.adobedc.net/ee/v2/interact"


def test_local_edge_has_a_datastream_of_its_own() -> None:
    request = prepared(connection=Connection(LOCAL_EDGE, "http://127.0.0.1:8731"))
    assert request.url == f"http://127.0.0.1:8731/ee/v2/interact?dataStreamId={LOCAL_DATASTREAM}"


def test_ones_own_headers_come_last_and_replace_the_standard_ones_of_the_same_name() -> None:
    own = (Header("content-TYPE", "text/plain"), Header(" X-Trace ", " a b "), Header("", ""))
    request = prepared(replace(DRAFT, headers=own))
    assert request.headers == (Header("content-TYPE", "text/plain"), Header("X-Trace", "a b"))


@pytest.mark.parametrize(
    "name", ["authorization", "COOKIE", "Proxy-Authorization", "x-user-token", "X-Client-Secret"]
)
def test_a_header_that_is_a_secret_by_its_name_is_marked_so(name: str) -> None:
    request = prepared(replace(DRAFT, headers=(Header(name, "s3cret"),)))
    assert Header(name, "s3cret", secret=True) in request.headers


def test_a_token_copied_with_its_scheme_and_a_line_end_is_sent_once() -> None:
    assert Header("Authorization", "Bearer abc", secret=True) in prepared(token="Bearer abc\n").headers


@pytest.mark.parametrize(
    "address", ["http://server.example", "http://10.0.0.1:8080", "http://127.0.0.1.example"]
)
def test_a_token_is_never_sent_over_plain_http_to_another_computer(address: str) -> None:
    problem = refused(connection=replace(SERVER, base_url=address), token="token-1")
    assert problem.reason is FailureReason.TOKEN_OVER_HTTP
    assert "token-1" not in problem.happened + problem.why + problem.remedy + problem.detail


def test_a_token_in_a_header_of_ones_own_is_not_sent_over_plain_http_either() -> None:
    draft = replace(DRAFT, headers=(Header("authorization", "Bearer token-1"),))
    problem = refused(draft, replace(SERVER, base_url="http://server.example"))
    assert problem.reason is FailureReason.TOKEN_OVER_HTTP


@pytest.mark.parametrize("address", ["http://127.0.0.1:8731", "http://[::1]:8731", "http://localhost:8731"])
def test_a_token_may_go_over_plain_http_to_this_computer(address: str) -> None:
    request = prepared(connection=replace(SERVER, base_url=address), token="token-1")
    assert Header("Authorization", "Bearer token-1", secret=True) in request.headers


def test_without_a_token_plain_http_is_allowed() -> None:
    request = prepared(connection=replace(SERVER, base_url="http://server.example"))
    assert request.url.startswith("http://server.example/ee/v2/interact?")


@pytest.mark.parametrize(
    "header",
    [
        Header("X Trace", "1"),
        Header("X-Trace:", "1"),
        Header("", "1"),
        Header("X-Trace", "a\r\nEvil: b"),
        Header("X-Trace", "naïve"),
        Header("X-Trace", "\x00"),
        Header("Content-Length", "3"),
        Header("transfer-encoding", "chunked"),
    ],
)
def test_a_header_that_cannot_be_sent_is_refused(header: Header) -> None:
    assert refused(replace(DRAFT, headers=(header,))).reason is FailureReason.BAD_REQUEST


def test_a_token_with_a_line_break_inside_is_refused_without_being_shown() -> None:
    problem = refused(token="abc\ndef")
    assert problem.reason is FailureReason.BAD_REQUEST
    assert "abc" not in problem.happened + problem.why + problem.remedy + problem.detail


@pytest.mark.parametrize("address", ["", "gopher://x", "https://user:pw@server.adobedc.net", "https://"])
def test_an_address_that_cannot_be_used_is_refused(address: str) -> None:
    problem = refused(connection=replace(SERVER, base_url=address))
    assert problem.reason is FailureReason.BAD_REQUEST
    assert "pw" not in problem.why


@pytest.mark.parametrize(
    ("draft", "what"),
    [
        (replace(DRAFT, text='"\ud83d"'), "its text"),
        (replace(DRAFT, text='{"event":{"xdm":{"timestamp":"{{now}}","a":"\ude00"}}}'), "its text"),
        (replace(DRAFT, datastream="\ud83d"), "the datastream ID"),
        (replace(DRAFT, location_hint="\ud83d"), "the location hint"),
        (replace(DRAFT, request_id_mode=RequestIdMode.FIXED, request_id="\ud83d"), "the request ID"),
    ],
)
def test_half_a_character_is_refused_and_can_be_shown(draft: Draft, what: str) -> None:
    assert what in refused(draft).happened
    assert display_url(draft, SERVER).isascii()


def test_the_body_is_the_text_byte_for_byte() -> None:
    text = '{ "event" :{"xdm":{"a":1.10,"a":7163309881222824984,\t"t":"😀 {{now}}"}}}\n'
    assert prepared(replace(DRAFT, text=text)).body == text.encode()


def test_text_that_is_not_json_is_sent_as_it_is() -> None:
    assert prepared(replace(DRAFT, text='{"event": {{now}}')).body == b'{"event": {{now}}'


def test_the_timestamp_now_becomes_the_time_of_sending_and_nothing_else_does() -> None:
    text = '{"a":"😀","event":{"xdm":{"timestamp" : "{{now}}","x":"{{now}}"},"data":{"timestamp":"{{now}}"}}}'
    expected = text.replace('"timestamp" : "{{now}}"', '"timestamp" : "2026-05-04T11:22:10.004Z"')
    assert prepared(replace(DRAFT, text=text)).body == expected.encode()


def test_on_v1_each_event_gets_its_time() -> None:
    event = {"xdm": {"timestamp": NOW_PLACEHOLDER}}
    draft = replace(DRAFT, text=json.dumps({"events": [event, {"xdm": {}}, event]}), version=ApiVersion.V1)
    events = json.loads(prepared(draft).body)["events"]
    assert [event["xdm"].get("timestamp") for event in events] == [
        "2026-05-04T11:22:10.004Z",
        None,
        "2026-05-04T11:22:10.004Z",
    ]


def test_a_moment_in_utc_keeps_its_milliseconds() -> None:
    draft = replace(DRAFT, text='{"event":{"xdm":{"timestamp":"{{now}}"}}}')
    now = datetime(2026, 1, 1, tzinfo=UTC)
    outcome = prepare(draft, SERVER, "", now=now, new_request_id=str)
    assert isinstance(outcome, PreparedRequest)
    assert b'"2026-01-01T00:00:00.000Z"' in outcome.body


def test_the_address_can_be_shown_before_it_is_sent() -> None:
    draft = replace(DRAFT, location_hint="or2", request_id_mode=RequestIdMode.FRESH)
    assert display_url(draft, SERVER) == (
        "https://server.adobedc.net/ee/or2/v2/interact?dataStreamId=ds-1&requestId=…"
    )
    assert display_url(DRAFT, Connection(LOCAL_EDGE, "")).startswith("http://127.0.0.1/ee/v2/interact?")


def test_a_password_in_an_address_is_not_shown() -> None:
    assert "pw" not in display_url(DRAFT, replace(SERVER, base_url="https://user:pw@server.adobedc.net"))
    assert "pw" not in display_url(DRAFT, replace(SERVER, base_url="https://user:p@pw@server.adobedc.net"))
