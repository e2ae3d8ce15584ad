"""Work in steps: done at once, or as a part of other work."""

from collections.abc import Callable, Generator
from typing import Any, TypeVar

T = TypeVar("T")
Y = TypeVar("Y")
S = TypeVar("S")


def drained(work: Generator[Any, None, T]) -> T:
    """The result of ``work``, for whoever has no window to keep alive."""
    while True:
        try:
            next(work)
        except StopIteration as end:
            result: T = end.value
            return result


def untold(work: Generator[Any, None, T]) -> Generator[None, None, T]:
    """The same work, of which nobody is told how far it is."""
    while True:
        try:
            next(work)
        except StopIteration as end:
            result: T = end.value
            return result
        yield


def told_as(work: Generator[Y, None, T], words: Callable[[Y], S]) -> Generator[S, None, T]:
    """The same work, of which is told in ``words`` how far it is."""
    while True:
        try:
            done = next(work)
        except StopIteration as end:
            result: T = end.value
            return result
        yield words(done)
