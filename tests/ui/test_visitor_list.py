"""The table of visitors, and what is said of when one was seen."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta

from PySide6.QtTest import QAbstractItemModelTester
from pytestqt.qtbot import QtBot

from edge_studio.edge.local_status import KnownVisitor
from edge_studio.ui.local_edge.visitor_list import VisitorList, clock_time

NOON = datetime(2026, 3, 10, 12, 0, 5, tzinfo=UTC)


def a_visitor(number: int, **parts: object) -> KnownVisitor:
    visitor = KnownVisitor(
        ecid=f"{number:038}",
        name="",
        first_seen=NOON,
        last_seen=NOON,
        hits=1200,
        consent="pending",
        identities=(("CRMID", f"C-{number}"),),
        displays=(("Spring hero", 3),),
    )
    return replace(visitor, **parts)  # type: ignore[arg-type] # parts of the visitor by their names


def names(model: VisitorList) -> list[str]:
    return [str(model.index(row, 0).data()) for row in range(model.rowCount())]


def test_the_model_keeps_qts_rules_as_visitors_come_are_sought_and_go(qtbot: QtBot) -> None:
    model = VisitorList()
    tester = QAbstractItemModelTester(model, QAbstractItemModelTester.FailureReportingMode.QtTest)
    for visitors in ([], [a_visitor(1)], [a_visitor(2), a_visitor(1)], []):
        model.show_visitors(visitors)
        for needle in ("", "c-2", "nothing", ""):
            model.search(needle)
        assert model.rowCount() == len(visitors)
    del tester


def test_a_row_says_who_when_how_often_and_what_they_agreed_to() -> None:
    model = VisitorList()
    model.show_visitors([a_visitor(7, name="Gold member")])
    cells = [model.index(0, column).data() for column in range(model.columnCount())]
    assert cells[0] == "Gold member"
    assert cells[1] == f"{7:038}"
    assert cells[3:] == ["1,200", "not asked yet"]


def test_visitors_are_found_by_name_id_and_activity() -> None:
    model = VisitorList()
    model.show_visitors([a_visitor(1, name="Anna"), a_visitor(2, displays=()), a_visitor(3)])
    for needle, count in (("anna", 1), ("C-2", 1), ("spring", 2), ("0003", 1), ("", 3), ("x", 0)):
        model.search(needle)
        assert model.rowCount() == count, needle
    assert model.count == 3


def test_the_same_visitors_again_are_no_change(qtbot: QtBot) -> None:
    model = VisitorList()
    model.show_visitors([a_visitor(1)])
    with qtbot.assertNotEmitted(model.modelReset):
        model.show_visitors([a_visitor(1)])


def test_one_whom_the_scenario_does_not_name_is_somebody() -> None:
    model = VisitorList()
    model.show_visitors([a_visitor(1)])
    assert names(model) == ["Somebody"]


def test_times_are_those_of_the_clock_with_the_day_where_it_is_another() -> None:
    assert clock_time(NOON, NOON) == "12:00:05"
    assert clock_time(NOON, NOON + timedelta(days=1)) == "10 Mar, 12:00:05"
