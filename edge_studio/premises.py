"""Local Edge as the window has it: started at the first use, its hits told in the window's own thread."""

import threading
from collections.abc import Callable, Generator, Sequence
from contextlib import suppress
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeVar
from urllib.parse import urlsplit

if TYPE_CHECKING:  # a window starts without them, and without asyncio
    import asyncio

    from edge_studio.edge.exchange import PreparedRequest, Unanswered
    from edge_studio.edge.local_status import LocalStatus, ScenarioChoice
    from edge_studio.edge.received import ReceivedHit
    from edge_studio.edge.trace import TraceEvent
    from edge_studio.local_edge.server import LocalEdge
    from edge_studio.local_edge.watching import Announced, Announcements, Inbox

PATIENCE = 0.5
"""Seconds to wait for the trace of an exchange that is over; Local Edge tells it right after its answer."""
_TAKEN = (
    "Local Edge listens on a free port instead of the one that was chosen. Another program probably uses "
    "that, perhaps a second Edge Studio. End it, or choose another port."
)

T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class LocalChoice:
    """How Local Edge is to run."""

    scenario: str = ""
    """The scenario's file; empty for *shop*."""
    port: int = 0
    """0 for a free one."""
    secure: bool = False
    """Whether it serves TLS as well."""
    secure_port: int = 0


class Expected:
    """What Local Edge will have done with one request: await it once the exchange is over."""

    def __init__(
        self, loop: "asyncio.AbstractEventLoop", announcements: "Announcements", prepared: "PreparedRequest"
    ) -> None:
        self._loop = loop
        self._told: asyncio.Future[Sequence[TraceEvent]] = loop.create_future()
        self._announced: Announced = announcements.announce(prepared, self._tell)

    def over(self) -> None:
        """The exchange has ended: what arrives from now on is another one."""
        self._announced.over()

    def __await__(self) -> "Generator[Any, None, Sequence[TraceEvent]]":
        return self._soon().__await__()

    def _tell(self, trace: "Sequence[TraceEvent]") -> None:
        """In the server's thread: the request was handled."""
        with suppress(RuntimeError):  # the window has ended meanwhile
            self._loop.call_soon_threadsafe(self._take, trace)

    def _take(self, trace: "Sequence[TraceEvent]") -> None:
        if not self._told.done():
            self._told.set_result(trace)

    async def _soon(self) -> "Sequence[TraceEvent]":
        import asyncio

        with suppress(TimeoutError):
            return await asyncio.wait_for(asyncio.shield(self._told), PATIENCE)
        return ()


