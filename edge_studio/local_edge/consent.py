"""The visitor's consent: set by requests of its own, carried by events, told with answers.

Bodies, lifetimes and the ladder of errors are Adobe's documentation and the fixtures of its SDKs.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any, Final

import msgspec

from edge_studio.edge.moments import written
from edge_studio.edge.trace import TraceEvent
from edge_studio.local_edge.carried_consent import GENERAL, carried_consent, kept_consent, of_string
from edge_studio.local_edge.case import Case, Effect, Entry
from edge_studio.local_edge.changes import ConsentGiven, ConsentState
from edge_studio.local_edge.consent_string import BadConsentString, is_consented
from edge_studio.local_edge.hit import Hit, at
from edge_studio.local_edge.identity import opted_out_of_advertising
from edge_studio.local_edge.problems import Problem
from edge_studio.local_edge.shape_checks import given as as_given
from edge_studio.local_edge.shape_checks import typed

CONSENT_LIFETIME: Final = 15552000
"""Seconds that a client keeps the consent entry: 180 days (Adobe documentation)."""

_VERSIONS: Final = {"Adobe": ("1.0", "2.0"), "IAB TCF": ("2.0",)}
CHECK_LIFETIME: Final = 7200
"""Seconds that a client keeps the entry by which a consent is asked for again (read from public captures)."""

_COLLECT: Final[dict[str, ConsentState]] = {
    "y": "in",
    "dy": "in",
    "li": "in",
    "ct": "in",
    "cp": "in",
    "vi": "in",
    "pi": "in",
    "n": "out",
    "dn": "out",
    "p": "pending",
    "u": "pending",
}
"""What each value of Adobe's standard comes to; that other grounds than consent allow it is our choice."""
_LETTER: Final = {"in": "y", "out": "n", "pending": "p"}
_LONGEST_REASON: Final = 16
_REMEMBERED: Final = 2048
"""Bytes of other choices that are remembered of a visitor; more are only told back: our choice."""


@dataclass(frozen=True, slots=True)
class _Said:
    """What one request says of consent."""

    state: ConsentState | None
    """None where only other things than collection are said."""
    choices: dict[str, Any]
    """On anything else, such as ``share`` or ``marketing``."""
    time: str = ""


def problem(hit: Hit) -> Problem | None:
    """What is wrong with what a request says of consent.

    What has another shape than it has to is refused by itself; all that is well-formed and cannot be
    processed is reported together.
    """
    if hit.route.action != "set-consent":
        return None
    if found := _operation_problem(hit):
        return found
    errors: list[str] = []
    for index, consent in enumerate(hit.body["consent"]):
        if found := _consent_problem(hit, consent, index, errors):
            return found
    if errors:
        said = "Invalid request (report attached). Please check your input and try again."
        return Problem("EXEG-0104-422", said, {"errors": errors})
    return None


def update(case: Case) -> Effect:
    """Take the consent that was set, and tell it back, with the entry that keeps it.

    An update leaves the other choices that were remembered as they are; otherwise they are replaced.
    """
    hit, who = case.hit, case.who
    said = _said(hit)
    state = said.state or case.profile.consent
    remembered = hit.state.remembered.visitor(who.ecid) if who else None
    choices = said.choices
    if remembered and at(hit.body, "query", "consent", "operation") == "update":
        choices = {**remembered.choices, **choices}
    time = said.time or written(hit.state.now)
    preferences = {"collect": {"val": _LETTER[state]}, **choices, "metadata": {"time": time}}
    kept = choices if not choices or len(msgspec.json.encode(choices)) <= _REMEMBERED else {}
    changes = (ConsentGiven(who.ecid, state, time, kept),) if who else ()
    handle = {"type": "consent:preferences", "payload": [preferences]}
    return Effect((handle,), _entries(hit, state), changes, trace=(_step(f"Collection is now '{state}'"),))


def current(case: Case) -> Effect:
    """What an event's answer says of consent, where it is known; an event without consent is dropped."""
    hit, who = case.hit, case.who
    state, kept, carried = case.profile.consent, kept_consent(hit), carried_consent(hit)
    remembered = hit.state.remembered.visitor(who.ecid) if who else None
    if state != "out" and not (carried or kept or (remembered and remembered.consent)):
        return Effect()
    preferences: dict[str, Any] = {"collect": {"val": _LETTER[state]}}
    if remembered:
        preferences.update(remembered.choices)
        if remembered.consent_time:
            preferences["metadata"] = {"time": remembered.consent_time}
    handle = {"type": "consent:preferences", "payload": [preferences]}
    changes: tuple[ConsentGiven, ...] = ()
    if carried and who:
        choices = remembered.choices if remembered else {}
        changes = (ConsentGiven(who.ecid, state, written(hit.state.now), choices),)
    entries = () if kept == state else _entries(hit, state)
    if state != "out":
        return Effect((handle,), entries, changes)
    entries += (Entry(hit.key("consent_check"), "1", CHECK_LIFETIME),)
    warnings = tuple(_dropped(index) for index, _ in enumerate(hit.events()))
    return Effect((handle,), entries, changes, warnings=warnings, trace=(_step("No consent", failed=True),))


