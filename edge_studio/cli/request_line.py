"""One request to Local Edge on one line: what was asked, what came of it, and no secret."""

import json
import re
from collections import Counter
from collections.abc import Iterator
from datetime import datetime, timedelta
from typing import TYPE_CHECKING, Any, Final

from edge_studio.cli.printing import plain
from edge_studio.edge.exchange import Header
from edge_studio.edge.secrecy import CREDENTIAL, MASK, is_secret

if TYPE_CHECKING:
    from edge_studio.local_edge.player import Served

_ABSOLUTE: Final = re.compile(r"(?i:https?)://[^/?#]*")
_CHARSET: Final = re.compile(r"charset=([\w.-]+)", re.ASCII)


def request_line(served: "Served", ended: datetime) -> str:
    """Time, method, target, status and milliseconds; then handles or problem, and the faults that struck.

    ``ended`` is the moment in the zone that is shown. Of tokens and bodies, nothing is told.
    """
    began = ended - timedelta(seconds=served.seconds)
    told = (
        f"{began:%H:%M:%S}.{began.microsecond // 1000:03}",
        served.request.method,
        _target(served.target),
        str(served.status) if served.status else "broken off",
        f"{served.seconds * 1000:.0f} ms",
        *_outcome(served),
    )
    return plain("  ".join(filter(None, told)))


def _target(target: str) -> str:
    """The address without its host, and without what its parameters may hide."""
    path, mark, query = _ABSOLUTE.sub("", target).partition("?")
    return CREDENTIAL.sub(rf"\1\2{MASK}", path) + mark + "&".join(map(_parameter, query.split("&")))


def _parameter(parameter: str) -> str:
    name, sign, value = parameter.partition("=")
    return f"{name}{sign}{MASK}" if is_secret(Header(name, value)) else parameter


def _outcome(served: "Served") -> Iterator[str]:
    if served.status:
        problems, handles, errors = [], Counter[str](), []
        for said in _said(served):
            problems += [_code(said)] if "type" in said else []
            handles.update(str(handle.get("type")) for handle in _objects(said.get("handle")))
            errors += [_code(each) for name in ("errors", "warnings") for each in _objects(said.get(name))]
        yield " ".join(problems)
        yield ", ".join(type_ if count == 1 else f"{type_} x{count}" for type_, count in handles.items())
        yield " ".join(errors)
    for step in served.reply.trace:
        if step.name == "faultStruck":
            yield f"[{step.messages[0]}]"


def _said(served: "Served") -> Iterator[dict[str, Any]]:
    """The JSON objects of the answer; several where it was streamed, none where it has no JSON."""
    from edge_studio.local_edge.player import received

    answer = served.reply.answer
    whole = received(served).answer_body
    kind = next((value for name, value in answer.headers if name == "content-type"), "")
    if "json" not in kind:
        return
    charset = _CHARSET.search(kind)
    text = whole.decode(charset[1] if charset else "utf-8", "replace")
    decoder, at = json.JSONDecoder(), text.find("{")
    while at >= 0:
        try:
            value, end = decoder.raw_decode(text, at)
        except ValueError:
            return
        if isinstance(value, dict):
            yield value
        at = text.find("{", end)


def _objects(value: Any) -> list[dict[str, Any]]:
    return [each for each in value if isinstance(each, dict)] if isinstance(value, list) else []


def _code(problem: dict[str, Any]) -> str:
    return str(problem.get("type", "")).rpartition("/")[2]
