"""Big containers of every shape: counted, opened at any place, and found, without being read as a whole."""

import json
from collections.abc import Callable
from itertools import pairwise
from time import perf_counter

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from edge_studio.jsontext.big_value import BigValue
from edge_studio.jsontext.json_text import JsonText
from edge_studio.jsontext.lazy_json import Key, LazyValue
from edge_studio.jsontext.one_level import NotJson
from edge_studio.jsontext.outline import BIG

ITEM = {"id": 1, "name": "an item of some length", "more": {"a": [1, 2, 3], "b": 'with "quotes" and ],}'}}


def items(count: int) -> list[dict[str, object]]:
    return [{**ITEM, "id": at} for at in range(count)]


SHAPES: dict[str, Callable[[], bytes]] = {
    "compact": lambda: json.dumps(items(4_000), separators=(",", ":")).encode(),
    "one line a member": lambda: json.dumps(items(3_000), indent=2).encode(),
    "crowded numbers": lambda: b"[" + b",".join(str(at).encode() for at in range(60_000)) + b"]",
    "texts": lambda: json.dumps([f'text, "{at}", ],[' for at in range(20_000)]).encode(),
    "members": lambda: json.dumps({f"key {at}": at for at in range(20_000)}).encode(),
    "long texts": lambda: json.dumps(["x" * 90_000, 'y\\"' * 50_000, 3]).encode(),
    "halves of pairs": lambda: b"[" + b",".join(b'{"a":"\\ud800","b":%d}' % at for at in range(3_000)) + b"]",
    "lists in lists": lambda: json.dumps([items(800), [items(900), 5], {"x": items(700)}]).encode(),
    "irregular": lambda: json.dumps(
        [[at] if at % 3 else {"a": "b" * (at % 70)} for at in range(9_000)]
    ).encode(),
}


