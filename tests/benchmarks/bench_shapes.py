"""The longest stop of the window for each odd shape of an answer, against one ``json.loads`` of 10 MB.

Each is opened in the panel, unfolded, filtered, scrolled, read in Raw and summed up; its longest text is
copied and shown in a window. What counts is the work of the window's thread, not the time on the wall.
``python -m tests.benchmarks.bench_shapes TEXT`` measures only those with this text in their name.
"""

import gc
import json
import os
import sys
from collections.abc import Callable
from functools import partial
from statistics import median
from time import thread_time

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")

from PySide6.QtWidgets import QAbstractScrollArea, QApplication

from edge_studio.ui import garbage
from edge_studio.ui.answer.response import ResponsePanel
from edge_studio.ui.raw.value_viewer import ValueViewer
from edge_studio.ui.summary.offers_card import OffersCard
from edge_studio.ui.theme import Dresser, Look, load_theme
from edge_studio.ui.tree.answer_tree import AnswerTree
from tests.benchmarks.bench_big_answer import an_exchange
from tests.benchmarks.pulse import Pulse
from tests.edge.answers import answered, big_answer
from tests.edge.shapes import SHAPES

LIMIT = 0.5
SCROLLS = 20
TEXT = "/handle/0/payload/0/items/0/data/content"
"""Where the shapes that are one text hold it."""


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
        show_text(app, handles.tree, pulse)
    content.open_tab("Raw")
    pulse.note("Raw", lambda: content.raw.view.is_complete)
    scroll(pulse, app, content.raw.view, "scrolling Raw")
    for choice in ("received", "tidied"):
        content.raw.choose(choice)
        pulse.note(f"Raw {choice}", lambda: content.raw.view.is_complete)
    content.raw.view.set_wrapped(False)
    pulse.note("Raw without wrapping", lambda: True)
    scroll(pulse, app, content.raw.view, "scrolling Raw without wrapping")
    content.raw.view.set_wrapped(True)
    content.open_tab("Summary")
    pulse.note("summary", lambda: not content.is_reading)
    scroll(pulse, app, content.summary, "scrolling the summary")
    for card in content.summary.cards:
        if isinstance(card, OffersCard):
            card.show_way("source")
            pulse.note("source", lambda: not content.is_reading)
            card.show_way("preview")
            pulse.note("preview", lambda: not content.is_reading)
    panel.show_empty()
    pulse.note("letting go", lambda: True)


def show_text(app: QApplication, tree: AnswerTree, pulse: Pulse) -> None:
    """Copy the one long text of an answer, and look at it in its window."""
    if not tree.reveal(TEXT) or tree.current is None or tree.current.pointer != TEXT:
        return
    tree.copy_value()
    pulse.note("copying the text", lambda: True)
    tree.open_value()
    viewer = next(widget for widget in app.topLevelWidgets() if isinstance(widget, ValueViewer))
    pulse.note("the text in a window", lambda: not viewer.is_reading)
    scroll(pulse, app, viewer.view, "scrolling the text")
    viewer.view.copy_all()
    pulse.note("copying it there", lambda: True)
    viewer.close()
    pulse.note("closing it", lambda: True)


def work(of: Callable[[], object]) -> float:
    """Seconds of work that something takes."""
    began = thread_time()
    of()
    return thread_time() - began


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
        yardstick = median(work(partial(json.loads, small)) for _ in range(5))
        gc.collect()
        garbage.keep_all()  # as the window does once it is there
        pulse = Pulse(app, thread_time)
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
