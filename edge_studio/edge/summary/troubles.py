"""The card of trouble: every error and warning with what it means, what to do, and whether to retry."""

from collections.abc import Sequence
from typing import Final

from edge_studio.edge.errors import Retry, explain
from edge_studio.edge.handles import Answer, Notice
from edge_studio.edge.summary.model import Card, Trouble

_RETRY: Final[dict[Retry, str]] = {
    "yes": "Yes, the same again may work.",
    "no": "No, the same again fails again.",
    "maybe": "Perhaps: first check the input and the settings of the service.",
    "conditional": "Yes, but only after getting a new access token.",
    "not needed": "Not needed: the rest was done.",
}
_AGAIN: Final = frozenset((408, 429, 502, 503, 504, 507))
"""The statuses after which Adobe's SDKs send the same once more (read from their sources)."""
EXPLAINS_OFFERS: Final = ("EXEG-0301", "EXEG-02")
"""How the codes begin that explain why offers are missing."""


def trouble_card(answer: Answer, status: int) -> Card | None:
    """All errors and warnings; None where there are none."""
    found = [_trouble(notice, status) for notice in (*answer.errors, *answer.warnings)]
    if not found:
        return None
    counts = answer.trouble_counts
    first = found[0]
    said = " ".join(part for part in (_ended(first.title), first.meaning) if part)
    return Card(
        "trouble",
        " and ".join(counts).capitalize() if len(counts) > 1 else counts[0],
        said,
        "danger" if answer.has_errors else "warning",
        first.pointer,
        troubles=tuple(found),
        more=answer.more_errors + answer.more_warnings,
    )


def _ended(sentence: str) -> str:
    return sentence if sentence.endswith((".", "!", "?")) else f"{sentence}."


def _trouble(notice: Notice, status: int) -> Trouble:
    return Trouble(
        notice.severity,
        notice.code,
        notice.title,
        notice.meaning,
        notice.remedy,
        retry_words(notice, status),
        notice.detail,
        notice.causes,
        notice.event_index,
        notice.pointer,
    )


def retry_words(notice: Notice, status: int) -> str:
    """Whether to send the same again: by the catalogue, otherwise by its status as Adobe's SDKs do.

    An error that has no status of its own, in an answer that is a success, does not say.
    """
    known = explain(notice.code) if notice.code else None
    if known is not None and (known.retry != "not needed" or notice.severity == "warning"):
        return _RETRY[known.retry]
    if notice.severity == "warning" and status < 400:
        return _RETRY["not needed"]
    own = notice.status if notice.status >= 400 else status
    if own < 400:
        return "Perhaps: the answer does not say whether it would fail again."
    return _RETRY["yes"] if own in _AGAIN else _RETRY["no"]


def explains_missing_offers(notices: Sequence[Notice]) -> bool:
    """Whether one of them is a reason for offers to be missing."""
    return any(notice.code.startswith(EXPLAINS_OFFERS) for notice in notices)
