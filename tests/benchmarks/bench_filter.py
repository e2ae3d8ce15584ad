"""A text filter over a 10 MB answer, from the last letter to the rows, against 20 counts of its bytes.

The longest stop of the window, until the last match is counted, stands against one ``json.loads`` of the
answer. A stop is one turn of the event loop, in time of the processor: others may work on the machine too.
"""

import json
import os
from statistics import median
from time import perf_counter, thread_time

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")

from PySide6.QtWidgets import QApplication

from edge_studio.edge.handles import read_answer
from edge_studio.ui import garbage
from edge_studio.ui.theme import Dresser, Look, load_theme
from edge_studio.ui.tree.tab import HandlesTab
from tests.edge.answers import answered, big_answer

ROUNDS = 5
LIMIT = 5.0
STOP_LIMIT = 0.5
FILTERS = {"rare": "410999", "everywhere": "gold", "nowhere": "no such words"}


def counted(body: bytes, needle: bytes) -> float:
    """Seconds to count the needle 20 times."""
    began = perf_counter()
    for _ in range(20):
        body.count(needle)
    return perf_counter() - began


def filtered(app: QApplication, tab: HandlesTab, text: str) -> tuple[float, float]:
    """Seconds until the rows are shown and painted, and the longest stop until all are counted."""
    tab.set_filter("")
    app.processEvents()
    longest = shown = 0.0
    began, turn = perf_counter(), thread_time()
    tab.set_filter(text)
    while tab.is_searching or not shown:
        app.processEvents()
        now = thread_time()
        longest, turn = max(longest, now - turn), now
        if not shown and tab.found and not tab.found.startswith("searching") and tab.tree.updatesEnabled():
            shown = perf_counter() - began
    for _ in range(3):  # what was put off is drawn
        app.processEvents()
        now = thread_time()
        longest, turn = max(longest, now - turn), now
    return shown, longest


def main() -> None:
    """Print the ratio of the medians for each filter."""
    app = QApplication([])
    look = Look(load_theme("light"), app)
    Dresser(app, look)
    tab = HandlesTab(look)
    tab.resize(440, 760)
    tab.show()
    outcome = answered(big_answer())
    tab.show_answer(read_answer(outcome))
    app.processEvents()
    garbage.keep_all()  # as the window does once it is there
    for name, text in FILTERS.items():
        taken, stops, yardstick, parsed = [], [], [], []
        for _ in range(ROUNDS):
            began = thread_time()
            json.loads(outcome.body)
            parsed.append(thread_time() - began)
            yardstick.append(counted(outcome.body, text.encode()))
            seconds, longest = filtered(app, tab, text)
            taken.append(seconds)
            stops.append(longest)
        ratio = median(taken) / median(yardstick)
        stop = max(stops) / median(parsed)
        print(
            f"10 MB answer: text filter ({name}, {tab.found}) | {ratio:.2f}x of 20 counts"
            f" (limit {LIMIT:.0f}x)"
            f" | {median(taken) * 1000:.0f} ms, counts {median(yardstick) * 1000:.0f} ms"
            f"; longest stop {stop:.2f}x of json.loads (limit {STOP_LIMIT}x), {max(stops) * 1000:.0f} ms"
        )
    tab.close()


if __name__ == "__main__":
    main()
