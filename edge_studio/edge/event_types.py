"""The standard event types: what the wire calls them and what people call them."""

from functools import cache
from typing import NamedTuple

from edge_studio import resources


class EventType(NamedTuple):
    """One value of ``xdm.eventType``; any other text is legal too."""

    value: str
    label: str
    """A short noun phrase: "Page view"."""
    group: str
    status: str
    """``standard`` (in Adobe's schema), ``documented``, ``sdk``, ``field-group``, ``variant`` or
    ``deprecated``."""


@cache
def all_event_types() -> tuple[EventType, ...]:
    """Every known event type, the common ones first."""
    return tuple(EventType(**row) for row in resources.data("event_types.json"))


@cache
def _by_value() -> dict[str, EventType]:
    return {event_type.value: event_type for event_type in all_event_types()}


@cache
def _by_lower_case() -> dict[str, EventType]:
    return {e.value.lower(): e for e in reversed(all_event_types()) if e.status != "variant"}


def find(value: str) -> EventType | None:
    """The event type with exactly this wire name."""
    return _by_value().get(value)


def label(value: str) -> str:
    """The plain name of an event type, or the wire name itself where it is not a known one."""
    known = find(value)
    return known.label if known else value


def standard_spelling(value: str) -> str | None:
    """The standard event type that differs from ``value`` in capitals only, or None."""
    known = _by_lower_case().get(value.lower())
    return known.value if known and known.value != value else None
