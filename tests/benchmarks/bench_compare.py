"""10 MB compared with 10 MB: how long in all, and the longest step, against ``json.loads``."""

import json
import random
from statistics import median
from time import perf_counter

from edge_studio.edge.comparing.exchanges import compare_exchanges
from edge_studio.edge.comparing.masks import shipped_masks
from edge_studio.edge.comparing.messages import of_saved_answer
from edge_studio.edge.comparing.model import Comparison
from tests.edge.answers import big_answer

ROUNDS = 7
TOTAL_LIMIT = 3.0
"""Times ``json.loads`` of both texts."""
MANY_LIMIT = 60.0
"""The same where there are 100,000 differences and more: each of them costs some tens of microseconds."""
STEP_LIMIT = 0.5
"""Times ``json.loads`` of one."""


def changed(body: bytes, differences: int) -> bytes:
    """The answer with so many contents changed."""
    answer = json.loads(body)
    entries = answer["handle"][1]["payload"]
    for at in range(0, len(entries), max(1, len(entries) // differences)):
        entries[at]["items"][0]["data"]["content"] = f"<h2>Another offer {at}</h2>"
    return compact(answer)


def shuffled(body: bytes) -> bytes:
    """The answer with its propositions in another order."""
    answer = json.loads(body)
    random.Random(4).shuffle(answer["handle"][1]["payload"])
    return compact(answer)


def many_entries(differ: bool) -> bytes:
    """A list of 100,000 named objects, 10 MB; each differs in one member from its counterpart."""
    return compact(
        [
            {"id": f"e{at}", "name": f"Entry {at}", "value": at + differ, "text": "x" * 40}
            for at in range(100_000)
        ]
    )


def many_numbers(mixed: bool) -> bytes:
    """200,000 numbers, in order or shuffled."""
    numbers = list(range(200_000))
    if mixed:
        random.Random(4).shuffle(numbers)
    return compact(numbers)


def compact(answer: object) -> bytes:
    """As it comes over the wire."""
    return json.dumps(answer, separators=(",", ":")).encode()


def steps(before: bytes, after: bytes) -> tuple[float, float, Comparison]:
    """Seconds in all and of the longest step, and the result."""
    work = compare_exchanges(of_saved_answer(before), of_saved_answer(after), shipped_masks())
    total = longest = 0.0
    while True:
        began = perf_counter()
        try:
            next(work)
        except StopIteration as end:
            took = perf_counter() - began
            return total + took, max(longest, took), end.value
        took = perf_counter() - began
        total, longest = total + took, max(longest, took)


def parsed(body: bytes) -> float:
    """Seconds of one ``json.loads``."""
    began = perf_counter()
    json.loads(body)
    return perf_counter() - began


def measured(name: str, before: bytes, after: bytes, limit: float, rounds: int = ROUNDS) -> None:
    """Print the ratios of the medians of one case; ``limit`` is in ``json.loads`` of 10 MB, twice."""
    body = big_answer()
    totals, longest, yardstick = [], [], []
    for _ in range(rounds):
        yardstick.append(parsed(body))
        total, step, comparison = steps(before, after)
        totals.append(total)
        longest.append(step)
    one = median(yardstick)
    counted = sum(part.counted for part in comparison.parts)
    print(
        f"{name} ({counted:,} found)"
        f" | {median(totals) / (2 * one):.2f}x of json.loads of 10 MB twice (limit {limit}x)"
        f" | longest step {median(longest) / one:.2f}x of one (limit {STEP_LIMIT}x)"
        f" | {median(totals) * 1000:.0f} ms, step {median(longest) * 1000:.1f} ms,"
        f" json.loads {one * 1000:.0f} ms"
    )


def main() -> None:
    """Print the ratios of the medians, a line for each kind of difference."""
    body = big_answer()
    cases = {
        "equal": bytes(bytearray(body)),
        "100 differences": changed(body, 100),
        "the list shuffled": shuffled(body),
        "indented": big_answer(indent=2),
    }
    for name, other in cases.items():
        measured(f"10 MB against 10 MB, {name}", body, other, TOTAL_LIMIT)
    entries = many_entries(differ=False), many_entries(differ=True)
    measured("10 MB against 10 MB, a difference in each of 100,000 items", *entries, MANY_LIMIT, 3)
    numbers = many_numbers(mixed=False), many_numbers(mixed=True)
    measured("200,000 numbers against the same shuffled", *numbers, MANY_LIMIT, 3)


if __name__ == "__main__":
    main()
