"""Media sessions start, live by their events, and end; what is missing of an event is named."""

from datetime import datetime, timedelta
from typing import Any

import msgspec
import pytest

from edge_studio.edge.endpoints import MEDIA_EVENTS
from edge_studio.local_edge.answering import answer
from edge_studio.local_edge.changes import MediaSessionEnded, MediaSessionMoved, MediaSessionStarted
from edge_studio.local_edge.memory import Memory
from edge_studio.local_edge.messages import Reply
from edge_studio.local_edge.scenario import Datastream
from edge_studio.local_edge.state import State
from tests.local_edge.requests import (
    DATASTREAM,
    SHOP,
    STATE,
    a_request,
    ask,
    envelope,
    handles,
    problem,
    reply,
)

SESSION = "5e" * 32
DETAILS: dict[str, Any] = {
    "sessionDetails": {
        "name": "trailer",
        "playerName": "web",
        "contentType": "vod",
        "length": 90,
        "channel": "shop",
    },
    "advertisingPodDetails": {"index": 0, "offset": 0},
    "advertisingDetails": {"name": "spot", "length": 15, "playerName": "web", "podPosition": 0},
    "chapterDetails": {"index": 1, "offset": 0, "length": 60},
    "qoeDataDetails": {"bitrate": 50000},
    "errorDetails": {"name": "stalled", "source": "player"},
    "statesStart": [{"name": "mute"}],
}
PARTS = {
    "sessionStart": "sessionDetails",
    "adBreakStart": "advertisingPodDetails",
    "adStart": "advertisingDetails",
    "chapterStart": "chapterDetails",
    "bitrateChange": "qoeDataDetails",
    "error": "errorDetails",
    "statesUpdate": "statesStart",
}
DOWNLOAD = {
    "mediaEventTimestamp": "2026-05-04T11:22:10.004Z",
    "mediaEventType": "media.sessionStart",
    "mediaCollection": {"playhead": 0, "sessionDetails": DETAILS["sessionDetails"]},
}


def an_event(name: str, **change: Any) -> dict[str, Any]:
    """The body of a media event that is fine but for ``change`` in its collection; None takes away."""
    if name == "downloaded":
        return {"events": [{"xdm": {"eventType": "media.downloaded", "mediaDownloadedEvents": [DOWNLOAD]}}]}
    collection: dict[str, Any] = {"playhead": 12}
    if name != "sessionStart":
        collection["sessionID"] = SESSION
    if name in PARTS:
        collection[PARTS[name]] = DETAILS[PARTS[name]]
    collection = {key: value for key, value in (collection | change).items() if value is not None}
    xdm = {
        "eventType": f"media.{name}",
        "timestamp": "2026-05-04T11:22:10.004Z",
        "mediaCollection": collection,
    }
    return {"events": [{"xdm": xdm}]}


class Player:
    """A player whose events reach one Local Edge with a memory and a clock."""

    def __init__(self) -> None:
        self.memory = Memory()
        self.now: datetime = STATE.now
        self.memory.apply((MediaSessionStarted(SESSION, "", 12),), self.now)

    def send(self, name: str, **change: Any) -> Reply:
        state = State(self.now, b"chance", self.memory)
        given = answer(a_request(an_event(name, **change), path=f"/ee/va/v1/{name}"), SHOP, state)
        self.memory.apply(given.changes, self.now)
        return given

    def wait(self, **time: float) -> None:
        self.now += timedelta(**time)


@pytest.mark.parametrize("name", sorted(set(MEDIA_EVENTS) - {"sessionStart", "downloaded"}))
def test_an_event_of_a_session_is_taken_without_a_word(name: str) -> None:
    given = Player().send(name)
    assert (given.answer.status, given.answer.body) == (204, b"")


def test_a_session_starts_with_64_hexadecimal_digits() -> None:
    asked = a_request(an_event("sessionStart"), path="/ee/va/v1/sessionStart")
    (handle,) = handles(envelope(asked), "media-analytics:new-session")
    (payload,) = handle["payload"]
    assert handle["eventIndex"] == 0
    assert len(bytes.fromhex(payload["sessionId"])) == 32
    started = [change for change in reply(asked).changes if isinstance(change, MediaSessionStarted)]
    assert [(change.session, change.playhead) for change in started] == [(payload["sessionId"], 12.0)]


def test_the_web_sdk_starts_a_session_by_an_ordinary_event() -> None:
    asked = a_request(an_event("sessionStart"), path="/ee/v1/interact")
    (handle,) = handles(envelope(asked), "media-analytics:new-session")
    assert handle["payload"][0]["sessionId"]


