"""A window in a process of its own, which does something as soon as it has painted its first picture."""

import os
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

PROGRAM = """
import sys
import threading
from PySide6.QtCore import QTimer, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication
from edge_studio import app as studio_app
from edge_studio.cli import main

class Watched(studio_app.Studio):
    def show(self):
        self.window.painted.connect(self.just_painted)
        super().show()

    def just_painted(self):
        {does}

    def once_running(self, do, *given, **named):
        async def done():
            do(*given, **named)

        self.scope.start(done(), "do what the test wants")

    def close_answered(self):
        print(self.response.answer.headline)
        self.window.close()

studio_app.Studio = Watched
sys.exit(main([]))
"""


@contextmanager
def started(home: Path, does: str) -> Iterator[subprocess.Popen[str]]:
    """A window that does this, in Python, as soon as it has painted its first picture."""
    with subprocess.Popen(
        [sys.executable, "-c", PROGRAM.format(does=does.strip())],
        env={**os.environ, "EDGE_STUDIO_HOME": str(home), "QT_QPA_PLATFORM": "offscreen"},
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    ) as window:
        yield window
        window.kill()


def end_of(window: subprocess.Popen[str]) -> tuple[str, str]:
    """What a window prints until it ends in order, and what it complains of."""
    try:
        printed, complained = window.communicate(timeout=60)
    finally:
        window.kill()
    assert window.returncode == 0, complained
    lines = [line for line in complained.splitlines() if "propagateSizeHints" not in line]
    return printed, "\n".join(lines)


def run(home: Path, does: str) -> str:
    """What a window prints that does this as soon as it has painted its first picture."""
    with started(home, does) as window:
        return end_of(window)[0]
