"""JSONPath over bytes: the examples of RFC 9535, numbers as on the wire, places, faults in plain words."""

import json
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from edge_studio.jsontext.jsonpath import DEEPEST, Found, Path, PathError
from edge_studio.jsontext.lazy_json import LazyValue

BOOKS = """{ "store": {
  "book": [
    { "category": "reference", "author": "Nigel Rees", "title": "Sayings of the Century", "price": 8.95 },
    { "category": "fiction", "author": "Evelyn Waugh", "title": "Sword of Honour", "price": 12.99 },
    { "category": "fiction", "author": "Herman Melville", "title": "Moby Dick",
      "isbn": "0-553-21311-3", "price": 8.99 },
    { "category": "fiction", "author": "J. R. R. Tolkien", "title": "The Lord of the Rings",
      "isbn": "0-395-19395-8", "price": 22.99 } ],
  "bicycle": { "color": "red", "price": 399 } } }"""
FILTERED = """{ "a": [3, 5, 1, 2, 4, 6, {"b": "j"}, {"b": "k"}, {"b": {}}, {"b": "kilo"}],
  "o": {"p": 1, "q": 2, "r": 3, "s": 5, "t": {"u": 6}}, "e": "f" }"""
COMPARED = '{ "obj": {"x": "y"}, "arr": [2, 3] }'


def found(path: str, text: str) -> list[Found]:
    return [each for each in Path(path).over(LazyValue.parse(text.encode())) if each is not None]


def pointers(path: str, text: str) -> list[str]:
    return [each.pointer for each in found(path, text)]


def values(path: str, text: str) -> list[Any]:
    root = LazyValue.parse(text.encode())
    return [json.loads(value.raw) for each in found(path, text) if (value := root.get(*each.path))]


@pytest.mark.parametrize(
    ("path", "expected"),
    [
        (
            "$.store.book[*].author",
            ["Nigel Rees", "Evelyn Waugh", "Herman Melville", "J. R. R. Tolkien"],
        ),
        ("$..author", ["Nigel Rees", "Evelyn Waugh", "Herman Melville", "J. R. R. Tolkien"]),
        ("$.store..price", [8.95, 12.99, 8.99, 22.99, 399]),
        ("$..book[2].author", ["Herman Melville"]),
        ("$..book[2].publisher", []),
        ("$..book[-1].title", ["The Lord of the Rings"]),
        ("$..book[0,1].title", ["Sayings of the Century", "Sword of Honour"]),
        ("$..book[:2].title", ["Sayings of the Century", "Sword of Honour"]),
        ("$..book[?@.isbn].title", ["Moby Dick", "The Lord of the Rings"]),
        ("$..book[?@.price<10].title", ["Sayings of the Century", "Moby Dick"]),
    ],
)
def test_the_book_store_of_the_rfc(path: str, expected: list[Any]) -> None:
    assert values(path, BOOKS) == expected


def test_everything_in_the_book_store() -> None:
    assert len(found("$..*", BOOKS)) == 27
    assert pointers("$.store.*", BOOKS) == ["/store/book", "/store/bicycle"]


@pytest.mark.parametrize(
    ("text", "path", "expected"),
    [
        ('{"k": "v"}', "$", [{"k": "v"}]),
        ('{"o": {"j j": {"k.k": 3}}, "\'": {"@": 2}}', "$.o['j j']", [{"k.k": 3}]),
        ('{"o": {"j j": {"k.k": 3}}, "\'": {"@": 2}}', "$.o['j j']['k.k']", [3]),
        ('{"o": {"j j": {"k.k": 3}}, "\'": {"@": 2}}', '$.o["j j"]["k.k"]', [3]),
        ('{"o": {"j j": {"k.k": 3}}, "\'": {"@": 2}}', """$["'"]["@"]""", [2]),
        ('{"o": {"j": 1, "k": 2}, "a": [5, 3]}', "$[*]", [{"j": 1, "k": 2}, [5, 3]]),
        ('{"o": {"j": 1, "k": 2}, "a": [5, 3]}', "$.o[*]", [1, 2]),
        ('{"o": {"j": 1, "k": 2}, "a": [5, 3]}', "$.o[*, *]", [1, 2, 1, 2]),
        ('["a", "b"]', "$[1]", ["b"]),
        ('["a", "b"]', "$[-2]", ["a"]),
        ('["a", "b"]', "$[2]", []),
        ('["a", "b", "c", "d", "e", "f", "g"]', "$[1:3]", ["b", "c"]),
        ('["a", "b", "c", "d", "e", "f", "g"]', "$[5:]", ["f", "g"]),
        ('["a", "b", "c", "d", "e", "f", "g"]', "$[1:5:2]", ["b", "d"]),
        ('["a", "b", "c", "d", "e", "f", "g"]', "$[5:1:-2]", ["f", "d"]),
        ('["a", "b", "c", "d", "e", "f", "g"]', "$[::-1]", ["g", "f", "e", "d", "c", "b", "a"]),
        ('["a", "b", "c", "d", "e", "f", "g"]', "$[0, 3]", ["a", "d"]),
        ('["a", "b", "c", "d", "e", "f", "g"]', "$[0:2, 5]", ["a", "b", "f"]),
        ('["a", "b", "c", "d", "e", "f", "g"]', "$[0, 0]", ["a", "a"]),
        ('{"o": {"j": 1, "k": 2}, "a": [5, 3, [{"j": 4}, {"k": 6}]]}', "$..j", [1, 4]),
        ('{"o": {"j": 1, "k": 2}, "a": [5, 3, [{"j": 4}, {"k": 6}]]}', "$..[0]", [5, {"j": 4}]),
        ('{"o": {"j": 1, "k": 2}, "a": [5, 3, [{"j": 4}, {"k": 6}]]}', "$..o", [{"j": 1, "k": 2}]),
        (
            '{"o": {"j": 1, "k": 2}, "a": [5, 3, [{"j": 4}, {"k": 6}]]}',
            "$.a..[0, 1]",
            [5, 3, {"j": 4}, {"k": 6}],
        ),
        ('{"a": null, "b": [null], "c": [{}], "null": 1}', "$.a", [None]),
        ('{"a": null, "b": [null], "c": [{}], "null": 1}', "$.a[0]", []),
        ('{"a": null, "b": [null], "c": [{}], "null": 1}', "$.a.d", []),
        ('{"a": null, "b": [null], "c": [{}], "null": 1}', "$.b[?@]", [None]),
        ('{"a": null, "b": [null], "c": [{}], "null": 1}', "$.b[?@==null]", [None]),
        ('{"a": null, "b": [null], "c": [{}], "null": 1}', "$.c[?@.d==null]", []),
        ('{"a": null, "b": [null], "c": [{}], "null": 1}', "$.null", [1]),
    ],
)
def test_the_selectors_of_the_rfc(text: str, path: str, expected: list[Any]) -> None:
    assert values(path, text) == expected


