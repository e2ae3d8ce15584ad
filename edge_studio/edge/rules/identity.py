"""Rules about an identityMap that its schema cannot state; no message ever shows an ID."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any, Final

from edge_studio.edge import namespaces
from edge_studio.edge.amounts import plural
from edge_studio.edge.exchange import ApiVersion
from edge_studio.edge.namespaces import Namespace
from edge_studio.edge.repairs import Remove, Rename, Repair, SetValue, repair
from edge_studio.edge.rules.rule import Finding, Part, RuleTable, Severity, Site
from edge_studio.jsontext.pointer import child

IDENTITY: Final = RuleTable(Site.IDENTITY_MAP)

MOST_IDENTITIES: Final = 20
"""Identities that one event may carry (Adobe documentation)."""
LONGEST_ID: Final = 1024
"""Characters that an ID other than an ECID may have (Adobe documentation)."""

_MEANINGLESS: Final = frozenset(("null", "undefined", "anonymous", "invalid"))
_HASH: Final = re.compile(r"[0-9a-fA-F]{64}")
_PHONE_NUMBER: Final = re.compile(r"\+?[0-9][0-9 ()./-]{5,24}")


@dataclass(frozen=True, slots=True)
class Identity:
    """One identity of a map, as far as it is well-formed."""

    code: str
    pointer: str
    item: dict[str, Any]

    @property
    def id(self) -> str:
        """The ID; empty where it is missing or not text."""
        value = self.item.get("id")
        return value if isinstance(value, str) else ""

    @property
    def is_primary(self) -> bool:
        """Whether it is marked as primary; the text "true" is meant so."""
        return self.item.get("primary") is True or self.item.get("primary") == "true"


def identities(part: Part) -> list[Identity]:
    """The identities in a map that are objects; the schema objects to the others."""
    if not isinstance(part.value, dict):
        return []
    found = []
    for code, items in part.value.items():
        for index, item in enumerate(items if isinstance(items, list) else []):
            if isinstance(item, dict):
                found.append(Identity(code, child(child(part.pointer, code), index), item))
    return found


@IDENTITY.rule("identity.id", severity=Severity.ERROR, prevents="EXEG-0305-400")
def each_identity_has_an_id(part: Part) -> Iterator[Finding]:
    """Each identity has an ID that is not empty."""
    for identity in identities(part):
        value = identity.item.get("id", "")
        if isinstance(value, str) and not value.strip():
            yield Finding(
                f"{identity.pointer}/id",
                f"The {identity.code} has no ID."
                if not value
                else f"The ID of the {identity.code} is blank.",
                "Enter the ID, or remove the identity.",
            )


@IDENTITY.rule("identity.meaningless", severity=Severity.WARNING)
def each_id_means_someone(part: Part) -> Iterator[Finding]:
    """No ID is a placeholder that many people would share."""
    for identity in identities(part):
        if identity.id.strip().lower() in _MEANINGLESS:
            yield Finding(
                f"{identity.pointer}/id",
                f"The ID of the {identity.code} is a placeholder, which Experience Platform blocks.",
                "Send the identity only when its ID is known.",
            )


@IDENTITY.rule("identity.blanks", severity=Severity.WARNING)
def no_id_has_blanks_around_it(part: Part) -> Iterator[Finding]:
    """No ID begins or ends with a blank, which would make it another ID."""
    for identity in identities(part):
        trimmed = identity.id.strip()
        if trimmed and trimmed != identity.id:
            yield Finding(
                f"{identity.pointer}/id",
                f"The ID of the {identity.code} has blanks around it, which count as part of it.",
                "Remove them.",
                repair("Remove the blanks", SetValue(f"{identity.pointer}/id", trimmed)),
            )


@IDENTITY.rule("identity.length", severity=Severity.WARNING)
def no_id_is_too_long(part: Part) -> Iterator[Finding]:
    """No ID is longer than Identity Service accepts."""
    for identity in identities(part):
        if len(identity.id) > LONGEST_ID:
            yield Finding(
                f"{identity.pointer}/id",
                f"The ID of the {identity.code} has {len(identity.id):,} characters; {LONGEST_ID:,} are "
                "the most.",
                "The event would be skipped: send a shorter ID.",
            )


@IDENTITY.rule("identity.form", severity=Severity.ERROR, prevents="EXEG-0305-400")
def each_id_has_the_form_of_its_namespace(part: Part) -> Iterator[Finding]:
    """An ECID has 38 digits, an FPID is a random UUID, a hash has 64 lower-case hexadecimal digits."""
    for identity in identities(part):
        namespace = namespaces.find(identity.code)
        trimmed = identity.id.strip()
        if namespace is None or not trimmed or namespace.accepts(trimmed):
            continue
        if namespace.hashed:
            yield _not_a_hash(identity, namespace)
        else:
            yield _wrong_form(identity, namespace)


def _not_a_hash(identity: Identity, namespace: Namespace) -> Finding:
    """Why an ID is not a hash; nothing of it is shown, for it may be a person's plain address."""
    pointer, id_ = f"{identity.pointer}/id", identity.id.strip()
    lower = id_.lower()
    if namespace.accepts(lower):
        fix = repair("Make it lower-case", SetValue(pointer, lower))
        message = f"The hash in {identity.code} has capital letters, which makes it another person."
        return Finding(pointer, message, "Write it in lower case.", fix)
    if "@" in id_ or _PHONE_NUMBER.fullmatch(id_):
        plain = "an e-mail address" if "@" in id_ else "a telephone number"
        return Finding(
            pointer,
            f"The ID in {identity.code} looks like {plain} that was not hashed.",
            "It would be sent as plain text: hash it (SHA-256) first.",
        )
    return Finding(
        pointer,
        f"The ID in {identity.code} is not a SHA-256 hash: that has {namespace.shape}, "
        f"this has {plural(len(id_), 'character')}.",
        "Check that it was copied as a whole and that it was hashed with SHA-256.",
    )


