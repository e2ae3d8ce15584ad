"""Rules about where things stand in a body: the root, the events, and what belongs into them."""

from collections.abc import Iterator
from typing import Final

from edge_studio.edge.amounts import plural
from edge_studio.edge.endpoints import ENDPOINTS
from edge_studio.edge.exchange import ApiVersion
from edge_studio.edge.places import event_pointers, kind_at, may_hold, names_at
from edge_studio.edge.repairs import Move, PutUnder, Rename, Repair, SetValue, Unwrap, Wrap, repair
from edge_studio.edge.rules.rule import Finding, Part, RuleTable, Severity, Site
from edge_studio.edge.wording import kind_words
from edge_studio.jsontext.document import JsonDocument

BODY: Final = RuleTable(Site.STRUCTURE)
EVENT: Final = RuleTable(Site.EVENT)

MAX_BODY: Final = 65_536
"""Bytes that a JSON body may have: eight fragments of 8 KB (Adobe documentation)."""

_NOW: Final = "{{now}}"
_GROWTH: Final = len("2026-05-04T11:22:10.004Z") - len(_NOW)


@BODY.rule("body.object", severity=Severity.ERROR, prevents="EXEG-0102-400")
def the_body_is_an_object(part: Part) -> Iterator[Finding]:
    """The body is a JSON object."""
    if part.node.kind != "object":
        yield Finding(
            "",
            f"The body must be an object in curly brackets, not {kind_words(part.node.kind)}.",
            "Begin with a sample and change it.",
        )


@BODY.rule("body.event", severity=Severity.ERROR, prevents="EXEG-0103-400")
def v2_has_an_event(part: Part) -> Iterator[Finding]:
    """A v2 request holds its one event as an object named event."""
    if part.context.version is not ApiVersion.V2 or part.node.kind != "object":
        return
    document = part.document
    kind = kind_at(document, "/event")
    if not kind:
        yield _event_missing(document)
    elif kind == "array":
        single = _is_list_of_one_object(document, "/event")
        fix = repair("Take the event out of the list", Unwrap("/event")) if single else None
        yield Finding(
            "/event",
            "event must be an object, not a list: a v2 request carries exactly one event.",
            "Take it out of the list." if single else "Keep one event and send the others on their own.",
            fix,
            code="EXEG-0102-400",
        )
    elif kind != "object":
        yield Finding("/event", f"event must be an object, not {kind_words(kind)}.", code="EXEG-0102-400")


def _event_missing(document: JsonDocument) -> Finding:
    message = "The event is missing: a v2 request needs a member named event."
    match kind_at(document, "/events"):
        case "array" if _is_list_of_one_object(document, "/events"):
            return Finding(
                "/events",
                "This is the form of v1: on v2 the event stands in event, not in a list named events.",
                "Rename events to event and take the event out of the list, or switch to v1.",
                repair("Make it event", Rename("/events", "event"), Unwrap("/events")),
            )
        case "array":
            return Finding(
                "/events",
                "This is the form of v1: a v2 request carries one event, named event.",
                "Switch to v1, or send each event on its own.",
            )
        case "object":
            return Finding(
                "/events",
                "On v2 the member is named event, not events.",
                "Rename events to event.",
                repair("Rename to event", Rename("/events", "event")),
            )
    return Finding("", message, "Put xdm and data into an object named event.", _wrapping(document))


def _wrapping(document: JsonDocument) -> Repair | None:
    """Put everything where it belongs, if it is clear that the outer object or objects were left out."""
    root = document.node("")
    keys = set(root.index()) if root is not None else set()
    if "xdm" in keys and keys <= {"xdm", "data"}:
        return repair("Put it under event", PutUnder("", ("event",)))
    if keys & {"eventType", "identityMap"} and not keys & {"xdm", "data", "query", "meta", "event"}:
        return repair("Put it under event.xdm", PutUnder("", ("event", "xdm")))
    return None


