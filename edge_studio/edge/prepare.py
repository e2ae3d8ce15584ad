"""From a draft and a connection to exactly what goes over the wire, or the reason why it must not."""

import re
from collections.abc import Callable, Iterator
from datetime import datetime
from typing import Final
from urllib.parse import quote

from edge_studio.edge.address import BadAddress, Server, is_loopback, parse_server
from edge_studio.edge.endpoints import ENDPOINTS, Endpoint
from edge_studio.edge.exchange import (
    Connection,
    Draft,
    FailureReason,
    Header,
    Phase,
    PreparedRequest,
    RequestIdMode,
    Timing,
    Unanswered,
)
from edge_studio.edge.moments import written
from edge_studio.edge.places import event_pointers
from edge_studio.edge.secrecy import is_secret
from edge_studio.jsontext.document import JsonDocument
from edge_studio.jsontext.edits import TextEdit, apply

NOW_PLACEHOLDER: Final = "{{now}}"
"""Stands as the event's timestamp in a draft and becomes the time of sending."""

LOCAL_DATASTREAM: Final = "3fb0a1de-52a4-4f0e-9a11-0d6f7c2b9e41"
"""The datastream of Local Edge where none is given; an invented one, it exists nowhere else."""

_COOKIE: Final = "cookie"
_FRAMING_NAMES: Final = frozenset(("content-length", "transfer-encoding"))
_NAME: Final = re.compile(r"[A-Za-z0-9!#$%&'*+.^_`|~-]+")
_VALUE: Final = re.compile(r"[\t\x20-\x7e]*")
_HALF: Final = re.compile(r"[\ud800-\udfff]")
_BEARER: Final = re.compile(r"bearer\s+", re.IGNORECASE)


def prepare(
    draft: Draft,
    connection: Connection,
    token: str,
    *,
    now: datetime,
    new_request_id: Callable[[], str],
) -> PreparedRequest | Unanswered:
    """Make the request exactly as it will be sent, or say why it is not sent.

    ``token`` is the bare access token, empty where there is none. ``now`` has a zone. The body is the
    draft's text in UTF-8, byte for byte, but for a timestamp of ``{{now}}``. A missing datastream is no
    reason to refuse: the Edge Network's answer to it (EXEG-0002) may be what is being tested.
    """
    server = parse_server(connection.base_url)
    if isinstance(server, BadAddress):
        return _refusal("The request was not sent: the address cannot be used.", server.why, server.remedy)
    endpoint = ENDPOINTS[draft.endpoint]
    headers = _headers(draft, connection, token)
    problem = (
        _hint_problem(draft.location_hint)
        or _half_character_problem(draft, connection)
        or _header_problem(headers)
        or _token_problem(server, headers)
    )
    if problem:
        return problem
    request_id = _request_id(draft, new_request_id)
    url = _url(server, endpoint, draft, connection, _quoted(request_id))
    return PreparedRequest("POST", url, headers, _with_time(draft, now).encode(), request_id)


def display_url(draft: Draft, connection: Connection) -> str:
    """The address as it will be sent, for showing; a fresh request ID stands as ``…``.

    An address that cannot be used is shown as it was entered, up to where a password could stand.
    """
    endpoint = ENDPOINTS[draft.endpoint]
    address = connection.base_url
    if connection.is_local_edge and not address:
        address = "http://127.0.0.1"
    server = parse_server(address)
    if isinstance(server, BadAddress):
        return address.split("@")[-1] or endpoint.path(draft.version, draft.location_hint)
    fresh = draft.request_id_mode is RequestIdMode.FRESH
    request_id = "…" if fresh else _quoted(_request_id(draft, str))
    return _url(server, endpoint, draft, connection, request_id)


def datastream_of(draft: Draft, connection: Connection) -> str:
    """The datastream that the request is for: the draft's, the connection's, or Local Edge's invented one."""
    chosen = (draft.datastream or connection.datastream).strip()
    return chosen or (LOCAL_DATASTREAM if connection.is_local_edge else "")


def _url(server: Server, endpoint: Endpoint, draft: Draft, connection: Connection, request_id: str) -> str:
    """The whole address; ``request_id`` stands in it as given."""
    datastream = datastream_of(draft, connection)
    query = []
    if datastream:  # the colon of an environment suffix (``:dev``) is legal in a query
        query.append(f"{endpoint.id_param(draft.version)}={_quoted(datastream, ':')}")
    if request_id:
        query.append(f"requestId={request_id}")
    if parameters := draft.parameters.strip().strip("?&"):  # what is percent-encoded already stays as it is
        query.append(_quoted(parameters, "=&%+!*'(),;:@/?$~"))
    path = endpoint.path(draft.version, draft.location_hint.strip(), server.base_path)
    return f"{server.origin}{path}" + ("?" + "&".join(query) if query else "")


