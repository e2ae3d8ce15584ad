"""The longest stop of the window while an answer of 100 MB is sent for, comes, is read and is kept.

The server is a process of its own, as it is in life. The stops are measured twice in one run: on the wall,
which counts what other threads do with Python's lock as well as whatever else the machine does, and as the
work of the window's own thread.
"""

import asyncio
import json
import multiprocessing
import os
import tempfile
import traceback
from functools import partial
from multiprocessing.connection import Connection as Pipe
from statistics import median
from time import perf_counter, thread_time

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")

from PySide6.QtWidgets import QApplication

from edge_studio.app import Studio
from edge_studio.edge.exchange import Connection
from edge_studio.ui.application import run
from tests.benchmarks.bench_shapes import work as work_of
from tests.benchmarks.pulse import Pulse
from tests.edge.answers import big_answer
from tests.peers import http_answer, peer, serves

LIMIT = 0.5
ROUNDS = 3


def serve(told: Pipe) -> None:
    """Answer whatever comes with 100 MB; tells the address, and ends when it is told anything."""

    async def serving() -> None:
        async with peer(serves(http_answer(big_answer(100_000_000)))) as address:
            told.send(address)
            await asyncio.get_running_loop().run_in_executor(None, told.recv)

    asyncio.run(serving())


async def sent(studio: Studio, app: QApplication) -> tuple[float, float, float]:
    """The longest stop on the wall and of work, and how long all of it took, in seconds."""
    wall, work = Pulse(app), Pulse(app, thread_time)
    began = perf_counter()
    studio.desk.send()
    await studio.scope.idle()
    while studio.response.content.is_reading:
        await asyncio.sleep(0.01)
    whole = perf_counter() - began
    wall.note("sending", lambda: True)
    work.note("sending", lambda: True)
    assert studio.composer.current.answer is studio.response.answer, "it was read twice"
    studio.response.show_empty()
    return wall.longest, work.longest, whole


async def measure(app: QApplication, address: str) -> int:
    """Send a few times and print the medians."""
    small = big_answer()
    yardstick = median(work_of(partial(json.loads, small)) for _ in range(5))
    studio = Studio(app)
    studio.window.show()
    await asyncio.sleep(0.5)
    await studio.scope.idle()
    large = Connection("Large", address, datastream="3fb0a1de")
    studio.desk.set_connections([*studio.preferences.connections, large])
    studio.composer.current.set_connection("Large")
    studio.desk.set_connections([*studio.preferences.connections, large])
    rounds = [await sent(studio, app) for _ in range(ROUNDS)]
    wall, work, whole = (median(each) for each in zip(*rounds, strict=True))
    print(
        f"100 MB sent for, read and kept: longest stop of the window"
        f" | {work / yardstick:.2f}x of json.loads of 10 MB (limit {LIMIT}x)"
        f" | {work * 1000:.0f} ms of work, {wall * 1000:.0f} ms on the wall"
        f" (all: {', '.join(f'{each[0] * 1000:.0f}' for each in rounds)} ms);"
        f" json.loads {yardstick * 1000:.0f} ms; whole after {whole:.1f} s"
    )
    await studio.aclose()
    return 0


def main() -> None:
    """Run in a window with a home of its own."""
    context = multiprocessing.get_context("spawn")
    ours, theirs = context.Pipe()
    server = context.Process(target=serve, args=(theirs,), daemon=True)
    server.start()
    address = ours.recv()
    with tempfile.TemporaryDirectory() as home:
        os.environ["EDGE_STUDIO_HOME"] = home
        os.environ["PYTHON_KEYRING_BACKEND"] = "keyring.backends.fail.Keyring"
        app = QApplication([])

        async def whole() -> int:
            return await measure(app, address)

        run(app, whole, traceback.print_exception)
    ours.send("over")
    server.join()


if __name__ == "__main__":
    main()