def test_a_download_is_answered_with_handles() -> None:
    assert "handle" in envelope(a_request(an_event("downloaded"), path="/ee/va/v1/downloaded"))


def test_there_is_no_session_where_media_analytics_is_off() -> None:
    asked = a_request(an_event("sessionStart"), path="/ee/va/v1/sessionStart")
    off = msgspec.structs.replace(SHOP, media=False)
    assert not handles(envelope(asked, off), "media-analytics:new-session")
    named = msgspec.structs.replace(SHOP, datastreams=(Datastream(DATASTREAM, services=("target",)),))
    assert not handles(envelope(asked, named), "media-analytics:new-session")


@pytest.mark.parametrize(
    ("name", "change", "place"),
    [
        ("ping", {"playhead": None}, "playhead"),
        ("ping", {"playhead": "12"}, "playhead"),
        ("ping", {"playhead": -1}, "playhead"),
        ("ping", {"playhead": True}, "playhead"),
        ("ping", {"sessionID": None}, "sessionID"),
        ("ping", {"sessionID": 5}, "sessionID"),
        ("adStart", {"advertisingDetails": None}, "advertisingDetails"),
        (
            "adStart",
            {"advertisingDetails": {"name": "x", "length": 1, "playerName": "web"}},
            "advertisingDetails.podPosition",
        ),
        (
            "adStart",
            {"advertisingDetails": {"name": "x", "length": 1, "podPosition": 0}},
            "advertisingDetails.playerName",
        ),
        ("adComplete", {"advertisingDetails": {}}, "advertisingDetails"),
        ("chapterComplete", {"chapterDetails": {}}, "chapterDetails"),
        ("chapterSkip", {"chapterDetails": {}}, "chapterDetails"),
        ("adBreakStart", {"advertisingPodDetails": {"index": 1}}, "advertisingPodDetails.offset"),
        ("adBreakComplete", {"advertisingPodDetails": {}}, "advertisingPodDetails"),
        ("chapterStart", {"chapterDetails": 1}, "chapterDetails"),
        ("error", {"errorDetails": {"name": "x", "source": "me"}}, "errorDetails.source"),
        ("error", {"errorDetails": None}, "errorDetails"),
        ("bitrateChange", {"qoeDataDetails": None}, "qoeDataDetails"),
        ("statesUpdate", {"statesStart": None}, "statesStart"),
        ("statesUpdate", {"statesEnd": [{}]}, "statesEnd[0].name"),
        ("statesUpdate", {"statesEnd": {}}, "statesEnd"),
    ],
)
def test_what_is_wrong_with_an_event_is_named(name: str, change: dict[str, Any], place: str) -> None:
    said = problem(a_request(an_event(name, **change), path=f"/ee/va/v1/{name}"))
    assert (said["type"][-16:], said["title"]) == ("va-edge-0400-400", "Bad Request")
    assert said["report"]["requestId"]
    (detail,) = said["report"]["details"]
    assert detail["name"] == f"$.events[0].xdm.mediaCollection.{place}"
    assert detail["reason"]


def test_everything_that_is_wrong_is_named_at_once() -> None:
    said = problem(a_request({"events": [{"xdm": {}}]}, path="/ee/va/v1/ping"))
    names = [detail["name"] for detail in said["report"]["details"]]
    assert names == [f"$.events[0].xdm.{name}" for name in ("eventType", "timestamp", "mediaCollection")]


@pytest.mark.parametrize("name", ["ping", "sessionStart", "downloaded"])
def test_an_event_has_to_be_what_its_address_says(name: str) -> None:
    said = problem(a_request(an_event("adBreakStart"), path=f"/ee/va/v1/{name}"))
    assert said["type"].endswith("va-edge-0400-400")
    assert said["report"]["details"] == (
        f"The payload eventType adBreakStart was different from the path eventType {name}"
    )


@pytest.mark.parametrize("moment", ["yesterday", "2026-05-04T11:22:10", 5])
def test_the_time_of_an_event_has_a_zone(moment: Any) -> None:
    body = an_event("ping")
    body["events"][0]["xdm"]["timestamp"] = moment
    (detail,) = problem(a_request(body, path="/ee/va/v1/ping"))["report"]["details"]
    assert detail["name"] == "$.events[0].xdm.timestamp"
    assert "ISO 8601" in detail["reason"]


def test_a_session_starts_without_a_time() -> None:
    body = an_event("sessionStart")
    del body["events"][0]["xdm"]["timestamp"]
    assert ask(a_request(body, path="/ee/va/v1/sessionStart")).status == 200


