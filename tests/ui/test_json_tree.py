"""The tree of an answer: lazily opened, filtered, its places named."""

import json
from typing import Any

import pytest
from PySide6.QtCore import QModelIndex, Qt
from PySide6.QtTest import QAbstractItemModelTester

from edge_studio.edge.handles import read_answer
from edge_studio.ui.theme import Look
from edge_studio.ui.tree.json_tree import JsonTreeModel
from tests.edge import answers as make
from tests.ui.filtering import look_for


@pytest.fixture
def model(look: Look) -> JsonTreeModel:
    return JsonTreeModel(look)


def show(model: JsonTreeModel, body: Any, status: int = 200) -> None:
    model.set_answer(read_answer(make.answered(body, status)))


def rows(model: JsonTreeModel, parent: QModelIndex | None = None) -> list[tuple[str, str]]:
    """Both columns of every row below ``parent``."""
    parent = parent or QModelIndex()
    found = []
    for row in range(model.rowCount(parent)):
        cells = [model.index(row, column, parent).data() for column in (0, 1)]
        found.append((cells[0], cells[1]))
    return found


def at(model: JsonTreeModel, *path: int) -> QModelIndex:
    index = QModelIndex()
    for row in path:
        index = model.index(row, 0, index)
    return index


def every_row(model: JsonTreeModel, parent: QModelIndex) -> int:
    """How many rows there are below ``parent``, all opened; those of decoded texts are not counted."""
    indexes = [model.index(row, 0, parent) for row in range(model.rowCount(parent))]
    counts = [every_row(model, index) for index in indexes]
    on_wire = [not index.data().startswith("decoded: ") for index in indexes]
    return sum(1 + count for count, counted in zip(counts, on_wire, strict=True) if counted)


def test_top_rows_are_the_handles_in_order_then_troubles_then_the_rest(model: JsonTreeModel) -> None:
    show(model, make.envelope(make.identity(), make.decisions(), make.offers(), errors=[make.UPSTREAM_ERROR]))
    assert rows(model) == [
        ("identity:result  1", "visitor ID"),
        ("personalization:decisions  0", "1 of 2 · no offer qualified"),
        (
            "personalization:decisions  3",
            "2 of 2 · offers for hero-banner, __view__",
        ),
        ("errors  1", "Target: The service call has failed."),
        ("requestId", "6b1f0e52-8a3c-4b0f-9b55-2b7f4a0c9d10-91c2d4e6f8a0b3c5"),
    ]
    assert model.headerData(0, Qt.Orientation.Horizontal) == "Handle"


def test_entries_are_named_by_what_they_mean_and_parts_carry_counts(model: JsonTreeModel) -> None:
    show(model, make.envelope(make.offers(), make.state()))
    assert rows(model, at(model, 0)) == [
        ("hero-banner · Target", "Spring hero › Experience B"),
        ("hero-banner · Journey Optimizer", "default content"),
        ("__view__ · Target", "1 DOM change"),
        ("eventIndex", "0"),
    ]
    assert rows(model, at(model, 0, 0))[2:] == [
        ("scopeDetails {5}", "activity 410017, experience 1"),
        ("items [1]", "html-content-item"),
    ]
    assert rows(model, at(model, 1))[1] == (
        "kndctr_…_cluster",
        "30 min · or2: Oregon, a region of the Edge Network",
    )


def test_numbers_are_shown_with_the_digits_of_the_wire(model: JsonTreeModel) -> None:
    show(model, '{"price":1.10,"big":7163309881222824984,"huge":1e400,"price":2}')
    assert rows(model) == [
        ("price  (repeated, 1 of 2)", "1.10"),
        ("big", "7163309881222824984"),
        ("huge", "1e400"),
        ("price  (repeated, 2 of 2)", "2"),
    ]
    assert model.headerData(0, Qt.Orientation.Horizontal) == "Name"


