"""What clients report of offers, counted: displays and interactions, which frequency caps look at."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any, Final, Literal

from edge_studio.edge.scopes import from_base64, placed
from edge_studio.edge.trace import TraceEvent
from edge_studio.local_edge.case import Case, Effect
from edge_studio.local_edge.changes import PropositionCounted
from edge_studio.local_edge.hit import at
from edge_studio.local_edge.journey_optimizer import Action
from edge_studio.local_edge.offer_book import OfferBook, offer_book
from edge_studio.local_edge.offer_decisioning import proposition_id

STEP: Final = "feedback"
"""The name of the step in the trace: our choice."""

_COUNTED: Final[tuple[Literal["display", "interact"], ...]] = ("display", "interact")
_KINDS: Final = (*_COUNTED, "dismiss", "trigger", "suppressDisplay", "disqualify")
"""The members of ``propositionEventType`` (Adobe documentation, and read from its SDKs' sources)."""


@dataclass(slots=True)
class _Tally:
    """What one request reports."""

    ecid: str
    counted: list[PropositionCounted] = field(default_factory=list)
    messages: list[str] = field(default_factory=list)
    lost: bool = False

    def loses(self, what: str) -> None:
        """Note something that is not counted although its sender will believe so."""
        self.messages.append(what)
        self.lost = True


def count(case: Case) -> Effect:
    """The displays and interactions that a request reports, in events of their own or along with page views.

    What cannot be counted is only said in the trace, since the service stays silent about it (Adobe
    documentation: such reports are dropped).
    """
    tally = _Tally(case.who.ecid if case.who else "")
    book: OfferBook | None = None
    for index, (_, event) in enumerate(case.hit.events()):
        decisioning = at(event, "xdm", "_experience", "decisioning")
        if not isinstance(decisioning, dict):
            continue
        book = book or offer_book(case.hit.scenario)
        _event(tally, book, f"Event {index}", event, decisioning)
    if not tally.messages:
        return Effect()
    if case.profile.consent == "out":
        tally.counted.clear()
        tally.loses("Nothing is counted, since the visitor has opted out")
    step = TraceEvent("com.adobe.edge.konductor", STEP, tuple(tally.messages), failed=tally.lost)
    return Effect(changes=tuple(tally.counted), trace=(step,))


def _event(tally: _Tally, book: OfferBook, place: str, event: Any, decisioning: dict[str, Any]) -> None:
    reported = at(decisioning, "propositionEventType")
    kinds = [kind for kind in _KINDS if _is_set(at(reported, kind))]
    propositions = decisioning.get("propositions")
    if not isinstance(propositions, list) or not propositions:
        tally.loses(f"{place}: _experience.decisioning names no propositions")
    elif not kinds:
        tally.loses(f"{place}: not counted, since propositionEventType does not say what happened")
    elif not tally.ecid:
        tally.loses(f"{place}: not counted, since the request names no visitor")
    elif at(event, "data", "__adobe", "ajo", "dryRun") is True:
        tally.messages.append(f"{place}: a dry run, so nothing is counted")
    else:
        action = decisioning.get("propositionAction")
        for proposition in propositions:
            _proposition(tally, book, place, proposition, kinds, action)


def _is_set(flag: Any) -> bool:
    """Flags are 1 or 0 (Adobe documentation); that true and false do as well is our choice."""
    return bool(flag == 1)


def _proposition(
    tally: _Tally, book: OfferBook, place: str, proposition: Any, kinds: list[str], action: Any
) -> None:
    scope = at(proposition, "scope")
    where = f"{place}, {scope if isinstance(scope, str) else 'a proposition without a scope'}"
    details = at(proposition, "scopeDetails")
    if not details:
        activity = _without_details(book, proposition)
        if activity is None:
            tally.loses(f"{where}: not counted, since scopeDetails is not echoed")
            return
        _add(tally, where, activity, kinds)
        return
    token = at(details, "characteristics", "eventToken")
    if not isinstance(token, str):
        if at(details, "characteristics", "scopeType") == "view":
            tally.messages.append(f"{where}: the view was shown without an offer")
        else:
            tally.loses(f"{where}: not counted, since scopeDetails has no eventToken")
    elif book.target is not None and token in book.target.tokens:
        _add(tally, where, book.target.tokens[token], kinds)
    elif book.journey_optimizer is not None and token in book.journey_optimizer.actions:
        journey = book.journey_optimizer.actions[token]
        _add(tally, where, journey.id, kinds)
        if journey.item_tokens:
            _decision_items(tally, where, journey, details, kinds, action)
    else:
        tally.loses(f"{where}: not counted, since its eventToken was not given by this scenario")


def _without_details(book: OfferBook, proposition: Any) -> str | None:
    """The activity of a proposition of Offer Decisioning, which has no scopeDetails; None for any other."""
    scope = at(proposition, "scope")
    if book.offer_decisioning is None or not isinstance(scope, str):
        return None
    place = placed(scope)
    if place is None or not book.offer_decisioning.has(place):
        return None
    return place.activity if at(proposition, "id") == proposition_id(scope) else None


def _decision_items(
    tally: _Tally, where: str, journey: Action, details: Any, kinds: list[str], action: Any
) -> None:
    """Count items of a decision policy: all that are echoed, or those that ``propositionAction`` names.

    An interaction has to name exactly one token (Adobe documentation).
    """
    echoed = _echoed(journey, at(details, "characteristics", "subPropositions"))
    if not echoed:
        tally.loses(f"{where}: no decision item is counted, since subPropositions is not echoed as it was")
        return
    tokens = at(action, "tokens")
    named = [token for token in tokens if isinstance(token, str)] if isinstance(tokens, list) else []
    for kind in kinds:
        if kind == "interact" and len(named) != 1:
            tally.loses(
                f"{where}: no decision item is counted, since an interaction has to name exactly one of "
                "the tokens in subPropositions"
            )
            continue
        for token in named or echoed:
            if token in echoed:
                _add(tally, where, echoed[token], [kind])
            else:
                tally.loses(f"{where}: the token {token} is none of those in subPropositions")


def _echoed(journey: Action, sub_propositions: Any) -> dict[str, str]:
    """The decision items that come back, by their tokens."""
    ours = {token: item for item, token in journey.item_tokens.items()}
    return {token: ours[token] for token in _tokens(from_base64(sub_propositions)) if token in ours}


def _tokens(sub_propositions: Any) -> Iterator[str]:
    for proposition in sub_propositions if isinstance(sub_propositions, list) else ():
        items = at(proposition, "items")
        for item in items if isinstance(items, list) else ():
            token = at(item, "token")
            if isinstance(token, str):
                yield token


def _add(tally: _Tally, where: str, activity: str, kinds: list[str]) -> None:
    for kind in _COUNTED:
        if kind in kinds:
            tally.counted.append(PropositionCounted(tally.ecid, activity, kind))
            tally.messages.append(f"{where}: {kind} of {activity} counted")
    for other in kinds:
        if other not in _COUNTED:
            tally.messages.append(f"{where}: {other} of {activity} noted; caps do not look at it")
