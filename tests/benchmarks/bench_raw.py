"""A 10 MB body in Raw, tidied and painted, against Qt's own text field; and the stops of 100 MB."""

import json
import os
from collections.abc import Callable
from dataclasses import replace
from statistics import median
from time import perf_counter

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")

import msgspec
from PySide6.QtWidgets import QApplication, QPlainTextEdit

from edge_studio.edge.exchange import Answered
from edge_studio.edge.handles import Answer, read_answer
from edge_studio.ui.raw.tab import RawTab
from edge_studio.ui.theme import Dresser, Look, load_theme
from tests.edge.answers import answered, big_answer

ROUNDS = 5
LIMIT = 0.15
STOP_LIMIT = 0.5


def seconds(work: Callable[[], object]) -> float:
    """How long ``work`` takes."""
    began = perf_counter()
    work()
    return perf_counter() - began


def painted(tab: RawTab, body: Answered, answer: Answer) -> float:
    """Seconds until the body is shown tidied and painted; the rest is counted while it is read."""

    def show() -> None:
        tab.show_body(replace(body), answer)  # one that is shown already would stay
        tab.grab()

    return seconds(show)


def painted_by_qt(field: QPlainTextEdit, body: bytes) -> float:
    """Seconds until Qt's own field has painted the same text."""
    text = msgspec.json.format(body, indent=2).decode()

    def show() -> None:
        field.setPlainText(text)
        field.grab()

    return seconds(show)


def longest_stop(app: QApplication, tab: RawTab, body: Answered, answer: Answer) -> tuple[float, float]:
    """The longest time for which the window answers nobody while the body is opened, and the whole time."""
    stops = [painted(tab, body, answer)]
    while not tab.view.is_complete:
        stops.append(seconds(app.processEvents))
    return max(stops), sum(stops)


def main() -> None:
    """Print both ratios."""
    app = QApplication([])
    look = Look(load_theme("light"), app)
    Dresser(app, look)
    tab, field = RawTab(look), QPlainTextEdit()
    for widget in (tab, field):
        widget.resize(440, 760)
        widget.show()
    app.processEvents()
    body = answered(big_answer())
    answer = read_answer(body)
    ours, whole, theirs, parsed = [], [], [], []
    for _ in range(ROUNDS):
        ours.append(painted(tab, body, answer))
        whole.append(ours[-1] + seconds(tab.view.finish))
        theirs.append(painted_by_qt(field, body.body))
        parsed.append(seconds(lambda: json.loads(body.body)))
    ratio = median(ours) / median(theirs)
    print(
        f"10 MB in Raw, tidied and painted | {ratio:.3f}x of QPlainTextEdit.setPlainText (limit {LIMIT}x)"
        f" | {median(ours) * 1000:.1f} ms, Qt {median(theirs) * 1000:.0f} ms"
        f"; every row counted {median(whole) * 1000:.0f} ms"
    )
    field.clear()
    huge = answered(big_answer(100_000_000))
    stop, total = longest_stop(app, tab, huge, answer)
    stops = stop / median(parsed)
    print(
        f"100 MB in Raw, tidied: longest stop of the window"
        f" | {stops:.2f}x of json.loads of 10 MB (limit {STOP_LIMIT}x)"
        f" | {stop * 1000:.0f} ms of {total:.1f} s, json.loads {median(parsed) * 1000:.0f} ms"
    )
    tab.close()
    field.close()


if __name__ == "__main__":
    main()
