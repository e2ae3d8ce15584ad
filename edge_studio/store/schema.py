"""The tables of the history, and the steps that bring an older file up to date."""

import os
import sqlite3
from collections.abc import Sequence
from contextlib import closing
from pathlib import Path

from edge_studio.store.problems import NewerFile

APPLICATION_ID = 0x45645374
"""``EdSt``: what tells the file apart from any other SQLite database."""

_VERSION_1 = """
CREATE TABLE exchange (
    id INTEGER PRIMARY KEY AUTOINCREMENT,      -- a number is never used again
    run TEXT NOT NULL,                         -- which run of the program began it, and may still wait
    started INTEGER NOT NULL,                  -- microseconds since 1970, UTC
    connection TEXT NOT NULL,
    production INTEGER NOT NULL,
    endpoint TEXT NOT NULL,
    event_type TEXT NOT NULL,
    title TEXT NOT NULL,
    subtitle TEXT NOT NULL,
    url TEXT NOT NULL,
    ending TEXT NOT NULL DEFAULT 'no answer',  -- ok, warnings, errors, no answer (or not yet)
    status INTEGER,
    reason TEXT NOT NULL DEFAULT '',
    summary TEXT NOT NULL DEFAULT '',
    duration REAL,                             -- seconds
    size INTEGER,                              -- of the answer's body
    handles INTEGER,
    errors INTEGER NOT NULL DEFAULT 0,
    warnings INTEGER NOT NULL DEFAULT 0,
    pinned INTEGER NOT NULL DEFAULT 0,
    bytes INTEGER NOT NULL,                    -- of all that is stored of it
    short TEXT NOT NULL                        -- case-folded: what one or two characters are looked for in
);
CREATE INDEX exchange_ending ON exchange (ending, id);
CREATE INDEX exchange_connection ON exchange (connection, id);
CREATE INDEX exchange_both ON exchange (connection, ending, id);
CREATE TABLE request (
    id INTEGER PRIMARY KEY REFERENCES exchange ON DELETE CASCADE,
    method TEXT NOT NULL,
    request_id TEXT NOT NULL,
    headers TEXT NOT NULL,                     -- JSON
    draft TEXT NOT NULL,                       -- JSON, empty for none
    texts TEXT NOT NULL,                       -- what is searched of it beside the body, a line each
    body BLOB NOT NULL
);
CREATE TABLE answer (
    id INTEGER PRIMARY KEY REFERENCES exchange ON DELETE CASCADE,
    outcome TEXT NOT NULL,                     -- JSON: all but the body
    texts TEXT NOT NULL,                       -- as above
    body BLOB NOT NULL
);
-- Two documents for each exchange: 2 * id what was sent, 2 * id + 1 what came back. No positions are kept
-- (a quarter of the size): they say where to look, and what is stored says whether it is there.
CREATE VIRTUAL TABLE found USING fts5(text, content='', tokenize='trigram', detail=none);
INSERT INTO found(found, rank) VALUES ('usermerge', 2);
-- Counters, so that opening the list never counts.
CREATE TABLE tally (
    connection TEXT NOT NULL,
    ending TEXT NOT NULL,
    count INTEGER NOT NULL,
    bytes INTEGER NOT NULL,
    PRIMARY KEY (connection, ending)
) WITHOUT ROWID;
CREATE TRIGGER tally_insert AFTER INSERT ON exchange BEGIN
    INSERT INTO tally VALUES (NEW.connection, NEW.ending, 1, NEW.bytes)
        ON CONFLICT DO UPDATE SET count = count + 1, bytes = bytes + excluded.bytes;
END;
CREATE TRIGGER tally_delete AFTER DELETE ON exchange BEGIN
    UPDATE tally SET count = count - 1, bytes = bytes - OLD.bytes
        WHERE connection = OLD.connection AND ending = OLD.ending;
END;
CREATE TRIGGER tally_update AFTER UPDATE OF connection, ending, bytes ON exchange BEGIN
    UPDATE tally SET count = count - 1, bytes = bytes - OLD.bytes
        WHERE connection = OLD.connection AND ending = OLD.ending;
    INSERT INTO tally VALUES (NEW.connection, NEW.ending, 1, NEW.bytes)
        ON CONFLICT DO UPDATE SET count = count + 1, bytes = bytes + excluded.bytes;
END;
"""

_VERSION_2 = """
CREATE TABLE trace (                           -- what Local Edge did with it
    id INTEGER PRIMARY KEY REFERENCES exchange ON DELETE CASCADE,
    steps TEXT NOT NULL                        -- JSON
);
"""

STEPS: Sequence[str] = (_VERSION_1, _VERSION_2)
"""The script that leads from each version to the next; the first makes an empty file version 1."""


def bring_up_to_date(database: sqlite3.Connection, path: Path, steps: Sequence[str] = STEPS) -> None:
    """Apply the steps that a file lacks, in one transaction; raises ``NewerFile`` for a newer one.

    Before anything is changed, a copy of the file is kept beside it, as ``history.sqlite3.v1.bak``. Where two
    programs open an old file at once, one of them waits for the other and finds nothing left to do.
    """
    version = version_of(database)
    if version > len(steps):
        raise NewerFile(path, "The history", version, len(steps))
    if version == len(steps):
        return
    if version:
        _keep_copy(database, path.with_name(f"{path.name}.v{version}.bak"))
    else:
        database.execute("PRAGMA auto_vacuum = INCREMENTAL")
        database.execute(f"PRAGMA application_id = {APPLICATION_ID}")
    database.execute("PRAGMA journal_mode = WAL")
    database.execute("BEGIN IMMEDIATE")
    try:
        for step in steps[version_of(database) :]:
            for statement in _statements(step):
                database.execute(statement)
        database.execute(f"PRAGMA user_version = {len(steps)}")
        database.execute("COMMIT")
    except BaseException:
        if database.in_transaction:  # a full disk has ended it already
            database.execute("ROLLBACK")
        raise


def version_of(database: sqlite3.Connection) -> int:
    """The version of an open file; 0 for an empty one."""
    return int(database.execute("PRAGMA user_version").fetchone()[0])


def _keep_copy(database: sqlite3.Connection, copy: Path) -> None:
    """Write a complete copy of the database; it appears under its name when it is whole."""
    partial = copy.with_name(copy.name + ".tmp")
    partial.unlink(missing_ok=True)
    os.close(os.open(partial, os.O_CREAT | os.O_WRONLY, 0o600))
    with closing(sqlite3.connect(partial)) as target:
        database.backup(target)
    partial.replace(copy)


def _statements(script: str) -> list[str]:
    """The statements of a script; ``executescript`` would commit the transaction around them."""
    statements, current = [], ""
    for line in script.splitlines(keepends=True):
        current += line
        if sqlite3.complete_statement(current):
            statements.append(current)
            current = ""
    return statements
