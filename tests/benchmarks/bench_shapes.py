"""The longest stop of the window for each odd shape of an answer, against one ``json.loads`` of 10 MB.

Each is opened in the panel, unfolded, filtered, scrolled, read in Raw and summed up.
``python -m tests.benchmarks.bench_shapes TEXT`` measures only those with this text in their name.
"""

import gc
import os
import sys
from statistics import median

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")

from PySide6.QtWidgets import QAbstractScrollArea, QApplication

from edge_studio.ui import garbage
from edge_studio.ui.answer.response import ResponsePanel
from edge_studio.ui.theme import Dresser, Look, load_theme
from tests.benchmarks.bench_big_answer import an_exchange, parsed
from tests.benchmarks.pulse import Pulse
from tests.edge.answers import answered, big_answer
from tests.edge.shapes import SHAPES

LIMIT = 0.5
SCROLLS = 20


def scroll(pulse: Pulse, app: QApplication, area: QAbstractScrollArea, name: str) -> None:
    """Scroll to the end in big steps."""
    bar = area.verticalScrollBar()
    for step in range(1, SCROLLS + 1):
        bar.setValue(bar.maximum() * step // SCROLLS)
        app.processEvents()
    pulse.note(name, lambda: True)


def go_through(app: QApplication, panel: ResponsePanel, pulse: Pulse, body: bytes) -> None:
    """Do with an answer what a person would."""
    content, handles = panel.content, panel.content.handles
    panel.show_exchange(an_exchange(answered(body)))
    pulse.note("opening", lambda: not content.is_reading)
    if content.answer is not None and content.answer.root is not None:
        content.open_tab("Handles")
        pulse.note("its tree", lambda: True)
        handles.tree.setCurrentIndex(handles.tree.rows.index(0, 0))
        handles.tree.open_all_below()
        pulse.note("unfolding", lambda: True)
        handles.tree.open_levels(4)
        pulse.note("four levels", lambda: True)
        scroll(pulse, app, handles.tree, "scrolling")
        handles.tree.keyboardSearch("q")
        pulse.note("typing ahead", lambda: True)
        for text in ("e", "no such words", ""):
            handles.set_filter(text)
            pulse.note("filtering", lambda: not handles.is_searching)
        handles.tree.setCurrentIndex(handles.tree.rows.index(0, 0))
        content.follow()
        pulse.note("its bytes", lambda: True)
    content.open_tab("Raw")
    pulse.note("Raw", lambda: content.raw.view.is_complete)
    scroll(pulse, app, content.raw.view, "scrolling Raw")
    content.open_tab("Summary")
    pulse.note("summary", lambda: not content.is_reading)
    scroll(pulse, app, content.summary, "scrolling the summary")
    panel.show_empty()
    pulse.note("letting go", lambda: True)


def main() -> None:
    """Print the longest stop of each shape."""
    app = QApplication([])
    look = Look(load_theme("light"), app)
    Dresser(app, look)
    panel = ResponsePanel(look)
    panel.resize(440, 760)
    panel.show()
    panel.content.prefer("Handles")
    panel.show_exchange(an_exchange(answered(big_answer(10_000))))
    app.processEvents()
    small = big_answer()
    only = sys.argv[1] if len(sys.argv) > 1 else ""
    for name, make in SHAPES.items():
        if only not in name:
            continue
        body = make()
        yardstick = median(parsed(small) for _ in range(5))
        gc.collect()
        garbage.keep_all()  # as the window does once it is there
        pulse = Pulse(app)
        go_through(app, panel, pulse, body)
        print(
            f"{name}: longest stop of the window"
            f" | {pulse.longest / yardstick:.2f}x of json.loads of 10 MB (limit {LIMIT}x)"
            f" | {pulse.said}; json.loads {yardstick * 1000:.0f} ms",
            flush=True,
        )
        gc.unfreeze()
    panel.close()


if __name__ == "__main__":
    main()
