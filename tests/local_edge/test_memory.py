"""The memory holds what later answers need, and stays as small however many come."""

import tracemalloc
from collections.abc import Iterator
from datetime import timedelta

import pytest

from edge_studio.local_edge.changes import (
    Change,
    ConsentGiven,
    FaultMatched,
    MediaSessionEnded,
    MediaSessionMoved,
    MediaSessionStarted,
    PropositionCounted,
    VisitorSeen,
)
from edge_studio.local_edge.memory import (
    MOST_PER_VISITOR,
    MOST_SESSIONS,
    MOST_VISITORS,
    Memory,
    RememberedVisitor,
)
from tests.local_edge.requests import ECID, STATE

NOW = STATE.now


def ecid(number: int) -> str:
    return f"{number:038}"


def remembering(*changes: Change) -> Memory:
    memory = Memory()
    memory.apply(changes, NOW)
    return memory


def known(memory: Memory) -> RememberedVisitor:
    visitor = memory.visitor(ECID)
    assert visitor is not None
    return visitor


def test_a_visit_is_counted_and_dated() -> None:
    memory = remembering(VisitorSeen(ECID))
    later = NOW + timedelta(hours=1)
    memory.apply((VisitorSeen(ECID),), later)
    visitor = known(memory)
    assert (visitor.hits, visitor.first_seen, visitor.last_seen) == (2, NOW, later)


def test_identities_add_up_the_newest_first() -> None:
    memory = remembering(VisitorSeen(ECID, (("CRMID", "1"),)))
    memory.apply((VisitorSeen(ECID, (("Email", "a@shop.example"), ("CRMID", "1"))), VisitorSeen(ECID)), NOW)
    assert known(memory).identities == (("Email", "a@shop.example"), ("CRMID", "1"))


def test_a_consent_is_kept_with_its_time_and_choices() -> None:
    memory = remembering(ConsentGiven(ECID, "out", "then", {"share": {"val": "y"}}))
    visitor = known(memory)
    assert (visitor.consent, visitor.consent_time, visitor.choices) == (
        "out",
        "then",
        {"share": {"val": "y"}},
    )
    assert visitor.hits == 0


def test_displays_and_interactions_are_counted_apart() -> None:
    memory = remembering(
        PropositionCounted(ECID, "7", "display"),
        PropositionCounted(ECID, "7", "display"),
        PropositionCounted(ECID, "7", "interact"),
    )
    assert (known(memory).displays, known(memory).interactions) == ({"7": 2}, {"7": 1})


def test_of_too_many_visitors_those_seen_longest_ago_are_forgotten() -> None:
    memory = remembering(*(VisitorSeen(ecid(number)) for number in range(MOST_VISITORS)))
    memory.apply((VisitorSeen(ecid(0)), VisitorSeen(ecid(MOST_VISITORS))), NOW)
    assert len(memory.visitors()) == MOST_VISITORS
    assert memory.visitor(ecid(0)) is not None
    assert memory.visitor(ecid(1)) is None
    assert [visitor.ecid for visitor in memory.visitors()[:2]] == [ecid(MOST_VISITORS), ecid(0)]


def test_of_one_visitor_only_so_much_is_kept() -> None:
    numbers = range(MOST_PER_VISITOR + 5)
    memory = remembering(
        VisitorSeen(ECID, tuple(("CRMID", str(number)) for number in numbers)),
        *(PropositionCounted(ECID, str(number), "display") for number in numbers),
        *(PropositionCounted(ECID, str(number), "interact") for number in numbers),
    )
    visitor = known(memory)
    assert len(visitor.identities) == len(visitor.displays) == len(visitor.interactions) == MOST_PER_VISITOR
    assert str(numbers[-1]) in visitor.displays
    assert "0" not in visitor.displays


def test_an_activity_that_is_shown_again_is_not_the_next_to_be_forgotten() -> None:
    memory = remembering(
        *(PropositionCounted(ECID, str(number), "display") for number in range(MOST_PER_VISITOR)),
        PropositionCounted(ECID, "0", "display"),
        PropositionCounted(ECID, "new", "display"),
    )
    assert known(memory).displays["0"] == 2
    assert "1" not in known(memory).displays


def test_a_media_session_moves_and_ends() -> None:
    memory = remembering(MediaSessionStarted("s", ECID, 0))
    later = NOW + timedelta(minutes=1)
    memory.apply((MediaSessionMoved("s", 0),), later)
    still = memory.session("s")
    assert still is not None
    assert (still.last_event, still.playhead_moved, still.playhead) == (later, NOW, 0)
    memory.apply((MediaSessionMoved("s", 9), MediaSessionMoved("unknown", 9)), later)
    moved = memory.session("s")
    assert moved is not None
    assert (moved.started, moved.playhead_moved, moved.playhead) == (NOW, later, 9)
    memory.apply((MediaSessionEnded("s"), MediaSessionEnded("s")), later)
    assert memory.session("s") is None


def test_a_media_session_that_died_is_forgotten_when_anything_happens() -> None:
    memory = remembering(MediaSessionStarted("quiet", ECID, 0), MediaSessionStarted("lively", ECID, 0))
    memory.apply((MediaSessionMoved("lively", 300),), NOW + timedelta(minutes=5))
    memory.apply((VisitorSeen(ECID),), NOW + timedelta(minutes=10, seconds=1))
    assert [session.id for session in memory.sessions()] == ["lively"]


def test_there_are_never_too_many_media_sessions() -> None:
    memory = remembering(*(MediaSessionStarted(str(number), ECID, 0) for number in range(MOST_SESSIONS + 3)))
    assert len(memory.sessions()) == MOST_SESSIONS
    assert memory.session("0") is None


def test_matches_of_a_fault_are_counted_and_everything_can_be_forgotten() -> None:
    memory = remembering(
        FaultMatched("slow"), FaultMatched("slow"), VisitorSeen(ECID), MediaSessionStarted("s", ECID, 0)
    )
    assert (memory.matches("slow"), memory.matches("other")) == (2, 0)
    memory.forget()
    assert (memory.matches("slow"), memory.visitors(), memory.sessions()) == (0, (), ())


@pytest.mark.usefixtures("_traced")
def test_memory_stays_flat_however_many_come() -> None:
    def come(first: int) -> int:
        for number in range(first, first + 2 * MOST_VISITORS):
            seen = VisitorSeen(ecid(number), (("CRMID", str(number)),))
            shown = PropositionCounted(ecid(number), "7", "display")
            memory.apply((seen, shown, MediaSessionStarted(str(number), ecid(number), 0)), NOW)
        return tracemalloc.get_traced_memory()[0]

    memory = Memory()
    full = come(0)
    assert come(1_000_000) < full * 1.05


@pytest.fixture
def _traced() -> Iterator[None]:
    tracemalloc.start()
    yield
    tracemalloc.stop()
