"""How an exchange is told in two lines of a list, on hover, and to a screen reader."""

from datetime import date, datetime, timedelta

from edge_studio.edge.amounts import plural, size_words, time_words
from edge_studio.edge.exchange import FailureReason
from edge_studio.edge.history_row import Ending, HistoryRow
from edge_studio.edge.moments import ago
from edge_studio.ui.widgets import Tone

_TONES: dict[Ending, Tone] = {
    Ending.OK: "success",
    Ending.WARNINGS: "warning",
    Ending.ERRORS: "danger",
    Ending.NO_ANSWER: "danger",
    Ending.WAITING: "neutral",
}
_SPOKEN = {
    Ending.OK: "answered",
    Ending.WARNINGS: "answered with warnings",
    Ending.ERRORS: "answered with an error",
    Ending.NO_ANSWER: "no answer",
    Ending.WAITING: "waiting",
}
_OWN_DOING = {FailureReason.CANCELLED, FailureReason.NOT_RECORDED}
"""Why nothing came without anything being wrong with the network."""


def chip(row: HistoryRow) -> tuple[str, Tone]:
    """The status in a pill, and its tone."""
    if row.status is not None:
        return str(row.status), _TONES[row.ending]
    if row.ending is Ending.WAITING:
        return "…", "neutral"
    return "—", "neutral" if row.reason in _OWN_DOING else "danger"


def head(row: HistoryRow) -> str:
    """Which one it was, or what was wrong: the part of the second line that gives way where room is short."""
    match row.ending:
        case Ending.WAITING:
            return "Waiting for the answer"
        case Ending.NO_ANSWER:
            return f"No answer: {row.reason}"
        case Ending.ERRORS | Ending.WARNINGS:
            return row.summary.rstrip(".") or row.subtitle
        case Ending.OK:
            return row.subtitle


def tail(row: HistoryRow) -> list[str]:
    """When, how long and what came back; the last of them gives way first."""
    parts = [f"{row.started.astimezone():%H:%M}"]
    if row.status is not None and row.duration is not None:
        parts.append(time_words(row.duration))
        if row.handles:
            parts.append(plural(row.handles, "handle"))
    return parts


def place(row: HistoryRow) -> str:
    """The connection, with a word where it is production and its name does not say so."""
    if row.is_received:
        return "received"
    says_so = not row.production or "prod" in row.connection.casefold()
    return row.connection if says_so else f"{row.connection} · prod"


def second_line(row: HistoryRow) -> str:
    """The second line where there is room for all of it."""
    return " · ".join(filter(None, (head(row), *tail(row))))


def hover(row: HistoryRow, now: datetime) -> str:
    """Everything about an exchange that two lines have no room for."""
    moment = row.started.astimezone()
    lines = [
        " — ".join(filter(None, (row.title, row.event_type))),
        row.subtitle,
        row.summary,
        f"{moment:%A %d %B %Y, %H:%M:%S} ({ago(row.started, now)})",
        f"{row.connection}{' (production)' if row.production else ''}: {row.url}",
    ]
    if row.duration is not None and row.size is not None:
        lines.append(f"{time_words(row.duration)}, {size_words(row.size)}")
    if row.pinned:
        lines.append("Pinned: never deleted to make room.")
    return "\n".join(filter(None, lines))


def spoken(row: HistoryRow) -> str:
    """A row as a screen reader says it."""
    status = f"{row.status}, {_SPOKEN[row.ending]}" if row.status is not None else _SPOKEN[row.ending]
    pinned = "pinned" if row.pinned else ""
    production = "production" if row.production else ""
    words = (row.title, status, head(row), *tail(row), row.connection, production, pinned)
    return ", ".join(filter(None, words))


def day_name(day: date, today: date) -> str:
    """A day as people name it: Today, Yesterday, or its date."""
    if day == today:
        return "Today"
    if day == today - timedelta(days=1):
        return "Yesterday"
    if timedelta(0) < today - day < timedelta(days=7):
        return f"{day:%A}"
    return f"{day.day} {day:%B}" if day.year == today.year else f"{day.day} {day:%B %Y}"
