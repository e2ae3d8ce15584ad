"""The longest stop of the window while a 100 MB answer opens, is filtered and scrolled.

Measured as the longest time between two turns of a timer without interval, against one ``json.loads`` of
10 MB.
"""

import gc
import os
from collections.abc import Callable
from statistics import median
from time import perf_counter

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")

from PySide6.QtCore import QObject, QTimer
from PySide6.QtWidgets import QApplication

from edge_studio.edge.exchange import Exchange
from edge_studio.ui.panels.response import ResponsePanel
from edge_studio.ui.theme import Dresser, Look, load_theme
from tests.benchmarks.bench_big_answer import an_exchange, parsed
from tests.edge.answers import answered, big_answer

LIMIT = 0.5
AT_MOST = 60.0
SCROLLS = 60


class Pulse(QObject):
    """Notes how long the loop kept it waiting."""

    def __init__(self) -> None:
        super().__init__()
        self.longest = 0.0
        self._last = perf_counter()
        self._timer = QTimer(self)
        self._timer.timeout.connect(self._beat)
        self._timer.start(0)

    def _beat(self) -> None:
        now = perf_counter()
        self.longest = max(self.longest, now - self._last)
        self._last = now

    def take(self) -> float:
        """The longest wait since it was asked last, in seconds."""
        longest, self.longest = max(self.longest, perf_counter() - self._last), 0.0
        self._last = perf_counter()
        return longest


def spin(app: QApplication, done: Callable[[], bool]) -> None:
    """Let the loop turn until something is so."""
    until = perf_counter() + AT_MOST
    while not done() and perf_counter() < until:
        app.processEvents()


class Watched:
    """An answer in the panel that shows it, and the longest stop of the window at each thing done with it."""

    def __init__(self, app: QApplication, exchange: Exchange) -> None:
        look = Look(load_theme("light"), app)
        Dresser(app, look)
        self.app = app
        self.exchange = exchange
        self.panel = ResponsePanel(look)
        self.panel.resize(440, 760)
        self.panel.show()
        self.panel.content.prefer("Handles")
        app.processEvents()
        gc.collect()
        gc.freeze()  # as the window does once it is there
        self.pulse = Pulse()
        self.stops: dict[str, float] = {}
        self.next("start")
        self.stops.clear()

    def next(self, name: str) -> None:
        """Note the longest stop of what was done since it was asked last."""
        self.app.processEvents()
        self.stops[name] = self.pulse.take()

    def read(self) -> None:
        """Open the answer, its summary, then the answer with the summary in front, then its tree."""
        content = self.panel.content
        self.panel.show_exchange(self.exchange)
        spin(self.app, lambda: not content.is_reading)
        self.next("opening")
        self.panel.open_tab("Summary")
        spin(self.app, lambda: not content.is_reading)
        self.next("its summary")
        self.panel.show_empty()
        self.panel.show_exchange(self.exchange)
        spin(self.app, lambda: not content.is_reading)
        self.next("opening with the summary in front")
        self.panel.open_tab("Handles")
        self.next("its tree again")

    def filter(self) -> None:
        """Filter by a text that few entries hold, by one that all hold, by a path, and not any more."""
        handles = self.panel.handles
        for text in ("scope-49", "gold", "$..activity", ""):
            handles.set_filter(text)
            spin(self.app, lambda: not handles.is_searching)
            self.next(f"filtering by {text}" if text else "clearing the filter")

    def scroll(self) -> None:
        """Open a range of the long list, and scroll through all that is open."""
        tree = self.panel.handles.tree
        payload = tree.rows.index_of("/handle/1")
        tree.expand(payload)
        tree.expand(tree.rows.index(tree.rows.rowCount(payload) - 2, 0, payload))
        self.next("opening a range")
        bar = tree.verticalScrollBar()
        for step in range(SCROLLS):
            bar.setValue(bar.maximum() * step // SCROLLS)
            self.app.processEvents()
        self.next("scrolling")


def main() -> None:
    """Print the longest stop of each kind of work."""
    app = QApplication([])
    small = big_answer()
    watched = Watched(app, an_exchange(answered(big_answer(100_000_000))))
    yardstick = median(parsed(small) for _ in range(5))
    watched.pulse.take()
    began = perf_counter()
    watched.read()
    whole = perf_counter() - began
    watched.filter()
    watched.scroll()
    said = ", ".join(f"{name} {seconds * 1000:.0f} ms" for name, seconds in watched.stops.items())
    ratio = max(watched.stops.values()) / yardstick
    print(
        f"100 MB answer: longest stop of the window | {ratio:.2f}x of json.loads of 10 MB (limit {LIMIT}x)"
        f" | {said}; json.loads {yardstick * 1000:.0f} ms; read, summed up and read again in {whole:.1f} s"
    )
    watched.panel.close()


if __name__ == "__main__":
    main()
