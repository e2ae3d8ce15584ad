"""JSON Web Tokens: what they say of themselves; whether they are genuine is never checked."""

import re
from datetime import datetime
from typing import Final

from edge_studio.edge.decoding.model import Decoded, Place
from edge_studio.edge.decoding.packing import container, from_base64
from edge_studio.edge.decoding.times import moment_of, moment_words, relative
from edge_studio.edge.wording import cut
from edge_studio.jsontext.lazy_json import LazyValue

_TOKEN: Final = re.compile(r"(?:Bearer )?(ey[A-Za-z0-9_-]{8,})\.(ey[A-Za-z0-9_-]{2,})\.([A-Za-z0-9_-]*)")


def read_token(text: str, place: Place) -> Decoded | None:
    """A token's header and payload; the words say who issued it and when it runs out.

    It may be a credential: neither its own text nor its signature is in what is given back.
    """
    if not text.startswith(("ey", "Bearer ey")) or text.count(".", 0, 40_000) != 2:
        return None
    found = _TOKEN.fullmatch(text)
    header, payload = (_part(found[1]), _part(found[2])) if found else (None, None)
    if header is None or payload is None or header.get("alg") is None:
        return None
    said = [
        _named("issued by", payload.string("iss") or payload.string("as")),
        _named("for", payload.string("client_id") or payload.string("sub")),
        _ends(payload, place.now),
    ]
    words = ", ".join(word for word in said if word) or "says neither who issued it nor until when"
    whole = b'{"header":' + header.raw + b',"payload":' + payload.raw + b"}"
    return Decoded("token", "JSON Web Token", words, LazyValue(whole), words)


def _part(text: str) -> LazyValue | None:
    content = from_base64(text)
    value = container(content) if content else None
    return value if value is not None and value.kind == "object" else None


def _named(word: str, name: str) -> str:
    return f"{word} {cut(name, 60)}" if name else ""


def expiry(payload: LazyValue) -> datetime | None:
    """When a token runs out: ``exp`` in seconds, or as Adobe's: ``created_at`` and ``expires_in``, in ms."""
    seconds = _number(payload, "exp")
    if seconds:
        return moment_of(seconds * 1000)
    created, lasting = _number(payload, "created_at"), _number(payload, "expires_in")
    return moment_of(created + lasting) if created and lasting else None


def _number(payload: LazyValue, name: str) -> int:
    digits = payload.string(name)
    return int(digits) if digits.isascii() and digits.isdecimal() and len(digits) <= 14 else 0


def _ends(payload: LazyValue, now: datetime) -> str:
    moment = expiry(payload)
    if moment is None:
        return ""
    verb = "expired" if moment <= now else "expires"
    return f"{verb} {moment_words(moment)} ({relative(moment, now)})"
