"""Two bodies compared by meaning."""

import json
import random
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from edge_studio.jsontext.lazy_json import LazyValue
from edge_studio.jsontext.pointer import parse
from tests.edge.comparing.comparisons import compared, leaves, part, places
from tests.edge.comparing.texts import alike, listed, spelt, values

few = settings(max_examples=25)


@few
@given(values, st.integers(0, 9), st.integers(0, 9))
def test_a_value_is_the_same_as_itself_however_it_is_spelt(value: Any, one: int, other: int) -> None:
    comparison = compared(spelt(value, one), spelt(value, other))
    assert comparison.same
    assert leaves(comparison) == []
    assert comparison.sentence == "The answer is the same."


@few
@given(alike(), st.integers(0, 9))
def test_turned_round_it_counts_the_same(pair: tuple[Any, Any], seed: int) -> None:
    before, after = spelt(pair[0], seed), spelt(pair[1], seed + 1)
    there, back = part(before, after), part(after, before)
    assert there.counted == back.counted
    assert compared(before, after).same == (there.counted == 0)


@few
@given(listed())
def test_lists_of_named_items_turned_round_count_the_same(pair: tuple[Any, Any]) -> None:
    assert part(*pair).counted == part(*reversed(pair)).counted


@few
@given(alike())
def test_each_side_of_a_difference_stands_where_its_pointer_says(pair: tuple[Any, Any]) -> None:
    roots = [LazyValue(json.dumps(value).encode()) for value in pair]
    for leaf in leaves(compared(*pair)):
        for root, side in zip(roots, (leaf.before, leaf.after), strict=True):
            if side is not None and leaf.label != "order":
                found: LazyValue | None = root
                for token in parse(side.pointer):
                    assert found is not None
                    key: str | int = int(token) if found.kind == "array" else token
                    found = found.get(key)
                assert found is not None
                assert found.raw == side.value.raw


@pytest.mark.parametrize(
    ("before", "after"),
    [
        (b"1", b"true"),
        (b"1", b'"1"'),
        (b"0", b"false"),
        (b"0", b"null"),
        (b'""', b"null"),
        (b"[]", b"{}"),
        (b"[[]]", b"[{}]"),
        (b"12345678901234567890123", b"12345678901234567890124"),
        (b"0.1", b"0.10000000000000000000001"),
        (b"1e400", b"1e401"),
        (b"-1", b"1"),
        (b'"a"', b'"\\u0062"'),
        (b"[1,2]", b"[2,1]"),
        (b'{"a":1,"a":2}', b'{"a":2,"a":1}'),
        (b'{"a":1,"a":2}', b'{"a":2}'),
    ],
)
def test_what_means_something_else_differs(before: bytes, after: bytes) -> None:
    assert not compared(before, after).same


@pytest.mark.parametrize(
    ("before", "after"),
    [
        (b"1", b"1.0"),
        (b"1.10", b"1.1"),
        (b"100", b"1E+2"),
        (b"-0", b"0.0e5"),
        (b"0.001e3", b"10e-1"),
        (b'"\\u00e9\\/"', '"é/"'.encode()),
        (b"\xef\xbb\xbf[1]", b"[ 1 ]\n"),
        (b'{"b":1,"a":[{"c":1,"d":2}]}', b'{"a":[{"d":2,"c":1.0}],"b":1}'),
    ],
)
def test_what_is_only_spelt_otherwise_is_the_same(before: bytes, after: bytes) -> None:
    assert compared(before, after).same


def test_items_that_are_named_find_each_other_wherever_they_stand() -> None:
    rows: list[dict[str, object]] = [{"id": at, "value": at * at} for at in range(30)]
    changed = [dict(row) for row in rows]
    changed[7]["value"] = "seven"
    del changed[3]
    assert places(rows, changed) == [("removed", "/3", "-"), ("changed", "/7/value", "/6/value")]


