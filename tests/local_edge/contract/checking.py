"""Whether an answer is one that the Edge Network could give to a request; an ``AssertionError`` where not."""

import json
import re
import zlib
from collections.abc import Sequence
from dataclasses import dataclass
from email.utils import parsedate_to_datetime

import msgspec

from edge_studio.local_edge.routes import route_of
from tests.local_edge.contract import documented as shapes

ENVELOPE = "application/json;charset=utf-8"
PROBLEM = "application/problem+json"
PLAIN = "text/plain;charset=utf-8"
TOKENS = re.compile(r"/ims/token/v[123]")
COOKIE = re.compile(
    r"(kndctr_[0-9A-Za-z]+_AdobeOrg_(identity|cluster|consent|consent_check)=[\w=%.-]*; Domain=[\w.-]+"
    r"|demdex=[0-9]{38}); Path=/"
    r"(; Max-Age=-?[0-9]+)?(; SameSite=None; Secure)?",
    re.ASCII,
)
EDGE = re.compile(r"(OR2|VA6|IRL1|IND1|JPN3|SGP3|AUS3);[0-9]{1,2}")
ORDER = (
    shapes.IdentityResult,
    shapes.IdentityExchange,
    shapes.ActivationPull | shapes.ActivationPush,
    shapes.Decisions,
    shapes.MediaSession,
    shapes.ConsentPreferences,
    shapes.LocationHint,
    shapes.StateStore,
)
"""In which captures show the handles; the place of a media session is our choice."""
OF_EVENTS = shapes.Decisions | shapes.MediaSession | shapes.ActivationPull | shapes.ActivationPush


HAPPENS = re.compile("va-edge-0404-404|EXEG-(0004-422|050[0-6]-401|0306-400)")
"""Refusals that a sound request may get: the session is over, the datastream is off or wants another token,
and a call with a token names nobody."""

HEARD = {"sessionStart", "downloaded"}
"""The media events that get an envelope."""


@dataclass(frozen=True, slots=True)
class Asked:
    """What of a request the shape of its answer depends on."""

    method: str
    path: str
    request_id: str = ""
    """As the client gave it, empty where it gave none that is usable."""
    events: int = 1
    separators: tuple[str, str] | None = None
    """Those of records and lines, where the answer may come in records."""
    is_silent: bool = False


@dataclass(frozen=True, slots=True)
class Said:
    """An answer, however it came."""

    status: int
    headers: Sequence[tuple[str, str]]
    body: bytes
    is_faulty: bool = False
    """Whether the fault plan may have struck: then any status may come with any problem or text."""

    def header(self, name: str) -> str:
        """The value of a header that is there once at most; empty where absent."""
        values = [value for key, value in self.headers if key == name]
        assert len(values) < 2, f"{name} is there {len(values)} times"
        return values[0] if values else ""


def check(asked: Asked, said: Said) -> shapes.Envelope | None:
    """Hold an answer against the documentation; gives the envelope where it has one, records joined."""
    _check_headers(said)
    if asked.method == "OPTIONS":
        assert said.status == 204
        assert said.body == b""
        return None
    if TOKENS.fullmatch(asked.path):
        if not said.is_faulty:
            _check_token(asked, said)
        return None
    route = route_of(asked.path)
    if route is None or asked.method != "POST":
        assert said.status == (404 if route is None else 405) or said.is_faulty
        _check_front_door(said)
        return None
    if said.header("x-request-id"):
        _check_edge_headers(asked, said)
    match said.header("content-type").replace(" ", "").partition(";")[0]:
        case "application/problem+json":
            _check_problem(asked, said)
        case "application/json" if said.status == 202:
            assert (route.action, route.version, asked.is_silent) == ("collect", "v2", False)
            accepted = msgspec.json.decode(text_of(said), type=shapes.Accepted)
            assert accepted.request_id == said.header("x-request-id")
        case "application/json" if said.status in {200, 207}:
            return _envelope(asked, said)
        case "":
            assert said.status == 204
            assert said.body == b""
            is_collected = route.action == "collect" and (route.version == "v1" or asked.is_silent)
            assert is_collected or (route.action == "media" and route.media_event not in HEARD)
        case _:
            _check_front_door(said)
    return None


def check_welcome(said: Said) -> None:
    """Hold the answer to a sound request against what it may be."""
    if said.status >= 400 and not said.is_faulty:
        problem = msgspec.json.decode(text_of(said), type=shapes.Problem)
        assert HAPPENS.fullmatch(problem.code), problem


def _check_headers(said: Said) -> None:
    names = [name for name, _ in said.headers]
    for name, value in said.headers:
        assert name == name.lower(), name
        assert re.fullmatch(r"[\x20-\x7e]*", value), (name, value)
    assert {name for name in names if names.count(name) > 1} <= {"set-cookie"}, names
    assert said.header("server") == "jag"
    assert said.header("vary") == "Origin"
    assert "no-store" in said.header("cache-control")
    assert parsedate_to_datetime(said.header("date")).utcoffset() is not None
    origin = said.header("access-control-allow-origin")
    assert origin != "*", "with credentials, browsers want the origin by name"
    assert bool(origin) == (said.header("access-control-allow-credentials") == "true")
    for name, value in said.headers:
        if name == "set-cookie":
            assert COOKIE.fullmatch(value), value