@pytest.mark.parametrize(
    ("path", "expected"),
    [
        ("$.a[?@.b == 'kilo']", [{"b": "kilo"}]),
        ("$.a[?(@.b == 'kilo')]", [{"b": "kilo"}]),
        ("$.a[?@>3.5]", [5, 4, 6]),
        ("$.a[?@.b]", [{"b": "j"}, {"b": "k"}, {"b": {}}, {"b": "kilo"}]),
        ("$[?@[*]]", None),
        ("$.o[?@<3, ?@<3]", [1, 2, 1, 2]),
        ('$.a[?@<2 || @.b == "k"]', [1, {"b": "k"}]),
        ('$.a[?match(@.b, "[jk]")]', [{"b": "j"}, {"b": "k"}]),
        ('$.a[?search(@.b, "[jk]")]', [{"b": "j"}, {"b": "k"}, {"b": "kilo"}]),
        ("$.o[?@>1 && @<4]", [2, 3]),
        ("$.o[?@.u || @.x]", [{"u": 6}]),
        ("$.a[?@.b == $.x]", [3, 5, 1, 2, 4, 6]),
        ("$.a[?@ == @]", [3, 5, 1, 2, 4, 6, {"b": "j"}, {"b": "k"}, {"b": {}}, {"b": "kilo"}]),
        ("$[?length(@) < 3]", ["f"]),
        ("$[?count(@.*) == 5]", [{"p": 1, "q": 2, "r": 3, "s": 5, "t": {"u": 6}}]),
        ("$[?value(@..u) == 6]", [{"p": 1, "q": 2, "r": 3, "s": 5, "t": {"u": 6}}]),
    ],
)
def test_the_filters_of_the_rfc(path: str, expected: list[Any] | None) -> None:
    got = values(path, FILTERED)
    assert (len(got) == 2) if expected is None else got == expected


@pytest.mark.parametrize(
    ("comparison", "holds"),
    [
        ("$.absent1 == $.absent2", True),
        ("$.absent1 <= $.absent2", True),
        ("$.absent == 'g'", False),
        ("$.absent1 != $.absent2", False),
        ("$.absent != 'g'", True),
        ("1 <= 2", True),
        ("1 > 2", False),
        ("13 == '13'", False),
        ("'a' <= 'b'", True),
        ("'a' > 'b'", False),
        ("$.obj == $.arr", False),
        ("$.obj != $.arr", True),
        ("$.obj == $.obj", True),
        ("$.obj != $.obj", False),
        ("$.arr == $.arr", True),
        ("$.obj == 17", False),
        ("$.obj <= $.arr", False),
        ("$.obj <= $.obj", True),
        ("$.arr <= $.arr", True),
        ("1 <= $.arr", False),
        ("1 >= $.arr", False),
        ("true <= true", True),
        ("true > true", False),
    ],
)
def test_the_comparisons_of_the_rfc(comparison: str, holds: bool) -> None:
    assert bool(found(f"$[?{comparison}]", COMPARED)) is holds


