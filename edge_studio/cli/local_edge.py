"""``edge-studio local-edge``: the built-in Edge Network for other clients, until it is stopped."""

import argparse
import errno
import signal
from collections.abc import Callable
from datetime import datetime
from functools import partial
from pathlib import Path
from queue import Empty, SimpleQueue
from typing import TYPE_CHECKING, Final

from edge_studio.cli.codes import ERRORS, OK, USAGE
from edge_studio.cli.printing import put, say
from edge_studio.local_edge.authority import Authority, AuthorityError
from edge_studio.local_edge.hosts import is_loopback
from edge_studio.local_edge.opening import path_of
from edge_studio.local_edge.scenario_file import ScenarioError
from edge_studio.local_edge.scenario_watch import shipped
from edge_studio.local_edge.server import LocalEdge
from edge_studio.store import paths

if TYPE_CHECKING:
    from edge_studio.local_edge.player import Served
    from edge_studio.local_edge.scenario import Scenario

_BLINK: Final = 0.5
"""Seconds between two looks at the scenario's file; on Windows, also how long Ctrl+C may take."""
_BEHIND: Final = 10_000
"""Lines that may wait to be written; of more, only how many there were is told."""

_OPEN: Final = """\
Warning: Local Edge listens at {host}: whoever reaches this computer over the network can send to it, and
reads what it answers. Leave --host out to serve this computer alone."""


class _Log:
    """Requests on their way from the server's thread to the terminal, which may be slow."""

    def __init__(self) -> None:
        self._queue: SimpleQueue[Callable[[], str] | None] = SimpleQueue()
        self._dropped = 0

    def served(self, served: "Served") -> None:
        """In the server's thread: a request was answered."""
        from edge_studio.cli.request_line import request_line

        self._add(partial(request_line, served, datetime.now().astimezone()))

    def trouble(self, words: str) -> None:
        """In the server's thread: a client could not be served."""
        self._add(partial(str, words))

    def _add(self, line: Callable[[], str]) -> None:
        if self._queue.qsize() < _BEHIND:
            self._queue.put(line)
        else:
            self._dropped += 1

    def end(self, *_: object) -> None:
        """Ask :meth:`write` to end; called by signals."""
        self._queue.put(None)

    def write(self, seconds: float) -> bool:
        """Write what comes within so many seconds; False once it was asked to end."""
        try:
            line = self._queue.get(timeout=seconds)
            while line is not None:
                say(line())
                line = self._queue.get_nowait()
        except Empty:
            if self._dropped:
                say(f"({self._dropped} lines came faster than they could be written here.)")
                self._dropped = 0
            return True
        return False


def local_edge(arguments: argparse.Namespace) -> int:
    """Carry out the command; returns its exit code, 0 after Ctrl+C or a request to terminate."""
    authority = Authority(paths.authority_folder())
    log = _Log()
    try:
        if arguments.trust:
            return _tell_trust(authority)
        edge = _made(arguments, authority, log)
        base_url = edge.start()
        playing = edge.scenario()
    except (ScenarioError, AuthorityError) as error:
        say(f"edge-studio local-edge: {error}")
        return USAGE
    except OSError as error:
        say(f"edge-studio local-edge: {_not_listening(arguments, error)}")
        return ERRORS
    for number in (signal.SIGINT, signal.SIGTERM):
        signal.signal(number, log.end)
    if warning := openness(arguments.host):
        say(warning)
    both = f"{base_url} and {edge.secure_url}" if edge.secure_url else base_url
    put(f"Local Edge listens at {both} until Ctrl+C\n".encode())
    if edge.secure_url:
        say("Clients have to trust its certificate: edge-studio local-edge --trust says how.")
    _watch(edge, log, *playing)
    edge.stop()
    return OK


def openness(host: str) -> str:
    """What to know of listening at an address, in words; empty for this computer's own."""
    return "" if is_loopback(host) else _OPEN.format(host=host)


def _made(arguments: argparse.Namespace, authority: Authority, log: _Log) -> LocalEdge:
    return LocalEdge(
        _scenario(arguments.scenario),
        arguments.port,
        secure_port=_secure_port(arguments),
        authority=authority,
        host=arguments.host,
        on_served=log.served if arguments.verbose else None,
        on_trouble=log.trouble if arguments.verbose else None,
    )


def _secure_port(arguments: argparse.Namespace) -> int | None:
    """0 for a free one, None for no HTTPS."""
    port: int | None = arguments.tls_port
    return 0 if port is None and arguments.tls else port


def _watch(edge: LocalEdge, log: _Log, scenario: "Scenario", problem: str) -> None:
    """Tell what happens until the end: requests, and what becomes of the scenario's file."""
    while log.write(_BLINK):
        before, complaint = scenario, problem
        scenario, problem = edge.scenario()
        if problem and problem != complaint:
            say(f"The scenario as it was saved cannot be played; the one before it still is. {problem}")
        elif scenario is not before or (complaint and not problem):
            say(f"Playing the scenario '{scenario.name}' as it was saved.")


def _scenario(text: str) -> Path:
    """The file that is meant: a path, or the name of a scenario that comes along."""
    if text.endswith(".json") or (text and Path(text).exists()):
        return Path(text)
    try:
        return path_of(text)
    except ScenarioError as error:
        names = ", ".join(Path(choice.path).stem for choice in shipped())
        raise ScenarioError(f"{error} There are {names}; a file is named by its path.") from error


def _tell_trust(authority: Authority) -> int:
    """The certificate's path on standard output, and on standard error what to do with it."""
    import sys

    from edge_studio.edge.pointing import system_of, trust

    authority.prepare()
    path = str(authority.certificate_file)
    put(f"{path}\n".encode())
    for recipe in trust(path, system_of(sys.platform)):
        say(f"\n{recipe.title}: {recipe.words}")
        if recipe.code:
            say("\n".join(f"    {line}" for line in recipe.code.splitlines()))
    return OK


def _not_listening(arguments: argparse.Namespace, error: OSError) -> str:
    """Why it does not listen, and what to do, in words."""
    ports = [arguments.port, _secure_port(arguments) or 0]
    where = " or ".join(str(port) for port in ports if port) or "a free port"
    said = error.strerror or str(error)
    if error.errno in {errno.EACCES, errno.EPERM}:
        why = "this account may not use it"
        if any(0 < port < 1024 for port in ports):
            why = "ports below 1024 are the administrator's"
    elif error.errno == errno.EADDRINUSE:
        why = "another program uses it"
    else:
        return (
            f"cannot listen at {arguments.host}: {said}. Probably that is no address of this computer. "
            "Leave --host out to serve this computer alone."
        )
    return (
        f"cannot listen at port {where}: {said}. Probably {why}. "
        "Choose another with --port or --tls-port, or leave those out for a free one."
    )
