"""The steps of a JSON Patch from one list to another: take away, move, add, each at the right index."""

from bisect import bisect_left
from collections.abc import Sequence
from typing import Literal

import msgspec

from edge_studio.edge.comparing.pace import Pace, Work
from edge_studio.edge.comparing.runs import Run, rising

MOVES = 2_000
"""How many items of one list are moved one by one."""


Token = tuple[int | None, int | None]
"""An item by its places in the first list and in the second; None where it is not there."""


class ListStep(msgspec.Struct, frozen=True, gc=False):
    """One step."""

    op: Literal["remove", "add", "move"]
    index: int
    """Where, in the list as it is then."""
    source: int = -1
    """From where something is moved."""
    after: int = -1
    """The place in the second list of what is added."""


def plan(
    first: int, left: Sequence[int], gone: set[int], target: Sequence[Token], pace: Pace
) -> Work[list[ListStep] | None]:
    """The steps from the items ``left`` to ``target``; None where too many had to move.

    Items are named by their places in the first list, where the first of ``left`` stands at ``first``.
    ``gone`` are those that are taken away; all others stand in ``target``, which is what the list is then.
    """
    steps: list[ListStep] = []
    for at in reversed(left):
        if at in gone:
            steps.append(ListStep("remove", at))
        if pace.due():
            yield
    place: dict[int, int] = {}
    for there, (i, _) in enumerate(target):
        if i is not None:
            place[i] = there
        if pace.due():
            yield
    kept: Run = []
    for at in left:
        if at in place:
            kept.append((len(kept), place[at]))
        if pace.due():
            yield
    run = yield from rising(kept, pace)
    if len(kept) - len(run) > MOVES:
        return None
    moving = yield from _Moving.those(kept, run, pace)
    yield from _placed(first, target, moving, steps, pace)
    return steps


def _placed(
    first: int, target: Sequence[Token], moving: "_Moving", steps: list[ListStep], pace: Pace
) -> Work[None]:
    """The steps that put every item at its place in ``target``, from the first to the last."""
    for at, (i, j) in enumerate(target):
        index = first + at + moving.waiting_here
        if i is None:
            steps.append(ListStep("add", index, after=-1 if j is None else j))
        elif moving.stands(at):
            moving.go_on()
        else:
            source = first + moving.taken(at)
            index = first + at + moving.waiting_here
            if source != index:
                steps.append(ListStep("move", index, source=source))
        if pace.due():
            yield


class _Moving:
    """Where the items wait that have to move, while the list is put in order from its start.

    Those that need not move stand fast. What was put in order follows the last of them that was met, and is
    followed by those that wait between it and the next. Items go by their places among those that are kept,
    as the first list had them.
    """

    def __init__(self, fast: Run) -> None:
        self._fast = fast
        self._met = 0
        """How many of those that stand fast were met."""
        self._waiting: list[int] = []
        self._origins: dict[int, int] = {}
        self.waiting_here = 0
        """How many wait before the place that is to be filled next."""

    @classmethod
    def those(cls, kept: Run, fast: Run, pace: Pace) -> "Work[_Moving]":
        """Of all that are ``kept`` those that do not stand ``fast``; each with its place to be."""
        moving = cls(fast)
        stands = iter([*fast, (-1, -1)])
        next_one = next(stands)
        for origin, there in kept:
            if origin == next_one[0]:
                next_one = next(stands)
            else:
                moving._waiting.append(origin)
                moving._origins[there] = origin
            if pace.due():
                yield
        return moving

    def stands(self, at: int) -> bool:
        """Whether what is to stand at ``at`` stands fast."""
        return at not in self._origins

    def go_on(self) -> None:
        """The next one that stands fast is met: what waited before it still waits before."""
        self._met += 1
        last = self._fast[self._met - 1][0]
        self.waiting_here = bisect_left(self._waiting, last)

    def taken(self, at: int) -> int:
        """Take the item that is to stand at ``at``, the place filled next; returns where it was."""
        origin = self._origins[at]
        nth = bisect_left(self._waiting, origin)
        del self._waiting[nth]
        passed = bisect_left(self._fast, (origin, -1))
        if passed < self._met:
            self.waiting_here -= 1
            return self._fast[passed][1] + nth
        return at + passed - self._met + nth
