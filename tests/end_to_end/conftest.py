"""Real windows on a real X server, collected where ``EDGE_STUDIO_WINDOWS`` says that there is one."""

import os
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.end_to_end.display import Display, EdgeStudio

collect_ignore_glob = [] if os.environ.get("EDGE_STUDIO_WINDOWS") else ["test_*.py"]


@pytest.fixture(scope="session")
def display() -> Iterator[Display]:
    """A screen of 1280x800 with a window manager."""
    with Display(1280, 800) as display:
        yield display


@pytest.fixture
def studio(display: Display, tmp_path: Path) -> Iterator[EdgeStudio]:
    """Edge Studio, not yet started, with a home of its own."""
    studio = EdgeStudio(display, tmp_path / "home")
    yield studio
    studio.kill()
