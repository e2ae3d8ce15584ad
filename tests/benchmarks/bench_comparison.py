"""The longest stop of the window that compares, with 100,000 differences and with 400,000.

Measured as the longest time between two turns of a timer without interval, against one ``json.loads`` of
10 MB: while it compares and opens, walks, copies, shows what always differs, and is closed.
"""

import gc
import os
from statistics import median

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")

from PySide6.QtWidgets import QApplication

from edge_studio.edge.comparing.masks import shipped_masks
from edge_studio.ui import garbage
from edge_studio.ui.comparison.mask_book import MaskBook
from edge_studio.ui.comparison.window import ComparisonWindow
from edge_studio.ui.theme import Dresser, Look, load_theme
from tests.benchmarks.bench_big_answer import an_exchange, parsed
from tests.benchmarks.bench_compare import many_entries, many_numbers
from tests.benchmarks.pulse import Pulse
from tests.edge.answers import answered, big_answer

LIMIT = 0.5
STEPS = 600
"""So many differences are walked: more than stand in one range."""


def walked(app: QApplication, look: Look, before: bytes, after: bytes) -> Pulse:
    """The stops of a window over two answers, from opening to closing."""
    exchanges = an_exchange(answered(before)), an_exchange(answered(after))
    pulse = Pulse(app)
    pulse.rest()
    window = ComparisonWindow(look, *exchanges, MaskBook(shipped_masks()))
    window.show()
    pulse.note("opening", lambda: not window.busy)
    for _ in range(STEPS):
        window.go_on()
        app.processEvents()
    window.go_back()
    pulse.note("walking", lambda: window.values.is_shown)
    window.tree.show_difference(window.rows.count)
    pulse.note("the last one", lambda: window.values.is_shown)
    window.copy_as_markdown()
    pulse.note("Markdown", lambda: True)
    window.copy_as_patch()
    pulse.note("JSON Patch", lambda: not window.patching.busy)
    window.swap()
    pulse.note("swapping", lambda: not window.busy)
    window.close()
    for _ in range(200):
        app.processEvents()
    pulse.note("closing", lambda: True)
    return pulse


def main() -> None:
    """Print the longest stop of each kind of work."""
    app = QApplication([])
    look = Look(load_theme("light"), app)
    Dresser(app, look)
    small = big_answer()
    cases = {
        "a difference in each of 100,000 items": (many_entries(differ=False), many_entries(differ=True)),
        "200,000 numbers shuffled": (many_numbers(mixed=False), many_numbers(mixed=True)),
    }
    gc.collect()
    garbage.keep_all()  # as the window does once it is there
    yardstick = median(parsed(small) for _ in range(5))
    for name, (before, after) in cases.items():
        pulse = walked(app, look, before, after)
        ratio = pulse.longest / yardstick
        print(
            f"comparing, {name}: longest stop of the window | {ratio:.2f}x of json.loads of 10 MB"
            f" (limit {LIMIT}x) | {pulse.said}; json.loads {yardstick * 1000:.0f} ms"
        )


if __name__ == "__main__":
    main()
