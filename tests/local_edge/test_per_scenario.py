"""What is worked out of a scenario is worked out once."""

from copy import copy

from edge_studio.local_edge.per_scenario import KEPT, once_per_scenario
from edge_studio.local_edge.scenario import Scenario
from tests.local_edge.requests import SHOP


def test_each_scenario_is_worked_out_once_as_long_as_it_is_kept() -> None:
    seen: list[Scenario] = []

    @once_per_scenario
    def length(scenario: Scenario) -> int:
        seen.append(scenario)
        return len(scenario.name)

    assert [length(SHOP), length(SHOP)] == [4, 4]
    assert len(seen) == 1
    others = [copy(SHOP) for _ in range(KEPT)]
    for other in others:
        length(other)
    length(others[-1])
    assert len(seen) == 1 + KEPT
    length(SHOP)
    assert seen[-1] is SHOP
    assert len(seen) == 2 + KEPT


def test_it_is_kept_for_the_scenario_itself_and_not_for_one_like_it() -> None:
    made = once_per_scenario(lambda scenario: object())
    assert made(SHOP) is made(SHOP)
    assert made(copy(SHOP)) is not made(SHOP)
