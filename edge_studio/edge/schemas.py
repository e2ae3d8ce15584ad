"""JSON Schema checks of the standard fields, with what they object to said in plain words."""

import ipaddress
import json
import re
from collections.abc import Iterator, Mapping
from datetime import date
from functools import cache
from typing import TYPE_CHECKING, Any, Final

from edge_studio import resources
from edge_studio.edge import wording
from edge_studio.edge.moments import EXAMPLE, is_moment
from edge_studio.edge.repairs import Remove, Repair, Respell, SetValue, Wrap, repair
from edge_studio.edge.rules.rule import Finding, Severity
from edge_studio.jsontext.pointer import join

if TYPE_CHECKING:
    from jsonschema.exceptions import ValidationError
    from jsonschema.protocols import Validator

_FILES: Final = ("xdm", "query", "meta")
_NUMBER: Final = re.compile(r"-?(?:0|[1-9][0-9]*)(?:\.[0-9]+)?(?:[eE][+-]?[0-9]+)?")
_INTEGER: Final = re.compile(r"-?(?:0|[1-9][0-9]*)")
_URI: Final = re.compile(r"[A-Za-z][A-Za-z0-9+.-]*:[^\s]+")
_FORMATS: Final = {
    "date-time": f"a date and time with a zone, such as {EXAMPLE}",
    "date": "a date, such as 2026-05-04",
    "uri": "a full address, such as https://shop.example/shoes",
    "ipv4": "an IPv4 address, such as 192.0.2.1",
    "ipv6": "an IPv6 address, such as 2001:db8::1",
}


class Shapes:
    """The validators of every section; made once, they may be used by one thread at a time."""

    def __init__(self) -> None:
        from jsonschema import Draft202012Validator
        from referencing import Registry
        from referencing.jsonschema import DRAFT202012

        schemas = {name: resources.data(f"schemas/{name}.json") for name in _FILES}
        # A closed registry: an unknown reference is an error, never a download.
        registry: Registry[Any] = Registry().with_resources(
            (schema["$id"], DRAFT202012.create_resource(schema)) for schema in schemas.values()
        )
        formats = _format_checker()
        self._schemas = schemas
        self._validators: dict[str, Validator] = {}
        for name, schema in schemas.items():
            whole = Draft202012Validator(schema, registry=registry, format_checker=formats)
            if name != "xdm":
                self._validators[name] = whole
                continue
            # Parts of the whole keep its references, which is much faster than validators of their own.
            for member, part in schema["properties"].items():
                if isinstance(part, dict):
                    self._validators[f"xdm/{member}"] = whole.evolve(schema=part)
                    if isinstance(part.get("items"), dict):
                        self._validators[f"xdm/{member}/-"] = whole.evolve(schema=part["items"])

    def has(self, section: str) -> bool:
        """Whether there is a schema for a section: ``query``, ``meta``, ``xdm/web``; ``…/-`` for an item."""
        return section in self._validators

    def check(self, section: str, value: Any) -> Iterator[Finding]:
        """What the section's schema objects to, with pointers relative to the section."""
        validator = self._validators.get(section)
        if validator is None:
            return
        name = wording.place_name([section.removesuffix("/-").rpartition("/")[2]])
        if section.endswith("/-"):
            name = f"An entry of {wording.lower_first(name)}"
        errors = list(validator.iter_errors(value))
        mistyped = {tuple(error.absolute_path) for error in errors if error.validator == "type"}
        incomplete = set()
        for error in errors:
            path = tuple(error.absolute_path)
            if error.validator != "type" and path in mistyped:
                continue  # whatever else is said of it is said of a value that has to go anyway
            if error.validator == "required":  # one error for each missing name, told together
                if path in incomplete:
                    continue
                incomplete.add(path)
            yield from _in_words(error, name)

    def schema_of(self, section: str) -> Mapping[str, Any]:
        """The section's schema as it stands in its file; empty where there is none."""
        file, _, member = section.removesuffix("/-").partition("/")
        schema = self._schemas.get(file, {})
        if member:
            schema = schema.get("properties", {}).get(member, {})
        if section.endswith("/-") and isinstance(schema, dict):
            schema = schema.get("items", {})
        return schema if isinstance(schema, dict) else {}

    def resolve(self, schema: Mapping[str, Any]) -> Mapping[str, Any]:
        """The schema that a reference to a shared shape stands for; any other one unchanged."""
        reference = schema.get("$ref", "")
        if not reference:
            return schema
        shape = self._schemas["xdm"]["$defs"].get(reference.rpartition("/")[2], {})
        return shape if isinstance(shape, dict) else {}