@pytest.mark.parametrize(
    "body",
    [
        make.envelope(make.offers(), make.state(), errors=[make.UPSTREAM_ERROR], warnings=[make.WARNING]),
        make.PROBLEM,
        "[]",
        "5",
        json.dumps(list(range(2_500))),
        '{"handle":[5,{"type":"x","payload":3},{"payload":[1,[2,{}]]}],"":{"":[[]]}}',
    ],
)
@pytest.mark.parametrize("text", ["", "e", "2"])
def test_the_model_keeps_the_rules_of_models(model: JsonTreeModel, body: Any, text: str) -> None:
    tester = QAbstractItemModelTester(model, QAbstractItemModelTester.FailureReportingMode.Warning)
    show(model, body)
    look_for(model, text)
    every_row(model, QModelIndex())
    model.set_answer(None)
    assert model.rowCount() == 0
    tester.deleteLater()


def test_every_member_and_item_is_a_row(model: JsonTreeModel) -> None:
    show(model, '{"a":{"b":[1,2,{"c":null}]},"d":"x"}')
    assert every_row(model, QModelIndex()) == 7
    show(model, make.envelope(make.offers()))
    handle = every_row(model, at(model, 0))

    def size(value: Any) -> int:
        children = value.values() if isinstance(value, dict) else value if isinstance(value, list) else ()
        return sum(1 + size(child) for child in children)

    assert handle == size(make.offers()["payload"]) + 1


def test_a_long_list_is_shown_in_ranges(model: JsonTreeModel) -> None:
    show(model, json.dumps({"list": list(range(1_250))}))
    (name, _), parent = rows(model)[0], at(model, 0)
    assert name == "list [1,250]"
    assert [label for label, _ in rows(model, parent)] == ["0 … 499", "500 … 999", "1,000 … 1,249"]
    assert rows(model, at(model, 0, 2))[-1] == ("1249", "1249")
    node = model.node(at(model, 0, 2, 0))
    assert node is not None
    assert node.pointer == "/list/1000"


def test_nothing_below_a_closed_row_is_made(model: JsonTreeModel) -> None:
    show(model, '{"deep":' + "[" * 100_000 + "]" * 100_000 + "}")
    index = at(model, 0)
    for _ in range(5):
        assert model.hasChildren(index)
        assert model.rowCount(index) == 1
        index = model.index(0, 0, index)


@pytest.mark.parametrize(
    "pointer",
    [
        "/handle/0",
        "/handle/1/payload/0/items/0/data/content",
        "/handle/1/eventIndex",
        "/requestId",
        "/errors/0",
    ],
)
def test_a_place_is_found_by_its_pointer(model: JsonTreeModel, pointer: str) -> None:
    show(model, make.envelope(make.identity(), make.offers(), errors=[make.UPSTREAM_ERROR]))
    node = model.node(model.index_of(pointer))
    assert node is not None
    assert node.pointer == pointer


def test_a_place_in_a_range_is_found(model: JsonTreeModel) -> None:
    show(model, json.dumps({"list": [{"n": at} for at in range(2_500)]}))
    node = model.node(model.index_of("/list/1234/n"))
    assert node is not None
    assert node.face.text == "1234"
    assert not model.index_of("/nothing/here").isValid()


# The filter


def found(model: JsonTreeModel, text: str) -> int:
    search = look_for(model, text)
    assert search is not None
    return search.count


def test_a_filter_keeps_matches_and_what_is_above_them(model: JsonTreeModel) -> None:
    show(model, make.envelope(make.identity(), make.offers(), make.hint()))
    assert found(model, "gold MEMBER") == 1
    assert [label for label, _ in rows(model)] == ["personalization:decisions  3"]
    node = model.node(model.index_of("/handle/1/payload/0/items/0/data/content"))
    assert node is not None
    assert node.matches
    assert rows(model, at(model, 0)) == [("hero-banner · Target", "Spring hero › Experience B")]
    assert len(model.matching()) == 5


def test_a_filter_that_is_taken_away_shows_all_again(model: JsonTreeModel) -> None:
    show(model, make.envelope())
    assert found(model, "nothing like it") == 0
    assert model.rowCount() == 0
    assert look_for(model, "") is None
    assert model.rowCount() == 5