def _wrong_form(identity: Identity, namespace: Namespace) -> Finding:
    pointer, id_ = f"{identity.pointer}/id", identity.id.strip()
    severity = Severity.ERROR if namespace.severity == "error" else Severity.WARNING
    message = f"The {identity.code} must be {namespace.shape}"
    if identity.code == "ECID":
        message += f", not {plural(len(id_), 'digit' if id_.isdigit() else 'character')}"
    advice = "Check that it was copied as a whole."
    fix = None
    if identity.code in {"Email", "Phone"} and _HASH.fullmatch(id_):
        message = f"The ID in {identity.code} looks like a hash; this namespace is for plain text."
        advice = "Use a namespace for hashes, such as Email_LC_SHA256."
    elif identity.code == "Email" and namespace.accepts(id_.lower()):
        message = "The e-mail address has capital letters, which makes it another identity."
        advice = "Write it in lower case."
        fix = repair("Make it lower-case", SetValue(pointer, id_.lower()))
    code = "EXEG-0308-400" if identity.code == "FPID" else ""
    return Finding(pointer, f"{message.removesuffix('.')}.", advice, fix, severity, code)


@IDENTITY.rule("identity.namespace", severity=Severity.WARNING, prevents="EXEG-0013-422")
def namespaces_are_spelled_as_registered(part: Part) -> Iterator[Finding]:
    """A standard namespace is spelled with its own capitals."""
    if not isinstance(part.value, dict):
        return
    for code in part.value:
        pointer = child(part.pointer, code)
        similar = namespaces.similar(code)
        if not code.strip():
            yield Finding(
                pointer, "A namespace has no name.", "Name it, such as ECID.", severity=Severity.ERROR
            )
        elif namespaces.find(code) is None and similar is not None:
            taken = similar.code in part.value
            yield Finding(
                pointer,
                f"{code} is not the standard namespace {similar.code}: capitals count.",
                f"Write {similar.code}, unless you registered {code} yourself.",
                None if taken else repair(f"Rename to {similar.code}", Rename(pointer, similar.code)),
            )


