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
        ("move", "/handle/0"),
        ("replace", "/handle/2/payload/0/scopeDetails/experience/id"),
    ]
    assert applied(patch(before, after), before) == after


def test_numbers_keep_the_spelling_of_the_wire() -> None:
    operations = drained(json_patch(b'{"a":1}', b'{"a":1.10e400}'))
    assert operations is not None
    assert operations[0].value is not None
    assert operations[0].value.raw == b"1.10e400"


def test_an_object_with_duplicate_members_is_replaced_as_a_whole() -> None:
    found = patch(b'{"x":{"a":1,"a":2}}', b'{"x":{"a":1}}')
    assert found == [{"op": "replace", "path": "/x", "value": {"a": 1}}]
    assert patch(b'{"x":{"a":1,"a":2}}', b'{"x": {"a":1.0,"a":2}}') == []


def test_many_moves_become_one_step() -> None:
    rows = [{"id": at} for at in range(5000)]
    found = patch({"rows": rows}, {"rows": rows[::-1]})
    assert [(step["op"], step["path"]) for step in found] == [("replace", "/rows")]
    assert found[0]["value"] == rows[::-1]


def test_there_is_none_between_texts() -> None:
    assert drained(json_patch(b"plain", b"other")) is None
    assert drained(json_patch(b"", json.dumps({}).encode())) is None
