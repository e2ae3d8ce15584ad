"""Moments and spans of time that answers write as numbers, in words."""

import re
from datetime import UTC, datetime
from typing import Final

from edge_studio.edge.amounts import duration
from edge_studio.edge.decoding.model import Decoded, Place
from edge_studio.edge.moments import written

_FIRST, _LAST = 946_684_800, 4_102_444_800
"""The years 2000 and 2100, in seconds since 1970."""
_NUMBER: Final = re.compile(r"[0-9]{9,13}(?:\.[0-9]{1,9})?")
_WHOLE: Final = re.compile(r"-?[0-9]{1,12}")
_ISO: Final = re.compile(
    r"P(?=.)(?:([0-9]{1,4})Y)?(?:([0-9]{1,4})M)?(?:([0-9]{1,4})W)?(?:([0-9]{1,5})D)?"
    r"(?:T(?=.)(?:([0-9]{1,5})H)?(?:([0-9]{1,6})M)?(?:([0-9]{1,9}(?:\.[0-9]{1,9})?)S)?)?"
)
_ISO_UNITS: Final = ("year", "month", "week", "day", "hour", "minute", "second")
_OF_TIME: Final = frozenset(
    {
        *("ts", "time", "timestamp", "timestamps", "times", "exp", "iat", "nbf", "created", "expires"),
        *("expiry", "expiration", "at", "date", "updated", "modified", "published", "written", "sync"),
        *("synced", "epoch", "since", "until", "issued", "expired"),
    }
)
_NOT_OF_TIME: Final = frozenset(
    ("id", "ids", "key", "hash", "in", "zone", "offset", "count", "number", "ttl")
)
_UNITS: Final = {
    "millis": 0.001,
    "milliseconds": 0.001,
    "ms": 0.001,
    "seconds": 1.0,
    "secs": 1.0,
    "minutes": 60.0,
    "mins": 60.0,
    "hours": 3600.0,
    "days": 86_400.0,
}
_SECONDS: Final = {("max", "age"): 1.0, ("ttl",): 1.0, ("expires", "in"): 1.0}
_MILLISECONDS_FROM: Final = 10_000_000
"""``expires_in`` of Adobe's older tokens is in milliseconds: a day of them is more than this."""


def moment_of(milliseconds: float) -> datetime | None:
    """The moment so many milliseconds after 1970; None outside the years 2000 to 2100."""
    if not _FIRST * 1000 <= milliseconds < _LAST * 1000:
        return None
    return datetime.fromtimestamp(milliseconds / 1000, UTC)


def moment_words(moment: datetime, *, exact: bool = False) -> str:
    """A moment in UTC as people write it: ``4 May 2026 11:22 UTC``; ``exact`` adds the seconds."""
    there = moment.astimezone(UTC)
    clock = f"{there:%H:%M:%S}" if exact else f"{there:%H:%M}"
    return f"{there.day} {there:%b %Y} {clock} UTC"


def relative(moment: datetime, now: datetime) -> str:
    """How far a moment is from the present: ``in 3 h``, ``2 days ago``, ``now``."""
    seconds = round((moment - now).total_seconds())
    if abs(seconds) < 1:
        return "now"
    years = abs(seconds) / (365.25 * 86_400)
    span = f"{years:.1f} years" if years >= 2 else duration(abs(seconds))
    return f"in {span}" if seconds > 0 else f"{span} ago"


def read_epoch(text: str, place: Place) -> Decoded | None:
    """A moment in seconds or milliseconds since 1970, where the name makes a time likely."""
    if len(text) > 23 or not _NUMBER.fullmatch(text) or not _is_of_time(place):
        return None
    number = float(text)
    moment = moment_of(number * 1000) or moment_of(number)
    if moment is None:
        return None
    words = f"{moment_words(moment, exact=True)}, {relative(moment, place.now)}"
    return Decoded("epoch", "moment", words, None, written(moment))


def _is_of_time(place: Place) -> bool:
    last = place.words[-1:] or ("",)
    return last[0] in _OF_TIME and not _NOT_OF_TIME.intersection(place.words)


def span_words(seconds: float) -> str:
    """A span in words; a part of a second in milliseconds."""
    if seconds and abs(seconds) < 1:
        return f"{seconds * 1000:g} ms"
    return duration(round(seconds))


def read_span(text: str, place: Place) -> Decoded | None:
    """A lifetime or waiting time as a number, whose unit its name says (``maxAge`` is in seconds)."""
    if len(text) > 13 or not _WHOLE.fullmatch(text):
        return None
    factor = _factor(place.words)
    if factor is None:
        return None
    number = int(text)
    if place.words[-2:] == ("expires", "in") and number >= _MILLISECONDS_FROM:
        factor = 0.001
    if number <= 0:
        is_age = place.words[-2:] == ("max", "age")
        return Decoded("span", "span of time", "deleted now" if is_age else "none at all", None)
    return Decoded("span", "span of time", span_words(number * factor), None)


def _factor(words: tuple[str, ...]) -> float | None:
    for tail, factor in _SECONDS.items():
        if words[-len(tail) :] == tail:
            return factor
    return _UNITS.get(words[-1]) if len(words) > 1 else None


def read_iso_span(text: str, place: Place) -> Decoded | None:
    """A span as ISO 8601 writes it, such as ``PT30M`` or ``P13M``."""
    if not 2 < len(text) <= 48 or text[0] != "P":
        return None
    found = _ISO.fullmatch(text)
    if found is None:
        return None
    said = [(amount, unit) for amount, unit in zip(found.groups(), _ISO_UNITS, strict=True) if amount]
    parts = [
        f"{amount.lstrip('0') or '0'} {unit}{'' if float(amount) == 1 else 's'}" for amount, unit in said
    ]
    return Decoded("iso-span", "ISO duration", " ".join(parts), None) if parts else None
