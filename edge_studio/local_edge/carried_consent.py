"""The consent that a request brings along: in its events, and in the client's own entry."""

from typing import Final

from edge_studio.local_edge.changes import ConsentState
from edge_studio.local_edge.consent_string import BadConsentString, is_consented
from edge_studio.local_edge.hit import Hit, at

GENERAL: Final[dict[str, ConsentState]] = {"in": "in", "out": "out", "pending": "pending"}
"""The values of a general consent (Adobe documentation)."""


def carried_consent(hit: Hit) -> ConsentState | None:
    """The consent in the first event that carries a consent string; None where none does.

    A string that cannot be read is as good as none: our choice.
    """
    for _, event in hit.events():
        strings = at(event, "xdm", "consentStrings")
        for one in strings if isinstance(strings, list) else ():
            if at(one, "consentStandard") == "IAB TCF" and isinstance(at(one, "consentStringValue"), str):
                try:
                    return of_string(one["consentStringValue"], at(one, "gdprApplies"))
                except BadConsentString:
                    continue
    return None


def kept_consent(hit: Hit) -> ConsentState | None:
    """The consent in the client's own entry, such as ``general=out``; None where it keeps none."""
    value = hit.entries.get(hit.key("consent"), "").replace("%3D", "=").replace("%3B", ";")
    pairs = dict(part.strip().split("=", 1) for part in value.split(";") if "=" in part)
    return GENERAL.get(pairs.get("general", ""))


def of_string(text: str, applies: object) -> ConsentState:
    """The general consent in a consent string; raises ``BadConsentString``.

    Where ``gdprApplies`` is false there is consent (Adobe documentation).
    """
    return "in" if applies is False or is_consented(text) else "out"
