"""Letting a comparison go: to free hundreds of thousands of differences in one go would stop the window."""

from PySide6.QtCore import QCoreApplication

from edge_studio.edge.comparing.model import Comparison, let_all_go
from edge_studio.edge.comparing.pace import Pace, Work
from edge_studio.ui.comparison.rows import DiffRows
from edge_studio.ui.turns import Turns


def let_go(comparison: Comparison | None, rows: DiffRows) -> None:
    """Forget rows, and a comparison unless it is None, in turns; nobody may look at them any more.

    It goes on when the window that showed them is closed.
    """
    turns = Turns(QCoreApplication.instance())  # type: ignore[arg-type]  # there is one while a window is
    turns.done.connect(turns.deleteLater)
    turns.run(_forget(comparison, rows))


def _forget(comparison: Comparison | None, rows: DiffRows) -> Work[None]:
    pace = Pace()
    yield
    yield from rows.let_go(pace)
    if comparison is not None:
        yield from let_all_go(comparison.parts, pace)
