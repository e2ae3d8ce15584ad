"""Every exchange, one row each, as it was sent and answered; in an SQLite file that survives a crash.

A row is committed before its request goes out and completed when the answer is there, so whatever ends the
program leaves at most the request in flight without its answer. Secrets never enter, which is the one thing
that is kept differently from how it was sent and received: see ``edge.masking``. The class is for one thread;
``HistoryService`` is its asynchronous face.
"""

from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path
from uuid import uuid4

from edge_studio.edge.charset import in_utf8
from edge_studio.edge.exchange import Answered, Exchange, Outcome
from edge_studio.edge.history_row import EnvelopeCounts, HistoryRow, ending_of, envelope_counts
from edge_studio.edge.masking import Scrubber, secrets_of
from edge_studio.edge.trace import TraceEvent
from edge_studio.store import records
from edge_studio.store.history_file import (
    HistoryDamaged,
    HistoryUnavailable,
    in_words,
    open_history,
)
from edge_studio.store.large_bodies import insert_answer
from edge_studio.store.problems import NewerFile
from edge_studio.store.queries import Queries
from edge_studio.store.search import INDEXED_BODY, clean, indexable

__all__ = ["History", "HistoryDamaged", "HistoryRow", "HistoryUnavailable", "NewerFile"]


def _always() -> bool:
    return True


