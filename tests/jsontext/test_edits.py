import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from edge_studio.jsontext.compare import same
from edge_studio.jsontext.document import ABSENT, JsonDocument
from edge_studio.jsontext.edits import (
    CannotEdit,
    RawJson,
    TextEdit,
    apply,
    insert_item,
    minify,
    remove,
    rename,
    set_value,
    tidy,
)
from tests.jsontext.texts import POINTERS, TEXTS, VALUES, pointers_in


def after_setting(text: str, pointer: str, value: object) -> str:
    return apply(text, [set_value(JsonDocument(text), pointer, value)])


def units(text: str) -> bytes:
    return text.encode("utf-16-le", "surrogatepass")


def assert_only_the_edit_changed(before: str, after: str, edit: TextEdit) -> None:
    """Every byte outside the edit is the same, and undoing the edit gives the first text."""
    old, new = units(before), units(after)
    assert new[: 2 * edit.start] == old[: 2 * edit.start]
    tail = len(old) - 2 * edit.end
    assert new[len(new) - tail :] == old[len(old) - tail :]
    end = edit.start + len(units(edit.text)) // 2
    undo = TextEdit(edit.start, end, old[2 * edit.start : 2 * edit.end].decode("utf-16-le"))
    assert apply(after, [undo]) == before


@given(TEXTS, POINTERS, VALUES)
def test_a_value_set_anywhere_reads_back_and_all_else_stays(text: str, pointer: str, value: object) -> None:
    document = JsonDocument(text)
    try:
        edit = set_value(document, pointer, value)
    except CannotEdit:
        tokens = pointer.split("/")
        above = [JsonDocument(text).node("/".join(tokens[:count])) for count in range(1, len(tokens))]
        assert any(node is not None and node.kind != "object" for node in above)
        return
    after = apply(text, [edit])
    assert_only_the_edit_changed(text, after, edit)
    assert same(JsonDocument(after).value(pointer), value)
    json.loads(after)
    kept = dict.fromkeys(pointers_in(json.loads(text)))
    for place in kept:
        node = document.node(place)
        if node is not None and not pointer.startswith(place) and not place.startswith(pointer):
            again = JsonDocument(after).node(place)
            assert again is not None
            assert again.raw == node.raw


@given(TEXTS, st.data(), st.booleans())
def test_what_was_removed_is_gone_and_nothing_else_is(text: str, data: st.DataObject, pruning: bool) -> None:
    document = JsonDocument(text)
    pointer = data.draw(st.sampled_from(pointers_in(json.loads(text))))
    if not pointer:
        return
    asked: list[str] = []

    def prune(parent: str) -> bool:
        asked.append(parent)
        return pruning

    edit = remove(document, pointer, prune)
    after = apply(text, [edit])
    assert_only_the_edit_changed(text, after, edit)
    changed = JsonDocument(after)
    assert changed.syntax_problem is None
    gone = asked[-1] if asked and pruning else pointer
    parent = document.node(gone.rpartition("/")[0])
    assert parent is not None
    if parent.kind == "object" and len(parent.members()) == len({m.key for m in parent.members()}):
        assert changed.value(pointer) is ABSENT
    for place in asked if pruning else []:
        holder = document.node(place)
        assert holder is not None
        assert len(holder.spans()) == 1


@given(TEXTS, st.data(), st.text(max_size=5))
def test_a_renamed_member_keeps_its_value(text: str, data: st.DataObject, key: str) -> None:
    document = JsonDocument(text)
    pointers = [pointer for pointer in pointers_in(json.loads(text)) if document.member(pointer)]
    if not pointers:
        return
    pointer = data.draw(st.sampled_from(pointers))
    try:
        edit = rename(document, pointer, key)
    except CannotEdit:
        assert key in document.value(pointer.rpartition("/")[0])
        return
    after = apply(text, [edit])
    assert_only_the_edit_changed(text, after, edit)
    head = pointer.rpartition("/")[0]
    renamed = JsonDocument(after).node(head + "/" + key.replace("~", "~0").replace("/", "~1"))
    original = document.node(pointer)
    assert renamed is not None
    assert original is not None
    assert renamed.raw == original.raw


