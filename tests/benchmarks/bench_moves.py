"""The longest stop of the window for each move in a very large tree, against one ``json.loads`` of 10 MB.

In a list of 200,000, in an object of a million members and in an answer of 100 MB. A stop is one turn of the
event loop, in time of the processor: others may work on the machine too.
"""

import gc
import json
import os
from collections.abc import Callable
from functools import partial
from statistics import median
from time import thread_time

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")

from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication

from edge_studio.edge.handles import read_answer
from edge_studio.ui.theme import Dresser, Look, load_theme
from edge_studio.ui.tree.tab import HandlesTab
from tests.edge.answers import answered, big_answer
from tests.edge.shapes import many_members

LIMIT = 0.5
STEPS = 40
OFTEN = ("previous", "next", "down")
"""What is done so many times, one after the other."""
ALT = Qt.KeyboardModifier.AltModifier
LAST = 999_999


def long_list(count: int = 200_000) -> bytes:
    """One list of so many objects."""
    return b'{"items":[' + b",".join(b'{"id":%d,"name":"item"}' % at for at in range(count)) + b"]}"


def longest(app: QApplication, tab: HandlesTab, act: Callable[[], object]) -> float:
    """The longest turn of the loop from an act until nothing is left to do, in seconds."""
    began = thread_time()
    act()
    worst = 0.0
    for _ in range(4):  # what was put off is drawn
        while True:
            app.processEvents()
            now = thread_time()
            worst, began = max(worst, now - began), now
            if not tab.is_searching:
                break
    return worst


def moves(tab: HandlesTab, pointer: str) -> dict[str, Callable[[], object]]:
    """What a person does, by its name; ``pointer`` names the last of very many."""
    tree = tab.tree

    def press(key: Qt.Key, modifiers: Qt.KeyboardModifier = Qt.KeyboardModifier.NoModifier) -> None:
        QTest.keyClick(tree, key, modifiers)

    found = {f"level {level}": partial(tree.open_levels, level) for level in (2, 3, 5, 9)}
    return {
        "going to the last by its place": partial(tree.reveal, pointer),
        "previous": partial(press, Qt.Key.Key_Up, ALT),
        "next": partial(press, Qt.Key.Key_Down, ALT),
        "down": partial(press, Qt.Key.Key_Down),
        "typing ahead": partial(QTest.keyClicks, tree, "z"),
        "what holds it": partial(press, Qt.Key.Key_Backspace),
        "opening all": partial(press, Qt.Key.Key_Asterisk),
        "to the end": partial(press, Qt.Key.Key_End),
        "to the top": partial(press, Qt.Key.Key_Home),
        **found,
        "a path to the last": partial(tab.set_filter, path_of(pointer)),
        "a name that is not there": partial(tab.set_filter, "$.members.nothing"),
        "no filter": partial(tab.set_filter, ""),
    }


def path_of(pointer: str) -> str:
    """A JSONPath to the same place."""
    steps = pointer.split("/")[1:]
    return "$" + "".join(f"[{step}]" if step.isdecimal() else f"['{step}']" for step in steps)


def main() -> None:
    """Print the longest stop of each shape, and of each move in it."""
    app = QApplication([])
    look = Look(load_theme("light"), app)
    Dresser(app, look)
    tab = HandlesTab(look)
    tab.resize(440, 760)
    tab.show()
    small = big_answer()
    shapes = {
        "list of 200,000": (long_list(), "/items/199999"),
        "object of 1,000,000 members": (many_members(), f"/members/key-{LAST}"),
        "100 MB answer": (big_answer(100_000_000), "/handle/1/payload/60000/scope"),
    }
    for name, (body, pointer) in shapes.items():
        tab.show_answer(read_answer(answered(body)))
        app.processEvents()
        gc.collect()
        gc.freeze()  # as the window does once it is there
        parsed = []
        for _ in range(5):
            began = thread_time()
            json.loads(small)
            parsed.append(thread_time() - began)
        stops = {
            what: max(longest(app, tab, act) for _ in range(STEPS if what in OFTEN else 1))
            for what, act in moves(tab, pointer).items()
        }
        ratio = max(stops.values()) / median(parsed)
        said = ", ".join(f"{what} {seconds * 1000:.0f} ms" for what, seconds in stops.items())
        print(
            f"{name}: longest stop while moving | {ratio:.2f}x of json.loads of 10 MB (limit {LIMIT}x)"
            f" | {said}; json.loads {median(parsed) * 1000:.0f} ms",
            flush=True,
        )
        gc.unfreeze()
    tab.close()


if __name__ == "__main__":
    main()
