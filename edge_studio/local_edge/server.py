"""Local Edge over HTTP: a server on loopback with a thread and an event loop of its own."""

import asyncio
import contextlib
import os
import socket
from concurrent.futures import Future
from pathlib import Path
from threading import Thread
from typing import TYPE_CHECKING

from edge_studio.edge.exchange import FailureReason, Phase, Timing, Unanswered

if TYPE_CHECKING:
    from edge_studio.local_edge.scenario import Scenario

HOST = "127.0.0.1"
_GRACE = 2
"""Seconds that requests under way get when the server stops."""

_Stop = tuple[asyncio.AbstractEventLoop, asyncio.Event]


class LocalEdge:
    """The embedded Edge Network; answers from :meth:`start` to :meth:`stop`, and only to this computer.

    ``scenario_path`` is the scenario's file, by default the scenario *shop*; ``port`` 0 means a free one.
    """

    def __init__(self, scenario_path: Path | None = None, port: int = 0) -> None:
        self._scenario_path = scenario_path
        self._port = port
        self._thread: Thread | None = None
        self._stop: Future[_Stop] = Future()
        self.base_url = ""
        """Such as ``http://127.0.0.1:8080``; empty while it does not run."""

    @property
    def is_running(self) -> bool:
        """Whether it has been started and not stopped."""
        return self._thread is not None

    def start(self) -> str:
        """Listen, and give the base URL; whoever connects from now on is answered.

        The server itself is loaded in its thread while the first connection may already wait. Raises
        ``ScenarioError`` for a scenario that cannot be used and ``OSError`` where the port is taken.
        Starting what runs gives its base URL again.
        """
        if self.is_running:
            return self.base_url
        from edge_studio.local_edge.scenario_file import default_path, load

        scenario = load(self._scenario_path or default_path())
        listener = _listen(self._port)
        self.base_url = f"http://{HOST}:{listener.getsockname()[1]}"
        self._stop = Future()
        self._thread = Thread(
            target=_run, args=(scenario, listener, self._stop), name="Local Edge", daemon=True
        )
        self._thread.start()
        return self.base_url

    def stop(self) -> None:
        """Stop listening, finish what is under way, and wait until the thread has ended."""
        if self._thread is None:
            return
        with contextlib.suppress(Exception):  # the server's own failure was raised in its thread, and shown
            loop, stopped = self._stop.result()
            loop.call_soon_threadsafe(stopped.set)
        self._thread.join()
        self._thread = None
        self.base_url = ""


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


def _listen(port: int) -> socket.socket:
    """A listening socket that names its protocol: asyncio sends at once (TCP_NODELAY) only over those.

    An answer in two pieces would otherwise wait 40 ms for the client's delayed acknowledgement.
    """
    listener = socket.socket(socket.AF_INET, socket.SOCK_STREAM, socket.IPPROTO_TCP)
    try:
        if os.name == "posix":  # elsewhere it would let two programs share the port
            listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        listener.bind((HOST, port))
        listener.listen(128)
    except OSError:
        listener.close()
        raise
    return listener


def _run(scenario: "Scenario", listener: socket.socket, stop: "Future[_Stop]") -> None:
    try:
        asyncio.run(_serve(scenario, listener, stop))
    except BaseException as error:
        if not stop.done():
            stop.set_exception(error)
        raise
    finally:
        listener.close()


async def _serve(scenario: "Scenario", listener: socket.socket, stop: "Future[_Stop]") -> None:
    import uvicorn

    from edge_studio.local_edge.http import application

    stopped = asyncio.Event()

    class Server(uvicorn.Server):
        async def main_loop(self) -> None:
            """Wait for the end; uvicorn's own loop wakes ten times a second for what is not needed here."""
            await stopped.wait()

    config = uvicorn.Config(
        application(scenario),
        http="h11",
        ws="none",
        lifespan="off",
        interface="asgi3",
        log_config=None,
        log_level="critical",  # a client's nonsense is no warning of ours
        access_log=False,
        server_header=False,
        date_header=False,
        timeout_keep_alive=75,
        timeout_graceful_shutdown=_GRACE,
    )
    stop.set_result((asyncio.get_running_loop(), stopped))
    await Server(config).serve(sockets=[listener])
