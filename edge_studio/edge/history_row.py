"""One exchange at a glance, as a list of the history shows it: everything but the bytes."""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import TYPE_CHECKING, NamedTuple

from edge_studio.edge.charset import in_utf8
from edge_studio.edge.exchange import RECEIVED, Answered, Exchange, Outcome, Unanswered

if TYPE_CHECKING:  # loaded when there is something to count
    from edge_studio.jsontext.lazy_json import LazyValue

_LARGE = 1_000_000
"""Bodies of more bytes are counted step by step."""


class Ending(StrEnum):
    """How an exchange ended, in the four groups a person filters by, and the one that has not ended."""

    OK = "ok"
    WARNINGS = "warnings"
    """Answered, but with errors or warnings inside, in parts (207) or by a redirect: amber."""
    ERRORS = "errors"
    NO_ANSWER = "no answer"
    WAITING = "waiting"


@dataclass(frozen=True, slots=True)
class HistoryRow:
    """What a list shows of one exchange."""

    id: int
    """The key of the row; later exchanges have higher ones."""
    started: datetime
    """With a zone, UTC."""
    connection: str
    production: bool
    endpoint: str
    event_type: str
    title: str
    subtitle: str
    url: str
    ending: Ending
    status: int | None = None
    """The HTTP status, None where no answer came (yet)."""
    reason: str = ""
    """The words beside the status, or the ``FailureReason``."""
    summary: str = ""
    duration: float | None = None
    """Seconds, None while waiting or where it was not recorded."""
    size: int | None = None
    """Bytes of the answer's body after content decoding."""
    handles: int | None = None
    errors: int = 0
    warnings: int = 0
    pinned: bool = False

    @property
    def is_received(self) -> bool:
        """Whether another client sent it, and Local Edge answered."""
        return self.connection == RECEIVED


class EnvelopeCounts(NamedTuple):
    """How many handles, errors and warnings an answer holds; ``handles`` is None where it is no envelope."""

    handles: int | None = None
    errors: int = 0
    warnings: int = 0


def envelope_counts(body: bytes) -> EnvelopeCounts:
    """Count an answer's handles, errors and warnings without decoding what they hold.

    A large one takes a second, in short steps: for a thread that is not the window's.
    """
    if len(body) > _LARGE:
        return _large_counts(body)
    import msgspec

    try:
        members = msgspec.json.decode(body, type=dict[str, msgspec.Raw])
    except (msgspec.DecodeError, UnicodeDecodeError, RecursionError):
        return EnvelopeCounts()

    def count(name: str) -> int | None:
        try:
            return len(msgspec.json.decode(members[name], type=list[msgspec.Raw]))
        except (KeyError, msgspec.DecodeError, UnicodeDecodeError, RecursionError):
            return None

    return EnvelopeCounts(count("handle"), count("errors") or 0, count("warnings") or 0)


def _large_counts(body: bytes) -> EnvelopeCounts:
    from edge_studio.jsontext.json_text import JsonText
    from edge_studio.jsontext.one_level import NotJson

    try:
        return counts_in(JsonText(body).root)
    except NotJson:
        return EnvelopeCounts()


def counts_in(root: "LazyValue | None") -> EnvelopeCounts:
    """The same of an answer that has been read; of a stream nothing is counted."""
    if root is None or root.kind != "object":
        return EnvelopeCounts()
    found = [root.get(name) for name in ("handle", "errors", "warnings")]
    handles, errors, warnings = (
        value.count if value is not None and value.kind == "array" else None for value in found
    )
    return EnvelopeCounts(handles, errors or 0, warnings or 0)


def ending_of(outcome: Outcome | None, counts: EnvelopeCounts) -> Ending:
    """The group an outcome belongs to; an outcome of None is still awaited."""
    match outcome:
        case None:
            return Ending.WAITING
        case Unanswered():
            return Ending.NO_ANSWER
        case Answered(status=status) if status >= 400:
            return Ending.ERRORS
        case Answered(status=status) if status == 207 or status >= 300 or counts.errors or counts.warnings:
            return Ending.WARNINGS
        case Answered():
            return Ending.OK


def row_of(exchange: Exchange, counts: EnvelopeCounts | None = None) -> HistoryRow:
    """The glance at an exchange: for a list that shows it before, or without, asking the history.

    Whoever knows the ``counts`` of its answer, or cannot wait for them, gives them.
    """
    outcome = exchange.outcome
    if counts is None:
        counts = EnvelopeCounts()
        if isinstance(outcome, Answered):
            counts = envelope_counts(in_utf8(outcome.body, outcome.headers))
    return HistoryRow(
        id=exchange.id,
        started=exchange.started,
        connection=exchange.connection,
        production=exchange.production,
        endpoint=exchange.endpoint,
        event_type=exchange.event_type,
        title=exchange.title,
        subtitle=exchange.subtitle,
        url=exchange.request.url,
        ending=ending_of(outcome, counts),
        status=outcome.status if isinstance(outcome, Answered) else None,
        reason=str(outcome.reason) if outcome else "",
        summary=exchange.summary,
        duration=outcome.timing.total if outcome else None,
        size=len(outcome.body) if isinstance(outcome, Answered) else None,
        handles=counts.handles,
        errors=counts.errors,
        warnings=counts.warnings,
        pinned=exchange.pinned,
    )