@pytest.mark.parametrize("shape", SHAPES)
def test_a_big_container_is_what_the_standard_library_reads(shape: str) -> None:
    data = SHAPES[shape]()
    text, plain = JsonText(data), json.loads(data)
    assert text.trouble is None
    assert isinstance(text.root, BigValue)
    assert text.root.count == len(plain)
    pairs = list(plain.items()) if isinstance(plain, dict) else list(enumerate(plain))
    for start in (0, len(pairs) // 3, len(pairs) - 2):
        found = text.root.some(start, start + 2)
        assert [(key, value.plain()) for key, value in found] == pairs[start : start + 2]
    assert text.root.some(len(pairs), len(pairs) + 5) == []


@pytest.mark.parametrize("shape", SHAPES)
def test_what_stands_in_a_big_container_is_found(shape: str) -> None:
    data = SHAPES[shape]()
    text, plain = JsonText(data), json.loads(data)
    keys: list[Key] = list(plain) if isinstance(plain, dict) else list(range(len(plain)))
    for key in (keys[0], keys[len(keys) // 2], keys[-1]):
        place = text.locate([key])
        assert place is not None
        assert json.loads(data[slice(*place)]) == plain[key]
        assert text.path_at(place[0])[:1] == (key,)
        found = text.root.get(key)
        assert found is not None
        assert found.plain() == plain[key]


def test_the_items_of_a_big_list_are_a_sequence() -> None:
    plain = items(3_000)
    payload = JsonText(json.dumps(plain).encode()).root.items
    assert len(payload) == 3_000
    assert payload[-1].plain() == plain[-1]
    assert [value.plain() for value in payload[1_500:1_503]] == plain[1_500:1_503]
    assert sum(1 for _ in payload) == 3_000
    assert len(payload.parts[10:15]) == 5
    with pytest.raises(IndexError):
        payload[3_000]


def test_members_that_stand_there_twice_are_all_kept() -> None:
    data = b"{" + b",".join(b'"a":%d,"b":0' % at for at in range(8_000)) + b"}"
    text = JsonText(data)
    assert text.root.count == 16_000
    assert text.root.integer("a") == 7_999
    place = text.locate(["a"])
    assert place is not None
    assert data[slice(*place)] == b"7999"


@pytest.mark.parametrize(("opening", "closing"), [(b"[", b"]"), (b'{"a":', b"}")])
def test_nesting_has_no_end(opening: bytes, closing: bytes) -> None:
    depth = 40_000
    text = JsonText(opening * depth + b"1" + closing * depth)
    value: LazyValue | None = text.root
    for _ in range(200):
        assert value is not None
        assert value.count == 1
        value = value.some(0, 1)[0][1]
    assert len(text.path_at(len(opening) * depth, 300)) == 300


def test_a_text_that_breaks_off_holds_what_came() -> None:
    whole = json.dumps({"list": items(3_000)}, separators=(",", ":")).encode()
    text = JsonText(whole[:-1_000])
    found = text.root.get("list")
    assert found is not None
    assert found.kind == "array"
    assert 2_980 < found.count < 3_000
    assert found.some(2_000, 2_001)[0][1].plain() == items(2_001)[2_000]
    assert text.trouble is not None
    assert text.trouble.offset == len(whole) - 1_000


def test_a_beginning_holds_what_is_whole_in_it_and_is_no_trouble() -> None:
    data = json.dumps({"id": "x", "list": items(9_000)}, separators=(",", ":")).encode()
    text = JsonText.beginning(data, 100_000)
    found = text.root.get("list")
    assert found is not None
    assert 900 < found.count < 1_100
    assert text.is_partial
    assert text.trouble is None


def test_one_broken_child_leaves_the_others_as_they_are() -> None:
    parts = [json.dumps(item).encode() for item in items(3_000)]
    parts[1_700] = b'{"id": oops, "name": "x"}'
    text = JsonText(b"[" + b",".join(parts) + b"]")
    assert text.root.count == 3_000
    broken = text.root.some(1_700, 1_701)[0][1]
    assert [(key, value.kind) for key, value in broken.children()] == [("id", "broken"), ("name", "string")]
    assert text.root.some(1_701, 1_702)[0][1].plain() == items(1_702)[1_701]
    assert text.trouble is not None
    assert "no JSON value" in text.trouble.words


def test_reading_rests_often() -> None:
    reading = JsonText.reading(SHAPES["compact"]())
    times = [perf_counter()]
    told = []
    try:
        while True:
            told.append(next(reading))
            times.append(perf_counter())
    except StopIteration:
        times.append(perf_counter())
    assert told == sorted(told)
    assert all(0 <= done <= 1 for done in told)
    steps = sorted(after - before for before, after in pairwise(times))
    assert steps[len(steps) // 2] < 0.004


@settings(max_examples=40)
@given(st.data())
def test_a_big_text_cut_and_bent_anywhere_shows_nothing_that_was_not_there(data: st.DataObject) -> None:
    whole = bytearray(json.dumps({"id": "x", "list": items(700), "end": [1, 2]}).encode())
    assert len(whole) > BIG
    for _ in range(data.draw(st.integers(0, 3))):
        whole[data.draw(st.integers(1, len(whole) - 1))] = data.draw(st.sampled_from(b'{}[]",:\\x1 \x00\xff'))
    body = bytes(whole[: data.draw(st.integers(2, len(whole)))])
    try:
        text = JsonText(body)
    except ValueError:
        return
    waiting = [text.root]
    while waiting:
        value = waiting.pop()
        children = value.some(0, 5) + value.some(max(5, value.count - 5), value.count)
        assert len(children) == min(10, value.count)
        if not value.is_container:
            assert value.raw in text.data
        waiting += [child for _, child in children]
    offset = data.draw(st.integers(0, len(body)))
    text.locate(text.path_at(offset))


def test_a_long_text_of_words_is_no_json_soon() -> None:
    told: list[float] = []
    with pytest.raises(NotJson):
        told.extend(JsonText.reading(b"no route " * 100_000))
    assert len(told) < 20


def test_a_name_is_found_among_very_many_however_it_is_spelled() -> None:
    inside = b'{"name":1,"\\u006eame":[2,{"last":3}],"text":"say \\"name\\": \\\\"}'
    members = [b'"key-%d":%s' % (at, inside) for at in range(20_000)]
    members[7] = b'"\\u006eame":"first"'
    members[9_000] = b'"a\\/b \\"c\\"":"odd"'
    members[19_000] = b'"name":null'
    value = JsonText(b'{"all":{' + b", ".join(members) + b"}}").root.get("all")
    assert isinstance(value, BigValue)
    assert value.place_of("name") == 19_000
    assert value.place_of('a/b "c"') == 9_000
    assert value.place_of("key-19999") == 19_999
    assert [value.place_of(name) for name in ("last", "text", "", "Name", "key-7")] == [None] * 5
    list_of = JsonText(b"[" + b",".join([inside] * 20_000) + b"]").root
    assert list_of.place_of("name") is None


def test_looking_for_a_name_rests_often() -> None:
    body = b'{"all":{' + b",".join(b'"key-%d":{"name":%d}' % (at, at) for at in range(200_000)) + b"}}"
    value = JsonText(body).root.get("all")
    assert value is not None
    rests = sum(1 for _ in value.looking_for("name"))
    assert rests > len(body) / 100_000
