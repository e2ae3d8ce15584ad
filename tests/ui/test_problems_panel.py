from collections.abc import Iterator

import pytest
from pytestqt.modeltest import ModelTester
from pytestqt.qtbot import QtBot

from edge_studio.edge.lint import LintContext, Linter, Problem, Severity
from edge_studio.jsontext.document import JsonDocument
from edge_studio.ui.request.problem_list import ProblemList, place
from edge_studio.ui.request.problems import ProblemsPanel, readiness
from edge_studio.ui.theme import Look


def a_problem(severity: Severity = Severity.ERROR, pointer: str = "/event/xdm/identityMap") -> Problem:
    return Problem(
        "identity.shape", severity, pointer, "The identity map is a list.", "It must be an object."
    )


def problems_of(text: str) -> list[Problem]:
    return Linter().check(JsonDocument(text), LintContext())


@pytest.fixture
def panel(qtbot: QtBot, look: Look) -> Iterator[ProblemsPanel]:
    panel = ProblemsPanel(look)
    qtbot.addWidget(panel)
    panel.resize(600, 200)
    panel.show()
    yield panel
    panel.hide()


def test_readiness_counts_in_words() -> None:
    assert readiness(()) == ("Ready", "success")
    assert readiness([a_problem(Severity.HINT)]) == ("Ready · 1 hint", "warning")
    both = [a_problem(), a_problem(), a_problem(Severity.WARNING)]
    assert readiness(both) == ("2 errors, 1 warning", "danger")


def test_a_place_is_short_and_the_root_has_a_name() -> None:
    assert place(a_problem()) == "xdm › identityMap"
    assert place(a_problem(pointer="")) == "whole request"
    assert place(a_problem(pointer="/event/xdm/identityMap/ECID/0/id")) == "ECID [0] › id"


def test_nothing_is_shown_where_nothing_is_wrong(panel: ProblemsPanel) -> None:
    panel.set_problems([a_problem()])
    assert panel.isVisible()
    panel.set_problems([])
    assert not panel.isVisible()


def test_the_worst_problem_stands_in_the_line_and_leads_to_its_field(
    panel: ProblemsPanel, qtbot: QtBot
) -> None:
    panel.set_problems([a_problem(), a_problem(Severity.HINT, "/query")])
    with qtbot.waitSignal(panel.go_to) as went:
        panel.next()
    assert went.args == ["/event/xdm/identityMap"]
    with qtbot.waitSignal(panel.go_to) as went:
        panel.next()
    assert went.args == ["/query"]


def test_a_single_problem_is_said_whole_and_leads_to_its_field(panel: ProblemsPanel, qtbot: QtBot) -> None:
    panel.set_problems([a_problem()])
    assert panel.words == "The identity map is a list. It must be an object."
    with qtbot.waitSignal(panel.go_to) as went:
        panel.turn()
    assert went.args == ["/event/xdm/identityMap"]
    assert not panel.is_listing


def test_the_list_opens_and_closes_and_goes_with_the_last_but_one(panel: ProblemsPanel) -> None:
    panel.set_problems([a_problem(), a_problem(Severity.HINT, "/query")])
    listed = []
    for _ in range(3):
        panel.turn()
        listed.append(panel.is_listing)
    assert listed == [True, False, True]
    panel.set_problems([a_problem()])
    assert not panel.is_listing


def test_the_model_keeps_its_promises(qtbot: QtBot, look: Look, qtmodeltester: ModelTester) -> None:
    model = ProblemList(look)
    qtmodeltester.check(model)  # type: ignore[no-untyped-call] # pytest-qt leaves it untyped
    for problems in (problems_of("{}"), problems_of('{"event": {"data": 1'), []):
        model.set_problems(problems)
        assert model.rowCount() == len(problems)