@given(TEXTS, st.data(), VALUES)
def test_an_inserted_item_pushes_the_others_back(text: str, data: st.DataObject, value: object) -> None:
    document = JsonDocument(text)
    nodes = ((pointer, document.node(pointer)) for pointer in pointers_in(json.loads(text)))
    arrays = [pointer for pointer, node in nodes if node is not None and node.kind == "array"]
    if not arrays:
        return
    pointer = data.draw(st.sampled_from(arrays))
    items = document.value(pointer)
    index = data.draw(st.integers(0, len(items)))
    edit = insert_item(document, pointer, index, value)
    after = apply(text, [edit])
    assert_only_the_edit_changed(text, after, edit)
    assert same(JsonDocument(after).value(pointer), [*items[:index], value, *items[index:]])


def tokens(text: str) -> list[str]:
    """Every token as it is spelled, found the slow and simple way."""
    found: list[str] = []
    rest = text.strip(" \t\r\n")
    while rest:
        if rest[0] == '"':
            end = 1
            while rest[end] != '"':
                end += 2 if rest[end] == "\\" else 1
            end += 1
        elif rest[0] in "{}[],:":
            end = 1
        else:
            end = next((i for i, char in enumerate(rest) if char in "{}[],: \t\r\n"), len(rest))
        found.append(rest[:end])
        rest = rest[end:].strip(" \t\r\n")
    return found


@given(TEXTS)
def test_tidying_and_minifying_keep_every_token_as_spelled(text: str) -> None:
    tidied, minified = tidy(text), minify(text)
    assert tokens(tidied) == tokens(minified) == tokens(text)
    assert "".join(tokens(minified)) == minified
    assert tidy(tidied) == tidied
    assert tidy(minified) == tidied.rstrip("\n")


def test_tidy_lays_out_as_expected() -> None:
    assert tidy('{"a":[1,{"b":{}}],"c":[],"n":1.10}') == (
        '{\n  "a": [\n    1,\n    {\n      "b": {}\n    }\n  ],\n  "c": [],\n  "n": 1.10\n}'
    )
    with pytest.raises(CannotEdit, match="mend it first"):
        tidy('{"a":}')


MULTILINE = """{
    "event": {
        "xdm": {
            "web": {"webPageDetails": {"URL": "x"}}
        },
        "list": [
            1
        ],
        "empty": {}
    }
}
"""


@pytest.mark.parametrize(
    ("pointer", "value", "line"),
    [
        ("/event/xdm/eventType", "view", '            "web": {"webPageDetails": {"URL": "x"}},\n'),
        ("/event/xdm/eventType", "view", '\n            "eventType": "view"\n'),
        ("/event/xdm/web/webPageDetails/name", "n", '{"URL": "x", "name": "n"}'),
        ("/event/xdm/web/webReferrer/URL", "r", '"x"}, "webReferrer": {"URL": "r"}}'),
        ("/event/list/1", 2, "            1,\n            2\n        ],"),
        ("/event/list/-", {"a": 1}, '            {\n                "a": 1\n            }\n        ],'),
        ("/event/empty/a/b", 1, '"empty": {\n            "a": {\n                "b": 1\n            }\n'),
        ("/event/items/0/sku", "s", '"items": [\n            {\n                "sku": "s"\n            }'),
        ("/event/list", {"a": 1}, '"list": {\n            "a": 1\n        },'),
    ],
)
def test_what_is_written_looks_like_the_text_around_it(pointer: str, value: object, line: str) -> None:
    assert line in after_setting(MULTILINE, pointer, value)


@pytest.mark.parametrize(
    ("text", "pointer", "expected"),
    [
        ('{"a":1}', "/b", '{"a":1,"b":5}'),
        ('{"a":1,"b":2}', "/c/d", '{"a":1,"b":2,"c":{"d":5}}'),
        ('{ "a" : 1 }', "/b", '{ "a" : 1, "b" : 5 }'),
        ('{"a":[]}', "/a/0", '{"a":[5]}'),
        ("{}", "/a", '{\n  "a": 5\n}'),
        ("", "/a", '{\n  "a": 5\n}\n'),
        ("[1,2]", "/2", "[1,2,5]"),
        ('{\n\t"a": {\n\t\t"b": 1\n\t}\n}', "/a/c", '{\n\t"a": {\n\t\t"b": 1,\n\t\t"c": 5\n\t}\n}'),
        ('{\n\t"a": 1\n}', "/b/c", '{\n\t"a": 1,\n\t"b": {\n\t\t"c": 5\n\t}\n}'),
        ('{"a": null}', "/a/b", '{"a": {"b": 5}}'),
        ('{"a": 1, "a": 2}', "/a", '{"a": 1, "a": 5}'),
        ('{\r\n  "a": 1\r\n}', "/b", '{\r\n  "a": 1,\r\n  "b": 5\r\n}'),
    ],
)
def test_members_are_added_in_the_habit_of_the_text(text: str, pointer: str, expected: str) -> None:
    assert after_setting(text, pointer, 5) == expected


