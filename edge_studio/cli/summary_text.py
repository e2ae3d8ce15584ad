"""A summary as text that reads well in 80 columns, without anything that could move a terminal's cursor."""

from collections.abc import Iterator
from typing import Final

import msgspec

from edge_studio.cli.printing import plain, wrapped
from edge_studio.edge.moments import written
from edge_studio.edge.propositions import chain_words
from edge_studio.edge.summary.model import Asked, Card, Content, Fact, Offer, Reason, Summary, Trouble

_LABEL: Final = 26
"""The most columns for what a fact is about."""
_SHOWN: Final = 300
"""How many characters of an offer's content are printed."""
_MARKS: Final = {"danger": " [error]", "warning": " [look]", "success": "", "neutral": ""}


def summary_text(summary: Summary) -> str:
    """All cards, one after the other."""
    lines = list(wrapped(f"{summary.headline}: {summary.sentence}", ""))
    if summary.request_id:
        lines.append(f"Request ID {plain(summary.request_id)}")
    for card in summary.cards:
        lines += ["", *_card(card)]
    return "\n".join(lines) + "\n"


def _card(card: Card) -> Iterator[str]:
    yield f"{plain(card.title).upper()}{_MARKS[card.tone]}"
    yield from wrapped(card.said, "")
    for trouble in card.troubles:
        yield from _trouble(trouble)
    for asked in card.asked:
        yield from _asked(asked)
    labels = [len(plain(fact.label)) for fact in card.facts]
    width = min(max(labels, default=0), _LABEL)
    for fact in card.facts:
        yield from _fact(fact, width)
    if card.more:
        yield f"  and {card.more:,} more, which were only counted"


def _fact(fact: Fact, width: int) -> Iterator[str]:
    label = plain(fact.label)
    words = fact.told
    if fact.until is not None:
        words += f", until {written(fact.until)}"
    words += _MARKS[fact.tone]
    if len(label) > width:
        yield f"  {label}"
        yield from wrapped(words, " " * (width + 4))
    else:
        yield from wrapped(words or "(empty)", f"  {label:<{width}}  ", " " * (width + 4))


def _trouble(trouble: Trouble) -> Iterator[str]:
    where = f" (event {trouble.event_index + 1})" if trouble.event_index is not None else ""
    code = f"{trouble.code}: " if trouble.code else ""
    yield from wrapped(f"{trouble.severity.capitalize()} {code}{trouble.title}{where}", "  ", "    ")
    told = (
        ("", trouble.meaning),
        ("It says: ", trouble.detail),
        *(("", f"- {cause}") for cause in trouble.causes),
        ("What to do: ", trouble.remedy),
        ("Send again? ", trouble.retry),
    )
    for lead, words in told:
        if words:
            yield from wrapped(f"{lead}{words}", "    ")


def _asked(asked: Asked) -> Iterator[str]:
    name = asked.name if asked.scope in {"", asked.name} else f"{asked.name} ({asked.scope})"
    extra = "" if asked.was_asked else " [not asked for]"
    nothing = "" if not asked.reasons else ": nothing to show"
    yield from wrapped(f"{name}{nothing}{extra}", "  ", "    ")
    for offer in asked.offers:
        yield from _offer(offer)
    for reason in asked.reasons:
        yield from _reason(reason)


def _offer(offer: Offer) -> Iterator[str]:
    names = chain_words(offer.activity, offer.experience, ">")
    event = f" (event {offer.event_index + 1})" if offer.event_index else ""
    yield from wrapped(
        f"{offer.provider or 'Not said by whom'}: {names or offer.id}{event}", "    ", "      "
    )
    for content in offer.contents:
        yield from _content(content)


def _content(content: Content) -> Iterator[str]:
    yield from wrapped(content.title, "      ", "        ")
    whole = _in_line(content.text)
    text = plain(whole[: _SHOWN * 2])
    if text:
        cut = len(text) > _SHOWN or len(whole) > _SHOWN * 2
        yield from wrapped(
            text[:_SHOWN] + (f"... ({len(content.text):,} characters)" if cut else ""), "        "
        )


def _in_line(text: str) -> str:
    """JSON without the blanks that lay it out, its numbers spelled as they are; any other text as it is."""
    if text[:1] not in {"{", "["}:
        return text
    try:
        return msgspec.json.format(text.encode(), indent=0).decode()
    except (msgspec.DecodeError, UnicodeEncodeError, RecursionError):
        return text


def _reason(reason: Reason) -> Iterator[str]:
    yield from wrapped(f"{'Proven' if reason.certain else 'Perhaps'}: {reason.words}", "    ", "      ")
    if reason.remedy:
        yield from wrapped(f"-> {reason.remedy}", "      ", "         ")
