"""The longest stop of the window while a 100 MB answer opens, is filtered and scrolled.

Measured as the longest time between two turns of a timer without interval, against one ``json.loads`` of
10 MB.
"""

import gc
import os
from statistics import median
from time import perf_counter

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")

from PySide6.QtWidgets import QApplication

from edge_studio.edge.exchange import Exchange
from edge_studio.ui import garbage
from edge_studio.ui.answer.response import ResponsePanel
from edge_studio.ui.theme import Dresser, Look, load_theme
from tests.benchmarks.bench_big_answer import an_exchange, parsed
from tests.benchmarks.pulse import Pulse
from tests.edge.answers import answered, big_answer

LIMIT = 0.5
SCROLLS = 60


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
        garbage.keep_all()  # as the window does once it is there
        self.pulse = Pulse(app)

    def read(self) -> None:
        """Open the answer, its summary, then the answer with the summary in front, then its tree."""
        content = self.panel.content
        self.panel.show_exchange(self.exchange)
        self.pulse.note("opening", lambda: not content.is_reading)
        self.panel.open_tab("Summary")
        self.pulse.note("its summary", lambda: not content.is_reading)
        self.panel.show_empty()
        self.panel.show_exchange(self.exchange)
        self.pulse.note("opening with the summary in front", lambda: not content.is_reading)
        self.panel.open_tab("Handles")
        self.pulse.note("its tree again", lambda: True)

    def filter(self) -> None:
        """Filter by a text that few entries hold, by one that all hold, by a path, and not any more."""
        handles = self.panel.handles
        for text in ("scope-49", "gold", "$..activity", ""):
            handles.set_filter(text)
            name = f"filtering by {text}" if text else "clearing the filter"
            self.pulse.note(name, lambda: not handles.is_searching)

    def scroll(self) -> None:
        """Open a range of the long list, and scroll through all that is open."""
        tree = self.panel.handles.tree
        payload = tree.rows.index_of("/handle/1")
        tree.expand(payload)
        tree.expand(tree.rows.index(tree.rows.rowCount(payload) - 2, 0, payload))
        self.pulse.note("opening a range", lambda: True)
        bar = tree.verticalScrollBar()
        for step in range(SCROLLS):
            bar.setValue(bar.maximum() * step // SCROLLS)
            self.app.processEvents()
        self.pulse.note("scrolling", lambda: True)


def main() -> None:
    """Print the longest stop of each kind of work."""
    app = QApplication([])
    small = big_answer()
    watched = Watched(app, an_exchange(answered(big_answer(100_000_000))))
    yardstick = median(parsed(small) for _ in range(5))
    watched.pulse.rest()
    began = perf_counter()
    watched.read()
    whole = perf_counter() - began
    watched.filter()
    watched.scroll()
    ratio = watched.pulse.longest / yardstick
    print(
        f"100 MB answer: longest stop of the window | {ratio:.2f}x of json.loads of 10 MB (limit {LIMIT}x)"
        f" | {watched.pulse.said}; json.loads {yardstick * 1000:.0f} ms"
        f"; read, summed up and read again in {whole:.1f} s"
    )
    watched.panel.close()


if __name__ == "__main__":
    main()
