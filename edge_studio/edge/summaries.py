"""Each type of handle, and each entry of its payload, in plain words."""

from collections.abc import Callable, Collection, Sequence
from dataclasses import dataclass
from itertools import islice

from edge_studio.edge.amounts import duration, plural
from edge_studio.edge.client_state import entry_name, read_identity, short_key
from edge_studio.edge.decoding import decodings
from edge_studio.edge.decoding.visitor import made_words
from edge_studio.edge.propositions import chain_words, offer_names, scopes_of
from edge_studio.jsontext.lazy_json import Key, LazyValue, Payload

_CONSENT = {
    **dict.fromkeys(("y", "in"), "collection allowed"),
    **dict.fromkeys(("n", "out"), "collection refused"),
    **dict.fromkeys(("p", "pending"), "collection pending"),
}
"""What the values of both versions of Adobe's standard mean for the collection of data."""
_SCHEMAS = {
    "default-content-item": "default content",
    "html-content-item": "HTML content",
    "json-content-item": "JSON content",
    "redirect-item": "redirect",
    "ruleset-item": "rules",
    "dom-action": "DOM change",
    "eventHistoryOperation": "entry for the event history",
    "measurement": "measurement",
    "content-component-html": "HTML offer",
    "content-component-json": "JSON offer",
    "content-component-text": "text offer",
    "content-component-imagelink": "image offer",
    "message/in-app": "in-app message",
    "message/content-card": "content card",
    "message/feed-item": "feed item",
    "message/inbox": "inbox message",
    "message/native-alert": "native alert",
}
_SHORT = 24
"""State entries of so many characters are shown beside what they mean."""
_LOOKED_AT = 500
"""How many entries of one payload are read for its summary."""


@dataclass(frozen=True, slots=True)
class Entry:
    """One entry of a handle's payload: what to call it and what it says."""

    label: str
    """What distinguishes it, such as the scope; empty where nothing does."""
    origin: str = ""
    """Where it comes from, such as ``Target``."""
    text: str = ""
    """What it says, in words or, where ``on_wire``, as a value of the wire."""
    on_wire: bool = False
    weak: bool = False
    """Whether it only says what kind of thing it is."""


def listing(words: Sequence[str], most: int = 3) -> str:
    """The different words among ``words``, at most so many of them."""
    return listed(dict.fromkeys(word for word in words if word), most)


def listed(different: Collection[str], most: int = 3) -> str:
    """The first of these words, each cut where it is long, and how many more there are."""
    shown = ", ".join(shorten(word) for word in islice(different, most))
    return shown if len(different) <= most else f"{shown} and {len(different) - most:,} more"


def shorten(text: str, limit: int = 48) -> str:
    """The text, cut in the middle where it is long: scopes differ at both ends."""
    return text if len(text) <= limit else f"{text[: limit // 2]}…{text[-limit // 4 :]}"


# --- one entry of a payload ---


def _identity(item: LazyValue) -> Entry:
    return Entry(item.string("namespace", "code"), "", item.string("id"), on_wire=True)


def _sync(item: LazyValue) -> Entry:
    minutes = item.integer("spec", "ttlMinutes")
    kept = f" · again after {duration(minutes * 60)}" if minutes else ""
    return Entry(f"ID sync {item.string('id')}".strip(), "", item.string("spec", "url") + kept)


def _state(item: LazyValue) -> Entry:
    key, value = item.string("key"), item.string("value")
    words = [lifetime(item)]
    identity = read_identity(value) if entry_name(key) == "identity" else None
    if identity:
        words.append(f"{'new ' if identity.is_fresh else ''}ECID {identity.ecid}")
        words.append(made_words(identity))
    elif value:
        held = next(decodings(value, key=key), None)
        short = [value] if len(value) <= _SHORT else []
        words.append(": ".join([*short, held.words]) if held else shorten(value))
    return Entry(short_key(key), "", " · ".join(word for word in words if word))


def lifetime(item: LazyValue) -> str:
    """How long a state entry is kept: no ``maxAge`` means the session, 0 or less deletes it."""
    if item.get("maxAge") is None:
        return "session"
    seconds = item.integer("maxAge")
    if seconds is None:
        return item.string("maxAge") or "unknown lifetime"
    return duration(seconds) if seconds > 0 else "deleted now"


def _hint(item: LazyValue) -> Entry:
    return Entry(item.string("scope"), "", item.string("hint"), on_wire=True)


def _proposition(item: LazyValue) -> Entry:
    names = offer_names(item)
    named = chain_words(names.activity_name, names.experience_name)
    return Entry(item.string("scope"), names.provider, named or _contents(_items(item)), weak=not named)


def _items(item: LazyValue) -> list[LazyValue]:
    found = item.get("items")
    return [value for _, value in found.some(0, 50)] if found and found.kind == "array" else []


def schema_name(item: LazyValue) -> str:
    """The last part of an item's schema, such as ``html-content-item`` or ``message/in-app``."""
    return _tail(item.string("schema"))


def content_kind(schema: str) -> str:
    """What kind of content a schema stands for, such as ``HTML content``; its own name if it is new."""
    name = _tail(schema)
    return _SCHEMAS.get(name, name)


def _tail(schema: str) -> str:
    tail = schema.rstrip("/").rsplit("/", 1)[-1]
    return f"message/{tail}" if "/message/" in schema else tail


def _contents(items: Sequence[LazyValue]) -> str:
    kinds = [schema_name(item) for item in items]
    if not kinds:
        return "nothing to show"
    if set(kinds) == {"dom-action"}:
        return plural(len(kinds), "DOM change")
    words = listing([_SCHEMAS.get(kind, kind) for kind in kinds])
    return words if len(kinds) == 1 else f"{plural(len(kinds), 'item')}: {words}"


