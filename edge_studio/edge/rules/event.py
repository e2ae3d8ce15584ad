"""Rules about an event's timestamp and type."""

import re
from collections.abc import Iterator
from datetime import UTC, datetime
from typing import Final

from edge_studio.edge import event_types
from edge_studio.edge.moments import EXAMPLE, is_moment, written
from edge_studio.edge.repairs import SetValue, repair
from edge_studio.edge.rules.rule import Finding, Part, RuleTable, Severity, Site
from edge_studio.edge.wording import value_kind

TIMESTAMP: Final = RuleTable(Site.TIMESTAMP)
EVENT_TYPE: Final = RuleTable(Site.EVENT_TYPE)

_LOOSE: Final = re.compile(
    r"([0-9]{4})-([0-9]{2})-([0-9]{2})[Tt ]([0-9]{2}):([0-9]{2})(?::([0-9]{2})(?:[.,][0-9]+)?)?"
    r"(Z|z|[+-][0-9]{2}(?::?[0-9]{2})?)?"
)
"""Everything that is meant as a moment; ``is_moment`` says whether it is written well."""


@TIMESTAMP.rule("event.timestamp", severity=Severity.ERROR)
def the_timestamp_is_a_moment_with_a_zone(part: Part) -> Iterator[Finding]:
    """The timestamp is written as ISO 8601 asks, with a time zone."""
    value = part.value
    if value == "{{now}}":
        return
    if not isinstance(value, str):
        yield _not_text(part)
        return
    if is_moment(value):
        if int(value[:4]) < 1970:
            yield Finding(
                part.pointer,
                "The timestamp lies before 1970, which Experience Platform does not accept.",
                "Check the year.",
                severity=Severity.WARNING,
            )
        return
    yield _not_a_moment(part.pointer, value)


def _not_a_moment(pointer: str, value: str) -> Finding:
    found = _LOOSE.fullmatch(value)
    if not found:
        message = "The timestamp is not a moment in time." if value.strip() else "The timestamp is empty."
        return Finding(
            pointer, message, f"Write date, time and zone, such as {EXAMPLE}, or choose the time of sending."
        )
    if not found[7]:
        complete = f"{value}Z"
        return Finding(
            pointer,
            "The timestamp has no time zone, so it is open which moment it means.",
            "Append Z for UTC, or an offset such as +02:00.",
            repair("Append Z (UTC)", SetValue(pointer, complete)) if is_moment(complete) else None,
        )
    if not _exists(found):
        return Finding(
            pointer, "The timestamp names a day or a time that does not exist.", "Check its date and time."
        )
    return Finding(
        pointer,
        "The timestamp is not written the way the Edge Network reads it.",
        f"Write it with a T, with seconds and with a colon in the offset, such as {EXAMPLE}.",
    )


def _not_text(part: Part) -> Finding:
    value = part.value
    fix = None
    if isinstance(value, int) and not isinstance(value, bool) and 10**12 <= value < 4 * 10**12:
        moment = written(datetime.fromtimestamp(value / 1000, UTC))
        fix = repair(f"Write it as {moment}", SetValue(part.pointer, moment))
    return Finding(
        part.pointer,
        f"The timestamp must be text, not {value_kind(value)}.",
        f"Write date, time and zone, such as {EXAMPLE}.",
        fix,
    )


def _exists(found: re.Match[str]) -> bool:
    year, month, day, hour, minute = (int(found[group]) for group in range(1, 6))
    try:
        datetime(year, month, day, hour, minute, min(int(found[6] or 0), 59), tzinfo=UTC)
    except ValueError:
        return False
    return int(found[6] or 0) <= 60


@EVENT_TYPE.rule("event.type", severity=Severity.WARNING)
def the_event_type_is_spelled_as_the_standard_one(part: Part) -> Iterator[Finding]:
    """An event type that only differs in capitals from a standard one is that one, misspelled."""
    value = part.value
    if not isinstance(value, str):
        return  # the schema objects to it
    if not value.strip():
        yield Finding(
            part.pointer, "The event type is empty.", "Choose one, such as web.webpagedetails.pageViews."
        )
        return
    standard = event_types.standard_spelling(value.strip())
    if standard is None and value != value.strip():
        standard = value.strip()
    if standard is not None:
        yield Finding(
            part.pointer,
            f"{value} is not the standard event type {standard}: capitals and blanks count.",
            f"Write {standard}, or reports will not count it.",
            repair(f"Write {standard}", SetValue(part.pointer, standard)),
        )
