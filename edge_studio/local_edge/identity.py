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
_REGION: Final = re.compile(r"[A-Z]{2,4}[0-9]", re.ASCII)
_MIGRATED: Final = re.compile(r"(?:^|\|)MCMID\|([0-9]{38})(?:\||$)", re.ASCII)
_REWRITTEN_AFTER: Final = 24 * 3600 * 1000
"""Milliseconds (Adobe documentation: an entry is written again if it is older than a day)."""


_MOBILE_SDK: Final = "https://ns.adobe.com/experience/mobilesdk/"


class Source(IntEnum):
    """Where an ECID came from, as the identity entry says it (read from the Web SDK's source)."""

    RANDOM = 0
    THIRD_PARTY_ID = 1
    FIRST_PARTY_ID = 2
    RECEIVED = 3


_SOURCES: Final = frozenset(Source)


@dataclass(frozen=True, slots=True)
class Visitor:
    """The device that a request comes from."""

    ecid: str
    source: Source
    has_entry: bool
    """Whether the client keeps an entry for this ECID that need not be written again yet: it is, a day after
    it last was (Adobe documentation)."""
    kept: IdentityCookie | None = None
    """The client's entry for this ECID."""
    core: str = ""
    """The third-party ID, empty where the client takes no third-party cookies."""


def visitor(hit: Hit, *, wanted: bool) -> Visitor | None:
    """The visitor of a request: ECID in the identity map, in the client's state, from an FPID, or a new one.

    The order is Adobe's documentation; the cookies of Adobe's older libraries come right after the state,
    which is where those who migrate have their ECID, and a third-party ID comes last: our choice. A server
    call without any of them gets a new ECID only if it asks for one (``wanted``): our choice between two
    pages of the documentation.
    """
    core = hit.cookies.get("demdex", "") if hit.cookies else ""
    gives_core = hit.scenario.third_party_cookies and not opted_out_of_advertising(hit)
    core = core if _ECID.fullmatch(core) else ""
    ecid, source, kept = _device(hit)
    if not ecid and core:
        ecid, source = ecid_of(core.encode()), Source.THIRD_PARTY_ID
    if not ecid:
        if hit.is_server_call and not wanted:
            return None
        if gives_core:
            core = ecid_of(hit.state.mint("CORE"))
            return Visitor(ecid_of(core.encode()), Source.THIRD_PARTY_ID, False, core=core)
        return Visitor(ecid_of(hit.state.mint("ECID")), Source.RANDOM, False)
    if not core and gives_core:
        core = ecid_of(f"CORE {ecid}".encode())
    # an entry that claims to be from tomorrow is as good as an old one
    is_fresh = kept is not None and abs(milliseconds(hit) - kept.written) < _REWRITTEN_AFTER
    return Visitor(ecid, source, is_fresh, kept, core)


def opted_out_of_advertising(hit: Hit) -> bool:
    """Whether the cookie ``demdex`` says so instead of holding an ID (general knowledge)."""
    return hit.cookies.get("demdex", "").upper() in {"NOTARGET", "OPTOUT"} if hit.cookies else False


def milliseconds(hit: Hit) -> int:
    """The moment of a request since 1970."""
    return int(hit.state.now.timestamp() * 1000)


def _device(hit: Hit) -> tuple[str, Source, IdentityCookie | None]:
    """The ECID of the device with its source, and the client's entry for it; empty where there is none."""
    value = hit.entries.get(hit.key("identity"), "") if hit.entries else ""
    kept = read_identity(value) if value else None
    if kept is not None and not _ECID.fullmatch(kept.ecid):
        kept = None
    given = next(hit.identities("ECID"), "")
    if given and not (kept and kept.ecid == given):
        return given, Source.RECEIVED, None
    if kept:
        return kept.ecid, Source(kept.source) if kept.source in _SOURCES else Source.RANDOM, kept
    if migrated := _migrated(hit):
        return migrated, Source.RECEIVED, None
    fpid = next(hit.identities("FPID"), "") or hit.cookies.get(hit.scenario.fpid_cookie, "")
    if UUID4.fullmatch(fpid):
        return ecid_of(fpid.lower().encode()), Source.FIRST_PARTY_ID, None
    return "", Source.RANDOM, None


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


@dataclass(frozen=True, slots=True)
class Synced:
    """The last time that third parties' pixels were called."""

    moment: int = 0
    """In milliseconds since 1970; 0 for never."""
    hash: int = 0
    """What stands for those third parties."""
    container: int = 0


def identity_entry(who: Visitor, hit: Hit, region: str, synced: Synced) -> str:
    """The value of the entry ``kndctr_…_identity``: base64url of a protocol buffer.

    Its fields, and that it keeps what was said when the ECID was made, are read from the Web SDK's source.
    """
    moment, kept = milliseconds(hit), who.kept
    metadata = (
        _number(1, kept.created if kept and kept.created else moment)
        + _number(2, int(who.source is Source.RANDOM))
        + _number(3, kept.device if kept and kept.device else _kind(hit))
        + _text(5, kept.region if kept and _REGION.fullmatch(kept.region) else region.upper())
        + _number(6, who.source)
    )
    entry = _text(1, who.ecid) + _bytes(10, metadata)
    entry += _number(20, synced.moment) + _number(21, synced.hash) + _number(22, synced.container)
    entry += _number(30, moment)
    return base64.urlsafe_b64encode(entry).rstrip(b"=").decode("ascii")


def _kind(hit: Hit) -> int:
    """1 for a browser, 2 for an app, 0 where neither the event nor the agent tells: our choice."""
    for _, event in hit.events():
        xdm = at(event, "xdm")
        kind = at(xdm, "environment", "type")
        if kind in ("browser", "application"):  # a tuple, since anything may stand there
            return 1 if kind == "browser" else 2
        library = at(xdm, "implementationDetails", "name")
        if isinstance(library, str) and library.startswith(_MOBILE_SDK):
            return 2
    return 1 if hit.request.header("user-agent").startswith("Mozilla/") else 0


def _varint(number: int) -> bytes:
    digits = bytearray()
    while number > 0x7F:
        digits.append(number & 0x7F | 0x80)
        number >>= 7
    digits.append(number)
    return bytes(digits)


def _number(field: int, value: int) -> bytes:
    """A varint field; zero, being the default, is not written (proto3)."""
    return _varint(field << 3) + _varint(value) if value else b""


def _bytes(field: int, value: bytes) -> bytes:
    return _varint(field << 3 | 2) + _varint(len(value)) + value


def _text(field: int, value: str) -> bytes:
    return _bytes(field, value.encode())
