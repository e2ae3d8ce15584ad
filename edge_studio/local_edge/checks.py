"""What can be wrong with a request, in the order in which the Edge Network finds it.

The codes are Adobe's documentation; their order is our inference from them, the details' wording is ours.
Each check of :data:`CHECKS` gives the first problem it finds, or None.
"""

import re
from collections.abc import Callable, Iterator
from typing import Any, Final

from edge_studio.edge.exchange import ApiVersion
from edge_studio.local_edge.hit import Hit, at
from edge_studio.local_edge.messages import MAX_BODY, Request
from edge_studio.local_edge.overrides import override_problems
from edge_studio.local_edge.problems import Problem

Check = Callable[[Hit], Problem | None]

_CONTENT_TYPES: Final = {"application/json", "text/plain", "text/javascript"}
_MEDIA_TYPE: Final = re.compile(r"[\w!#$%&'*+.^`|~-]+/[\w!#$%&'*+.^`|~-]+", re.ASCII)
_DATASTREAM: Final = re.compile(
    r"(?i:[0-9a-f]{8}-(?:[0-9a-f]{4}-){3}[0-9a-f]{12})(?::[\w-]+)?|[0-9]+", re.ASCII
)
_ECID: Final = re.compile(r"[0-9]{38}", re.ASCII)
UUID4: Final = re.compile(r"(?i:[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12})")
_STATES: Final = {"ambiguous", "authenticated", "loggedOut"}
_FETCHABLE: Final = {"ECID", "CORE"}


def content_problem(request: Request) -> Problem | None:
    """What is wrong before the body is looked into: its type, and whether and how much of it there is.

    Smile, the binary JSON that the real service takes as well, is refused here like any other type.
    """
    given = request.header("content-type")
    media_type = given.partition(";")[0].strip().lower()
    if not _MEDIA_TYPE.fullmatch(media_type):
        shown = f"'{given}'" if given else "missing"
        return Problem("EXEG-0106-400", f"The Content-Type header is {shown}. Send application/json.")
    if media_type not in _CONTENT_TYPES:
        return Problem(
            "EXEG-0111-415",
            f"The content type '{media_type}' is not supported. Send application/json, text/plain or "
            "text/javascript.",
        )
    if request.too_large:
        return Problem(
            "EXEG-0112-413", f"The request body is larger than {MAX_BODY} bytes. Send less, or split it."
        )
    if not request.body:
        return Problem("EXEG-0109-408", "The request has no body. Send a JSON object.")
    return None


def _datastream(hit: Hit) -> Problem | None:
    """IDs are UUIDs, with or without an environment, or old numbers; others exist nowhere: our choice."""
    if not hit.datastream:
        return Problem(
            "EXEG-0002-400",
            f"The query parameter '{hit.datastream_parameter}' is missing. Add the ID of a datastream to "
            "the address and try again.",
        )
    known = {datastream.id.lower() for datastream in hit.scenario.datastreams}
    strict = hit.scenario.strict_datastreams
    if not _DATASTREAM.fullmatch(hit.datastream) or (strict and hit.datastream.lower() not in known):
        return Problem(
            "EXEG-0003-400",
            f"The datastream ID '{hit.datastream}' referenced in your request does not exist. Update the "
            "request with a valid datastream ID and try again.",
        )
    return None


def _root(hit: Hit) -> Problem | None:
    """The member that holds the event or events."""
    name = "event" if hit.version is ApiVersion.V2 else "events"
    value = hit.body.get(name)
    if value is None or (name == "events" and value == []):
        other = "events" if name == "event" else "event"
        hint = f" The request has '{other}', which belongs to the other API version." * (other in hit.body)
        return Problem("EXEG-0103-400", f"The field '$.{name}' is mandatory.{hint}")
    if name == "event":
        return _typed(value, dict, "$.event")
    return _typed(value, list, "$.events")


def _shapes(hit: Hit) -> Problem | None:
    """The types of everything that Local Edge reads."""
    return next(filter(None, (_typed(*row) for row in _expected(hit))), None)


def _expected(hit: Hit) -> Iterator[tuple[Any, type, str]]:
    body = hit.body
    for path, event in hit.events():
        yield _given(event), dict, path
        for name in ("xdm", "data", "query", "meta"):
            yield at(event, name), dict, f"{path}.{name}"
    for name in ("xdm", "query", "meta"):
        yield body.get(name), dict, f"$.{name}"
    for _, path, query in hit.queries():
        for part, lists in (
            ("identity", ("fetch",)),
            ("personalization", ("schemas", "decisionScopes", "surfaces")),
        ):
            yield at(query, part), dict, f"{path}.{part}"
            for name in lists:
                values = at(query, part, name)
                yield values, list, f"{path}.{part}.{name}"
                for index, value in enumerate(values if isinstance(values, list) else ()):
                    yield _given(value), str, f"{path}.{part}.{name}[{index}]"
    for name, kind in (("domain", str), ("cookiesEnabled", bool), ("entries", list)):
        yield at(body, "meta", "state", name), kind, f"$.meta.state.{name}"
    yield at(body, "meta", "state"), dict, "$.meta.state"
    yield at(body, "meta", "configOverrides"), dict, "$.meta.configOverrides"


def _given(value: Any) -> Any:
    """An element of an array as it is judged: null is no way to leave one out."""
    return False if value is None else value


