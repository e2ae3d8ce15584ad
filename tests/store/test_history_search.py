import random
from collections.abc import Iterator
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from edge_studio.edge.exchange import Header
from edge_studio.store.history import History
from edge_studio.store.search import INDEXED_BYTES
from tests.store.exchanges import a_failure, a_request, an_answer, an_exchange


@pytest.fixture
def history(tmp_path: Path) -> Iterator[History]:
    opened = History(tmp_path / "history.sqlite3")
    yield opened
    opened.close()


def found(history: History, text: str) -> list[int]:
    return [row.id for row in history.page(text)]


@pytest.mark.parametrize(
    "text",
    [
        "Product view",
        "red shoes",
        "stage.example.com",
        "dataStreamId=abc",
        "X-Trace: walrus",
        "commerce.pro",
        "7163309881222824984",
        '"price": 1.10',
        "207 Multi",
        "x-konductor: 7",
        "handle of much worth",
        "3 offers",
        "interact",
        "req-42",
    ],
)
def test_everything_sent_and_received_is_searched(history: History, text: str) -> None:
    history.record(an_exchange(request=a_request(b"{}"), outcome=an_answer(body=b"{}")))
    request = a_request(
        b'{"commerce.productViews": 7163309881222824984, "price": 1.10}',
        url="https://stage.example.com/ee/v2/INTERACT?dataStreamId=abc",
        headers=(Header("X-Trace", "walrus"),),
        request_id="req-42",
    )
    answer = an_answer(207, "Multi-Status", b'{"a": "handle of much worth"}', (("x-konductor", "7"),))
    id = history.record(
        an_exchange("Product view", request, answer, subtitle="Red Shoes", summary="3 offers.")
    )
    others = [1] if text == "interact" else []
    assert found(history, text) == [id, *others]
    assert found(history, text.upper()) == [id, *others]


def test_why_nothing_came_back_is_searched(history: History) -> None:
    id = history.record(an_exchange(outcome=a_failure(detail="ECONNREFUSED by walrus")))
    history.record(an_exchange(outcome=an_answer()))
    assert found(history, "nothing answered") == found(history, "refused") == found(history, "walrus") == [id]


def test_what_waits_for_its_answer_is_found_by_what_was_sent(history: History) -> None:
    id = history.begin(an_exchange(request=a_request(b"walrus")))
    assert found(history, "walrus") == [id]


OPERATORS = (
    """ "a" | "" | 50%_off | % | _ | * | ab* | a NEAR b | NEAR(a b) | AND | x OR y | -1 | ^a | text:a | ((("""
)
STRANGE = [
    "\\",
    "'; DROP TABLE exchange; --",
    "x | y",
    "größe",
    "ÄÖÜ",
    "日本語",
    "😀😀😀",
    "😀",
    "\t\n ",
    "...",
]


@pytest.mark.parametrize("text", [*OPERATORS.strip().split(" | "), *STRANGE])
def test_every_character_of_a_search_is_literal(history: History, text: str) -> None:
    decoy = history.record(
        an_exchange(title="decoy", request=a_request(b"nothing", url="http://x"), subtitle="")
    )
    id = history.record(an_exchange(title=f"before{text}after"))
    assert found(history, text) == [id]
    assert found(history, "decoy") == [decoy]


def test_capitals_do_not_matter_in_any_script(history: History) -> None:
    id = history.record(an_exchange(request=a_request("GRÖSSE Ж Ω".encode()), title="ÉCLAIR"))
    assert found(history, "größe Ж".replace("ß", "ss").upper()) == [id]
    assert found(history, "grösse ж ω") == [id]
    assert found(history, "éc") == [id]


@pytest.mark.parametrize("text", ["\0", "a\0b", "\ud83d", "\ud83d\ud83d\ud83d", " " * 5, "x" * 20_000])
def test_texts_that_cannot_be_there_find_nothing_and_break_nothing(history: History, text: str) -> None:
    history.record(an_exchange())
    assert found(history, text) == []


def test_bodies_that_are_not_text_are_searched_as_far_as_they_are(history: History) -> None:
    id = history.record(an_exchange(outcome=an_answer(body=b"\xff\xfe\0walrus\0\x80 half \xed\xa0\xbd")))
    assert found(history, "walrus") == [id]


def test_a_long_text_is_compared_to_its_last_character(history: History) -> None:
    text = "".join(random.Random(1).choices("0123456789abcdef", k=5000))
    id = history.record(an_exchange(outcome=an_answer(body=f"<<{text}>>".encode())))
    history.record(an_exchange(outcome=an_answer(body=f"<<{text[:-1]}>>".encode())))
    assert found(history, text) == [id]


def test_trigrams_that_stand_apart_do_not_make_a_find(history: History) -> None:
    history.record(an_exchange(request=a_request(b"abc bcd cde")))
    assert found(history, "abcde") == []


def test_of_a_huge_body_the_beginning_is_searched(history: History) -> None:
    body = b"early " + b"." * INDEXED_BYTES + b" late"
    id = history.record(an_exchange(outcome=an_answer(body=body)))
    assert found(history, "early") == [id]
    assert found(history, "late") == []


def test_a_search_respects_filter_and_paging(history: History) -> None:
    ids = []
    for number in range(40):
        ids.append(
            history.record(
                an_exchange(
                    "walrus",
                    outcome=an_answer(200 if number % 2 else 400, body=b"walrus"),
                    connection="Stage" if number % 4 == 0 else "Local Edge",
                )
            )
        )
    assert [row.id for row in history.page("walrus", status="ok")] == ids[::-1][::2]
    assert [row.id for row in history.page("walrus", connection="Stage")] == ids[::4][::-1]
    assert history.page("walrus", status="ok", connection="Stage") == []
    first = history.page("walrus", limit=7)
    second = history.page("walrus", limit=7, before=first[-1].id)
    assert [row.id for row in (*first, *second)] == ids[::-1][:14]


def test_a_search_that_nobody_wants_any_more_stops(history: History) -> None:
    for _ in range(10):
        history.record(an_exchange())
    assert history.page("page view", wanted=lambda: False) == []


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    bodies=st.lists(st.text(alphabet="abAB01é%\"' ", max_size=30), min_size=1, max_size=12),
    needle=st.text(alphabet="abAB01é%\"' ", min_size=1, max_size=6),
    doomed=st.sets(st.integers(0, 11)),
)
def test_any_substring_is_found_and_nothing_else(
    history: History, bodies: list[str], needle: str, doomed: set[int]
) -> None:
    """Against a plain scan; bodies stand in titles, so that short texts count too."""
    history.clear()
    ids = [history.record(an_exchange(f"<{body}>", a_request(b"", url="u"), subtitle="")) for body in bodies]
    history.delete([ids[place] for place in doomed if place < len(ids)])
    expected = [
        id
        for place, (id, body) in enumerate(zip(ids, bodies, strict=True))
        if place not in doomed and needle.casefold() in f"<{body}>".casefold()
    ]
    shared = "post u\nlocal edge\ninteract\nweb.webpagedetails.pageviews\ncontent-type: application/json"
    if needle.casefold() not in shared:
        assert found(history, needle) == expected[::-1]
