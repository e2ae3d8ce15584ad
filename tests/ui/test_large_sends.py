"""A large answer that was sent for is read once: the history keeps what the window reads of it."""

import json
from collections.abc import Iterator

import pytest

from edge_studio.edge.exchange import Connection, Exchange
from edge_studio.edge.history_row import Ending
from tests.edge.answers import UPSTREAM_ERROR, decisions, envelope, proposition
from tests.peers import http_answer, peer, serves
from tests.ui.studio_page import StudioPage

SAID = (
    "Answered with 1 error: Target: The service call has failed (EXEG-0203-502). "
    "2,000 offers for 1 scope or more."
)


@pytest.fixture
def large(page: StudioPage) -> Iterator[StudioPage]:
    """A window that is connected with a server whose answers take long to read."""
    body = json.dumps(envelope(decisions(*[proposition()] * 2_000), errors=[UPSTREAM_ERROR])).encode()
    serving = peer(serves(http_answer(body)))
    page.use(Connection("Large", page.run(serving.__aenter__()), datastream="3fb0a1de"))
    yield page
    page.run(serving.__aexit__(None, None, None))


def kept(page: StudioPage) -> Exchange:
    """What the history holds of the last exchange."""
    (row,) = page.run(page.studio.history_service.page(limit=1))
    assert (row.handles, row.errors, row.ending) == (1, 1, Ending.WARNINGS)
    assert page.studio.history.model.rows()[0] == row
    exchange = page.run(page.studio.history_service.get(row.id))
    assert isinstance(exchange, Exchange)
    return exchange


def test_what_the_window_reads_is_what_the_history_keeps(large: StudioPage) -> None:
    large.send()
    assert kept(large).summary == SAID
    assert large.tab.answer is large.answer
    assert not large.answer.is_partial


def test_an_answer_that_nobody_looks_at_is_read_all_the_same(large: StudioPage) -> None:
    tab = large.tab
    large.do("send")
    large.do("new")
    large.wait_idle()
    assert kept(large).summary == SAID
    assert tab.answer is not None
    assert tab.answer.sentence == SAID
