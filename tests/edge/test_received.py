"""What another client sent becomes an exchange that can be read, and composed anew."""

from datetime import UTC, datetime
from typing import Any

import pytest

from edge_studio.edge.endpoints import ENDPOINTS, MEDIA_EVENTS, place_of
from edge_studio.edge.exchange import (
    LOCAL_EDGE,
    Answered,
    ApiVersion,
    Connection,
    Header,
    PreparedRequest,
    RequestIdMode,
    Unanswered,
)
from edge_studio.edge.prepare import prepare
from edge_studio.edge.received import ReceivedHit, received_exchange
from edge_studio.edge.trace import TraceEvent

PAGE = b'"web":{"webPageDetails":{"name":"Home"}}'
BODY = b'{"events":[{"xdm":{"eventType":"web.webpagedetails.pageViews",' + PAGE + b"}}]}"
URL = "http://127.0.0.1:8731/ee/irl1/v1/interact?configId=3fb0a1de&requestId=6b1f"
STEPS = (TraceEvent("com.adobe.edge.konductor", "hitReceived", ("v1 interact",)),)


def a_hit(**change: Any) -> ReceivedHit:
    complete: dict[str, Any] = {
        "started": datetime(2026, 5, 4, 11, 22, 10, tzinfo=UTC),
        "method": "POST",
        "url": URL,
        "headers": (("host", "127.0.0.1:8731"), ("content-type", "text/plain; charset=UTF-8")),
        "body": BODY,
        "status": 200,
        "answer_headers": (("content-type", "application/json;charset=utf-8"),),
        "answer_body": b'{"requestId":"6b1f-0","handle":[]}',
        "seconds": 0.004,
        "trace": STEPS,
    }
    return ReceivedHit(**complete | change)


def test_it_says_what_was_received_and_answered() -> None:
    exchange = received_exchange(a_hit())
    assert exchange.is_received
    assert (exchange.title, exchange.subtitle, exchange.endpoint) == ("Page view", "Home", "interact")
    assert exchange.request.url == URL
    assert exchange.request.body == BODY
    assert exchange.request.request_id == "6b1f"
    assert isinstance(exchange.outcome, Answered)
    assert (exchange.outcome.status, exchange.outcome.reason) == (200, "OK")
    assert exchange.outcome.timing.total == 0.004
    assert exchange.summary
    assert exchange.trace == STEPS


def test_it_can_be_composed_anew_for_the_same_address() -> None:
    draft = received_exchange(a_hit()).draft
    assert draft is not None
    assert (draft.text.encode(), draft.version, draft.endpoint) == (BODY, ApiVersion.V1, "interact")
    assert (draft.location_hint, draft.datastream) == ("irl1", "3fb0a1de")
    assert draft.connection == LOCAL_EDGE
    assert draft.request_id_mode is RequestIdMode.FRESH
    plain = received_exchange(a_hit(url=URL.partition("&")[0])).draft
    assert plain is not None
    assert plain.request_id_mode is RequestIdMode.NONE


def test_neither_secrets_nor_the_clients_connection_are_composed_anew() -> None:
    headers = (
        ("authorization", "Bearer abcdefghijkl"),
        ("cookie", "kndctr_x=1"),
        ("origin", "https://shop.example"),
        ("sec-ch-ua", '"Chromium"'),
        ("x-adobe-aep-validation-token", "session|client"),
        ("user-agent", "curl/8"),
        ("referer", "https://shop.example/"),
    )
    exchange = received_exchange(a_hit(headers=headers))
    assert [header.name for header in exchange.request.headers if header.secret] == [
        "authorization",
        "cookie",
        "x-adobe-aep-validation-token",
    ]
    assert exchange.draft is not None
    assert exchange.draft.headers == (
        Header("user-agent", "curl/8"),
        Header("referer", "https://shop.example/"),
    )


def test_it_is_sent_again_with_its_own_type_of_content_and_its_other_parameters() -> None:
    address = "http://127.0.0.1:1/ee/v2/collect?DataStreamID=3f&silent=true&requestId=6b1f&token=s&note=a%26b"
    draft = received_exchange(a_hit(url=address)).draft
    assert draft is not None
    assert draft.headers == (Header("content-type", "text/plain; charset=UTF-8"),)
    assert draft.parameters == "silent=true&note=a%26b"
    again = prepare(
        draft,
        Connection(LOCAL_EDGE, "http://127.0.0.1:1"),
        "",
        now=datetime(2026, 5, 4, tzinfo=UTC),
        new_request_id=lambda: "new",
    )
    assert isinstance(again, PreparedRequest)
    assert again.url == (
        "http://127.0.0.1:1/ee/v2/collect?dataStreamId=3f&requestId=new&silent=true&note=a%26b"
    )
    assert again.headers == draft.headers
    json = received_exchange(a_hit(headers=(("Content-Type", "application/json"),))).draft
    assert json is not None
    assert json.headers == ()


@pytest.mark.parametrize(
    ("path", "body", "title"),
    [
        ("v1/privacy/set-consent", b'{"consent": [{"value": {"general": "out"}}]}', "Consent: opt out"),
        ("v1/privacy/set-consent", b"", "Consent"),
        ("v1/identity/acquire", b"{}", "Visitor ID"),
        ("va/v1/adBreakStart", b'{"events": []}', "Media: ad break start"),
        ("v1/collect", b"{", "Event without an answer"),
        ("v1/interact", b"{", "Request"),
    ],
)
def test_each_is_called_by_what_it_says_else_by_its_endpoint(path: str, body: bytes, title: str) -> None:
    assert received_exchange(a_hit(url=f"http://127.0.0.1:1/ee/{path}", body=body)).title == title


def test_a_broken_connection_is_no_answer() -> None:
    exchange = received_exchange(a_hit(status=0, answer_headers=(), answer_body=b""))
    assert isinstance(exchange.outcome, Unanswered)
    assert exchange.summary == exchange.outcome.happened


def test_what_went_nowhere_is_told_by_its_path() -> None:
    exchange = received_exchange(a_hit(url="http://127.0.0.1:1/ee/v3/interact", status=404, body=b"\xff"))
    assert exchange.subtitle == "/ee/v3/interact"
    assert exchange.draft is None


@pytest.mark.parametrize("name", ENDPOINTS)
def test_every_endpoint_is_found_again_by_its_path(name: str) -> None:
    endpoint = ENDPOINTS[name]
    for version in endpoint.versions:
        for hint in ("", "or2", "t35"):
            place = place_of(endpoint.path(version, hint, "/ee-pre-prd"))
            assert place is not None
            assert (place.endpoint, place.version, place.hint) == (endpoint, version, hint)
            assert place.base == "/ee-pre-prd"


def test_only_interact_and_collect_know_the_second_version() -> None:
    assert [name for name, endpoint in ENDPOINTS.items() if ApiVersion.V2 in endpoint.versions] == [
        "interact",
        "collect",
    ]
    ping = ENDPOINTS["ping"]
    assert ping.path(ApiVersion.V2) == "/ee/va/v1/ping"
    assert ping.id_param(ApiVersion.V2) == "configId"
    assert len(MEDIA_EVENTS) == 19


def test_only_the_second_version_of_interact_has_one_event() -> None:
    roots = {name: endpoint.body_root(ApiVersion.V2) for name, endpoint in ENDPOINTS.items()}
    assert roots["interact"] == "event"
    assert roots["collect"] == roots["ping"] == "events"
    assert roots["set-consent"] == "consent"
    assert roots["acquire"] == ""
    assert ENDPOINTS["collect"].event_pointer(ApiVersion.V2) == "/events/0"
