"""A screen nobody sees, and the program on it, driven by real key presses."""

import json
import os
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path
from types import TracebackType
from typing import Any, Self

PATIENCE = 30.0
"""Seconds until something that should happen is given up."""


def wait_until(happened: Callable[[], object], what: str) -> None:
    """Return as soon as ``happened()``; another process is asked, so there is no signal to wait for."""
    limit = time.monotonic() + PATIENCE
    while not happened():
        if time.monotonic() > limit:
            raise AssertionError(f"{what} did not happen within {PATIENCE:.0f} s")
        subprocess.run(["sleep", "0.05"], check=True)


class Display:
    """An Xvfb server with a window manager; a context manager."""

    def __init__(self, width: int, height: int, dpi: int = 96) -> None:
        self._geometry = f"{width}x{height}x24"
        self._dpi = dpi

    def __enter__(self) -> Self:
        reading, writing = os.pipe()
        self._server = subprocess.Popen(
            [
                "Xvfb",
                "-displayfd",
                str(writing),
                "-screen",
                "0",
                self._geometry,
                "-dpi",
                str(self._dpi),
                "-nolisten",
                "tcp",
            ],
            pass_fds=[writing],
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
        )
        os.close(writing)
        with os.fdopen(reading) as pipe:
            self.name = f":{pipe.readline().strip()}"
        self._manager = subprocess.Popen(
            ["openbox"], env=self.environment(), stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL
        )
        wait_until(lambda: "_NET_SUPPORTING_WM_CHECK(WINDOW)" in self.xprop(), "the window manager's start")
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        for process in (self._manager, self._server):
            process.terminate()
            process.wait(10)

    def environment(self) -> dict[str, str]:
        """What a program needs to show its windows here."""
        kept = {name: value for name, value in os.environ.items() if not name.startswith(("QT_", "WAYLAND"))}
        return {**kept, "DISPLAY": self.name, "QT_QPA_PLATFORM": "xcb"}

    def xprop(self) -> str:
        """The properties of the root window."""
        return subprocess.run(
            ["xprop", "-root"], env=self.environment(), capture_output=True, text=True, check=False
        ).stdout

    def xdotool(self, *words: str) -> str:
        """What one call of xdotool prints."""
        done = subprocess.run(
            ["xdotool", *words], env=self.environment(), capture_output=True, text=True, check=False
        )
        return done.stdout.strip()


class EdgeStudio:
    """The program as a person has it: a window, a keyboard, and the command line beside it."""

    def __init__(self, display: Display, home: Path) -> None:
        self._display = display
        self._environment = {**display.environment(), "EDGE_STUDIO_HOME": str(home)}
        self._environment["PYTHON_KEYRING_BACKEND"] = "keyring.backends.fail.Keyring"
        self._process: subprocess.Popen[bytes] | None = None
        self._window = ""
        self.log = home.parent / "edge-studio.log"

    def start(self) -> None:
        """Start it and wait until its window takes keys."""
        with self.log.open("ab") as log:
            self._process = subprocess.Popen(
                [sys.executable, "-m", "edge_studio"], env=self._environment, stdout=log, stderr=log
            )
        wait_until(self._find_window, "the window")
        self._display.xdotool("windowactivate", "--sync", self._window)

    def _find_window(self) -> bool:
        assert self._process is not None
        assert self._process.poll() is None, f"it ended at once: {self.log.read_text()}"
        found = self._display.xdotool("search", "--onlyvisible", "--name", "— Edge Studio$").split()
        self._window = found[0] if found else ""
        return bool(found)

    @property
    def title(self) -> str:
        """What stands in the window's title."""
        return self._display.xdotool("getwindowname", self._window)

    def press(self, *keys: str) -> None:
        """Press keys or chords by X's names, such as ``ctrl+Return``."""
        for key in keys:
            self._display.xdotool("key", "--clearmodifiers", key)

    def type(self, text: str) -> None:
        """Type text key by key."""
        self._display.xdotool("type", "--clearmodifiers", "--delay", "8", text)

    def wait_for_title(self, *parts: str) -> None:
        """Wait until the title holds all ``parts``."""
        wait_until(
            lambda: all(part in self.title for part in parts), f"a title with {parts} (now: {self.title!r})"
        )

    def quit(self) -> int:
        """Quit as a person does and return the exit code."""
        assert self._process is not None
        self.press("ctrl+q")
        return self._process.wait(PATIENCE)

    def kill(self) -> None:
        """End it as a crash would."""
        if self._process is not None and self._process.poll() is None:
            self._process.kill()
            self._process.wait(PATIENCE)

    def history(self, *words: str) -> list[dict[str, Any]]:
        """What ``edge-studio history --json`` says, newest first."""
        done = subprocess.run(
            [sys.executable, "-m", "edge_studio", "history", "--json", *words],
            env=self._environment,
            capture_output=True,
            check=True,
        )
        rows: list[dict[str, Any]] = json.loads(done.stdout)
        return rows

    def screenshot(self, path: Path) -> None:
        """A picture of the whole screen, for looking at when something fails."""
        subprocess.run(
            ["import", "-window", "root", str(path)], env=self._environment, check=False, capture_output=True
        )
