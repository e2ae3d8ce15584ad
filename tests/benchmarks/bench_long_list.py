"""Open a list of 200,000 and scroll to its end, per row that was seen, against a list of 200."""

import json
import os
from statistics import median
from time import perf_counter

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")

from PySide6.QtCore import QPoint
from PySide6.QtWidgets import QApplication

from edge_studio.ui.answer.response import ResponsePanel
from edge_studio.ui.theme import Dresser, Look, load_theme
from tests.benchmarks.bench_big_answer import an_exchange
from tests.edge.answers import answered

LIMIT = 3.0
ROUNDS = 7
LONG, SHORT = 200_000, 200


def seconds_per_row(app: QApplication, panel: ResponsePanel, count: int) -> float:
    """Open the list, and the last part of it, and go to its end; per row that is visible then."""
    items = [{"id": at, "name": f"item {at}", "score": at * 1.5} for at in range(count)]
    body = json.dumps({"list": items, "more": list(range(30))}, separators=(",", ":")).encode()
    panel.show_exchange(an_exchange(answered(body)))
    panel.content.finish_reading()
    tree = panel.handles.tree
    tree.collapseAll()
    panel.grab()
    app.processEvents()
    began = perf_counter()
    row = tree.rows.index(0, 0)
    tree.expand(row)
    last = tree.rows.index(tree.rows.rowCount(row) - 1, 0, row)
    if count > SHORT:
        tree.expand(last)
        last = tree.rows.index(tree.rows.rowCount(last) - 1, 0, last)
    tree.scrollTo(last)
    panel.grab()
    took = perf_counter() - began
    height = max(1, tree.visualRect(last).height())
    shown = sum(
        tree.indexAt(QPoint(4, y)).isValid() for y in range(1, tree.viewport().height() - height, height)
    )
    return took / max(1, shown)


def main() -> None:
    """Print the ratio of the medians."""
    app = QApplication([])
    look = Look(load_theme("light"), app)
    Dresser(app, look)
    panel = ResponsePanel(look)
    panel.resize(440, 760)
    panel.show()
    panel.content.prefer("Handles")
    app.processEvents()
    long, short = [], []
    for _ in range(ROUNDS):
        short.append(seconds_per_row(app, panel, SHORT))
        long.append(seconds_per_row(app, panel, LONG))
    ratio = median(long) / median(short)
    print(
        f"a list of {LONG:,} opened and scrolled to its end | {ratio:.2f}x of one of {SHORT} per visible row"
        f" (limit {LIMIT:.0f}x) | {median(long) * 1e6:.0f} µs, {median(short) * 1e6:.0f} µs"
    )
    panel.close()


if __name__ == "__main__":
    main()
