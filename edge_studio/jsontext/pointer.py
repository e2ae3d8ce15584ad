"""JSON Pointer (RFC 6901), and its spellings as JSONPath, jq and Python."""

import json
import re
from collections.abc import Sequence

_NAME = re.compile(r"[A-Za-z_][A-Za-z0-9_]*")
_INDEX = re.compile(r"0|[1-9][0-9]*")


def escape(token: str) -> str:
    """One token as it stands in a pointer."""
    if "~" in token:
        token = token.replace("~", "~0")
    return token.replace("/", "~1") if "/" in token else token


def unescape(token: str) -> str:
    """One token of a pointer as the key or index it means."""
    return token.replace("~1", "/").replace("~0", "~") if "~" in token else token


def parse(pointer: str) -> tuple[str, ...]:
    """The tokens of a pointer, unescaped; ``ValueError`` where it neither is empty nor begins with ``/``."""
    if not pointer:
        return ()
    if pointer[0] != "/":
        raise ValueError(f"A JSON Pointer begins with /, and {pointer!r} does not.")
    return tuple(unescape(token) for token in pointer[1:].split("/"))


def join(*parts: str | int) -> str:
    """The pointer made of these tokens, which are escaped."""
    return "".join(f"/{escape(str(part))}" for part in parts)


def child(pointer: str, token: str | int) -> str:
    """The pointer one step below."""
    return f"{pointer}/{escape(str(token))}"


def parent(pointer: str) -> str:
    """The pointer one step above; ``ValueError`` for the root."""
    if not pointer:
        raise ValueError("The root has no parent.")
    return pointer[: pointer.rindex("/")]


def last(pointer: str) -> str:
    """The last token, unescaped; ``ValueError`` for the root."""
    if not pointer:
        raise ValueError("The root has no name.")
    return unescape(pointer[pointer.rindex("/") + 1 :])


def is_within(pointer: str, ancestor: str) -> bool:
    """Whether ``pointer`` is ``ancestor`` or stands anywhere below it."""
    return pointer.startswith(ancestor) and (len(pointer) == len(ancestor) or pointer[len(ancestor)] == "/")


def is_index(token: str) -> bool:
    """Whether the token is spelled as an array index: digits without a leading zero."""
    return _INDEX.fullmatch(token) is not None


def as_jsonpath(path: str | Sequence[str | int]) -> str:
    """The place as JSONPath (RFC 9535), such as ``$.event.data['my key'][0]``.

    ``path`` is a pointer, whose digits are taken as array indexes, or the keys (str) and indexes (int)
    themselves.
    """
    steps = ["$"]
    for step in _steps(path):
        if isinstance(step, int):
            steps.append(f"[{step}]")
        elif _NAME.fullmatch(step):
            steps.append(f".{step}")
        else:
            inner = json.dumps(step, ensure_ascii=False)[1:-1].replace('\\"', '"').replace("'", "\\'")
            steps.append(f"['{inner}']")
    return "".join(steps)


def as_jq(path: str | Sequence[str | int]) -> str:
    """The place as a jq filter, such as ``.event.data["my key"][0]``; see :func:`as_jsonpath` for
    ``path``.
    """
    steps: list[str] = []
    for step in _steps(path):
        if isinstance(step, int):
            steps.append(f"[{step}]" if steps else f".[{step}]")
        elif _NAME.fullmatch(step):
            steps.append(f".{step}")
        else:
            quoted = json.dumps(step, ensure_ascii=False)
            steps.append(f"[{quoted}]" if steps else f".[{quoted}]")
    return "".join(steps) or "."


def as_python(path: str | Sequence[str | int], name: str = "body") -> str:
    """The place as a Python expression, such as ``body["event"][0]``; see :func:`as_jsonpath` for
    ``path``.
    """
    return name + "".join(
        f"[{step}]" if isinstance(step, int) else f"[{json.dumps(step, ensure_ascii=False)}]"
        for step in _steps(path)
    )


def _steps(path: str | Sequence[str | int]) -> Sequence[str | int]:
    if isinstance(path, str):
        return [int(token) if is_index(token) else token for token in parse(path)]
    return path