def _quoted(text: str, safe: str = "") -> str:
    """Percent-encoded; half of a character, which is shown but never sent, as a question mark."""
    return quote(text, safe=safe, errors="replace")


def _request_id(draft: Draft, new_request_id: Callable[[], str]) -> str:
    match draft.request_id_mode:
        case RequestIdMode.FRESH:
            return new_request_id()
        case RequestIdMode.FIXED:
            return draft.request_id
        case RequestIdMode.NONE:
            return ""


def _headers(draft: Draft, connection: Connection, token: str) -> tuple[Header, ...]:
    """The standard headers without those that one's own replace, then one's own."""
    own = tuple(
        Header(header.name.strip(), header.value.strip(), is_secret(header))
        for header in draft.headers
        if header.name.strip() or header.value.strip()
    )
    replaced = {header.name.lower() for header in own}
    standard = _standard_headers(connection, token)
    return tuple(header for header in standard if header.name.lower() not in replaced) + own


def _standard_headers(connection: Connection, token: str) -> Iterator[Header]:
    yield Header("Content-Type", "application/json")
    bare = _BEARER.sub("", token.strip(), count=1)  # a token is often copied together with its scheme
    if bare:
        yield Header("Authorization", f"Bearer {bare}", secret=True)
    if connection.organisation.strip():
        yield Header("x-gw-ims-org-id", connection.organisation.strip())
    if connection.api_key.strip():
        yield Header("x-api-key", connection.api_key.strip())


def _with_time(draft: Draft, now: datetime) -> str:
    """The draft's text with each event's ``{{now}}`` replaced, and nothing else touched."""
    if NOW_PLACEHOLDER not in draft.text:
        return draft.text
    document = JsonDocument(draft.text)
    edits = []
    for event in event_pointers(document, ENDPOINTS[draft.endpoint].shape(draft.version)):
        node = document.node(f"{event}/xdm/timestamp")
        if node is not None and node.kind == "string" and node.raw == f'"{NOW_PLACEHOLDER}"':
            edits.append(TextEdit(node.start, node.end, f'"{written(now)}"'))
    return apply(draft.text, edits)


def _hint_problem(hint: str) -> Unanswered | None:
    if hint.strip() not in {".", ".."}:
        return None
    return _refusal(
        "The request was not sent: the location hint is not one.",
        "A dot in a path means the folder itself, so the request would go to another endpoint.",
        "Choose a location hint such as or2, or none.",
    )


def _half_character_problem(draft: Draft, connection: Connection) -> Unanswered | None:
    """Half of a surrogate pair is no text that UTF-8 could carry."""
    for what, text in (
        ("its text", draft.text),
        ("the location hint", draft.location_hint),
        ("the datastream ID", datastream_of(draft, connection)),
        ("one of its parameters", draft.parameters),
        ("the request ID", draft.request_id if draft.request_id_mode is RequestIdMode.FIXED else ""),
    ):
        if not text.isascii() and _HALF.search(text):
            return _refusal(
                f"The request was not sent: {what} cannot be written as UTF-8.",
                "It holds half of a character, probably left over from cutting an emoji in two.",
                "Delete the character that is shown as a box or a question mark, then send again.",
            )
    return None


def _header_problem(headers: tuple[Header, ...]) -> Unanswered | None:
    for header in headers:
        if not _NAME.fullmatch(header.name):
            return _refusal(
                f"The request was not sent: a header cannot be named {header.name!r}.",
                "A header's name consists of letters, digits and hyphens, without blanks and colons.",
                "Correct the name in the headers of the request.",
            )
        if header.name.lower() in _FRAMING_NAMES:
            return _refusal(
                f"The request was not sent: the header {header.name} is set by the program itself.",
                "It says how long the body is, and a wrong value would garble the request.",
                "Remove it from the headers of the request.",
            )
        if not _VALUE.fullmatch(header.value):
            return _refusal(
                f"The request was not sent: the value of the header {header.name} cannot be sent.",
                "It holds a line break, a control character or a letter that HTTP headers do not allow.",
                "Enter it again; text copied from a document often brings such characters along.",
            )
    return None


def _token_problem(server: Server, headers: tuple[Header, ...]) -> Unanswered | None:
    secrets = [header.name for header in headers if header.secret and header.name.lower() != _COOKIE]
    if not secrets or server.is_encrypted or is_loopback(server.host):
        return None
    return _refusal(
        f"The request was not sent: it carries a secret ({', '.join(secrets)}) and would not be encrypted.",
        f"The address begins with http://, so anyone on the way to {server.host} could read the secret.",
        "Begin the address with https://, or remove the access token if this server needs none.",
        FailureReason.TOKEN_OVER_HTTP,
    )


def _refusal(
    happened: str, why: str, remedy: str, reason: FailureReason = FailureReason.BAD_REQUEST
) -> Unanswered:
    return Unanswered(Phase.PREPARE, reason, happened, why, remedy, Timing(0.0))
