"""The card of offers: for each scope or surface asked, what came back, and where nothing did, why."""

from collections.abc import Generator, Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import Final, Literal

from edge_studio.edge.amounts import plural
from edge_studio.edge.decoding import decodings
from edge_studio.edge.handles import Answer
from edge_studio.edge.propositions import PROVIDERS, offer_names, scope_of
from edge_studio.edge.scopes import PAGE, normal_surface, placed
from edge_studio.edge.summaries import listing, shorten
from edge_studio.edge.summary.contents import read_content
from edge_studio.edge.summary.entries import MOST, Entry, facts, handles_of, whole_text
from edge_studio.edge.summary.model import Asked, Card, Content, Fact, Offer
from edge_studio.edge.summary.question import Question, Wanted
from edge_studio.edge.summary.reasons import Situation, reasons_for
from edge_studio.jsontext.lazy_json import LazyValue

DECISIONS: Final = "personalization:decisions"
_LOOKED_AT: Final = 2_000
"""How many propositions are asked for their scope, so that each scope is seen."""
_BYTES: Final = 8_000_000
"""How many bytes of propositions are read for that, and again for their details."""
_MOST_ITEMS: Final = 50


def offers_steps(
    answer: Answer, question: Question, is_opted_out: bool
) -> Generator[None, None, Card | None]:
    """What was offered to the visitor, offer by offer; None where nothing was and nothing was asked."""
    chosen, seen, total = yield from _chosen(answer)
    offers: list[Offer] = []
    for entry in chosen:
        offers.append(read_offer(entry))
        yield
    handles = handles_of(answer, DECISIONS)
    asked = _asked(offers, answer, question, is_opted_out, bool(handles), total > seen)
    if not asked:
        return _nothing_asked(answer, question)
    shown = [offer for offer in offers if _has_items(offer) and not offer.is_default]
    missing = [one for one in asked if one.reasons]
    return Card(
        "offers",
        "Offers",
        _said(len(shown), total - len(offers), asked, missing),
        "warning" if any(one.was_asked for one in missing) else "success",
        handles[0].pointer if handles else "",
        asked=tuple(asked),
        more=total - len(offers),
    )


def _has_items(offer: Offer) -> bool:
    """Whether it holds items, and not something odd in their place."""
    return any(content.pointer.startswith(f"{offer.pointer}/items/") for content in offer.contents)


def _said(shown: int, more: int, asked: Sequence[Asked], missing: Sequence[Asked]) -> str:
    """The card in one sentence."""
    filled = [one.name for one in asked if not one.reasons]
    words = [f"{plural(shown + more, 'offer')} for {listing(filled)}"] if filled else ["No offer came back"]
    if missing:
        names = listing([one.name for one in missing])
        words.append(f"nothing to show for {names}" if filled else f"asked were {names}")
    return "; ".join(words) + "."


def _nothing_asked(answer: Answer, question: Question) -> Card | None:
    """An answer to a request that asks for no offers: a usual surprise, since all else went well."""
    if not (question.is_known and question.endpoint == "interact" and answer.kind == "envelope"):
        return None
    if any(kind.startswith("media-analytics") for kind in answer.by_type):
        return None
    remedy = "Add query.personalization with decisionScopes or surfaces, and the schemas to come back."
    return Card(
        "offers",
        "Offers",
        "No offers, since the request asks for no scope and no surface.",
        facts=(Fact("To get offers", remedy),),
    )


# --- which propositions are looked at ---


def _chosen(answer: Answer) -> Generator[None, None, tuple[list[Entry], int, int]]:
    """The propositions to look at in detail, how many were asked for their scope, and how many there are.

    The first of each scope is always among them.
    """
    found: list[tuple[int, str, Entry]] = []
    handles = handles_of(answer, DECISIONS)
    total, read = sum(handle.count for handle in handles), 0
    for handle in handles:
        if len(found) >= _LOOKED_AT or read > _BYTES:
            break
        for at, value in enumerate(handle.payload[: _LOOKED_AT - len(found)]):
            read += value.size
            if read > _BYTES and found:
                break
            entry = Entry(value, f"{handle.pointer}/payload/{at}", handle.event_index or 0)
            found.append((len(found), scope_of(value), entry))
            if len(found) % 8 == 0:
                yield
    first: dict[str, int] = {}
    for at, scope, _ in found:
        first.setdefault(scope, at)
    kept = set(list(first.values())[:MOST])
    for at, _, _ in found:
        if len(kept) >= MOST:
            break
        kept.add(at)
    return [entry for at, _, entry in found if at in kept], len(found), total


# --- one proposition ---


def read_offer(entry: Entry) -> Offer:
    """One proposition, whatever of the usual it has."""
    item, pointer = entry.value, entry.pointer
    names = offer_names(item)
    contents, more = _contents(item, pointer)
    if item.kind != "object":
        title = "No offer, though it stands among them"
        contents = (Content("unknown", title, whole_text(item), "", "", pointer),)
    told = tuple(_facts(item, pointer))
    if more:
        told = (*told, Fact("Further items", f"{more:,}", pointer=f"{pointer}/items"))
    return Offer(
        item.string("scope"),
        names.provider,
        names.activity,
        names.experience,
        contents,
        bool(contents) and all(content.kind == "default" for content in contents),
        item.string("id"),
        pointer,
        entry.event_index,
        told,
    )


