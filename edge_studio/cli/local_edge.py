"""``edge-studio local-edge``: the built-in Edge Network for other clients, until it is stopped."""

import argparse
import signal
import sys
import threading

from edge_studio.cli import ERRORS, OK, USAGE
from edge_studio.cli.printing import put, say
from edge_studio.local_edge.scenario import ScenarioError
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
        say(f"edge-studio local-edge: cannot listen at port {arguments.port}: {error.strerror or error}.")
        return ERRORS
    stopped = threading.Event()
    for number in (signal.SIGINT, signal.SIGTERM):
        signal.signal(number, lambda *_: stopped.set())
    put(f"Local Edge listens at {base_url} until Ctrl+C\n".encode())
    while not stopped.wait(_BLINK):
        pass
    edge.stop()
    return OK
