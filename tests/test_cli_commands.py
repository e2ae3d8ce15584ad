"""The commands beside ``send``: history, local-edge, version and help."""

import json
import signal
import subprocess
import sys
from pathlib import Path

import httpx
import pytest

from edge_studio import __version__
from edge_studio.cli import main
from edge_studio.local_edge.server import LocalEdge
from edge_studio.store import paths
from tests.command_line import DATASTREAM, PAGE_VIEW, WITHOUT_QT, run
from tests.peers import closed_port

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


# local-edge


@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM])
def test_local_edge_runs_until_it_is_told_to_stop(number: signal.Signals, tmp_path: Path) -> None:
    scenario = tmp_path / "mine.json"
    scenario.write_text(
        '{"name": "a", "organisation": "0A1B2C3D4E5F60718293A4B5@AdobeOrg", "region": "irl1"}'
    )
    port = str(closed_port())
    process = subprocess.Popen(
        [
            sys.executable,
            "-W",
            "error",
            "-c",
            WITHOUT_QT,
            "local-edge",
            "--port",
            port,
            "--scenario",
            scenario,
        ],
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
    )
    assert process.stdout
    assert (
        process.stdout.readline() == f"Local Edge listens at http://127.0.0.1:{port} until Ctrl+C\n".encode()
    )
    answer = httpx.post(
        f"http://127.0.0.1:{port}/ee/v2/interact?dataStreamId={DATASTREAM}",
        json={"event": {}},
        trust_env=False,
    )
    assert answer.headers["x-adobe-edge"] == "IRL1;6"
    process.send_signal(number)
    assert process.communicate(timeout=30) == (b"", b"")
    assert process.returncode == 0


def test_a_bad_scenario_is_exit_code_two(tmp_path: Path) -> None:
    (tmp_path / "bad.json").write_text('{"name": 1}')
    ended = run("local-edge", "--scenario", str(tmp_path / "bad.json"))
    assert ended.returncode == 2
    assert b"line 1, column 10, $.name: expected a text" in ended.stderr


def test_a_port_that_is_taken_is_told() -> None:
    edge = LocalEdge()
    port = edge.start().rpartition(":")[2]
    ended = run("local-edge", "--port", port)
    edge.stop()
    assert ended.returncode == 1
    assert b"in use. Probably another program uses it. Choose another with --port" in ended.stderr


# The rest


def test_the_version_is_printed() -> None:
    ended = run("--version")
    assert (ended.returncode, ended.stdout.decode()) == (0, f"edge-studio {__version__}\n")


def test_the_help_is_worth_reading(capsys: pytest.CaptureFixture[str]) -> None:
    for arguments, words in (
        (["--help"], ("send", "history", "local-edge", "EDGE_STUDIO_TOKEN", "examples")),
        (["send", "--help"], ("--connection", "--to", "--v1", "exit codes", "{{now}}")),
        (["history", "--help"], ("--search", "--json", "examples", "exit codes")),
        (["local-edge", "--help"], ("--port", "--scenario", "examples", "exit codes")),
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