def _contents(item: LazyValue, pointer: str) -> tuple[tuple[Content, ...], int]:
    found = item.get("items")
    if found is None or found.kind == "null":
        return (), 0
    if found.kind != "array":
        text = whole_text(found)
        return (Content("unknown", "Items that are no list", text, "", "", f"{pointer}/items"),), 0
    shown = [read_content(value, f"{pointer}/items/{at}") for at, value in found.some(0, _MOST_ITEMS)]
    return tuple(shown), found.count - len(shown)


def _facts(item: LazyValue, pointer: str) -> Iterator[Fact]:
    """What else a proposition says of how it came about."""
    details = item.get("scopeDetails")
    activity = details.get("activity") if details is not None else item.get("activity")
    yield from facts(item, pointer, (("Proposition ID", "id"),))
    below = f"{pointer}/scopeDetails" if details is not None else pointer
    ids = (("Activity ID", "id"), ("Priority", "priority"), ("Matched surfaces", "matchedSurfaces"))
    yield from facts(activity, f"{below}/activity", (*ids, ("Version of the activity", "etag")))
    place = (("Placement ID", "id"), ("Version of the placement", "etag"))
    yield from facts(item.get("placement"), f"{pointer}/placement", place)
    if details is None:
        return
    yield from facts(details.get("experience"), f"{below}/experience", (("Experience ID", "id"),))
    yield from facts(details, below, (("Rank", "rank"), ("Correlation ID", "correlationID")))
    for name in ("strategies", "characteristics/strategies"):
        yield from _strategies(details.get(*name.split("/")), f"{below}/{name}")
    traits = details.get("characteristics")
    if traits is not None and traits.string("scopeType") == "view":
        yield Fact("Scope", "a view of a single-page app", "view", f"{below}/characteristics/scopeType")
    for label, name in (("Event token", "eventToken"), ("Analytics token", "analyticsToken")):
        text = traits.string(name) if traits is not None else ""
        said = next((one.words for one in decodings(text, key=name)), shorten(text))
        if text:
            yield Fact(label, said, text, f"{below}/characteristics/{name}")
    yield from _decisions_inside(traits, f"{below}/characteristics/subPropositions")


def _strategies(strategies: LazyValue | None, pointer: str) -> Iterator[Fact]:
    """How each strategy came to its choice."""
    for at, one in strategies.some(0, 10) if strategies is not None and strategies.kind == "array" else ():
        names = (
            ("Traffic type", "trafficType"),
            ("Algorithm", "algorithmID"),
            ("Step", "step"),
            ("Strategy", "strategyID"),
            ("Treatment", "treatmentID"),
        )
        yield from facts(one, f"{pointer}/{at}", names)


def _decisions_inside(traits: LazyValue | None, pointer: str) -> Iterator[Fact]:
    """The items that Experience Decisioning chose within a proposition of Journey Optimizer."""
    packed = traits.string("subPropositions") if traits is not None else ""
    for decoded in decodings(packed, key="subPropositions"):
        listed = decoded.value if decoded.id == "sub-propositions" else None
        for _, inner in listed.some(0, 10) if listed is not None else ():
            wire = inner.string("scopeDetails", "decisionProvider")
            items = inner.get("items")
            for _, item in items.some(0, 20) if items is not None and items.kind == "array" else ():
                score = item.string("score")
                how = item.string("itemSelection", "selectionDetail", "selectionType")
                words = [item.string("name") or item.string("id")]
                words += [f"score {score}"] if score else []
                words += [how] if how else []
                yield Fact(
                    PROVIDERS.get(wire, wire) or "Decision", " · ".join(words), item.string("id"), pointer
                )


# --- scopes with what came back for them ---


@dataclass(slots=True)
class _Row:
    """One scope while its offers are gathered."""

    wanted: Wanted
    was_asked: bool
    offers: list[Offer]


def _asked(
    offers: Iterable[Offer],
    answer: Answer,
    question: Question,
    is_opted_out: bool,
    has_decisions: bool,
    was_cut: bool,
) -> list[Asked]:
    rows = {wanted.scope: _Row(wanted, True, []) for wanted in question.wanted}
    normal = {normal_surface(scope): scope for scope, row in rows.items() if row.wanted.kind == "surface"}
    for offer in offers:
        scope = offer.scope
        row = rows.get(scope) or rows.get(normal.get(normal_surface(scope), scope))
        if row is None:
            kind: Literal["scope", "surface"] = "surface" if "://" in scope else "scope"
            row = rows[scope] = _Row(Wanted(scope, kind, set(), False, ""), not question.is_known, [])
        row.offers.append(offer)
    with_offers = [scope for scope, row in rows.items() if any(offer.contents for offer in row.offers)]
    made: list[Asked] = []
    for row in rows.values():
        situation = Situation(
            row.wanted,
            question,
            answer,
            row.offers,
            with_offers,
            has_decisions,
            is_opted_out,
            was_cut,
        )
        has_something = any(offer.contents and not offer.is_default for offer in row.offers)
        made.append(
            Asked(
                row.wanted.scope,
                scope_name(row.wanted.scope),
                row.wanted.kind,
                row.was_asked,
                tuple(row.offers),
                () if has_something else reasons_for(situation),
            )
        )
    return made


def scope_name(scope: str) -> str:
    """A scope in words: what a base64 one names, ``the whole page``; any other as it is."""
    if scope == PAGE:
        return "the whole page"
    if place := placed(scope):
        return f"{_short_id(place.activity)} at {_short_id(place.placement)}"
    return scope or "no scope"


def _short_id(id: str) -> str:
    """``xcore:offer-activity:15a`` is "activity 15a"."""
    parts = id.split(":")
    kind = parts[-2].removeprefix("offer-") if len(parts) > 2 else ""
    return f"{kind} {shorten(parts[-1], 24)}".strip()
