"""Where Qt could not open a window, it is said which package to install, before Qt would abort."""

import os
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest

from edge_studio import qt_check

X = {"DISPLAY": ":7"}
WAYLAND = {"WAYLAND_DISPLAY": "wayland-0"}


@pytest.fixture
def plugins(tmp_path: Path) -> Path:
    for name in ("xcb", "wayland", "offscreen"):
        (tmp_path / f"libq{name}.so").touch()
    return tmp_path


def computer(*missing: str, answers: bool = True) -> Callable[[str], Any]:
    """A loader of libraries for a computer that lacks some, and whose display may be dead."""

    def load(name: str) -> Any:
        if name in missing or (missing and name.endswith("libqxcb.so")):
            raise OSError(f"{missing[0]}: cannot open shared object file: No such file or directory")

        def xcb_connect(_name: None, _screen: None) -> int:
            return 1

        def wl_display_connect(_name: None) -> int:
            return int(answers)

        return SimpleNamespace(
            xcb_connect=xcb_connect,
            xcb_connection_has_error=lambda _connection: int(not answers),
            xcb_disconnect=lambda _connection: None,
            wl_display_connect=wl_display_connect,
            wl_display_disconnect=lambda _display: None,
        )

    return load


@pytest.mark.parametrize(
    "environment",
    [X, WAYLAND, X | WAYLAND, {"QT_QPA_PLATFORM": "offscreen"}, {"QT_QPA_PLATFORM": "offscreen:x=1"}],
)
def test_where_all_is_there_nothing_is_said(environment: dict[str, str], plugins: Path) -> None:
    assert qt_check.problem(environment, system="linux", load=computer(), plugins=plugins) == ""


def test_without_a_display_it_is_said_so(plugins: Path) -> None:
    words = qt_check.problem({}, system="linux", load=computer(), plugins=plugins)
    assert "there is no display" in words
    assert "apt-get install xvfb xauth" in words
    assert "edge-studio send" in words
    assert "Besides" not in words


def test_without_a_display_missing_libraries_are_named_at_once(plugins: Path) -> None:
    load = computer("libxcb-cursor.so.0", "libEGL.so.1")
    words = qt_check.problem({}, system="linux", load=load, plugins=plugins)
    assert "there is no display" in words
    assert "sudo apt-get install libegl1 libxcb-cursor0" in words


@pytest.mark.parametrize("system", ["darwin", "win32"])
def test_elsewhere_a_display_is_always_there(system: str, plugins: Path) -> None:
    assert qt_check.problem({}, system=system, load=computer(), plugins=plugins) == ""


def test_every_missing_library_is_named_with_its_package(plugins: Path) -> None:
    load = computer("libxcb-cursor.so.0", "libxcb-icccm.so.4", "libEGL.so.1")
    words = qt_check.problem(X, system="linux", load=load, plugins=plugins)
    assert "libxcb-cursor.so.0" in words
    assert "sudo apt-get install libegl1 libxcb-cursor0 libxcb-icccm4" in words
    assert "sudo dnf install libglvnd-egl xcb-util-cursor xcb-util-wm" in words
    assert "edge-studio send" in words


def test_a_library_without_a_known_package_is_named_all_the_same(plugins: Path) -> None:
    words = qt_check.problem(X, system="linux", load=computer("libodd.so.3"), plugins=plugins)
    assert "libodd.so.3" in words
    assert "Install the package" in words


def test_one_way_to_a_display_is_enough(plugins: Path) -> None:
    load = computer("libxcb-cursor.so.0")
    assert qt_check.problem(X, system="linux", load=load, plugins=plugins)
    assert qt_check.problem(X | WAYLAND, system="linux", load=load, plugins=plugins) == ""


@pytest.mark.parametrize(("environment", "name"), [(X, ":7"), (WAYLAND, "wayland-0")])
def test_a_display_that_does_not_answer_is_named(
    environment: dict[str, str], name: str, plugins: Path
) -> None:
    words = qt_check.problem(environment, system="linux", load=computer(answers=False), plugins=plugins)
    assert f"the display {name} does not answer" in words


def test_a_platform_that_qt_does_not_have_is_named(plugins: Path) -> None:
    words = qt_check.problem({"QT_QPA_PLATFORM": "beos"}, system="linux", load=computer(), plugins=plugins)
    assert "'beos'" in words
    assert "QT_QPA_PLATFORM" in words


def test_a_failed_import_names_the_package() -> None:
    error = ImportError("libEGL.so.1: cannot open shared object file: No such file or directory")
    assert "sudo apt-get install libegl1" in qt_check.import_problem(error)
    assert "libodd.so.3" in qt_check.import_problem(
        ImportError("libodd.so.3: cannot open shared object file")
    )
    assert qt_check.import_problem(ImportError("No module named 'edge_studio.nonsense'")) == ""


def test_the_dead_display_of_a_real_computer_is_noticed() -> None:
    words = qt_check.problem({"DISPLAY": "127.0.0.1:6789"})
    assert "edge-studio send" in words


def test_what_it_says_is_what_qt_does() -> None:
    environment = {**os.environ, "QT_QPA_PLATFORM": "offscreen"}
    code = "from PySide6.QtWidgets import QApplication; QApplication([])"
    run = subprocess.run([sys.executable, "-c", code], env=environment, capture_output=True, text=True)
    assert (run.returncode == 0) == (qt_check.problem(environment) == ""), run.stderr


def test_where_a_library_does_not_load_the_program_names_its_package_and_exits_with_1(tmp_path: Path) -> None:
    (tmp_path / "libEGL.so.1").touch()  # comes before the system's, and is no library
    environment = {**os.environ, "QT_QPA_PLATFORM": "offscreen", "LD_LIBRARY_PATH": str(tmp_path)}
    command = [sys.executable, "-m", "edge_studio"]
    run = subprocess.run(command, env=environment, capture_output=True, text=True, timeout=60)
    assert run.returncode == 1
    assert "sudo apt-get install libegl1" in run.stderr
    assert "edge-studio send" in run.stderr
