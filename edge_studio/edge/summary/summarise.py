"""From an answer, and the request it answers where that is at hand, to the cards that say what it means."""

from collections.abc import Callable, Generator, Sequence
from datetime import datetime
from functools import partial

from edge_studio.edge.exchange import Answered, PreparedRequest
from edge_studio.edge.handles import Answer
from edge_studio.edge.summary.activation import activation_card
from edge_studio.edge.summary.consent import consent_card, is_opted_out
from edge_studio.edge.summary.model import Card, CardKind, Summary
from edge_studio.edge.summary.offers import offers_steps
from edge_studio.edge.summary.others import (
    accepted_card,
    assistant_card,
    media_card,
    plain_card,
    region_card,
    unknown_steps,
)
from edge_studio.edge.summary.question import Question, read_question
from edge_studio.edge.summary.stored import stored_card, stored_in
from edge_studio.edge.summary.troubles import explains_missing_offers, trouble_card
from edge_studio.edge.summary.visitor import visitor_card
from edge_studio.jsontext.steps import drained


def summarise_exchange(
    answered: Answered,
    answer: Answer,
    *,
    request: PreparedRequest | None = None,
    received: datetime | None = None,
) -> Summary:
    """What an answer means, worked out at once, as :func:`summary_steps` has it."""
    return drained(summary_steps(answered, answer, request=request, received=received))


def summary_steps(
    answered: Answered,
    answer: Answer,
    *,
    request: PreparedRequest | None = None,
    received: datetime | None = None,
) -> Generator[None, None, Summary]:
    """What an answer means, as cards in the order in which they matter.

    ``answer`` is ``answered`` as :func:`edge_studio.edge.handles.read_answer` has it. The ``request`` tells
    what was asked for, and so why something is missing; ``received`` is when the answer came, with a zone,
    from which lifetimes count. It rests after each offer and each card. However
    large the answer is, only its first entries are looked at.
    """
    question = read_question(request)
    headers = {name.lower(): value for name, value in answered.headers}
    stored = stored_in(answer, answered.headers)
    opted_out = is_opted_out(answer, stored)
    is_envelope = answer.kind == "envelope"
    bare = accepted_card(answer, answered.status, question)
    yield
    may_offer = is_envelope or bare is not None
    offers = (yield from offers_steps(answer, question, opted_out)) if may_offer else None
    makers: Sequence[Callable[[], Card | None]] = (
        partial(trouble_card, answer, answered.status),
        partial(visitor_card, answer, question, stored, headers, received),
        partial(activation_card, answer, question),
        partial(consent_card, answer, stored),
        partial(media_card, answer),
        partial(assistant_card, answer),
        partial(stored_card, answer, stored, received),
        partial(region_card, answer, received),
        partial(plain_card, answer, headers, answer.body),
    )
    found = [bare, offers]
    for make in makers:
        found.append(make())
        yield
    found.append((yield from unknown_steps(answer)))
    order = _order(answer, question, opted_out)
    cards = sorted((card for card in found if card is not None), key=lambda card: order.index(card.kind))
    return Summary(
        answer.headline,
        answer.sentence,
        answer.tone,
        answer.request_id,
        tuple(cards),
        answer.has_errors,
    )


def _order(answer: Answer, question: Question, opted_out: bool) -> Sequence[CardKind]:
    """The kinds of cards, the most important first.

    Errors come first, and so do warnings that explain why offers are missing; otherwise what the request was
    for, which its endpoint and the handles tell.
    """
    leading: list[CardKind] = []
    if answer.errors or explains_missing_offers(answer.warnings):
        leading.append("trouble")
    leading.append("accepted")
    if question.endpoint == "set-consent" or opted_out:
        leading.append("consent")
    kinds = answer.by_type
    if "media-analytics:new-session" in kinds:
        leading.append("media")
    if "brand-concierge:conversation" in kinds:
        leading.append("assistant")
    rest: tuple[CardKind, ...] = (
        "visitor",
        "offers",
        "trouble",
        "audiences",
        "consent",
        "media",
        "assistant",
        "other",
        "stored",
        "region",
    )
    return [*leading, *(kind for kind in rest if kind not in leading)]
