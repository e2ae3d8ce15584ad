"""Media sessions: the events that a player sends, and how long a session without any lives.

Addresses, answers and the times after which a session dies are Adobe's documentation.
"""

from datetime import timedelta
from typing import Any, Final

from edge_studio.edge.trace import TraceEvent
from edge_studio.local_edge.case import Case, Effect
from edge_studio.local_edge.changes import MediaSessionEnded, MediaSessionMoved, MediaSessionStarted
from edge_studio.local_edge.hit import Hit, at
from edge_studio.local_edge.media_fields import DOWNLOADED, START, Wrong, mismatch, wrong_fields
from edge_studio.local_edge.memory import IDLE, MediaSession
from edge_studio.local_edge.problems import Problem

STUCK: Final = timedelta(minutes=30)
"""Without another playhead a session is over."""
LONGEST: Final = timedelta(hours=24)
"""However it goes, a session is over."""

_ENDS: Final = {"sessionComplete", "sessionEnd"}
_MEDIA: Final = "com.adobe.media"
"""Called as in faults: our choice."""


def problem(hit: Hit) -> Problem | None:
    """Why a media event cannot be taken: something is wrong, or its session is not there (any more).

    What is wrong with a session's start is no reason to refuse it: see :func:`play`.
    """
    name = hit.route.media_event
    if hit.route.action != "media":
        return None
    event = next(hit.events())[1]
    if said := mismatch(name, event):
        return _bad(said)
    if name == START:
        return None
    if wrong := wrong_fields(name, event, "$.events[0].xdm"):
        return _bad(_details(wrong))
    if name == DOWNLOADED:
        return None
    session = hit.state.remembered.session(event["xdm"]["mediaCollection"]["sessionID"])
    if session is None or not _is_alive(session, hit):
        return Problem(
            "va-edge-0404-404",
            "The requested resource could not be found but may be available again in the future.",
            {
                "details": "Error processing request. If the session is longer than 24h, please start a new "
                "one. Returning Not Found"
            },
        )
    return None


def play(case: Case) -> Effect:
    """Take a media event; its problem, where it starts a session, comes within the answer (a 207).

    An event of someone who opted out does nothing.
    """
    hit = case.hit
    name = hit.route.media_event
    event = next(hit.events())[1]
    if name == START:
        return _start(case, 0, event)
    if case.profile.consent == "out":
        return Effect(trace=(_step(name, "Ignored: the visitor has opted out", failed=True),))
    if name == DOWNLOADED:
        count = len(event["xdm"]["mediaDownloadedEvents"])
        return Effect(trace=(_step(name, f"{count} event{'s' * (count != 1)} of a download taken"),))
    collection = event["xdm"]["mediaCollection"]
    id_, playhead = collection["sessionID"], float(collection["playhead"])
    if name in _ENDS:
        step = _step(name, f"Session {id_[:8]}… ended at {playhead:g} s")
        return Effect(changes=(MediaSessionEnded(id_),), trace=(step,))
    step = _step(name, f"Session {id_[:8]}… at {playhead:g} s")
    return Effect(changes=(MediaSessionMoved(id_, playhead),), trace=(step,))


def new_session(case: Case) -> Effect:
    """The sessions that start with an ordinary event, as the Web SDK starts them."""
    starts = [
        _start(case, index, event)
        for index, (_, event) in enumerate(case.hit.events())
        if at(event, "xdm", "eventType") == f"media.{START}"
    ]
    if len(starts) == 1:
        return starts[0]
    return Effect(
        tuple(handle for effect in starts for handle in effect.handles),
        changes=tuple(change for effect in starts for change in effect.changes),
        errors=tuple(error for effect in starts for error in effect.errors),
        trace=tuple(step for effect in starts for step in effect.trace),
    )


def _start(case: Case, index: int, event: Any) -> Effect:
    """A new session; none where Media Analytics is not enabled in the datastream, or something is wrong.

    That there is no session either where only a field is wrong is our choice.
    """
    hit = case.hit
    if "media" not in case.services or not hit.scenario.media:
        said = "No session: Media Analytics is not enabled in the datastream"
        return Effect(trace=(_step(START, said, failed=True),))
    if case.profile.consent == "out":
        return Effect(trace=(_step(START, "No session: the visitor has opted out", failed=True),))
    if wrong := wrong_fields(START, event, "$.xdm"):
        said = f"No session: {'; '.join(f'{name}: {reason}' for name, reason in wrong)}"
        bad = Problem(
            "va-edge-0400-400",
            "Invalid request. Please check your input and try again.",
            {"eventIndex": index, "details": _details(wrong)},
            title="Invalid request",
        )
        return Effect(errors=(bad,), trace=(_step(START, said, failed=True),))
    id_ = hit.state.mint(f"media session {index}").hex()
    playhead = float(event["xdm"]["mediaCollection"]["playhead"])
    handle = {"type": "media-analytics:new-session", "eventIndex": index, "payload": [{"sessionId": id_}]}
    change = MediaSessionStarted(id_, case.who.ecid if case.who else "", playhead)
    return Effect((handle,), changes=(change,), trace=(_step(START, f"Session {id_[:8]}… began"),))


def _is_alive(session: MediaSession, hit: Hit) -> bool:
    now = hit.state.now
    return (
        now - session.last_event <= IDLE
        and now - session.playhead_moved <= STUCK
        and now - session.started <= LONGEST
    )


def _step(name: str, said: str, *, failed: bool = False) -> TraceEvent:
    return TraceEvent(_MEDIA, name, (said,), failed=failed)


def _details(wrong: list[Wrong]) -> list[dict[str, str]]:
    return [{"name": name, "reason": reason} for name, reason in wrong]


def _bad(details: str | list[dict[str, str]]) -> Problem:
    return Problem(
        "va-edge-0400-400", "Invalid request. Please check your input and try again.", {"details": details}
    )
