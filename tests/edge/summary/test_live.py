"""What Local Edge answers is understood, whatever scenario it plays."""

import json
from typing import Any

import pytest

from edge_studio.edge.exchange import Answered, PreparedRequest, Timing
from edge_studio.edge.handles import read_answer
from edge_studio.edge.summary.model import Summary
from edge_studio.edge.summary.summarise import summarise_exchange
from edge_studio.local_edge.answering import answer
from edge_studio.local_edge.memory import Memory
from edge_studio.local_edge.scenario_file import default_path, load
from edge_studio.local_edge.state import State
from tests.edge.summary.summaries import asked_for, card, kinds, told
from tests.local_edge.requests import STATE, a_request


class Site:
    """A client of Local Edge that plays one of its scenarios."""

    def __init__(self, scenario: str) -> None:
        self._scenario = load(default_path().parent / f"{scenario}.json")
        self._memory = Memory()

    def ask(self, body: Any, path: str = "/ee/v2/interact") -> Summary:
        state = State(STATE.now, STATE.entropy, self._memory)
        reply = answer(a_request(body, path=path), self._scenario, state)
        self._memory.apply(reply.changes, STATE.now)
        got = reply.answer
        given = Answered(got.status, "", tuple(got.headers), got.body, len(got.body), Timing(0.1))
        request = PreparedRequest("POST", f"http://127.0.0.1{path}", (), json.dumps(body).encode())
        return summarise_exchange(given, read_answer(given), request=request, received=STATE.now)


def a_visit(*scopes: str, **identities: str) -> dict[str, Any]:
    identity_map = {code: [{"id": id, "primary": True}] for code, id in identities.items()}
    asked = {"identity": {"fetch": ["ECID"]}, "personalization": {"decisionScopes": list(scopes)}}
    return {"event": {"xdm": {"identityMap": identity_map}}, "query": asked}


def test_the_shop_answers_a_new_visitor_with_an_offer() -> None:
    made = Site("shop").ask(a_visit("hero-banner", "no-such-scope"))
    assert kinds(made)[:2] == ["visitor", "offers"]
    assert card(made, "visitor").said == "A new visitor: the ECID was made for this request."
    assert told(card(made, "visitor"))["Made how"] == "in Oregon (OR2), at random"
    [offer] = asked_for(made, "hero-banner").offers
    assert offer.provider == "Target"
    assert offer.contents[0].kind == "html"
    assert asked_for(made, "no-such-scope").reasons
    assert {"stored", "region"} <= set(kinds(made))


def test_the_news_site_gives_no_offers_without_consent() -> None:
    site = Site("consent-first")
    made = site.ask(a_visit("hero-banner"))
    assert kinds(made)[:2] == ["trouble", "consent"]
    first = asked_for(made, "hero-banner").reasons[0]
    assert first.certain
    assert "not agreed" in first.words
    agreed = {"standard": "Adobe", "version": "1.0", "value": {"general": "in"}}
    who = {"SubscriberID": [{"id": "S-1002"}]}
    said = site.ask({"identityMap": who, "consent": [agreed]}, "/ee/v1/privacy/set-consent")
    assert card(said, "consent").said == "The visitor agrees to data collection."


def test_a_player_opens_a_media_session() -> None:
    details = {"name": "film", "playerName": "p", "contentType": "vod", "length": 60, "channel": "c"}
    xdm = {
        "eventType": "media.sessionStart",
        "timestamp": "2026-05-04T11:22:10.004Z",
        "mediaCollection": {"playhead": 0, "sessionDetails": details},
    }
    made = Site("streaming-media").ask({"events": [{"xdm": xdm}]}, "/ee/va/v1/sessionStart")
    assert kinds(made)[0] == "media"
    assert told(card(made, "media"))["Session ID"]


@pytest.mark.parametrize("scope", ["hero-banner"])
def test_where_target_fails_its_scopes_are_explained_by_that(scope: str) -> None:
    made = Site("everything-fails").ask(a_visit(scope))
    assert kinds(made)[0] == "trouble"
    first = asked_for(made, scope).reasons[0]
    assert first.certain
    assert "EXEG-0203-502" in first.words


def test_a_request_that_is_turned_away_says_whether_to_come_again() -> None:
    site = Site("everything-fails")
    made = [site.ask(a_visit("hero-banner")) for _ in range(3)][-1]
    assert made.headline == "429 Too Many Requests"
    assert card(made, "trouble").troubles[0].retry.startswith("Yes")


def test_collect_is_accepted() -> None:
    made = Site("shop").ask({"events": [{"xdm": {}}]}, "/ee/v2/collect")
    assert kinds(made) == ["accepted"]
