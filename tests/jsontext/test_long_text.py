"""Long values are read part by part, and the parts together are the value."""

import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from edge_studio.jsontext.lazy_json import LazyValue
from edge_studio.jsontext.long_text import text_parts, tidy_parts

SIZES = st.integers(min_value=16, max_value=40)


@given(st.text(), st.booleans(), SIZES)
def test_the_parts_of_a_string_are_its_characters(text: str, in_ascii: bool, size: int) -> None:
    value = LazyValue(json.dumps(text, ensure_ascii=in_ascii).encode("utf-8", "replace"))
    assert "".join(text_parts(value, size)) == value.text


@given(st.text(alphabet='\\u"/dD8b\n\U0001f600é', min_size=20), st.booleans(), SIZES)
def test_no_escape_is_cut_in_two(text: str, in_ascii: bool, size: int) -> None:
    value = LazyValue(json.dumps(text, ensure_ascii=in_ascii).encode())
    assert "".join(text_parts(value, size)) == text


@pytest.mark.parametrize("raw", [b'"\\ud83d' + b"\\ud83d" * 30 + b'"', b'"' + b"\\udc00\\ud800" * 20 + b'"'])
def test_half_a_pair_stays_the_escape_it_was(raw: bytes) -> None:
    value = LazyValue(raw)
    assert "".join(text_parts(value, 20)) == value.text


def test_of_anything_else_it_is_the_text_of_the_wire() -> None:
    raw = b'{"a": [1.10, "\xff\xc3\xa9"]}'
    assert "".join(text_parts(LazyValue(raw), 4)) == raw.decode("utf-8", "replace")


@given(
    st.recursive(
        st.none() | st.integers() | st.text(),
        lambda inner: st.lists(inner) | st.dictionaries(st.text(), inner),
    )
)
def test_tidied_parts_are_the_tidied_value(content: object) -> None:
    value = LazyValue(json.dumps(content).encode())
    assert "".join(tidy_parts(value)) == value.tidy()


def test_a_large_value_is_tidied_in_many_parts() -> None:
    value = LazyValue(json.dumps([{"at": at, "text": "gold member"} for at in range(20_000)]).encode())
    parts = list(tidy_parts(value))
    assert len(parts) > 10
    assert "".join(parts) == value.tidy()
