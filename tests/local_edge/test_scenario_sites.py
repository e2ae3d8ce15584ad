"""The news site that asks first, and the site that streams media."""

import json
from typing import Any

import pytest

from edge_studio.local_edge.messages import Request
from tests.local_edge.shipped import FPID_1, NEWS, STREAM, Client, a_visit, names, propositions, with_only

# The site that asks first


def test_the_news_site_gives_nothing_until_it_may() -> None:
    client = Client(NEWS)
    visit = a_visit("hero-banner", url="https://news.example/", FPID=FPID_1)
    visit["query"]["identity"] = {"fetch": ["ECID"]}
    before = client.ask(visit)
    assert propositions(before) == []
    assert before["warnings"][0]["type"].endswith("EXEG-0301-200")
    ecid = next(handle for handle in before["handle"] if handle["type"] == "identity:result")["payload"][0][
        "id"
    ]
    consent = [{"standard": "Adobe", "version": "1.0", "value": {"general": "in"}}]
    agreed = {"identityMap": {"ECID": [{"id": ecid}]}, "consent": consent}
    client.ask(agreed, path="/ee/v1/privacy/set-consent")
    after = client.ask(visit)
    assert names(after) == ["trial"]
    assert "warnings" not in after


@pytest.mark.parametrize(
    ("subscriber", "offers"), [("S-1001", ["thanks"]), ("S-1002", []), ("S-1003", ["trial"])]
)
def test_the_news_site_remembers_what_subscribers_said(subscriber: str, offers: list[str]) -> None:
    visit = a_visit("hero-banner", SubscriberID=subscriber)
    assert names(Client(NEWS).ask(visit)) == offers


# Streaming media


def media(event: str, **collection: Any) -> dict[str, Any]:
    xdm = {
        "eventType": f"media.{event}",
        "timestamp": "2026-05-04T11:22:10.004Z",
        "mediaCollection": {"playhead": 0, **collection},
    }
    return {"events": [{"xdm": xdm}]}


DETAILS = {
    "name": "HL-S1E5",
    "friendlyName": "Harbour Lights, episode 5",
    "playerName": "web player",
    "contentType": "vod",
    "length": 2700,
    "channel": "series",
}


def test_a_player_starts_a_session_and_keeps_it_alive() -> None:
    client = Client(STREAM)
    start = media("sessionStart", sessionDetails=DETAILS)
    started = client.ask(start, path="/ee/va/v1/sessionStart", query={"configId": STREAM.datastreams[0].id})
    (handle,) = (one for one in started["handle"] if one["type"] == "media-analytics:new-session")
    ping = media("ping", sessionID=handle["payload"][0]["sessionId"])
    query = {"configId": STREAM.datastreams[0].id}
    client.ask(ping, path="/ee/va/v1/ping", query=query, status=204)
    forgetful = Client(with_only(STREAM, "The session is forgotten"))
    forgetful.ask(ping, path="/ee/va/v1/ping", query=query, status=404)


def test_where_media_is_not_enabled_no_session_starts() -> None:
    (old,) = (one.id for one in STREAM.datastreams if one.services and "media" not in one.services)
    start = media("sessionStart", sessionDetails=DETAILS)
    body = Client(STREAM).ask(start, path="/ee/va/v1/sessionStart", query={"configId": old})
    assert not any(one["type"] == "media-analytics:new-session" for one in body["handle"])


def test_only_the_listed_datastreams_stream() -> None:
    strange = {"dataStreamId": "00000000-0000-4000-8000-000000000000"}
    assert Client(STREAM).ask(a_visit(), query=strange, status=400)["type"].endswith("EXEG-0003-400")
    gone = {"dataStreamId": STREAM.datastreams[-1].id}
    assert Client(STREAM).ask(a_visit(), query=gone, status=422)["type"].endswith("EXEG-0004-422")


def test_declared_overrides_of_the_player_are_accepted_and_others_are_not() -> None:
    for dataset, status in (("66a1b2c3d4e5f60718293a4c", 200), ("66a1b2c3d4e5f60718293a4f", 400)):
        platform = {"datasets": {"event": {"datasetId": dataset}}}
        overrides = {"com_adobe_experience_platform": platform}
        Client(STREAM).ask({**a_visit(), "meta": {"configOverrides": overrides}}, status=status)


def test_a_server_signs_in_and_gets_attributes() -> None:
    assert STREAM.clients
    server = STREAM.clients[0]
    client = Client(STREAM)
    form = (
        f"grant_type=client_credentials&client_id={server.id}&client_secret={server.secret}&scope="
        + ",".join(server.scopes)
    )
    headers = (("content-type", "application/x-www-form-urlencoded"),)
    issued = client.send(Request("POST", "/ims/token/v3", (), headers, form.encode())).answer
    assert issued.status == 200, issued.body
    query = {"dataStreamId": STREAM.datastreams[1].id}
    visit = a_visit("up-next", ProfileID="P-1")
    client.ask(visit, query=query, status=401)
    signed = {
        "authorization": f"Bearer {json.loads(issued.body)['access_token']}",
        "x-api-key": server.id,
        "x-gw-ims-org-id": STREAM.organisation,
    }
    body = client.ask(visit, query=query, headers=signed)
    assert names(body) == ["next-episode"]
    (pulled,) = (one["payload"][0] for one in body["handle"] if one["type"] == "activation:pull")
    assert pulled["attributes"]["plan"] == {"value": "family"}


def test_player_pages_get_a_tip_on_any_host() -> None:
    for page, count in (("watch/hl-s1e5", 1), ("home", 0)):
        visit = a_visit(url=f"https://stream.example/{page}")
        visit["query"] = {"personalization": {"surfaces": [f"web://localhost/{page}"]}}
        assert len(propositions(Client(STREAM).ask(visit))) == count