def test_a_value_that_already_stands_there_keeps_its_spelling() -> None:
    text = '{"a": 1.10, "b": "\\u00e9", "c": 1, "d": 1e+5}'
    assert after_setting(text, "/a", 1.1) == text
    assert after_setting(text, "/b", "é") == text
    assert after_setting(text, "/d", 1e5) == text
    assert after_setting(text, "/c", True) == text.replace('"c": 1', '"c": true')
    assert after_setting(text, "/c", 1.0) == text.replace('"c": 1,', '"c": 1.0,')


def test_raw_json_is_written_as_it_is() -> None:
    assert after_setting('{"a": 1}', "/a", RawJson("716330988122.10")) == '{"a": 716330988122.10}'


def test_characters_that_would_not_survive_are_escaped() -> None:
    after = after_setting("{}", "/a", "é😀\u2028\u2029\ufdd0\ud83d\u00a0")
    assert '"é😀\\u2028\\u2029\\ufdd0\\ud83d\u00a0"' in after


def test_removing_takes_the_comma_and_the_line_along() -> None:
    text = '{\n  "a": 1,\n  "b": 2,\n  "c": 3\n}'
    for key, expected in {
        "a": '{\n  "b": 2,\n  "c": 3\n}',
        "b": '{\n  "a": 1,\n  "c": 3\n}',
        "c": '{\n  "a": 1,\n  "b": 2\n}',
    }.items():
        assert apply(text, [remove(JsonDocument(text), f"/{key}")]) == expected
    nested = '{\n  "a": {\n    "b": [\n      1\n    ]\n  }\n}'
    assert apply(nested, [remove(JsonDocument(nested), "/a/b/0")]) == '{\n  "a": {\n    "b": []\n  }\n}'
    assert apply(nested, [remove(JsonDocument(nested), "/a/b/0", lambda parent: True)]) == "{}"
    assert (
        apply(nested, [remove(JsonDocument(nested), "/a/b/0", lambda parent: parent != "/a")])
        == '{\n  "a": {}\n}'
    )


def test_inserting_an_item_makes_its_list() -> None:
    text = '{"a": {}}'
    assert apply(text, [insert_item(JsonDocument(text), "/a/b", 0, 1)]) == '{"a": {"b": [1]}}'
    lines = "[\n  1,\n  2\n]"
    assert apply(lines, [insert_item(JsonDocument(lines), "", 1, 9)]) == "[\n  1,\n  9,\n  2\n]"


@pytest.mark.parametrize(
    ("text", "pointer"),
    [
        ('{"a": {"b": tru}, "c": 1}', "/a/b"),
        ('{"a": {"b": tru}, "c": 1}', "/a/new"),
        ('{"a": {"b": tru}, "c": 1}', "/a"),
        ('{"a": {"b": 1}}, "c": 1}', "/c"),
        ('{"a": 1.}', "/a"),
        ('{"a": "x}', "/b"),
        ('{"a": "x"}', "/a/b"),
        ('{"a": [1]}', "/a/5"),
        ('{"a": [1]}', "/a/key"),
        ('{"a": }', "/a"),
        ("// only a comment", "/a"),
        ("garbage", ""),
    ],
)
def test_nothing_is_written_at_or_below_a_broken_place(text: str, pointer: str) -> None:
    with pytest.raises(CannotEdit):
        set_value(JsonDocument(text), pointer, 5)


def test_beside_a_broken_place_all_can_be_edited() -> None:
    text = '{"a": {"b": tru}, "c": {"d": 1}}'
    assert after_setting(text, "/c/d", 5) == '{"a": {"b": tru}, "c": {"d": 5}}'
    assert after_setting(text, "/new", 5) == '{"a": {"b": tru}, "c": {"d": 1}, "new": 5}'


def test_edits_apply_together_and_may_not_overlap() -> None:
    text = '{"😀": 1, "b": 2}'
    edits = [TextEdit(15, 16, "20"), TextEdit(7, 8, "10")]
    assert apply(text, edits) == '{"😀": 10, "b": 20}'
    with pytest.raises(ValueError, match="overlaps"):
        apply(text, [TextEdit(0, 3, ""), TextEdit(2, 4, "")])
    with pytest.raises(ValueError, match="leaves the text"):
        apply("ab", [TextEdit(1, 3, "")])
