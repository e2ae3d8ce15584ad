"""The token endpoint of Adobe's Identity Management Services, for the clients of the scenario.

The parameters are Adobe's documentation; errors have the form of OAuth 2.0 (RFC 6749, section 5.2), their
texts are ours.
"""

import re
from typing import Final
from urllib.parse import parse_qsl

import msgspec

from edge_studio.local_edge import tokens
from edge_studio.local_edge.messages import Answer, Request
from edge_studio.local_edge.scenario import Client, Scenario
from edge_studio.local_edge.state import State

_PATH: Final = re.compile(r"/ims/token/v[23]")
_JSON: Final = ("content-type", "application/json;charset=UTF-8")
_UNCACHED: Final = ("pragma", "no-cache")
"""Beside ``cache-control``, which every answer has."""

ANYBODY: Final = Client("local-edge", "local-edge")
"""Whom tokens are issued to where the scenario names no clients: whoever asks, by any name (our choice)."""


def is_token_request(path: str) -> bool:
    """Whether a path is the token endpoint's; what goes there is secret."""
    return _PATH.fullmatch(path) is not None


def token_answer(request: Request, scenario: Scenario, state: State) -> Answer:
    """A token for the scenario's client, or why there is none."""
    if request.method != "POST":
        headers = (("content-type", "text/plain;charset=utf-8"), ("allow", "POST"))
        return Answer(405, headers, b"405 Method Not Allowed\n")
    if request.too_large:
        return token_refusal(413, "invalid_request", "The request is too large.")
    given = _parameters(request)
    if missing := [name for name in ("grant_type", "client_id", "client_secret") if not given.get(name)]:
        return token_refusal(400, "invalid_request", f"Missing: {', '.join(missing)}.")
    if given["grant_type"] != "client_credentials":
        return token_refusal(400, "unsupported_grant_type", "The grant type has to be client_credentials.")
    client = _client(given["client_id"], given["client_secret"], scenario)
    if client is None:
        return token_refusal(401, "invalid_client", "There is no such client, or its secret is another one.")
    scopes = [scope for scope in re.split(r"[,\s]+", given.get("scope", "")) if scope]
    if not scopes:
        return token_refusal(400, "invalid_scope", "No scope was asked for.")
    if scenario.clients is not None and (unknown := [one for one in scopes if one not in client.scopes]):
        return token_refusal(400, "invalid_scope", f"The client has no scope {', '.join(unknown)}.")
    token = tokens.issue(client, scopes, state.now, state.mint("token ID").hex()[:32])
    content = {"access_token": token, "token_type": "bearer", "expires_in": client.lifetime}
    return Answer(200, (_JSON, _UNCACHED), msgspec.json.encode(content))


def _client(id: str, secret: str, scenario: Scenario) -> Client | None:
    if scenario.clients is None:
        return Client(id, ANYBODY.secret, lifetime=ANYBODY.lifetime)
    return next((one for one in scenario.clients if (one.id, one.secret) == (id, secret)), None)


def _parameters(request: Request) -> dict[str, str]:
    """From the query and the body, as a form or as ``multipart/form-data``: the service takes all of them."""
    given = dict(request.query)
    text = request.body.decode("utf-8", "replace")
    kind = request.header("content-type").lower()
    if kind.startswith("multipart/form-data"):
        for part in re.split(r"\r?\n?--[^\r\n]*", text):
            head, separator, value = part.partition("\r\n\r\n")
            name = re.search(r'\bname="([^"]*)"', head)
            if name and separator:
                given[name[1]] = value.rstrip("\r\n")
    else:
        given.update(parse_qsl(text, max_num_fields=50) if text.count("&") < 50 else ())
    return given


def token_refusal(status: int, error: str, description: str) -> Answer:
    """Why there is no token, in OAuth's form."""
    content = {"error": error, "error_description": description}
    return Answer(status, (_JSON, _UNCACHED), msgspec.json.encode(content))
