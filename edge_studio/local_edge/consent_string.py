"""Consent strings of IAB Europe's framework, as far as a general consent follows from them."""

from edge_studio.edge.decoding.tcf import PURPOSES, VENDORS, BadBits, Bits, has_vendor


class BadConsentString(ValueError):
    """A text is no consent string of version 2."""


def is_consented(text: str) -> bool:
    """Whether purpose 1 and the vendor Adobe are consented to; raises :class:`BadConsentString`.

    That both are needed, and no other purpose, is Adobe's documentation.
    """
    try:
        bits = Bits(text.partition(".")[0])
        if bits.number(0, 6) != 2:
            raise BadConsentString("it is not of version 2")
        return bool(bits.number(PURPOSES, 1)) and has_vendor(bits, VENDORS)
    except BadBits as error:
        raise BadConsentString(str(error)) from error
