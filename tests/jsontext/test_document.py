import json
import random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from edge_studio.jsontext.compare import same
from edge_studio.jsontext.document import ABSENT, JsonDocument, JsonNode
from edge_studio.jsontext.pointer import is_within
from tests.jsontext.texts import POINTERS, SCRAPS, TEXTS, pointers_in

PAYLOAD = """{
  "event": {
    "xdm": {
      "identityMap": {"ECID": [{"id": "123", "primary": true}]},
      "eventType": "web.webpagedetails.pageViews",
      "amount": 1.10,
      "exact": 7163309881222824984,
      "exponent": 1e+5
    },
    "data": {"😀": "é😀", "key": "x"}
  }
}
"""


def refuses(text: str) -> bool:
    """Whether Python's reader, told to be strict, refuses the text."""

    def constant(name: str) -> None:
        raise ValueError(name)

    try:
        json.loads(text, parse_constant=constant)
    except ValueError:
        return True
    return False


def shape(node: JsonNode | None) -> object:
    """Everything a node says, to compare two parses."""
    if node is None:
        return None
    members = [(m.key, m.key_start, m.key_end, m.start, m.end, shape(m.value)) for m in node.members()]
    return (node.kind, node.start, node.end, node.is_broken, members, [shape(item) for item in node.items()])


def test_a_value_is_found_by_its_pointer_as_it_is_spelled() -> None:
    document = JsonDocument(PAYLOAD)
    amount = document.node("/event/xdm/amount")
    assert amount is not None
    assert (amount.kind, amount.raw, amount.value()) == ("number", "1.10", 1.1)
    assert document.value("/event/xdm/exact") == 7163309881222824984
    assert document.value("/event/xdm/exponent") == 1e5
    assert document.value("/event/xdm/identityMap/ECID/0/primary") is True
    assert document.value("/event/xdm/identityMap/ECID/1") is ABSENT
    assert document.value("/event/nothing/here") is ABSENT


def test_offsets_count_utf16_code_units_as_qt_does() -> None:
    document = JsonDocument('{"😀": "é😀", "b": 1}')
    node = document.node("/b")
    assert node is not None
    assert (node.start, node.end) == (19, 20)
    assert document.value("/😀") == "é😀"
    assert document.pointer_at(19) == "/b"


def test_the_last_of_duplicate_members_counts_and_all_are_listed() -> None:
    document = JsonDocument('{"a": 1, "a": 2}')
    assert document.value("/a") == 2
    assert document.root is not None
    assert [member.key for member in document.root.members()] == ["a", "a"]


@pytest.mark.parametrize(
    ("marked", "pointer"),
    [
        ('{"a|b": 1}', "/ab"),
        ('{"ab"|: 1}', "/ab"),
        ('{"ab": |1}', "/ab"),
        ('{"ab": 1|}', "/ab"),
        ('{"ab": 1 |}', ""),
        ('{"ab": [1, |2]}', "/ab/1"),
        ('{"ab": [1,| 2]}', "/ab"),
        ('{"ab": [1|, 2]}', "/ab/0"),
        ('{"ab": {"c~/": "x|"}}', "/ab/c~0~1"),
        ("|", ""),
        ("|{}", ""),
    ],
)
def test_the_pointer_of_a_place_in_the_text(marked: str, pointer: str) -> None:
    assert JsonDocument(marked.replace("|", "")).pointer_at(marked.index("|")) == pointer


@given(TEXTS, POINTERS)
def test_every_value_is_where_the_decoded_json_has_it(text: str, pointer: str) -> None:
    document = JsonDocument(text)
    decoded = json.loads(text)
    for place in pointers_in(decoded):
        node = document.node(place)
        assert node is not None
        assert same(json.loads(node.raw), node.value())
        assert not node.is_broken
    expected: object = decoded
    for token in pointer.split("/")[1:]:
        token = token.replace("~1", "/").replace("~0", "~")
        if isinstance(expected, dict):
            expected = expected.get(token, ABSENT)
        elif isinstance(expected, list):
            expected = expected[int(token)] if token.isdigit() and int(token) < len(expected) else ABSENT
        else:
            expected = ABSENT
    assert same(document.value(pointer), expected)


@given(TEXTS, st.data())
def test_a_place_inside_a_value_leads_back_to_it(text: str, data: st.DataObject) -> None:
    document = JsonDocument(text)
    pointer = data.draw(st.sampled_from(pointers_in(json.loads(text))))
    node = document.node(pointer)
    assert node is not None
    assert document.pointer_at(node.start) == pointer
    if not node.is_container:
        assert document.pointer_at(node.end) == pointer


