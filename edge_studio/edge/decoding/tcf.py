"""Consent strings of IAB Europe's framework, version 2, bit by bit (after the framework's specification)."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final

from edge_studio.edge.decoding.packing import from_base64

ADOBE: Final = 565
"""Adobe's number in the framework's global list of vendors (general knowledge)."""

PURPOSES: Final = 152
"""Where the purposes consented to begin, in bits: 24 of them."""
VENDORS: Final = 213
"""Where the vendors consented to begin: the highest number in 16 bits, then whether ranges follow."""
SEGMENTS: Final = {1: "vendors disclosed", 2: "vendors allowed", 3: "publisher's own purposes"}
_CREATED_FROM, _CREATED_TO = 15_000_000_000, 34_000_000_000
"""Between 2017, before which there was no framework, and 2077, in tenths of a second."""
_MOST_ENTRIES: Final = 4_000


class BadBits(ValueError):
    """A text is no such row of bits: it is not base64url, or ends too early."""


class Bits:
    """One segment of a string as a row of bits."""

    def __init__(self, segment: str) -> None:
        content = from_base64(segment) if "+" not in segment and "/" not in segment else None
        if content is None:
            raise BadBits("it is not base64url")
        self.length = len(content) * 8
        self._value = int.from_bytes(content)

    def number(self, start: int, length: int) -> int:
        """The number in ``length`` bits from ``start``."""
        if start + length > self.length:
            raise BadBits("it is cut short")
        return self._value >> (self.length - start - length) & ((1 << length) - 1)

    def chosen(self, start: int, count: int) -> tuple[int, ...]:
        """Which of ``count`` bits from ``start`` are set, counted from 1."""
        row = self.number(start, count)
        return tuple(at + 1 for at in range(count) if row >> (count - 1 - at) & 1)

    def letters(self, start: int) -> str:
        """Two letters of six bits each; empty where they are none."""
        codes = [self.number(start, 6), self.number(start + 6, 6)]
        return "".join(chr(ord("A") + code) for code in codes) if max(codes) < 26 else ""


def vendor_ranges(bits: Bits, start: int) -> Iterator[tuple[int, int]]:
    """The vendors of one section that begins at ``start``, where it lists ranges: first and last of each."""
    entries, at = bits.number(start + 17, 12), start + 29
    for _ in range(min(entries, _MOST_ENTRIES)):
        is_range = bits.number(at, 1)
        first = bits.number(at + 1, 16)
        yield first, bits.number(at + 17, 16) if is_range else first
        at += 33 if is_range else 17


def has_vendor(bits: Bits, start: int, vendor: int = ADOBE) -> bool:
    """Whether a vendor is in the section that begins at ``start``; ``BadBits`` where that is cut short."""
    highest = bits.number(start, 16)
    if not bits.number(start + 16, 1):
        return highest >= vendor and bool(bits.number(start + 17 + vendor - 1, 1))
    return any(first <= vendor <= last for first, last in vendor_ranges(bits, start))


def section_end(bits: Bits, start: int) -> int:
    """Where the section of vendors that begins at ``start`` ends; ``BadBits`` where it is cut short."""
    if not bits.number(start + 16, 1):
        end = start + 17 + bits.number(start, 16)
    else:
        ranges = list(vendor_ranges(bits, start))
        if any(first > last or not first for first, last in ranges):
            raise BadBits("a range of vendors ends before it begins")
        end, at = start + 29, start + 29
        for _ in ranges:
            at += 33 if bits.number(at, 1) else 17
            end = at
    if end > bits.length:
        raise BadBits("it is cut short")
    return end


@dataclass(frozen=True, slots=True)
class Consents:
    """What a consent string says."""

    created: int
    """When it was first made, in milliseconds since 1970."""
    updated: int
    cmp: int
    """The number of the consent management platform that asked."""
    cmp_version: int
    screen: int
    language: str
    vendor_list: int
    """Which version of the list of vendors was shown."""
    policy: int
    is_for_this_service: bool
    features: tuple[int, ...]
    """The special features opted in to."""
    purposes: tuple[int, ...]
    """The purposes consented to."""
    interests: tuple[int, ...]
    """The purposes for which a legitimate interest was established."""
    country: str
    """The publisher's."""
    has_adobe: bool
    """Whether vendor 565 is consented to."""
    adobe_interest: bool
    """Whether vendor 565's legitimate interest was established."""
    segments: tuple[str, ...]
    """What follows the first segment, in words."""


def read_consents(text: str) -> Consents:
    """What a string of version 2 says; ``BadBits`` where it is none."""
    first, *others = text.split(".", 4)
    bits = Bits(first)
    created, updated = bits.number(6, 36), bits.number(42, 36)
    language, country = bits.letters(108), bits.letters(201)
    if bits.number(0, 6) != 2 or not language or not country or not bits.number(132, 6):
        raise BadBits("it is not of version 2")
    if not _CREATED_FROM <= created < _CREATED_TO or not created <= updated < _CREATED_TO:
        raise BadBits("it was made at no likely time")
    interest = section_end(bits, VENDORS)
    if bits.number(section_end(bits, interest), 12) > _MOST_ENTRIES:
        raise BadBits("it restricts more than there is")
    return Consents(
        created=created * 100,
        updated=updated * 100,
        cmp=bits.number(78, 12),
        cmp_version=bits.number(90, 12),
        screen=bits.number(102, 6),
        language=language,
        vendor_list=bits.number(120, 12),
        policy=bits.number(132, 6),
        is_for_this_service=bool(bits.number(138, 1)),
        features=bits.chosen(140, 12),
        purposes=bits.chosen(PURPOSES, 24),
        interests=bits.chosen(176, 24),
        country=country,
        has_adobe=has_vendor(bits, VENDORS),
        adobe_interest=has_vendor(bits, interest),
        segments=tuple(_segment(other) for other in others),
    )


def _segment(text: str) -> str:
    kind = SEGMENTS.get(Bits(text).number(0, 3))
    if kind is None:
        raise BadBits("a segment is of no known kind")
    return kind
