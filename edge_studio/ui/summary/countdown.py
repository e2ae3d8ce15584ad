"""How long something is still good for, in words, and when those words change next."""

from datetime import datetime

_MINUTE, _HOUR, _DAY = 60, 3600, 86_400
_UNITS = ((2 * _DAY, _DAY, "days"), (2 * _HOUR, _HOUR, "h"), (_MINUTE, _MINUTE, "min"))
"""From so many seconds on, time is told in units of so many, named so; below the last one in seconds."""


_JUST_AFTER = 0.02
"""What is left is rounded down: at a full minute nothing changes, but right after it."""


def remaining(until: datetime, now: datetime) -> str:
    """``good for 29 min``, or ``expired 2 min ago``; both moments have a zone."""
    seconds = (until - now).total_seconds()
    if seconds > 0:
        return f"good for {_words(seconds)}"
    return "expired just now" if seconds > -1 else f"expired {_words(-seconds)} ago"


def next_change(until: datetime, now: datetime) -> float | None:
    """Seconds until :func:`remaining` says something else; None where that is more than a day away.

    What expired within a minute is told by the second too, so that one sees it happen.
    """
    seconds = (until - now).total_seconds()
    unit = _unit(abs(seconds))
    if unit == _DAY:
        return None
    if seconds > 0:
        return seconds % unit + _JUST_AFTER
    return unit - (-seconds) % unit


def _unit(seconds: float) -> int:
    return next((unit for least, unit, _ in _UNITS if seconds >= least), 1)


def _words(seconds: float) -> str:
    for least, unit, name in _UNITS:
        if seconds >= least:
            return f"{int(seconds // unit):,} {name}"
    return f"{max(1, int(seconds))} s"
