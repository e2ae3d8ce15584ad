"""Who plays the Edge Network: the scenario as it is now, what is remembered, and who is told of hits."""

import logging
import threading
import zlib
from collections import Counter
from collections.abc import Callable, Iterable
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta

from edge_studio.edge.local_status import KnownVisitor
from edge_studio.edge.received import ReceivedHit
from edge_studio.edge.trace import TraceEvent
from edge_studio.local_edge.answering import answer, bug, misdirected
from edge_studio.local_edge.hosts import is_loopback, is_served, served_names
from edge_studio.local_edge.memory import Memory, RememberedVisitor
from edge_studio.local_edge.messages import Reply, Request
from edge_studio.local_edge.scenario import Scenario
from edge_studio.local_edge.state import State

_log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class Served:
    """One request that was answered, or whose connection broke; bodies and headers may hold secrets."""

    request: Request
    target: str
    """As the client wrote it in the first line."""
    http_version: str
    """Such as ``1.1``."""
    reply: Reply
    status: int
    """0 where the connection was broken instead of answering."""
    seconds: float
    """From the first byte read to the last one written."""


OnHit = Callable[[ReceivedHit], None]
OnServed = Callable[[Served], None]
OnTrouble = Callable[[str], None]


class Player:
    """Answers requests in one thread, and tells every other how things are."""

    def __init__(
        self,
        scenario: Callable[[], Scenario],
        host: str,
        on_hit: OnHit | None = None,
        on_served: OnServed | None = None,
        on_trouble: OnTrouble | None = None,
    ) -> None:
        self._scenario = scenario
        self._host = host
        self._is_open = not is_loopback(host)
        self._on_hit = on_hit
        self._on_served = on_served
        self._on_trouble = on_trouble
        self._memory = Memory()
        self._lock = threading.Lock()
        self._named: tuple[Scenario | None, frozenset[str]] = (None, frozenset())
        self.hits = 0

    def answer(self, request: Request) -> Reply:
        """Answer a request and remember what it leaves; only in the server's thread.

        It is counted now, so that whoever has its answer finds it counted.
        """
        self.hits += _is_hit(request)
        scenario = self._scenario()
        state = State(remembered=self._memory)
        if not self._is_served(request.header("host"), scenario):
            return misdirected(request, state)
        with self._lock:
            try:
                reply = answer(request, scenario, state)
                self._memory.apply(reply.changes, state.now)
            except Exception:  # noqa: BLE001  # a bug of ours is logged, and the next request is served
                _log.exception("Local Edge could not answer %s %s", request.method, request.path)
                return bug(request, scenario, state)
        return reply

    def served(self, served: Served) -> None:
        """Tell whoever wants to know of a request that it is over; only in the server's thread."""
        try:
            if self._on_served is not None:
                self._on_served(served)
            if self._on_hit is not None and _is_hit(served.request):
                self._on_hit(received(served))
        except Exception:  # noqa: BLE001  # a bug of the listener's is logged, and the next request is served
            _log.exception("A hit could not be told")

    def trouble(self, words: str) -> None:
        """Tell whoever wants to know what keeps a client from being served; no words, no trouble."""
        if words and self._on_trouble is not None:
            self._on_trouble(words)

    def forget(self) -> None:
        """Forget everyone and everything; from any thread."""
        with self._lock:
            self._memory.forget()

    def forget_turns(self, fault: str | None = None) -> None:
        """Count the turns of a fault from the beginning, or those of all; from any thread."""
        with self._lock:
            self._memory.forget_turns(fault)

    def visitors(self) -> tuple[KnownVisitor, ...]:
        """Whom it knows, the last seen first; from any thread."""
        with self._lock:
            visitors, sessions = self._memory.visitors(), self._memory.sessions()
        scenario = self._scenario()
        watching = Counter(session.ecid for session in sessions)
        names = {
            (namespace, id): visitor.name
            for visitor in scenario.visitors
            for namespace, ids in visitor.identities.items()
            for id in ids
        }
        return tuple(_known(each, names, scenario, watching[each.ecid]) for each in visitors)

    def _is_served(self, host: str, scenario: Scenario) -> bool:
        if self._named[0] is not scenario:
            self._named = scenario, served_names(self._host, scenario.hosts)
        return is_served(host, self._named[1], self._is_open)


def _is_hit(request: Request) -> bool:
    """Whether a request is for the Edge Network; preflights and those for tokens are not."""
    return request.path.startswith("/ee") and request.method != "OPTIONS"


def received(served: Served) -> ReceivedHit:
    """A request and its answer as the history keeps them."""
    request, answer = served.request, served.reply.answer
    target = served.target
    if target.startswith("/"):
        target = f"{'https' if request.secure else 'http'}://{request.header('host')}{target}"
    return ReceivedHit(
        started=datetime.now(UTC) - timedelta(seconds=served.seconds),
        method=request.method,
        url=target,
        headers=request.headers,
        body=request.body,
        status=served.status,
        answer_headers=answer.headers,
        answer_body=_uncoded(answer.body, dict(answer.headers).get("content-encoding", "")),
        seconds=served.seconds,
        trace=_timed(served.reply.trace, served.seconds),
        http_version=f"HTTP/{served.http_version}",
    )


def _timed(trace: tuple[TraceEvent, ...], seconds: float) -> tuple[TraceEvent, ...]:
    """A trace with the time that the answer took at its end: the steps before know no clock."""
    return (*trace[:-1], replace(trace[-1], at=seconds)) if trace else ()


def _uncoded(body: bytes, coding: str) -> bytes:
    """A body before the content coding that was put over it here."""
    match coding:
        case "gzip":
            return zlib.decompress(body, 31)
        case "deflate":
            return zlib.decompress(body)
        case _:
            return body


def _known(
    visitor: RememberedVisitor, names: dict[tuple[str, str], str], scenario: Scenario, sessions: int
) -> KnownVisitor:
    identities: Iterable[tuple[str, str]] = (("ECID", visitor.ecid), *visitor.identities)
    return KnownVisitor(
        ecid=visitor.ecid,
        name=next((names[each] for each in identities if each in names), ""),
        first_seen=visitor.first_seen,
        last_seen=visitor.last_seen,
        hits=visitor.hits,
        consent=visitor.consent or scenario.consent,
        identities=visitor.identities,
        displays=tuple(visitor.displays.items()),
        media_sessions=sessions,
    )
