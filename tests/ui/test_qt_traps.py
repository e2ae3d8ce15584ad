"""Faults of the libraries that the project steps around, proved not to be in the versions installed."""

import sys

from PySide6.QtWidgets import QWidget
from pytestqt.qtbot import QtBot

CALLS = 10_000


def test_a_qt_method_that_returns_nothing_keeps_the_references_to_none(qtbot: QtBot) -> None:
    """PySide6 6.12.0 on Python 3.11 loses one at each call, and the process dies of it within thousands."""
    widget = QWidget()
    qtbot.addWidget(widget)
    before = sys.getrefcount(None)
    for _ in range(CALLS):
        widget.update()
    assert abs(sys.getrefcount(None) - before) < CALLS / 100


def test_a_signal_of_objects_hands_over_the_value_itself(qtbot: QtBot) -> None:
    """``Signal(dict)`` would copy it, and lose keys that are no strings."""
    from edge_studio.ui.request.problems import ProblemsPanel
    from edge_studio.ui.theme import Look, load_theme

    panel = ProblemsPanel(Look(load_theme("light")))
    qtbot.addWidget(panel)
    heard: list[object] = []
    panel.go_to.connect(heard.append)
    value = {1: 2**40}
    panel.go_to.emit(value)
    assert heard[0] is value
