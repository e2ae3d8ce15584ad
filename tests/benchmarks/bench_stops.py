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


def main() -> None:
    """Print the longest stop of each kind of work."""
    app = QApplication([])
    look = Look(load_theme("light"), app)
    Dresser(app, look)
    panel = ResponsePanel(look)
    panel.resize(440, 760)
    panel.show()
    panel.content.prefer("Handles")
    app.processEvents()
    small = big_answer()
    exchange = an_exchange(answered(big_answer(100_000_000)))
    yardstick = median(parsed(small) for _ in range(5))
    gc.freeze()  # as the window does once it is there
    pulse = Pulse()
    app.processEvents()
    pulse.take()
    began = perf_counter()
    panel.show_exchange(exchange)
    spin(app, lambda: not panel.content.is_reading)
    whole = perf_counter() - began
    stops = {"opening": pulse.take()}
    panel.open_tab("Summary")
    spin(app, lambda: not panel.content.is_reading)
    stops["its summary"] = pulse.take()
    panel.show_empty()
    panel.show_exchange(exchange)
    spin(app, lambda: not panel.content.is_reading)
    app.processEvents()
    stops["opening with the summary in front"] = pulse.take()
    panel.open_tab("Handles")
    app.processEvents()
    stops["its tree again"] = pulse.take()
    panel.handles.set_filter("scope-49")
    spin(app, lambda: not panel.handles.is_searching)
    stops["filtering"] = pulse.take()
    panel.handles.set_filter("")
    spin(app, lambda: not panel.handles.is_searching)
    stops["clearing the filter"] = pulse.take()
    tree = panel.handles.tree
    payload = tree.rows.index_of("/handle/1")
    tree.expand(payload)
    tree.expand(tree.rows.index(tree.rows.rowCount(payload) - 2, 0, payload))
    stops["opening a range"] = pulse.take()
    bar = tree.verticalScrollBar()
    for step in range(SCROLLS):
        bar.setValue(bar.maximum() * step // SCROLLS)
        app.processEvents()
    stops["scrolling"] = pulse.take()
    said = ", ".join(f"{name} {seconds * 1000:.0f} ms" for name, seconds in stops.items())
    ratio = max(stops.values()) / yardstick
    print(
        f"100 MB answer: longest stop of the window | {ratio:.2f}x of json.loads of 10 MB (limit {LIMIT}x)"
        f" | {said}; json.loads {yardstick * 1000:.0f} ms; whole after {whole:.1f} s"
    )
    panel.close()


if __name__ == "__main__":
    main()
