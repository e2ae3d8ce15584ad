"""JSON of any shape: what is read of it, where each value stands, and what stands where."""

import json
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from edge_studio.jsontext.json_text import JsonText
from edge_studio.jsontext.lazy_json import Key, LazyValue
from edge_studio.jsontext.one_level import NotJson

scalars = (
    st.none()
    | st.booleans()
    | st.integers()
    | st.text(max_size=6)
    | st.floats(allow_nan=False, allow_infinity=False)
)
trees = st.recursive(
    scalars,
    lambda below: st.lists(below, max_size=4) | st.dictionaries(st.text(max_size=4), below, max_size=4),
    max_leaves=20,
)


def paths_of(value: Any) -> list[tuple[Key, ...]]:
    """Every path there is."""
    found: list[tuple[Key, ...]] = [()]
    below = value.items() if isinstance(value, dict) else enumerate(value) if isinstance(value, list) else ()
    for key, child in below:
        found += [(key, *path) for path in paths_of(child)]
    return found


def at(value: Any, path: tuple[Key, ...]) -> Any:
    for step in path:
        value = value[step]
    return value


@settings(max_examples=50)
@given(trees, st.sampled_from([None, 0, 2]), st.booleans())
def test_every_value_is_found_at_its_bytes_and_every_byte_at_its_value(
    tree: Any, indent: int | None, escaped: bool
) -> None:
    data = json.dumps(tree, indent=indent, ensure_ascii=escaped).encode("utf-8", "surrogatepass")
    text = JsonText(data)
    for path in paths_of(tree):
        place = text.locate(path)
        assert place is not None
        assert json.loads(data[slice(*place)]) == at(tree, path)
        assert text.path_at(place[0]) == path


def test_a_key_belongs_to_its_member() -> None:
    data = b'{"one": [1, 2], "two": {"three": 3}}'
    text = JsonText(data)
    assert text.path_at(data.index(b"two")) == ("two",)
    assert text.path_at(data.index(b"three")) == ("two", "three")
    assert text.path_at(data.index(b", 2")) == ("one",)


def test_nothing_stands_at_a_path_that_is_not_there() -> None:
    text = JsonText(b'{"a":[1]}')
    missing: list[tuple[Key, ...]] = [("b",), ("a", 1), ("a", "0"), ("a", 0, "x"), (0,)]
    for path in missing:
        assert text.locate(path) is None


def test_of_members_with_one_name_the_last_is_found_and_all_are_there() -> None:
    text = JsonText(b'{"a":1,"b":2,"a":3}')
    assert text.locate(["a"]) == (17, 18)
    assert [value.raw for _, value in text.root.children()] == [b"1", b"2", b"3"]


BROKEN: list[tuple[bytes, list[tuple[Key, str, bytes]], int, str]] = [
    (b"[1,2", [(0, "number", b"1"), (1, "number", b"2")], 4, "1 bracket is still open"),
    (b'{"a":[1,{"b":"xy', [("a", "array", b'[1,{"b":"xy')], 16, "3 brackets are still open"),
    (b'{"a":foo,"b":2}', [("a", "broken", b"foo"), ("b", "number", b"2")], 5, "no JSON value"),
    (b'{"a":1,"b":}', [("a", "number", b"1"), ("b", "broken", b"")], 11, "a value is missing"),
    (b"[1 2]", [(0, "number", b"1"), (1, "number", b"2")], 3, "a comma is missing"),
    (b"[1,]", [(0, "number", b"1")], 3, "after the last comma"),
    (b"[1}", [(0, "number", b"1")], 2, "bracket of the other kind"),
    (b"{a:1}", [("a", "number", b"1")], 1, "without quotation marks"),
    (b'{"a":1} x', [("a", "number", b"1")], 8, ""),
    (b'{"a":01}', [("a", "broken", b"01")], 5, "no JSON value"),
    (b'{"a":"\\x"}', [("a", "broken", b'"\\x"')], 5, "what JSON does not allow"),
    (b'{"a":"\xff"}', [("a", "string", b'"\xff"')], 6, "not UTF-8"),
]


@pytest.mark.parametrize(("data", "children", "offset", "words"), BROKEN)
def test_broken_json_is_read_as_far_as_it_goes(
    data: bytes, children: list[tuple[Key, str, bytes]], offset: int, words: str
) -> None:
    text = JsonText(data)
    assert [(key, value.kind, value.raw) for key, value in text.root.children()] == children
    assert text.trouble is not None
    assert text.trouble.offset == offset
    assert words in text.trouble.words


@pytest.mark.parametrize("data", [b"", b"hello", b"<html>", b"]", b"{not json", b"[", b'"abc', b'{"a":'])
def test_what_holds_no_value_is_not_json(data: bytes) -> None:
    with pytest.raises(NotJson):
        JsonText(data)


RECORDS = [
    b'\x00{"a":1}\x00{"a":2}\x00',
    b'{"a":1}\x00{"a":2}',
    b'{"a":1}\n{"a":2}\n',
    b'{"a":1}\r\n\r\n{"a":2}',
    b'data: {"a":1}\n\ndata: {"a":2}\n\n',
    b'event: message\nid: 1\ndata:{"a":1}\n\n: nothing\n\ndata: {"a":2}\n\n',
]


@pytest.mark.parametrize("data", RECORDS)
def test_records_are_a_list_with_the_offsets_of_the_body(data: bytes) -> None:
    text = JsonText(data)
    assert text.is_records
    assert [value.plain() for _, value in text.root.children()] == [{"a": 1}, {"a": 2}]
    assert json.loads(text.root.raw) == [{"a": 1}, {"a": 2}]
    place = data.index(b"2", data.index(b"1") + 2)
    assert text.locate([1, "a"]) == (place, place + 1)
    assert text.path_at(place) == (1, "a")
    assert len(text.data) == len(data)
    assert text.trouble is None


def test_a_byte_order_mark_keeps_its_place() -> None:
    text = JsonText(b'\xef\xbb\xbf{"a":1}')
    assert text.locate(["a"]) == (8, 9)
    assert text.data == b'   {"a":1}'


def leaves(value: LazyValue) -> list[bytes]:
    if not value.is_container:
        return [value.raw]
    return [leaf for _, child in value.children() for leaf in leaves(child)]


@given(st.binary(max_size=60) | st.text(alphabet='{}[]",:\\ 1atrue\x00\n', max_size=40).map(str.encode))
def test_whatever_it_is_nothing_shows_that_was_not_there(data: bytes) -> None:
    try:
        text = JsonText(data)
    except NotJson:
        return
    for leaf in leaves(text.root):
        assert leaf in text.data
    for offset in range(len(data)):
        text.path_at(offset)
