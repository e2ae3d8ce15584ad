"""The problems of a payload as rows: how bad, where, and in plain words what."""

from collections.abc import Sequence
from typing import Any

from PySide6.QtCore import QObject, Qt

from edge_studio.edge.lint import Problem, Severity
from edge_studio.jsontext import pointer
from edge_studio.ui.flat_table import FlatTable, Index
from edge_studio.ui.theme import Look
from edge_studio.ui.widgets import Tone

HEADINGS = ("Severity", "Field", "What is wrong")
WORDS = {Severity.ERROR: "Error", Severity.WARNING: "Warning", Severity.HINT: "Hint"}
TONES: dict[Severity, Tone] = {
    Severity.ERROR: "danger",
    Severity.WARNING: "warning",
    Severity.HINT: "warning",
}


def place(problem: Problem) -> str:
    """Where a problem is, short enough for a column: the last two names of its pointer.

    A number in a list stands with the list's name: ``ECID [0] › id``.
    """
    names: list[str] = []
    for step in pointer.parse(problem.pointer):
        if step.isdecimal() and names:
            names[-1] += f" [{step}]"
        else:
            names.append(step)
    return " › ".join(names[-2:]) or "whole request"


class ProblemList(FlatTable[Problem]):
    """Problems in the order in which they are worth mending."""

    def __init__(self, look: Look, parent: QObject | None = None) -> None:
        super().__init__(HEADINGS, parent)
        self._look = look

    def set_problems(self, problems: Sequence[Problem]) -> None:
        """Show ``problems``; says nothing to the view where they are the same."""
        if list(problems) != list(self.rows):
            self.set_rows(problems)

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        problem = self.at(index.row())
        if problem is None:
            return None
        if role == Qt.ItemDataRole.DisplayRole:
            return (WORDS[problem.severity], place(problem), problem.message)[index.column()]
        if role == Qt.ItemDataRole.ToolTipRole:
            return "\n".join(filter(None, (problem.message, problem.advice, problem.pointer, problem.code)))
        if role == Qt.ItemDataRole.ForegroundRole and index.column() == 0:
            return self._look.colour(TONES[problem.severity])
        return None