def _destination(item: LazyValue) -> Entry:
    segments, attributes = item.get("segments"), item.get("attributes")
    words = [plural(segments.count if segments else 0, "audience")]
    if attributes and attributes.count:
        words.append(plural(attributes.count, "attribute"))
    return Entry(item.string("alias") or item.string("destinationId"), "", ", ".join(words))


def _push(item: LazyValue) -> Entry:
    if item.string("type") == "cookie":
        days = item.integer("spec", "ttlDays")
        kept = f" · {plural(days, 'day')}" if days else ""
        return Entry(f"cookie {item.string('spec', 'name')}", "", item.string("spec", "value") + kept)
    return Entry(item.string("type") or "destination", "", item.string("spec", "url"))


def _consent(item: LazyValue) -> Entry:
    val = item.string("collect", "val") or item.string("general")
    standard = item.string("consentStandard")
    said = f"consent by {standard}" if standard else plural(item.count, "preference")
    return Entry("consent", "", _CONSENT.get(val, val) or said)


def _session(item: LazyValue) -> Entry:
    return Entry("media session", "", item.string("sessionId"), on_wire=True)


def _conversation(item: LazyValue) -> Entry:
    state = item.string("state").replace("-", " ")
    return Entry("answer", state, item.string("response", "message"), on_wire=True)


def _program(item: LazyValue) -> Entry:
    return Entry("assistant's program", "", item.string("src"), on_wire=True)


# --- a whole payload ---


def _identities(payload: Payload) -> str:
    codes = [item.string("namespace", "code") for item in payload]
    return listing(["visitor ID" if code == "ECID" else f"{code} ID".strip() for code in codes])


def _propositions(payload: Payload) -> str:
    return f"offers for {listing(scopes_of(payload))}"


def _hints(payload: Payload) -> str:
    chosen = next((item for item in payload if item.string("scope") == "EdgeNetwork"), payload[0])
    seconds = chosen.integer("ttlSeconds")
    return chosen.string("hint") + (f" · good for {duration(seconds)}" if seconds and seconds > 0 else "")


def _states(payload: Payload) -> str:
    return "carried into the next request of this visitor"


def _consents(payload: Payload) -> str:
    return listing([_consent(item).text for item in payload])


def _destinations(payload: Payload) -> str:
    return f"audiences for {listing([_destination(item).label for item in payload])}"


def _pushes(payload: Payload) -> str:
    cookies = sum(item.string("type") == "cookie" for item in payload)
    urls = sum(item.string("type") == "url" for item in payload)
    others = len(payload) - cookies - urls
    words = [plural(cookies, "cookie") + " to set"] if cookies else []
    words += [plural(urls, "URL") + " to call"] if urls else []
    return ", ".join(words + ([f"{others:,} of another kind"] if others else []))


def _sessions(payload: Payload) -> str:
    opened = any(item.string("sessionId") for item in payload)
    return "media session opened" if opened else "a media session without its ID"


@dataclass(frozen=True, slots=True)
class HandleType:
    """How one type of handle is put in words."""

    summary: Callable[[Payload], str]
    entry: Callable[[LazyValue], Entry]
    empty: str
    """What an empty payload means."""


def _words(text: str) -> Callable[[Payload], str]:
    return lambda payload: text


TYPES = {
    "identity:result": HandleType(_identities, _identity, "no visitor ID"),
    "identity:exchange": HandleType(_words("ID syncs with partners"), _sync, "no ID syncs"),
    "identity:persist": HandleType(_words("an old way to keep state"), _state, "no state"),
    "state:store": HandleType(_states, _state, "no state to keep"),
    "locationHint:result": HandleType(_hints, _hint, "no region"),
    "personalization:decisions": HandleType(_propositions, _proposition, "no offer qualified"),
    "activation:pull": HandleType(_destinations, _destination, "no audiences"),
    "activation:push": HandleType(_pushes, _push, "nothing to set or call"),
    "consent:preferences": HandleType(_consents, _consent, "no preferences"),
    "media-analytics:new-session": HandleType(_sessions, _session, "no media session"),
    "brand-concierge:conversation": HandleType(_words("the assistant's answer"), _conversation, "no answer"),
    "brand-concierge:config": HandleType(
        _words("where the assistant is loaded from"), _program, "no settings"
    ),
}
"""The catalogue of handles (Adobe documentation and the Web SDK's source); any other type is shown too."""


def summarise(handle_type: str, payload: Payload) -> str:
    """What the handles of this type with this ``payload`` bring, in a few words."""
    known = TYPES.get(handle_type)
    if not payload:
        return known.empty if known else "empty"
    said = known.summary(payload[:_LOOKED_AT]) if known else ""
    return said or plural(len(payload), "entry", "entries")


def entry(handle_type: str, item: LazyValue) -> Entry:
    """What to call one entry of the payload and what it says; no label where nothing is known of it."""
    known = TYPES.get(handle_type)
    return known.entry(item) if known and item.kind == "object" else Entry("")


def hint(handle_type: str, tail: tuple[Key, ...], value: LazyValue) -> str:
    """What a value inside an entry holds, in a few words; empty where the value itself says it best.

    ``tail`` is the way from the entry to the value, such as ``("items", 0)``.
    """
    if handle_type != "personalization:decisions" or not value.is_container:
        return ""
    match tail:
        case ("items",):
            return listing([schema_name(item) for _, item in value.some(0, 50)])
        case ("items", int()):
            return schema_name(value)
        case ("scopeDetails",):
            known = (("activity", "activity"), ("experience", "experience"))
            found = [(word, value.string(key, "id")) for word, key in known]
            return ", ".join(f"{word} {shorten(id)}" for word, id in found if id)
    return ""
