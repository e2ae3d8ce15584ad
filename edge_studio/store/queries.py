"""What is asked of the history: one exchange, pages of the list, and how much there is."""

import sqlite3
from collections.abc import Callable, Generator
from contextlib import closing

from edge_studio.edge.exchange import Exchange
from edge_studio.edge.history_row import Ending, HistoryRow
from edge_studio.store import records
from edge_studio.store.large_bodies import read_answer
from edge_studio.store.search import INDEXED_BODY, Needle, documents

_NEWEST = 2**61
_FEW = 1000
"""A filter that leaves at most so many rows is followed row by row, without the index."""
Wanted = Callable[[], bool]
Candidates = Generator[HistoryRow | None, None, None]


class Queries:
    """Reads from an open history; ``run`` is this run of the program: its exchanges may still be awaited."""

    def __init__(self, database: sqlite3.Connection, run: str) -> None:
        self._database = database
        self._run = run

    def row(self, id: int) -> HistoryRow | None:
        """The glance at an exchange; None where there is no such row."""
        columns = self._database.execute(
            f"SELECT {records.ROW_COLUMNS} FROM exchange WHERE id = ?", (id,)
        ).fetchone()
        return records.row_from(columns, self._run) if columns else None

    def exchange(self, id: int) -> Exchange | None:
        """An exchange as it was; None where there is no such row."""
        row = self.row(id)
        if row is None:
            return None
        sent = self._database.execute(
            "SELECT method, request_id, headers, draft, body FROM request WHERE id = ?", (id,)
        ).fetchone()
        came = read_answer(self._database, id)
        steps = self._database.execute("SELECT steps FROM trace WHERE id = ?", (id,)).fetchone()
        request, draft = records.request_from(sent, row.url)
        outcome = records.outcome_from(*came) if came else None
        if outcome is None and row.ending is not Ending.WAITING:
            outcome = records.not_recorded()
        return Exchange(
            id=id,
            started=row.started,
            connection=row.connection,
            production=row.production,
            endpoint=row.endpoint,
            event_type=row.event_type,
            title=row.title,
            subtitle=row.subtitle,
            request=request,
            outcome=outcome,
            summary=row.summary,
            draft=draft,
            pinned=row.pinned,
            trace=records.trace_from(*steps) if steps else (),
        )

    def page(
        self, search: str, status: str, connection: str, before: int | None, limit: int, wanted: Wanted
    ) -> list[HistoryRow]:
        """As ``History.page`` says."""
        needle = Needle(search)
        start = _NEWEST if before is None else before
        if needle.is_short:
            candidates = self._listed(needle.folded, status, connection, start)
        elif (status or connection) and self._count(status, connection) <= _FEW:
            candidates = self._sifted(needle, status, connection, start)
        else:
            candidates = self._found(needle, status, connection, start)
        page: list[HistoryRow] = []
        with closing(candidates):
            for row in candidates:
                if not wanted():
                    break
                if row is not None:
                    page.append(row)
                if len(page) >= limit:
                    break
        return page

    def connections(self) -> list[str]:
        """The names of the connections that occur, in the order of the alphabet."""
        rows = self._database.execute(
            "SELECT DISTINCT connection FROM tally WHERE count > 0 ORDER BY connection COLLATE NOCASE"
        )
        return [name for (name,) in rows]

    def count(self) -> int:
        """How many exchanges there are; read from counters."""
        return int(self._database.execute("SELECT total(count) FROM tally").fetchone()[0])

    def _count(self, status: str, connection: str) -> int:
        """How many exchanges a filter leaves; read from counters."""
        (count,) = self._database.execute(
            "SELECT total(count) FROM tally WHERE ? IN ('', ending) AND ? IN ('', connection)",
            (_stored(status), connection),
        ).fetchone()
        return int(count)

    def _listed(self, short: str, status: str, connection: str, before: int) -> Candidates:
        """The rows that pass the filter, newest first, of which the short columns hold ``short``."""
        conditions, values = ["id < ?"], [before, *_given(_stored(status), connection, short)]
        if status:
            conditions.append("ending = ?")
        if connection:
            conditions.append("connection = ?")
        if short:
            conditions.append("instr(short, ?)")
        cursor = self._database.execute(
            f"SELECT {records.ROW_COLUMNS} FROM exchange WHERE {' AND '.join(conditions)} ORDER BY id DESC",
            values,
        )
        with closing(cursor):
            for columns in cursor:
                yield records.row_from(columns, self._run)

    def _sifted(self, needle: Needle, status: str, connection: str, before: int) -> Candidates:
        """The rows that pass a narrow filter and hold the needle; None for each that does not."""
        for row in self._listed("", status, connection, before):
            held = row is not None and any(self._holds(2 * row.id + side, needle) for side in (0, 1))
            yield row if held else None

    def _found(self, needle: Needle, status: str, connection: str, before: int) -> Candidates:
        """The rows that the index finds and the filter passes; None for each without the needle."""
        ending, last = _stored(status), 0
        with closing(documents(self._database, needle, 2 * before)) as found:
            for document in found:
                id = document // 2
                if id == last or not self._holds(document, needle):
                    yield None
                    continue
                last, row = id, self.row(id)
                passes = row is not None and connection in {"", row.connection}
                yield row if passes and (not status or self._ends(id, ending)) else None

    def _ends(self, id: int, ending: str) -> bool:
        """Whether an exchange ended so, as it is stored."""
        (stored,) = self._database.execute("SELECT ending FROM exchange WHERE id = ?", (id,)).fetchone()
        return bool(stored == ending)

    def _holds(self, document: int, needle: Needle) -> bool:
        """Whether a document of the index holds the needle indeed."""
        id, received = divmod(document, 2)
        table = "answer" if received else "request"
        found = self._database.execute(
            f"SELECT texts, {INDEXED_BODY} FROM {table} WHERE id = ?", (id,)
        ).fetchone()
        return found is not None and needle.is_in(*found)


def _stored(status: str) -> str:
    """How a status to filter by is stored: what waits has no answer yet."""
    return Ending.NO_ANSWER if status == Ending.WAITING else status


def _given(*values: str) -> list[str]:
    return [value for value in values if value]
