"""The start of the window: what the first picture needs is loaded, and nothing else."""

from pathlib import Path

import pytest

from tests.ui.window_program import run

TELL = """
        print(*sys.modules, sep="\\n")
        self.window.close()
"""
PRESS = """
        self.desk.recorded.connect(self.close_answered)
        QTest.keyClick(self.window.focusWidget(), Qt.Key.Key_Return, Qt.KeyboardModifier.ControlModifier)
"""


@pytest.fixture(scope="module")
def loaded(tmp_path_factory: pytest.TempPathFactory) -> set[str]:
    """The modules that are loaded when a window has just painted its first picture."""
    return set(run(tmp_path_factory.mktemp("home"), TELL).split())


@pytest.mark.parametrize(
    "library",
    ["httpx", "jsonschema", "keyring", "h11", "cryptography", "sqlite3", "asyncio", "qasync", "msgspec"],
)
def test_the_first_picture_is_painted_without(library: str, loaded: set[str]) -> None:
    assert "edge_studio.ui.window.main_window" in loaded
    assert library not in loaded


@pytest.mark.parametrize(
    "room",
    ["edge_studio.edge.lint", "edge_studio.edge.handles", "edge_studio.transport", "edge_studio.local_edge"],
)
def test_what_the_first_picture_does_not_show_is_loaded_after_it(room: str, loaded: set[str]) -> None:
    assert room not in loaded


def test_what_is_pressed_at_the_first_picture_is_not_lost(tmp_path: Path) -> None:
    assert run(tmp_path, PRESS) == "200 OK\n"
