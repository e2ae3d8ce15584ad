"""The steps of a JSON Patch from one list to another: take away, move, add, each at the right index."""

from dataclasses import dataclass
from typing import Literal

from edge_studio.edge.comparing.pace import Pace, Work
from edge_studio.edge.comparing.runs import rising

MOVES = 2_000
"""How many items of one list are moved one by one."""


Token = tuple[int | None, int | None]
"""An item by its places in the first list and in the second; None where it is not there."""


@dataclass(frozen=True, slots=True)
class ListStep:
    """One step."""

    op: Literal["remove", "add", "move"]
    index: int
    """Where, in the list as it is then."""
    source: int = -1
    """From where something is moved."""
    after: int = -1
    """The place in the second list of what is added."""


def plan(
    first: int, left: list[int], gone: set[int], target: list[Token], pace: Pace
) -> Work[list[ListStep] | None]:
    """The steps from the items ``left`` to ``target``; None where too many had to move.

    Items are named by their places in the first list, where the first of ``left`` stands at ``first``.
    ``gone`` are those that are taken away; all others stand in ``target``, which is what the list is then.
    """
    steps = [ListStep("remove", at) for at in sorted(gone, reverse=True)]
    work: list[int | None] = [at for at in left if at not in gone]
    place = {i: at for at, (i, _) in enumerate(target) if i is not None}
    kept = [(at, place[i]) for at, i in enumerate(work) if i is not None]
    yield
    run = yield from rising(kept, pace)
    if len(kept) - len(run) > MOVES:
        return None
    fixed = {work[at] for at, _ in run}
    last = -1
    for i, j in target:
        if i is None:
            work.insert(last + 1, None)
            steps.append(ListStep("add", first + last + 1, after=-1 if j is None else j))
        elif i not in fixed:
            at = work.index(i)
            work.pop(at)
            last -= at <= last
            work.insert(last + 1, i)
            if at != last + 1:
                steps.append(ListStep("move", first + last + 1, source=first + at))
        last = last + 1 if work[last + 1] == i else work.index(i, last + 1)
        if pace.due():
            yield
    return steps
