"""The card of audiences and destinations: what is known of the visitor, and what is to be handed on."""

from collections.abc import Iterator
from typing import Final

from edge_studio.edge.amounts import duration, plural
from edge_studio.edge.handles import Answer
from edge_studio.edge.summaries import listing
from edge_studio.edge.summary.entries import Entries, Entry, entries_of, whole_text
from edge_studio.edge.summary.model import Card, Fact
from edge_studio.edge.summary.question import Question
from edge_studio.jsontext.lazy_json import LazyValue
from edge_studio.jsontext.pointer import join

_MOST: Final = 100
_KEPT_DAYS: Final = 10
"""How long the Web SDK keeps a destination's cookie where none is said (read from its source)."""


def activation_card(answer: Answer, question: Question) -> Card | None:
    """Audiences and destinations; None where the answer has none."""
    pulled, pushed = entries_of(answer, "activation:pull"), entries_of(answer, "activation:push")
    if not pulled.pointer and not pushed.pointer:
        return None
    found = [fact for entry in pulled for fact in _destination(entry)]
    if pulled and not any(entry.value.get("attributes") for entry in pulled):
        words = "none: they come on authenticated requests only"
        if question.is_authenticated:
            words = "none, though the request was authenticated: the destination is to map them"
        found.append(Fact("Attributes", words))
    found += [_push(entry) for entry in pushed]
    return Card(
        "audiences",
        "Audiences and destinations",
        _said(pulled, pushed),
        pointer=pulled.pointer or pushed.pointer,
        facts=tuple(found),
        more=pulled.more + pushed.more,
    )


def _said(pulled: Entries, pushed: Entries) -> str:
    words: list[str] = []
    if pulled.pointer:
        segments = [entry.value.get("segments") for entry in pulled]
        count = sum(one.count for one in segments if one is not None)
        names = listing([_name(entry.value) for entry in pulled])
        words.append(f"{plural(count, 'audience')} for {names}" if names else "No audiences")
    cookies = sum(entry.value.string("type") == "cookie" for entry in pushed)
    urls = sum(entry.value.string("type") == "url" for entry in pushed)
    others = len(pushed.entries) - cookies - urls
    words += [f"{plural(cookies, 'cookie')} to set"] if cookies else []
    words += [f"{plural(urls, 'URL')} to call"] if urls else []
    words += [f"{others:,} of another kind"] if others else []
    if not pulled.pointer and not pushed:
        words.append("nothing to hand on to destinations")
    spoken = ", ".join(words)
    return f"{spoken[:1].upper()}{spoken[1:]}."


def _name(value: LazyValue) -> str:
    return value.string("alias") or value.string("destinationId") or "a destination without a name"


def _destination(entry: Entry) -> Iterator[Fact]:
    value, name = entry.value, _name(entry.value)
    segments = value.get("segments")
    listed = segments.some(0, _MOST) if segments is not None and segments.kind == "array" else []
    ids = [one.string("id") or one.preview(60) for _, one in listed]
    more = (segments.count if segments is not None else 0) - len(ids)
    words = ", ".join(ids) + (f" and {more:,} more" if more > 0 else "")
    place = f"{entry.pointer}/segments" if segments is not None else entry.pointer
    yield Fact(f"Audiences for {name}", words or "none", ", ".join(ids), place)
    attributes = value.get("attributes")
    for key, one in (
        attributes.some(0, _MOST) if attributes is not None and attributes.kind == "object" else ()
    ):
        inner = one.get("value")
        shown = inner if inner is not None else one
        pointer = f"{entry.pointer}/attributes" + join(str(key))
        yield Fact(f"{key} for {name}", shown.preview(), whole_text(shown), pointer)
    if value.string("alias"):
        destination = value.string("destinationId")
        if destination:
            yield Fact(f"ID of {name}", destination, destination, f"{entry.pointer}/destinationId")


def _push(entry: Entry) -> Fact:
    value = entry.value
    spec = value.get("spec")
    if value.string("type") == "cookie":
        days = value.integer("spec", "ttlDays")
        kept = (
            f"for {plural(days, 'day')}"
            if days is not None
            else f"for {_KEPT_DAYS} days, since none are said"
        )
        domain = value.string("spec", "domain")
        at = f" at {domain}" if domain else ""
        name, text = value.string("spec", "name"), value.string("spec", "value")
        return Fact(f"Cookie {name}", f"{text} · to be set{at} {kept}", text, f"{entry.pointer}/spec")
    url = value.string("spec", "url")
    minutes = value.integer("spec", "ttlMinutes")
    again = f" · again after {duration(minutes * 60)}" if minutes and minutes > 0 else ""
    kind = value.string("type")
    label = f"URL {value.string('id')}".strip() if url and kind in {"url", ""} else kind or "Destination"
    shown = spec if spec is not None else value
    bare = value.get("spec", "hideReferrer")
    again += " · without telling the referrer" if bare is not None and bare.text == "true" else ""
    return Fact(label, f"{url or shown.preview()}{again}", url or whole_text(shown), f"{entry.pointer}/spec")
