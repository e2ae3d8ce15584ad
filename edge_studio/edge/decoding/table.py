"""The table of decoders, and how a text is put to all of them."""

from collections.abc import Container, Iterator, Sequence
from datetime import UTC, datetime
from typing import Final

from edge_studio.edge.decoding import consents, embedded, offers, times, tokens, visitor
from edge_studio.edge.decoding.model import Decoded, Decoder, Place, name_in
from edge_studio.jsontext.lazy_json import Key

_WHOLE: Final = 2_000_000
"""Characters of the longest text that is read: longer ones would stop the window for a while."""
DECODERS: Final = (
    Decoder("identity", "Identity cookie", "texts that begin with C", visitor.read_cookie),
    Decoder("mcmid", "Older visitor cookie", "MCMID|…", visitor.read_mcmid),
    Decoder("adobe-mc", "Link between domains", "adobe_mc=TS=…|MCMID=…|MCORGID=…", visitor.read_link),
    Decoder("region", "Region", "hints and clusters by name", visitor.read_region),
    Decoder("edge", "Region that answered", "OR2;9", visitor.read_edge),
    Decoder("sha256", "Hashed id", "namespaces ending in _SHA256", visitor.read_hash),
    Decoder("target-id", "Target's id", "AT:…", offers.read_target_id),
    Decoder("scope", "Decision scope", "base64 of an activity and a placement", offers.read_scope),
    Decoder("event-token", "Event token", "eventToken", offers.read_event_token),
    Decoder(
        "sub-propositions", "Decisions inside", "subPropositions", offers.read_sub_propositions, 1_000_000
    ),
    Decoder("analytics-token", "Analytics token", "analyticsToken", offers.read_analytics_token),
    Decoder("token", "JSON Web Token", "three parts of base64url", tokens.read_token, 40_000),
    Decoder("epoch", "Moment", "numbers whose name speaks of time", times.read_epoch),
    Decoder("span", "Span of time", "numbers whose name says a unit", times.read_span),
    Decoder("iso-span", "ISO duration", "P13M, PT30M", times.read_iso_span),
    Decoder("consent", "Consent", "general=in", consents.read_entry),
    Decoder("consent-check", "Consent check", "the entry consent_check", consents.read_check),
    Decoder("tcf", "IAB consent string", "texts that begin with C", consents.read_string),
    Decoder("packed-json", "JSON in base64", "any other base64 of JSON", offers.read_packed_json, 1_000_000),
    Decoder("json", "JSON in a text", "texts in braces or brackets", embedded.read_json, _WHOLE),
    Decoder("html", "HTML as text", "texts that begin with a tag", embedded.read_html),
    Decoder("data", "Data in an address", "data:…", embedded.read_data, _WHOLE),
    Decoder("percent", "Percent-decoded", "texts with %20 and the like", embedded.read_percent, 50_000),
)
"""Every decoder, the most particular first."""

_LEFT_ALONE: Final = frozenset(("etag", "requestid"))
"""Names whose texts mean nothing to anybody but their maker."""
_HEADS: Final = ("{", "[", "<", "e", "W", "AT:", "data:", "DATA:", "Bearer ey")
_SHORT: Final = 4_000


def decode(
    text: str,
    *,
    key: str = "",
    path: Sequence[Key] = (),
    handle_type: str = "",
    now: datetime | None = None,
) -> tuple[Decoded, ...]:
    """All that a text can be decoded to, the most particular first; nothing makes this fail.

    ``key`` is the name that tells what the text is, by default the last name in ``path``; for the value of a
    state entry it is the entry's key. Of a number the text is its digits as on the wire. ``now`` is the
    present, by default the clock's.
    """
    return tuple(decodings(text, key=key, path=path, handle_type=handle_type, now=now))


def decodings(
    text: str,
    *,
    key: str = "",
    path: Sequence[Key] = (),
    handle_type: str = "",
    now: datetime | None = None,
    among: Container[str] | None = None,
) -> Iterator[Decoded]:
    """The same one after the other, for whoever wants the first, or only those of the decoders ``among``."""
    name = key if key and not key.isdecimal() else name_in(path)
    if not text or name.lower() in _LEFT_ALONE:
        return
    place = Place(name, tuple(path), handle_type, now or datetime.now(UTC))
    for decoder in DECODERS:
        if len(text) <= decoder.most and (among is None or decoder.id in among):
            decoded = decoder.read(text, place)
            if decoded is not None:
                yield decoded


def may_decode(head: str, size: int) -> bool:
    """Whether it is worth putting a text to the decoders, by its beginning and how many bytes it takes.

    A short text always is; of a long one the first characters tell. It may promise too much, never too little
    for texts of more than so many bytes as decoders read.
    """
    if size <= _SHORT:
        return True
    start = head.lstrip()
    return size <= _WHOLE and (start.startswith(_HEADS) or head[:1] == "C" or "%" in head)