@pytest.mark.parametrize("path", ["/ee/va/v1/sessionStart", "/ee/v1/interact"])
def test_what_is_missing_of_a_start_comes_within_the_answer(path: str) -> None:
    body = an_event("sessionStart", sessionDetails={"name": "trailer"}, playhead=None)
    given = ask(a_request(body, path=path))
    assert given.status == 207
    said = msgspec.json.decode(given.body)
    assert not handles(said, "media-analytics:new-session")
    (error,) = said["errors"]
    assert (error["status"], error["title"]) == (400, "Invalid request")
    assert error["report"]["eventIndex"] == 0
    names = [detail["name"] for detail in error["report"]["details"]]
    assert names[:2] == ["$.xdm.mediaCollection.playhead", "$.xdm.mediaCollection.sessionDetails.playerName"]


def test_each_start_of_a_batch_gets_its_own_session() -> None:
    events = [*an_event("sessionStart")["events"], {"xdm": {}}, *an_event("sessionStart")["events"]]
    body = envelope(a_request({"events": events}, path="/ee/v1/interact"))
    sessions = handles(body, "media-analytics:new-session")
    assert [handle["eventIndex"] for handle in sessions] == [0, 2]
    assert sessions[0]["payload"] != sessions[1]["payload"]


def test_nobody_who_opted_out_is_watched() -> None:
    closed = msgspec.structs.replace(SHOP, consent="out")
    start = a_request(an_event("sessionStart"), path="/ee/va/v1/sessionStart")
    assert not handles(envelope(start, closed), "media-analytics:new-session")
    ping = a_request(an_event("ping"), path="/ee/va/v1/ping")
    given = reply(ping, closed, State(STATE.now, b"chance", Player().memory))
    assert given.answer.status == 204
    assert not any(isinstance(change, MediaSessionMoved) for change in given.changes)


def test_a_download_needs_its_events() -> None:
    given: tuple[Any, ...] = (None, [], [{}])
    for events in given:
        xdm = {"eventType": "media.downloaded", "mediaDownloadedEvents": events}
        said = problem(a_request({"events": [{"xdm": xdm}]}, path="/ee/va/v1/downloaded"))
        assert "mediaDownloadedEvents" in said["report"]["details"][0]["name"]


# How long a session lives


@pytest.mark.parametrize(
    ("change", "place"),
    [
        ({"mediaEventType": "media.play"}, "[0].mediaEventType"),
        ({"mediaEventType": None}, "[0].mediaEventType"),
        ({"mediaEventType": "play"}, "[0].mediaEventType"),
        ({"mediaEventTimestamp": None}, "[0].mediaEventTimestamp"),
        ({"mediaEventTimestamp": "then"}, "[0].mediaEventTimestamp"),
        ({"mediaCollection": None}, "[0].mediaCollection"),
        ({"mediaCollection": {"playhead": 0}}, "[0].mediaCollection.sessionDetails"),
    ],
)
def test_a_download_is_a_whole_session(change: dict[str, Any], place: str) -> None:
    xdm = {"eventType": "media.downloaded", "mediaDownloadedEvents": [DOWNLOAD | change]}
    said = problem(a_request({"events": [{"xdm": xdm}]}, path="/ee/va/v1/downloaded"))
    assert said["report"]["details"][0]["name"] == f"$.events[0].xdm.mediaDownloadedEvents{place}"


def test_an_unknown_session_is_not_found() -> None:
    given = Player().send("ping", sessionID="ff" * 32)
    assert given.answer.status == 404
    said = msgspec.json.decode(given.answer.body)
    assert (said["type"][-16:], said["title"]) == ("va-edge-0404-404", "Not Found")


@pytest.mark.parametrize("end", ["sessionComplete", "sessionEnd"])
def test_a_session_that_ended_is_over(end: str) -> None:
    player = Player()
    assert MediaSessionEnded(SESSION) in player.send(end).changes
    assert player.send("ping").answer.status == 404


def test_a_session_without_events_dies_after_ten_minutes() -> None:
    player = Player()
    player.wait(minutes=10)
    assert MediaSessionMoved(SESSION, 12.0) in player.send("ping").changes
    player.wait(minutes=10, seconds=1)
    assert player.send("ping").answer.status == 404


def test_a_session_that_does_not_move_dies_after_half_an_hour() -> None:
    player = Player()
    for _ in range(6):
        player.wait(minutes=5)
        assert player.send("ping").answer.status == 204
    player.wait(seconds=1)
    assert player.send("ping").answer.status == 404


def test_no_session_is_older_than_a_day() -> None:
    player = Player()
    for minute in range(0, 24 * 60, 9):
        player.now = STATE.now + timedelta(minutes=minute)
        assert player.send("ping", playhead=minute).answer.status == 204
    player.now = STATE.now + timedelta(hours=24, seconds=1)
    assert player.send("ping", playhead=5000).answer.status == 404
