"""The types of everything in a request's body that Local Edge reads."""

from collections.abc import Iterator
from typing import Any, Final

from edge_studio.local_edge.hit import Hit, at
from edge_studio.local_edge.problems import Problem

Members = tuple[tuple[str, type], ...]

_OF_BODY: Final[Members] = (("xdm", dict), ("query", dict), ("meta", dict))
_OF_EVENT: Final[Members] = (("xdm", dict), ("data", dict), ("query", dict), ("meta", dict))
_OF_META: Final[Members] = (("state", dict), ("configOverrides", dict), ("konductorConfig", dict))
_OF_STATE: Final[Members] = (("domain", str), ("cookiesEnabled", bool), ("entries", list))
_OF_KONDUCTOR: Final[Members] = (("streaming", dict),)
_OF_STREAMING: Final[Members] = (("enabled", bool), ("recordSeparator", str), ("lineFeed", str))
_OF_QUERY: Final[Members] = (("identity", dict), ("personalization", dict))
_OF_IDENTITY: Final[Members] = (("fetch", list),)
_OF_PERSONALIZATION: Final[Members] = (("schemas", list), ("decisionScopes", list), ("surfaces", list))
_NAMES: Final = {dict: "an object", list: "an array", str: "a string", bool: "true or false"}


def shape_problem(hit: Hit) -> Problem | None:
    """The first value that is of another type than it has to be."""
    for path, event in hit.events():
        if problem := typed(given(event), dict, path) or _wrong(event, _OF_EVENT, path):
            return problem
    if problem := _wrong(hit.body, _OF_BODY, "$"):
        return problem
    for _, path, query in hit.queries():
        if problem := _wrong_query(query, path):
            return problem
    return _wrong_meta(hit.body.get("meta"))


def _wrong_meta(meta: Any) -> Problem | None:
    if meta is None:
        return None
    konductor = at(meta, "konductorConfig")
    return (
        _wrong(meta, _OF_META, "$.meta")
        or _wrong(at(meta, "state"), _OF_STATE, "$.meta.state")
        or _wrong(konductor, _OF_KONDUCTOR, "$.meta.konductorConfig")
        or _wrong(at(konductor, "streaming"), _OF_STREAMING, "$.meta.konductorConfig.streaming")
    )


def _wrong_query(query: dict[str, Any], path: str) -> Problem | None:
    if problem := _wrong(query, _OF_QUERY, path):
        return problem
    for part, members in (("identity", _OF_IDENTITY), ("personalization", _OF_PERSONALIZATION)):
        found = query.get(part)
        if problem := _wrong(found, members, f"{path}.{part}"):
            return problem
        for place, values in _lists(found, members):
            for index, value in enumerate(values):
                if not isinstance(value, str):
                    return typed(given(value), str, f"{path}.{part}.{place}[{index}]")
    return None


def _lists(holder: Any, members: Members) -> Iterator[tuple[str, list[Any]]]:
    for name, _ in members:
        values = at(holder, name)
        if values is not None:
            yield name, values


def _wrong(holder: Any, members: Members, path: str) -> Problem | None:
    """The first member that is there and of another type; paths are only written where one is."""
    if holder is None:
        return None
    for name, kind in members:
        value = holder.get(name)
        if value is not None and not isinstance(value, kind):
            return typed(value, kind, f"{path}.{name}")
    return None


def given(value: Any) -> Any:
    """An element of an array as it is judged: null is no way to leave one out."""
    return False if value is None else value


def typed(value: Any, kind: type, path: str) -> Problem | None:
    """Whether a value, where there is one, is of the type it has to be."""
    if value is None or isinstance(value, kind):
        return None
    return Problem("EXEG-0102-400", f"The field '{path}' is invalid: it has to be {_NAMES[kind]}.")
