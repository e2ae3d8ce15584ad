"""A Local Edge that has to bear what a test does to it."""

import logging
from collections.abc import Iterator

import pytest

from edge_studio.local_edge.server import LocalEdge
from tests.local_edge.wire import (
    a_request,
    heard,
    running,
)


@pytest.fixture
def quiet_edge(capfd: pytest.CaptureFixture[str], caplog: pytest.LogCaptureFixture) -> Iterator[LocalEdge]:
    """One that has to serve the next request, and to keep quiet."""
    caplog.set_level(logging.DEBUG, "edge_studio")
    caplog.set_level(logging.INFO, "asyncio")
    with running() as edge:
        yield edge
        assert heard(edge.base_url, a_request()).status == 200
    assert capfd.readouterr() == ("", "")
    assert not [record.getMessage() for record in caplog.records if record.name != "asyncio"]
