"""The longest common run of two sequences: what both have, in the same order."""

from bisect import bisect_left
from collections import Counter
from collections.abc import Sequence

from edge_studio.edge.comparing.pace import Pace, Work, let_go

_CELLS = 40_000
"""How large a table the longest run of a stretch may take; of larger ones only the anchors are found."""
_ALL_CELLS = 2_000_000
"""The same of all tables together."""
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
    left_over = _ALL_CELLS
    for a, b in [*anchors, (len(ours), len(theirs))]:
        left, right = _common(ours, range(i, a), theirs, range(j, b))
        cells = len(left) * len(right)
        if 0 < cells <= min(_CELLS, left_over):
            left_over -= cells
            forms = [ours[x] for x in left], [theirs[y] for y in right]
            if len(right) <= len(left):
                run += [(left[x], right[y]) for x, y in (yield from _longest(*forms, pace))]
            else:  # the table is made row by row: better many short ones
                run += [(left[x], right[y]) for y, x in (yield from _longest(*forms[::-1], pace))]
        if a < len(ours) and b < len(theirs):
            run.append((a, b))
        i, j = a + 1, b + 1
        if pace.due():
            yield
    return run


def _common(
    ours: list[bytes], our_places: range, theirs: list[bytes], their_places: range
) -> tuple[list[int], list[int]]:
    """Of two stretches the places of what stands in both."""
    if max(len(our_places), len(their_places)) > _CELLS:
        return [], []
    both = {ours[at] for at in our_places} & {theirs[at] for at in their_places}
    return [at for at in our_places if ours[at] in both], [at for at in their_places if theirs[at] in both]


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
    run = yield from rising(both, pace)
    for used in (both, where, once, other):
        yield from let_go(used, pace)
    return run


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
    yield from let_go(back, pace)
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
