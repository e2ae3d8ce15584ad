"""Faults: which of the scenario's plan strike a request, and what then becomes of its answer.

All of it is our choice: the real service fails when it fails. Several faults can strike at once:

- The first that answers instead (a problem, the front door, a status of its own) wins; then nothing else is
  answered, and upstream errors and warnings of others have no answer to stand in.
- Upstream errors and warnings add up in the order of the plan, and delays add up.
- Of headers with one name, of character sets, codings and mishaps, the first of the plan wins.

A fault comes before the request is judged: what it answers instead is answered to bad requests as well, while
upstream errors and warnings only join a good answer. A preflight (``OPTIONS``) is never struck.
"""

import codecs
import hashlib
import zlib
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from http import HTTPStatus
from typing import Any, Final

from edge_studio.edge.endpoints import MEDIA_EVENTS
from edge_studio.edge.scopes import normal_surface
from edge_studio.edge.trace import TraceEvent
from edge_studio.local_edge.changes import FaultMatched
from edge_studio.local_edge.fault_plan import Coding, Fault, FaultProblem, FrontDoor, When
from edge_studio.local_edge.fault_words import words
from edge_studio.local_edge.messages import Answer, Delivery, Reply, Request
from edge_studio.local_edge.problems import Problem
from edge_studio.local_edge.scenario import Scenario, Service
from edge_studio.local_edge.state import State

Headers = tuple[tuple[str, str], ...]

SERVICES: Final[dict[str, Service | None]] = {
    "com.adobe.target": "target",
    "com.adobe.experience.platform.ode": "offerDecisioning",
    "com.adobe.experience_platform.ajo": "journeyOptimizer",
    "com.adobe.experience_platform.edge_segmentation": "segmentation",
    "com.adobe.experience_platform.edge_destinations": "destinations",
    "com.adobe.audiencemanager": "audienceManager",
    "com.adobe.analytics": "analytics",
    "com.adobe.media": "media",
    "com.adobe.experience_platform.xdm_mapper": None,
    "com.adobe.streaming.validation": None,
}
"""What an upstream is called in a scenario; None for one without answers of its own.

The names are those that public samples show, but those of Journey Optimizer, destinations and media: ours.
"""
_WIRE_NAMES: Final = {str(service): name for name, service in SERVICES.items() if service is not None}

_UNHINDERED: Final = Delivery()
_VENDOR: Final = "com.adobe.edge.konductor"
_DETAILS: Final = {
    "EXEG-0200-504": "The call to the '{}' service took too long and was cancelled. Try again.",
    "EXEG-0201-503": "The '{}' service is temporarily unavailable. Try again.",
    "EXEG-0202-502": "The '{}' service could not process the request. Check the request and the service's "
    "configuration.",
    "EXEG-0203-502": "An error occurred while calling the '{}' service for this request. Try again.",
    "EXEG-0204-200": "The '{}' service completed the request with a warning.",
    "EXEG-0205-502": "The '{}' service could not hand over the data that others need of it. Try again.",
}
"""What is said of a service where the scenario has no words of its own; that of 0203 is the service's."""


@dataclass(frozen=True, slots=True)
class Strike:
    """What the faults do to one request, all of them together."""

    names: tuple[str, ...] = ()
    """Those that strike; empty where a fault only had its turn counted."""
    changes: tuple[FaultMatched, ...] = ()
    problem: Problem | None = None
    """Answered instead of everything else."""
    front_door: FrontDoor | None = None
    """Said by the front door instead of everything else; never beside ``problem``."""
    status: int | None = None
    """Of what is answered instead, where it is not the problem's own; :func:`applied` sets it."""
    headers: Headers = ()
    errors: tuple[Problem, ...] = ()
    """Of upstream services, for the ``errors`` of a 207."""
    warnings: tuple[Problem, ...] = ()
    missing: frozenset[Service] = frozenset()
    """The services that failed and therefore give nothing."""
    charset: str = ""
    coding: Coding = ""
    delivery: Delivery = _UNHINDERED
    trace: tuple[TraceEvent, ...] = ()


NOTHING: Final = Strike()
"""What the faults do to most requests."""