@BODY.rule("body.events", severity=Severity.ERROR, prevents="EXEG-0103-400")
def v1_has_a_list_of_events(part: Part) -> Iterator[Finding]:
    """A v1 request, and any to collect or media, holds its events as a list named events, not empty."""
    if part.context.version is not ApiVersion.V1 or part.node.kind != "object":
        return
    if ENDPOINTS[part.context.endpoint].root != "events":
        return
    document = part.document
    match kind_at(document, "/events"):
        case "array":
            yield from _listed_events(document)
        case "":
            yield _events_missing(part)
        case kind:
            fix = repair("Make it a list", Wrap("/events")) if kind == "object" else None
            yield Finding(
                "/events", f"events must be a list, not {kind_words(kind)}.", "", fix, code="EXEG-0102-400"
            )


def _events_missing(part: Part) -> Finding:
    either = part.context.endpoint == "interact"  # the others know no other form
    here = "a v1 request" if either else part.context.endpoint
    match kind_at(part.document, "/event"):
        case "object":
            form = "This is the form of v2: on v1 the events stand" if either else "Here the events stand"
            other = ", or switch to v2" if either else ""
            return Finding(
                "/event",
                f"{form} in a list named events.",
                f"Rename event to events and put the event in a list{other}.",
                repair("Make it events", Rename("/event", "events"), Wrap("/event")),
            )
        case "array":
            return Finding(
                "/event",
                f"{'On v1' if either else 'Here'} the list is named events, not event.",
                "Rename event to events.",
                repair("Rename to events", Rename("/event", "events")),
            )
    return Finding(
        "",
        f"The events are missing: {here} needs a list named events.",
        "Put an object with xdm and data into a list named events.",
    )


def _listed_events(document: JsonDocument) -> Iterator[Finding]:
    pointers = event_pointers(document, ApiVersion.V1)
    if not pointers:
        yield Finding("/events", "The list of events is empty.", "Put at least one event into it.")
    for pointer in pointers:
        kind = kind_at(document, pointer)
        if kind != "object":
            message = f"Each event must be an object, not {kind_words(kind)}."
            yield Finding(pointer, message, code="EXEG-0102-400")


def _is_list_of_one_object(document: JsonDocument, pointer: str) -> bool:
    node = document.node(pointer)
    items = node.items() if node is not None else []
    return len(items) == 1 and items[0].kind == "object"


_PARTS: Final = ("xdm", "data", "query", "meta")
_XDM_FIELDS: Final = ("identityMap", "eventType", "timestamp")


@BODY.rule("body.parts", severity=Severity.ERROR, prevents="EXEG-0102-400")
def each_part_of_the_body_is_an_object(part: Part) -> Iterator[Finding]:
    """The parts xdm, data, query and meta of the body are objects."""
    yield from _parts(part)


@EVENT.rule("event.parts", severity=Severity.ERROR, prevents="EXEG-0102-400")
def each_part_of_an_event_is_an_object(part: Part) -> Iterator[Finding]:
    """The parts xdm, data, query and meta of an event are objects."""
    yield from _parts(part)


def _parts(part: Part) -> Iterator[Finding]:
    names = names_at(part.document, part.pointer)
    for name in _PARTS:
        if name in names:
            kind = kind_at(part.document, f"{part.pointer}/{name}")
            if kind not in {"object", "broken", ""}:
                yield Finding(f"{part.pointer}/{name}", f"{name} must be an object, not {kind_words(kind)}.")


@BODY.rule("body.misplaced", severity=Severity.WARNING)
def nothing_stands_beside_the_event(part: Part) -> Iterator[Finding]:
    """Custom data, XDM and identities stand in the event, where the Edge Network reads them."""
    document, version = part.document, part.context.version
    names = names_at(document, "")
    strays = [name for name in ("data", "xdm", "identityMap") if name in names]
    if version is ApiVersion.V1 and "xdm" in strays:
        strays.remove("xdm")  # v1 reads xdm beside the events and applies it to all of them
    events = [p for p in event_pointers(document, version) if kind_at(document, p) == "object"]
    if len(events) == 1:
        for name in strays:
            target = f"{events[0]}/xdm/{name}" if name == "identityMap" else f"{events[0]}/{name}"
            yield _stray(document, f"/{name}", target, "beside the event")


