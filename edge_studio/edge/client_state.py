"""What the Edge Network asks a client to keep: the names, lifetimes and contents of its state entries."""

import binascii
import re
from dataclasses import dataclass
from urllib.parse import unquote

_KEY = re.compile(r"(kndctr)_.+_(?:AdobeOrg)_(.+)")
_ECID = re.compile(rb"\d{1,38}")
_STANDARD = str.maketrans("-_", "+/")
_VARINT, _EIGHT_BYTES, _BYTES, _FOUR_BYTES = 0, 1, 2, 5


@dataclass(frozen=True, slots=True)
class IdentityCookie:
    """What the entry ``kndctr_…_identity`` says of the visitor."""

    ecid: str
    is_new: bool
    """Whether the ECID was made at random, and not from another ID (read from the Web SDK's source)."""
    created: int = 0
    """When the ECID was made, in milliseconds since 1970; 0 where it is not said."""
    written: int = 0
    """When the entry was written, likewise."""
    region: str = ""
    """Where it was made, such as ``OR2``."""
    source: int = 0
    """Where the ECID came from: 0 chance, 1 a third party's ID, 2 a first-party ID, 3 the request."""
    device: int = 0
    """The kind of device: 0 unknown, 1 a browser, 2 a mobile device."""
    synced: int = 0
    """When third parties' pixels were last called, in milliseconds since 1970; 0 for never."""
    sync_hash: int = 0
    """A number that stands for those third parties."""
    container: int = 0
    """The ID sync container they belong to; 0 for the only one."""

    @property
    def is_fresh(self) -> bool:
        """Whether the ECID is new and the entry the first that holds it."""
        return self.is_new and self.written <= self.created


def short_key(key: str) -> str:
    """A state entry's key without the organisation in it: ``kndctr_…_identity``."""
    match = _KEY.fullmatch(key)
    return f"{match[1]}_…_{match[2]}" if match else key


def entry_name(key: str) -> str:
    """The last part of a state entry's key, such as ``identity``; empty for a key of another pattern."""
    match = _KEY.fullmatch(key)
    return match[2] if match else ""


def read_identity(value: str) -> IdentityCookie | None:
    """What an identity entry says; None where it is not one.

    The value is base64url of a protocol buffer: field 1 the ECID, field 10 metadata, field 30 when it was
    written, fields 20 to 22 the last ID sync (read from the Web SDK's source, and found in public samples of
    the service's answers).
    """
    text = (unquote(value) if "%" in value else value).translate(_STANDARD).rstrip("=")
    try:
        message = binascii.a2b_base64(text + "=" * (-len(text) % 4), strict_mode=True)
        fields = _fields(message)
        ecid = fields.get(1)
        if not isinstance(ecid, bytes) or not _ECID.fullmatch(ecid):
            return None
        metadata = fields.get(10)
        facts = _fields(metadata) if isinstance(metadata, bytes) else {}
    except (binascii.Error, ValueError, IndexError):
        return None
    region = facts.get(5)
    return IdentityCookie(
        ecid.decode("ascii"),
        facts.get(2) == 1,
        created=_whole(facts.get(1)),
        written=_whole(fields.get(30)),
        region=region.decode("ascii", "replace") if isinstance(region, bytes) else "",
        source=_whole(facts.get(6)),
        device=_whole(facts.get(3)),
        synced=_whole(fields.get(20)),
        sync_hash=_whole(fields.get(21)),
        container=_whole(fields.get(22)),
    )


def _whole(value: int | bytes | None) -> int:
    return value if isinstance(value, int) else 0


def _fields(message: bytes) -> dict[int, int | bytes]:
    """The fields of a protocol buffer by number; ``ValueError`` or ``IndexError`` where it is not one."""
    fields: dict[int, int | bytes] = {}
    at, end = 0, len(message)
    while at < end:
        tag, at = (message[at], at + 1) if message[at] < 0x80 else _varint(message, at)
        wire = tag & 7
        if wire == _VARINT:
            fields[tag >> 3], at = _varint(message, at)
            continue
        if wire == _BYTES:
            length, at = (message[at], at + 1) if message[at] < 0x80 else _varint(message, at)
        elif wire in {_EIGHT_BYTES, _FOUR_BYTES}:
            length = 8 if wire == _EIGHT_BYTES else 4
        else:
            raise ValueError(f"wire type {wire}")
        if at + length > end:
            raise ValueError("cut short")
        fields[tag >> 3] = message[at : at + length]
        at += length
    return fields


def _varint(message: bytes, at: int) -> tuple[int, int]:
    """A number of at most 64 bits, and where it ends."""
    number = shift = 0
    while (byte := message[at]) >= 0x80:
        number |= (byte & 0x7F) << shift
        shift += 7
        at += 1
        if shift == 70:
            raise ValueError("a number without an end")
    return (number | byte << shift) & 0xFFFF_FFFF_FFFF_FFFF, at + 1
