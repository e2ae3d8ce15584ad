import os
from collections.abc import Callable, Coroutine
from pathlib import Path
from typing import Any

import pytest
from PySide6.QtWidgets import QWidget
from pytestqt.qtbot import QtBot

from edge_studio.store.problems import StoreProblem
from edge_studio.ui.desk.payload_files import LARGEST, PayloadFiles, read_payload


async def at_once(function: Callable[..., Any], *arguments: Any, **named: Any) -> Any:
    return function(*arguments, **named)


def run_now(coroutine: Coroutine[Any, Any, Any], name: str) -> object:
    with pytest.raises(StopIteration):
        coroutine.send(None)
    return None


@pytest.fixture
def files(qtbot: QtBot) -> PayloadFiles:
    window = QWidget()
    qtbot.addWidget(window)
    return PayloadFiles(window, at_once, run_now)


def test_what_is_saved_is_what_is_opened(files: PayloadFiles, tmp_path: Path, qtbot: QtBot) -> None:
    path = tmp_path / "päge view.json"
    with qtbot.waitSignal(files.saved):
        files.save(path, '{"event": {"n": 1.10}}\n')
    with qtbot.waitSignal(files.opened) as opened:
        files.open(str(path))
    assert opened.args == [path, '{"event": {"n": 1.10}}\n']


def test_a_byte_order_mark_is_no_part_of_the_payload(tmp_path: Path) -> None:
    path = tmp_path / "bom.json"
    path.write_bytes(b"\xef\xbb\xbf{}")
    assert read_payload(path) == "{}"


def test_a_file_in_another_encoding_is_refused_in_words(tmp_path: Path) -> None:
    path = tmp_path / "latin.json"
    path.write_bytes('{"a": "ü"}'.encode("latin-1"))
    with pytest.raises(StoreProblem, match="not a text in UTF-8"):
        read_payload(path)


def test_a_file_that_is_not_there_is_told(files: PayloadFiles, tmp_path: Path, qtbot: QtBot) -> None:
    with qtbot.waitSignal(files.failed) as failed:
        files.open(str(tmp_path / "none.json"))
    assert failed.args is not None
    assert "could not be read" in failed.args[0].happened


def test_a_file_too_large_for_an_editor_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "large.json"
    with path.open("wb") as file:
        os.ftruncate(file.fileno(), LARGEST + 1)
    with pytest.raises(StoreProblem, match="larger than"):
        read_payload(path)


def test_a_folder_that_cannot_be_written_loses_nothing(
    files: PayloadFiles, tmp_path: Path, qtbot: QtBot
) -> None:
    place = tmp_path / "file"
    place.write_text("in the way")
    with qtbot.waitSignal(files.failed) as failed:
        files.save(place / "payload.json", "{}")
    assert failed.args is not None
    assert "could not be written" in failed.args[0].happened
    assert place.read_text() == "in the way"
