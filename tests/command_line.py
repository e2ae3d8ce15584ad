"""The command line run as a person would, and what it kept."""

import os
import subprocess
import sys
from typing import Any

from edge_studio import resources
from edge_studio.store import paths
from edge_studio.store.history import History

PAGE_VIEW = str(resources.path("samples/page_view.json"))
DATASTREAM = "3fb0a1de-52a4-4f0e-9a11-0d6f7c2b9e41"

WITHOUT_QT = """
import sys
class Wall:
    def find_spec(self, name, path=None, target=None):
        if name.partition(".")[0] in {"PySide6", "shiboken6", "qasync"}:
            raise ImportError(f"{name} is walled off")
sys.meta_path.insert(0, Wall())
from edge_studio.cli import main
sys.exit(main())
"""


def run(*arguments: str, given: bytes = b"", **environment: str) -> "subprocess.CompletedProcess[bytes]":
    """The command line in a process of its own where Qt cannot be imported and warnings are errors."""
    return subprocess.run(
        [sys.executable, "-W", "error", "-c", WITHOUT_QT, *arguments],
        input=given,
        capture_output=True,
        timeout=60,
        env={**os.environ, **environment},
    )


def kept() -> list[Any]:
    """Every exchange in the history, newest first."""
    history = History(paths.history_file())
    found = [history.get(row.id) for row in history.page()]
    history.close()
    return found
