"""Local Edge over HTTP and HTTPS: a server on loopback with a thread and an event loop of its own."""

import asyncio
import contextlib
import errno
import os
import socket
from collections.abc import Callable
from concurrent.futures import Future
from pathlib import Path
from threading import Thread
from typing import TYPE_CHECKING, Any

from edge_studio.edge.exchange import FailureReason, Phase, Timing, Unanswered
from edge_studio.edge.local_status import LocalStatus
from edge_studio.local_edge.hosts import HOST, netloc, reachable, served_names

if TYPE_CHECKING:
    import ssl

    from edge_studio.edge.received import ReceivedHit
    from edge_studio.local_edge.authority import Authority
    from edge_studio.local_edge.crowd import Limits
    from edge_studio.local_edge.player import OnServed, OnTrouble, Player
    from edge_studio.local_edge.scenario import Scenario
    from edge_studio.local_edge.scenario_watch import ScenarioSource

_GOODBYE = 0.5
"""Seconds that answers on their way get when the server stops."""

_WAITING = 1024
"""Connections that may wait to be accepted; whoever comes when there are more tries again a second later."""

_AT_ONCE = 4
"""Connections accepted before those that are too many are closed; until then, each takes a file."""

_Stop = tuple[asyncio.AbstractEventLoop, asyncio.Event]


class LocalEdge:
    """The embedded Edge Network; answers from :meth:`start` to :meth:`stop`, and only to this computer.

    ``scenario_path`` is the scenario's file, by default the scenario *shop*. ``port`` 0 means a free one;
    ``secure_port``, the same for HTTPS, is None where TLS is not wanted, and needs an ``authority``.
    ``on_hit`` is called in the server's thread for every request to the Edge Network once it is answered:
    not for preflights, and not for the token endpoint, whose requests carry secrets. ``on_served`` is
    called for all requests alike, ``on_trouble`` with words on what keeps a client out that means well,
    such as one that does not trust the certificate. Another ``host`` than loopback lets others in: ask
    before.
    """

    def __init__(
        self,
        scenario_path: Path | None = None,
        port: int = 0,
        *,
        secure_port: int | None = None,
        authority: "Authority | None" = None,
        host: str = HOST,
        on_hit: "Callable[[ReceivedHit], None] | None" = None,
        on_served: "OnServed | None" = None,
        on_trouble: "OnTrouble | None" = None,
        limits: "Limits | None" = None,
    ) -> None:
        self._scenario_path = scenario_path
        self._source: ScenarioSource | None = None
        self._port = port
        self._secure_port = secure_port
        self._authority = authority
        self._host = host
        self._on_hit = on_hit
        self._on_served = on_served
        self._on_trouble = on_trouble
        self._limits = limits
        self._player: Player | None = None
        self._thread: Thread | None = None
        self._stop: Future[_Stop] = Future()
        self.base_url = ""
        """Such as ``http://127.0.0.1:8080``; empty while it does not run."""
        self.secure_url = ""
        """The same over TLS; empty where that is not served."""

    @property
    def is_running(self) -> bool:
        """Whether it has been started and not stopped."""
        return self._thread is not None

    def start(self) -> str:
        """Listen, and give the base URL; whoever connects from now on is answered.

        The server itself is loaded in its thread while the first connection may already wait. Raises
        ``ScenarioError`` for a scenario that cannot be used, ``AuthorityError`` for an authority that
        cannot, and ``OSError`` where a port is taken. Starting what runs gives its base URL again.
        """
        if self.is_running:
            return self.base_url
        source = self._opened()
        context = self._context(source)
        with contextlib.ExitStack() as opened:
            listener = opened.enter_context(_listen(self._host, self._port))
            secure = None
            if self._secure_port is not None:
                secure = opened.enter_context(_listen(self._host, self._secure_port))
            opened.pop_all()
        self.base_url = f"http://{netloc(reachable(self._host), listener.getsockname()[1])}"
        if secure is not None:
            self.secure_url = f"https://{netloc(reachable(self._host), secure.getsockname()[1])}"
        self._stop = Future()
        self._thread = Thread(
            target=self._run, args=(listener, secure, context), name="Local Edge", daemon=True
        )
        self._thread.start()
        return self.base_url

    def stop(self) -> None:
        """Stop listening, break off what is under way, and wait until the thread has ended."""
        if self._thread is None:
            return
        with contextlib.suppress(Exception):  # the server's own failure was raised in its thread, and shown
            loop, stopped = self._stop.result()
            loop.call_soon_threadsafe(stopped.set)
        self._thread.join()
        self._thread = None
        self._player = None
        self.base_url = self.secure_url = ""

    def status(self) -> LocalStatus:
        """How things are at this moment; raises ``ScenarioError`` where no scenario could ever be used."""
        source, player = self._opened(), self._player
        scenario = source.current()
        served = [each.id for each in scenario.datastreams if each.condition == "ok"]
        return LocalStatus(
            base_url=self.base_url,
            secure_url=self.secure_url,
            scenario=source.choice(),
            problem=source.problem,
            faults=source.faults(),
            visitors=player.visitors() if player else (),
            hits=player.hits if player else 0,
            authority_file=str(self._authority.certificate_file) if self._authority else "",
            organisation=scenario.organisation,
            datastream=next(iter(served), "") if scenario.strict_datastreams else "",
        )

    def scenario(self) -> "tuple[Scenario, str]":
        """What is played, the same object until that changes, and why the file as it is now is not.

        Raises ``ScenarioError`` where no scenario could ever be used.
        """
        source = self._opened()
        return source.current(), source.problem

    def play(self, path: Path) -> None:
        """Play another scenario from now on; raises ``ScenarioError`` and goes on with the old one.

        Visitors and what they were shown are still known; its faults have their turns from the first on.
        """
        if self._source is None:
            self._opened(path)
        else:
            self._source.play(path)
        if self._player is not None:
            self._player.forget_turns()

    def switch_fault(self, name: str, on: bool) -> None:
        """Switch a fault of the plan on or off, whatever the scenario's file says.

        One that is switched on has its turns from the first on: it fails the next three requests again.
        """
        self._opened().switch_fault(name, on)
        if on and self._player is not None:
            self._player.forget_turns(name)

    def forget(self) -> None:
        """Forget every visitor, what they were shown, their media sessions, and the turns of faults."""
        if self._player is not None:
            self._player.forget()

    def _opened(self, path: Path | None = None) -> "ScenarioSource":
        """The scenario's file; raises ``ScenarioError`` where it could never be used."""
        if self._source is None:
            from edge_studio.local_edge.scenario_file import default_path
            from edge_studio.local_edge.scenario_watch import ScenarioSource

            self._source = ScenarioSource(path or self._scenario_path or default_path())
        return self._source

    def _context(self, source: "ScenarioSource") -> "Callable[[], ssl.SSLContext] | None":
        if self._secure_port is None:
            return None
        if self._authority is None:
            raise ValueError("TLS needs an authority")
        return self._authority.contexts(lambda: served_names(self._host, source.current().hosts))

    def _run(
        self,
        listener: socket.socket,
        secure: socket.socket | None,
        context: "Callable[[], ssl.SSLContext] | None",
    ) -> None:
        stop = self._stop
        try:
            asyncio.run(self._serve(listener, secure, context, stop))
        except BaseException as error:
            if not stop.done():
                stop.set_exception(error)
            raise
        finally:
            listener.close()
            if secure is not None:
                secure.close()

    async def _serve(
        self,
        listener: socket.socket,
        secure: socket.socket | None,
        context: "Callable[[], ssl.SSLContext] | None",
        stop: "Future[_Stop]",
    ) -> None:
        from edge_studio.local_edge.connection import Connection
        from edge_studio.local_edge.crowd import Crowd, Limits
        from edge_studio.local_edge.handshake import Handshake
        from edge_studio.local_edge.player import Player

        loop, stopped = asyncio.get_running_loop(), asyncio.Event()
        crowd = Crowd(self._limits or Limits())
        player = Player(self._opened().current, self._host, self._on_hit, self._on_served, self._on_trouble)
        self._player = player
        loop.set_exception_handler(_failed)
        servers = [await _server(listener, lambda: Connection(crowd, player))]
        if secure is not None and context is not None:
            servers.append(await _server(secure, lambda: Handshake(crowd, player, context)))
        stop.set_result((loop, stopped))
        await stopped.wait()
        for sock in filter(None, (listener, secure)):
            with contextlib.suppress(NotImplementedError):  # Windows accepts in another way
                loop.remove_reader(sock)
        await crowd.disperse(_GOODBYE)
        for server in servers:  # only now: asyncio loses a connection that it is about to hand over
            server.close()


