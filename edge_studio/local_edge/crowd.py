"""Everyone who is connected: so many and no more, and nobody for longer than is good for the others."""

import asyncio
import sys
from collections import OrderedDict
from collections.abc import Callable, Iterator
from contextlib import suppress
from dataclasses import dataclass, field
from typing import Final, Protocol

FOREVER: Final = float("inf")

_MOST: Final = 500
_TURNS: Final = 8
"""Of the loop, from a connection that was just accepted to its end."""


def most_connections() -> int:
    """How many connections one server has at most: never so many that the process could open no file more."""
    if sys.platform == "win32":
        return _MOST
    import resource

    files, _ = resource.getrlimit(resource.RLIMIT_NOFILE)
    return _MOST if files == resource.RLIM_INFINITY else max(1, min(_MOST, files // 2))


@dataclass(frozen=True, slots=True)
class Limits:
    """What one server bears; all seconds and numbers are our choice."""

    connections: int = field(default_factory=most_connections)
    """Open at once; of more, the one that was idle longest is closed."""
    head_bytes: int = 32 * 1024
    """Of the request line and the headers together; real clients send a few kilobytes of cookies."""
    head_seconds: float = 10.0
    """From the first byte of a request to the end of its headers."""
    body_seconds: float = 30.0
    """From the end of the headers to the end of the body."""
    idle_seconds: float = 75.0
    """Without a request."""
    write_seconds: float = 30.0
    """For which a client may leave an answer unread."""
    linger_seconds: float = 2.0
    """For which what a client still sends is dropped, so that it gets to read why it is refused."""
    drain_bytes: int = 16 * 1024 * 1024
    """Of a body too large that are read and dropped before its sender is told."""


class Guest(Protocol):
    """Someone connected."""

    deadline: float
    """By the loop's clock; :data:`FOREVER` for none."""

    @property
    def busy(self) -> bool:
        """Whether it is being answered."""

    def expire(self) -> None:
        """Its deadline has passed."""

    def abort(self) -> None:
        """Leave at once."""

    def goodbye(self) -> None:
        """Leave; what is written is sent, what was going to be is not."""


class Crowd:
    """The guests of one server.

    Where there are too many, the one idle longest leaves: a stranger, who was never answered, as long as
    strangers take more than half of the places, otherwise one who was. So neither a crowd that says nothing
    nor one that asked once keeps the next one out.
    """

    def __init__(self, limits: Limits) -> None:
        self.limits = limits
        self._strangers: OrderedDict[Guest, None] = OrderedDict()
        self._known: OrderedDict[Guest, None] = OrderedDict()
        self._loop = asyncio.get_running_loop()
        self._timer: asyncio.TimerHandle | None = None
        self._closed = False
        self._gone: Callable[[], None] | None = None

    def __len__(self) -> int:
        return len(self._strangers) + len(self._known)

    def __iter__(self) -> Iterator[Guest]:
        return iter((*self._strangers, *self._known))

    def join(self, guest: Guest) -> None:
        """Someone connected."""
        if self._closed:
            guest.abort()
            return
        if len(self) >= self.limits.connections:
            self._make_room()
        self._strangers[guest] = None

    def stirred(self, guest: Guest) -> None:
        """Someone said something."""
        place = self._known if guest in self._known else self._strangers
        if guest in place:
            place.move_to_end(guest)

    def served(self, guest: Guest) -> None:
        """Someone was answered."""
        if guest in self._strangers:
            del self._strangers[guest]
            self._known[guest] = None

    def _make_room(self) -> None:
        too_many = len(self._strangers) > self.limits.connections // 2 or not self._known
        place = self._strangers if too_many else self._known
        longest = next((each for each in place if not each.busy), None) or next(iter(place))
        del place[longest]  # it takes its time to close, and more may come meanwhile
        longest.abort()

    def watch(self, deadline: float) -> None:
        """Look at everybody's deadline at the latest then."""
        if deadline == FOREVER or (self._timer is not None and self._timer.when() <= deadline):
            return
        if self._timer is not None:
            self._timer.cancel()
        self._timer = self._loop.call_at(deadline, self._look)

    def leave(self, guest: Guest) -> None:
        """Someone left."""
        self._strangers.pop(guest, None)
        self._known.pop(guest, None)
        if len(self):
            return
        if self._timer is not None:
            self._timer.cancel()
            self._timer = None
        if self._gone is not None:
            self._gone()

    async def disperse(self, seconds: float) -> None:
        """Say goodbye to everybody, and see off whoever stays longer than so many seconds, or comes."""
        self._closed = True
        for guest in self:
            guest.goodbye()
        await self._until_gone(seconds)
        for guest in self:
            guest.abort()
        await self._until_gone(seconds)
        for _ in range(_TURNS):
            await asyncio.sleep(0)

    async def _until_gone(self, seconds: float) -> None:
        gone = asyncio.Event()
        self._gone = gone.set
        if len(self):
            with suppress(TimeoutError):
                await asyncio.wait_for(gone.wait(), seconds)

    def _look(self) -> None:
        self._timer = None
        now = self._loop.time()
        for guest in [each for each in self if each.deadline <= now]:
            guest.expire()
        self.watch(min((each.deadline for each in self), default=FOREVER))
