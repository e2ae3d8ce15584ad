"""What the Edge Network answers: a pure function of the request, the scenario and the state.

Shapes and names are Adobe's documentation and public captures of the service's answers, as far as no
docstring says that a choice is ours.
"""

import re
import uuid
from email.utils import format_datetime
from typing import Any, Final

import msgspec

from edge_studio.edge.exchange import ApiVersion
from edge_studio.local_edge.checks import CHECKS, content_problem, warnings
from edge_studio.local_edge.decisions import decisions
from edge_studio.local_edge.hit import Hit, at
from edge_studio.local_edge.identity import IDENTITY_LIFETIME, identity_entry, visitor
from edge_studio.local_edge.messages import Answer, Reply, Request
from edge_studio.local_edge.problems import Problem
from edge_studio.local_edge.routes import Route, route_of
from edge_studio.local_edge.scenario import Scenario
from edge_studio.local_edge.state import State

LIFETIME: Final = 1800
"""Seconds that a location hint and the cluster entry live (Adobe documentation)."""

BUILD: Final = "26.6.0-LOCAL:1edd6e00"
"""``x-konductor``: year, month and number of the build, branch, commit; the shape is the service's."""

_REQUEST_ID: Final = re.compile(r"[\x21-\x7e]{1,256}")

_REGIONS: Final = {
    "or2": ("35", "9"),
    "va6": ("34", "7"),
    "irl1": ("37", "6"),
    "sgp3": ("38", "3"),
    "ind1": ("41", "12"),
    "jpn3": ("44", "11"),
    "aus3": ("36", "8"),
}
"""Region to the numbers of Target and Audience Manager for it; those of the last three are our inference."""


def answer(request: Request, scenario: Scenario, state: State) -> Reply:
    """Answer one request; whatever comes in, something that the Edge Network could say goes out."""
    route = route_of(request.path)
    if route is None or route.action != "interact":
        return _front_door(request, state, 404, "Not Found")
    if request.method != "POST":
        return _front_door(request, state, 405, "Method Not Allowed", (("allow", "POST"),))
    request_id = _request_id(request, state)
    problem = content_problem(request)
    body: Any = None
    if problem is None:
        body, problem = _parsed(request.body)
    hit = Hit(request, scenario, state, route, request_id, body or {})
    for check in CHECKS:
        if problem is not None:
            return Reply(_refusal(hit, problem))
        problem = check(hit)
    return Reply(_refusal(hit, problem) if problem is not None else _success(hit))


def misdirected(request: Request, state: State) -> Reply:
    """The answer to a request that is for another host than this computer."""
    return _front_door(request, state, 421, "Misdirected Request")


def bug(request: Request, scenario: Scenario, state: State) -> Reply:
    """The answer where answering itself has failed."""
    hit = Hit(request, scenario, state, Route("interact", ApiVersion.V2), _request_id(request, state), {})
    return Reply(_refusal(hit, Problem("EXEG-0001-500", "Local Edge has a bug; its log says where.")))


def _parsed(content: bytes) -> tuple[Any, Problem | None]:
    try:
        body = msgspec.json.decode(content)
    except (msgspec.DecodeError, RecursionError, UnicodeDecodeError) as error:
        return None, Problem("EXEG-0101-400", f"The request body is not valid JSON: {error}.")
    if not isinstance(body, dict):
        return None, Problem("EXEG-0102-400", "The field '$' is invalid: it has to be an object.")
    return body, None


def _request_id(request: Request, state: State) -> str:
    """The client's ID or a new one, always with 16 hexadecimal digits appended.

    One that could not stand in a header is replaced by a new one: our choice.
    """
    given = request.parameter("requestId") or request.header("x-request-id")
    if not _REQUEST_ID.fullmatch(given):
        given = str(uuid.UUID(bytes=state.mint("request ID")[:16], version=4))
    return f"{given}-{state.mint('request ID entropy')[:8].hex()}"


def _success(hit: Hit) -> Answer:
    envelope: dict[str, Any] = {"requestId": hit.request_id, "handle": _handles(hit)}
    said = [warning.as_json({}) for warning in warnings(hit)]
    if said:
        envelope["warnings"] = said
    return _json(hit, 200, "application/json;charset=utf-8", envelope)


