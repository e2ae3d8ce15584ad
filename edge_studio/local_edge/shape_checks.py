"""The types of everything in a request's body that Local Edge reads."""

from collections.abc import Iterator
from typing import Any, Final

from edge_studio.local_edge.hit import Hit, at
from edge_studio.local_edge.problems import Problem

_QUERY: Final = (
    ("identity", ("fetch",)),
    ("personalization", ("schemas", "decisionScopes", "surfaces")),
)
_STATE: Final = (("domain", str), ("cookiesEnabled", bool), ("entries", list))
_NAMES: Final = {dict: "an object", list: "an array", str: "a string", bool: "true or false"}


def shape_problem(hit: Hit) -> Problem | None:
    """The first value that is of another type than it has to be."""
    for value, kind, *path in _expected(hit):
        if not (value is None or isinstance(value, kind)):
            return typed(value, kind, "".join(map(str, path)))
    return None


def _expected(hit: Hit) -> Iterator[tuple[Any, Any, Any] | tuple[Any, Any, Any, Any, Any]]:
    """Values with their type and their path in pieces: joining those of all would take long."""
    body = hit.body
    for path, event in hit.events():
        yield given(event), dict, path
        for name in ("xdm", "data", "query", "meta"):
            yield at(event, name), dict, path, ".", name
    for name in ("xdm", "query", "meta"):
        yield body.get(name), dict, f"$.{name}"
    for _, path, query in hit.queries():
        yield from _query(path, query)
    meta = body.get("meta")
    state = at(meta, "state")
    yield state, dict, "$.meta.state"
    for name, kind in _STATE:
        yield at(state, name), kind, "$.meta.state", ".", name
    yield at(meta, "configOverrides"), dict, "$.meta.configOverrides"
    streaming = at(meta, "konductorConfig", "streaming")
    yield at(meta, "konductorConfig"), dict, "$.meta.konductorConfig"
    yield streaming, dict, "$.meta.konductorConfig.streaming"
    yield at(streaming, "enabled"), bool, "$.meta.konductorConfig.streaming.enabled"
    for name in ("recordSeparator", "lineFeed"):
        yield at(streaming, name), str, "$.meta.konductorConfig.streaming", ".", name


def _query(path: str, query: Any) -> Iterator[tuple[Any, Any, Any] | tuple[Any, Any, Any, Any, Any]]:
    for part, lists in _QUERY:
        found = at(query, part)
        if found is None:
            continue
        yield found, dict, f"{path}.{part}"
        for name in lists:
            values = at(found, name)
            yield values, list, f"{path}.{part}.{name}"
            for index, value in enumerate(values if isinstance(values, list) else ()):
                yield given(value), str, f"{path}.{part}.{name}[", index, "]"


def given(value: Any) -> Any:
    """An element of an array as it is judged: null is no way to leave one out."""
    return False if value is None else value


def typed(value: Any, kind: type, path: str) -> Problem | None:
    """Whether a value, where there is one, is of the type it has to be."""
    if value is None or isinstance(value, kind):
        return None
    return Problem("EXEG-0102-400", f"The field '{path}' is invalid: it has to be {_NAMES[kind]}.")
