"""Between the values of an exchange and the columns they are kept in."""

import json
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import Any

import msgspec

from edge_studio.edge.exchange import (
    Answered,
    Draft,
    Exchange,
    FailureReason,
    Header,
    Outcome,
    Phase,
    PreparedRequest,
    Timing,
    Unanswered,
)
from edge_studio.edge.history_row import Ending, HistoryRow
from edge_studio.edge.trace import TraceEvent
from edge_studio.store.search import clean

_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
ROW_COLUMNS = (
    "id, run, started, connection, production, endpoint, event_type, title, subtitle, url, ending,"
    " status, reason, summary, duration, size, handles, errors, warnings, pinned"
)
"""What ``row_from`` reads, of the table ``exchange``."""


def microseconds(moment: datetime) -> int:
    """A moment as it is kept: microseconds since 1970, UTC."""
    return (moment - _EPOCH) // timedelta(microseconds=1)


def moment(stored: int) -> datetime:
    """The moment that was kept, UTC."""
    return _EPOCH + timedelta(microseconds=stored)


def to_json(value: object) -> str:
    """A value as JSON in ASCII: half a surrogate pair in a draft survives it."""
    return json.dumps(msgspec.to_builtins(value), separators=(",", ":"))


def request_texts(exchange: Exchange) -> Iterator[str]:
    """The short texts of what was sent: searched together with the body."""
    request = exchange.request
    yield from (
        exchange.title,
        exchange.subtitle,
        exchange.connection,
        exchange.endpoint,
        exchange.event_type,
    )
    yield from (f"{request.method} {request.url}", request.request_id)
    for header in request.headers:
        yield f"{header.name}: {header.value}"


def answer_texts(outcome: Outcome, summary: str) -> Iterator[str]:
    """The short texts of what came back, or of why nothing did."""
    yield summary
    match outcome:
        case Answered():
            yield f"{outcome.status} {outcome.reason}"
            for name, value in outcome.headers:
                yield f"{name}: {value}"
        case Unanswered():
            yield from (outcome.reason, outcome.phase, outcome.happened, outcome.why, outcome.remedy)
            yield outcome.detail


def lines(texts: Iterable[str]) -> str:
    """Texts as they are kept to be searched: a line each."""
    return clean("\n".join(texts))


def row_from(columns: Sequence[Any], run: str) -> HistoryRow:
    """The glance at a stored exchange; one that is not finished waits only in the run that began it."""
    (id, its_run, started, connection, production, endpoint, event_type, title, subtitle, url, ending) = (
        columns[:11]
    )
    status, reason, summary, duration, size, handles, errors, warnings, pinned = columns[11:]
    if not reason and ending == Ending.NO_ANSWER:
        if its_run == run:
            ending = Ending.WAITING
        else:
            reason = FailureReason.NOT_RECORDED
    return HistoryRow(
        id=id,
        started=moment(started),
        connection=connection,
        production=bool(production),
        endpoint=endpoint,
        event_type=event_type,
        title=title,
        subtitle=subtitle,
        url=url,
        ending=Ending(ending),
        status=status,
        reason=str(reason),
        summary=summary,
        duration=duration,
        size=size,
        handles=handles,
        errors=errors,
        warnings=warnings,
        pinned=bool(pinned),
    )


def request_from(columns: Sequence[Any], url: str) -> tuple[PreparedRequest, Draft | None]:
    """What was sent and how it was composed, of the columns method, request_id, headers, draft, body."""
    method, request_id, headers, draft, body = columns
    prepared = PreparedRequest(
        method=method,
        url=url,
        headers=msgspec.convert(json.loads(headers), tuple[Header, ...]),
        body=body,
        request_id=request_id,
    )
    return prepared, msgspec.convert(json.loads(draft), Draft) if draft else None


def outcome_columns(outcome: Outcome) -> tuple[str, bytes]:
    """An outcome as it is kept: all but the body as JSON, and the body."""
    match outcome:
        case Answered():
            return to_json(replace(outcome, body=b"", packed=None)), outcome.body
        case Unanswered():
            return to_json(outcome), b""


def outcome_from(stored: str, body: bytes) -> Outcome:
    """The outcome that was kept."""
    content = json.loads(stored)
    if "status" in content:
        return replace(msgspec.convert(content, Answered), body=body)
    return msgspec.convert(content, Unanswered)


def trace_from(stored: str) -> tuple[TraceEvent, ...]:
    """The trace that was kept."""
    return msgspec.convert(json.loads(stored), tuple[TraceEvent, ...])


def not_recorded() -> Unanswered:
    """The outcome of an exchange whose answer never reached the history."""
    return Unanswered(
        phase=Phase.WAIT,
        reason=FailureReason.NOT_RECORDED,
        happened="No answer was recorded.",
        why="Edge Studio ended, or another one is still waiting, while the answer was on its way.",
        remedy="Open it as a new request and send it again; the Edge Network may have got the first one.",
        timing=Timing(0.0),
    )
