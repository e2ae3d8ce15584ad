"""The card of consent: what the visitor agreed to, in words."""

from collections.abc import Iterator, Sequence
from typing import Final

from edge_studio.edge.client_state import entry_name
from edge_studio.edge.decoding import decode
from edge_studio.edge.handles import Answer
from edge_studio.edge.summary.entries import entries_of, fact
from edge_studio.edge.summary.model import Card, Fact, Tone
from edge_studio.edge.summary.stored import Stored, value_words
from edge_studio.jsontext.lazy_json import LazyValue
from edge_studio.jsontext.pointer import join

PREFERENCES: Final = "consent:preferences"
_REFUSED_CODE: Final = "EXEG-0301"
_VALUES: Final = {
    "y": "yes",
    "n": "no",
    "p": "not decided yet",
    "u": "not known",
    "li": "legitimate interest",
    "ct": "needed for a contract",
    "cp": "needed by law",
    "vi": "vital interest",
    "pi": "public interest",
    "dy": "yes by default",
    "dn": "no by default",
}
"""The values of the consents schema (Adobe documentation)."""
GENERAL: Final = {"in": "y", "out": "n", "pending": "p", "not_provided": "u"}
"""What version 1.0 of Adobe's standard says of all purposes at once, as the value of version 2.0."""
_PURPOSES: Final = {
    "collect": "Data collection",
    "general": "All purposes",
    "share": "Sharing data",
    "adID": "Using the advertising ID",
    "idSpecific": "For single IDs",
    "content": "Personalized content",
    "personalize": "Personalization",
    "marketing": "Marketing",
    "any": "of any kind",
    "preferred": "preferred way",
    "time": "last changed",
    "consentStandard": "Standard",
    "consentStandardVersion": "Version of the standard",
    "consentStringValue": "Consent string",
    "gdprApplies": "The GDPR applies",
    "containsPersonalData": "Personal data under the GDPR",
    "metadata": "Last changed",
}


def is_opted_out(answer: Answer, stored: Sequence[Stored]) -> bool:
    """Whether the answer says that the visitor does not agree: a warning, a preference or a stored entry."""
    if any(notice.code.startswith(_REFUSED_CODE) for notice in (*answer.warnings, *answer.errors)):
        return True
    if any(_collects(entry.value) == "n" for entry in entries_of(answer, PREFERENCES, 20)):
        return True
    return any(entry_name(one.key) == "consent" and "general=out" in one.value for one in stored)


def _collects(value: LazyValue) -> str:
    """Whether a preference lets data be collected: ``y``, ``n``, ``p``; empty where it does not say."""
    return value.string("collect", "val") or GENERAL.get(value.string("general"), "")


def consent_card(answer: Answer, stored: Sequence[Stored]) -> Card | None:
    """What the visitor agreed to; None where the answer says nothing of it."""
    preferences = entries_of(answer, PREFERENCES, 20)
    found: list[Fact] = []
    for entry in preferences:
        found += _purposes(entry.value, entry.pointer, ())
    for one in stored:
        if entry_name(one.key) in {"consent", "consent_check"}:
            found.append(Fact("Stored", value_words(one), one.value, one.pointer))
    warned = any(notice.code.startswith(_REFUSED_CODE) for notice in (*answer.warnings, *answer.errors))
    if warned:
        words = "ignored, since the visitor has not agreed to data collection"
        found.append(Fact("This request", words, tone="warning"))
    if not found and not preferences.pointer:
        return None
    said, tone = _said(answer, stored)
    return Card("consent", "Consent", said, tone, preferences.pointer, tuple(found))


def _said(answer: Answer, stored: Sequence[Stored]) -> tuple[str, Tone]:
    if is_opted_out(answer, stored):
        return "The visitor refuses data collection: events are dropped and nothing is decided.", "warning"
    preferences = entries_of(answer, PREFERENCES, 20)
    collects = [_collects(entry.value) for entry in preferences]
    values = [one.value for one in stored if entry_name(one.key) == "consent"]
    if "p" in collects or any("general=pending" in value for value in values):
        return "The visitor has not decided about data collection yet.", "warning"
    if "y" in collects or any("general=in" in value for value in values):
        return "The visitor agrees to data collection.", "success"
    if any(entry_name(one.key) == "consent_check" for one in stored):
        return "The server looks up the visitor's consent with the next requests.", "neutral"
    held = "preferences" if preferences else "no preferences"
    return f"The answer holds {held} of the visitor.", "neutral"


def _purposes(value: LazyValue, pointer: str, path: tuple[str, ...]) -> Iterator[Fact]:
    """A fact for each purpose, however deep it stands; what has no ``val`` is told as it is."""
    if value.kind != "object":
        yield from fact(_label(path), value, pointer, _words(value, path))
        return
    val = value.get("val")
    if val is not None:
        wire = val.text
        words = _VALUES.get(wire, wire)
        kind = value.string("idType")
        why = value.string("reason")
        extra = [f"({kind})"] if kind else []
        because = f", because: {why}" if why else ""
        tone: Tone = "warning" if wire == "n" and path == ("collect",) else "neutral"
        yield Fact(_label(path), " ".join([words, *extra]) + because, wire, f"{pointer}/val", tone)
        for key, member in value.some(0, 40):
            if key not in {"val", "idType", "reason"}:
                yield from _purposes(member, pointer + join(str(key)), (*path, str(key)))
        return
    if len(path) > 4:
        yield from fact(_label(path), value, pointer)
        return
    for key, member in value.some(0, 40):
        name = str(key)
        inner = path if path == ("metadata",) else (*path, name)
        yield from _purposes(member, pointer + join(name), inner)


def _words(value: LazyValue, path: tuple[str, ...]) -> str:
    """A value that is no purpose of its own in words; empty where it says best itself what it holds."""
    text = value.text if value.kind == "string" else ""
    if path == ("general",) and text in GENERAL:
        return _VALUES[GENERAL[text]]
    return next((one.words for one in decode(text, key=path[-1])), "") if text and path else ""


def _label(path: Sequence[str]) -> str:
    words = [_PURPOSES.get(name, name) for name in path] or ["Preference"]
    return " ".join([words[0], *(f"· {word}" for word in words[1:])])
