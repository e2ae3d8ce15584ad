"""Media sessions: the events that a player sends, and how long a session without any lives.

Addresses, required fields and the times after which a session dies are Adobe's documentation.
"""

from collections.abc import Iterator
from datetime import timedelta
from typing import Any, Final

from edge_studio.edge.trace import TraceEvent
from edge_studio.local_edge.case import Case, Effect
from edge_studio.local_edge.changes import MediaSessionEnded, MediaSessionMoved, MediaSessionStarted
from edge_studio.local_edge.hit import Hit, at
from edge_studio.local_edge.memory import MediaSession
from edge_studio.local_edge.problems import Problem

IDLE: Final = timedelta(minutes=10)
"""Without any event a session is over."""
STUCK: Final = timedelta(minutes=30)
"""Without another playhead a session is over."""
LONGEST: Final = timedelta(hours=24)
"""However it goes, a session is over."""

_STARTS: Final = "sessionStart"
_DOWNLOADED: Final = "downloaded"
_ENDS: Final = {"sessionComplete", "sessionEnd"}
_SESSION_DETAILS: Final = ("name", "playerName", "contentType", "length", "channel")
_NEEDED: Final = {
    "adBreakStart": ("advertisingPodDetails", ("index", "offset")),
    "adStart": ("advertisingDetails", ("name", "length", "podPosition")),
    "chapterStart": ("chapterDetails", ("index", "offset", "length")),
    "bitrateChange": ("qoeDataDetails", ()),
    "error": ("errorDetails", ("name", "source")),
}
"""What some events need in ``mediaCollection``, with the fields it has to have."""
_MEDIA: Final = "com.adobe.media-analytics"
_MISSING: Final = "Missing required field"


def problem(hit: Hit) -> Problem | None:
    """Why a media event cannot be taken: something is missing, or its session is not there (any more).

    What is missing of a session's start is no reason to refuse it: see :func:`play`.
    """
    if hit.route.action != "media" or hit.route.media_event == _STARTS:
        return None
    event = next(hit.events())[1]
    if wrong := list(_wrong(hit.route.media_event, event, "$.events[0].xdm")):
        return _bad(wrong)
    if hit.route.media_event == _DOWNLOADED:
        return None
    id_ = at(event, "xdm", "mediaCollection", "sessionID")
    session = hit.state.remembered.session(id_)
    if session is None or not _is_alive(session, hit):
        return Problem(
            "va-edge-0404-404", "The media session was not found. It is over, or was never started."
        )
    return None


def play(case: Case) -> Effect:
    """Take a media event; its problem, where it starts a session, comes within the answer (a 207)."""
    hit = case.hit
    name = hit.route.media_event
    event = next(hit.events())[1]
    if name == _STARTS:
        if wrong := list(_wrong(name, event, "$.xdm")):
            return Effect(errors=(_bad(wrong, {"eventIndex": 0}),))
        return _started(case, 0, event)
    if name == _DOWNLOADED:
        count = len(at(event, "xdm", "mediaDownloadedEvents"))
        return Effect(trace=(TraceEvent(_MEDIA, name, (f"{count} events of a download are taken",)),))
    collection = event["xdm"]["mediaCollection"]
    id_, playhead = collection["sessionID"], float(collection["playhead"])
    step = (TraceEvent(_MEDIA, name, (f"Session {id_[:8]}… at {playhead:g} s",)),)
    change = MediaSessionEnded(id_) if name in _ENDS else MediaSessionMoved(id_, playhead)
    return Effect(changes=(change,), trace=step)


def new_session(case: Case) -> Effect:
    """The sessions that start with an ordinary event, as the Web SDK starts them."""
    effects = [
        _started(case, index, event)
        for index, (_, event) in enumerate(case.hit.events())
        if at(event, "xdm", "eventType") == f"media.{_STARTS}"
    ]
    return Effect(
        tuple(handle for effect in effects for handle in effect.handles),
        changes=tuple(change for effect in effects for change in effect.changes),
        trace=tuple(step for effect in effects for step in effect.trace),
    )


