"""JSON opened one level at a time."""

import json
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from edge_studio.jsontext.lazy_json import SMALL, LazyValue
from edge_studio.jsontext.one_level import NotJson

SCALARS = (
    st.none()
    | st.booleans()
    | st.integers()
    | st.floats(allow_nan=False, allow_infinity=False)
    | st.text(max_size=8)
)
VALUES = st.recursive(
    SCALARS, lambda inner: st.lists(inner) | st.dictionaries(st.text(max_size=4), inner), max_leaves=12
)


def opened(value: LazyValue) -> Any:
    """The value read through its levels."""
    if value.kind == "object":
        return {key: opened(child) for key, child in value.children()}
    if value.kind == "array":
        return [opened(child) for _, child in value.children()]
    return json.loads(value.raw) if value.kind != "string" else value.text


@given(VALUES, st.sampled_from([None, 0, 2]), st.booleans())
def test_every_level_opened_is_what_the_text_says(value: Any, indent: int | None, ascii_only: bool) -> None:
    text = json.dumps(value, indent=indent, ensure_ascii=ascii_only)
    assert opened(LazyValue.parse(text.encode())) == value


@given(st.lists(st.tuples(st.sampled_from(["a", "b", "é", "\n"]), VALUES), max_size=6), st.booleans())
def test_no_duplicate_member_is_lost(members: list[tuple[str, Any]], spaced: bool) -> None:
    comma, colon = (" ,\n", " : ") if spaced else (",", ":")
    body = comma.join(f"{json.dumps(key)}{colon}{json.dumps(value)}" for key, value in members)
    value = LazyValue.parse(f"{{{body}}}".encode())
    assert [(key, opened(child)) for key, child in value.children()] == members


@pytest.mark.parametrize("digits", ["1.10", "7163309881222824984", "1e400", "-0", "0.1000", "1E+2"])
def test_a_number_keeps_the_digits_of_the_wire(digits: str) -> None:
    assert LazyValue.parse(f'{{"n": {digits} }}'.encode()).string("n") == digits


def test_counts_and_children_are_there_without_reading_below() -> None:
    value = LazyValue.parse(b'{"a": [1, {"b": 2}], "c": {}, "d": [ ], "e": "x"}')
    counts = [(key, child.count, child.has_children) for key, child in value.children()]
    assert counts == [("a", 2, True), ("c", 0, False), ("d", 0, False), ("e", 0, False)]
    assert [key for key, _ in LazyValue.parse(b"[5,6,7,8]").some(1, 3)] == [1, 2]


def test_the_last_of_duplicate_members_is_the_one_that_counts() -> None:
    assert LazyValue.parse(b'{"a":1,"b":5,"a":2}').string("a") == "2"


def test_nesting_of_a_hundred_thousand_levels_opens_level_by_level() -> None:
    value = LazyValue.parse(b"[" * 100_000 + b"]" * 100_000)
    for _ in range(3):
        assert value.count == 1
        value = value.children()[0][1]
    assert value.size == 199_994
    assert value.tidy().startswith("[[")


def test_half_a_surrogate_pair_stays_the_escape_it_was() -> None:
    value = LazyValue.parse(rb'{"\ud800": "a\udfffb", "whole": "\ud83d\ude00"}')
    assert [(key, child.text) for key, child in value.children()] == [
        (r"\ud800", r"a\udfffb"),
        ("whole", "😀"),
    ]


@pytest.mark.parametrize(
    "text",
    [b"", b"{", b'{"a":1', b"[1,]", b"<html>", b"[1] 2", b"NaN", b"{'a':1}", b"[" * 5000, b'{"\\ud800":}'],
)
def test_what_is_not_json_is_refused(text: bytes) -> None:
    with pytest.raises(NotJson):
        LazyValue.parse(text)


def test_a_level_that_is_broken_shows_nothing_that_is_not_there() -> None:
    broken = LazyValue(b'{"a" 1}')
    assert broken.children() == []
    assert broken.kind == "broken"
    assert LazyValue(b"[1 2]").count == 0


def test_a_preview_shows_that_bytes_are_no_text_and_halves_no_character() -> None:
    assert LazyValue(b'{"a":"caf\xe9"}').preview() == '{"a":"caf\ufffd"}'
    assert "\ufffd" not in LazyValue(json.dumps(["x\u20ac" * 80], ensure_ascii=False).encode()).preview(20)


def test_a_preview_is_one_line_and_cut_where_it_is_long() -> None:
    assert LazyValue(b'{"a":\n   1}').preview() == '{"a": 1}'
    assert LazyValue(b'"short"').preview() == "short"
    long = LazyValue(json.dumps("<p>line</p>\n" * 200).encode()).preview(40)
    assert len(long) <= 40
    assert long.endswith("…")


def test_a_small_document_is_opened_once_whichever_way_one_comes() -> None:
    value = LazyValue.parse(b'{"a": [{"b": 1}], "c": 1, "c": 2}')
    list_of_one = value.get("a")
    assert list_of_one is not None
    (_, first), (_, earlier), (_, later) = value.children()
    assert first is list_of_one
    assert (
        list_of_one.items[0] is list_of_one.get(0) is next(iter(list_of_one.items[:1])) is value.get("a", 0)
    )
    assert value.get("c") is later
    assert (earlier.raw, later.raw) == (b"1", b"2")


def test_what_was_opened_in_a_large_document_or_closed_is_let_go() -> None:
    large = LazyValue.parse(b'{"a": [[1]], "b": "' + b"x" * SMALL + b'"}')
    assert large.get("a", 0) is not large.get("a", 0)
    small = LazyValue.parse(b'{"a": [[1]]}')
    before = small.get("a")
    small.close()
    assert small.get("a") is not before
    assert small.get("a", 0, 0) is not None


def test_only_whole_numbers_are_integers() -> None:
    value = LazyValue.parse(b'{"a":5,"b":5.0,"c":"5","d":123456789012345678901}')
    assert [value.integer(key) for key in "abcd"] == [5, None, None, None]


def test_bad_utf_8_in_names_and_texts_is_shown_and_not_raised() -> None:
    value = LazyValue(b'{"\x96a":"x\xff","b":1}')
    assert [(key, child.text) for key, child in value.children()] == [("\ufffda", "x\ufffd"), ("b", "1")]
    assert value.string("b") == "1"
    assert value.tidy()
