"""The entries of an answer's handles by type: joined for reading, each with its place, never too many."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from edge_studio.edge.decoding.times import moment_words, relative
from edge_studio.edge.handles import Answer, Handle
from edge_studio.edge.summary.model import Fact
from edge_studio.jsontext.lazy_json import LazyValue

MOST = 200
"""How many entries of one kind are looked at in detail; the rest is only counted."""
LONGEST = 1_000_000
"""How many bytes of one text are taken whole; of a longer one, the beginning alone."""
_BEGINNING = 200_000


@dataclass(frozen=True, slots=True)
class Entry:
    """One entry of a payload."""

    value: LazyValue
    pointer: str
    event_index: int
    """Which event of the request it answers; 0 where the handle does not say (as Adobe's SDKs take it)."""


@dataclass(frozen=True, slots=True)
class Entries:
    """All entries of the handles of one type, in their order."""

    entries: tuple[Entry, ...]
    more: int
    """How many there are beyond those."""
    pointer: str
    """The first handle of the type, with entries or not; empty where there is none."""

    def __bool__(self) -> bool:
        return bool(self.entries)

    def __iter__(self) -> Iterator[Entry]:
        return iter(self.entries)


def handles_of(answer: Answer, kind: str) -> Sequence[Handle]:
    """The handles of one type, in the answer's order."""
    return answer.by_type.get(kind, ())


def entries_of(answer: Answer, kind: str, most: int = MOST) -> Entries:
    """The entries of all handles of one type, at most so many of them."""
    handles = handles_of(answer, kind)
    found: list[Entry] = []
    for handle in handles:
        if len(found) >= most:
            break
        found += of_handle(handle, most - len(found))
    total = sum(handle.count for handle in handles)
    return Entries(tuple(found), total - len(found), handles[0].pointer if handles else "")


def of_handle(handle: Handle, most: int = MOST) -> list[Entry]:
    """The first entries of one handle."""
    event = handle.event_index or 0
    payload = handle.payload[: max(0, most)]
    return [Entry(value, f"{handle.pointer}/payload/{at}", event) for at, value in enumerate(payload)]


def whole_text(value: LazyValue | None) -> str:
    """A string's characters, of anything else the text of the wire; of a very long one, its beginning."""
    if value is None:
        return ""
    if value.size <= LONGEST:
        return value.text
    return bytes(value.view[:_BEGINNING]).decode("utf-8", "ignore").lstrip('"') + "…"


def fact(label: str, value: LazyValue | None, pointer: str, words: str = "") -> Iterator[Fact]:
    """A fact about a value, if it is there and not null; without ``words`` the value speaks for itself."""
    if value is not None and value.kind != "null":
        exact = whole_text(value)
        yield Fact(label, words or value.preview(), exact, pointer)


def facts(holder: LazyValue | None, pointer: str, names: Sequence[tuple[str, str]]) -> Iterator[Fact]:
    """A fact for each member of an object that is there: (label, name)."""
    for label, name in names:
        if holder is not None:
            yield from fact(label, holder.get(name), f"{pointer}/{name}")


def until(received: datetime | None, seconds: int | None) -> datetime | None:
    """When something ends that lasts so many seconds from when the answer came; None where nobody knows."""
    if received is None or not seconds or seconds < 0:
        return None
    try:
        return received + timedelta(seconds=seconds)
    except OverflowError:
        return None


def when(moment: datetime, received: datetime | None) -> str:
    """A moment as it was when the answer came: ``2 days ago (4 May 2026 11:22 UTC)``."""
    exact = moment_words(moment)
    return f"{relative(moment, received)} ({exact})" if received is not None else exact
