"""Access tokens as the token endpoint issues them and as server calls carry them: JSON Web Tokens.

Real ones are signed with a key of Adobe's; those of Local Edge are signed with the secret of the scenario's
client (HS256), so that whether one is good follows from the scenario alone. This is our choice.
"""

import base64
import binascii
import hashlib
import hmac
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Final

import msgspec

from edge_studio.local_edge.scenario import Client

_HEADER: Final = {"alg": "HS256", "typ": "JWT"}


@dataclass(frozen=True, slots=True)
class Claims:
    """What a token says of itself."""

    client_id: str
    scopes: tuple[str, ...]
    expires: float
    """Seconds since 1970."""


def issue(client: Client, scopes: Sequence[str], now: datetime, token_id: str) -> str:
    """A token for a client that was checked; the names of its claims are those of Adobe's tokens."""
    created = int(now.timestamp() * 1000)
    claims = {
        "id": token_id,
        "type": "access_token",
        "as": "ims-na1",
        "client_id": client.id,
        "user_id": f"{client.id}@techacct.adobe.com",
        "scope": ",".join(scopes),
        "created_at": str(created),
        "expires_in": str(client.lifetime * 1000),
    }
    signed = f"{_encoded(_HEADER)}.{_encoded(claims)}"
    return f"{signed}.{_signature(signed, client.secret)}"


def read(token: str) -> Claims | None:
    """What a token says, whoever signed it; None where it is not a token of this form."""
    parts = token.split(".")
    if len(parts) != 3:
        return None
    header, payload = _decoded(parts[0]), _decoded(parts[1])
    if header is None or payload is None or "alg" not in header:
        return None
    client, scope = payload.get("client_id", ""), payload.get("scope", "")
    if not isinstance(client, str) or not isinstance(scope, str):
        return None
    try:
        expires = _expiry(payload)
    except (TypeError, ValueError, OverflowError):
        return None
    return Claims(client, tuple(scope.replace(" ", "").split(",")), expires)


def is_signed_by(token: str, client: Client) -> bool:
    """Whether a token was signed with the client's secret."""
    signed, _, signature = token.rpartition(".")
    expected = _signature(signed, client.secret)
    return hmac.compare_digest(expected.encode(), signature.encode("utf-8", "surrogatepass"))


def _expiry(payload: dict[str, Any]) -> float:
    """From ``created_at`` and ``expires_in``, texts in milliseconds, or from the standard's ``exp``."""
    if "exp" in payload:
        return float(payload["exp"])
    return (
        (int(payload["created_at"]) + int(payload["expires_in"])) / 1000 if "created_at" in payload else 0.0
    )


def _encoded(value: dict[str, str]) -> str:
    return _base64(msgspec.json.encode(value))


def _decoded(part: str) -> dict[str, Any] | None:
    try:
        value = msgspec.json.decode(base64.urlsafe_b64decode(part + "=" * (-len(part) % 4)))
    except (binascii.Error, ValueError, RecursionError):
        return None
    return value if isinstance(value, dict) else None


def _signature(signed: str, secret: str) -> str:
    message = signed.encode("utf-8", "surrogatepass")
    return _base64(hmac.new(secret.encode(), message, hashlib.sha256).digest())


def _base64(value: bytes) -> str:
    return base64.urlsafe_b64encode(value).rstrip(b"=").decode("ascii")