def _started(case: Case, index: int, event: Any) -> Effect:
    """A new session; none where Media Analytics is not enabled in the datastream."""
    hit = case.hit
    if "media" not in case.services or not hit.scenario.media or case.profile.consent == "out":
        said = "No session: Media Analytics is not enabled, or the visitor has opted out"
        return Effect(trace=(TraceEvent(_MEDIA, _STARTS, (said,), failed=True),))
    id_ = hit.state.mint(f"media session {index}").hex()
    playhead = at(event, "xdm", "mediaCollection", "playhead")
    start = float(playhead) if _is_number(playhead) else 0.0
    handle = {"type": "media-analytics:new-session", "eventIndex": index, "payload": [{"sessionId": id_}]}
    change = MediaSessionStarted(id_, case.who.ecid if case.who else "", start)
    step = TraceEvent(_MEDIA, _STARTS, (f"Session {id_[:8]}… began",))
    return Effect((handle,), changes=(change,), trace=(step,))


def _is_alive(session: MediaSession, hit: Hit) -> bool:
    now = hit.state.now
    return (
        now - session.last_event <= IDLE
        and now - session.playhead_moved <= STUCK
        and now - session.started <= LONGEST
    )


def _bad(wrong: list[tuple[str, str]], report: dict[str, Any] | None = None) -> Problem:
    details = [{"name": name, "reason": reason} for name, reason in wrong]
    return Problem(
        "va-edge-0400-400",
        "Invalid request. Please check your input and try again.",
        {**(report or {}), "details": details},
    )


def _wrong(name: str, event: Any, path: str) -> Iterator[tuple[str, str]]:
    """What is wrong with a media event: the JSONPath and why."""
    xdm = at(event, "xdm")
    kind = at(xdm, "eventType")
    if kind is None:
        yield f"{path}.eventType", _MISSING
    elif kind != f"media.{name}":
        yield f"{path}.eventType", f"Has to be media.{name} at this address"
    if name == _DOWNLOADED:
        yield from _wrong_download(xdm, path)
        return
    if not isinstance(at(xdm, "timestamp"), str):
        yield f"{path}.timestamp", _MISSING
    collection = at(xdm, "mediaCollection")
    place = f"{path}.mediaCollection"
    if not isinstance(collection, dict):
        yield place, _MISSING
        return
    playhead = collection.get("playhead")
    if playhead is None:
        yield f"{place}.playhead", _MISSING
    elif not _is_number(playhead):
        yield f"{place}.playhead", "Has to be a number of seconds"
    if name == _STARTS:
        yield from _missing(collection, place, "sessionDetails", _SESSION_DETAILS)
    elif not isinstance(collection.get("sessionID"), str) or not collection["sessionID"]:
        yield f"{place}.sessionID", _MISSING
    yield from _wrong_details(name, collection, place)


def _wrong_details(name: str, collection: dict[str, Any], place: str) -> Iterator[tuple[str, str]]:
    if name in _NEEDED:
        yield from _missing(collection, place, *_NEEDED[name])
    if name == "adBreakComplete" and "advertisingPodDetails" in collection:
        yield f"{place}.advertisingPodDetails", "Is not allowed here"
    if name == "error" and at(collection, "errorDetails", "source") not in {None, "player", "external"}:
        yield f"{place}.errorDetails.source", "Has to be player or external"
    if name == "statesUpdate":
        given = [part for part in ("statesStart", "statesEnd") if part in collection]
        if not given:
            yield f"{place}.statesStart", _MISSING
        for part in given:
            states = collection[part]
            if not isinstance(states, list) or not all(isinstance(at(one, "name"), str) for one in states):
                yield f"{place}.{part}", "Has to be a list of states with a name"


def _wrong_download(xdm: Any, path: str) -> Iterator[tuple[str, str]]:
    events = at(xdm, "mediaDownloadedEvents")
    if not isinstance(events, list) or not events:
        yield f"{path}.mediaDownloadedEvents", _MISSING
        return
    for index, one in enumerate(events):
        for field in ("mediaEventTimestamp", "mediaEventType", "mediaCollection"):
            if at(one, field) is None:
                yield f"{path}.mediaDownloadedEvents[{index}].{field}", _MISSING


def _missing(
    collection: dict[str, Any], place: str, part: str, fields: tuple[str, ...]
) -> Iterator[tuple[str, str]]:
    found = collection.get(part)
    if not isinstance(found, dict):
        yield f"{place}.{part}", _MISSING
        return
    for field in fields:
        if found.get(field) is None:
            yield f"{place}.{part}.{field}", _MISSING


def _is_number(value: Any) -> bool:
    """Whether a value can be a playhead: a number of seconds that is not beyond all reason."""
    return isinstance(value, int | float) and not isinstance(value, bool) and 0 <= value < 1e9
