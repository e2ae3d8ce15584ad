"""What a request asked for, as far as it explains the answer."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Final, Literal
from urllib.parse import urlsplit

from edge_studio.edge.endpoints import place_of
from edge_studio.edge.exchange import PreparedRequest
from edge_studio.edge.scopes import PAGE, from_base64, placed
from edge_studio.jsontext.lazy_json import LazyValue
from edge_studio.jsontext.one_level import NotJson
from edge_studio.jsontext.wire_text import BOM

_MOST: Final = 200

Nature = Literal["page", "name", "placed", "damaged", "surface"]
"""Who answers it: a page-wide scope or a name is Target's, a placed one is Offer Decisioning's, a surface is
Journey Optimizer's; a damaged one looks like Offer Decisioning's and cannot be decoded."""


@dataclass(slots=True)
class Wanted:
    """One scope or surface that a request asks for."""

    scope: str
    kind: Literal["scope", "surface"]
    schemas: set[str]
    """The kinds of content asked for along with it."""
    has_schemas: bool
    """Whether any kinds were named at all."""
    page: str
    """The address of the page that the event is about."""

    @property
    def nature(self) -> Nature:
        """Who would answer it."""
        if self.kind == "surface":
            return "surface"
        if self.scope == PAGE:
            return "page"
        if placed(self.scope):
            return "placed"
        return "damaged" if self._looks_encoded else "name"

    @property
    def _looks_encoded(self) -> bool:
        """Whether it begins as base64 of a JSON object does."""
        return self.scope.startswith(("eyJ", "ewog", "eyAi")) or isinstance(from_base64(self.scope), dict)


@dataclass(frozen=True, slots=True)
class AskedIdentity:
    """One identity of the request's identityMap."""

    namespace: str
    id: str
    state: str
    is_primary: bool


@dataclass(frozen=True, slots=True)
class Question:
    """What a request asked for."""

    is_known: bool = False
    """Whether the request is at hand and its body could be read."""
    endpoint: str = ""
    """Such as ``interact``; empty where neither address nor body tell."""
    wanted: tuple[Wanted, ...] = ()
    fetched: tuple[str, ...] = ()
    """The namespaces of ``query.identity.fetch``."""
    identities: tuple[AskedIdentity, ...] = ()
    switched_off: frozenset[str] = field(default_factory=frozenset)
    """The services that ``meta.configOverrides`` switches off, by their names on the wire."""
    events: int = 0
    is_authenticated: bool = False
    """Whether it carries an access token."""


def read_question(request: PreparedRequest | None) -> Question:
    """What a request asked for; nothing is known of one that is not at hand or cannot be read."""
    if request is None:
        return Question()
    place = place_of(urlsplit(request.url).path) if request.url else None
    endpoint = place.endpoint.name if place else ""
    token = any(header.name.lower() == "authorization" for header in request.headers)
    try:
        body = LazyValue.parse(request.body.removeprefix(BOM))
    except NotJson:
        return Question(endpoint=endpoint, is_authenticated=token)
    if body.kind != "object":
        return Question(endpoint=endpoint, is_authenticated=token)
    events = _events(body)
    return Question(
        True,
        endpoint or _guessed(body),
        tuple(_wanted(body, events)),
        tuple(_strings(body, "query", "identity", "fetch")),
        tuple(_identities(body, events)),
        frozenset(_switched_off(body)),
        len(events),
        token,
    )


def _guessed(body: LazyValue) -> str:
    """The endpoint that takes such a body."""
    if body.get("consent") is not None:
        return "set-consent"
    return "interact" if body.get("event") is not None or body.get("events") is not None else ""


def _events(body: LazyValue) -> list[LazyValue]:
    one = body.get("event")
    if one is not None:
        return [one]
    several = body.get("events")
    return [event for _, event in several.some(0, _MOST)] if several is not None else []


def _wanted(body: LazyValue, events: list[LazyValue]) -> Iterator[Wanted]:
    """Each scope and surface once, those of the whole request first."""
    found: dict[tuple[str, str], Wanted] = {}
    first_page = _page(events[0]) if events else ""
    for holder, page in ((body, first_page), *((event, _page(event)) for event in events)):
        schemas = list(_strings(holder, "query", "personalization", "schemas"))
        for kind, name in (("scope", "decisionScopes"), ("surface", "surfaces")):
            for scope in _strings(holder, "query", "personalization", name):
                wanted = found.setdefault(
                    (kind, scope),
                    Wanted(scope, "scope" if kind == "scope" else "surface", set(), False, page),
                )
                wanted.schemas.update(schemas)
                wanted.has_schemas = wanted.has_schemas or bool(schemas)
    yield from list(found.values())[:_MOST]


def _page(event: LazyValue) -> str:
    return event.string("xdm", "web", "webPageDetails", "URL")


def _strings(holder: LazyValue, *path: str) -> Iterator[str]:
    found = holder.get(*path)
    for _, value in found.some(0, _MOST) if found is not None and found.kind == "array" else ():
        if value.kind == "string":
            yield value.text


def _identities(body: LazyValue, events: list[LazyValue]) -> Iterator[AskedIdentity]:
    """Each identity once, beside the events, in them, or at the top of a consent request."""
    found: dict[tuple[str, str], AskedIdentity] = {}
    holders = [body.get("xdm", "identityMap"), body.get("identityMap")]
    for holder in (*holders, *(event.get("xdm", "identityMap") for event in events)):
        for namespace, entries in (
            holder.some(0, 50) if holder is not None and holder.kind == "object" else ()
        ):
            for _, entry in entries.some(0, 20) if entries.kind == "array" else ():
                primary = entry.get("primary")
                made = AskedIdentity(
                    str(namespace),
                    entry.string("id"),
                    entry.string("authenticatedState"),
                    primary is not None and primary.text == "true",
                )
                found.setdefault((made.namespace, made.id), made)
    yield from list(found.values())[:50]


def _switched_off(body: LazyValue) -> Iterator[str]:
    overrides = body.get("meta", "configOverrides")
    for name, service in (
        overrides.some(0, 50) if overrides is not None and overrides.kind == "object" else ()
    ):
        if _is_off(service):
            yield str(name)
        for inner, part in service.some(0, 50) if service.kind == "object" else ():
            if _is_off(part):
                yield str(inner)


def _is_off(service: LazyValue) -> bool:
    enabled = service.get("enabled")
    return enabled is not None and enabled.kind == "false"