def test_another_order_of_named_items_is_told_once() -> None:
    rows = [{"name": name} for name in "abcd"]
    (leaf,) = leaves(compared({"rows": rows}, {"rows": [rows[2], rows[0], rows[1], rows[3]]}))
    assert leaf.label == "order"
    assert leaf.before is not None
    assert leaf.after is not None
    assert (leaf.before.value.text, leaf.after.value.text) == ('["a", "b", "c"]', '["c", "a", "b"]')


def test_items_without_names_are_compared_along_what_both_have() -> None:
    assert places(list("abcdef"), list("abXcdf")) == [("added", "-", "/2"), ("removed", "/4", "-")]
    assert places([1, 2, 3], [1, 5, 3]) == [("changed", "/1", "/1")]


def test_long_lists_of_the_same_few_items_are_compared_place_by_place() -> None:
    chance = random.Random(4)
    rows = [chance.randrange(3) for _ in range(3000)]
    found = places(rows, [*rows[:1000], 7, *rows[1001:]])
    assert found == [("changed", "/1000", "/1000")]


def test_duplicate_members_are_compared_in_order() -> None:
    assert places(b'{"a":1,"b":0,"a":2}', b'{"a":1,"a":3,"b":0}') == [("changed", "/a", "/a")]
    (leaf,) = leaves(compared(b'{"a":1}', b'{"a":1,"a":3}'))
    assert (leaf.label, leaf.kind) == ("a (2)", "added")


def test_texts_are_compared_line_by_line() -> None:
    found = leaves(compared(b"one\ntwo\nthree", b"one\r\nthree\nfour"))
    assert [(leaf.label, leaf.kind) for leaf in found] == [("line 2", "removed"), ("line 3", "added")]
    assert all(side.place == "line" for leaf in found for side in (leaf.before, leaf.after) if side)
    assert not compared(b"\xff", b"\xfe").same


def test_a_body_that_is_there_on_one_side_only_is_one_difference() -> None:
    assert places(b"", b'{"a":1}') == [("added", "-", "")]
    assert places(b"plain", b'{"a":1}') == [("changed", "", "")]
    assert places(b"", b"  \n") == []


@pytest.mark.parametrize("depth", [150, 30_000])
def test_any_depth_is_compared(depth: int) -> None:
    before, after = (b"[" * depth + inner + b"]" * depth for inner in (b"1", b"2"))
    assert compared(before, before).same
    assert not compared(before, after).same
    assert compared(b"[ " * 150 + b"]" * 150, b"[" * 150 + b"]" * 150).same


@few
@given(st.binary(max_size=40), st.binary(max_size=40))
def test_no_bytes_make_it_fail(before: bytes, after: bytes) -> None:
    assert compared(before, before).same
    compared(before, after)


@few
@given(st.text('[]{}",:0\\u\x00 a', max_size=30), st.text('[]{}",:0\\u\x00 a', max_size=30))
def test_no_broken_json_makes_it_fail(before: str, after: str) -> None:
    compared(before.encode(), after.encode())


RECORDS = ({"handle": [{"type": "a:one", "payload": [{"x": 1}]}]}, {"requestId": "r", "handle": []})
STREAMS = (
    b"\x00%b\x00%b",
    b"%b\x00%b\x00",
    b"%b\n%b\n",
    b"data: %b\n\ndata: %b\n\n",
    b"[%b,%b]",
)


@pytest.mark.parametrize("stream", STREAMS)
def test_streamed_records_are_compared_by_meaning_however_they_are_set_apart(stream: bytes) -> None:
    first, last = (json.dumps(record).encode() for record in RECORDS)
    for other in STREAMS:
        assert compared(stream % (first, last), other % (first, last)).same
    changed = first.replace(b'"x": 1', b'"x": 2')
    place = "/0/handle/0/payload/0/x"
    assert places(stream % (first, last), stream % (changed, last)) == [("changed", place, place)]


def test_records_that_are_no_json_after_all_are_compared_as_text() -> None:
    before, after = b'{"a":1},{"\x1cb":2}', b'{"a":1},{"\x1cb":3}'
    assert places(before, after) == [("changed", "/0", "/0")]
    assert compared(before, before).same
