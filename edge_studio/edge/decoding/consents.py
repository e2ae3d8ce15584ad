"""Consent as texts say it: the Edge Network's entries, and strings of IAB Europe's framework."""

import re
from typing import Any, Final

from edge_studio.edge.client_state import entry_name
from edge_studio.edge.decoding.model import Decoded, Place
from edge_studio.edge.decoding.packing import as_value
from edge_studio.edge.decoding.tcf import BadBits, Consents, read_consents
from edge_studio.edge.decoding.times import moment_of, moment_words

_PAIRS: Final = re.compile(r"(?:[a-zA-Z]{1,24}=[a-z_]{1,16}(?:;|$)){1,8}")
_VALUES: Final = {
    "in": "allowed",
    "out": "refused",
    "pending": "not decided yet",
    "not_provided": "not said",
}
PURPOSES: Final = {
    1: "store and read information on a device",
    2: "choose advertising by limited data",
    3: "make profiles for advertising",
    4: "choose advertising by profiles",
    5: "make profiles for content",
    6: "choose content by profiles",
    7: "measure advertising",
    8: "measure content",
    9: "understand audiences through statistics",
    10: "develop and improve services",
    11: "choose content by limited data",
}
"""The purposes of IAB Europe's framework, in our words."""
FEATURES: Final = {1: "precise location", 2: "scan the device to identify it"}
_SHORTEST: Final = 39
"""Characters of the shortest string: 230 bits and the count of restrictions."""


def read_entry(text: str, place: Place) -> Decoded | None:
    """The entry ``kndctr_…_consent``: ``general=in``, pairs separated by semicolons."""
    if not 5 <= len(text) <= 200 or "=" not in text or not _PAIRS.fullmatch(text):
        return None
    pairs = [pair.split("=") for pair in text.split(";") if pair]
    if any(value not in _VALUES for _, value in pairs) or not (
        pairs[0][0] == "general" or entry_name(place.key) == "consent"
    ):
        return None
    said = [("collection" if name == "general" else name, _VALUES[value]) for name, value in pairs]
    words = ", ".join(f"{name} {value}" for name, value in said)
    return Decoded("consent", "consent", words, as_value(dict(pairs)))


def read_check(text: str, place: Place) -> Decoded | None:
    """The entry ``kndctr_…_consent_check``: ``1`` has the service look the consent up itself."""
    if entry_name(place.key) != "consent_check" or text not in {"0", "1"}:
        return None
    looked = "the service looks the visitor's consent up itself"
    words = looked if text == "1" else looked.replace("looks", "does not look")
    return Decoded("consent-check", "consent check", words, None)


def read_string(text: str, place: Place) -> Decoded | None:
    """A consent string of version 2: when, by whom it was asked, for what, and whether Adobe is among it."""
    if not _SHORTEST <= len(text) <= 10_000 or text[0] != "C":
        return None
    try:
        consents = read_consents(text)
    except BadBits:
        return None
    value = as_value(consent_facts(consents))
    return Decoded("tcf", "IAB consent string", _words(consents), value)


def _words(consents: Consents) -> str:
    made = moment_of(consents.updated)
    adobe = "Adobe (vendor 565) allowed" if consents.has_adobe else "Adobe (vendor 565) not allowed"
    numbers = ", ".join(str(number) for number in consents.purposes)
    purposes = f"purposes {numbers}" if consents.purposes else "no purpose"
    return f"{purposes} consented to, {adobe}, {moment_words(made) if made else 'at no known time'}"


def consent_facts(consents: Consents) -> dict[str, Any]:
    """A consent string as JSON, its numbers in words where the framework gives them."""
    return {
        "created": consents.created,
        "updated": consents.updated,
        "cmpId": consents.cmp,
        "cmpVersion": consents.cmp_version,
        "consentScreen": consents.screen,
        "consentLanguage": consents.language,
        "vendorListVersion": consents.vendor_list,
        "tcfPolicyVersion": consents.policy,
        "isServiceSpecific": consents.is_for_this_service,
        "specialFeatures": _named(consents.features, FEATURES),
        "purposesConsented": _named(consents.purposes, PURPOSES),
        "purposesLegitimateInterest": _named(consents.interests, PURPOSES),
        "adobeVendor565": {"consented": consents.has_adobe, "legitimateInterest": consents.adobe_interest},
        "publisherCountry": consents.country,
        "furtherSegments": list(consents.segments),
    }


def _named(numbers: tuple[int, ...], names: dict[int, str]) -> dict[str, str]:
    return {str(number): names.get(number, "not in the framework we know") for number in numbers}
