"""The visitor's consent: set by requests of its own, carried by events, told with answers.

Bodies, lifetimes and the ladder of errors are Adobe's documentation and the fixtures of its SDKs.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC
from typing import Any, Final

from edge_studio.local_edge.carried_consent import GENERAL, carried_consent, kept_consent, of_string
from edge_studio.local_edge.case import Case, Effect, Entry
from edge_studio.local_edge.changes import ConsentGiven, ConsentState
from edge_studio.local_edge.consent_string import BadConsentString, is_consented
from edge_studio.local_edge.hit import Hit, at
from edge_studio.local_edge.problems import Problem
from edge_studio.local_edge.shape_checks import given as as_given
from edge_studio.local_edge.shape_checks import typed

CONSENT_LIFETIME: Final = 15552000
"""Seconds that a client keeps the consent entry: 180 days (Adobe documentation)."""

_VERSIONS: Final = {"Adobe": ("1.0", "2.0"), "IAB TCF": ("2.0",)}
_COLLECT: Final[dict[str, ConsentState]] = {"y": "in", "n": "out", "p": "pending"}
_VALUES: Final = {"y", "n", "p", "u", "li", "ct", "cp", "vi", "pi", "dy", "dn"}
_LETTER: Final = {"in": "y", "out": "n", "pending": "p"}
_LONGEST_REASON: Final = 16


@dataclass(frozen=True, slots=True)
class _Said:
    """What one request says of consent."""

    state: ConsentState | None
    """None where only other things than collection are said."""
    preferences: dict[str, Any]
    time: str = ""


def problem(hit: Hit) -> Problem | None:
    """What is wrong with what a request says of consent."""
    if hit.route.action == "set-consent":
        for index, consent in enumerate(hit.body["consent"]):
            if found := _consent_problem(hit, consent, index):
                return found
    return None


def update(case: Case) -> Effect:
    """Take the consent that was set, and tell it back, with the entry that keeps it."""
    hit, who = case.hit, case.who
    said = _said(hit)
    state = said.state or case.profile.consent
    preferences: dict[str, Any] = {"collect": {"val": _LETTER[state]}, **said.preferences}
    preferences["metadata"] = {"time": said.time or _moment(hit)}
    changes = (ConsentGiven(who.ecid, state, preferences["metadata"]["time"]),) if who else ()
    handle = {"type": "consent:preferences", "payload": [preferences]}
    return Effect((handle,), _entries(hit, state), changes)


def current(case: Case) -> Effect:
    """What an event's answer says of consent, where it is known; an event without consent is dropped."""
    hit, who = case.hit, case.who
    state, kept, carried = case.profile.consent, kept_consent(hit), carried_consent(hit)
    remembered = hit.state.remembered.visitor(who.ecid) if who else None
    is_known = carried or kept or (remembered and remembered.consent)
    if not is_known and state != "out":
        return Effect()
    preferences: dict[str, Any] = {"collect": {"val": _LETTER[state]}}
    if remembered and remembered.consent_time:
        preferences["metadata"] = {"time": remembered.consent_time}
    handle = {"type": "consent:preferences", "payload": [preferences]}
    changes = (ConsentGiven(who.ecid, state, _moment(hit)),) if carried and who else ()
    warnings = tuple(_dropped(index) for index, _ in enumerate(hit.events())) if state == "out" else ()
    return Effect((handle,), () if kept == state else _entries(hit, state), changes, warnings=warnings)


def _dropped(index: int) -> Problem:
    return Problem(
        "EXEG-0301-200",
        f"The visitor has opted out of collection: event #{index} was ignored.",
        {"eventIndex": index},
    )


def _entries(hit: Hit, state: ConsentState) -> tuple[Entry, ...]:
    """The entry that keeps a consent; a pending one is kept by nobody."""
    if state == "pending":
        return ()
    return (Entry(hit.key("consent"), f"general={state}", CONSENT_LIFETIME),)


def _moment(hit: Hit) -> str:
    now = hit.state.now.astimezone(UTC)
    return f"{now:%Y-%m-%dT%H:%M:%S}.{now.microsecond // 1000:03d}Z"


# What set-consent says


def _said(hit: Hit) -> _Said:
    """All of what is said, the last word on collection counting."""
    state: ConsentState | None = None
    preferences: dict[str, Any] = {}
    time = ""
    for consent in hit.body["consent"]:
        value = consent["value"]
        if consent["standard"] == "IAB TCF":
            state = of_string(value, consent.get("gdprApplies"))
        elif consent["version"] == "1.0":
            state = GENERAL.get(value.get("general", ""), state)
        else:
            state = _COLLECT.get(at(value, "collect", "val"), state)
            preferences.update(
                {name: one for name, one in value.items() if name in _TOLD_ALONG and isinstance(one, dict)}
            )
            time = at(value, "metadata", "time") or time
    return _Said(state, preferences, time)