class History:
    """The history in the file at ``path``, opened, and made where it is missing.

    ``run`` tells this run of the program from others: exchanges begun in it and not finished are still
    awaited, those of other runs read as "no answer recorded". ``notice`` says in words what happened to a
    damaged file. Raises ``NewerFile``, ``HistoryUnavailable`` and ``CannotWrite``, and so do its methods,
    with ``HistoryDamaged`` for damage found on the way.
    """

    def __init__(self, path: Path, run: str = "") -> None:
        self._path = path
        self._run = run or uuid4().hex
        self._scrubbers: dict[int, Scrubber] = {}
        self._database, self.notice = open_history(path)
        self._queries = Queries(self._database, self._run)

    def close(self) -> None:
        """Let go of the file."""
        with in_words(self._path):
            self._database.close()

    # Writing

    def begin(self, exchange: Exchange) -> int:
        """Keep what is about to be sent, on the disk when this returns; the id of its row."""
        with self._writing():
            return self._insert(exchange)

    def finish(
        self,
        id: int,
        outcome: Outcome,
        summary: str,
        trace: Sequence[TraceEvent] = (),
        counts: EnvelopeCounts | None = None,
    ) -> None:
        """Keep what came of an exchange; nothing happens where the row was deleted meanwhile.

        ``trace`` is what Local Edge did with it, ``counts`` what the answer holds, if that is known.

        ``ValueError`` where it was finished before.
        """
        with self._writing():
            self._complete(id, outcome, summary, trace, counts)

    def record(self, exchange: Exchange) -> int:
        """Keep an exchange that is over; the id of its row."""
        return self.record_all([exchange])[0]

    def record_all(self, exchanges: Iterable[Exchange]) -> list[int]:
        """Keep many exchanges that are over, all or none of them; the ids of their rows."""
        ids = []
        with self._writing():
            for exchange in exchanges:
                ids.append(self._insert(exchange))
                if exchange.outcome is not None:
                    self._complete(ids[-1], exchange.outcome, exchange.summary, exchange.trace)
        return ids

    def pin(self, id: int, pinned: bool) -> None:
        """Keep an exchange from being trimmed, or no longer."""
        with self._writing():
            self._database.execute("UPDATE exchange SET pinned = ? WHERE id = ?", (pinned, id))

    def delete(self, ids: Iterable[int]) -> None:
        """Forget exchanges, pinned or not; what is not there is passed over."""
        with self._writing():
            for id in ids:
                self._delete(id)

    def clear(self) -> None:
        """Forget every exchange that is not pinned."""
        with self._writing():
            self._database.execute("INSERT INTO found(found) VALUES ('delete-all')")
            self._database.execute("DELETE FROM exchange WHERE NOT pinned")
            for (id,) in self._database.execute("SELECT id FROM exchange ORDER BY id").fetchall():
                for entry in self._indexed(id):
                    self._index(*entry)
        with in_words(self._path):
            self._database.executescript("PRAGMA incremental_vacuum")

    # Limits

    def trim(self, max_bytes: int = 0, max_age: timedelta | None = None) -> int:
        """Forget the oldest exchanges beyond a size or an age (0 and None: no limit); how many.

        Pinned ones stay. All at once: ``trim_boundary`` and ``trim_some`` do it in small steps.
        """
        boundary, removed = self.trim_boundary(max_bytes, max_age), 0
        while step := self.trim_some(boundary, 100):
            removed += step
        while self.tidy():
            pass
        return removed

    def trim_boundary(self, max_bytes: int = 0, max_age: timedelta | None = None) -> int:
        """The id up to which unpinned exchanges are beyond the limits; 0 where none is.

        The size is that of the file without its free pages. What exchanges and their index take of it is
        not known one by one: each is taken to fill its share.
        """
        with in_words(self._path):
            used = (self._pragma("page_count") - self._pragma("freelist_count")) * self._pragma("page_size")
            (stored,) = self._database.execute("SELECT total(bytes) FROM tally").fetchone()
            excess = stored * (1 - 0.95 * max_bytes / used) if 0 < max_bytes < used else 0.0
            oldest = records.microseconds(datetime.now(UTC) - max_age) if max_age is not None else 0
            boundary = 0
            rows = self._database.execute(
                "SELECT id, started, bytes FROM exchange WHERE NOT pinned ORDER BY id"
            )
            for id, started, its_bytes in rows:
                if excess <= 0 and started >= oldest:
                    break
                excess -= its_bytes
                boundary = id
            rows.close()
            return boundary

    def trim_some(self, boundary: int, limit: int = 20) -> int:
        """Forget up to ``limit`` of the oldest unpinned exchanges up to ``boundary``; how many it were."""
        with self._writing():
            found = self._database.execute(
                "SELECT id FROM exchange WHERE id <= ? AND NOT pinned ORDER BY id LIMIT ?", (boundary, limit)
            ).fetchall()
            for (id,) in found:
                self._delete(id)
        return len(found)

    def tidy(self) -> bool:
        """Join a few parts of the index, so that searching stays quick, and give free pages back to the disk.

        One step takes some milliseconds; whether there is more to do.
        """
        with in_words(self._path):
            before = self._database.total_changes
            self._database.execute("INSERT INTO found(found, rank) VALUES ('merge', 200)")
            merged = self._database.total_changes - before > 1
            free = self._pragma("freelist_count")
            # executescript, because execute takes one step, and each step of this frees but one page
            self._database.executescript("PRAGMA incremental_vacuum(500)")
            return merged or self._pragma("freelist_count") < free

    # Reading

    def get(self, id: int) -> Exchange | None:
        """An exchange as it was; None where there is no such row."""
        with in_words(self._path):
            return self._queries.exchange(id)

    def row(self, id: int) -> HistoryRow | None:
        """The glance at an exchange; None where there is no such row."""
        with in_words(self._path):
            return self._queries.row(id)

    def page(
        self,
        search: str = "",
        status: str = "",
        connection: str = "",
        before: int | None = None,
        limit: int = 100,
        wanted: Callable[[], bool] = _always,
    ) -> list[HistoryRow]:
        """The newest exchanges that match, newest first; ``before`` is the last id of the page before.

        ``search`` is any piece of text, every character literal, capitals or not; from three characters on it
        is looked for in everything sent and received (of a body, the first million bytes), below that in
        titles, addresses, summaries and the like. ``status`` is the value of an ``Ending``, ``no answer``
        including those that wait. When ``wanted`` turns false the search stops with what it has.
        """
        with in_words(self._path):
            return self._queries.page(search, status, connection, before, limit, wanted)

    def connections(self) -> list[str]:
        """The names of the connections that occur, in the order of the alphabet."""
        with in_words(self._path):
            return self._queries.connections()

    def stats(self) -> tuple[int, int]:
        """How many exchanges there are, and the bytes of the file with its write-ahead log."""
        with in_words(self._path):
            count = self._queries.count()
        files = (self._path, self._path.with_name(self._path.name + "-wal"))
        return count, sum(file.stat().st_size for file in files if file.exists())

    def _pragma(self, name: str) -> int:
        return int(self._database.execute(f"PRAGMA {name}").fetchone()[0])

    # Inside a transaction

    @contextmanager
    def _writing(self) -> Iterator[None]:
        with in_words(self._path):
            self._database.execute("BEGIN IMMEDIATE")
            try:
                yield
            except BaseException:
                if self._database.in_transaction:
                    self._database.execute("ROLLBACK")
                raise
            self._database.execute("COMMIT")

    def _insert(self, exchange: Exchange) -> int:
        headed = (*exchange.request.headers, *(exchange.draft.headers if exchange.draft else ()))
        scrub = Scrubber(secrets_of(headed, exchange.request.url))
        exchange = _cleaned(exchange, scrub)
        request = exchange.request
        headers = records.to_json(request.headers)
        draft = records.to_json(exchange.draft) if exchange.draft else ""
        texts = list(records.request_texts(exchange))
        searched = records.lines(texts)
        values = {
            "run": self._run,
            "started": records.microseconds(exchange.started),
            "connection": exchange.connection,
            "production": exchange.production,
            "endpoint": exchange.endpoint,
            "event_type": exchange.event_type,
            "title": exchange.title,
            "subtitle": exchange.subtitle,
            "url": request.url,
            "pinned": exchange.pinned,
            "bytes": len(request.body) + len(headers) + len(draft) + len(searched),
            "short": records.lines(texts[:7]).casefold(),
        }
        id = self._database.execute(
            f"INSERT INTO exchange ({', '.join(values)}) VALUES ({', '.join('?' * len(values))})",
            tuple(values.values()),
        ).lastrowid
        assert id is not None
        self._database.execute(
            "INSERT INTO request VALUES (?, ?, ?, ?, ?, ?, ?)",
            (id, request.method, request.request_id, headers, draft, searched, request.body),
        )
        self._index(2 * id, searched, request.body)
        self._scrubbers[id] = scrub
        return id

    def _complete(
        self,
        id: int,
        outcome: Outcome,
        summary: str,
        trace: Sequence[TraceEvent],
        counts: EnvelopeCounts | None = None,
    ) -> None:
        scrub = self._scrubbers.pop(id, None) or Scrubber()
        outcome, summary = scrub.outcome(outcome), clean(scrub.words(summary))
        content, body = records.outcome_columns(outcome)
        headers = outcome.headers if isinstance(outcome, Answered) else ()
        counts = counts or envelope_counts(in_utf8(body, headers))
        found = self._database.execute("SELECT short FROM exchange WHERE id = ?", (id,)).fetchone()
        if found is None:
            return
        if self._database.execute("SELECT 1 FROM answer WHERE id = ?", (id,)).fetchone():
            raise ValueError(f"exchange {id} was finished before")
        steps = records.to_json(scrub.trace(trace)) if trace else ""
        texts = list(records.answer_texts(outcome, summary))
        searched = records.lines(texts)
        values = {
            "ending": ending_of(outcome, counts),
            "status": outcome.status if isinstance(outcome, Answered) else None,
            "reason": clean(outcome.reason),
            "summary": summary,
            "duration": outcome.timing.total,
            "size": len(body) if isinstance(outcome, Answered) else None,
            "handles": counts.handles,
            "errors": counts.errors,
            "warnings": counts.warnings,
            "short": f"{found[0]}\n{records.lines(texts[:2]).casefold()}",
        }
        assigned = ", ".join(f"{name} = ?" for name in values)
        self._database.execute(
            f"UPDATE exchange SET bytes = bytes + ?, {assigned} WHERE id = ?",
            (len(content) + len(searched) + len(body) + len(steps), *values.values(), id),
        )
        if steps:
            self._database.execute("INSERT INTO trace VALUES (?, ?)", (id, steps))
        insert_answer(self._database, id, content, searched, body)
        self._index(2 * id + 1, searched, body)

    def _index(self, document: int, texts: str, body: bytes) -> None:
        self._database.execute(
            "INSERT INTO found(rowid, text) VALUES (?, ?)", (document, indexable(texts, body))
        )

    def _delete(self, id: int) -> None:
        """Forget one exchange; the index is told what it was given, for it keeps no copy of it."""
        for document, texts, body in self._indexed(id):
            self._database.execute(
                "INSERT INTO found(found, rowid, text) VALUES ('delete', ?, ?)",
                (document, indexable(texts, body)),
            )
        self._database.execute("DELETE FROM exchange WHERE id = ?", (id,))

    def _indexed(self, id: int) -> list[tuple[int, str, bytes]]:
        """What of an exchange is in the index: its documents with their texts and the indexed of bodies."""
        return self._database.execute(
            f"SELECT 2 * id, texts, {INDEXED_BODY} FROM request WHERE id = :id"
            f" UNION ALL SELECT 2 * id + 1, texts, {INDEXED_BODY} FROM answer WHERE id = :id",
            {"id": id},
        ).fetchall()


def _cleaned(exchange: Exchange, scrub: Scrubber) -> Exchange:
    """An exchange as it may be written: no secrets, and no text that SQLite cannot take."""
    request = scrub.request(exchange.request)
    return replace(
        exchange,
        connection=clean(exchange.connection),
        endpoint=clean(exchange.endpoint),
        event_type=clean(scrub.text(exchange.event_type)),
        title=clean(scrub.text(exchange.title)),
        subtitle=clean(scrub.text(exchange.subtitle)),
        request=replace(
            request,
            method=clean(request.method),
            url=clean(request.url),
            request_id=clean(request.request_id),
        ),
        draft=scrub.draft(exchange.draft) if exchange.draft else None,
    )