@IDENTITY.rule("identity.empty", severity=Severity.HINT)
def each_namespace_has_identities(part: Part) -> Iterator[Finding]:
    """No namespace is left without identities."""
    for code, items in part.value.items() if isinstance(part.value, dict) else ():
        if items == []:
            pointer = child(part.pointer, code)
            yield Finding(
                pointer,
                f"The namespace {code} holds no identity.",
                "Add one, or remove the namespace.",
                repair(f"Remove {code}", Remove(pointer)),
            )


@IDENTITY.rule("identity.count", severity=Severity.WARNING)
def there_are_not_too_many_identities(part: Part) -> Iterator[Finding]:
    """One event carries at most 20 identities."""
    count = len(identities(part))
    if count > MOST_IDENTITIES:
        yield Finding(
            part.pointer,
            f"There are {count} identities; an event may carry {MOST_IDENTITIES}.",
            "Send those that identify this event.",
        )


@IDENTITY.rule("identity.primary", severity=Severity.ERROR, prevents="EXEG-0306-400")
def exactly_one_identity_is_primary(part: Part) -> Iterator[Finding]:
    """Exactly one identity is marked as primary, across all namespaces."""
    found = identities(part)
    primaries = [identity for identity in found if identity.is_primary]
    severity = Severity.ERROR if part.context.authenticated else Severity.WARNING
    if len(primaries) > 1:
        keep = next((i for i in primaries if not namespaces.is_device(i.code)), primaries[0])
        others = (SetValue(f"{i.pointer}/primary", False) for i in primaries if i is not keep)
        ordinal = "first " if sum(i.code == keep.code for i in primaries) > 1 else ""
        yield Finding(
            part.pointer,
            f"{len(primaries)} identities are marked as primary; exactly one may be.",
            "Decide which one the event belongs to.",
            repair(f"Keep only the {ordinal}{keep.code}", *others),
            severity,
        )
    elif not primaries and found:
        yield from _no_primary(part, found, severity)


def _no_primary(part: Part, found: list[Identity], severity: Severity) -> Iterator[Finding]:
    """An anonymous visitor needs no primary: the Edge Network takes its ECID; a server asks for one."""
    people = [identity for identity in found if not namespaces.is_device(identity.code)]
    anonymous = part.context.version is ApiVersion.V1 or not people
    if anonymous and not part.context.authenticated:
        return
    yield Finding(
        part.pointer,
        "No identity is marked as primary, so it is open whom the event belongs to.",
        "Mark the identity of the person as primary." if people else "Mark one identity as primary.",
        _make_primary(people or found),
        severity,
    )


def _make_primary(candidates: list[Identity]) -> Repair | None:
    if len(candidates) != 1:
        return None
    only = candidates[0]
    return repair(f"Make the {only.code} primary", SetValue(f"{only.pointer}/primary", True))


@IDENTITY.rule("identity.device-primary", severity=Severity.WARNING)
def a_person_goes_before_a_device(part: Part) -> Iterator[Finding]:
    """Where a person is known, the primary identity is not that of the device."""
    found = identities(part)
    primaries = [identity for identity in found if identity.is_primary]
    people = [
        i
        for i in found
        if not namespaces.is_device(i.code) and i.item.get("authenticatedState") != "loggedOut"
    ]
    if len(primaries) != 1 or not people or not namespaces.is_device(primaries[0].code):
        return
    fix = None
    if len(people) == 1:
        fix = repair(
            f"Make the {people[0].code} primary",
            SetValue(f"{primaries[0].pointer}/primary", False),
            SetValue(f"{people[0].pointer}/primary", True),
        )
    yield Finding(
        part.pointer,
        f"The {primaries[0].code} is primary although a person is known: the event counts for the device.",
        "Mark the identity of the person as primary.",
        fix,
    )
