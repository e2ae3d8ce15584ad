"""Opening the file of the history: a newer one is refused, a damaged one moved aside, never deleted."""

import os
import sqlite3
from collections.abc import Iterator
from contextlib import closing, contextmanager, suppress
from pathlib import Path

from edge_studio.store.paths import make_private, unused
from edge_studio.store.problems import CannotWrite, NewerFile, StoreProblem
from edge_studio.store.schema import APPLICATION_ID, STEPS, bring_up_to_date, version_of

_DAMAGE = {sqlite3.SQLITE_CORRUPT, sqlite3.SQLITE_NOTADB}
_WORDS = {
    sqlite3.SQLITE_FULL: ("The disk is full.", "Free some space, or lower the limits of the history."),
    sqlite3.SQLITE_READONLY: ("The file or its folder may not be written.", "Give yourself the permission."),
    sqlite3.SQLITE_BUSY: ("Another program holds the file.", "Close the other program and try again."),
    sqlite3.SQLITE_LOCKED: ("Another program holds the file.", "Close the other program and try again."),
    sqlite3.SQLITE_CANTOPEN: ("The file or its folder cannot be opened.", "Check the folder's permissions."),
    sqlite3.SQLITE_IOERR: ("The disk reports an error.", "Check the disk, and keep a copy of the file."),
}


class HistoryUnavailable(StoreProblem):
    """The history could not be read or written at this moment; what it holds is still there."""


class HistoryDamaged(StoreProblem):
    """The file is damaged; at the next start it is moved aside and kept."""


@contextmanager
def in_words(path: Path) -> Iterator[None]:
    """Turn errors about the file and the disk into ``StoreProblem``; others are bugs and pass."""
    try:
        yield
    except sqlite3.DatabaseError as error:
        code = _code(error)
        if code in _DAMAGE:
            with suppress(OSError):  # where no note can be left, the next start meets the damage again
                _suspect(path).touch()
            raise HistoryDamaged(
                f"The history in {path} is damaged.",
                "Probably the disk failed, or another program wrote to the file.",
                "Start Edge Studio again: it keeps the file under another name and begins a new one.",
            ) from error
        if code in _WORDS:
            raise HistoryUnavailable(f"The history in {path} could not be used.", *_WORDS[code]) from error
        raise
    except OSError as error:
        raise CannotWrite(path, error) from error


def open_history(path: Path) -> tuple[sqlite3.Connection, str]:
    """The database, up to date, and what a person should know about the opening, in words (mostly nothing).

    Raises ``NewerFile``, ``HistoryUnavailable`` and ``CannotWrite``.
    """
    notice = ""
    with in_words(path):
        _make(path)
        if reason := _unfit(path):
            aside = _move_aside(path)
            notice = (
                f"The history in {path} could not be used: {reason}. "
                f"It was kept as {aside.name}, and a new history was begun. "
                "Ask somebody who knows SQLite to rescue what it holds, or forget it."
            )
        return _connect(path), notice


def _make(path: Path) -> None:
    """Make an empty file that only its owner can read, where there is none.

    One that exists is opened by SQLite alone: on POSIX systems, closing it in any other way drops the locks
    this process holds on it, and another process takes the write-ahead log away from under it
    (https://sqlite.org/howtocorrupt.html, section 2.2).
    """
    make_private(path.parent)
    with suppress(FileExistsError):
        os.close(os.open(path, os.O_CREAT | os.O_EXCL | os.O_RDWR, 0o600))


def _connect(path: Path) -> sqlite3.Connection:
    database = sqlite3.connect(path, isolation_level=None, timeout=5.0)
    try:
        for setting in (
            "synchronous = NORMAL",  # in WAL mode a killed program loses nothing, a power cut the last
            "foreign_keys = ON",
            "secure_delete = ON",
            "journal_size_limit = 16000000",
            "cache_size = -8000",
            "temp_store = MEMORY",
        ):
            database.execute(f"PRAGMA {setting}")
        bring_up_to_date(database, path)
    except BaseException:
        database.close()
        raise
    return database


def _unfit(path: Path) -> str:
    """Why the file cannot be used, empty where it can; raises ``NewerFile`` before anything touched it."""
    _refuse_newer(path, *_glance(path))
    suspect = _suspect(path)
    with closing(sqlite3.connect(path, isolation_level=None)) as database:
        try:
            database.execute("BEGIN")  # one look: another program may be making the file just now
            version, application = _stamp(database)
            empty = not database.execute("SELECT 1 FROM sqlite_schema LIMIT 1").fetchone()
            database.execute("ROLLBACK")
            if suspect.exists():  # a thorough look only where an earlier run met damage
                verdict = database.execute("PRAGMA integrity_check(1)").fetchone()[0]
                database.execute("INSERT INTO found(found) VALUES ('integrity-check')")
                if verdict != "ok":
                    return "it is damaged"
        except sqlite3.DatabaseError as error:
            if _code(error) not in _DAMAGE:
                raise
            return "it is damaged, or it is not an SQLite database"
    _refuse_newer(path, version, application)
    if application != APPLICATION_ID and not (empty and version == application == 0):
        return "it was not made by Edge Studio"
    suspect.unlink(missing_ok=True)
    return ""


def _refuse_newer(path: Path, version: int, application: int) -> None:
    if version > len(STEPS) and application == APPLICATION_ID:
        raise NewerFile(path, "The history", version, len(STEPS))


def _glance(path: Path) -> tuple[int, int]:
    """Version and application id, without a lock and with nothing changed; zeros where they do not show.

    First of the file alone, then with its write-ahead log. What it shows may be out of date at once.
    """
    seen = 0, 0
    wal = path.with_name(path.name + "-wal")
    for way in ("immutable=1", "mode=ro"):
        with suppress(sqlite3.DatabaseError, OSError):
            if way == "immutable=1" or wal.stat().st_size:
                uri = f"{path.absolute().as_uri()}?{way}"
                with closing(sqlite3.connect(uri, uri=True)) as database:
                    seen = _stamp(database)
    return seen


def _stamp(database: sqlite3.Connection) -> tuple[int, int]:
    """The version and the application id of an open file."""
    return version_of(database), database.execute("PRAGMA application_id").fetchone()[0]


def _move_aside(path: Path) -> Path:
    """Give the file and what belongs to it another name."""
    aside = unused(path.with_name(path.name + ".damaged"))
    for suffix in ("-wal", "-shm", ""):
        part = path.with_name(path.name + suffix)
        if part.exists():
            part.rename(aside.with_name(aside.name + suffix))
    _suspect(path).unlink(missing_ok=True)
    _make(path)
    return aside


def _code(error: sqlite3.DatabaseError) -> int:
    """SQLite's primary result code; 0 for an error of Python's module."""
    return getattr(error, "sqlite_errorcode", 0) & 0xFF


def _suspect(path: Path) -> Path:
    """The note that an earlier run met damage in the file."""
    return path.with_name(path.name + ".suspect")