def _check_edge_headers(asked: Asked, said: Said) -> None:
    given, _, entropy = said.header("x-request-id").rpartition("-")
    assert re.fullmatch("[0-9a-f]{16}", entropy)
    if asked.request_id:
        assert given == asked.request_id
    else:
        assert re.fullmatch(r"[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}", given)
    assert said.header("x-rate-limit-remaining").isdecimal()
    assert re.fullmatch(r"[0-9]{2}\.[0-9]+\.[0-9]+(-\w+)?:[0-9a-f]{8}", said.header("x-konductor"))
    assert EDGE.fullmatch(said.header("x-adobe-edge"))


def _check_token(asked: Asked, said: Said) -> None:
    if said.status == 405:
        _check_front_door(said)
        assert asked.method != "POST"
    else:
        assert said.header("content-type").startswith("application/json")
        shape = shapes.Token if said.status == 200 else shapes.TokenRefusal
        assert said.status in {200, 400, 401, 413}
        msgspec.json.decode(said.body, type=shape)


def _check_front_door(said: Said) -> None:
    assert said.is_faulty or said.header("content-type") == PLAIN, said
    assert said.status >= 400
    assert said.body
    assert not said.header("set-cookie")


def _check_problem(asked: Asked, said: Said) -> None:
    problem = msgspec.json.decode(text_of(said), type=shapes.Problem)
    assert said.status >= 400
    assert problem.status == said.status
    if not said.is_faulty:
        assert problem.code.endswith(f"-{said.status}")
        assert said.status < 500, problem
        assert isinstance(problem.detail, str)
    assert isinstance(problem.report, shapes.Report), "a problem names its request"
    assert problem.report.request_id == said.header("x-request-id")
    assert isinstance(problem.report.org_id, str)
    _check_index(asked, problem.report.event_index)


def _check_index(asked: Asked, index: object) -> None:
    assert not isinstance(index, int) or index < max(asked.events, 1), f"there is no event {index}"


def _envelope(asked: Asked, said: Said) -> shapes.Envelope:
    assert said.is_faulty or said.header("content-type") == ENVELOPE
    parts = [msgspec.json.decode(part, type=shapes.Envelope) for part in _records(asked, text_of(said))]
    assert {part.request_id for part in parts} == {said.header("x-request-id")}
    envelope = shapes.Envelope(
        parts[0].request_id,
        [handle for part in parts for handle in part.handle],
        [error for part in parts for error in part.errors or ()] or msgspec.UNSET,
        [warning for part in parts for warning in part.warnings or ()] or msgspec.UNSET,
    )
    assert (said.status == 207) == bool(envelope.errors)
    _check_handles(asked, envelope, in_order=len(parts) == 1)
    for problem in envelope.errors or ():
        assert re.search(r"-[45][0-9]{2}$", problem.code)
    for problem in envelope.warnings or ():
        assert re.search(r"-2[0-9]{2}$", problem.code)
    for problem in (*(envelope.errors or ()), *(envelope.warnings or ())):
        assert problem.code.endswith(f"-{problem.status}") or said.is_faulty
        if isinstance(problem.report, shapes.Report):
            _check_index(asked, problem.report.event_index)
    return envelope


def text_of(said: Said) -> bytes:
    """The body of an answer without its coding, in UTF-8."""
    match said.header("content-encoding"):
        case "gzip":
            body = zlib.decompress(said.body, 31)
        case "deflate":
            body = zlib.decompress(said.body)
        case _:
            body = said.body
    charset = re.search(r"charset=([\w-]+)", said.header("content-type"))
    return body.decode(charset[1] if charset else "utf-8").encode()


def _records(asked: Asked, body: bytes) -> list[bytes]:
    if asked.separators is None:
        return [body]
    record, line = asked.separators
    text, place, found = body.decode(), 0, []
    while place < len(text):
        assert text.startswith(record, place)
        start = place + len(record)
        _, end = json.JSONDecoder().raw_decode(text, start)
        found.append(text[start:end].encode())
        assert text.startswith(line, end)
        place = end + len(line)
    assert found, "an answer in records has at least one"
    return found


def _check_handles(asked: Asked, envelope: shapes.Envelope, *, in_order: bool) -> None:
    places: list[int] = []
    for handle in envelope.handle:
        places.append(next(place for place, shape in enumerate(ORDER) if isinstance(handle, shape)))
        _check_index(asked, handle.event_index)
        if not isinstance(handle, OF_EVENTS):
            assert handle.event_index is msgspec.UNSET, "what is said of the whole request has no eventIndex"
        if isinstance(handle, shapes.Decisions):
            for proposition in handle.payload:
                _check_proposition(proposition)
    if in_order:
        assert places == sorted(places), [type(handle).__name__ for handle in envelope.handle]
    for once in (shapes.IdentityResult, shapes.LocationHint, shapes.StateStore, shapes.ConsentPreferences):
        assert sum(isinstance(handle, once) for handle in envelope.handle) <= 1
    keys = [item.key for one in envelope.handle if isinstance(one, shapes.StateStore) for item in one.payload]
    assert len(set(keys)) == len(keys), "a key is stored twice"


def _check_proposition(proposition: shapes.Proposition) -> None:
    details = proposition.scope_details
    if not isinstance(details, shapes.ScopeDetails):
        assert isinstance(proposition.activity, shapes.Versioned)
        assert isinstance(proposition.placement, shapes.Versioned)
        assert all(isinstance(item.etag, str) for item in proposition.items)
        return
    assert proposition.activity is proposition.placement is msgspec.UNSET
    if details.decisionProvider == "TGT":
        assert re.fullmatch(r"AT:[\w-]+", proposition.id)
    else:
        assert re.fullmatch(r"[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}", proposition.id)
        assert "#" in details.activity.id
    for item in proposition.items:
        is_default = item.schema.endswith("/default-content-item")
        assert (item.data is msgspec.UNSET) == is_default
