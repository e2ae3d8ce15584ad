"""The commands beside ``send`` and ``local-edge``: history, version and help."""

import json
from pathlib import Path

import pytest

from edge_studio import __version__
from edge_studio.cli import main
from edge_studio.store import paths
from tests.command_line import PAGE_VIEW, run

# history


def test_the_history_lists_newest_first_and_finds_what_was_sent() -> None:
    run("send", PAGE_VIEW)
    run("send", "-", given=b'{"event": {"data": {"colour": "vermilion"}}}')
    lines = run("history").stdout.decode().splitlines()
    assert len(lines) == 2
    assert "Page view - home-demo-Home Page" in lines[1]
    assert "  200  " in lines[1]
    assert len(run("history", "--limit", "1").stdout.splitlines()) == 1
    found = json.loads(run("history", "--search", "vermilion", "--json").stdout)
    assert [(row["id"], row["status"], row["connection"]) for row in found] == [(2, 200, "Local Edge")]
    nothing = run("history", "--search", "ultramarine")
    assert (nothing.returncode, nothing.stdout, nothing.stderr) == (0, b"", b"Nothing found.\n")


def test_a_history_that_was_moved_aside_is_told(home: Path) -> None:
    home.mkdir()
    paths.history_file().write_bytes(b"no history")
    ended = run("history")
    assert b"Note: The history in " in ended.stderr
    assert b"history.sqlite3.damaged" in ended.stderr
    assert ended.stderr.endswith(b"The history is empty.\n")


def test_without_a_history_none_is_made(home: Path) -> None:
    assert run("history").stderr == b"The history is empty.\n"
    assert json.loads(run("history", "--json").stdout) == []
    assert not home.exists()


# The rest


def test_the_version_is_printed() -> None:
    ended = run("--version")
    assert (ended.returncode, ended.stdout.decode()) == (0, f"edge-studio {__version__}\n")


def test_the_help_is_worth_reading(capsys: pytest.CaptureFixture[str]) -> None:
    for arguments, words in (
        (["--help"], ("send", "history", "local-edge", "EDGE_STUDIO_TOKEN", "examples")),
        (["send", "--help"], ("--connection", "--to", "--v1", "exit codes", "{{now}}")),
        (["history", "--help"], ("--search", "--json", "examples", "exit codes")),
        (["inspect", "--help"], ("--request", "--status", "--json", "examples", "exit codes")),
        (["compare", "--help"], ("--mask", "--patch", "--json", "examples", "exit codes")),
        (["local-edge", "--help"], ("--port", "--scenario", "--tls", "--trust", "examples", "exit codes")),
    ):
        with pytest.raises(SystemExit) as ended:
            main(arguments)
        assert ended.value.code == 0
        text = capsys.readouterr().out
        assert all(word in text for word in words)
        assert max(map(len, text.splitlines())) <= 110


def test_without_qt_the_window_is_refused_with_words() -> None:
    ended = run(DISPLAY="", WAYLAND_DISPLAY="", QT_QPA_PLATFORM="")
    assert ended.returncode == 1
    assert b"edge-studio send" in ended.stderr
    assert b"Traceback" not in ended.stderr
