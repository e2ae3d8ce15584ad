from typing import Any

from hypothesis import given

from edge_studio.jsontext.compare import Difference, differences, same
from tests.jsontext.texts import VALUES


def test_true_and_one_and_one_point_zero_are_three_values() -> None:
    assert not same({"a": True}, {"a": 1})
    assert not same([1], [1.0])
    assert not same(0, False)
    assert same({"a": [1, {"b": None}], "c": 1.0}, {"c": 1.0, "a": [1, {"b": None}]})


@given(VALUES, VALUES)
def test_values_are_the_same_exactly_when_nothing_differs(a: Any, b: Any) -> None:
    assert same(a, a)
    assert same(a, b) == (not differences(a, b))


def test_each_difference_names_its_place() -> None:
    before = {"a": 1, "b": [1, 2], "c/d": {"e": True}}
    after = {"a": 1.0, "b": [1, 2, 3], "c/d": {}, "f": None}
    assert differences(before, after) == [
        Difference("/a", "changed", 1, 1.0),
        Difference("/b/2", "added", None, 3),
        Difference("/c~1d/e", "removed", True, None),
        Difference("/f", "added", None, None),
    ]