@pytest.mark.parametrize(
    ("text", "count"),
    [
        ('href="x"', 1),
        ("a/b", 1),
        ("straße", 1),
        ("ÉTÉ", 2),
        ("line\nbreak", 1),
        ("<b>", 1),
        ("n", 1),
        ('":"', 0),
        ("1.10", 1),
        ("true", 1),
        ("😀", 1),
    ],
)
def test_a_filter_sees_text_however_json_spells_it(model: JsonTreeModel, text: str, count: int) -> None:
    show(
        model,
        r'{"1":"href=\"x\"","2":"a\/b","3":"straße","4":"\u00e9t\u00c9","5":"été","6":"line\nbreak",'
        r'"7":"\u003cb\u003e","8":1.10,"9":true,"10":"\ud83d\ude00"}',
    )
    assert found(model, text) == count


def test_words_put_on_entries_can_be_filtered_by(model: JsonTreeModel) -> None:
    show(model, make.envelope())
    assert found(model, "journey optimizer") == 1
    assert found(model, "visitor id") == 1


def test_a_filter_with_too_many_matches_stops_and_says_so(model: JsonTreeModel) -> None:
    show(model, json.dumps({"list": ["same"] * 2_500}))
    search = look_for(model, "same")
    assert search is not None
    assert (search.count, search.complete) == (1_000, False)
    assert found(model, "1234") == 0


def test_what_is_found_very_deep_is_shown_by_what_holds_it(model: JsonTreeModel) -> None:
    show(model, "[" * 3_000 + '"needle"' + "]" * 3_000)
    search = look_for(model, "needle")
    assert search is not None
    assert (search.count, search.complete) == (1, True)
    assert len(model.matching()) == 199


def test_of_very_many_matches_the_first_are_opened_down_to_what_matches(model: JsonTreeModel) -> None:
    show(model, json.dumps({"list": [{"inner": {"text": "same"}} for _ in range(900)]}))
    assert found(model, "same") == 900
    opened = model.matching()
    first = opened[3]
    assert [index.data() for index in opened[:4]] == ["list [900]", "0 … 499", "0 {1}", "inner {1}"]
    assert rows(model, first) == [("text", "same")]


def test_a_match_in_the_third_range_of_a_list_is_found(model: JsonTreeModel) -> None:
    show(model, json.dumps({"list": [f"item {at}" for at in range(2_500)]}))
    assert found(model, "item 2345") == 1
    assert [label for label, _ in rows(model, at(model, 0))] == ["2,000 … 2,499"]
    assert rows(model, at(model, 0, 0)) == [("2345", "item 2345")]


def test_two_lists_of_handles_can_be_looked_through(model: JsonTreeModel) -> None:
    show(model, '{"handle":[{"type":"a:b","payload":[]}],"handle":[],"requestId":"1","requestId":"2"}')
    assert rows(model) == [
        ("a:b  0", "empty"),
        ("requestId  (repeated, 1 of 2)", "1"),
        ("requestId  (repeated, 2 of 2)", "2"),
    ]
    handle = model.node(at(model, 0))
    assert handle is not None
    assert handle.value is not None
    assert handle.value.string("type") == "a:b"


@pytest.mark.parametrize(
    ("value", "text"),
    [
        ("a\u202eb", "a\\u202eb"),
        ("\u200bid\u00ad", "\\u200bid\\u00ad"),
        ("1\u00a0000 €", "1 000 €"),
        ("\U0001f469\u200d\U0001f4bb", "\U0001f469\u200d\U0001f4bb"),
    ],
)
def test_what_cannot_be_seen_in_a_value_is_spelt_and_stays_in_it(
    model: JsonTreeModel, value: str, text: str
) -> None:
    show(model, {"a": value})
    assert rows(model) == [("a", text)]
    node = model.node(at(model, 0))
    assert node is not None
    assert node.value is not None
    assert node.value.text == value


def test_members_of_different_records_are_not_called_repeated(model: JsonTreeModel) -> None:
    show(model, '{"handle":[],"requestId":"1"}\n{"handle":[],"requestId":"2"}')
    assert rows(model) == [("requestId · record 1", "1"), ("requestId · record 2", "2")]


@pytest.mark.parametrize(
    ("key", "label"),
    [
        ("", '""'),
        ("a\nb", r'"a\nb"'),
        (" a", '" a"'),
        ("\u202eab", r'"\u202eab"'),
        ("a b", "a b"),
        ("é", "é"),
    ],
)
def test_a_name_that_cannot_be_seen_is_spelt(model: JsonTreeModel, key: str, label: str) -> None:
    show(model, {key: 1})
    assert rows(model) == [(label, "1")]
