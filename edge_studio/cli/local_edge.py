"""``edge-studio local-edge``: the built-in Edge Network for other clients, until it is stopped."""

import argparse
import errno
import signal
import sys
import threading

from edge_studio.cli import ERRORS, OK, USAGE
from edge_studio.cli.printing import put, say
from edge_studio.local_edge.scenario_file import ScenarioError
from edge_studio.local_edge.server import LocalEdge

_BLINK = 0.5 if sys.platform == "win32" else None
"""Seconds: on Windows a wait without an end cannot be interrupted by Ctrl+C."""


def local_edge(arguments: argparse.Namespace) -> int:
    """Carry out the command; returns its exit code, 0 after Ctrl+C or a request to terminate."""
    edge = LocalEdge(arguments.scenario, arguments.port)
    try:
        base_url = edge.start()
    except ScenarioError as error:
        say(f"edge-studio local-edge: {error}")
        return USAGE
    except OSError as error:
        say(f"edge-studio local-edge: {_not_listening(arguments.port, error)}")
        return ERRORS
    stopped = threading.Event()
    for number in (signal.SIGINT, signal.SIGTERM):
        signal.signal(number, lambda *_: stopped.set())
    put(f"Local Edge listens at {base_url} until Ctrl+C\n".encode())
    while not stopped.wait(_BLINK):
        pass
    edge.stop()
    return OK


def _not_listening(port: int, error: OSError) -> str:
    """Why it does not listen, and what to do, in words."""
    why = "another program uses it"
    if error.errno in {errno.EACCES, errno.EPERM}:
        why = "ports below 1024 are the administrator's" if port < 1024 else "this account may not use it"
    return (
        f"cannot listen at port {port}: {error.strerror or error}. Probably {why}. "
        "Choose another with --port, or leave --port out for a free one."
    )
