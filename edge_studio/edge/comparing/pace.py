"""Work in steps that are too short to be noticed."""

from collections.abc import Generator
from time import perf_counter
from typing import Any, TypeVar

T = TypeVar("T")
Work = Generator[Any, None, T]
"""A piece of work that yields about every half a millisecond; what it returns is the result.

It yields the share that is done, from 0 to 1, or None where that is not known.
"""

STEP = 0.0005
"""Seconds of work after which a step ends."""
_AT_ONCE = 1_000
"""How many values are let go at a time."""


class Pace:
    """Says when a step has lasted long enough; one for all that a piece of work calls."""

    __slots__ = ("_since",)

    def __init__(self) -> None:
        self._since = perf_counter()

    def due(self) -> bool:
        """Whether it is time to yield; to be asked after each bit of work of some microseconds."""
        now = perf_counter()
        if now - self._since < STEP:
            return False
        self._since = now
        return True


def let_go(values: "list[Any] | dict[Any, Any] | set[Any]", pace: Pace) -> Work[None]:
    """Empty a large list, dictionary or set bit by bit: to free it in one go may last longer than a step."""
    while values:
        if isinstance(values, list):
            del values[-_AT_ONCE:]
        else:
            take = values.popitem if isinstance(values, dict) else values.pop
            for _ in range(min(_AT_ONCE, len(values))):
                take()
        if pace.due():
            yield
