"""JSON Patches between bodies."""

import json
from typing import Any

from hypothesis import given, settings
from hypothesis import strategies as st

from edge_studio.edge.comparing.masks import shipped_masks
from edge_studio.edge.comparing.model import Mask
from edge_studio.edge.comparing.patch import json_patch
from edge_studio.jsontext.compare import same
from edge_studio.jsontext.steps import drained
from tests.edge.answers import envelope
from tests.edge.comparing.comparisons import compared, patch
from tests.edge.comparing.patches import applied
from tests.edge.comparing.texts import alike, listed, spelt, values

few = settings(max_examples=25)


def by_value(value: Any) -> Any:
    """The value with every number as one kind, for comparing exactly."""
    if isinstance(value, dict):
        return {key: by_value(item) for key, item in value.items()}
    if isinstance(value, list):
        return [by_value(item) for item in value]
    if isinstance(value, int | float) and not isinstance(value, bool):
        return float(value)
    return value


@few
@given(alike(), st.integers(0, 9))
def test_applied_to_the_first_it_gives_the_second(pair: tuple[Any, Any], seed: int) -> None:
    before, after = pair
    found = patch(spelt(before, seed), spelt(after, seed + 1))
    assert same(by_value(applied(found, before)), by_value(after))


@few
@given(listed())
def test_lists_of_named_items_come_out_in_the_second_order(pair: tuple[Any, Any]) -> None:
    before, after = pair
    assert same(by_value(applied(patch(before, after), before)), by_value(after))


@few
@given(values, st.integers(0, 9), st.integers(0, 9))
def test_between_spellings_of_one_value_there_is_nothing_to_do(value: Any, one: int, other: int) -> None:
    assert patch(spelt(value, one), spelt(value, other)) == []


def test_names_that_are_numbers_are_the_same_however_they_are_spelt() -> None:
    before = b'[{"id":-1.000,"a":0},{"id":-1,"a":0},{"id":"\\u0061"}]'
    after = b'[{"id":-1,"a":0},{"a":0,"id":-1.00e+00},{"id":"a"}]'
    assert patch(before, after) == []


@few
@given(alike())
def test_without_what_a_mask_takes_out_the_rest_comes_out_the_same(pair: tuple[Any, Any]) -> None:
    masks = [Mask("a", "", "**/a"), Mask("n", "", "**/name", values=".*"), Mask("s", "", "/b/*")]
    before, after = pair
    result = applied(patch(before, after, masks), before)
    assert compared(result, after, masks).same


def test_a_usual_answer_and_another_differ_in_few_steps() -> None:
    before, after = envelope(), envelope()
    after["requestId"] = "another"
    after["handle"][1]["payload"][0]["scopeDetails"]["experience"]["id"] = "2"
    after["handle"].insert(0, after["handle"].pop(3))
    found = patch(before, after, shipped_masks())
    assert [(step["op"], step["path"]) for step in found] == [
        ("replace", "/handle/1/payload/0/scopeDetails/experience/id"),
    ]
    assert compared(applied(patch(before, after), before), after).same


def test_nothing_is_moved_where_the_order_says_nothing() -> None:
    before, after = envelope(), envelope()
    for handle in after["handle"]:
        handle["payload"].reverse()
    after["handle"].reverse()
    assert patch(before, after) == []


def test_what_is_new_where_the_order_says_nothing_follows_what_was_there() -> None:
    def answer(*keys: str) -> dict[str, Any]:
        return {"handle": [{"type": "state:store", "payload": [{"key": key, "value": "1"} for key in keys]}]}

    found = patch(answer("a", "b", "c"), answer("d", "c", "a"))
    assert [(step["op"], step["path"]) for step in found] == [
        ("remove", "/handle/0/payload/1"),
        ("add", "/handle/0/payload/2"),
    ]
    assert compared(applied(found, answer("a", "b", "c")), answer("d", "c", "a")).same


def test_numbers_keep_the_spelling_of_the_wire() -> None:
    operations = drained(json_patch(b'{"a":1}', b'{"a":1.10e400}'))
    assert operations is not None
    assert operations[0].value is not None
    assert bytes(operations[0].value) == b"1.10e400"


def test_an_object_with_duplicate_members_is_replaced_as_a_whole() -> None:
    found = patch(b'{"x":{"a":1,"a":2}}', b'{"x":{"a":1}}')
    assert found == [{"op": "replace", "path": "/x", "value": {"a": 1}}]
    assert patch(b'{"x":{"a":1,"a":2}}', b'{"x": {"a":1.0,"a":2}}') == []


def test_many_moves_become_one_step() -> None:
    rows = [{"id": at} for at in range(5000)]
    found = patch({"rows": rows}, {"rows": rows[::-1]})
    assert [(step["op"], step["path"]) for step in found] == [("replace", "/rows")]
    assert found[0]["value"] == rows[::-1]


@few
@given(st.lists(st.integers(0, 40), unique=True), st.lists(st.integers(0, 40), unique=True))
def test_named_items_are_taken_away_moved_and_added_at_the_right_places(
    old: list[int], new: list[int]
) -> None:
    before, after = ([{"id": f"n{name}"} for name in names] for names in (old, new))
    found = patch(before, after)
    assert applied(found, before) == after


def test_there_is_none_between_texts() -> None:
    assert drained(json_patch(b"plain", b"other")) is None
    assert drained(json_patch(b"", json.dumps({}).encode())) is None