class LocalPremises:
    """Local Edge, started in a thread at the first use.

    ``on_received`` is called when hits of other clients wait to be taken, and ``on_hit`` when there was any
    hit at all, both in the thread that started it: however fast hits come, no more often than that can bear.
    """

    def __init__(
        self,
        authority: Path,
        on_received: Callable[[], None],
        on_hit: Callable[[], None],
        choice: LocalChoice | None = None,
    ) -> None:
        self._authority = authority
        self._on_received = on_received
        self._on_hit = on_hit
        self._choice = choice or LocalChoice()
        self._edge: LocalEdge | None = None
        self._lock = threading.Lock()
        self._loop: asyncio.AbstractEventLoop | None = None
        self.notice = ""
        """What a person should know of how it was started, in words: something was not as it was chosen."""
        self._inbox: Inbox | None = None
        self._own: Announcements | None = None
        self._is_hit_told = False

    def choose(self, choice: LocalChoice) -> None:
        """Say how it is to run once it is started."""
        self._choice = choice

    async def base_url(self) -> "str | Unanswered":
        """Where it listens; started if it does not run, and why not where it cannot."""
        if self._edge is not None:
            return self._edge.base_url
        import asyncio

        from edge_studio.local_edge.server import not_started

        if self._loop is None:
            from edge_studio.local_edge.watching import Announcements, Inbox

            self._loop = asyncio.get_running_loop()
            self._own = Announcements()
            self._inbox = Inbox(partial(self._post, self._on_received))
        try:
            return await _in_thread(self._started)
        except OSError as error:
            return not_started(error)

    def expect(self, prepared: "PreparedRequest") -> Expected | None:
        """Await a request of the window's own, of whatever connection; None where it goes elsewhere."""
        if self._edge is None or self._loop is None or self._own is None:
            return None
        from edge_studio.edge.address import is_loopback

        address = urlsplit(prepared.url)
        ports = {urlsplit(url).port for url in (self._edge.base_url, self._edge.secure_url) if url}
        if address.port not in ports or not is_loopback(address.hostname or ""):
            return None
        return Expected(self._loop, self._own, prepared)

    def take(self, most: int) -> "list[ReceivedHit]":
        """The hits of other clients that wait longest to be taken; none where all are."""
        return [] if self._inbox is None else self._inbox.take(most)

    def lost(self) -> int:
        """How many hits gave way to newer ones since this was last asked."""
        return 0 if self._inbox is None else self._inbox.lost()

    async def run_with(self, scenario: str, port: int, secure: bool, secure_port: int) -> "str | Unanswered":
        """Run in another way from now on: what is remembered is forgotten; where it listens then."""
        self._choice = LocalChoice(scenario, port, secure, secure_port)
        await _in_thread(self.stop)
        return await self.base_url()

    # What a panel asks and does; each takes a moment and is done off the window's thread

    async def status(self) -> "LocalStatus | None":
        """How it is at this moment; None while it does not run."""
        edge = self._edge
        return await _in_thread(edge.status) if edge else None

    async def scenarios(self) -> "tuple[ScenarioChoice, ...]":
        """Those that come with the program."""
        from edge_studio.local_edge.scenario_watch import shipped

        return await _in_thread(shipped)

    async def play(self, path: str) -> str:
        """Play another scenario; why not, in words, where its file cannot be used."""
        from edge_studio.local_edge.scenario_file import ScenarioError

        edge = self._edge
        if edge is None:
            return "Local Edge does not run."
        try:
            await _in_thread(partial(edge.play, Path(path)))
        except ScenarioError as error:
            return str(error)
        return ""

    async def switch_fault(self, name: str, on: bool) -> None:
        """Switch a fault of the scenario's plan."""
        if self._edge is not None:
            await _in_thread(partial(self._edge.switch_fault, name, on))

    async def forget(self) -> None:
        """Forget every visitor and all that is held of them."""
        if self._edge is not None:
            await _in_thread(self._edge.forget)

    async def halt(self) -> None:
        """End it, until it is used again."""
        await _in_thread(self.stop)

    def stop(self) -> None:
        """End it, if it runs."""
        with self._lock:
            if self._edge is not None:
                self._edge.stop()
                self._edge = None

    # In a thread

    def _started(self) -> str:
        with self._lock:
            if self._edge is None:
                self._edge = self._start()
            return self._edge.base_url

    def _start(self) -> "LocalEdge":
        """Start it as it was chosen or, where a file stands in the way, as near to that as can be."""
        from edge_studio.local_edge.authority import Authority, AuthorityError
        from edge_studio.local_edge.scenario_file import ScenarioError
        from edge_studio.local_edge.server import LocalEdge

        choice = self._choice
        notices: list[str] = []
        port = choice.port
        scenario = Path(choice.scenario) if choice.scenario else None
        secure_port = choice.secure_port if choice.secure else None
        authority = Authority(self._authority) if choice.secure else None
        while True:
            edge = LocalEdge(scenario, port, secure_port=secure_port, authority=authority, on_hit=self._tell)
            try:
                edge.start()
            except ScenarioError as error:
                if scenario is None:
                    raise
                notices.append(f"Local Edge plays the scenario shop instead of your own. {error}")
                scenario = None
            except AuthorityError as error:
                notices.append(f"Local Edge does not serve HTTPS. {error}")
                secure_port = authority = None
            except OSError:
                if not port and not secure_port:
                    raise
                notices.append(_TAKEN)
                port, secure_port = 0, None if secure_port is None else 0
            else:
                self.notice = "\n".join(notices)
                return edge

    def _tell(self, hit: "ReceivedHit") -> None:
        """In the server's thread: give a hit to who awaits it."""
        if self._own is None or self._inbox is None:
            return
        if (announced := self._own.claim(hit)) is not None:
            announced.tell(hit.trace)
        else:
            self._inbox.put(hit)
        if not self._is_hit_told:
            self._is_hit_told = True
            self._post(self._tell_hit)

    def _tell_hit(self) -> None:
        self._is_hit_told = False
        self._on_hit()

    def _post(self, does: Callable[[], None]) -> None:
        """Do something in the window's thread, while there is one."""
        if self._loop is not None:
            with suppress(RuntimeError):  # the window has ended meanwhile
                self._loop.call_soon_threadsafe(does)


async def _in_thread(work: Callable[[], T]) -> T:
    """Do what may take longer than a frame in a thread of the loop's."""
    import asyncio

    return await asyncio.get_running_loop().run_in_executor(None, work)
