"""What can be wrong with a request, in the order in which the Edge Network finds it.

The codes are Adobe's documentation; their order is our inference from them, the details' wording is ours.
Each check of :data:`CHECKS` gives the first problem it finds, or None.
"""

import re
from collections.abc import Callable, Iterator
from typing import Final

from edge_studio.edge.exchange import ApiVersion
from edge_studio.local_edge.authentication import authentication_problem
from edge_studio.local_edge.consent import problem as consent_problem
from edge_studio.local_edge.hit import Hit, at
from edge_studio.local_edge.identity_checks import identity_problem, primary_problem
from edge_studio.local_edge.media import problem as media_problem
from edge_studio.local_edge.messages import MAX_BODY, Request
from edge_studio.local_edge.overrides import override_problems
from edge_studio.local_edge.problems import Problem
from edge_studio.local_edge.shape_checks import shape_problem, typed

Check = Callable[[Hit], Problem | None]

_CONTENT_TYPES: Final = {"application/json", "text/plain", "text/javascript"}
_MEDIA_TYPE: Final = re.compile(r"[\w!#$%&'*+.^`|~-]+/[\w!#$%&'*+.^`|~-]+", re.ASCII)
_DATASTREAM: Final = re.compile(
    r"(?i:[0-9a-f]{8}-(?:[0-9a-f]{4}-){3}[0-9a-f]{12})(?::[\w-]+)?|[0-9]+", re.ASCII
)
_FETCHABLE: Final = {"ECID", "CORE"}
_MOST_SCOPES: Final = 30
"""Decision scopes of one request (Adobe documentation)."""
_CONDITIONS: Final = {
    "disabled": ("EXEG-0004-422", "The datastream '{}' is disabled. Enable it and try again."),
    "unconfigured": ("EXEG-0010-422", "The datastream '{}' has no configuration for Experience Platform."),
    "no-sandbox": ("EXEG-0011-422", "The sandbox details of the datastream '{}' could not be retrieved."),
    "sandbox-gone": ("EXEG-0012-422", "The sandbox that the datastream '{}' refers to cannot be resolved."),
}


def content_problem(request: Request) -> Problem | None:
    """What is wrong before the body is looked into: its type, and whether and how much of it there is.

    Smile, the binary JSON that the real service takes as well, is refused here like any other type.
    """
    given = request.header("content-type")
    media_type = given.partition(";")[0].strip().lower()
    if media_type not in _CONTENT_TYPES:
        if not _MEDIA_TYPE.fullmatch(media_type):
            shown = f"'{given}'" if given else "missing"
            return Problem("EXEG-0106-400", f"The Content-Type header is {shown}. Send application/json.")
        return Problem(
            "EXEG-0111-415",
            f"The content type '{media_type}' is not supported. Send application/json, text/plain or "
            "text/javascript.",
        )
    coding = request.header("content-encoding").strip().lower()
    if coding not in {"", "identity"}:  # that nothing is unpacked here is our choice, and the code for it
        return Problem(
            "EXEG-0111-415",
            f"The Content-Encoding '{coding}' is not supported. Send the body as it is, without a coding.",
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
    named = hit.is_named_datastream
    if not named and (hit.scenario.strict_datastreams or not _DATASTREAM.fullmatch(hit.datastream)):
        return Problem(
            "EXEG-0003-400",
            f"The datastream ID '{hit.datastream}' referenced in your request does not exist. Update the "
            "request with a valid datastream ID and try again.",
        )
    condition = hit.configuration.condition
    if condition == "ok":
        return None
    code, detail = _CONDITIONS[condition]
    return Problem(code, detail.format(hit.datastream))


def _root(hit: Hit) -> Problem | None:
    """The member of the body that holds what the address is for; acquiring an identity needs none."""
    action = hit.route.action
    if action == "acquire":
        return None
    name = "event" if action == "interact" and hit.version is ApiVersion.V2 else "events"
    if action == "set-consent":
        name = "consent"
    value = hit.body.get(name)
    if value is None or (name != "event" and value == []):
        other = "events" if name == "event" else "event"
        is_other = other in hit.body and action == "interact"
        hint = f" The request has '{other}', which belongs to the other API version." if is_other else ""
        return Problem("EXEG-0103-400", f"The field '$.{name}' is mandatory.{hint}")
    return typed(value, dict if name == "event" else list, f"$.{name}")


def _parameters(hit: Hit) -> Problem | None:
    """``silent`` is the one parameter with a type; that an empty one counts as missing is our choice."""
    if hit.route.action != "collect" or hit.version is not ApiVersion.V2 or not hit.request.has("silent"):
        return None
    value = hit.request.parameter("silent").lower()
    if not value:
        return Problem("EXEG-0107-400", "The query parameter 'silent' needs a value: true or false.")
    if value not in {"true", "false"}:
        return Problem("EXEG-0108-400", "The query parameter 'silent' has to be true or false.")
    return None


def _client_state(hit: Hit) -> Problem | None:
    """Cookies can only be written for a domain that is named."""
    state = at(hit.body, "meta", "state")
    if at(state, "cookiesEnabled") is True and not at(state, "domain"):
        return Problem(
            "EXEG-0110-400", "The field '$.meta.state.domain' needs a value when cookies are enabled."
        )
    return None


def _scopes(hit: Hit) -> Problem | None:
    """The decision scopes of all queries count; that more are refused, and with which code, is our choice."""
    queries = (query for _, _, query in hit.queries())
    count = sum(len(at(query, "personalization", "decisionScopes") or ()) for query in queries)
    if count <= _MOST_SCOPES:
        return None
    return Problem(
        "EXEG-0105-400",
        f"The request asks for {count} decision scopes; at most {_MOST_SCOPES} are allowed in one request.",
    )


def _overrides(hit: Hit) -> Problem | None:
    """Overrides of the datastream's configuration."""
    overrides = at(hit.body, "meta", "configOverrides")
    errors = list(override_problems(overrides, hit.configuration.overrides)) if overrides else []
    if not errors:
        return None
    return Problem(
        "EXEG-0113-400",
        "The configuration overrides are not allowed by the datastream. See the report.",
        {"errors": errors},
    )


CHECKS: Final[tuple[Check, ...]] = (
    _datastream,
    authentication_problem,
    _root,
    shape_problem,
    identity_problem,
    primary_problem,
    _client_state,
    _parameters,
    _scopes,
    _overrides,
    consent_problem,
    media_problem,
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
