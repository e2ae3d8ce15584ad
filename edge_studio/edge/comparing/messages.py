"""What is compared of an exchange: of the request and of the answer, the head as JSON and the body."""

import json
from collections.abc import Iterable
from dataclasses import dataclass
from urllib.parse import parse_qsl, urlsplit

from edge_studio.edge.charset import in_utf8
from edge_studio.edge.exchange import Answered, Exchange, Header, Outcome, PreparedRequest
from edge_studio.edge.secrecy import masked, masked_address
from edge_studio.jsontext.lazy_json import LazyValue


@dataclass(frozen=True, slots=True)
class Message:
    """A request or an answer."""

    head: LazyValue
    """What stands beside the body, as an object; no secret is in it."""
    body: bytes


@dataclass(frozen=True, slots=True)
class Compared:
    """An exchange as far as it is known: of a saved answer, nothing but that."""

    request: Message | None
    answer: Message | None


def of_exchange(exchange: Exchange) -> Compared:
    """All of an exchange; an answer that is awaited is not known yet."""
    outcome = exchange.outcome
    return Compared(of_request(exchange.request), of_outcome(outcome) if outcome else None)


def of_saved_answer(body: bytes) -> Compared:
    """An answer's body alone."""
    return Compared(None, Message(LazyValue(b"{}"), in_utf8(body)))


def of_request(request: PreparedRequest) -> Message:
    """Method, address piece by piece, and headers, then the body."""
    address = urlsplit(masked_address(request.url))
    members = [("method", json.dumps(request.method)), ("host", json.dumps(address.netloc))]
    members += [("scheme", json.dumps(address.scheme)), ("path", json.dumps(address.path))]
    query = parse_qsl(address.query, keep_blank_values=True, errors="replace")
    members.append(("query", _object((name, json.dumps(value)) for name, value in query)))
    members.append(("headers", _headers(request.headers)))
    return Message(LazyValue(_object(members).encode()), request.body)


def of_outcome(outcome: Outcome) -> Message:
    """Status and headers, then the body; of what was not answered, why."""
    if not isinstance(outcome, Answered):
        failure = {"not answered": outcome.reason.value, "phase": outcome.phase.value}
        return Message(LazyValue(json.dumps(failure).encode()), b"")
    headers = _headers(Header(name, value) for name, value in outcome.headers)
    head = _object([("status", str(outcome.status)), ("headers", headers)])
    return Message(LazyValue(head.encode()), in_utf8(outcome.body, outcome.headers))


def _headers(headers: Iterable[Header]) -> str:
    """Headers as an object; a name that comes twice is there twice."""
    return _object((header.name.lower(), json.dumps(masked(header))) for header in headers)


def _object(members: Iterable[tuple[str, str]]) -> str:
    return "{" + ",".join(f"{json.dumps(name)}:{value}" for name, value in members) + "}"