def _dropped(index: int) -> Problem:
    said = "Unable to process this request due to lack of user consent."
    return Problem("EXEG-0301-200", said, {"eventIndex": index})


def _entries(hit: Hit, state: ConsentState) -> tuple[Entry, ...]:
    """The entry that keeps a consent; a pending one is kept by nobody."""
    if state == "pending":
        return ()
    return (Entry(hit.key("consent"), f"general={state}", CONSENT_LIFETIME),)


def _step(said: str, *, failed: bool = False) -> TraceEvent:
    return TraceEvent("com.adobe.edge.konductor", "consent", (said,), failed=failed)


# What set-consent says


def _said(hit: Hit) -> _Said:
    """All of what is said, the last word on collection counting."""
    state: ConsentState | None = None
    choices: dict[str, Any] = {}
    time = ""
    for consent in hit.body["consent"]:
        value = consent["value"]
        if consent["standard"] == "IAB TCF":
            state = of_string(value, consent.get("gdprApplies"))
        elif consent["version"] == "1.0":
            state = GENERAL.get(value["general"], state)
        else:
            state = _COLLECT.get(at(value, "collect", "val"), state)
            choices.update(
                {name: one for name, one in value.items() if name in _CHOICES and isinstance(one, dict)}
            )
            time = at(value, "metadata", "time") or time
    return _Said(state, choices, time)


_CHOICES: Final = {"adID", "share", "personalize", "marketing", "idSpecific"}
"""The other choices of Adobe's standard; what is none is not told back: our choice."""


def _operation_problem(hit: Hit) -> Problem | None:
    """Whether the query says what is to be done with the consent: the only operation is to update it."""
    asked = at(hit.body, "query", "consent")
    operation = at(asked, "operation")
    if found := typed(asked, dict, "$.query.consent"):
        return found
    return (
        None if operation in (None, "update") else _invalid("$.query.consent.operation", "allowed is update")
    )


def _consent_problem(hit: Hit, consent: Any, index: int, errors: list[str]) -> Problem | None:
    """Why a consent is refused by itself; what cannot be processed of it is added to ``errors``."""
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
        whose = standard.removesuffix(" TCF")
        return _invalid(
            f"{path}.version",
            f"Allowed {whose} version is {allowed} for standard '{standard}' at index {index}",
        )
    if standard == "IAB TCF":
        return typed(value, str, f"{path}.value") or _string_problem(consent, index, errors)
    if not isinstance(value, dict):
        return typed(value, dict, f"{path}.value")
    return _first_problem(value, path) if version == "1.0" else _second_problem(hit, value, path, errors)


def _first_problem(value: dict[str, Any], path: str) -> Problem | None:
    general = value.get("general")
    if general is None:
        return Problem("EXEG-0103-400", f"The field '{path}.value.general' is mandatory.")
    if general not in (*GENERAL, "not_provided"):
        return _invalid(f"{path}.value.general", "it has to be in, out or pending")
    return None


def _second_problem(hit: Hit, value: dict[str, Any], path: str, errors: list[str]) -> Problem | None:
    for place, one in _choices(value, f"{path}.value"):
        chosen = one.get("val")
        if chosen is not None and not (isinstance(chosen, str) and chosen in _COLLECT):
            return _invalid(f"{place}.val", f"it has to be one of {', '.join(sorted(_COLLECT))}")
        reason = one.get("reason")
        if reason is not None and not (isinstance(reason, str) and len(reason) <= _LONGEST_REASON):
            errors.append(f"'{place}.reason' has to be a text of at most {_LONGEST_REASON} characters")
    time = at(value, "metadata", "time")
    if time is not None and not isinstance(time, str):
        return typed(time, str, f"{path}.value.metadata.time")
    return _advertising_problem(hit, value)


def _advertising_problem(hit: Hit, value: dict[str, Any]) -> Problem | None:
    """Whoever has opted out of advertising cannot opt in again by an update (Adobe documentation).

    That the opt-out is known from a ``demdex`` cookie that says so is our choice.
    """
    if opted_out_of_advertising(hit) and at(value, "adID", "val") == "y":
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


def _string_problem(consent: dict[str, Any], index: int, errors: list[str]) -> Problem | None:
    for name in ("gdprApplies", "gdprContainsPersonalData"):
        found = typed(consent.get(name), bool, f"$.consent[{index}].{name}")
        if found:
            return found
    if not consent["value"]:
        errors.append(f"IAB consent string value must not be empty for standard 'IAB TCF' at index {index}")
        return None
    try:
        is_consented(consent["value"])
    except BadConsentString as error:
        errors.append(f"IAB consent string value cannot be read for 'IAB TCF' at index {index}: {error}")
    return None


def _invalid(path: str, why: str) -> Problem:
    return Problem("EXEG-0102-400", f"The field '{path}' is invalid: {why}.")
