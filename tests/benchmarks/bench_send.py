"""From the press of Send to the painted tree of a small answer, against a bare httpx post of the same."""

import asyncio
import os
import tempfile
import traceback
from statistics import median
from time import perf_counter

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")

import httpx
from PySide6.QtWidgets import QApplication

from edge_studio.app import Studio
from edge_studio.edge.exchange import Exchange
from edge_studio.edge.handles import Answer
from edge_studio.ui.application import run

ROUNDS = 200
LIMIT = 1.5


class Watched(Studio):
    """The window with an ear at the answer: asking the loop again and again would slow it down."""

    def __init__(self, app: QApplication) -> None:
        super().__init__(app)
        self.shown = asyncio.Event()
        self.shown_at = 0.0
        show = self.response.show_exchange

        def show_and_tell(
            exchange: Exchange, answer: Answer | None = None, awaits_trace: bool = False
        ) -> None:
            show(exchange, answer, awaits_trace)
            self.shown_at = perf_counter()
            self.shown.set()

        self.response.show_exchange = show_and_tell  # type: ignore[method-assign] # an ear, as said above


async def press_send(studio: Watched) -> tuple[float, float]:
    """Seconds from the press of Send until the window holds the answer, and until its tree is painted."""
    studio.shown.clear()
    began = perf_counter()
    studio.desk.send()
    await studio.shown.wait()
    studio.response.repaint()
    return studio.shown_at - began, perf_counter() - began


async def post(client: httpx.AsyncClient, url: str, body: bytes) -> float:
    """Seconds of a bare post of the same bytes to the same server on the same loop."""
    began = perf_counter()
    answer = await client.post(url, content=body, headers={"Content-Type": "application/json"})
    seconds = perf_counter() - began
    assert answer.status_code == 200
    return seconds


async def measure(app: QApplication) -> int:
    """Take both in turns and print the ratio of the medians."""
    studio = Watched(app)
    studio.window.show()
    await asyncio.sleep(0.5)
    await studio.scope.idle()
    ours, bare = [], []
    async with httpx.AsyncClient(trust_env=False) as client:
        for number in range(ROUNDS + 10):
            seconds = await press_send(studio)
            await studio.scope.idle()
            exchange = studio.response.exchange
            assert exchange is not None
            plain = await post(client, exchange.request.url, exchange.request.body)
            await asyncio.sleep(0.01)  # it was received like any client's: it is kept before the next is sent
            await studio.scope.idle()
            if number >= 10:
                ours.append(seconds)
                bare.append(plain)
    shown, painted = (median(each) for each in zip(*ours, strict=True))
    print(
        f"sending and showing a small answer | {shown / median(bare):.2f}x of a bare post "
        f"(limit {LIMIT}x; {shown * 1000:.1f} ms against {median(bare) * 1000:.1f} ms; "
        f"painted after {painted * 1000:.1f} ms)"
    )
    await studio.aclose()
    return 0


def main() -> None:
    """Run in a window with a home of its own."""
    with tempfile.TemporaryDirectory() as home:
        os.environ["EDGE_STUDIO_HOME"] = home
        os.environ["PYTHON_KEYRING_BACKEND"] = "keyring.backends.fail.Keyring"
        app = QApplication([])

        async def whole() -> int:
            return await measure(app)

        run(app, whole, traceback.print_exception)


if __name__ == "__main__":
    main()