def _handles(hit: Hit) -> list[dict[str, Any]]:
    """In the order that captures of the service show."""
    wanted = [code for _, _, query in hit.queries() for code in at(query, "identity", "fetch") or ()]
    who = visitor(hit, wanted="ECID" in wanted)
    handles: list[dict[str, Any]] = []
    if who is not None and "ECID" in wanted:  # CORE needs a third-party cookie, which is never there
        handles.append(
            {"type": "identity:result", "payload": [{"id": who.ecid, "namespace": {"code": "ECID"}}]}
        )
    for index, _, query in hit.queries():
        for payload in decisions(query, hit.scenario):
            handles.append({"type": "personalization:decisions", "eventIndex": index, "payload": payload})
    region = _region(hit)
    target, audience_manager = _REGIONS[region]
    handles.append(
        {
            "type": "locationHint:result",
            "payload": [
                {"scope": scope, "hint": hint, "ttlSeconds": LIFETIME}
                for scope, hint in (("Target", target), ("AAM", audience_manager), ("EdgeNetwork", region))
            ],
        }
    )
    stored: list[dict[str, Any]] = []
    if who is not None and not who.has_entry:
        stored.append(
            {
                "key": hit.key("identity"),
                "value": identity_entry(who, hit.state.now, region),
                "maxAge": IDENTITY_LIFETIME,
                "attrs": {"SameSite": "None"},
            }
        )
    stored.append({"key": hit.key("cluster"), "value": region, "maxAge": LIFETIME})
    handles.append({"type": "state:store", "payload": stored})
    return handles


def _region(hit: Hit) -> str:
    """The region that answers: the hint's, by Target's number for ``t35`` and the like, or the scenario's."""
    if hit.route.hint in _REGIONS:
        return hit.route.hint
    for region, (target, _) in _REGIONS.items():
        if hit.route.hint == f"t{target}":
            return region
    return hit.scenario.region


def _refusal(hit: Hit, problem: Problem) -> Answer:
    report = {"requestId": hit.request_id, "orgId": hit.organisation}
    if hit.datastream:
        report["configId"] = hit.datastream
    return _json(hit, problem.status, "application/problem+json", problem.as_json(report))


def _json(hit: Hit, status: int, content_type: str, value: dict[str, Any]) -> Answer:
    region = _region(hit)
    headers = (
        ("x-request-id", hit.request_id),
        ("x-rate-limit-remaining", "599"),  # constant: nothing is limited here
        ("x-konductor", BUILD),
        ("x-adobe-edge", f"{region.upper()};{_REGIONS[region][1]}"),
        ("content-type", content_type),
    )
    return Answer(status, _common(hit.request, hit.state) + headers, msgspec.json.encode(value))


def _front_door(
    request: Request, state: State, status: int, text: str, headers: tuple[tuple[str, str], ...] = ()
) -> Reply:
    """What is said in plain text before the Edge Network proper has a say; the wording is ours."""
    plain = ("content-type", "text/plain;charset=utf-8")
    return Reply(Answer(status, (*_common(request, state), *headers, plain), f"{status} {text}\n".encode()))


def _common(request: Request, state: State) -> tuple[tuple[str, str], ...]:
    """The headers of every answer, as captures show them; the names exposed to scripts are our inference."""
    headers: tuple[tuple[str, str], ...] = (
        ("date", format_datetime(state.now, usegmt=True)),
        ("server", "jag"),
        ("vary", "Origin"),
        ("cache-control", "no-cache, no-store, max-age=0, no-transform, private"),
        ("strict-transport-security", "max-age=31536000; includeSubDomains"),
        ("x-content-type-options", "nosniff"),
        ("x-xss-protection", "1; mode=block"),
    )
    origin = request.header("origin")
    if origin and origin.isascii() and origin.isprintable():
        headers += (
            ("access-control-allow-origin", origin),
            ("access-control-allow-credentials", "true"),
            ("access-control-expose-headers", "Retry-After, X-Adobe-Edge, X-Request-ID"),
        )
    return headers
