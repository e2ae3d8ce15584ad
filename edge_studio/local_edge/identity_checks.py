"""What can be wrong with the identities that a request names (codes from Adobe's documentation)."""

import re
from typing import Any, Final

from edge_studio.edge.exchange import ApiVersion
from edge_studio.local_edge.hit import Hit, at
from edge_studio.local_edge.problems import Problem
from edge_studio.local_edge.shape_checks import given, typed

_ECID: Final = re.compile(r"[0-9]{38}", re.ASCII)
UUID4: Final = re.compile(r"(?i:[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12})")
_UNEXPECTED: Final = "CORE"
_STATES: Final = {"ambiguous", "authenticated", "loggedOut"}


def identity_problem(hit: Hit) -> Problem | None:
    """Every identity map, and in it every identity; then whether there is a primary one."""
    for _, path, identity_map in hit.identity_maps():
        problem = typed(identity_map, dict, path) or _identity_map(hit, path, identity_map)
        if problem:
            return problem
    return None


def _identity_map(hit: Hit, path: str, identity_map: dict[str, Any]) -> Problem | None:
    if _UNEXPECTED in identity_map:  # our choice: the documentation does not say which are unexpected
        return Problem(
            "EXEG-0304-400",
            f"Unexpected identities were provided in '{path}': {_UNEXPECTED} is the Edge Network's to give.",
        )
    for namespace, identities in identity_map.items():
        place = f"{path}.{namespace}"
        if not isinstance(identities, list):
            return typed(given(identities), list, place)
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
        return typed(value, str, f"{path}.id")
    if not value:
        return Problem("EXEG-0305-400", f"The identity at '{path}' has no ID.")
    if namespace == "ECID" and not _ECID.fullmatch(value):
        return Problem("EXEG-0305-400", f"The ECID at '{path}.id' does not have 38 digits.")
    if namespace == "FPID" and not UUID4.fullmatch(value):
        return Problem("EXEG-0308-400", f"The FPID at '{path}.id' is not a UUID of version 4.")
    return None


def primary_problem(hit: Hit) -> Problem | None:
    """A server call needs one primary identity for each event; several are refused everywhere: our choice."""
    if hit.route.action == "set-consent":
        return None
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
