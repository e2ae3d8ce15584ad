"""The one door to the files of ``resources/``, wherever they were installed."""

import json
from functools import cache
from pathlib import Path
from typing import Any


@cache
def root() -> Path:
    """The folder that holds the resources: inside the package in a wheel, beside it in a checkout.

    Raises ``FileNotFoundError`` where neither exists: the installation is damaged.
    """
    package = Path(__file__).resolve().parent
    for folder in (package / "_resources", package.parent / "resources"):
        if folder.is_dir():
            return folder
    raise FileNotFoundError(f"Resources are missing beside {package}; install Edge Studio again.")


def path(name: str) -> Path:
    """The file of the resource ``name``, such as ``samples/page_view.json``; else ``FileNotFoundError``."""
    found = root() / name
    if not found.is_file():
        raise FileNotFoundError(f"Edge Studio has no resource named {name}.")
    return found


def text(name: str) -> str:
    """The resource ``name`` as text."""
    return path(name).read_text(encoding="utf-8")


@cache
def data(name: str) -> Any:
    """The JSON resource ``name`` as a value, read once: callers must not change it."""
    return json.loads(text(name))
