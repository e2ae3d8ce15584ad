"""Who the visitor is: the ECID by its order of precedence, and the entry that lets the client keep it."""

import base64
import hashlib
import re
from dataclasses import dataclass
from datetime import datetime
from enum import IntEnum
from typing import Final

from edge_studio.edge.client_state import read_identity
from edge_studio.local_edge.hit import Hit
from edge_studio.local_edge.identity_checks import UUID4

IDENTITY_LIFETIME: Final = 34128000
"""Seconds that a client keeps the identity entry: 395 days (Adobe documentation)."""

_ECID: Final = re.compile(r"[0-9]{38}", re.ASCII)


class Source(IntEnum):
    """Where an ECID came from, as the identity entry says it (decoded from public samples)."""

    RANDOM = 0
    FIRST_PARTY_ID = 2
    RECEIVED = 3


@dataclass(frozen=True, slots=True)
class Visitor:
    """The device that a request comes from."""

    ecid: str
    source: Source
    has_entry: bool
    """Whether the client already keeps an identity entry with this ECID."""


def visitor(hit: Hit, *, wanted: bool) -> Visitor | None:
    """The visitor of a request: ECID in the identity map, in the client's state, from an FPID, or a new one.

    The order is Adobe's documentation. A server call without any of them gets a new ECID only if it asks
    for one (``wanted``): our choice between two pages of the documentation.
    """
    kept = _kept(hit)
    given = next(hit.identities("ECID"), "")
    if given:
        return Visitor(given, Source.RECEIVED, given == kept)
    if kept:
        return Visitor(kept, Source.RANDOM, True)
    fpid = next(hit.identities("FPID"), "") or hit.request.cookies().get("FPID", "")
    if UUID4.fullmatch(fpid):
        return Visitor(ecid_of(fpid.lower().encode()), Source.FIRST_PARTY_ID, False)
    if hit.is_server_call and not wanted:
        return None
    return Visitor(ecid_of(hit.state.mint("ECID")), Source.RANDOM, False)


def _kept(hit: Hit) -> str:
    identity = read_identity(hit.entries.get(hit.key("identity"), ""))
    return identity.ecid if identity and _ECID.fullmatch(identity.ecid) else ""


def ecid_of(seed: bytes) -> str:
    """38 digits from ``seed``, always the same: how the service does it is not known, so this is our way."""
    return str(int.from_bytes(hashlib.sha256(seed).digest()) % 10**38).zfill(38)


def identity_entry(who: Visitor, now: datetime, region: str) -> str:
    """The value of the entry ``kndctr_…_identity``: base64url of a protocol buffer.

    Its fields were decoded from public samples of the service's answers; they are not documented.
    """
    moment = int(now.timestamp() * 1000)
    metadata = b"".join(
        (
            _number(1, moment),
            _number(2, int(who.source is not Source.RECEIVED)),
            _text(5, region.upper()),
            _number(6, who.source),
        )
    )
    entry = _text(1, who.ecid) + _bytes(10, metadata) + _number(30, moment)
    return base64.urlsafe_b64encode(entry).rstrip(b"=").decode("ascii")


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
