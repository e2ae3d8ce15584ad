"""Moments in words."""

from datetime import UTC, datetime, timedelta

from edge_studio.edge.moments import from_milliseconds, moment_words

MADE = datetime(2026, 5, 4, 11, 22, tzinfo=UTC)


def test_a_moment_is_told_roughly_and_exactly() -> None:
    assert moment_words(MADE, MADE + timedelta(days=3)) == "3 days ago (4 May 2026, 11:22 UTC)"


def test_a_moment_that_lies_ahead_or_has_no_today_is_told_exactly_alone() -> None:
    assert moment_words(MADE) == "4 May 2026, 11:22 UTC"
    assert moment_words(MADE, MADE - timedelta(days=3)) == "4 May 2026, 11:22 UTC"


def test_milliseconds_become_a_moment_where_a_calendar_has_it() -> None:
    assert from_milliseconds(1777893720000) == MADE
    assert from_milliseconds(0) is None
    assert from_milliseconds(2**63) is None
