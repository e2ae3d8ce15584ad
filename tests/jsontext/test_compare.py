import json
from typing import Any

from hypothesis import assume, given

from edge_studio.jsontext.compare import same
from tests.jsontext.texts import VALUES


def test_true_and_one_and_one_point_zero_are_three_values() -> None:
    assert not same({"a": True}, {"a": 1})
    assert not same([1], [1.0])
    assert not same(0, False)
    assert same({"a": [1, {"b": None}], "c": 1.0}, {"c": 1.0, "a": [1, {"b": None}]})


@given(VALUES, VALUES)
def test_values_are_the_same_exactly_when_they_are_written_the_same(a: Any, b: Any) -> None:
    one, other = json.dumps(a, sort_keys=True), json.dumps(b, sort_keys=True)
    assume("-0.0" not in one + other)  # is 0.0, and written otherwise
    assert same(a, a)
    assert same(a, b) == (one == other)
