"""The problems of a payload as rows: how bad, where, and in plain words what."""

from collections.abc import Sequence
from typing import Any

from PySide6.QtCore import QAbstractTableModel, QModelIndex, QObject, QPersistentModelIndex, Qt

from edge_studio.edge.lint import Problem, Severity
from edge_studio.jsontext import pointer
from edge_studio.ui.theme import Look
from edge_studio.ui.widgets import Tone

Index = QModelIndex | QPersistentModelIndex
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


class ProblemList(QAbstractTableModel):
    """Problems in the order in which they are worth mending."""

    def __init__(self, look: Look, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._look = look
        self._problems: Sequence[Problem] = ()

    def set_problems(self, problems: Sequence[Problem]) -> None:
        """Show ``problems``; says nothing to the view where they are the same."""
        if list(problems) == list(self._problems):
            return
        self.beginResetModel()
        self._problems = problems
        self.endResetModel()

    def problem(self, row: int) -> Problem | None:
        """The problem in ``row``, or None where there is no such row."""
        return self._problems[row] if 0 <= row < len(self._problems) else None

    def rowCount(self, parent: Index | None = None) -> int:
        return 0 if parent is not None and parent.isValid() else len(self._problems)

    def columnCount(self, parent: Index | None = None) -> int:
        return 0 if parent is not None and parent.isValid() else len(HEADINGS)

    def headerData(
        self, section: int, orientation: Qt.Orientation, role: int = Qt.ItemDataRole.DisplayRole
    ) -> Any:
        if orientation is Qt.Orientation.Horizontal and role == Qt.ItemDataRole.DisplayRole:
            return HEADINGS[section]
        return None

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        problem = self.problem(index.row())
        if problem is None:
            return None
        if role == Qt.ItemDataRole.DisplayRole:
            return (WORDS[problem.severity], place(problem), problem.message)[index.column()]
        if role == Qt.ItemDataRole.ToolTipRole:
            return "\n".join(filter(None, (problem.message, problem.advice, problem.pointer, problem.code)))
        if role == Qt.ItemDataRole.ForegroundRole and index.column() == 0:
            return self._look.colour(TONES[problem.severity])
        return None
