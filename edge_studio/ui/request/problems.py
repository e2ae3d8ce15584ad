"""What is wrong with the payload: the first problem in one line, all of them on demand."""

from collections.abc import Sequence

from PySide6.QtCore import QModelIndex, QSize, Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QHeaderView, QLabel, QPushButton, QTreeView, QVBoxLayout, QWidget

from edge_studio.edge.amounts import plural
from edge_studio.edge.lint import Problem, Severity
from edge_studio.ui.request.problem_list import TONES, WORDS, ProblemList
from edge_studio.ui.theme import Look
from edge_studio.ui.widgets import Chip

ROWS_SHOWN = 6


def readiness(problems: Sequence[Problem]) -> tuple[str, str]:
    """In a few words whether the request is fit to be sent, and the tone that says so."""
    counts = {severity: sum(problem.severity is severity for problem in problems) for severity in Severity}
    parts = [plural(count, WORDS[severity].lower()) for severity, count in counts.items() if count]
    if counts[Severity.ERROR]:
        return ", ".join(parts), "danger"
    if parts:
        return f"Ready · {', '.join(parts)}", "warning"
    return "Ready", "success"


class ProblemsPanel(QWidget):
    """The problems of one request, each a step from its field and, where it is certain, from its mend."""

    go_to = Signal(object)
    """The pointer of the field that the person wants to see."""
    fix = Signal(object)
    """The :class:`Fix` that the person wants."""

    def __init__(self, look: Look) -> None:
        super().__init__()
        self._problems: Sequence[Problem] = ()
        self._chip = Chip()
        self._words = QLabel()
        self._words.setTextFormat(Qt.TextFormat.PlainText)
        self._words.setWordWrap(True)
        self._all = QPushButton()
        self._all.setProperty("variant", "link")
        self._all.setCheckable(True)
        self._all.toggled.connect(self.show_all)
        self._go = QPushButton("Show")
        self._go.setToolTip("Go to the field (F8)")
        self._go.clicked.connect(self._go_to_chosen)
        self._fix = QPushButton("Fix")
        self._fix.clicked.connect(self._fix_chosen)
        line = QHBoxLayout()
        line.setSpacing(8)
        for widget in (self._chip, self._words, self._all, self._go, self._fix):
            line.addWidget(widget, 1 if widget is self._words else 0)
        self._model = ProblemList(look, self)
        self._list = self._make_list()
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(6)
        layout.addWidget(self._list)
        layout.addLayout(line)
        self._show_line()

    def _make_list(self) -> QTreeView:
        view = QTreeView()
        view.setModel(self._model)
        view.setAccessibleName("Problems")
        view.setRootIsDecorated(False)
        view.setUniformRowHeights(True)
        view.setAlternatingRowColors(False)
        view.header().setSectionResizeMode(QHeaderView.ResizeMode.Interactive)
        view.header().setStretchLastSection(True)
        view.header().resizeSection(0, 84)
        view.header().resizeSection(1, 170)
        view.setVisible(False)
        view.activated.connect(self._activated)
        view.selectionModel().currentRowChanged.connect(self._show_line)
        return view

    @property
    def problems(self) -> Sequence[Problem]:
        """What is shown."""
        return self._problems

    def set_problems(self, problems: Sequence[Problem]) -> None:
        """Show ``problems``, which come in the order in which they are worth mending."""
        if problems == self._problems:
            return
        self._problems = problems
        self._model.set_problems(problems)
        if len(problems) < 2:  # the line says it all
            self.show_all(False)
        self._fit_list()
        self._show_line()

    def show_all(self, shown: bool = True) -> None:
        """Open or close the list of all problems; a single one is said by the line alone."""
        shown = shown and len(self._problems) > 1
        self._all.setChecked(shown)
        self._list.setVisible(shown)
        self._fit_list()
        self._show_line()

    @property
    def is_listing(self) -> bool:
        """Whether all problems are listed."""
        return self._all.isChecked()

    @property
    def words(self) -> str:
        """What the line says of its problem."""
        return self._words.text()

    def turn(self) -> None:
        """List all problems, or hide their list; where there is only one, go to its field."""
        if len(self._problems) == 1:
            self._go_to_chosen()
        else:
            self.show_all(not self.is_listing)

    def chosen(self) -> Problem | None:
        """The problem in the line: the one chosen in the list, else the first."""
        row = self._list.currentIndex().row() if self._list.isVisibleTo(self) else 0
        return self._model.at(max(row, 0))

    def next(self) -> None:
        """Choose the next problem, the first after the last, and go to its field."""
        if not self._problems:
            return
        if len(self._problems) > 1:
            self.show_all()
            row = (self._list.currentIndex().row() + 1) % len(self._problems)
            self._list.setCurrentIndex(self._model.index(row, 0))
        self._go_to_chosen()

    def mend(self) -> None:
        """Ask for the mend of the problem in the line, where there is a certain one."""
        self._fix_chosen()

    def sizeHint(self) -> QSize:
        return QSize(300, super().sizeHint().height())

    def _fit_list(self) -> None:
        row = max(self._list.sizeHintForRow(0), 22)
        rows = min(max(len(self._problems), 1), ROWS_SHOWN)
        self._list.setFixedHeight(row * rows + self._list.header().sizeHint().height() + 6)

    def _show_line(self) -> None:
        problem = self.chosen()
        self.setVisible(problem is not None)
        if problem is None:
            return
        self._chip.setText(WORDS[problem.severity])
        self._chip.set_tone(TONES[problem.severity])
        self._words.setText(f"{problem.message} {problem.advice}".strip())
        count = len(self._problems)
        self._all.setVisible(count > 1)
        self._all.setText("Hide list" if self._all.isChecked() else f"All {count}")
        self._words.setAccessibleName(f"{WORDS[problem.severity]}: {self._words.text()}")
        self._go.setAccessibleName(f"Show the field: {problem.message}")
        self._fix.setVisible(problem.fix is not None)
        if problem.fix is not None:
            self._fix.setToolTip(problem.fix.label)
            self._fix.setAccessibleName(f"Fix: {problem.fix.label}")

    def _activated(self, index: QModelIndex) -> None:
        self._go_to_chosen()

    def _go_to_chosen(self) -> None:
        if (problem := self.chosen()) is not None:
            self.go_to.emit(problem.pointer)

    def _fix_chosen(self) -> None:
        if (problem := self.chosen()) is not None and problem.fix is not None:
            self.fix.emit(problem.fix)
