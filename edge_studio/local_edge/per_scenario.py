"""What is worked out of a scenario once, and not for every request."""

from collections import OrderedDict
from collections.abc import Callable
from functools import wraps
from typing import Final, TypeVar

from edge_studio.local_edge.scenario import Scenario

_Made = TypeVar("_Made")

KEPT: Final = 8
"""Scenarios whose results are kept: the one that is played, and those of a change before it."""


def once_per_scenario(make: Callable[[Scenario], _Made]) -> Callable[[Scenario], _Made]:
    """``make`` with its results kept; they have to be as immutable as scenarios are.

    Scenarios are told apart by identity, since to compare or hash one would take as long as to make it anew.
    """
    kept: OrderedDict[int, tuple[Scenario, _Made]] = OrderedDict()

    @wraps(make)
    def made(scenario: Scenario) -> _Made:
        found = kept.get(id(scenario))
        if found is not None and found[0] is scenario:
            return found[1]
        result = make(scenario)
        kept[id(scenario)] = (scenario, result)
        while len(kept) > KEPT:
            kept.popitem(last=False)
        return result

    return made
