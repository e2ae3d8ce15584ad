"""What another client sent to Local Edge: as it came in and was answered, and as an exchange."""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Final
from urllib.parse import parse_qsl, urlencode, urlsplit

from edge_studio.edge.describe import UNKNOWN, describe
from edge_studio.edge.endpoints import INTERACT, Place, place_of
from edge_studio.edge.exchange import (
    LOCAL_EDGE,
    RECEIVED,
    Answered,
    Draft,
    Exchange,
    FailureReason,
    Header,
    Outcome,
    Phase,
    PreparedRequest,
    RequestIdMode,
    Span,
    Timing,
    Unanswered,
)
from edge_studio.edge.handles import read_answer
from edge_studio.edge.secrecy import is_secret
from edge_studio.edge.trace import TraceEvent
from edge_studio.jsontext.document import JsonDocument

_NOT_OURS: Final = frozenset(
    (
        "accept",
        "accept-encoding",
        "accept-language",
        "cache-control",
        "connection",
        "content-encoding",
        "content-length",
        "cookie",
        "dnt",
        "expect",
        "host",
        "keep-alive",
        "origin",
        "pragma",
        "priority",
        "proxy-connection",
        "te",
        "trailer",
        "transfer-encoding",
        "upgrade",
        "x-request-id",
    )
)
"""Headers that belong to the client's connection or browser, and that no request composed anew repeats."""


@dataclass(frozen=True, slots=True)
class ReceivedHit:
    """What Local Edge tells of a hit once it is answered; bodies and headers may hold secrets."""

    started: datetime
    """When its first byte was read, with a zone, UTC."""
    method: str
    url: str
    """As the client addressed it, with scheme, host, port and query."""
    headers: tuple[tuple[str, str], ...]
    body: bytes
    status: int
    """0 where the connection was broken instead of answering."""
    answer_headers: tuple[tuple[str, str], ...]
    answer_body: bytes
    """Before content coding."""
    seconds: float
    trace: tuple[TraceEvent, ...] = ()
    http_version: str = "HTTP/1.1"


def received_exchange(hit: ReceivedHit) -> Exchange:
    """The exchange that a hit was, with a draft to send it anew from here."""
    address = urlsplit(hit.url)
    place = place_of(address.path)
    endpoint = place.endpoint if place else INTERACT
    text = hit.body.decode("utf-8", "replace")
    document = JsonDocument(text)
    said = describe(document)
    draft = _draft(hit, place, text) if place else None
    headers = tuple(_header(name, value) for name, value in hit.headers)
    outcome = _outcome(hit)
    summary = outcome.happened if isinstance(outcome, Unanswered) else read_answer(outcome).sentence
    return Exchange(
        id=0,
        started=hit.started,
        connection=RECEIVED,
        production=False,
        endpoint=endpoint.name,
        event_type=said.event_type,
        title=endpoint.label if said.title == UNKNOWN and endpoint is not INTERACT else said.title,
        subtitle=said.subtitle or ("" if place else address.path),
        request=PreparedRequest(hit.method, hit.url, headers, hit.body, _parameter(hit.url, "requestId")),
        outcome=outcome,
        summary=summary,
        draft=draft,
        trace=hit.trace,
    )


def _header(name: str, value: str) -> Header:
    header = Header(name, value)
    return replace(header, secret=is_secret(header))


def _draft(hit: ReceivedHit, place: Place, text: str) -> Draft:
    """How it would be composed here; secrets are left out, for a draft is kept in files."""
    request_id = _parameter(hit.url, "requestId")
    return Draft(
        text,
        endpoint=place.endpoint.name,
        version=place.version,
        connection=LOCAL_EDGE,
        datastream=_parameter(hit.url, place.endpoint.id_param(place.version)),
        location_hint=place.hint,
        request_id_mode=RequestIdMode.FRESH if request_id else RequestIdMode.NONE,
        parameters=urlencode(list(_other_parameters(hit.url, place))),
        headers=tuple(_own_headers(hit)),
    )


def _own_headers(hit: ReceivedHit) -> Iterator[Header]:
    for name, value in hit.headers:
        lowered = name.lower()
        header = _header(name, value)
        standard = lowered == "content-type" and value.strip().lower() == "application/json"
        left_out = standard or lowered in _NOT_OURS or lowered.startswith(("sec-", "access-control-"))
        if not (header.secret or left_out):
            yield header


def _other_parameters(url: str, place: Place) -> Iterator[tuple[str, str]]:
    """What a draft has no field for, such as ``silent``; no secrets."""
    said = {place.endpoint.id_param(place.version).lower(), "requestid"}
    for name, value in parse_qsl(urlsplit(url).query, keep_blank_values=True):
        if name.lower() not in said and not is_secret(Header(name, value)):
            yield name, value


def _parameter(url: str, name: str) -> str:
    query = parse_qsl(urlsplit(url).query, keep_blank_values=True)
    return next((value for key, value in query if key.lower() == name.lower()), "")


def _outcome(hit: ReceivedHit) -> Outcome:
    timing = Timing(hit.seconds, (Span(Phase.WAIT, 0.0, hit.seconds),))
    if not hit.status:
        return Unanswered(
            phase=Phase.WAIT,
            reason=FailureReason.RESET,
            happened="Local Edge broke the connection instead of answering.",
            why="A fault of the scenario says so; the client saw its connection reset.",
            remedy="Switch the fault off in the panel of Local Edge to have the request answered.",
            timing=timing,
        )
    return Answered(
        status=hit.status,
        reason=_reason(hit.status),
        headers=hit.answer_headers,
        body=hit.answer_body,
        wire_size=len(hit.answer_body),
        timing=timing,
        http_version=hit.http_version,
    )


def _reason(status: int) -> str:
    from http import HTTPStatus

    try:
        return HTTPStatus(status).phrase
    except ValueError:
        return ""
