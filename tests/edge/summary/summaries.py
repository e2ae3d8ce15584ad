"""Summaries to look at in tests: an answer, and the request that it answers, with complete defaults."""

import json
from datetime import UTC, datetime
from typing import Any

from edge_studio.edge.exchange import Answered, Header, PreparedRequest
from edge_studio.edge.handles import read_answer
from edge_studio.edge.summary.model import Asked, Card, CardKind, Fact, Summary
from edge_studio.edge.summary.summarise import summarise_exchange
from tests.edge.answers import answered

RECEIVED = datetime(2026, 5, 4, 11, 22, 10, tzinfo=UTC)
SCHEMAS = "https://ns.adobe.com/personalization/"
OFFER_SCHEMAS = "https://ns.adobe.com/experience/offer-management/"
USUAL = [f"{SCHEMAS}{name}-content-item" for name in ("default", "html", "json")] + [
    f"{SCHEMAS}redirect-item"
]


def a_question(
    *scopes: str,
    surfaces: tuple[str, ...] = (),
    schemas: list[str] | None = None,
    **members: Any,
) -> dict[str, Any]:
    """The body of an interact request on v2 that asks for scopes and surfaces."""
    asked: dict[str, Any] = {"decisionScopes": list(scopes)} if scopes else {}
    asked |= {"surfaces": list(surfaces)} if surfaces else {}
    asked |= {"schemas": USUAL if schemas is None else schemas} if schemas != [] else {}
    return {"event": {"xdm": {}}, "query": {"personalization": asked}, **members}


def a_request(body: Any, path: str = "/ee/v2/interact", *headers: Header) -> PreparedRequest:
    content = body if isinstance(body, bytes) else json.dumps(body).encode()
    return PreparedRequest("POST", f"https://edge.adobedc.net{path}", headers, content)


def summary(
    body: Answered | bytes | str | dict[str, Any],
    asked: Any = None,
    *,
    path: str = "/ee/v2/interact",
    status: int = 200,
    received: datetime | None = RECEIVED,
    headers: tuple[Header, ...] = (),
) -> Summary:
    """The summary of an answer with this body, to a request with the body ``asked``, where there is one."""
    given = body if isinstance(body, Answered) else answered(body, status)
    request = None if asked is None else a_request(asked, path, *headers)
    return summarise_exchange(given, read_answer(given), request=request, received=received)


def card(made: Summary, kind: CardKind) -> Card:
    found = made.card(kind)
    assert found is not None, [one.kind for one in made.cards]
    return found


def kinds(made: Summary) -> list[str]:
    """The kinds of the cards, in their order."""
    return [one.kind for one in made.cards]


def told(one: Card) -> dict[str, str]:
    """What the facts of a card say, by their labels; the first of several with one label."""
    return {fact.label: fact.told for fact in reversed(one.facts)}


def a_fact(one: Card, label: str) -> Fact:
    return next(fact for fact in one.facts if fact.label == label)


def asked_for(made: Summary, scope: str) -> Asked:
    return next(asked for asked in card(made, "offers").asked if asked.scope == scope)


def why(made: Summary, scope: str) -> list[str]:
    """The reasons why nothing came back for a scope."""
    return [reason.words for reason in asked_for(made, scope).reasons]
