"""The client works on the window's event loop as it does on asyncio's own."""

import os
import subprocess
import sys

UNDER_QASYNC = """
import asyncio, sys, qasync
from PySide6.QtWidgets import QApplication
from edge_studio.edge.exchange import PreparedRequest
from edge_studio.transport.client import EdgeClient
from tests.peers import hangs, http_answer, peer, serves

async def main():
    client = EdgeClient(total_timeout=0.3)
    async with peer(serves(http_answer(b"{}"))) as url, peer(hangs) as silent:
        for host in ("127.0.0.1", "localhost"):
            request = PreparedRequest("POST", url.replace("127.0.0.1", host), (), b"{}")
            print((await client.send(request)).status)
        print((await client.send(PreparedRequest("POST", silent, (), b"{}"))).reason)
        task = asyncio.ensure_future(client.send(PreparedRequest("POST", silent, (), b"{}")))
        await asyncio.sleep(0.05)
        task.cancel()
        try:
            await task
        except asyncio.CancelledError:
            print("cancelled")
        await client.aclose()

app = QApplication([])
with asyncio.Runner(loop_factory=lambda: qasync.QEventLoop(app)) as runner:
    runner.run(main())
"""


def test_it_works_on_the_windows_event_loop_too() -> None:
    environment = {**os.environ, "QT_QPA_PLATFORM": "offscreen"}
    environment.pop("PYSIDE6_OPTION_PYTHON_ENUM", None)  # qasync itself uses the short enum names
    run = subprocess.run(
        [sys.executable, "-W", "error", "-c", UNDER_QASYNC],
        capture_output=True,
        text=True,
        timeout=60,
        env=environment,
    )
    assert run.stderr == ""
    assert run.stdout.split("\n") == ["200", "200", "timed out", "cancelled", ""]
