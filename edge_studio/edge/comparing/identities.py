"""What items of lists go by: that of the Edge Network's own, and that of any list."""

from collections.abc import Callable, Hashable, Iterable
from dataclasses import dataclass

import msgspec
from msgspec import Raw

from edge_studio.edge.client_state import short_key
from edge_studio.edge.comparing.model import Side
from edge_studio.edge.comparing.sameness import one_form
from edge_studio.edge.errors import code_of
from edge_studio.jsontext.lazy_json import LazyValue
from edge_studio.jsontext.one_level import Slice

KeyOf = Callable[[LazyValue], Hashable]
"""What an item goes by; None where it has no such thing."""


@dataclass(frozen=True, slots=True)
class Rule:
    """How the items of a list find their counterparts, whatever their order."""

    keys: tuple[KeyOf, ...]
    """One after the other: what the first leaves over is for the next, which asks for less."""
    label: Callable[[LazyValue], str]
    """What an item is called."""


class _Id(msgspec.Struct):
    id: str = ""


class _Details(msgspec.Struct):
    decisionProvider: str = ""
    activity: _Id = msgspec.field(default_factory=_Id)


class _Proposition(msgspec.Struct):
    id: str = ""
    scope: str = ""
    scopeDetails: _Details = msgspec.field(default_factory=_Details)
    activity: _Id = msgspec.field(default_factory=_Id)
    placement: _Id = msgspec.field(default_factory=_Id)


_propositions = msgspec.json.Decoder(_Proposition)


def _proposition(item: LazyValue) -> _Proposition:
    try:
        return _propositions.decode(item.part)
    except (msgspec.DecodeError, RecursionError):
        return _Proposition(item.string("id"), item.string("scope"))


def _exact_proposition(item: LazyValue) -> tuple[str, ...]:
    it = _proposition(item)
    activity = it.scopeDetails.activity.id or it.activity.id
    return (it.scope, it.scopeDetails.decisionProvider, activity, it.placement.id, it.id)


def _activity(item: LazyValue) -> Hashable:
    return _exact_proposition(item)[:4]


def _scope_and_provider(item: LazyValue) -> Hashable:
    it = _proposition(item)
    return (it.scope, it.scopeDetails.decisionProvider)


def by(*paths: str) -> KeyOf:
    """A key of the texts at these paths (steps parted by blanks); None where all of them are empty."""
    steps = [path.split() for path in paths]

    def key(item: LazyValue) -> Hashable:
        found = tuple(item.string(*path) for path in steps)
        return found if any(found) else None

    return key


def words_at(*paths: str) -> Callable[[LazyValue], str]:
    """A label: the first of the texts at these paths."""
    steps = [path.split() for path in paths]

    def label(item: LazyValue) -> str:
        return next((found for path in steps if (found := item.string(*path))), "")

    return label


def _state_label(item: LazyValue) -> str:
    return short_key(item.string("key"))


def _notice_label(item: LazyValue) -> str:
    return code_of(item.string("type")) or item.string("title") or item.string("type")


PAYLOADS = {
    "personalization:decisions": Rule(
        (_exact_proposition, _activity, _scope_and_provider, by("scope")), words_at("scope", "id")
    ),
    "state:store": Rule((by("key"),), _state_label),
    "identity:persist": Rule((by("key"),), _state_label),
    "locationHint:result": Rule((by("scope"),), words_at("scope")),
    "identity:result": Rule((by("namespace code", "id"), by("namespace code")), words_at("namespace code")),
    "identity:exchange": Rule((by("id"), by("spec url")), words_at("id", "spec url")),
    "activation:pull": Rule(
        (by("destinationId", "alias"), by("destinationId"), by("alias")), words_at("alias", "destinationId")
    ),
    "activation:push": Rule(
        (
            by("type", "spec name", "spec domain"),
            by("type", "spec name"),
            by("type", "id"),
            by("spec url"),
        ),
        words_at("spec name", "id", "spec url"),
    ),
    "consent:preferences": Rule((by("standard", "version"), by("standard")), words_at("standard")),
    "media-analytics:new-session": Rule((), words_at("sessionId")),
    "brand-concierge:conversation": Rule((by("interactionId", "state"),), words_at("interactionId")),
}
"""What the entries of the handles' payloads go by (Adobe documentation and the Web SDK's source)."""

NOTICES = Rule((by("type", "report eventIndex", "detail"), by("type"), by("title")), _notice_label)
"""The same of errors and warnings."""

NAMES = ("id", "_id", "key", "code", "destinationId", "name", "scope", "SKU", "standard", "alias", "type")
"""The members that items of any list may go by, the likeliest first."""

_NO_NAMES = frozenset({b"{", b"[", b"n"})
"""How values begin that name nothing: objects, lists and null."""
_FIELDS = [f"field{at}" for at in range(len(NAMES))]
_named = msgspec.json.Decoder(
    msgspec.defstruct(
        "_Named",
        [(field, Raw, Raw(b"")) for field in _FIELDS],
        rename=dict(zip(_FIELDS, NAMES, strict=True)),
    )
)


def names_of(item: Slice, places: Iterable[int]) -> list[bytes]:
    """What stands in an item under those of ``NAMES`` at ``places``, empty where nothing of use stands there
    or the item is no object.
    """
    try:
        found = _named.decode(item)
    except (msgspec.DecodeError, RecursionError):
        return [b"" for _ in places]
    return [_name(bytes(getattr(found, _FIELDS[place]))) for place in places]


def _name(raw: bytes) -> bytes:
    """What an item goes by, however it is spelt; empty for what names nothing."""
    if raw[:1] in _NO_NAMES:
        return b""
    return one_form(LazyValue(raw)) if raw[:1] != b'"' or b"\\" in raw else raw


def called(rule: Rule | None, member: str, side: Side | None) -> str:
    """What an item is called, by a rule or by the member that its list goes by; empty without a name."""
    if side is None:
        return ""
    if rule:
        return rule.label(side.value)
    return _text_of(side.part, member) if member else ""


def _text_of(item: Slice, member: str) -> str:
    """A member of an item as text where it is a text or a number; no other member is looked at."""
    try:
        found = LazyValue(bytes(getattr(_named.decode(item), _FIELDS[NAMES.index(member)])))
    except (msgspec.DecodeError, RecursionError):
        found = LazyValue(item).get(member) or LazyValue(b"")
    return found.text if found.kind in {"string", "number"} else ""
