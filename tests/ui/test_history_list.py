from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta

import pytest
from PySide6.QtTest import QAbstractItemModelTester
from pytestqt.qtbot import QtBot

from edge_studio.edge.history_row import HistoryRow, row_of
from edge_studio.ui.models.history_list import HistoryList
from tests.store.exchanges import an_exchange
from tests.ui.history_page import NOON


def some_row(id: int, day: int = 0) -> HistoryRow:
    return row_of(replace(an_exchange(), id=id, started=NOON - timedelta(days=day)))


@pytest.mark.parametrize(
    ("change", "expected"),
    [
        (lambda model: model.prepend(some_row(9)), ["Today", 9, 3, "Yesterday", 2, 1]),
        (lambda model: model.prepend(some_row(9, -1)), ["11 March", 9, "Today", 3, "Yesterday", 2, 1]),
        (lambda model: model.extend([some_row(0, 1)], False), ["Today", 3, "Yesterday", 2, 1, 0]),
        (lambda model: model.extend([], False), ["Today", 3, "Yesterday", 2, 1]),
        (lambda model: model.remove([3]), ["Yesterday", 2, 1]),
        (lambda model: model.remove([2]), ["Today", 3, "Yesterday", 1]),
        (lambda model: model.remove([1, 2, 99]), ["Today", 3]),
        (lambda model: model.remove([1, 2, 3]), []),
        (lambda model: model.reset([], False), []),
    ],
)
def test_the_list_keeps_its_days_whatever_happens(
    qtbot: QtBot, change: Callable[[HistoryList], None], expected: list[object]
) -> None:
    model = HistoryList(clock=lambda: NOON)
    tester = QAbstractItemModelTester(model)
    model.reset([some_row(3), some_row(2, 1), some_row(1, 1)], more=True)
    counted = [model.rowCount()]
    model.rowsInserted.connect(lambda _, first, last: counted.append(last - first + 1))
    model.rowsRemoved.connect(lambda _, first, last: counted.append(first - last - 1))
    model.modelReset.connect(lambda: counted.__setitem__(slice(None), [model.rowCount()]))

    change(model)

    shown = [
        row.id if (row := model.row_at(place)) else model.index(place, 0).data()
        for place in range(len(expected))
    ]
    assert shown == expected
    assert model.rowCount() == len(expected) == sum(counted)
    assert tester.model() is model


def test_a_row_that_is_not_held_is_not_replaced(qtbot: QtBot) -> None:
    model = HistoryList(clock=lambda: NOON)
    model.reset([some_row(1)], more=False)
    assert not model.replace(some_row(2))
    assert model.place_of(2) == -1
