"""The longest stop of another thread while the history keeps, and gives back, an answer of 100 MB.

The window's thread needs Python's lock for whatever it does; here a thread takes its place that asks for the
lock again and again. Measured on the wall: a busy machine shows in it.
"""

import tempfile
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path
from statistics import median
from time import perf_counter, sleep

from edge_studio.edge.exchange import Answered
from edge_studio.store.history import History
from tests.benchmarks.bench_big_answer import an_exchange, parsed
from tests.edge.answers import answered, big_answer

LIMIT = 0.5
ROUNDS = 3
BREATH = 0.0005
"""Seconds for which the other thread lets go of the lock each time."""


class Waiting:
    """How long the other thread was kept waiting at most, in seconds."""

    longest = 0.0


@contextmanager
def another_thread() -> Iterator[Waiting]:
    """A thread that wants to go on all the time."""
    waiting, over = Waiting(), threading.Event()

    def go_on() -> None:
        last = perf_counter()
        while not over.is_set():
            sleep(BREATH)
            now = perf_counter()
            waiting.longest, last = max(waiting.longest, now - last), now

    thread = threading.Thread(target=go_on)
    thread.start()
    try:
        yield waiting
    finally:
        over.set()
        thread.join()


def kept(history: History, outcome: Answered) -> tuple[float, float]:
    """The longest wait while the answer is kept, and while it is given back."""
    id = history.begin(replace(an_exchange(outcome), outcome=None))
    with another_thread() as writing:
        history.finish(id, outcome, "2 handles.")
    with another_thread() as reading:
        exchange = history.get(id)
    assert exchange is not None
    return writing.longest, reading.longest


def main() -> None:
    """Print the median of a few rounds."""
    small, outcome = big_answer(), answered(big_answer(100_000_000))
    yardstick = median(parsed(small) for _ in range(5))
    with tempfile.TemporaryDirectory() as folder:
        history = History(Path(folder) / "history.sqlite")
        waits = [kept(history, outcome) for _ in range(ROUNDS)]
        history.close()
    for what, stop in zip(("kept", "given back"), map(median, zip(*waits, strict=True)), strict=True):
        print(
            f"100 MB {what} by the history: longest stop of another thread"
            f" | {stop / yardstick:.2f}x of json.loads of 10 MB (limit {LIMIT}x)"
            f" | {stop * 1000:.0f} ms, json.loads {yardstick * 1000:.0f} ms"
        )


if __name__ == "__main__":
    main()
