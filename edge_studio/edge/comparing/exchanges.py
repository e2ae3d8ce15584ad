"""Two exchanges compared: requests and answers side by side, and what it comes to in words."""

from collections.abc import Iterable

from edge_studio.edge.comparing.bodies import compare_bodies
from edge_studio.edge.comparing.engine import Comparer
from edge_studio.edge.comparing.masks import Masking
from edge_studio.edge.comparing.messages import Compared, Message
from edge_studio.edge.comparing.model import Comparison, Diff, Mask, Part, Side
from edge_studio.edge.comparing.pace import Pace, Work
from edge_studio.edge.comparing.words import in_words
from edge_studio.jsontext.steps import drained

_REQUEST = 0.1
"""The part of the work for the requests, which are small."""


def compare_exchanges(before: Compared, after: Compared, masks: Iterable[Mask]) -> Work[Comparison]:
    """What became of one exchange in the other, in steps that each take no longer than a few milliseconds.

    While it compares it yields the share that is done, from 0 to 1, or None.

    A part that only one of them has is not compared. ``UnknownPlaces`` where a mask cannot be understood.
    """
    masking = Masking(masks)
    parts: list[Part] = []
    for title, ours, theirs in (
        ("Request", before.request, after.request),
        ("Answer", before.answer, after.answer),
    ):
        if ours is not None and theirs is not None:
            told = (0.0, _REQUEST) if title == "Request" else (_REQUEST if parts else 0.0, 1.0)
            diffs = yield from _compare(masking, ours, theirs, told)
            parts.append((yield from _part(title, diffs)))
    sentence, lines = yield from in_words(parts)
    return Comparison(sentence, lines, tuple(parts))


def compare_at_once(before: Compared, after: Compared, masks: Iterable[Mask]) -> Comparison:
    """The same in one go, for whoever has no window to keep alive."""
    return drained(compare_exchanges(before, after, masks))


def _compare(
    masking: Masking, before: Message, after: Message, told: tuple[float, float]
) -> Work[list[Diff]]:
    """What differs in two messages; the share that is done goes from the first of ``told`` to the second."""
    head = yield from Comparer(masking).inside(
        Side(before.head.part, "", "head"), Side(after.head.part, "", "head")
    )
    comparer = Comparer(masking)
    work = compare_bodies(comparer, before.body, after.body)
    start, end = told
    while True:
        try:
            next(work)
        except StopIteration as stop:
            bodies: list[Diff] = stop.value
            return head + bodies
        yield start + comparer.share.done * (end - start)


def _part(title: str, diffs: list[Diff]) -> Work[Part]:
    counted = masked = 0
    pace = Pace()
    for diff in diffs:
        for leaf in diff.leaves():
            counted, masked = counted + (not leaf.mask), masked + bool(leaf.mask)
            if pace.due():
                yield
    return Part(title, diffs, counted, masked)
