"""What Local Edge tells a window: of its own requests what was done with them, of all others that they came.

A hit is the window's own where it is exactly what the window announced before sending it: method, target with
the request ID, and body, first read while the window waited for the answer. The request itself carries no
mark, so it goes out as it was composed. That errs only where another client sends the very same bytes in the
same moment: both are listed then, with each other's trace.
"""

from collections import deque
from collections.abc import Callable, Sequence
from datetime import UTC, datetime, timedelta
from threading import Lock
from typing import Final
from urllib.parse import urlsplit

from edge_studio.edge.exchange import PreparedRequest
from edge_studio.edge.received import ReceivedHit
from edge_studio.edge.trace import TraceEvent

MOST: Final = 1000
"""Hits that may wait to be taken; then the oldest give way."""
MOST_BYTES: Final = 64_000_000
"""Bytes of their bodies that may wait."""
_SLACK: Final = timedelta(seconds=0.25)
"""By which a hit's beginning may be told wrong: it is reckoned back from its end."""

Clock = Callable[[], datetime]
_Key = tuple[str, str, bytes]


def utc_now() -> datetime:
    """The present moment."""
    return datetime.now(UTC)


class Announced:
    """A request of the window's own that Local Edge is about to get."""

    def __init__(self, key: _Key, on_hit: Callable[[Sequence[TraceEvent]], None], clock: Clock) -> None:
        self.key = key
        self._on_hit = on_hit
        self._clock = clock
        self._since = clock() - _SLACK
        self._until: datetime | None = None

    def over(self) -> None:
        """The exchange has ended: what arrives from now on is another one."""
        self._until = self._clock() + _SLACK

    def may_be(self, hit: ReceivedHit) -> bool:
        """Whether the hit came while the exchange was under way."""
        return self._since <= hit.started and (self._until is None or hit.started <= self._until)

    def is_past(self) -> bool:
        """Whether no hit can be it any more; one takes no longer than a minute to be told of."""
        return self._until is not None and self._until + timedelta(minutes=1) < self._clock()

    def tell(self, trace: Sequence[TraceEvent]) -> None:
        """It was handled."""
        self._on_hit(trace)


class Announcements:
    """The window's own requests that are under way; asked from any thread."""

    def __init__(self, clock: Clock = utc_now) -> None:
        self._clock = clock
        self._lock = Lock()
        self._waiting: dict[_Key, list[Announced]] = {}

    def announce(
        self, prepared: PreparedRequest, on_hit: Callable[[Sequence[TraceEvent]], None]
    ) -> Announced:
        """Say that this is about to be sent; ``on_hit`` is called with its trace, in the server's thread."""
        announced = Announced(_key(prepared.method, prepared.url, prepared.body), on_hit, self._clock)
        with self._lock:
            for key, waiting in list(self._waiting.items()):  # those that never arrived
                self._waiting[key] = [each for each in waiting if not each.is_past()]
                if not self._waiting[key]:
                    del self._waiting[key]
            self._waiting.setdefault(announced.key, []).append(announced)
        return announced

    def claim(self, hit: ReceivedHit) -> Announced | None:
        """The request that a hit is, which nobody else can claim any more; None for another client's."""
        if not self._waiting:  # mostly so, and no body is looked at
            return None
        key = _key(hit.method, hit.url, hit.body)
        with self._lock:
            waiting = self._waiting.get(key, [])
            for announced in waiting:
                if announced.may_be(hit):
                    waiting.remove(announced)
                    if not waiting:
                        del self._waiting[key]
                    return announced
        return None


class Inbox:
    """Hits on their way from the server's thread to another, which ``wake`` tells that there are some.

    However fast they come, no more wait than there is room for: the newest stay, the others are counted.
    """

    def __init__(self, wake: Callable[[], None], most: int = MOST, most_bytes: int = MOST_BYTES) -> None:
        self._wake = wake
        self._most = most
        self._most_bytes = most_bytes
        self._lock = Lock()
        self._hits: deque[ReceivedHit] = deque()
        self._bytes = 0
        self._lost = 0
        self._is_told = False

    def put(self, hit: ReceivedHit) -> None:
        """Let a hit wait to be taken."""
        with self._lock:
            self._hits.append(hit)
            self._bytes += _size(hit)
            while len(self._hits) > self._most or (self._bytes > self._most_bytes and len(self._hits) > 1):
                self._bytes -= _size(self._hits.popleft())
                self._lost += 1
            is_told, self._is_told = self._is_told, True
        if not is_told:
            self._wake()

    def take(self, most: int) -> list[ReceivedHit]:
        """The hits that wait longest; after an empty list the next one that comes wakes again."""
        with self._lock:
            taken = [self._hits.popleft() for _ in range(min(most, len(self._hits)))]
            self._bytes -= sum(map(_size, taken))
            self._is_told = bool(taken)
            return taken

    def lost(self) -> int:
        """How many gave way to newer ones since this was last asked."""
        with self._lock:
            lost, self._lost = self._lost, 0
            return lost


def _key(method: str, url: str, body: bytes) -> _Key:
    address = urlsplit(url)
    return method, f"{address.path}?{address.query}" if address.query else address.path, body


def _size(hit: ReceivedHit) -> int:
    return len(hit.body) + len(hit.answer_body)
