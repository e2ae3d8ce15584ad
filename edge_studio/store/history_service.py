"""The history for the window: asked from the event loop, done in threads of its own."""

import os
import threading
from collections.abc import Callable, Iterable, Sequence
from datetime import timedelta
from pathlib import Path
from typing import TYPE_CHECKING, TypeVar

from edge_studio.edge.exchange import Exchange, Outcome
from edge_studio.edge.history_row import EnvelopeCounts, HistoryRow
from edge_studio.store.background import Background

if TYPE_CHECKING:  # loading SQLite takes time: it is done in the thread that needs it
    from edge_studio.edge.trace import TraceEvent
    from edge_studio.store.history import History

T = TypeVar("T")


class HistoryService:
    """The history in the file at ``path``, opened at the first use.

    One thread writes and another reads, so that a long search never keeps a request from being sent. Every
    method raises what ``History`` raises. Cancelling a search stops it.
    """

    def __init__(self, path: Path) -> None:
        run = os.urandom(16).hex()
        self._writer = _Desk(path, run, "history")
        self._reader = _Desk(path, run, "history reading")
        self._is_open = False

    async def open(self) -> str:
        """Open the file, bring it up to date; what a person should know of it, in words (mostly nothing)."""
        notice = await self._writer.run(_notice)
        self._is_open = True
        return notice

    async def begin(self, exchange: Exchange) -> int:
        """Keep what is about to be sent, on the disk when this returns; the id of its row."""
        return await self._write(lambda history: history.begin(exchange))

    async def finish(
        self,
        id: int,
        outcome: Outcome,
        summary: str,
        trace: "Sequence[TraceEvent]" = (),
        counts: EnvelopeCounts | None = None,
    ) -> None:
        """Keep what came of an exchange, what Local Edge did with it, and what the answer holds if known."""
        await self._write(lambda history: history.finish(id, outcome, summary, trace, counts))

    async def record(self, exchange: Exchange) -> int:
        """Keep an exchange that is over; the id of its row."""
        return await self._write(lambda history: history.record(exchange))

    async def record_all(self, exchanges: Iterable[Exchange]) -> list[int]:
        """Keep many exchanges that are over, all or none of them; the ids of their rows."""
        kept = tuple(exchanges)
        return await self._write(lambda history: history.record_all(kept))

    async def pin(self, id: int, pinned: bool) -> None:
        """Keep an exchange from being trimmed, or no longer."""
        await self._write(lambda history: history.pin(id, pinned))

    async def delete(self, ids: Iterable[int]) -> None:
        """Forget exchanges."""
        doomed = tuple(ids)
        await self._write(lambda history: history.delete(doomed))

    async def clear(self) -> None:
        """Forget every exchange that is not pinned."""
        await self._write(lambda history: history.clear())

    async def trim(self, max_bytes: int = 0, max_age: timedelta | None = None) -> int:
        """Forget the oldest exchanges beyond a size or an age, and tidy up, in small steps; how many went."""
        boundary = await self._write(lambda history: history.trim_boundary(max_bytes, max_age))
        removed = 0
        while step := await self._write(lambda history: history.trim_some(boundary)):
            removed += step
        while await self._write(lambda history: history.tidy()):
            pass
        return removed

    async def get(self, id: int) -> Exchange | None:
        """An exchange as it was; None where there is no such row."""
        return await self._read(lambda history: history.get(id))

    async def row(self, id: int) -> HistoryRow | None:
        """The glance at an exchange; None where there is no such row."""
        return await self._read(lambda history: history.row(id))

    async def page(
        self,
        search: str = "",
        status: str = "",
        connection: str = "",
        before: int | None = None,
        limit: int = 100,
    ) -> list[HistoryRow]:
        """As ``History.page``; cancelling it stops the search."""
        abandoned = threading.Event()
        try:
            return await self._read(
                lambda history: history.page(
                    search, status, connection, before, limit, wanted=lambda: not abandoned.is_set()
                )
            )
        finally:
            abandoned.set()

    async def connections(self) -> list[str]:
        """The names of the connections that occur."""
        return await self._read(lambda history: history.connections())

    async def stats(self) -> tuple[int, int]:
        """How many exchanges there are, and the bytes of the file."""
        return await self._read(lambda history: history.stats())

    def close(self) -> None:
        """Wait until everything asked for is done, and let go of the file."""
        self._reader.close()
        self._writer.close()

    async def _write(self, work: "Callable[[History], T]") -> T:
        return await self._writer.run(work)

    async def _read(self, work: "Callable[[History], T]") -> T:
        if not self._is_open:
            await self.open()
        return await self._reader.run(work)


class _Desk:
    """A thread with a history of its own in it."""

    def __init__(self, path: Path, run: str, name: str) -> None:
        self._path = path
        self._run = run
        self._background = Background(name)
        self._history: History | None = None

    async def run(self, work: "Callable[[History], T]") -> T:
        return await self._background.run(self._do, work)

    def close(self) -> None:
        self._background.finish(self._close)

    def _do(self, work: "Callable[[History], T]") -> T:
        if self._history is None:
            from edge_studio.store.history import History

            self._history = History(self._path, self._run)
        return work(self._history)

    def _close(self) -> None:
        if self._history is not None:
            self._history.close()
            self._history = None


def _notice(history: "History") -> str:
    return history.notice
