"""``edge-studio history``: what was sent and received, newest first."""

import argparse
import dataclasses
import json
import sys
from collections.abc import Sequence
from typing import Any

from edge_studio.cli.codes import OK, USAGE
from edge_studio.cli.printing import plain, put, say
from edge_studio.edge.history_row import HistoryRow
from edge_studio.store import paths
from edge_studio.store.problems import StoreProblem


def history(arguments: argparse.Namespace) -> int:
    """Carry out the command; returns its exit code."""
    try:
        rows = _rows(arguments.search, arguments.limit)
    except StoreProblem as problem:
        say(f"edge-studio history: {problem}")
        return USAGE
    if arguments.json:
        text = json.dumps([_as_json(row) for row in rows], indent=2) + "\n"
    else:
        text = "".join(f"{_line(row)}\n" for row in rows)
        if not rows:
            say("Nothing found." if arguments.search else "The history is empty.")
    encoding = sys.stdout.encoding if sys.stdout else "utf-8"
    return OK if put(text.encode(encoding, "replace")) else USAGE


def _rows(search: str, limit: int) -> Sequence[HistoryRow]:
    if not paths.history_file().exists():
        return []
    from edge_studio.store.history import History

    book = History(paths.history_file())
    if book.notice:
        say(f"Note: {book.notice}")
    try:
        return book.page(search, limit=limit)
    finally:
        book.close()


def _line(row: HistoryRow) -> str:
    """One exchange in one line: when, how it ended, what it was, where it went, what came back."""
    when = row.started.astimezone().strftime("%Y-%m-%d %H:%M:%S")
    ended = str(row.status) if row.status is not None else row.reason or str(row.ending)
    what = f"{row.title} - {row.subtitle}" if row.subtitle else row.title
    took = f" {row.duration * 1000:,.0f} ms" if row.duration is not None else ""
    return plain(f"{when}  {ended}  {what}  [{row.connection}{took}]  {row.summary}")


def _as_json(row: HistoryRow) -> dict[str, Any]:
    return {**dataclasses.asdict(row), "started": row.started.isoformat()}
