"""Rules about single fields that a schema cannot state: misspelled names, empty values."""

from collections.abc import Iterator, Mapping
from typing import TYPE_CHECKING, Any, Final

from edge_studio.edge.repairs import Remove, Rename, repair
from edge_studio.edge.rules.rule import Finding, Severity
from edge_studio.edge.wording import field_name
from edge_studio.jsontext.pointer import child

if TYPE_CHECKING:
    from edge_studio.edge.schemas import Shapes

_ECHOED: Final = frozenset(("scopeDetails", "decisionScopeDetails"))
"""Come from an answer and must go back unchanged."""
_MAY_BE_EMPTY: Final = "/webReferrer/URL"
"""A direct visit has no referrer; the Web SDK sends it empty."""


def misspelled(value: Any, schema: Mapping[str, Any], shapes: "Shapes", at: str = "") -> Iterator[Finding]:
    """Members whose names differ from a standard field's in capitals only, which makes them other fields."""
    schema = shapes.resolve(schema)
    if isinstance(value, dict):
        known = schema.get("properties", {})
        yield from _misspelled_names(value, known, at)
        others = schema.get("additionalProperties", {})
        for key, inner in value.items():
            below = known.get(key, others)
            if below and isinstance(below, dict) and isinstance(inner, (dict, list)):
                yield from misspelled(inner, below, shapes, child(at, key))
    elif isinstance(value, list):
        below = schema.get("items")
        for index, inner in enumerate(value if isinstance(below, dict) else []):
            yield from misspelled(inner, below or {}, shapes, child(at, index))


def misspelled_name(key: str, known: Mapping[str, Any]) -> str | None:
    """The one standard name that ``key`` differs from in capitals only; None where it is right or unknown."""
    if key in known:
        return None
    lower = key.lower()
    meant = [name for name in known if name.lower() == lower]
    return meant[0] if len(meant) == 1 else None


def _misspelled_names(value: Mapping[str, Any], known: Mapping[str, Any], at: str) -> Iterator[Finding]:
    for key in value.keys() - known.keys() if known else ():
        meant = misspelled_name(key, known)
        if meant is not None:
            yield misspelling(child(at, key), key, meant, taken=meant in value)


def misspelling(pointer: str, key: str, meant: str, *, taken: bool) -> Finding:
    """The finding about a misspelled name; without a fix where the right one is ``taken`` beside it."""
    return Finding(
        pointer,
        f"{key} is not the standard field {meant}: capitals count.",
        f"Write {meant}, or the value will not be found.",
        None if taken else repair(f"Rename to {meant}", Rename(pointer, meant)),
        Severity.WARNING,
        rule="xdm.name",
    )


def empties(value: Any, at: str, key: str = "") -> Iterator[Finding]:
    """Values that are null or empty text, which Experience Platform does not accept in XDM."""
    if isinstance(value, dict):
        for name, inner in value.items():
            if name not in _ECHOED and (inner is None or inner == "" or isinstance(inner, (dict, list))):
                yield from empties(inner, child(at, name), name)
    elif isinstance(value, list):
        for index, inner in enumerate(value):
            if inner is None or inner == "" or isinstance(inner, (dict, list)):
                yield from empties(inner, child(at, index), key)
    elif (value is None or value == "") and not at.endswith(_MAY_BE_EMPTY):
        yield Finding(
            at,
            f"{field_name(key)} is {'null' if value is None else 'empty'}, which Experience Platform "
            "does not accept.",
            "Leave the field out.",
            repair("Remove it", Remove(at)),
            Severity.HINT,
            rule="xdm.empty",
        )
