"""Finding a piece of text in everything sent and received, newest first.

A trigram index says which exchanges may hold the text, and what is stored says whether they do: so any
substring of three or more characters is found, every character of it literally, in capitals or not. The work
is done newest first and stops when enough is found. Of the trigrams of a long text only the few rarest are
looked up, for each costs a walk through its list.
"""

import re
import sqlite3
from collections.abc import Generator, Sequence

INDEXED_BYTES = 1_000_000
"""Of each body this much from its beginning is indexed and searched."""
INDEXED_BODY = f"coalesce(substr(body, 1, {INDEXED_BYTES}), x'')"
"""The same in SQL, which makes nothing of what is empty."""
SHORTEST = 3
"""Shorter texts are looked for in the short columns only: title, address, summary and so on."""
_UNTAKEABLE = re.compile("[\0\ud800-\udfff]")
_PROBED = 12
_USED = 3
_PROBE_DEPTH = 16


def indexable(texts: str, body: bytes) -> str:
    """What the index is given of one side of an exchange: its short texts and its body."""
    return f"{texts}\n{clean(body[:INDEXED_BYTES].decode('utf-8', 'replace'))}"


def clean(text: str) -> str:
    """A text without what SQLite cannot take: a null ends texts, half a surrogate pair is no UTF-8."""
    return text if text.isascii() and "\0" not in text else _UNTAKEABLE.sub("\ufffd", text)


class Needle:
    """A text to be looked for, capitals or not, every character of it literally."""

    def __init__(self, text: str) -> None:
        self.text = clean(text)
        self._folded = self.text.casefold()
        self._plain = self.text.lower().encode("ascii") if self.text.isascii() else None

    @property
    def is_short(self) -> bool:
        """Whether it is too short for the index."""
        return len(self.text) < SHORTEST

    @property
    def folded(self) -> str:
        """The text as the short columns are kept."""
        return self._folded

    def is_in(self, texts: str, body: bytes) -> bool:
        """Whether the short texts or the indexed part of the body hold it."""
        if self._folded in texts.casefold():
            return True
        body = body[:INDEXED_BYTES]
        if self._plain is not None and self._plain in body.lower():
            return True
        return not body.isascii() and self._folded in clean(body.decode("utf-8", "replace")).casefold()

    def trigrams(self) -> list[str]:
        """Its trigrams, each once; of a long text a choice spread over the whole of it."""
        text = self.text
        every = list(dict.fromkeys(text[start : start + 3] for start in range(len(text) - 2)))
        if len(every) <= _PROBED:
            return every
        return [every[index * (len(every) - 1) // (_PROBED - 1)] for index in range(_PROBED)]


def documents(database: sqlite3.Connection, needle: Needle, before: int) -> Generator[int, None, None]:
    """The documents of the index that may hold the needle, newest first, all of them below ``before``."""
    cursor = database.execute(
        "SELECT rowid FROM found WHERE found MATCH ? AND rowid < ? ORDER BY rowid DESC",
        (_expression(_rarest(database, needle.trigrams())), before),
    )
    try:
        for (document,) in cursor:
            yield document
    finally:
        cursor.close()


def _rarest(database: sqlite3.Connection, trigrams: Sequence[str]) -> list[str]:
    """The few trigrams that are rarest among the newest documents: those whose sixteenth newest is oldest."""
    if len(trigrams) <= 2:
        return list(trigrams)
    depths: list[tuple[int, str]] = []
    for trigram in trigrams:
        row = database.execute(
            "SELECT rowid FROM found WHERE found MATCH ? ORDER BY rowid DESC LIMIT 1 OFFSET ?",
            (_expression([trigram]), _PROBE_DEPTH - 1),
        ).fetchone()
        depths.append((row[0] if row else 0, trigram))
    depths.sort()
    return [trigram for _, trigram in depths[:_USED]]


def _expression(trigrams: Sequence[str]) -> str:
    """The FTS5 expression for documents that hold all the trigrams; quoted, nothing in them has a meaning."""
    return " ".join('"' + trigram.replace('"', '""') + '"' for trigram in trigrams)