@cache
def shapes() -> Shapes:
    """The one set of validators; the first call imports ``jsonschema``, which takes a moment."""
    return Shapes()


def _in_words(error: "ValidationError", section: str) -> Iterator[Finding]:
    """One objection of a validator as findings; ``section`` names, in words, where the path begins."""
    path: list[str | int] = list(error.absolute_path)
    schema = error.schema if isinstance(error.schema, dict) else {}
    severity = Severity(schema["x-severity"]) if "x-severity" in schema else None
    code = schema.get("x-code", "")
    if error.validator == "required":
        yield from _missing(error, path, section, severity, code)
        return
    label = wording.place_name(path) if path else section
    if schema.get("x-shape") == "measure":
        label = f"Number of {wording.lower_first(label)}"
    message, advice, fix = _objection(error, schema, label, join(*path))
    default = Severity.ERROR if error.validator == "type" else Severity.WARNING
    if error.instance is None and not code:
        default = Severity.HINT
    yield Finding(join(*path), message, advice, fix, severity or default, code)


def _missing(
    error: "ValidationError", path: list[str | int], section: str, severity: Severity | None, code: str
) -> Iterator[Finding]:
    instance = error.instance if isinstance(error.instance, dict) else {}
    schema = error.schema if isinstance(error.schema, dict) else {}
    holder = wording.place_name(path) if path else section
    names: Any = error.validator_value
    for name in names:
        if name in instance:
            continue
        label = wording.field_name(name)
        if schema.get("x-shape") == "measure":
            message = f"Number of {wording.lower_first(holder)} has no value."
            advice = 'Add it, such as "value": 1.'
        else:
            message = f"{label} is missing." if label == name else f"{label} ({name}) is missing."
            advice = f"{holder} needs it."
        yield Finding(join(*path, name), message, advice, None, severity or Severity.WARNING, code)


def _objection(
    error: "ValidationError", schema: Mapping[str, Any], label: str, pointer: str
) -> tuple[str, str, Repair | None]:
    value: Any = error.instance
    limit: Any = error.validator_value
    said = schema.get("description", "")
    fix: Repair | None
    match error.validator:
        case "type":
            if value is None:
                fix = repair("Remove it", Remove(pointer))
                return f"{label} is null, which is not accepted.", "Leave the field out.", fix
            expected = said or wording.kind_words(str(limit))
            message = f"{label} must be {expected}, not {wording.value_kind(value)}."
            fix = _retyped(value, str(limit), schema, pointer)
            return message, fix.label + "." if fix else "", fix
        case "enum":
            return _not_listed(value, limit, label, pointer)
        case "const":
            fix = repair("Remove it", Remove(pointer))
            return f"{label} can only be {json.dumps(limit)}.", said, fix
        case "pattern":
            upper = value.upper()
            fits = upper != value and re.search(str(limit), upper)
            fix = repair(f"Write {wording.cut(upper, 20)}", SetValue(pointer, upper)) if fits else None
            return f"{label} must be {said or 'of another form'}.", "", fix
        case "format":
            return f"{label} must be {_FORMATS[str(limit)]}.", "", None
        case "minimum":
            return f"{label} must be {limit:,} or more.", "", None
        case "maximum":
            return f"{label} must be {limit:,} or less.", "", None
        case "minLength" | "minItems":
            return f"{label} must not be empty.", "Fill it in, or leave the field out.", None
        case "maxLength":
            return f"{label} has {len(value):,} characters; {limit:,} are the most.", "Shorten it.", None
    return f"{label} does not have the expected form.", "", None