def strike(endpoint: str, request: Request, body: Any, scenario: Scenario, state: State) -> Strike:
    """What the scenario's faults do to a request.

    ``endpoint`` is the name of its route, or ``token``; ``body`` is its JSON as far as it could be read, None
    where it could not. A fault that is switched off matches nothing and counts nothing.
    """
    if not scenario.faults or request.method == "OPTIONS":
        return NOTHING
    changes: list[FaultMatched] = []
    struck: list[tuple[Fault, int]] = []
    for fault in scenario.faults:
        index = _fits(fault.when, endpoint, request, body) if fault.on else None
        if index is None:
            continue
        changes.append(FaultMatched(fault.name))
        if _is_its_turn(fault, state.remembered.matches(fault.name), scenario.seed):
            struck.append((fault, index))
    if not struck:
        return Strike(changes=tuple(changes)) if changes else NOTHING
    return _joined(struck, tuple(changes))


def _joined(struck: list[tuple[Fault, int]], changes: tuple[FaultMatched, ...]) -> Strike:
    faults = [fault for fault, _ in struck]
    instead = next((fault for fault in faults if fault.answers_instead), None)
    errors = [(fault, index, said) for fault, index in struck for said in fault.upstream]
    warnings = [(fault, index, said) for fault, index in struck for said in fault.warnings]
    return Strike(
        names=tuple(fault.name for fault in faults),
        changes=changes,
        problem=_problem(instead, instead.problem, {}) if instead and instead.problem else None,
        front_door=_front_door(instead) if instead and not instead.problem else None,
        status=_status(instead) if instead else None,
        headers=_headers(faults),
        errors=() if instead else tuple(_problem(f, said, {"eventIndex": at}) for f, at, said in errors),
        warnings=() if instead else tuple(_problem(f, said, {"eventIndex": at}) for f, at, said in warnings),
        missing=frozenset() if instead else frozenset(_missing(said for _, _, said in errors)),
        charset=next((fault.charset for fault in faults if fault.charset), ""),
        coding=next((fault.coding for fault in faults if fault.coding), ""),
        delivery=_delivery(faults),
        trace=tuple(_step(fault) for fault in faults),
    )


def _step(fault: Fault) -> TraceEvent:
    fails = fault.answers_instead or bool(fault.upstream) or fault.mishap is not None
    return TraceEvent(_VENDOR, "faultStruck", (fault.name, words(fault)), failed=fails)


def _fits(when: When, endpoint: str, request: Request, body: Any) -> int | None:
    """The number of the first event that a fault is for, 0 where it does not ask for one; None for none."""
    if when.endpoint:
        if endpoint != when.endpoint and not (when.endpoint == "media" and endpoint in MEDIA_EVENTS):
            return None
    elif endpoint == "token":
        return None
    if when.datastream and not _names(request, when.datastream):
        return None
    if not when.event_type and not when.scope:
        return 0
    for index, event in enumerate(_events(body)):
        if (not when.event_type or _at(event, "xdm", "eventType") == when.event_type) and (
            not when.scope or _asks(event, when.scope) or _asks(body, when.scope)
        ):
            return index
    return None


def _names(request: Request, datastream: str) -> bool:
    """Whether a request is for a datastream, with or without its environment, in either spelling."""
    given = (request.parameter("configId") or request.parameter("datastreamId")).lower()
    wanted = datastream.lower()
    return given == wanted or given.partition(":")[0] == wanted


def _events(body: Any) -> Iterator[Any]:
    """The events of a body in either version, one without anything where there are none."""
    events = _at(body, "events")
    if isinstance(events, list) and events:
        yield from events
    else:
        yield _at(body, "event")


def _asks(holder: Any, scope: str) -> bool:
    """Whether the ``query`` of an event or of the body asks for a decision scope or a surface."""
    asked = _at(holder, "query", "personalization")
    scopes, surfaces = _at(asked, "decisionScopes"), _at(asked, "surfaces")
    if isinstance(scopes, list) and scope in scopes:
        return True
    wanted = normal_surface(scope)
    return isinstance(surfaces, list) and any(
        isinstance(surface, str) and normal_surface(surface) == wanted for surface in surfaces
    )


def _at(value: Any, *keys: str) -> Any:
    for key in keys:
        value = value.get(key) if isinstance(value, dict) else None
    return value


def _is_its_turn(fault: Fault, before: int, seed: int) -> bool:
    """Whether a request that fits is struck, where ``before`` others did before it."""
    when, turn = fault.when, before + 1
    if turn % when.every or (when.first is not None and turn > when.first):
        return False
    return when.probability >= 1 or _chance(seed, fault.name, turn) < when.probability


