from datetime import timedelta

import pytest

from edge_studio.edge.history_row import row_of
from edge_studio.edge.moments import ago
from edge_studio.ui.history import words
from tests.store.exchanges import an_exchange
from tests.ui.history_page import NOON


@pytest.mark.parametrize(
    ("name", "production", "text"),
    [("Shop", True, "Shop · prod"), ("Production EU", True, "Production EU"), ("Stage", False, "Stage")],
)
def test_production_is_said_and_not_only_coloured(name: str, production: bool, text: str) -> None:
    assert words.place(row_of(an_exchange(connection=name, production=production))) == text


@pytest.mark.parametrize(
    ("before", "text"),
    [
        (5, "just now"),
        (60, "1 minute ago"),
        (7300, "2 hours ago"),
        (86_400 * 2, "2 days ago"),
        (-5, "just now"),
    ],
)
def test_how_long_ago_is_told_roughly(before: int, text: str) -> None:
    assert ago(NOON - timedelta(seconds=before), NOON) == text
