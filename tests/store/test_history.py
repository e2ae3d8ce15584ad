from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from edge_studio.edge.exchange import Draft, FailureReason, Header, Unanswered
from edge_studio.edge.history_row import Ending, row_of
from edge_studio.store.history import History
from tests.store.exchanges import a_failure, a_request, an_answer, an_exchange


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "data" / "history.sqlite3"


@pytest.fixture
def history(path: Path) -> Iterator[History]:
    opened = History(path)
    yield opened
    opened.close()


def test_an_exchange_comes_back_exactly_as_it_was(history: History) -> None:
    body = b'{"n": 7163309881222824984, "price": 1.10, "half": "\\ud83d", "\xff": "not UTF-8"}'
    draft = Draft('{"half": "\ud83d"}', title="Mine", headers=(Header("X-Trace", "1"),))
    exchange = an_exchange(
        request=a_request(body, headers=(Header("X-Größe", "ü"),), request_id="r-1"),
        draft=draft,
        production=True,
    )
    id = history.begin(exchange)
    history.finish(id, an_answer(body=b"\x00\x01" + body), "1 handle.")

    kept = history.get(id)

    assert kept is not None
    assert kept == replace(exchange, id=id, outcome=an_answer(body=b"\x00\x01" + body), summary="1 handle.")
    assert kept.draft == draft


def test_a_failure_comes_back_with_its_words(history: History) -> None:
    id = history.record(an_exchange(outcome=a_failure(detail="ECONNREFUSED")))

    kept = history.get(id)

    assert kept is not None
    assert kept.outcome == a_failure(detail="ECONNREFUSED")
    assert history.page()[0].reason == FailureReason.REFUSED


def test_the_row_of_a_list_is_the_same_from_the_store_and_from_the_exchange(history: History) -> None:
    outcomes = (None, an_answer(), an_answer(207), a_failure())
    for outcome in outcomes:
        id = history.record(an_exchange(outcome=outcome, summary="1 handle." if outcome else ""))
        exchange = history.get(id)
        assert exchange is not None
        assert history.row(id) == row_of(exchange)


@pytest.mark.parametrize(
    ("status", "body", "ending"),
    [
        (200, b'{"handle": []}', Ending.OK),
        (204, b"", Ending.OK),
        (200, b'{"handle": [], "errors": [{}]}', Ending.WARNINGS),
        (200, b'{"handle": [], "errors": []}', Ending.OK),
        (200, b'{"handle": [], "warnings": [{}]}', Ending.WARNINGS),
        (207, b'{"handle": []}', Ending.WARNINGS),
        (302, b"", Ending.WARNINGS),
        (200, b"<html>", Ending.OK),
        (400, b"{}", Ending.ERRORS),
        (503, b"", Ending.ERRORS),
    ],
)
def test_an_answer_ends_as_its_status_and_its_errors_say(
    history: History, status: int, body: bytes, ending: Ending
) -> None:
    id = history.record(an_exchange(outcome=an_answer(status, body=body)))
    assert [(row.id, row.ending) for row in history.page()] == [(id, ending)]


def test_what_is_not_finished_waits_in_its_own_run_and_is_unanswered_in_others(
    history: History, path: Path
) -> None:
    id = history.begin(an_exchange())
    mine = history.get(id)
    assert mine is not None
    assert mine.outcome is None
    assert history.page()[0].ending is Ending.WAITING

    other = History(path)
    theirs = other.get(id)
    row = other.page()[0]
    other.close()

    assert theirs is not None
    assert isinstance(theirs.outcome, Unanswered)
    assert theirs.outcome.reason is FailureReason.NOT_RECORDED
    assert (row.ending, row.reason) == (Ending.NO_ANSWER, FailureReason.NOT_RECORDED)

    history.finish(id, an_answer(), "Came after all.")
    assert history.page()[0].ending is Ending.OK


def test_pages_follow_one_another_newest_first(history: History) -> None:
    ids = [history.record(an_exchange(title=f"Event {number}")) for number in range(25)]

    first = history.page(limit=10)
    second = history.page(limit=10, before=first[-1].id)
    third = history.page(limit=10, before=second[-1].id)

    assert [row.id for row in (*first, *second, *third)] == ids[::-1]


def test_rows_are_filtered_by_how_they_ended_and_by_connection(history: History) -> None:
    ok = history.record(an_exchange(outcome=an_answer(), connection="Stage"))
    failed = history.record(an_exchange(outcome=a_failure(), connection="Stage"))
    waiting = history.begin(an_exchange())
    bad = history.record(an_exchange(outcome=an_answer(400)))

    assert [row.id for row in history.page(status="ok")] == [ok]
    assert [row.id for row in history.page(status="no answer")] == [waiting, failed]
    assert [row.id for row in history.page(status="errors", connection="Local Edge")] == [bad]
    assert [row.id for row in history.page(connection="Stage")] == [failed, ok]
    assert history.page(status="errors", connection="Stage") == []
    assert history.connections() == ["Local Edge", "Stage"]


