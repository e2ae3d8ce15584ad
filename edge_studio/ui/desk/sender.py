"""Sending one request from end to end: prepare, note in the history, send, read, note what came."""

import asyncio
from collections.abc import Awaitable, Callable, Generator, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from typing import Any, Protocol
from uuid import uuid4

from edge_studio.edge.exchange import (
    Answered,
    Connection,
    Draft,
    Exchange,
    Outcome,
    Phase,
    PreparedRequest,
    Unanswered,
)
from edge_studio.edge.handles import Answer, read_answer, takes_long
from edge_studio.edge.history_row import EnvelopeCounts, counts_in
from edge_studio.edge.new_exchange import new_exchange
from edge_studio.edge.prepare import prepare
from edge_studio.edge.trace import TraceEvent
from edge_studio.jsontext.document import JsonDocument
from edge_studio.store.problems import StoreProblem
from edge_studio.transport.failures import cancelled_outcome
from edge_studio.transport.timing import Stopwatch


class Client(Protocol):
    """Sends a prepared request; whatever the network does is an outcome."""

    async def send(self, prepared: PreparedRequest, *, stopwatch: Stopwatch) -> Outcome:
        """Send it, and return what came of it."""


class Ledger(Protocol):
    """Where exchanges are kept."""

    async def begin(self, exchange: Exchange) -> int:
        """Note an exchange before it goes out, and return its row."""

    async def finish(
        self,
        id: int,
        outcome: Outcome,
        summary: str,
        trace: Sequence[TraceEvent] = (),
        counts: EnvelopeCounts | None = None,
    ) -> None:
        """Note what came of it, what Local Edge did with it, and what the answer holds."""

    async def record(self, exchange: Exchange) -> int:
        """Note one that is over, and return its row."""


class Expected(Protocol):
    """What the Edge Network on this computer will have done with a request: awaited once that is over."""

    def over(self) -> None:
        """It is over."""

    def __await__(self) -> Generator[Any, None, Sequence[TraceEvent]]:
        """The steps; none, where it never came."""


class Premises(Protocol):
    """The Edge Network on this computer."""

    async def base_url(self) -> str | Unanswered:
        """Its address, started if it does not run yet; why not, where it cannot start."""

    def expect(self, prepared: PreparedRequest) -> Expected | None:
        """Say that a request is about to be sent; None where it goes elsewhere."""


AT_ONCE = 200_000
"""Bytes of an answer that is read at once; a larger one is read in a thread, and the window stays live."""


@dataclass(frozen=True, slots=True)
class Sent:
    """An exchange with its outcome, and the answer as it was read, where one came."""

    exchange: Exchange
    answer: Answer | None = None
    is_kept: bool = False
    """Whether the history holds all of it already."""
    trace: Expected | None = None
    """What Local Edge will tell it did, where it was asked."""
    is_read: bool = True
    """Whether its summary is known; a large answer is read where it is shown, and kept then."""


Began = Callable[[Exchange], None]
OnPhase = Callable[[Phase], None]
Reading = Callable[[Answered], Awaitable[Answer | None]]
"""Waits for what somebody else reads of a large answer; None where nobody does."""


