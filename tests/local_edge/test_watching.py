"""A window hears of each hit once: of its own by their trace, of others in their order."""

from collections.abc import Sequence
from datetime import UTC, datetime, timedelta
from threading import Thread

from edge_studio.edge.exchange import PreparedRequest
from edge_studio.edge.trace import TraceEvent
from edge_studio.local_edge.watching import Announcements, Inbox
from tests.edge.test_received import BODY, STEPS, URL, a_hit

NOON = datetime(2026, 5, 4, 12, 0, tzinfo=UTC)
REQUEST = PreparedRequest("POST", URL, (), BODY)


class Desk:
    """A window that announces what it sends, at a time of the test's own."""

    def __init__(self) -> None:
        self.now = NOON
        self.told: list[Sequence[TraceEvent]] = []
        self.announcements = Announcements(lambda: self.now)

    def claims(self, seconds: float = 0.0, **change: object) -> bool:
        """Whether a hit that began so long after noon is one of the window's own."""
        hit = a_hit(started=NOON + timedelta(seconds=seconds), **change)
        claimed = self.announcements.claim(hit)
        if claimed is not None:
            claimed.tell(hit.trace)
        return claimed is not None


def test_what_was_announced_is_the_windows_own_once() -> None:
    desk = Desk()
    assert not desk.claims()
    desk.announcements.announce(REQUEST, desk.told.append)
    assert desk.claims(0.001)
    assert desk.told == [STEPS]
    assert not desk.claims(0.001)


def test_a_request_that_differs_anywhere_is_another_clients() -> None:
    desk = Desk()
    desk.announcements.announce(REQUEST, desk.told.append)
    assert not desk.claims(method="PUT")
    assert not desk.claims(url=URL.replace("6b1f", "6b2f"))
    assert not desk.claims(body=BODY + b" ")
    assert desk.claims(url=URL.replace("127.0.0.1:8731", "localhost:1"))


def test_the_same_request_sent_twice_is_claimed_twice() -> None:
    desk = Desk()
    for _ in range(2):
        desk.announcements.announce(REQUEST, desk.told.append)
    assert [desk.claims(), desk.claims(), desk.claims()] == [True, True, False]


def test_what_came_before_or_after_the_exchange_is_not_it() -> None:
    desk = Desk()
    announced = desk.announcements.announce(REQUEST, desk.told.append)
    assert not desk.claims(-1)
    desk.now = NOON + timedelta(seconds=5)
    announced.over()
    assert not desk.claims(6)
    assert desk.claims(4)  # a hit is told of after its answer


def test_a_request_that_never_arrived_is_forgotten() -> None:
    desk = Desk()
    desk.announcements.announce(REQUEST, desk.told.append).over()
    desk.now = NOON + timedelta(minutes=2)
    other = PreparedRequest("POST", URL, (), b"{}")
    desk.announcements.announce(other, desk.told.append)
    assert not desk.claims()


def test_hits_are_taken_in_their_order_and_wake_once() -> None:
    woken: list[bool] = []
    inbox = Inbox(lambda: woken.append(True))
    hits = [a_hit(seconds=float(number)) for number in range(5)]
    for hit in hits:
        inbox.put(hit)
    assert woken == [True]
    assert inbox.take(3) == hits[:3]
    inbox.put(hits[0])
    assert woken == [True]
    assert inbox.take(9) == [*hits[3:], hits[0]]
    assert inbox.take(9) == []
    inbox.put(hits[1])
    assert woken == [True, True]
    assert inbox.lost() == 0


def test_of_too_many_the_newest_stay_and_the_others_are_counted() -> None:
    inbox = Inbox(lambda: None, most=3)
    hits = [a_hit(seconds=float(number)) for number in range(5)]
    for hit in hits:
        inbox.put(hit)
    assert (inbox.lost(), inbox.lost()) == (2, 0)
    assert inbox.take(9) == hits[2:]


def test_bodies_too_large_in_sum_give_way_too_but_never_the_last_one() -> None:
    inbox = Inbox(lambda: None, most_bytes=1000)
    small = a_hit(body=b"x" * 400, answer_body=b"")
    large = a_hit(body=b"", answer_body=b"y" * 1001)
    for _ in range(3):
        inbox.put(small)
    assert inbox.lost() == 1
    inbox.put(large)
    assert inbox.lost() == 2
    assert inbox.take(9) == [large]
    inbox.put(small)
    inbox.put(small)
    assert inbox.lost() == 0


def test_no_hit_is_lost_between_threads() -> None:
    inbox = Inbox(lambda: None, most=10_000)
    hit = a_hit()

    def put() -> None:
        for _ in range(500):
            inbox.put(hit)

    threads = [Thread(target=put) for _ in range(4)]
    for thread in threads:
        thread.start()
    taken = 0
    while any(thread.is_alive() for thread in threads):
        taken += len(inbox.take(7))
    taken += len(inbox.take(10_000))
    assert taken == 2000
