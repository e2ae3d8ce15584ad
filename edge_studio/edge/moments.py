"""Moments in time as the Edge Network reads and writes them."""

import re
from datetime import UTC, datetime
from typing import Final

from edge_studio.edge.amounts import plural

EXAMPLE: Final = "2026-05-04T11:22:10.004Z"

_RFC_3339: Final = re.compile(
    r"([0-9]{4}-[0-9]{2}-[0-9]{2})[Tt]([0-9]{2}:[0-9]{2}):([0-9]{2})(?:\.[0-9]+)?(?:[Zz]|[+-]([0-9]{2}):([0-9]{2}))"
)


def written(moment: datetime) -> str:
    """A moment, which has a zone, in UTC with milliseconds and ``Z`` (as Adobe's Web SDK writes it)."""
    return moment.astimezone(UTC).isoformat(timespec="milliseconds").replace("+00:00", "Z")


def is_moment(text: str) -> bool:
    """Whether this is a date and a time with a zone as RFC 3339 writes them, and exists in the calendar."""
    found = _RFC_3339.fullmatch(text)
    if not found:
        return False
    second = "59" if found[3] == "60" else found[3]  # a leap second, which Python's clock does not know
    try:
        datetime.fromisoformat(f"{found[1]}T{found[2]}:{second}")
    except ValueError:
        return False
    return int(found[4] or 0) < 24 and int(found[5] or 0) < 60


def ago(moment: datetime, now: datetime) -> str:
    """How long ago, roughly: ``just now``, ``3 minutes ago``, ``2 days ago``; both have a zone."""
    seconds = (now - moment).total_seconds()
    for unit, length in (("day", 86_400), ("hour", 3_600), ("minute", 60)):
        if seconds >= length:
            count = int(seconds // length)
            return f"{plural(count, unit)} ago"
    return "just now"