class Sender:
    """Sends drafts; the token of a connection is asked for at each send and kept nowhere."""

    def __init__(
        self,
        client: Callable[[], Client],
        ledger: Ledger,
        local_edge: Premises,
        token_for: Callable[[str], str],
        on_problem: Callable[[StoreProblem], None],
    ) -> None:
        self._client = client
        self._ledger = ledger
        self._local_edge = local_edge
        self._token_for = token_for
        self._on_problem = on_problem

    async def send(
        self, draft: Draft, connection: Connection, document: JsonDocument, began: Began, on_phase: OnPhase
    ) -> Sent:
        """Send ``draft`` and return what came of it.

        ``began`` is told of the exchange once it is in the history, before anything goes out. A cancelled
        send is an outcome like any other; a history that cannot be written keeps nothing from being sent.
        """
        started = datetime.now(UTC)
        exchange = new_exchange(draft, connection, document, started)
        stopwatch = Stopwatch(on_phase)
        try:
            prepared = await self._prepare(draft, connection, started)
        except asyncio.CancelledError:
            return _failed(exchange, cancelled_outcome(stopwatch.phase, stopwatch.timing()))
        if isinstance(prepared, Unanswered):
            refused = _failed(exchange, prepared).exchange
            return Sent(await self._noted(self._ledger.record, refused), is_kept=True)
        exchange = replace(exchange, request=prepared)
        trace: Expected | None = None
        try:
            exchange = await self._noted(self._ledger.begin, exchange)
            began(exchange)
            trace = self._local_edge.expect(prepared)
            stopwatch = Stopwatch(on_phase)  # the time an answer takes is the network's, not the history's
            outcome = await self._client().send(prepared, stopwatch=stopwatch)
        except asyncio.CancelledError:
            return _failed(exchange, cancelled_outcome(stopwatch.phase, stopwatch.timing()))
        finally:
            if trace is not None:
                trace.over()
        if isinstance(outcome, Unanswered):
            return replace(_failed(exchange, outcome), trace=trace)
        return replace(await _read(exchange, outcome), trace=trace)

    async def _noted(self, note: Callable[[Exchange], Awaitable[int]], exchange: Exchange) -> Exchange:
        """The exchange with its row in the history; one that cannot be kept is told of, and goes on."""
        try:
            return replace(exchange, id=await note(exchange))
        except StoreProblem as problem:
            self._on_problem(problem)
            return exchange

    async def keep(self, sent: Sent, reading: Reading) -> Sent:
        """Note in the history what came of an exchange that was begun there; it has its trace from now on.

        Of a large answer ``reading`` is asked: it is read here only where nobody else reads it.
        """
        exchange, answer = sent.exchange, sent.answer
        try:
            if sent.trace is not None:
                exchange = replace(exchange, trace=tuple(await sent.trace))
            if not sent.is_read and isinstance(exchange.outcome, Answered):
                answer = await reading(exchange.outcome) or await _read_apart(exchange.outcome)
                exchange = replace(exchange, summary=answer.sentence)
        finally:  # an answer is kept whatever ends the wait for its trace
            if exchange.id and exchange.outcome is not None and not sent.is_kept:
                await self._ledger.finish(
                    exchange.id,
                    exchange.outcome,
                    exchange.summary,
                    exchange.trace,
                    counts_in(answer.root) if answer is not None and not sent.is_read else None,
                )
        return replace(sent, exchange=exchange, answer=answer, is_kept=True, trace=None, is_read=True)

    async def _prepare(
        self, draft: Draft, connection: Connection, now: datetime
    ) -> PreparedRequest | Unanswered:
        loop = asyncio.get_running_loop()
        token = ""
        if connection.is_local_edge:
            address = await self._local_edge.base_url()
            if isinstance(address, Unanswered):
                return address
            connection = replace(connection, base_url=address)
        else:
            token = await loop.run_in_executor(None, self._token_for, connection.name)
        return prepare(draft, connection, token, now=now, new_request_id=lambda: str(uuid4()))


def _failed(exchange: Exchange, outcome: Unanswered) -> Sent:
    return Sent(replace(exchange, outcome=outcome, summary=outcome.happened))


async def _read_apart(outcome: Answered) -> Answer:
    """Read an answer in a thread."""
    return await asyncio.get_running_loop().run_in_executor(None, read_answer, outcome)


async def _read(exchange: Exchange, outcome: Answered) -> Sent:
    if takes_long(outcome.body):  # the answer's room reads it in turns, and shows its beginning at once
        return Sent(replace(exchange, outcome=outcome), is_read=False)
    if len(outcome.body) > AT_ONCE:
        answer = await _read_apart(outcome)
    else:
        answer = read_answer(outcome)
    return Sent(replace(exchange, outcome=outcome, summary=answer.sentence), answer)
