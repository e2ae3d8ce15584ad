"""What the Edge Network answers: a pure function of the request, the scenario and the state.

Shapes and names are Adobe's documentation and public captures of the service's answers, as far as no
docstring says that a choice is ours.
"""

import re
import uuid
from collections.abc import Callable
from typing import Any, Final, get_args

import msgspec

from edge_studio.edge.exchange import ApiVersion
from edge_studio.local_edge import edge_trace, heads, streaming
from edge_studio.local_edge.activation import activate
from edge_studio.local_edge.case import Case, Effect, Entry
from edge_studio.local_edge.checks import CHECKS, content_problem, warnings
from edge_studio.local_edge.consent import current, update
from edge_studio.local_edge.decisions import decide
from edge_studio.local_edge.fault_plan import FrontDoor
from edge_studio.local_edge.faults import Strike, applied, strike
from edge_studio.local_edge.feedback import count
from edge_studio.local_edge.hit import Hit, at
from edge_studio.local_edge.identification import identify
from edge_studio.local_edge.identity import visitor
from edge_studio.local_edge.ims import is_token_request, token_answer, token_refusal
from edge_studio.local_edge.locations import audience_manager_region, hints, region_of
from edge_studio.local_edge.media import new_session, play
from edge_studio.local_edge.messages import Answer, Reply, Request
from edge_studio.local_edge.overrides import switched_off
from edge_studio.local_edge.problems import Problem
from edge_studio.local_edge.profile import profile_of
from edge_studio.local_edge.routes import Action, Route, route_of
from edge_studio.local_edge.scenario import Scenario, Service
from edge_studio.local_edge.state import State

SERVICES: Final[dict[Action, tuple[Callable[[Case], Effect], ...]]] = {
    "interact": (identify, activate, decide, count, new_session, current, hints),
    "collect": (identify, count, current, hints),
    "set-consent": (identify, update, hints),
    "acquire": (identify, hints),
    "media": (identify, play, current, hints),
}
"""Who has a say at each address, in the order in which captures show their handles."""

_ALL: Final[frozenset[Service]] = frozenset(get_args(Service))
_REQUEST_ID: Final = re.compile(r"[\x21-\x7e]{1,256}")
_ENVELOPE: Final = "application/json;charset=utf-8"
_PROBLEM: Final = "application/problem+json"
_HEARD: Final = {"sessionStart", "downloaded"}
"""The media events that are answered with handles; the others are only taken (Adobe documentation)."""


def answer(request: Request, scenario: Scenario, state: State) -> Reply:
    """Answer one request; whatever comes in, something that the Edge Network could say goes out."""
    if request.method == "OPTIONS":
        return Reply(heads.preflight(request, state))
    if is_token_request(request.path):
        return _token_reply(request, scenario, state)
    route = route_of(request.path)
    if route is None:
        return Reply(heads.front_door(request, state, 404, "Not Found"))
    if request.method != "POST":
        allowed = (("allow", "POST, OPTIONS"),)
        return Reply(heads.front_door(request, state, 405, "Method Not Allowed", allowed))
    hit, problem = _taken_apart(request, scenario, state, route)
    struck = strike(route.name, request, hit.body or None, scenario, state)
    if struck.front_door is not None:
        return applied(_shut(hit, struck.front_door), struck)
    return applied(_judged(hit, struck.problem or problem, struck), struck)


def misdirected(request: Request, state: State) -> Reply:
    """The answer to a request that is for another host than this computer."""
    said = (
        "Misdirected Request: Local Edge answers at this computer's own names alone. Where the name is one "
        'of yours, add it to "hosts" in the scenario.'
    )
    return Reply(heads.front_door(request, state, 421, said))


def bug(request: Request, scenario: Scenario, state: State) -> Reply:
    """The answer where answering itself has failed."""
    hit = Hit(request, scenario, state, Route("interact", ApiVersion.V2), _request_id(request, state), {})
    return _refusal(hit, Problem("EXEG-0001-500", "Local Edge has a bug; its log says where."))


