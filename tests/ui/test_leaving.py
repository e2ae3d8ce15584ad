"""Answers that are not shown any more."""

import gc

from PySide6.QtCore import QObject
from pytestqt.qtbot import QtBot

from edge_studio.edge.handles import Handle, read_answer
from edge_studio.ui.answer.leaving import Leaving
from tests.edge import answers as make
from tests.edge.shapes import many_handles


def handles_left() -> int:
    return sum(isinstance(thing, Handle) for thing in gc.get_objects())


def test_thousands_of_handles_are_freed_bit_by_bit(qtbot: QtBot) -> None:
    owner = QObject()
    leaving = Leaving(owner)
    before = handles_left()
    answer = read_answer(make.answered(many_handles(6_000)))
    leaving.let_go(answer)
    del answer
    assert leaving.is_busy
    assert handles_left() > before
    qtbot.waitUntil(lambda: not leaving.is_busy)
    assert handles_left() == before


def test_a_usual_answer_is_not_held(qtbot: QtBot) -> None:
    owner = QObject()
    leaving = Leaving(owner)
    leaving.let_go(read_answer(make.answered(make.envelope())))
    leaving.let_go(None)
    assert not leaving.is_busy
