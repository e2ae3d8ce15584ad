"""Writers of the texts that an answer packs into strings, made by us: the opposite of the decoders."""

import base64
import hashlib
import json
from collections.abc import Collection
from typing import Any
from urllib.parse import quote

from tests.edge.answers import ECID, ORG

MADE = 1_777_893_730_004
"""4 May 2026, 11:22:10.004 UTC, in milliseconds since 1970."""


def compact(value: Any) -> str:
    """JSON without blanks."""
    return json.dumps(value, separators=(",", ":"), ensure_ascii=False)


def base64_json(value: Any) -> str:
    """JSON in base64, as scopes, event tokens and subPropositions hold it."""
    return base64.b64encode(compact(value).encode()).decode()


def url_base64(data: bytes) -> str:
    """Base64url without padding."""
    return base64.urlsafe_b64encode(data).decode().rstrip("=")


def at_id(activity: str = "410017", experience: str = "1") -> str:
    """The id of a proposition of Target's."""
    ids = {"activityId": activity, "experienceId": experience}
    return "AT:" + url_base64(compact(ids).encode())


def scope(activity: str = "xcore:offer-activity:15a", placement: str = "xcore:offer-placement:15b") -> str:
    """A decision scope of Offer Decisioning's."""
    return base64_json({"xdm:activityId": activity, "xdm:placementId": placement})


def token(claims: dict[str, Any] | None = None) -> str:
    """A JSON Web Token whose signature is none."""
    claims = claims or {
        "iss": "https://login.example",
        "sub": "visitor",
        "iat": 1777893730,
        "exp": 1777980130,
    }
    parts = [{"alg": "HS256", "typ": "JWT"}, claims]
    encoded = [url_base64(compact(part).encode()) for part in parts]
    return ".".join([*encoded, url_base64(b"not a signature of anybody's")])


def adobe_token() -> str:
    """A token with claims as Adobe's access tokens have them: moments in milliseconds, in strings."""
    return token(
        {
            "id": "1777893730004_ue1",
            "type": "access_token",
            "as": "ims-na1",
            "client_id": "example-client",
            "user_id": "technical@techacct.example",
            "scope": "openid,AdobeID,acp.foundation",
            "created_at": str(MADE),
            "expires_in": "86400000",
        }
    )


def identity_entry(
    ecid: str = ECID,
    *,
    is_new: bool = True,
    created: int = MADE,
    region: str = "OR2",
    source: int = 0,
    device: int = 1,
    written: int = MADE,
) -> str:
    """The value of ``kndctr_…_identity`` with all that it can say of the visitor."""
    metadata = b"\x08" + varint(created) + b"\x10" + bytes([is_new]) + b"\x18" + bytes([device])
    metadata += b"\x2a" + bytes([len(region)]) + region.encode() + b"\x30" + bytes([source])
    message = b"\x0a" + bytes([len(ecid)]) + ecid.encode()
    message += b"\x52" + bytes([len(metadata)]) + metadata + b"\xf0\x01" + varint(written)
    return base64.urlsafe_b64encode(message).decode()


def varint(number: int) -> bytes:
    """A number as protocol buffers write it."""
    encoded = bytearray()
    while number > 0x7F:
        encoded.append(number & 0x7F | 0x80)
        number >>= 7
    return bytes([*encoded, number])


def link(at: int = MADE // 1000, ecid: str = ECID) -> str:
    """The parameter ``adobe_mc`` that hands a visitor to another domain."""
    return f"TS={at}|MCMID={ecid}|MCORGID={ORG.replace('_AdobeOrg', '@AdobeOrg')}"


def percent(text: str) -> str:
    """Every character that an address cannot hold as percent signs and digits."""
    return quote(text, safe="")


def sha256(text: str) -> str:
    """How namespaces that end in ``_SHA256`` hold an address or a number."""
    return hashlib.sha256(text.strip().lower().encode()).hexdigest()


class Bits:
    """A row of bits in the making."""

    def __init__(self) -> None:
        self.text = ""

    def add(self, number: int, width: int) -> "Bits":
        """The number in so many bits."""
        self.text += format(number, f"0{width}b")
        return self

    def add_all(self, numbers: Collection[int], count: int) -> "Bits":
        """One bit for each number from 1 to ``count``: whether it is among ``numbers``."""
        for number in range(1, count + 1):
            self.add(number in numbers, 1)
        return self

    def add_letters(self, letters: str) -> "Bits":
        """Two capitals in six bits each."""
        for letter in letters:
            self.add(ord(letter) - ord("A"), 6)
        return self

    def encoded(self) -> str:
        """As base64url, filled with zeros to whole bytes."""
        padded = self.text + "0" * (-len(self.text) % 8)
        return url_base64(bytes(int(padded[at : at + 8], 2) for at in range(0, len(padded), 8)))


def consent_string(
    purposes: Collection[int] = (1, 2, 3, 4, 7, 10),
    *,
    interests: Collection[int] = (2, 7, 9, 10),
    features: Collection[int] = (1,),
    vendors: Collection[int] = (10, 565),
    ranges: bool = False,
    created: int = MADE // 100,
    disclosed: bool = True,
) -> str:
    """A consent string of IAB Europe's framework, version 2; moments in tenths of a second since 1970."""
    bits = Bits().add(2, 6).add(created, 36).add(created + 600, 36).add(31, 12).add(1, 12).add(2, 6)
    bits.add_letters("EN").add(214, 12).add(4, 6).add(1, 1).add(0, 1).add_all(features, 12)
    bits.add_all(purposes, 24).add_all(interests, 24).add(0, 1).add_letters("DE")
    _add_vendors(bits, vendors, ranges)
    _add_vendors(bits, (), False)
    bits.add(0, 12)
    core = bits.encoded()
    if not disclosed:
        return core
    shown = Bits().add(1, 3)
    _add_vendors(shown, vendors, False)
    return f"{core}.{shown.encoded()}"


def _add_vendors(bits: Bits, vendors: Collection[int], ranges: bool) -> None:
    bits.add(max(vendors, default=0), 16).add(ranges, 1)
    if not ranges:
        bits.add_all(vendors, max(vendors, default=0))
        return
    bits.add(len(vendors), 12)
    for vendor in sorted(vendors):
        bits.add(0, 1).add(vendor, 16)
