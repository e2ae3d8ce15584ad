"""Pairs of exchanges to compare in tests: factories with complete defaults."""

from dataclasses import replace
from datetime import timedelta
from typing import Any

from edge_studio.edge.exchange import Answered, Exchange, Outcome
from tests.ui import exchanges as make

EVENT_TOKEN = "kQNNy8hLrFQx8kYmlGUuAWqipfsIHvVzTQxHolz2IpTMromRrB5ztP5VMxjHbs7c6qPG9UF4rvQTJZniWgqbOw=="


def offer(experience: str = "A", content: str = "<h2>Spring is here</h2>", token: str = EVENT_TOKEN) -> Any:
    """A proposition of Target for hero-banner."""
    characteristics = {"eventToken": token}
    return {
        "id": "AT:eyJhY3Rpdml0eUlkIjoiNDEwMDE3In0=",
        "scope": "hero-banner",
        "scopeDetails": {
            "decisionProvider": "TGT",
            "activity": {"id": "410017"},
            "experience": {"id": experience},
            "characteristics": characteristics,
        },
        "items": [
            {
                "id": "88021",
                "schema": "https://ns.adobe.com/personalization/html-content-item",
                "data": {"id": "88021", "format": "text/html", "content": content},
            }
        ],
    }


def answer(*offers: Any, cookies: dict[str, str] | None = None, request_id: str = "1") -> Any:
    """An answer with these offers and cookies."""
    entries = [{"key": key, "value": value, "maxAge": 1800} for key, value in (cookies or {}).items()]
    handles = [
        {"type": "personalization:decisions", "payload": list(offers)},
        {"type": "state:store", "payload": entries},
    ]
    return {"requestId": f"c85402f5-83a1-4fb3-9d6e-0a1b2c3d4e5{request_id}", "handle": handles}


def before(body: Any = None, **more: Any) -> Exchange:
    """The earlier of two."""
    body = answer(offer(), cookies={"kndctr_cluster": "or2"}) if body is None else body
    return replace(make.answered(body), id=1, **more)


def after(body: Any = None, **more: Any) -> Exchange:
    """The later of two: another experience, and a cookie that is new."""
    if body is None:
        cookies = {"kndctr_cluster": "or2", "at_check": "true"}
        body = answer(offer("B", "<h2>Spring is over</h2>"), cookies=cookies, request_id="2")
    earlier = make.answered(body)
    return replace(earlier, id=2, started=earlier.started + timedelta(minutes=3), **more)


def with_outcome(exchange: Exchange, outcome: Outcome | None) -> Exchange:
    """The same request with another end."""
    return replace(exchange, outcome=outcome)


def answered_body(exchange: Exchange) -> bytes:
    """The body of its answer."""
    assert isinstance(exchange.outcome, Answered)
    return exchange.outcome.body