@EVENT.rule("event.misplaced", severity=Severity.WARNING)
def everything_in_an_event_stands_where_it_is_read(part: Part) -> Iterator[Finding]:
    """Identities, type and timestamp stand in xdm, custom data beside it."""
    document, event = part.document, part.pointer
    names = names_at(document, event)
    for name in _XDM_FIELDS:
        if name in names:
            yield _stray(document, f"{event}/{name}", f"{event}/xdm/{name}", "beside xdm")
    if "data" in names_at(document, f"{event}/xdm"):
        yield _stray(document, f"{event}/xdm/data", f"{event}/data", "inside xdm")


def _stray(document: JsonDocument, pointer: str, target: str, where: str) -> Finding:
    name = target.rpartition("/")[2]
    parents = target.rpartition("/")[0]
    place = target.removeprefix("/").replace("/", ".")
    taken = bool(kind_at(document, target))
    fix = repair(f"Move it to {place}", Move(pointer, target))
    return Finding(
        pointer,
        f"{name} stands {where}, where the Edge Network ignores it.",
        f"Merge it with {place}, which is there already." if taken else f"It belongs at {place}.",
        fix if not taken and may_hold(document, parents) else None,
    )


@BODY.rule("body.size", severity=Severity.ERROR, prevents="EXEG-0112-413")
def the_body_is_small_enough(part: Part) -> Iterator[Finding]:
    """The body has at most 64 KB as it is sent."""
    size = sent_size(part.document, part.context.version)
    if size > MAX_BODY:
        yield Finding(
            "",
            f"The body has {size:,} bytes; the Edge Network accepts {MAX_BODY:,} (64 KB).",
            f"Shorten it by {plural(size - MAX_BODY, 'byte')}, or send it in several requests; "
            "removing white space (Minify) may be enough.",
        )


def sent_size(document: JsonDocument, version: ApiVersion) -> int:
    """The bytes of the body as it is sent, the time of sending filled in."""
    text = document.text
    size = len(text) if text.isascii() else len(text.encode("utf-8", "surrogatepass"))
    if size + _GROWTH * 200 < MAX_BODY:  # far from the limit: no need to look for placeholders
        return size
    stamps = (document.node(f"{event}/xdm/timestamp") for event in event_pointers(document, version))
    return size + sum(_GROWTH for node in stamps if node is not None and node.raw == f'"{_NOW}"')


@BODY.rule("body.identity-needed", severity=Severity.ERROR, prevents="EXEG-0306-400")
def an_authenticated_event_has_identities(part: Part) -> Iterator[Finding]:
    """A v2 request to a server that authenticates carries at least one identity."""
    if not part.context.authenticated or part.context.version is not ApiVersion.V2:
        return
    document = part.document
    if kind_at(document, "/event") != "object" or not may_hold(document, "/event/xdm"):
        return
    identity_map = document.node("/event/xdm/identityMap")
    if identity_map is None or (identity_map.kind == "object" and not identity_map.index()):
        yield Finding(
            "/event/xdm/identityMap",
            "The event carries no identity, and a server that authenticates asks for one.",
            "Add an identity, such as an e-mail hash or a customer number, and mark it as primary.",
        )


@BODY.rule("query.no-ecid", severity=Severity.HINT)
def the_answer_carries_a_visitor_id(part: Part) -> Iterator[Finding]:
    """The request asks for the visitor ID, which the answer would not carry otherwise."""
    document, version = part.document, part.context.version
    events = event_pointers(document, version)
    if part.context.endpoint != "interact" or not events:
        return
    for holder in ("", *events):
        if "query" not in names_at(document, holder):
            continue
        fetch = document.node(f"{holder}/query/identity/fetch")
        if fetch is not None and (fetch.kind != "array" or fetch.values()):
            return
    fix = repair("Add query.identity.fetch", SetValue("/query/identity/fetch", ["ECID"]))
    yield Finding(
        "/query/identity/fetch",
        "No ECID requested: the answer will carry no visitor ID.",
        "Add query.identity.fetch.",
        fix if may_hold(document, "/query/identity") else None,
    )