def test_counting_follows_every_change(history: History) -> None:
    ids = [history.record(an_exchange(outcome=an_answer())) for _ in range(5)]
    history.begin(an_exchange())
    count, size = history.stats()
    assert count == 6
    assert size > 0

    history.delete(ids[:2])
    assert history.stats()[0] == 4
    history.pin(ids[2], True)
    history.clear()
    assert history.stats()[0] == 1
    assert [row.id for row in history.page()] == [ids[2]]


def test_what_is_deleted_is_found_no_more_and_its_neighbours_are(history: History) -> None:
    doomed = history.record(
        an_exchange(
            request=a_request(b'{"needle": "alpha"}'), outcome=an_answer(body=b"omega"), summary="Done."
        )
    )
    waiting = history.begin(an_exchange(title="needle beta"))

    history.delete([doomed, 4711])
    history.finish(doomed, an_answer(), "Nobody waits for this.")

    assert history.get(doomed) is None
    assert history.page("alpha") == history.page("omega") == history.page("Done.") == []
    assert [row.id for row in history.page("needle")] == [waiting]


def test_clearing_keeps_pinned_exchanges_findable(history: History) -> None:
    keep = history.record(an_exchange(title="Treasure", outcome=an_answer(body=b"gold")))
    history.record(an_exchange(title="Rubbish", outcome=an_answer(body=b"gold leaf")))
    history.pin(keep, True)

    history.clear()

    assert [row.id for row in history.page("gold")] == [keep]
    assert [row.id for row in history.page("treas")] == [keep]
    assert history.page("Rubbish") == []


def test_finishing_twice_is_a_mistake(history: History) -> None:
    id = history.record(an_exchange(outcome=an_answer()))
    with pytest.raises(ValueError, match="before"):
        history.finish(id, an_answer(), "")
    assert history.page()[0].ending is Ending.OK


def test_old_exchanges_are_trimmed_by_age_but_never_pinned_ones(history: History) -> None:
    now = datetime.now(UTC)
    old = [history.record(an_exchange(started=now - timedelta(days=40 - number))) for number in range(3)]
    new = history.record(an_exchange(started=now))
    history.pin(old[1], True)

    assert history.trim(max_age=timedelta(days=30)) == 2

    assert [row.id for row in history.page()] == [new, old[1]]


def test_the_oldest_exchanges_are_trimmed_by_size_until_the_file_fits(history: History, path: Path) -> None:
    for number in range(300):
        body = bytes(f"{number:05} " * 3000, "ascii")
        history.record(an_exchange(outcome=an_answer(body=body)))
    before = history.stats()[1]

    removed = history.trim(max_bytes=3_000_000)

    rows = history.page(limit=1000)
    assert before > 5_000_000
    assert 0 < removed == 300 - len(rows)
    assert [row.id for row in rows] == list(range(300, 300 - len(rows), -1))
    history.close()
    assert 2_000_000 < path.stat().st_size <= 3_000_000


def test_nothing_is_trimmed_within_the_limits(history: History) -> None:
    history.record(an_exchange())
    assert history.trim(max_bytes=100_000_000, max_age=timedelta(days=36500)) == 0


def test_the_file_is_for_its_owner_only(history: History, path: Path) -> None:
    history.begin(an_exchange())
    assert path.stat().st_mode & 0o077 == 0
    assert path.parent.stat().st_mode & 0o077 == 0


def test_a_large_answer_comes_back_whole_is_found_and_forgotten(history: History) -> None:
    body = b'{"needle": "' + bytes(range(256)) * 10_000 + b'", "beyond": "omega"}'
    id = history.record(an_exchange(outcome=an_answer(body=body)))
    kept = history.get(id)
    assert kept is not None
    assert kept.outcome == an_answer(body=body)
    assert [row.id for row in history.page("needle")] == [id]
    assert history.page("omega") == []  # only the beginning is searched
    history.delete([id])
    assert history.get(id) is None
    assert history.page("needle") == []


def test_a_large_answer_that_cannot_be_finished_leaves_nothing_behind(history: History) -> None:
    large = an_answer(body=b"x" * 2_000_000)
    id = history.record(an_exchange(outcome=large))
    with pytest.raises(ValueError, match="finished before"):
        history.finish(id, large, "Again.")
    kept = history.get(id)
    assert kept is not None
    assert kept.outcome == large
