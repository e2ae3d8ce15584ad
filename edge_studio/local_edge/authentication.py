"""Whether a server call may be made: its three headers and its token (codes from Adobe's documentation)."""

import re
from typing import Final

from edge_studio.local_edge import tokens
from edge_studio.local_edge.hit import Hit
from edge_studio.local_edge.problems import Problem
from edge_studio.local_edge.scenario import Client

SCOPE: Final = "acp.foundation"
"""What a token has to be good for (Adobe documentation)."""

_BEARER: Final = re.compile(r"Bearer [\x21-\x7e]+", re.IGNORECASE)
_NEEDED: Final = ("authorization", "x-api-key", "x-gw-ims-org-id")


def authentication_problem(hit: Hit) -> Problem | None:
    """What is wrong with the credentials of a call that needs some.

    Those are the server calls and, whoever makes it, every call to a datastream whose access type is
    ``authenticated``. A scenario without clients takes any token of the right form, and does not ask for the
    two other headers unless the datastream is authenticated: our choice.
    """
    strict = hit.scenario.clients is not None or hit.configuration.access_type == "authenticated"
    if not hit.is_server_call and hit.configuration.access_type != "authenticated":
        return None
    given = hit.request.header("authorization")
    if not _BEARER.fullmatch(given):
        what = "is not of the form 'Bearer TOKEN'" if given else "is missing"
        return Problem("EXEG-0500-401", f"The Authorization header {what}. Send a token with the request.")
    missing = [name for name in _NEEDED if not hit.request.header(name)]
    if strict and missing:
        return Problem(
            "EXEG-0500-401",
            f"The request needs authentication, and these headers are missing: {', '.join(missing)}.",
        )
    if "x-user-token" in dict(hit.request.headers) and not _BEARER.fullmatch(
        hit.request.header("x-user-token")
    ):
        return Problem("EXEG-0501-401", "The x-user-token header is not of the form 'Bearer TOKEN'.")
    if hit.scenario.clients is None:
        return None
    return _token_problem(hit, given.partition(" ")[2], hit.scenario.clients)


def _token_problem(hit: Hit, token: str, clients: tuple[Client, ...]) -> Problem | None:
    """What is wrong with the token itself, the signature first."""
    claims = tokens.read(token)
    if claims is None:
        return Problem("EXEG-0500-401", "The token is malformed: it is not a JSON Web Token.")
    client = next((client for client in clients if client.id == claims.client_id), None)
    if client is None or not tokens.is_signed_by(token, client):
        return Problem("EXEG-0502-401", "The signature of the token is not valid. Ask for a new token.")
    if claims.expires <= hit.state.now.timestamp():
        return Problem("EXEG-0503-401", "The token has expired. Ask for a new token.")
    if not client.has_product_context:
        return Problem(
            "EXEG-0504-401",
            "The token has no product context for Adobe Experience Platform. Ask an administrator for it.",
        )
    if SCOPE not in claims.scopes:
        return Problem(
            "EXEG-0505-401", f"The token was not issued for the scope {SCOPE}. Ask for one that names it."
        )
    if not client.may_write_dataset:
        return Problem(
            "EXEG-0506-401", "The client has no permission DATASET.WRITE in the sandbox of the datastream."
        )
    return None
