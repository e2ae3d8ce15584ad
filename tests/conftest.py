"""What holds for every test: loopback only, a home of its own, and nothing unexpected left behind.

Where the system lacks the libraries that Qt links to, so that not even its offscreen platform starts, the
tests of the window are left out and the summary says so; all others run.
"""

import ipaddress
import logging
import os
import signal
import sys
from collections.abc import Iterator
from importlib.util import find_spec
from pathlib import Path

import pytest

from edge_studio import qt_check

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
# Missing values of enums are errors. Short names would be too (0xF1), but qasync 0.28.0 uses some of them
# (ProcessEventsFlags, QSocketNotifier.Read); everywhere else mypy rejects them.
os.environ.setdefault("PYSIDE6_OPTION_PYTHON_ENUM", "0xC1")

# A shell that starts the run in the background has it, and so every program it starts, ignore Ctrl+C
if signal.getsignal(signal.SIGINT) is signal.SIG_IGN:
    signal.signal(signal.SIGINT, signal.default_int_handler)

# A missing PySide6 is no such lack: the tests require it, and fail
_NO_QT = qt_check.problem({"QT_QPA_PLATFORM": "offscreen"}) if find_spec("PySide6") else ""
collect_ignore = ["ui"] if _NO_QT else []

_trespasses: list[str] = []


def pytest_cmdline_main(config: pytest.Config) -> None:
    """Take out pytest-qt before it is configured: it would import Qt, and end the whole run."""
    if _NO_QT:
        config.pluginmanager.unregister(name="pytest-qt")


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter) -> None:
    """Say what was left out, where it cannot be overlooked."""
    if _NO_QT:
        terminalreporter.section("THE TESTS OF THE WINDOW WERE LEFT OUT (tests/ui)", yellow=True, bold=True)
        terminalreporter.write_line(_NO_QT)


def _is_loopback(host: object) -> bool:
    if not isinstance(host, str):
        return isinstance(host, bytes) and _is_loopback(host.decode("ascii", "replace"))
    if host in {"", "localhost"}:
        return True
    try:
        return ipaddress.ip_address(host.split("%")[0]).is_loopback
    except ValueError:
        return False


def _guard(event: str, args: tuple[object, ...]) -> None:
    """Refuse, and remember, any socket to anything but this computer."""
    if event == "socket.getaddrinfo":
        host = args[0]
        if host is None or _is_loopback(host):
            return
        trespass = f"looked up {host!r}"
    elif event in {"socket.connect", "socket.sendto", "socket.bind"}:
        address = args[1]
        if not isinstance(address, tuple) or _is_loopback(address[0]):
            return  # Unix sockets are on this computer
        trespass = f"{event} {address!r}"
    else:
        return
    _trespasses.append(trespass)
    raise PermissionError(f"tests stay on loopback: {trespass}")


sys.addaudithook(_guard)


@pytest.fixture(autouse=True)
def _loopback_only() -> Iterator[None]:
    _trespasses.clear()
    yield
    assert not _trespasses, f"the test left this computer: {_trespasses}"


@pytest.fixture
def trespasses() -> list[str]:
    """What the guard refused so far in this test; a test of the guard clears it."""
    return _trespasses


@pytest.fixture(autouse=True)
def home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A folder of the test's own for everything the program keeps."""
    folder = tmp_path / "home"
    monkeypatch.setenv("EDGE_STUDIO_HOME", str(folder))
    monkeypatch.setenv("PYTHON_KEYRING_BACKEND", "keyring.backends.fail.Keyring")
    return folder


@pytest.fixture(autouse=True)
def _no_stray_logs(caplog: pytest.LogCaptureFixture) -> Iterator[None]:
    """Fail on any warning or error logged that the test did not take note of (``caplog.clear()``)."""
    yield
    stray = [record for record in caplog.get_records("call") if record.levelno >= logging.WARNING]
    assert not stray, [record.getMessage() for record in stray]


@pytest.fixture
def anyio_backend() -> str:
    """Asynchronous tests of the core run on asyncio, as the program does."""
    return "asyncio"