_NAMES: Final = {dict: "an object", list: "an array", str: "a string", bool: "true or false"}


def _typed(value: Any, kind: type, path: str) -> Problem | None:
    """Whether a value, where there is one, is of the type it has to be."""
    if value is None or isinstance(value, kind):
        return None
    return Problem("EXEG-0102-400", f"The field '{path}' is invalid: it has to be {_NAMES[kind]}.")


def _identities(hit: Hit) -> Problem | None:
    """Every identity map, and in it every identity; then whether there is a primary one."""
    for _, path, identity_map in hit.identity_maps():
        problem = _typed(identity_map, dict, path) or _identity_map(hit, path, identity_map)
        if problem:
            return problem
    return None


def _identity_map(hit: Hit, path: str, identity_map: dict[str, Any]) -> Problem | None:
    for namespace, identities in identity_map.items():
        place = f"{path}.{namespace}"
        if not isinstance(identities, list):
            return _typed(_given(identities), list, place)
        for index, identity in enumerate(identities):
            problem = _identity(namespace, identity, f"{place}[{index}]")
            if problem:
                return problem
        known = hit.scenario.namespaces
        if known is not None and namespace not in known:
            return Problem(
                "EXEG-0013-422",
                f"The identity namespace code '{namespace}' cannot be resolved. Create the namespace, or "
                "check the spelling; case matters.",
            )
    return None


def _identity(namespace: str, identity: Any, path: str) -> Problem | None:
    if not isinstance(identity, dict):
        return Problem("EXEG-0102-400", f"The field '{path}' is invalid: it has to be an object.")
    state, primary, value = (identity.get(name) for name in ("authenticatedState", "primary", "id"))
    if state is not None and not (isinstance(state, str) and state in _STATES):
        allowed = ", ".join(sorted(_STATES))
        return Problem(
            "EXEG-0102-400",
            f"The field '{path}.authenticatedState' is invalid: it has to be one of {allowed}.",
        )
    if not (primary is None or isinstance(primary, bool) or primary in ("true", "false")):
        return Problem("EXEG-0102-400", f"The field '{path}.primary' is invalid: it has to be true or false.")
    if value is not None and not isinstance(value, str):
        return _typed(value, str, f"{path}.id")
    if not value:
        return Problem("EXEG-0305-400", f"The identity at '{path}' has no ID.")
    if namespace == "ECID" and not _ECID.fullmatch(value):
        return Problem("EXEG-0305-400", f"The ECID at '{path}.id' does not have 38 digits.")
    if namespace == "FPID" and not UUID4.fullmatch(value):
        return Problem("EXEG-0308-400", f"The FPID at '{path}.id' is not a UUID of version 4.")
    return None


def _primary(hit: Hit) -> Problem | None:
    """A server call needs one primary identity for each event; several are refused everywhere: our choice."""
    for index, (_, event) in enumerate(hit.events()):
        maps = [at(event, "xdm", "identityMap"), at(hit.body, "xdm", "identityMap")]
        if hit.version is ApiVersion.V2:
            maps.pop()
        found = sum(
            identity.get("primary") in (True, "true")
            for identity_map in maps
            for identities in (identity_map or {}).values()
            for identity in identities
        )
        if found == 0 and hit.is_server_call:
            return Problem(
                "EXEG-0306-400",
                f"There was no primary identity provided for event #{index}. Update the request according "
                "to your schema and try again.",
            )
        if found > 1:
            return Problem(
                "EXEG-0306-400",
                f"There were {found} primary identities provided for event #{index}. Mark exactly one and "
                "try again.",
            )
    return None


def _client_state(hit: Hit) -> Problem | None:
    """Cookies can only be written for a domain that is named."""
    state = at(hit.body, "meta", "state")
    if at(state, "cookiesEnabled") is True and not at(state, "domain"):
        return Problem(
            "EXEG-0110-400", "The field '$.meta.state.domain' needs a value when cookies are enabled."
        )
    return None


def _overrides(hit: Hit) -> Problem | None:
    """Overrides of the datastream's configuration."""
    errors = list(override_problems(at(hit.body, "meta", "configOverrides") or {}))
    if not errors:
        return None
    return Problem(
        "EXEG-0113-400",
        "The configuration overrides are not allowed by the datastream. See the report.",
        {"errors": errors},
    )


CHECKS: Final[tuple[Check, ...]] = (
    _datastream,
    _root,
    _shapes,
    _identities,
    _primary,
    _client_state,
    _overrides,
)
"""In this order; the first problem ends the request."""


def warnings(hit: Hit) -> Iterator[Problem]:
    """What is worth a word in an answer that is otherwise good."""
    for index, path, query in hit.queries():
        unknown = [code for code in at(query, "identity", "fetch") or () if code not in _FETCHABLE]
        if unknown:
            yield Problem(
                "EXEG-0303-200",
                f"The namespaces {', '.join(unknown)} in '{path}.identity.fetch' cannot be fetched; ECID "
                "and CORE can.",
                {"eventIndex": index},
            )
    for index, path, identity_map in hit.identity_maps():
        for namespace, identities in identity_map.items():
            if any(isinstance(identity.get("primary"), str) for identity in identities):
                # the code is our choice: the service is only known to accept such values
                yield Problem(
                    "EXEG-0204-200",
                    f"'primary' is a string at '{path}.{namespace}'; true and false stand without quotes.",
                    {"eventIndex": index},
                )
