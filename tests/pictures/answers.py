"""Exchanges whose summaries are worth a picture: a rich one, one with errors, one that brought nothing."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import Any

from edge_studio.edge.exchange import Answered, Exchange
from tests.edge import answers as make
from tests.edge import every_handle
from tests.edge.summary.summaries import a_question, a_request
from tests.ui.exchanges import exchange


def rich() -> Exchange:
    """Every kind of handle, and offers of every kind of content."""
    return _just_now(every_handle.everything(), a_question("hero-banner", "sidebar"))


def with_errors() -> Exchange:
    """An answer in which Target failed."""
    answer = make.answered(make.partial(), 207, "Multi-Status")
    return _just_now(answer, a_question("hero-banner"))


def nothing() -> Exchange:
    """Scopes were asked for, and nothing came back for them."""
    body = make.envelope(make.identity(), make.decisions(), make.hint(), make.state())
    return _just_now(make.answered(body), a_question("hero-banner", "sidebar", schemas=[]))


def _just_now(answer: Answered, asked: Any) -> Exchange:
    """An answer that came a moment ago, so that what it lets be kept is still good."""
    started = datetime.now(UTC) - timedelta(seconds=40)
    return replace(exchange(answer), started=started, request=a_request(asked))