@given(TEXTS, st.lists(st.tuples(st.floats(0, 1), st.floats(0, 0.2), SCRAPS), max_size=4))
def test_an_error_is_reported_exactly_when_strict_json_refuses(
    text: str, cuts: list[tuple[float, float, str]]
) -> None:
    document = JsonDocument(text)
    assert document.is_sound("")
    for at, length, scrap in cuts:
        start = int(at * len(text))
        text = text[:start] + scrap + text[start + int(length * len(text)) :]
        document.update(text)
        problem = document.syntax_problem
        assert (problem is not None) == refuses(text), (text, problem)
        if problem is not None:
            assert 0 <= problem.offset <= len(text.encode("utf-16-le", "surrogatepass")) // 2
            before = text.encode("utf-16-le", "surrogatepass")[: 2 * problem.offset]
            lines = before.decode("utf-16-le", "surrogatepass").split("\n")
            assert problem.line == len(lines)
            assert problem.column == len(lines[-1].encode("utf-16-le", "surrogatepass")) // 2 + 1
            assert problem.message[0].isupper() or not problem.message[0].isalpha()
            assert not problem.message.endswith(".")


@given(TEXTS, st.floats(0, 1), st.floats(0, 0.3), SCRAPS)
def test_nothing_changed_outside_the_reported_container(
    text: str, at: float, part: float, scrap: str
) -> None:
    document = JsonDocument(text)
    before = {pointer: document.value(pointer) for pointer in pointers_in(json.loads(text))}
    start = int(at * len(text))
    changed = text[:start] + scrap + text[start + int(part * len(text)) :]
    container = document.update(changed)
    assert (container is None) == (changed == text)
    if container:
        pointers = before.keys() | set(pointers_in(document.value("")))
        for pointer in pointers:
            if not is_within(pointer, container) and not is_within(container, pointer):
                assert same(document.value(pointer), before.get(pointer, ABSENT))


def test_typing_in_a_value_concerns_only_the_object_it_stands_in() -> None:
    document = JsonDocument(PAYLOAD)
    assert document.update(PAYLOAD.replace('"123"', '"1234"')) == "/event/xdm/identityMap/ECID/0"
    assert document.update(PAYLOAD) == "/event/xdm/identityMap/ECID/0"
    assert document.update(PAYLOAD.replace('"key"', '"kay"')) == "/event/data"
    assert document.update(PAYLOAD.replace('"key"', '"kay"')) is None
    assert document.value("/event/data/kay") == "x"
    assert document.value("/event/data/key") is ABSENT


PIECES = [
    '"',
    "{",
    "}",
    "[",
    "]",
    ",",
    ":",
    "1",
    "e+5",
    "\\",
    "a",
    "\n",
    " ",
    "😀",
    "\ud83d",
    "\ude00",
    "//",
    "é",
]


@pytest.mark.parametrize("seed", range(4))
def test_thousands_of_edits_leave_the_same_parse_as_a_fresh_one(seed: int) -> None:
    """The text is cut in UTF-16 code units, so that astral characters are halved as a QTextDocument may
    do.
    """
    chance = random.Random(seed)
    units = PAYLOAD.encode("utf-16-le")
    document = JsonDocument(PAYLOAD)
    for step in range(1500):
        start = 2 * chance.randint(0, len(units) // 2)
        end = min(len(units), start + 2 * chance.choice([0, 0, 0, 1, 1, 2, 9]))
        units = units[:start] + chance.choice(PIECES).encode("utf-16-le", "surrogatepass") + units[end:]
        if step % 10 == 9:  # back to something whole, or all soon is one long error
            units = PAYLOAD.encode("utf-16-le")
        text = units.decode("utf-16-le", "surrogatepass")
        document.update(text)
        fresh = JsonDocument(text)
        assert document.text == text
        assert (document.syntax_problem is None) == (fresh.syntax_problem is None)
        assert shape(document.root) == shape(fresh.root), text


def test_most_values_can_still_be_read_while_the_text_is_broken() -> None:
    broken = PAYLOAD.replace('"123"', '"123')
    document = JsonDocument(broken)
    assert document.value("/event/xdm/eventType") == "web.webpagedetails.pageViews"
    assert document.value("/event/data/key") == "x"
    assert document.is_sound("/event/data/key")
    assert document.is_sound("/event/data/new/member")
    assert not document.is_sound("/event/xdm/identityMap/ECID/0/id")
    assert not document.is_sound("/event")


def test_a_brace_too_many_makes_nothing_sound() -> None:
    document = JsonDocument('{"a": {"b": 1}}, "c": 2}')
    assert not document.is_sound("/a/b")
    assert not document.is_sound("/c")


def test_a_node_stays_true_to_its_text() -> None:
    document = JsonDocument('{"a": [1, 2]}')
    node = document.node("/a")
    assert node is not None
    document.update("[]")
    assert node.value() == [1, 2]


def test_numbers_of_thousands_of_digits_are_json() -> None:
    document = JsonDocument("[" + "9" * 5000 + "]")
    assert document.syntax_problem is None
    assert document.value("/0") == float("inf")


def test_nesting_beyond_reason_is_a_problem_and_no_crash() -> None:
    document = JsonDocument("[" * 100_000)
    problem = document.syntax_problem
    assert problem is not None
    document.value("")
    document.pointer_at(300)
