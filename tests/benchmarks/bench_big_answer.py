"""From the last byte of a large answer to its first painted tree, against ``json.loads`` of 10 MB."""

import json
import os
from datetime import UTC, datetime
from statistics import median
from time import perf_counter

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")

from PySide6.QtWidgets import QApplication

from edge_studio.edge.exchange import Answered, Exchange, PreparedRequest
from edge_studio.ui.answer.response import ResponsePanel
from edge_studio.ui.theme import Dresser, Look, load_theme
from tests.edge.answers import answered, big_answer, envelope

ROUNDS = 15
LIMITS = {10: 0.3, 100: 1.2}
"""By the size of the answer in MB."""


def an_exchange(outcome: Answered) -> Exchange:
    """A request that was answered so."""
    request = PreparedRequest("POST", "http://127.0.0.1/ee/v2/interact", (), b"{}")
    return Exchange(
        0, datetime.now(UTC), "Local Edge", False, "interact", "", "Page view", "", request, outcome
    )


def painted(panel: ResponsePanel, outcome: Answered) -> float:
    """Seconds to read the answer, show it in the panel, two levels open, and paint it all."""
    exchange = an_exchange(outcome)
    began = perf_counter()
    panel.show_exchange(exchange)
    panel.grab()
    return perf_counter() - began


def finished(panel: ResponsePanel) -> float:
    """Seconds of work that are left until all of the answer has been read."""
    began = perf_counter()
    panel.content.finish_reading()
    return perf_counter() - began


def parsed(body: bytes) -> float:
    """Seconds of one ``json.loads``."""
    began = perf_counter()
    json.loads(body)
    return perf_counter() - began


def main() -> None:
    """Print the ratios of the medians."""
    app = QApplication([])
    look = Look(load_theme("light"), app)
    Dresser(app, look)
    panel = ResponsePanel(look)
    panel.resize(440, 760)
    panel.show()
    panel.content.prefer("Handles")
    app.processEvents()
    small, yardstick_body = answered(envelope()), big_answer()
    for size, limit in LIMITS.items():
        big = answered(big_answer(size * 1_000_000))
        shown, whole, yardstick, light = [], [], [], []
        for _ in range(ROUNDS if size < 100 else ROUNDS // 3):
            yardstick.append(parsed(yardstick_body))
            shown.append(painted(panel, big))
            whole.append(finished(panel))
            light.append(painted(panel, small))
        ratio = median(shown) / median(yardstick)
        print(
            f"{size} MB answer: bytes complete to first painted tree | {ratio:.2f}x of json.loads of 10 MB"
            f" (limit {limit}x) | {median(shown) * 1000:.1f} ms, json.loads {median(yardstick) * 1000:.1f} ms"
            f"; whole after {median(whole) * 1000:.0f} ms of work"
            f"; a small answer {median(light) * 1000:.1f} ms"
        )
    panel.close()


if __name__ == "__main__":
    main()
