"""The bodies of answers in the history: a large one is written and read in pieces.

In one piece it would be copied while Python's lock is held, and the window, in another thread, would wait.
"""

import sqlite3
from io import BytesIO
from typing import Final

LARGE: Final = 1_000_000
"""Bytes of the longest body that goes in one piece."""
_PIECE: Final = 500_000


def insert_answer(database: sqlite3.Connection, id: int, outcome: str, texts: str, body: bytes) -> None:
    """Keep what came back for exchange ``id``; inside a transaction."""
    if len(body) <= LARGE:
        database.execute("INSERT INTO answer VALUES (?, ?, ?, ?)", (id, outcome, texts, body))
        return
    database.execute("INSERT INTO answer VALUES (?, ?, ?, zeroblob(?))", (id, outcome, texts, len(body)))
    view = memoryview(body)
    with database.blobopen("answer", "body", id) as blob:
        for at in range(0, len(view), _PIECE):
            blob.write(view[at : at + _PIECE])


def read_answer(database: sqlite3.Connection, id: int) -> tuple[str, bytes] | None:
    """The outcome that was kept for exchange ``id``, and its body; None where there is none."""
    small = "CASE WHEN length(body) <= ? THEN body END"
    database.execute("BEGIN")  # nobody deletes it between its two parts
    try:
        found = database.execute(f"SELECT outcome, {small} FROM answer WHERE id = ?", (LARGE, id)).fetchone()
        if found is None:
            return None
        outcome, body = found
        return outcome, _read(database, id) if body is None else body
    finally:
        database.execute("COMMIT")


def _read(database: sqlite3.Connection, id: int) -> bytes:
    made = BytesIO()
    with database.blobopen("answer", "body", id, readonly=True) as blob:
        while piece := blob.read(_PIECE):
            made.write(piece)
    return made.getvalue()
