"""How many rows hold a text: the count without rows is the count of the rows themselves."""

import json
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from edge_studio.edge.handles import read_answer
from edge_studio.jsontext.steps import drained
from edge_studio.ui.tree.json_filter import search
from edge_studio.ui.tree.needle import Needle
from edge_studio.ui.tree.row_count import count_rows
from tests.edge import answers as make

ALL = 10**9
ODD_HANDLES = {
    "handle": [
        {"type": "type", "payload": ["payload", {"type": "handle", "payload": "type"}], "eventIndex": 7},
        {"type": 4, "payload": "payload"},
    ],
    "type": "type",
    "payload": {"handle": ["handle", {"type": "type"}]},
}


def both(body: Any, text: str) -> tuple[int, int]:
    """How many rows the filter keeps where there is room for all, and how many are counted."""
    answer = read_answer(make.answered(body))
    kept = drained(search(answer, text, ALL))
    return kept.count, drained(count_rows(answer, Needle(text)))


@pytest.mark.parametrize(
    "text", ["type", "payload", "handle", "hero", "4", "e", "gold", "/", '"', " ", "visitor"]
)
@pytest.mark.parametrize(
    "body",
    [
        make.envelope(make.identity(), make.offers(), make.hint()),
        ODD_HANDLES,
        b'"a gold type"',
        b"[4,4,4,14]",
    ],
)
def test_what_is_counted_is_what_would_be_shown(body: Any, text: str) -> None:
    kept, counted = both(body, text)
    assert kept == counted


def test_members_of_one_name_are_rows_of_their_own() -> None:
    assert both(b'{"handle":[],"a":"gold","a":"silver","a":"gold","gold":1,"gold":2}', "gold") == (4, 4)


def test_numbers_beside_one_another_are_all_found() -> None:
    assert both(b'[4, 4, {"4":4}, 14, "4", "x", 5]', "4") == (5, 5)


def test_a_record_of_a_stream_counts_like_an_answer() -> None:
    body = b"\0".join(json.dumps(record).encode() for record in (ODD_HANDLES, make.envelope(make.offers())))
    for text in ("type", "handle", "gold"):
        kept, counted = both(body, text)
        assert (kept, kept > 0) == (counted, True)


def test_a_text_longer_than_is_decoded_whole_is_looked_at_where_it_spells_the_needle() -> None:
    long = "\\n\\\\ \\u0041 é" * 6_000
    for text, count in (("n", 1), ("naïve", 1), ("u0041", 0), ("a é", 1), ('"', 1), ("nn", 0)):
        body = f'{{"1":"{long} na\\u00efve","2":"{long}","3":"\\"{long}"}}'
        kept, counted = both(body.encode(), text)
        assert kept == counted
        assert (kept > 0) == (count > 0)


MARKS = st.text(alphabet='ab"\\/n\n,:[]{} 1é', max_size=6)
VALUES = st.recursive(
    MARKS | st.integers(-20, 200) | st.booleans() | st.none(),
    lambda inner: (
        st.lists(inner, max_size=4)
        | st.dictionaries(MARKS | st.sampled_from(["type", "handle"]), inner, max_size=4)
    ),
    max_leaves=12,
)


@settings(max_examples=150, deadline=None)
@given(VALUES, st.text(alphabet='ab"\\/n\n,: 1é', min_size=1, max_size=2), st.booleans(), st.booleans())
def test_any_json_is_counted_right(value: Any, text: str, indented: bool, ascii_only: bool) -> None:
    body = json.dumps(value, indent=1 if indented else None, ensure_ascii=ascii_only).encode()
    if text.strip():
        kept, counted = both(body, text)
        assert kept == counted