def test_existence_is_asked_of_items_that_are_false_or_nothing_too() -> None:
    text = '[0, "", false, null, [], {}, 1]'
    assert pointers("$[?@]", text) == [f"/{at}" for at in range(7)]
    assert pointers("$[?!@]", text) == []
    assert pointers("$[?@ && @ == 1 || !@]", text) == ["/6"]


def test_numbers_are_compared_by_value_whatever_their_spelling_and_length() -> None:
    text = "[1.10, 1.1, 11e-1, 7163309881222824984, 7163309881222824985, 1e400, " + "9" * 5_000 + "]"
    assert pointers("$[?@ == 1.1]", text) == ["/0", "/1", "/2"]
    assert pointers("$[?@ == $[3]]", text) == ["/3"]
    assert pointers("$[?@ > 1e300]", text) == ["/5", "/6"]


def test_true_is_not_one_however_deep_it_stands() -> None:
    text = '[{"a": [true]}, {"a": [1]}, {"a": [1.0]}]'
    assert pointers("$[?@ == $[1]]", text) == ["/1", "/2"]


def test_duplicate_members_are_all_found_and_told_apart() -> None:
    text = '{"scope": 1, "x": 0, "scope": 2}'
    assert [each.places for each in found("$.*", text)] == [(0,), (1,), (2,)]
    assert [each.places for each in found("$.scope", text)] == [(2,)]
    assert [each.places for each in found("$[?@ == 1]", text)] == [(0,)]


def test_places_are_those_of_the_children() -> None:
    (scope,) = found("$.handle[1].payload[-1]['a/b']", '{"x":0,"handle":[0,{"payload":[0,{"q":1,"a/b":5}]}]}')
    assert scope.path == ("handle", 1, "payload", 1, "a/b")
    assert scope.places == (1, 1, 0, 1, 1)
    assert scope.pointer == "/handle/1/payload/1/a~1b"


def test_only_what_the_path_visits_is_opened() -> None:
    # The second member is broken deep inside; a path that passes it by never notices
    root = LazyValue(b'{"a": {"b": 1}, "c": {"d": [1, {"e" 2}]}}')
    assert [each.pointer for each in Path("$.a.b").over(root) if each] == ["/a/b"]


def test_what_is_broken_is_found_and_holds_nothing() -> None:
    root = LazyValue(b'[{"a" 1}, nonsense, 1]')
    assert [each.pointer for each in Path("$[*]").over(root) if each] == ["/0", "/1", "/2"]
    assert [each.pointer for each in Path("$..a").over(root) if each] == []


def test_there_are_pauses_where_nothing_is_found() -> None:
    text = json.dumps([{"n": at} for at in range(500)])
    steps = list(Path("$[?@.n < 0]").over(LazyValue.parse(text.encode())))
    assert steps.count(None) >= 500


def test_descending_ends_at_a_depth_and_says_so() -> None:
    deep = LazyValue.parse(b"[" * (DEEPEST + 9) + b"]" * (DEEPEST + 9))
    walk, count, complete = Path("$..[0]").over(deep), 0, None
    while complete is None:
        try:
            count += next(walk) is not None
        except StopIteration as end:
            complete = end.value
    assert (count, complete) == (DEEPEST + 1, False)


def test_a_filter_that_reads_too_much_for_one_item_gives_up() -> None:
    text = json.dumps([list(range(60_000))])
    with pytest.raises(PathError, match="narrow it down"):
        found("$[?count(@.*) > 3]", text)


@pytest.mark.parametrize(
    ("path", "words"),
    [
        ("", "a path begins with $ (character 1)"),
        ("$.", "the path breaks off here (character 3)"),
        ("$..", "after .. a name, * or [ is missing (character 4)"),
        ("$.handle[*", "a bracket [ is not closed (character 11)"),
        ("$.handle[abc]", "'a' cannot stand in brackets without quotes (character 10)"),
        ("$['a", "a quoted text is not closed (character 4)"),
        ("$[]", "the brackets are empty (character 2)"),
        ("$x", "a dot or [ must follow, not 'x' (character 2)"),
        ("$[?foo(@)]", "there is no function 'foo' (character 4)"),
        ("$[?@.a = 1]", "'=' has no meaning in a filter; to compare, write == (character 8)"),
        ("$.a ", "there is a blank at the end (character 5)"),
        ("$[1 2]", "a comma is missing (character 5)"),
    ],
)
def test_a_fault_in_a_path_is_told_with_its_place(path: str, words: str) -> None:
    with pytest.raises(PathError) as told:
        Path(path)
    assert told.value.words == words


@given(st.text("$.[]*?@()'\"=<>&|!,:ab01 \\é", max_size=20))
def test_no_text_makes_a_path_fail_in_another_way(text: str) -> None:
    root = LazyValue.parse(b'{"a":[0,1,{"b":"a"}],"b":{"a":null,"b":[true]}}')
    fault = PathError("none")
    try:
        assert sum(each is not None for each in Path(f"${text}").over(root)) >= 0
    except PathError as error:
        fault = error
    assert fault.words
    assert fault.at is None or 0 <= fault.at <= len(text) + 1
