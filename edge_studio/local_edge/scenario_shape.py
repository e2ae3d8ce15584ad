"""Whether a value has the shape of a scenario, with everything that is wrong and where it stands.

The decoder itself stops at the first mistake; this walks along the types, and asks it at each place.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from difflib import get_close_matches
from types import NoneType, UnionType
from typing import Annotated, Any, Final, Literal, Union, get_args, get_origin

import msgspec
from msgspec import Struct, ValidationError

from edge_studio.jsontext.pointer import child

_TYPES: Final = {
    "str": "a text",
    "int": "a whole number",
    "float": "a number",
    "bool": "true or false",
    "array": "a list",
    "object": "an object",
    "null": "null",
}
_TYPE: Final = re.compile(r"`([a-z |]+)`")
_LIMITS: Final = {
    " of length >= 1": " that is not empty",
    " >= ": " of at least ",
    " <= ": " of at most ",
}


@dataclass(frozen=True, slots=True)
class Mistake:
    """One thing that is wrong with a scenario."""

    pointer: str
    """Where it stands (JSON Pointer)."""
    message: str
    """What is wrong and what to do; a full stop at the end may be left out."""
    at_key: bool = False
    """Whether it is about the key and not the value."""


def mistakes(value: Any, kind: Any, pointer: str = "") -> Iterator[Mistake]:
    """Everything that keeps a decoded JSON value from being of a type; nothing where it is of it."""
    try:
        msgspec.convert(value, kind)
    except ValidationError as error:
        found = False
        for mistake in _below(value, kind, pointer):
            found = True
            yield mistake
        if not found:
            yield Mistake(pointer, _plain(str(error), kind))


def _below(value: Any, kind: Any, pointer: str) -> Iterator[Mistake]:
    """The mistakes of the parts; none where the value as a whole is wrong."""
    kinds = tuple(_bare(part) for part in _parts(_bare(kind)))
    if len(kinds) > 1:
        if isinstance(value, dict):
            yield from _tagged(value, kinds, pointer)
        return
    origin, arguments = get_origin(kinds[0]), get_args(kinds[0])
    if isinstance(kinds[0], type) and issubclass(kinds[0], Struct) and isinstance(value, dict):
        yield from _members(value, kinds[0], pointer)
    elif origin is tuple and isinstance(value, list):
        for index, item in enumerate(value):
            yield from mistakes(item, arguments[0], child(pointer, index))
    elif origin is dict and isinstance(value, dict):
        for key, item in value.items():
            for wrong in mistakes(key, arguments[0], child(pointer, key)):
                yield Mistake(wrong.pointer, f"the name `{key}`: {wrong.message}", at_key=True)
            yield from mistakes(item, arguments[1], child(pointer, key))


def _members(value: dict[str, Any], kind: type[Struct], pointer: str) -> Iterator[Mistake]:
    fields = {field.encode_name: field for field in msgspec.structs.fields(kind)}
    tag = kind.__struct_config__.tag_field
    known = [*fields, *([tag] if tag else [])]
    for name in value:
        if name not in known:
            near = get_close_matches(name, known, 1)
            hint = f"; did you mean `{near[0]}`?" if near else f". There are: {', '.join(known)}"
            yield Mistake(child(pointer, name), f"there is no field `{name}` here{hint}", at_key=True)
    for name, field in fields.items():
        if name in value:
            yield from mistakes(value[name], field.type, child(pointer, name))
        elif field.required:
            yield Mistake(pointer, f"the field `{name}` is missing here")


def _bare(kind: Any) -> Any:
    return get_args(kind)[0] if get_origin(kind) is Annotated else kind


def _parts(kind: Any) -> tuple[Any, ...]:
    """The members of a union other than null, the type itself where it is none."""
    if get_origin(kind) not in (Union, UnionType):
        return (kind,)
    return tuple(each for each in get_args(kind) if each is not NoneType)


def _tagged(value: dict[str, Any], kinds: tuple[Any, ...], pointer: str) -> Iterator[Mistake]:
    """What is wrong with an object that a member of it makes one of several kinds."""
    configs = {kind.__struct_config__.tag: kind for kind in kinds}
    name = kinds[0].__struct_config__.tag_field
    given = value.get(name)
    allowed = " or ".join(f"'{tag}'" for tag in configs)
    if name not in value:
        yield Mistake(pointer, f"the field `{name}` is missing here; it has to be {allowed}")
    elif isinstance(given, str) and given in configs:
        yield from _members(value, configs[given], pointer)
    else:
        yield Mistake(child(pointer, name), f"`{name}` has to be {allowed}")


def _plain(words: str, kind: Any) -> str:
    """The words of msgspec as a person would say them."""
    words = words.partition(" - at `")[0]
    if words.startswith("Invalid enum value"):
        return _not_allowed(words.removeprefix("Invalid enum value ").strip("'"), kind)
    if "matching regex" in words:
        return f"expected {_description(kind)}"
    words = _TYPE.sub(lambda found: " or ".join(_TYPES[each] for each in found[1].split(" | ")), words)
    for theirs, ours in _LIMITS.items():
        words = words.replace(theirs, ours)
    return words[:1].lower() + words[1:]


def _not_allowed(given: str, kind: Any) -> str:
    values = [
        value for part in _parts(kind) if get_origin(part) is Literal for value in get_args(part) if value
    ]
    near = get_close_matches(given, values, 1)
    hint = f" Did you mean '{near[0]}'?" if near else ""
    return f"'{given}' is not one of the values allowed.{hint} There are: {', '.join(values)}"


def _description(kind: Any) -> str:
    """What a text that has to fit a pattern is, in the words of the model."""
    metas = [meta for part in _parts(kind) if get_origin(part) is Annotated for meta in get_args(part)[1:]]
    return next((str(meta.description) for meta in metas if meta.description), "another text")
