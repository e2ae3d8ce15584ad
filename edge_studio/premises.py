"""Local Edge as the window has it: started at the first use, its hits told in the window's own thread."""

import threading
from collections.abc import Callable, Generator, Sequence
from contextlib import suppress
from dataclasses import replace
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeVar
from urllib.parse import urlsplit

if TYPE_CHECKING:  # a window starts without them, and without asyncio
    import asyncio

    from edge_studio.edge.exchange import PreparedRequest, Unanswered
    from edge_studio.edge.local_status import LocalChoice, LocalStatus, ScenarioChoice
    from edge_studio.edge.received import ReceivedHit
    from edge_studio.edge.trace import TraceEvent
    from edge_studio.local_edge.server import LocalEdge
    from edge_studio.local_edge.watching import Announced, Announcements, Inbox

PATIENCE = 0.5
"""Seconds to wait for the trace of an exchange that is over; Local Edge tells it right after its answer."""
PAUSE = 0.2
"""Seconds between two tellings that there were hits."""
T = TypeVar("T")


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
    """Local Edge, started in a thread at the first use, unless a person stopped it.

    ``authority`` is the folder of its certificate authority, ``scenarios`` that of a person's own scenarios;
    ``chosen`` says how it is to run at first, and is asked when it is first needed.

    ``on_received`` is called when hits of other clients wait to be taken, and ``on_hit`` when there was any
    hit at all, both in the thread that started it: however fast hits come, no more often than that can bear.
    """

    def __init__(
        self,
        authority: Path,
        scenarios: Path,
        chosen: "Callable[[], LocalChoice]",
        on_received: Callable[[], None],
        on_hit: Callable[[], None],
    ) -> None:
        self._authority = authority
        self._scenarios = scenarios
        self._chosen = chosen
        self._on_received = on_received
        self._on_hit = on_hit
        self._choice: LocalChoice | None = None
        self._is_halted = False
        self._last: LocalStatus | None = None
        self._edge: LocalEdge | None = None
        self._lock = threading.Lock()
        self._loop: asyncio.AbstractEventLoop | None = None
        self.notice = ""
        """What a person should know of how it was started, in words: something was not as it was chosen."""
        self._inbox: Inbox | None = None
        self._own: Announcements | None = None
        self._is_hit_told = False
        self._is_hit_untold = False

    @property
    def choice(self) -> "LocalChoice":
        """How it is to run."""
        if self._choice is None:
            self._choice = self._chosen()
        return self._choice

    async def base_url(self) -> "str | Unanswered":
        """Where it listens; started if it does not run, and why not where it cannot or shall not."""
        if self._edge is not None:
            return self._edge.base_url
        import asyncio

        from edge_studio.local_edge.server import not_started

        if self._is_halted:
            return _halted()
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

    # What a window asks and does; each takes a moment and is done off its thread

    async def start(self) -> "str | Unanswered":
        """Run, also where a person stopped it; where it listens then."""
        self._is_halted = False
        return await self.base_url()

    async def restart(self, choice: "LocalChoice") -> "str | Unanswered":
        """Run in another way from now on: what is remembered is forgotten; where it listens then."""
        self._choice = choice
        await _in_thread(self.stop)
        return await self.start()

    async def halt(self) -> None:
        """End it, until it is started again."""
        self._is_halted = True
        await _in_thread(self.stop)

    async def status(self) -> "LocalStatus | None":
        """How it is at this moment; None where it never ran."""
        return await _in_thread(self._status)

    async def scenarios(self) -> "tuple[ScenarioChoice, ...]":
        """Those that come with the program, then a person's own."""
        return await _in_thread(self._all_scenarios)

    async def play(self, path: str) -> str:
        """Play another scenario from now on; why not, in words, where its file cannot be used."""
        from edge_studio.local_edge.scenario_file import ScenarioError

        try:
            await _in_thread(partial(self._play, Path(path)))
        except ScenarioError as error:
            return str(error)
        return ""

    async def copy(self) -> str:
        """Copy the scenario that is played into the folder of a person's own, and return the copy's path.

        Raises ``StoreProblem``.
        """
        return await _in_thread(self._copied)

    async def switch_fault(self, name: str, on: bool) -> None:
        """Switch a fault of the scenario's plan."""
        if self._edge is not None:
            await _in_thread(partial(self._edge.switch_fault, name, on))

    async def forget(self) -> None:
        """Forget every visitor and all that is held of them."""
        if self._edge is not None:
            await _in_thread(self._edge.forget)

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
        from edge_studio.local_edge.opening import opened

        edge, self.notice = opened(self.choice, self._authority, self._tell)
        self._last = self._look(edge)
        return edge

    def _status(self) -> "LocalStatus | None":
        with self._lock:
            if self._edge is not None:
                self._last = self._look(self._edge)
            elif self._last is not None:
                self._last = replace(self._last, base_url="", secure_url="", visitors=(), hits=0)
            return self._last

    def _look(self, edge: "LocalEdge") -> "LocalStatus":
        status = edge.status()
        own = not _is_ours(Path(status.scenario.path))
        return replace(status, scenario=replace(status.scenario, own=own))

    def _all_scenarios(self) -> "tuple[ScenarioChoice, ...]":
        from edge_studio.local_edge.scenario_watch import choices, shipped
        from edge_studio.store.scenarios import own_scenarios

        own = choices(own_scenarios(self._scenarios))
        return (*shipped(), *(replace(each, own=True) for each in own))

    def _play(self, path: Path) -> None:
        from edge_studio.local_edge.opening import name_of
        from edge_studio.local_edge.scenario_file import load

        with self._lock:
            if self._edge is not None:
                self._edge.play(path)
            else:
                load(path)
            self._choice = replace(self.choice, scenario=name_of(path))

    def _copied(self) -> str:
        from edge_studio.local_edge.opening import path_of
        from edge_studio.store.scenarios import copy_scenario

        with self._lock:
            played = self._edge.status().scenario if self._edge is not None else None
        path = Path(played.path) if played else path_of(self.choice.scenario)
        return str(copy_scenario(path, self._scenarios, played.name if played else path.stem))

    def _tell(self, hit: "ReceivedHit") -> None:
        """In the server's thread: give a hit to who awaits it."""
        if self._own is None or self._inbox is None:
            return
        if (announced := self._own.claim(hit)) is not None:
            announced.tell(hit.trace)
        else:
            self._inbox.put(hit)
        if self._is_hit_told:
            self._is_hit_untold = True
        else:
            self._is_hit_told = True
            self._post(self._tell_hit)

    def _tell_hit(self) -> None:
        """Tell of hits, and of those that come meanwhile a little later: each telling holds up the server."""
        self._is_hit_untold = False
        self._on_hit()
        if self._loop is not None:
            self._loop.call_later(PAUSE, self._tell_again)

    def _tell_again(self) -> None:
        self._is_hit_told = False  # first, so that none is missed that comes just now
        if self._is_hit_untold:
            self._is_hit_told = True
            self._tell_hit()

    def _post(self, does: Callable[[], None]) -> None:
        """Do something in the window's thread, while there is one."""
        if self._loop is not None:
            with suppress(RuntimeError):  # the window has ended meanwhile
                self._loop.call_soon_threadsafe(does)


async def _in_thread(work: Callable[[], T]) -> T:
    """Do what may take longer than a frame in a thread of the loop's."""
    import asyncio

    return await asyncio.get_running_loop().run_in_executor(None, work)


def _is_ours(scenario: Path) -> bool:
    from edge_studio.local_edge.scenario_file import default_path

    return scenario.parent == default_path().parent


def _halted() -> "Unanswered":
    """The outcome of a request to a Local Edge that a person stopped."""
    from edge_studio.edge.exchange import FailureReason, Phase, Timing, Unanswered

    return Unanswered(
        phase=Phase.PREPARE,
        reason=FailureReason.REFUSED,
        happened="Local Edge is stopped.",
        why="It was stopped in its panel, and stays so until it is started there.",
        remedy="Start it: Tools, Local Edge (Ctrl+Shift+L). Or choose another connection.",
        timing=Timing(0.0),
    )