def _chance(seed: int, name: str, turn: int) -> float:
    """A number from 0 to below 1 that depends on nothing else, and is the same in every run."""
    digest = hashlib.sha256(f"{seed}\n{turn}\n{name}".encode()).digest()
    return int.from_bytes(digest[:7], "big") / (1 << 56)


def _status(fault: Fault) -> int | None:
    """The status of what is answered instead; None for the problem's own."""
    return fault.status if fault.problem or fault.status else HTTPStatus.SERVICE_UNAVAILABLE.value


def _front_door(fault: Fault) -> FrontDoor:
    """What the front door says; for a bare status, what servers commonly say."""
    return fault.front_door or FrontDoor(f"{fault.status} {_phrase(fault.status or 0)}\n")


def _phrase(status: int) -> str:
    try:
        return HTTPStatus(status).phrase
    except ValueError:
        return "Error"


def _problem(fault: Fault, said: FaultProblem, report: dict[str, Any]) -> Problem:
    usual = _DETAILS.get(said.code, "") if said.service else ""
    detail = (
        said.detail or usual.format(_wire_name(said)) or f"The scenario's fault '{fault.name}' asks for it."
    )
    return Problem(said.code, detail, report, said.title)


def _wire_name(said: FaultProblem) -> str:
    return _WIRE_NAMES.get(said.service, said.service)


def _missing(said: Iterable[FaultProblem]) -> Iterator[Service]:
    for each in said:
        service = SERVICES.get(_wire_name(each))
        if service is not None:
            yield service


def _headers(faults: list[Fault]) -> Headers:
    found: dict[str, str] = {}
    for fault in faults:
        for name, value in fault.headers.items():
            found.setdefault(name.lower(), value)
    return tuple(found.items())


def _delivery(faults: list[Fault]) -> Delivery:
    broken = next((fault for fault in faults if fault.mishap), None)
    delay = sum(fault.delay for fault in faults)
    if broken is None:
        return Delivery(delay)
    return Delivery(delay, broken.mishap, broken.bytes_per_second)


def applied(reply: Reply, struck: Strike) -> Reply:
    """A reply with what the faults add to it: status, headers, writing, delivery, turns and steps.

    Their steps follow the first of the trace, which says that the hit was received.
    """
    if struck is NOTHING:
        return reply
    answer = reply.answer
    if struck.status is not None:
        answer = replace(answer, status=struck.status)
    if struck.headers:
        answer = replace(answer, headers=_with(answer.headers, struck.headers))
    if struck.charset:
        answer = _written(answer, struck.charset)
    if struck.coding:
        answer = _coded(answer, struck.coding)
    trace = (*reply.trace[:1], *struck.trace, *reply.trace[1:])
    return Reply(answer, struck.delivery, (*reply.changes, *struck.changes), trace)


def _with(headers: Headers, more: Headers) -> Headers:
    """Headers in which those of the same name are replaced; cookies are added to cookies."""
    replaced = {name for name, _ in more} - {"set-cookie"}
    return (*(pair for pair in headers if pair[0] not in replaced), *more)


def _written(answer: Answer, charset: str) -> Answer:
    """The answer claimed and written in another character set; what that cannot say becomes ``?``."""
    if not answer.body:
        return answer
    encoder = codecs.getincrementalencoder(charset)("replace")
    pieces = [encoder.encode(piece.decode()) for piece in answer.records or (answer.body,)]
    body = b"".join(pieces)
    kind = next((value for name, value in answer.headers if name == "content-type"), "text/plain")
    headers = _with(answer.headers, (("content-type", f"{kind.partition(';')[0]};charset={charset}"),))
    return replace(answer, headers=headers, body=body, records=tuple(pieces) if answer.records else ())


def _coded(answer: Answer, coding: Coding) -> Answer:
    """The answer in a content coding, piece by piece where it is streamed (RFC 9110: deflate has a wrap)."""
    if not answer.body:
        return answer
    packer = zlib.compressobj(wbits=31 if coding == "gzip" else 15)
    pieces = [
        packer.compress(piece) + packer.flush(zlib.Z_SYNC_FLUSH) for piece in answer.records or (answer.body,)
    ]
    pieces[-1] += packer.flush()
    headers = _with(answer.headers, (("content-encoding", coding),))
    return replace(
        answer, headers=headers, body=b"".join(pieces), records=tuple(pieces) if answer.records else ()
    )