def _not_listed(value: Any, allowed: list[Any], label: str, pointer: str) -> tuple[str, str, Repair | None]:
    listed = ", ".join(str(choice) for choice in allowed)
    shown = wording.cut(value, 60) if isinstance(value, str) else wording.value_kind(value)
    message = f"{label} cannot be {shown or 'empty'}."
    meant = [c for c in allowed if isinstance(c, str) and isinstance(value, str) and _same_letters(c, value)]
    fix = repair(f"Write {meant[0]}", SetValue(pointer, meant[0])) if len(meant) == 1 else None
    return message, f"Choose one of: {listed}.", fix


def _same_letters(a: str, b: str) -> bool:
    return a.lower() == b.strip().lower()


def _retyped(value: Any, expected: str, schema: Mapping[str, Any], pointer: str) -> Repair | None:
    """The repair of a value that only has the wrong type, where it is certain what is meant."""
    shape = schema.get("x-shape", "")
    is_number = isinstance(value, (int, float)) and not isinstance(value, bool)
    text = value.strip() if isinstance(value, str) else ""
    if shape == "measure" and is_number:
        return repair("Write it as an object with a value", Wrap(pointer, '{"value": ', "}"))
    if shape == "identity" and text:
        return repair("Make it an object with this ID", Wrap(pointer, '{"id": ', "}"))
    if shape == "identities" and text:
        return repair("Make it a list with this ID", Wrap(pointer, '[{"id": ', "}]"))
    if expected == "array" and _fits_items(value, schema):
        return repair("Make it a list", Wrap(pointer))
    if expected == "string" and is_number:
        return repair("Put it in quotes", Respell(pointer))
    if expected == "boolean" and text.lower() in {"true", "false"}:
        return repair(f"Write {text.lower()} without quotes", SetValue(pointer, text.lower() == "true"))
    number = _NUMBER if expected == "number" else _INTEGER
    if expected in {"number", "integer"} and number.fullmatch(text):
        return repair("Remove the quotes", Respell(pointer))
    return None


def _fits_items(value: Any, schema: Mapping[str, Any]) -> bool:
    """Whether a value that stands in place of a list could be its one entry."""
    items = schema.get("items", {})
    wanted = items.get("type", "object") if isinstance(items, dict) else ""
    return (wanted == "object" and isinstance(value, dict)) or (wanted == "string" and isinstance(value, str))


def _format_checker() -> Any:
    """Checks of the formats that need no further package."""
    from jsonschema import FormatChecker

    checker = FormatChecker(formats=())
    for name, check in _FORMAT_CHECKS.items():
        checker.checks(name)(check)
    return checker


def _is_date_time(value: object) -> bool:
    return not isinstance(value, str) or is_moment(value)


def _is_date(value: object) -> bool:
    return not isinstance(value, str) or _parses(date.fromisoformat, value)


def _is_uri(value: object) -> bool:
    return not isinstance(value, str) or _URI.fullmatch(value) is not None


def _is_ipv4(value: object) -> bool:
    return not isinstance(value, str) or _parses(ipaddress.IPv4Address, value)


def _is_ipv6(value: object) -> bool:
    return not isinstance(value, str) or _parses(ipaddress.IPv6Address, value)


def _parses(read: Any, text: str) -> bool:
    try:
        read(text)
    except ValueError:
        return False
    return True


_FORMAT_CHECKS: Final = {
    "date-time": _is_date_time,
    "date": _is_date,
    "uri": _is_uri,
    "ipv4": _is_ipv4,
    "ipv6": _is_ipv6,
}