def _token_reply(request: Request, scenario: Scenario, state: State) -> Reply:
    """The token endpoint's; it is another service, whose answers show nothing of the Edge Network."""
    struck = strike("token", request, None, scenario, state)
    if struck.problem is not None:
        given = token_refusal(struck.problem.status, "server_error", struck.problem.detail)
    elif struck.front_door is not None:
        given = Answer(503, (("content-type", struck.front_door.content_type),), _text(struck.front_door))
    else:
        given = token_answer(request, scenario, state)
    reply = Reply(Answer(given.status, heads.common(request, state) + given.headers, given.body))
    return applied(reply, struck)


def _shut(hit: Hit, said: FrontDoor) -> Reply:
    """What the front door says instead of letting a hit in; the fault's own status is put over it."""
    headers = (*heads.common(hit.request, hit.state), ("content-type", said.content_type))
    return Reply(Answer(503, headers, _text(said)), trace=edge_trace.shut_out(hit))


def _text(said: FrontDoor) -> bytes:
    return said.text.encode("utf-8", "replace")


def _judged(hit: Hit, problem: Problem | None, struck: Strike) -> Reply:
    """A hit with all checks in their order; a ``problem`` that is there already comes first."""
    for check in CHECKS:
        if problem is not None:
            return _refusal(hit, problem, struck.status)
        problem = check(hit)
    return _refusal(hit, problem) if problem is not None else _served(hit, struck)


def _taken_apart(
    request: Request, scenario: Scenario, state: State, route: Route
) -> tuple[Hit, Problem | None]:
    """The hit, and what is wrong with its body before anything of it is looked at."""
    problem = content_problem(request)
    body: Any = {}
    if problem is None:
        try:
            body = msgspec.json.decode(request.body)
        except (msgspec.DecodeError, RecursionError, UnicodeDecodeError) as error:
            problem = Problem("EXEG-0101-400", f"The request body is not valid JSON: {_unread(error)}.")
        if not isinstance(body, dict):
            body = {}
            problem = Problem("EXEG-0102-400", "The field '$' is invalid: it has to be an object.")
    return Hit(request, scenario, state, route, _request_id(request, state), body), problem


def _unread(error: Exception) -> str:
    """Why a body cannot be read, in words of its own where the error's are about Python."""
    if isinstance(error, RecursionError):
        return "it is nested too deeply"
    return "its text is not UTF-8" if isinstance(error, UnicodeDecodeError) else str(error)


def _request_id(request: Request, state: State) -> str:
    """The client's ID or a new one, always with 16 hexadecimal digits appended.

    One that could not stand in a header is replaced by a new one: our choice.
    """
    given = request.parameter("requestId") or request.header("x-request-id")
    if not _REQUEST_ID.fullmatch(given):
        given = str(uuid.UUID(bytes=state.mint("request ID")[:16], version=4))
    return f"{given}-{state.mint('request ID entropy')[:8].hex()}"


def _served(hit: Hit, struck: Strike) -> Reply:
    case = _case(hit, struck)
    effects = [service(case) for service in SERVICES[hit.route.action]]
    errors = [*struck.errors, *(error for effect in effects for error in effect.errors)]
    said = [*warnings(hit), *struck.warnings, *(one for effect in effects for one in effect.warnings)]
    entries = [entry for effect in effects for entry in effect.entries]
    status = _status(hit, bool(errors))
    headers = _headers(case.hit, case.region)
    is_first_party = hit.is_first_party
    cookies = [entry for entry in entries if is_first_party or entry.is_third_party]
    if cookies:
        headers += tuple(("set-cookie", _cookie(hit, entry)) for entry in cookies)
        entries = [] if is_first_party else [entry for entry in entries if not entry.is_third_party]
    given = Answer(status, headers)
    if status == 202:
        body = msgspec.json.encode({"requestId": hit.request_id})
        given = Answer(status, (*headers, ("content-type", _ENVELOPE)), body)
    elif status != 204:
        handles = [handle for effect in effects for handle in effect.handles]
        if entries:
            handles.append({"type": "state:store", "payload": [_stored(entry) for entry in entries]})
        given = _envelope(hit, status, headers, handles, errors, said)
    changes = tuple(change for effect in effects for change in effect.changes)
    return Reply(given, changes=changes, trace=edge_trace.served(case, effects, status))