_TOLD_ALONG: Final = {"adID", "share", "personalize", "marketing", "idSpecific"}
"""The other choices of Adobe's standard; what is none is not told back: our choice."""


def _consent_problem(hit: Hit, consent: Any, index: int) -> Problem | None:
    path = f"$.consent[{index}]"
    if not isinstance(consent, dict):
        return typed(as_given(consent), dict, path)
    for name in ("standard", "version", "value"):
        if consent.get(name) is None:
            return Problem("EXEG-0103-400", f"The field '{path}.{name}' is mandatory.")
    standard, version, value = consent["standard"], consent["version"], consent["value"]
    for name, text in (("standard", standard), ("version", version)):
        if not isinstance(text, str):
            return typed(text, str, f"{path}.{name}")
    if standard not in _VERSIONS:
        allowed = " and ".join(f"'{name}'" for name in _VERSIONS)
        return _invalid(f"{path}.standard", f"allowed are {allowed}")
    if version not in _VERSIONS[standard]:
        allowed = " or ".join(_VERSIONS[standard])
        return _invalid(
            f"{path}.version",
            f"Allowed {standard} version is {allowed} for standard '{standard}' at index {index}",
        )
    if standard == "IAB TCF":
        return typed(value, str, f"{path}.value") or _string_problem(consent, index)
    if not isinstance(value, dict):
        return typed(value, dict, f"{path}.value")
    return _first_problem(value, path) if version == "1.0" else _second_problem(hit, value, path)


def _first_problem(value: dict[str, Any], path: str) -> Problem | None:
    general = value.get("general")
    if general is None:
        return Problem("EXEG-0103-400", f"The field '{path}.value.general' is mandatory.")
    if general not in (*GENERAL, "not_provided"):
        return _invalid(f"{path}.value.general", "it has to be in, out or pending")
    return None


def _second_problem(hit: Hit, value: dict[str, Any], path: str) -> Problem | None:
    for place, one in _choices(value, f"{path}.value"):
        chosen = one.get("val")
        if chosen is not None and not (isinstance(chosen, str) and chosen in _VALUES):
            return _invalid(f"{place}.val", f"it has to be one of {', '.join(sorted(_VALUES))}")
        reason = one.get("reason")
        if reason is not None and not (isinstance(reason, str) and len(reason) <= _LONGEST_REASON):
            return _unprocessable(
                f"'{place}.reason' has to be a text of at most {_LONGEST_REASON} characters"
            )
    time = at(value, "metadata", "time")
    if time is not None and not isinstance(time, str):
        return typed(time, str, f"{path}.value.metadata.time")
    return _advertising_problem(hit, value)


def _advertising_problem(hit: Hit, value: dict[str, Any]) -> Problem | None:
    """Whoever has opted out of advertising cannot opt in again by an update (Adobe documentation).

    That the opt-out is known from a ``demdex`` cookie that says so is our choice.
    """
    opted_out = hit.cookies.get("demdex", "").upper() in {"NOTARGET", "OPTOUT"}
    if opted_out and at(value, "adID", "val") == "y":
        return Problem(
            "EXEG-0302-409", "The visitor has already opted out of advertising; this cannot be updated."
        )
    return None


def _choices(value: dict[str, Any], path: str, depth: int = 4) -> Iterator[tuple[str, dict[str, Any]]]:
    """Every object of the consent that can hold a choice, with its path."""
    for name, one in value.items():
        if isinstance(one, dict) and name != "metadata":
            yield f"{path}.{name}", one
            if depth:
                yield from _choices(one, f"{path}.{name}", depth - 1)


def _string_problem(consent: dict[str, Any], index: int) -> Problem | None:
    for name in ("gdprApplies", "gdprContainsPersonalData"):
        found = typed(consent.get(name), bool, f"$.consent[{index}].{name}")
        if found:
            return found
    if not consent["value"]:
        return _unprocessable(
            f"IAB consent string value must not be empty for standard 'IAB TCF' at index {index}"
        )
    try:
        is_consented(consent["value"])
    except BadConsentString as error:
        return _unprocessable(f"IAB consent string at index {index} cannot be read: {error}")
    return None


def _invalid(path: str, why: str) -> Problem:
    return Problem("EXEG-0102-400", f"The field '{path}' is invalid: {why}.")


def _unprocessable(why: str) -> Problem:
    return Problem("EXEG-0104-422", "The consent cannot be processed. See the report.", {"errors": [why]})
