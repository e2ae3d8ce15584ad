"""Exchanges to fill a history with: everything has a default, a test says only what it is about."""

from datetime import UTC, datetime

from edge_studio.edge.exchange import (
    Answered,
    Draft,
    Exchange,
    FailureReason,
    Header,
    Outcome,
    Phase,
    PreparedRequest,
    Span,
    Timing,
    Unanswered,
)

BODY = b'{"event": {"xdm": {"eventType": "web.webpagedetails.pageViews"}}}'
ANSWER = (
    b'{"requestId":"c85402f5-83a1-4fb3-9d6e-0a1b2c3d4e5f","handle":[{"type":"state:store","payload":[]}]}'
)
URL = "http://127.0.0.1:8731/ee/v2/interact?dataStreamId=3fb0a1de"


def a_request(
    body: bytes = BODY, url: str = URL, headers: tuple[Header, ...] = (), request_id: str = ""
) -> PreparedRequest:
    return PreparedRequest(
        "POST", url, (Header("Content-Type", "application/json"), *headers), body, request_id
    )


def an_answer(
    status: int = 200,
    reason: str = "OK",
    body: bytes = ANSWER,
    headers: tuple[tuple[str, str], ...] = (("content-type", "application/json"),),
    total: float = 0.184,
) -> Answered:
    timing = Timing(total, (Span(Phase.WAIT, 0.01, 0.1),), reused_connection=True)
    return Answered(status, reason, headers, body, wire_size=len(body), timing=timing)


def a_failure(reason: FailureReason = FailureReason.REFUSED, detail: str = "") -> Unanswered:
    return Unanswered(
        Phase.CONNECT,
        reason,
        happened="Nothing answered at the address.",
        why="The server is not running.",
        remedy="Start it.",
        timing=Timing(0.02),
        detail=detail,
    )


def an_exchange(
    title: str = "Page view",
    request: PreparedRequest | None = None,
    outcome: Outcome | None = None,
    connection: str = "Local Edge",
    started: datetime = datetime(2026, 3, 1, 14, 2, 3, 456789, tzinfo=UTC),
    subtitle: str = "Home page",
    summary: str = "",
    draft: Draft | None = None,
    production: bool = False,
) -> Exchange:
    return Exchange(
        id=0,
        started=started,
        connection=connection,
        production=production,
        endpoint="interact",
        event_type="web.webpagedetails.pageViews",
        title=title,
        subtitle=subtitle,
        request=request or a_request(),
        outcome=outcome,
        summary=summary,
        draft=draft,
    )
