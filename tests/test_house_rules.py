"""The guards of the suite itself are proved to bite."""

import os
import socket
import subprocess
import sys
from pathlib import Path

import pytest

TESTS = Path(__file__).parent


def test_a_socket_to_anything_but_loopback_is_refused(trespasses: list[str]) -> None:
    with socket.socket() as probe, pytest.raises(PermissionError, match="loopback"):
        probe.connect(("192.0.2.1", 80))
    with pytest.raises(PermissionError, match="loopback"):
        socket.getaddrinfo("server.adobedc.net", 443)
    assert len(trespasses) == 2
    trespasses.clear()


def test_loopback_is_allowed() -> None:
    with socket.create_server(("127.0.0.1", 0)) as server, socket.create_connection(server.getsockname()):
        pass


def test_where_qt_does_not_load_only_the_tests_of_the_window_are_left_out_and_it_is_said(
    tmp_path: Path,
) -> None:
    (tmp_path / "libEGL.so.1").touch()  # comes before the system's, and is no library
    environment = {**os.environ, "LD_LIBRARY_PATH": str(tmp_path)}
    command = [sys.executable, "-m", "pytest", "-q", "--collect-only", str(TESTS)]
    run = subprocess.run(command, cwd=TESTS.parent, env=environment, capture_output=True, text=True)
    assert run.returncode == 0, run.stdout + run.stderr
    assert "THE TESTS OF THE WINDOW WERE LEFT OUT" in run.stdout
    assert "apt-get install libegl1" in run.stdout
    rooms = {Path(line.partition("::")[0]).parts[1] for line in run.stdout.splitlines() if "::" in line}
    assert rooms >= {"edge", "jsontext", "local_edge", "store", "transport", "test_cli.py"}
    assert "ui" not in rooms
