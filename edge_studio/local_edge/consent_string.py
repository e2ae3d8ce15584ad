"""Consent strings of IAB Europe's framework, as far as a general consent follows from them."""

import base64
import binascii
from typing import Final

ADOBE: Final = 565
"""Adobe's number in the framework's global list of vendors (general knowledge)."""

_PURPOSES: Final = 152
"""Where the purposes consented to begin, in bits: 24 of them (the framework's specification, version 2)."""
_MAX_VENDOR: Final = 213
"""Where the section of vendors begins: the highest number in 16 bits, then whether ranges follow."""


class BadConsentString(ValueError):
    """A text is no consent string of version 2."""


def is_consented(text: str) -> bool:
    """Whether purpose 1 and the vendor Adobe are consented to; raises :class:`BadConsentString`.

    That both are needed, and no other purpose, is Adobe's documentation.
    """
    bits = _Bits(text)
    if bits.number(0, 6) != 2:
        raise BadConsentString("it is not of version 2")
    return bool(bits.number(_PURPOSES, 1)) and _has_vendor(bits)


class _Bits:
    """The first segment of a string as a row of bits."""

    def __init__(self, text: str) -> None:
        segment = text.partition(".")[0]
        try:
            content = base64.b64decode(segment + "=" * (-len(segment) % 4), altchars=b"-_", validate=True)
        except (binascii.Error, ValueError) as error:
            raise BadConsentString("it is not base64url") from error
        self._length = len(content) * 8
        self._value = int.from_bytes(content)

    def number(self, start: int, length: int) -> int:
        """The number in ``length`` bits from ``start``."""
        if start + length > self._length:
            raise BadConsentString("it is cut short")
        return self._value >> (self._length - start - length) & ((1 << length) - 1)


def _has_vendor(bits: _Bits) -> bool:
    highest = bits.number(_MAX_VENDOR, 16)
    at = _MAX_VENDOR + 17
    if not bits.number(_MAX_VENDOR + 16, 1):
        return highest >= ADOBE and bool(bits.number(at + ADOBE - 1, 1))
    entries = bits.number(at, 12)
    at += 12
    for _ in range(entries):
        is_range = bits.number(at, 1)
        first = bits.number(at + 1, 16)
        last = bits.number(at + 17, 16) if is_range else first
        if first <= ADOBE <= last:
            return True
        at += 33 if is_range else 17
    return False