async def _server(listener: socket.socket, factory: Callable[[], asyncio.Protocol]) -> asyncio.Server:
    """Accept connections; asyncio has one number for how many wait and how many it takes at once."""
    server = await asyncio.get_running_loop().create_server(factory, sock=listener, backlog=_AT_ONCE)
    listener.listen(_WAITING)
    return server


def _failed(loop: asyncio.AbstractEventLoop, context: dict[str, Any]) -> None:
    """Log what the loop could not do, but for accepting while there is no file left: it tries again."""
    error = context.get("exception")
    if not (isinstance(error, OSError) and error.errno in {errno.EMFILE, errno.ENFILE}):
        loop.default_exception_handler(context)


def not_started(error: OSError) -> Unanswered:
    """The outcome of a request to a Local Edge that could not start."""
    return Unanswered(
        phase=Phase.PREPARE,
        reason=FailureReason.REFUSED,
        happened="Local Edge could not start on this computer.",
        why="Another program may forbid listening on the loopback address, or no port is free.",
        remedy="Try again, or choose another connection.",
        timing=Timing(0.0),
        detail=str(error),
    )


def _listen(host: str, port: int) -> socket.socket:
    """A listening socket that names its protocol: asyncio sends at once (TCP_NODELAY) only over those.

    An answer in two pieces would otherwise wait 40 ms for the client's delayed acknowledgement.
    """
    family, kind, _, _, address = socket.getaddrinfo(
        host or None, port, type=socket.SOCK_STREAM, flags=socket.AI_PASSIVE
    )[0]
    listener = socket.socket(family, kind, socket.IPPROTO_TCP)
    try:
        if os.name == "posix":  # elsewhere it would let two programs share the port
            listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        listener.bind(address)
        listener.listen(_WAITING)
    except OSError:
        listener.close()
        raise
    return listener