def _case(hit: Hit, struck: Strike) -> Case:
    wanted = any("ECID" in (at(query, "identity", "fetch") or ()) for _, _, query in hit.queries())
    who = visitor(hit, wanted=wanted)
    overrides = at(hit.body, "meta", "configOverrides")
    enabled = hit.configuration.services
    services = _ALL if enabled is None else frozenset(enabled)
    services -= switched_off(overrides or {}) | struck.missing
    return Case(hit, who, profile_of(hit, who), services, region_of(hit))


def _status(hit: Hit, has_errors: bool) -> int:
    """What the address answers with where nothing is fatal; errors of upstreams make a 200 a 207."""
    action = hit.route.action
    if action == "collect":
        silent = hit.request.parameter("silent").lower() == "true"
        return 202 if hit.version is ApiVersion.V2 and not silent else 204
    if action == "media" and hit.route.media_event not in _HEARD and not has_errors:
        return 204
    return 207 if has_errors else 200


def _envelope(
    hit: Hit,
    status: int,
    headers: heads.Headers,
    handles: list[dict[str, Any]],
    errors: list[Problem],
    said: list[Problem],
) -> Answer:
    envelope: dict[str, Any] = {"requestId": hit.request_id, "handle": handles}
    if errors:
        envelope["errors"] = [error.as_json({}) for error in errors]
    if said:
        envelope["warnings"] = [warning.as_json({}) for warning in said]
    headers += (("content-type", _ENVELOPE),)
    if streaming.is_streamed(hit):
        records = streaming.records(hit, envelope)
        return Answer(status, headers, b"".join(records), records)
    return Answer(status, headers, msgspec.json.encode(envelope))


def _stored(entry: Entry) -> dict[str, Any]:
    stored: dict[str, Any] = {"key": entry.key, "value": entry.value}
    if entry.max_age is not None:
        stored["maxAge"] = entry.max_age
    if entry.same_site_none:
        stored["attrs"] = {"SameSite": "None"}
    return stored


def _cookie(hit: Hit, entry: Entry) -> str:
    """A state entry as a cookie; only a secure one may be sent along by other sites (browsers' rule)."""
    domain = ""
    if not entry.is_third_party:
        domain = f"; Domain={str(at(hit.body, 'meta', 'state', 'domain')).lower().strip('.')}"
    age = f"; Max-Age={entry.max_age}" if entry.max_age is not None else ""
    site = "; SameSite=None; Secure" if entry.same_site_none and hit.request.secure else ""
    return f"{entry.key}={entry.value}{domain}; Path=/{age}{site}"


def _refusal(hit: Hit, problem: Problem, status: int | None = None) -> Reply:
    """A problem with the status of its code, or with the one that a fault has for it."""
    status = status or problem.status
    report = {"requestId": hit.request_id, "orgId": hit.organisation}
    if hit.datastream:
        report["configId"] = hit.datastream
    headers = (*_headers(hit, region_of(hit)), ("content-type", _PROBLEM))
    given = Answer(status, headers, msgspec.json.encode(problem.as_json(report)))
    return Reply(given, trace=edge_trace.refused(hit, problem, status))


def _headers(hit: Hit, region: str) -> heads.Headers:
    return heads.common(hit.request, hit.state) + heads.edge(
        hit.request_id, region, audience_manager_region(region)
    )
