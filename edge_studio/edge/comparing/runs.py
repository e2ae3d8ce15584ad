"""The longest common run of two sequences: what both have, in the same order."""

from bisect import bisect_left
from collections import Counter
from collections.abc import Sequence

from edge_studio.edge.comparing.pace import Pace, Work

_CELLS = 40_000
"""How large a table the longest run of a stretch may take; of larger ones only the anchors are found."""
_STRETCH = 500
"""How many items are counted at a time."""

Run = list[tuple[int, int]]
"""Pairs of places, rising on both sides."""


def common_run(ours: list[bytes], theirs: list[bytes], pace: Pace) -> Work[Run]:
    """A common run, the longest one where that can be afforded; the same turned round for turned sides."""
    if theirs < ours:
        turned = yield from _run(theirs, ours, pace)
        return [(i, j) for j, i in turned]
    return (yield from _run(ours, theirs, pace))


def _run(ours: list[bytes], theirs: list[bytes], pace: Pace) -> Work[Run]:
    """Through what is there once on both sides, and between such anchors the longest run."""
    anchors = yield from _anchors(ours, theirs, pace)
    run: Run = []
    i = j = 0
    for a, b in [*anchors, (len(ours), len(theirs))]:
        if 0 < (a - i) * (b - j) <= _CELLS:
            if b - j <= a - i:
                run += [(i + x, j + y) for x, y in (yield from _longest(ours[i:a], theirs[j:b], pace))]
            else:  # the table is made row by row: better many short ones
                run += [(i + x, j + y) for y, x in (yield from _longest(theirs[j:b], ours[i:a], pace))]
        if a < len(ours) and b < len(theirs):
            run.append((a, b))
        i, j = a + 1, b + 1
        if pace.due():
            yield
    return run


def _anchors(ours: list[bytes], theirs: list[bytes], pace: Pace) -> Work[Run]:
    """The longest rising run among what stands once on each side."""
    once, other = (yield from _counted(ours, pace)), (yield from _counted(theirs, pace))
    where: dict[bytes, int] = {}
    for at, form in enumerate(theirs):
        if other[form] == 1:
            where[form] = at
        if pace.due():
            yield
    both: Run = []
    for at, form in enumerate(ours):
        if once[form] == 1 and form in where:
            both.append((at, where[form]))
        if pace.due():
            yield
    return (yield from rising(both, pace))


def _counted(forms: list[bytes], pace: Pace) -> Work[Counter[bytes]]:
    """How often each is there."""
    counts: Counter[bytes] = Counter()
    for start in range(0, len(forms), _STRETCH):
        counts.update(forms[start : start + _STRETCH])
        if pace.due():
            yield
    return counts


def rising(pairs: Sequence[tuple[int, int]], pace: Pace) -> Work[Run]:
    """The longest part of ``pairs``, sorted by the first place, in which the second rises (patience sort)."""
    tails: list[int] = []
    ends: list[int] = []
    back: list[int] = []
    for at, (_, there) in enumerate(pairs):
        pile = bisect_left(tails, there)
        tails[pile : pile + 1], ends[pile : pile + 1] = [there], [at]
        back.append(ends[pile - 1] if pile else -1)
        if pace.due():
            yield
    run: Run = []
    at = ends[-1] if ends else -1
    while at >= 0:
        run.append(pairs[at])
        at = back[at]
        if pace.due():
            yield
    return run[::-1]


def _longest(ours: list[bytes], theirs: list[bytes], pace: Pace) -> Work[Run]:
    """The longest common subsequence."""
    width = len(theirs)
    table = [[0] * (width + 1)]
    for form in reversed(ours):
        below, row = table[-1], [0] * (width + 1)
        for j in range(width - 1, -1, -1):
            row[j] = below[j + 1] + 1 if form == theirs[j] else max(below[j], row[j + 1])
        table.append(row)
        if pace.due():
            yield
    table.reverse()
    run: Run = []
    i = j = 0
    while i < len(ours) and j < width:
        if ours[i] == theirs[j]:
            run.append((i, j))
            i, j = i + 1, j + 1
        elif table[i + 1][j] >= table[i][j + 1]:
            i += 1
        else:
            j += 1
    return run
