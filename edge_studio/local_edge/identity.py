"""Who the visitor is: the ECID by its order of precedence, and the entry that lets the client keep it."""

import base64
import hashlib
import re
from dataclasses import dataclass
from enum import IntEnum
from typing import Final
from urllib.parse import quote, unquote

from edge_studio.edge.client_state import IdentityCookie, read_identity
from edge_studio.local_edge.hit import Hit, at
from edge_studio.local_edge.identity_checks import UUID4

IDENTITY_LIFETIME: Final = 34128000
"""Seconds that a client keeps the identity entry: 395 days (Adobe documentation)."""

_ECID: Final = re.compile(r"[0-9]{38}", re.ASCII)
_MIGRATED: Final = re.compile(r"(?:^|\|)MCMID\|([0-9]{38})(?:\||$)", re.ASCII)
_REWRITTEN_AFTER: Final = 24 * 3600 * 1000
"""Milliseconds (Adobe documentation: an entry is written again if it is older than a day)."""


class Source(IntEnum):
    """Where an ECID came from, as the identity entry says it (decoded from public samples)."""

    RANDOM = 0
    THIRD_PARTY_ID = 1
    FIRST_PARTY_ID = 2
    RECEIVED = 3


@dataclass(frozen=True, slots=True)
class Visitor:
    """The device that a request comes from."""

    ecid: str
    source: Source
    has_entry: bool
    """Whether the client keeps an identity entry with this ECID that need not be written again yet."""
    created: int = 0
    """When the ECID was made, in milliseconds since 1970; 0 for now."""


def visitor(hit: Hit, *, wanted: bool) -> Visitor | None:
    """The visitor of a request: ECID in the identity map, in the client's state, from an FPID, or a new one.

    The order is Adobe's documentation; the cookies of Adobe's older libraries come right after the state,
    which is where those who migrate have their ECID. A server call without any of them gets a new ECID only
    if it asks for one (``wanted``): our choice between two pages of the documentation.
    """
    kept = read_identity(hit.entries.get(hit.key("identity"), ""))
    if kept is not None and not _ECID.fullmatch(kept.ecid):
        kept = None
    given = next(hit.identities("ECID"), "")
    if given and not (kept and kept.ecid == given):
        return Visitor(given, Source.RECEIVED, False)
    if kept:
        return _returning(hit, kept)
    if migrated := _migrated(hit):
        return Visitor(migrated, Source.RECEIVED, False)
    fpid = next(hit.identities("FPID"), "") or hit.cookies.get(hit.scenario.fpid_cookie, "")
    if UUID4.fullmatch(fpid):
        return Visitor(ecid_of(fpid.lower().encode()), Source.FIRST_PARTY_ID, False)
    if hit.is_server_call and not wanted:
        return None
    return Visitor(ecid_of(hit.state.mint("ECID")), Source.RANDOM, False)


def _returning(hit: Hit, kept: IdentityCookie) -> Visitor:
    """Someone who has an entry: it is written again a day after it last was (Adobe documentation)."""
    age = hit.state.now.timestamp() * 1000 - kept.written
    source = Source(kept.source) if kept.source in set(Source) else Source.RANDOM
    return Visitor(kept.ecid, source, age < _REWRITTEN_AFTER, kept.created)


def _migrated(hit: Hit) -> str:
    """The ECID in a cookie of Adobe's older libraries, ``AMCV_…`` or ``s_ecid`` (Adobe documentation)."""
    if not hit.cookies:
        return ""
    for name in (f"AMCV_{hit.organisation}", "s_ecid"):
        value = hit.cookies.get(name) or hit.cookies.get(quote(name), "")
        if match := _MIGRATED.search(unquote(value)):
            return match[1]
    return ""


def ecid_of(seed: bytes) -> str:
    """38 digits from ``seed``, always the same: how the service does it is not known, so this is our way."""
    return str(int.from_bytes(hashlib.sha256(seed).digest()) % 10**38).zfill(38)


def identity_entry(who: Visitor, hit: Hit, region: str) -> str:
    """The value of the entry ``kndctr_…_identity``: base64url of a protocol buffer.

    Its fields were decoded from public samples of the service's answers; they are not documented.
    """
    moment = int(hit.state.now.timestamp() * 1000)
    metadata = (
        _number(1, who.created or moment)
        + _number(2, int(who.source is not Source.RECEIVED and not who.created))
        + _number(3, _device(hit))
        + _text(5, region.upper())
        + _number(6, who.source)
    )
    entry = _text(1, who.ecid) + _bytes(10, metadata)
    if hit.scenario.id_syncs:
        container = at(hit.body, "meta", "configOverrides", "com_adobe_identity", "idSyncContainerId")
        entry += _number(20, moment) + _number(22, container if isinstance(container, int) else 0)
    entry += _number(30, moment)
    return base64.urlsafe_b64encode(entry).rstrip(b"=").decode("ascii")


def _device(hit: Hit) -> int:
    """1 for a browser, 2 for an app, 0 where neither the event nor the agent tells: our choice."""
    for _, event in hit.events():
        kind = at(event, "xdm", "environment", "type")
        if kind in ("browser", "application"):  # not a set: what is sent there may be unhashable
            return 1 if kind == "browser" else 2
    return 1 if hit.request.header("user-agent").startswith("Mozilla/") else 0


def _varint(number: int) -> bytes:
    digits = bytearray()
    while number > 0x7F:
        digits.append(number & 0x7F | 0x80)
        number >>= 7
    digits.append(number)
    return bytes(digits)


def _number(field: int, value: int) -> bytes:
    """A varint field; zero is the default and, as proto3 has it, not written."""
    return _varint(field << 3) + _varint(value) if value else b""


def _bytes(field: int, value: bytes) -> bytes:
    return _varint(field << 3 | 2) + _varint(len(value)) + value


def _text(field: int, value: str) -> bytes:
    return _bytes(field, value.encode())
