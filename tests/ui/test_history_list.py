from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta

import pytest
from PySide6.QtTest import QAbstractItemModelTester
from pytestqt.qtbot import QtBot

from edge_studio.edge.history_row import HistoryRow, row_of
from edge_studio.ui.history.rows import HistoryList
from tests.store.exchanges import an_exchange
from tests.ui.history_page import NOON


def some_row(id: int, day: int = 0) -> HistoryRow:
    return row_of(replace(an_exchange(), id=id, started=NOON - timedelta(days=day)))


@pytest.mark.parametrize(
    ("change", "expected"),
    [
        (lambda model: model.add([some_row(9)]), ["Today", 9, 3, "Yesterday", 2, 1]),
        (lambda model: model.add([some_row(9, -1)]), ["11 March", 9, "Today", 3, "Yesterday", 2, 1]),
        (
            lambda model: model.add([some_row(9, -1), some_row(8), some_row(7)]),
            ["11 March", 9, "Today", 8, 7, 3, "Yesterday", 2, 1],
        ),
        (lambda model: model.add([]), ["Today", 3, "Yesterday", 2, 1]),
        (lambda model: model.add([some_row(0, 1)]), ["Today", 3, "Yesterday", 2, 1, 0]),
        (lambda model: model.let_go(4), ["Today", 3, "Yesterday", 2]),
        (lambda model: model.let_go(3), ["Today", 3]),
        (lambda model: model.let_go(99), ["Today", 3, "Yesterday", 2, 1]),
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


@pytest.mark.parametrize(
    ("held", "late", "expected"),
    [
        ([(9, 0), (3, 0)], (5, 0), ["Today", 9, 5, 3]),
        ([(9, 0), (3, 1)], (5, 0), ["Today", 9, 5, "Yesterday", 3]),
        ([(9, 0), (3, 1)], (5, 1), ["Today", 9, "Yesterday", 5, 3]),
        ([(9, -1), (3, 1)], (5, 0), ["11 March", 9, "Today", 5, "Yesterday", 3]),
        ([(9, 0)], (5, 1), ["Today", 9, "Yesterday", 5]),
        ([(9, 0)], (5, 0), ["Today", 9, 5]),
    ],
)
def test_one_that_took_longer_than_newer_ones_stands_below_them(
    qtbot: QtBot, held: list[tuple[int, int]], late: tuple[int, int], expected: list[object]
) -> None:
    model = HistoryList(clock=lambda: NOON)
    tester = QAbstractItemModelTester(model)
    model.reset([some_row(*row) for row in held], more=False)
    model.add([some_row(*late)])
    shown = [
        row.id if (row := model.row_at(place)) else model.index(place, 0).data()
        for place in range(model.rowCount())
    ]
    assert shown == expected
    assert tester.model() is model


def test_a_row_that_is_not_held_is_not_replaced(qtbot: QtBot) -> None:
    model = HistoryList(clock=lambda: NOON)
    model.reset([some_row(1)], more=False)
    assert not model.replace(some_row(2))
    assert model.place_of(2) == -1
