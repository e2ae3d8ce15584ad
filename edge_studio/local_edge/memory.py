"""What Local Edge remembers between requests: visitors, media sessions, and the turns of faults."""

from collections import OrderedDict
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from typing import Any, Final, Protocol, assert_never

from edge_studio.local_edge.changes import (
    Change,
    ConsentGiven,
    ConsentState,
    FaultMatched,
    MediaSessionEnded,
    MediaSessionMoved,
    MediaSessionStarted,
    PropositionCounted,
    VisitorSeen,
)

MOST_VISITORS: Final = 2_000
"""Visitors kept; of more, those seen longest ago are forgotten, so that memory stays flat."""
MOST_SESSIONS: Final = 2_000
"""Media sessions kept, likewise."""
MOST_PER_VISITOR: Final = 50
"""Identities, and activities counted, of one visitor."""
IDLE: Final = timedelta(minutes=10)
"""A media session without any event for longer is over, and forgotten (Adobe documentation)."""


@dataclass(frozen=True, slots=True)
class RememberedVisitor:
    """What is known of one ECID."""

    ecid: str
    first_seen: datetime
    last_seen: datetime
    hits: int = 0
    consent: ConsentState | None = None
    """None where it was never said."""
    consent_time: str = ""
    choices: dict[str, Any] = field(default_factory=dict)
    """What was said of anything but collection, as :class:`ConsentGiven` has it."""
    identities: tuple[tuple[str, str], ...] = ()
    displays: dict[str, int] = field(default_factory=dict)
    """Activity to how often it was displayed."""
    interactions: dict[str, int] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class MediaSession:
    """One media session that was not ended."""

    id: str
    ecid: str
    started: datetime
    last_event: datetime
    playhead: float
    playhead_moved: datetime
    """When the playhead last had another value than before."""


class Remembered(Protocol):
    """What answering may read."""

    def visitor(self, ecid: str) -> RememberedVisitor | None:
        """What is known of an ECID."""

    def session(self, id: str) -> MediaSession | None:
        """A media session that was started and neither ended nor forgotten; it may have died of age."""

    def matches(self, fault: str) -> int:
        """How many requests matched a fault before."""


class Memory:
    """The memory of one running Local Edge; only its thread changes it."""

    def __init__(self) -> None:
        self._visitors: OrderedDict[str, RememberedVisitor] = OrderedDict()
        self._sessions: OrderedDict[str, MediaSession] = OrderedDict()
        self._matches: dict[str, int] = {}

    def visitor(self, ecid: str) -> RememberedVisitor | None:
        """What is known of an ECID."""
        return self._visitors.get(ecid)

    def session(self, id: str) -> MediaSession | None:
        """A media session that was started and neither ended nor forgotten; it may have died of age."""
        return self._sessions.get(id)

    def matches(self, fault: str) -> int:
        """How many requests matched a fault before."""
        return self._matches.get(fault, 0)

    def visitors(self) -> tuple[RememberedVisitor, ...]:
        """Everyone known, the last seen first."""
        return tuple(reversed(self._visitors.values()))

    def sessions(self) -> tuple[MediaSession, ...]:
        """Every media session that was started and not ended, the one longest without an event first."""
        return tuple(self._sessions.values())

    def forget(self) -> None:
        """Forget everyone and everything."""
        self._visitors.clear()
        self._sessions.clear()
        self._matches.clear()

    def forget_turns(self, fault: str | None = None) -> None:
        """Count the turns of a fault from the beginning, or those of all."""
        if fault is None:
            self._matches.clear()
        else:
            self._matches.pop(fault, None)

    def apply(self, changes: tuple[Change, ...], now: datetime) -> None:
        """Remember what one request left; ``now`` has a zone."""
        for change in changes:
            self._apply(change, now)
        while self._sessions and now - next(iter(self._sessions.values())).last_event > IDLE:
            self._sessions.popitem(last=False)

    def _apply(self, change: Change, now: datetime) -> None:
        match change:
            case VisitorSeen(ecid, identities):
                known = self._known(ecid, now)
                if identities and identities != known.identities:
                    identities = tuple(dict.fromkeys((*identities, *known.identities)))[:MOST_PER_VISITOR]
                else:
                    identities = known.identities
                self._visitors[ecid] = replace(
                    known, last_seen=now, hits=known.hits + 1, identities=identities
                )
            case ConsentGiven(ecid, consent, time, choices):
                known = self._known(ecid, now)
                self._visitors[ecid] = replace(
                    known, last_seen=now, consent=consent, consent_time=time, choices=choices
                )
            case PropositionCounted(ecid, activity, kind):
                known = self._known(ecid, now)
                if kind == "display":
                    self._visitors[ecid] = replace(
                        known, last_seen=now, displays=_counted(known.displays, activity)
                    )
                else:
                    self._visitors[ecid] = replace(
                        known, last_seen=now, interactions=_counted(known.interactions, activity)
                    )
            case MediaSessionStarted(session, ecid, playhead):
                self._sessions[session] = MediaSession(session, ecid, now, now, playhead, now)
                _trim(self._sessions, MOST_SESSIONS)
            case MediaSessionMoved(session, playhead):
                if open_session := self._sessions.get(session):
                    moved = open_session.playhead_moved if playhead == open_session.playhead else now
                    self._sessions[session] = replace(
                        open_session, last_event=now, playhead=playhead, playhead_moved=moved
                    )
                    self._sessions.move_to_end(session)
            case MediaSessionEnded(session):
                self._sessions.pop(session, None)
            case FaultMatched(fault):
                self._matches[fault] = self._matches.get(fault, 0) + 1
            case _ as never:
                assert_never(never)

    def _known(self, ecid: str, now: datetime) -> RememberedVisitor:
        """The visitor, now the last seen; the one seen longest ago goes where there are too many."""
        known = self._visitors.get(ecid)
        if known is not None:
            self._visitors.move_to_end(ecid)
            return known
        known = self._visitors[ecid] = RememberedVisitor(ecid, now, now)
        _trim(self._visitors, MOST_VISITORS)
        return known


def _counted(counts: dict[str, int], key: str) -> dict[str, int]:
    """The counts with one more; of too many, the one counted longest ago goes."""
    counted = {name: times for name, times in counts.items() if name != key}
    counted[key] = counts.get(key, 0) + 1
    if len(counted) > MOST_PER_VISITOR:
        del counted[next(iter(counted))]
    return counted


def _trim(kept: "OrderedDict[str, Any]", most: int) -> None:
    while len(kept) > most:
        kept.popitem(last=False)
