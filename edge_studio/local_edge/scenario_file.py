"""Scenario files: read, checked, and refused in words that name the line."""

import json
import re
import stat
from collections.abc import Iterator, Sequence
from itertools import islice
from math import inf
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

import msgspec

from edge_studio import resources
from edge_studio.local_edge.scenario import Scenario
from edge_studio.local_edge.scenario_checks import contradictions
from edge_studio.local_edge.scenario_shape import Mistake, mistakes

if TYPE_CHECKING:
    from edge_studio.jsontext.document import JsonDocument

_TOKEN: Final = re.compile(r'"(?:[^"\\]|\\.)*"|-?[0-9][0-9.eE+-]*')
_HALF: Final = re.compile(
    r"\\u[dD][89abAB][0-9a-fA-F]{2}(?!\\u[dD][c-fC-F])|(?<!\\u[dD][89abAB]..)\\u[dD][c-fC-F][0-9a-fA-F]{2}"
)

LARGEST: Final = 5 * 1024 * 1024
"""Bytes that a scenario file may have: our choice, a hundred times what the largest of ours has."""
DEEPEST: Final = 100
"""How deep objects and lists may be nested: our choice, far below what can be read and written."""
MOST_TOLD: Final = 10
"""How many mistakes of one file are told."""
_MOST_FOUND: Final = 100
"""How many are looked for."""


class ScenarioError(Exception):
    """A scenario file cannot be used; the message names the places and says what is wrong there."""


def default_path() -> Path:
    """The file of the scenario *shop*, which Local Edge plays where nothing else is said."""
    return resources.path("scenarios/shop.json")


def load(path: Path) -> Scenario:
    """Read a scenario file; raises :class:`ScenarioError`."""
    return read(content_of(path), str(path))


def content_of(path: Path) -> bytes:
    """The bytes of a scenario file; raises :class:`ScenarioError` where there are none, or too many."""
    try:
        found = path.stat()
        if stat.S_ISDIR(found.st_mode):
            raise ScenarioError(f"The scenario {path} is a folder. Choose a file in it.")
        if not stat.S_ISREG(found.st_mode):
            raise ScenarioError(f"The scenario {path} is not a file. Choose a file that is saved on a disk.")
        with path.open("rb") as file:
            content = file.read(LARGEST + 1) if found.st_size <= LARGEST else b""
    except FileNotFoundError as error:
        raise ScenarioError(
            f"The scenario {path} is not there. It may have been moved or renamed: choose it again."
        ) from error
    except (OSError, ValueError) as error:
        reason = getattr(error, "strerror", None) or str(error)
        raise ScenarioError(f"The scenario {path} cannot be read: {reason}.") from error
    if max(found.st_size, len(content)) > LARGEST:
        raise ScenarioError(
            f"The scenario {path} is larger than {LARGEST // 1024 // 1024} MB. Was this file meant? "
            "If so, leave out what is not needed."
        )
    return content


def read(content: bytes, name: str) -> Scenario:
    """Check the bytes of a scenario file called ``name``; raises :class:`ScenarioError`.

    A byte order mark at the beginning is passed over, as some editors write one.
    """
    text = _text(content, name)
    try:
        value = msgspec.json.decode(text)
    except (msgspec.DecodeError, RecursionError) as error:
        raise ScenarioError(_syntax(text, name, error)) from error
    if _is_too_deep(value):
        raise ScenarioError(_too_deep(name))
    scenario: Scenario | None = None
    found: Iterator[Mistake]
    try:
        scenario = msgspec.convert(value, Scenario)
    except msgspec.ValidationError:
        found = mistakes(value, Scenario)
    else:
        found = contradictions(scenario)
    wrong = [*islice(found, _MOST_FOUND), *islice(_repeated(text), _MOST_FOUND)]
    if scenario is None or wrong:
        raise ScenarioError(_told(text, name, wrong))
    return scenario


def _repeated(text: str) -> Iterator[Mistake]:
    """Members that stand in an object twice: JSON leaves open what that means; here the first was lost."""
    if not _has_repeated(text):
        return
    from edge_studio.jsontext.document import JsonDocument
    from edge_studio.jsontext.pointer import child

    root = JsonDocument(text).root
    waiting = [("", root)]
    while waiting:
        pointer, node = waiting.pop()
        if node is None:
            continue
        seen = set()
        for member in node.members():
            below = child(pointer, member.key)
            if member.key in seen:
                yield Mistake(below, f"`{member.key}` stands in this object already; keep one", at_key=True)
            seen.add(member.key)
            waiting.append((below, member.value))
        waiting.extend((child(pointer, index), item) for index, item in enumerate(node.items()))


def _has_repeated(text: str) -> bool:
    found = False

    def note(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
        nonlocal found
        members = dict(pairs)
        found = found or len(members) < len(pairs)
        return members

    json.loads(text, object_pairs_hook=note)
    return found


def _text(content: bytes, name: str) -> str:
    if content[:2] in (b"\xff\xfe", b"\xfe\xff"):
        raise ScenarioError(f"{name} is not valid JSON: it is written in UTF-16. Save it as UTF-8.")
    try:
        return content.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = content.count(b"\n", 0, error.start) + 1
        raise ScenarioError(
            f"{name} is not valid JSON: line {line}: the byte 0x{content[error.start]:02x} is not UTF-8. "
            "Save the file as UTF-8."
        ) from error


def _syntax(text: str, name: str, error: Exception) -> str:
    if not text.strip():
        return (
            f"{name} is not valid JSON: it is empty. A scenario is an object with a name and an organisation."
        )
    if isinstance(error, RecursionError):
        return _too_deep(name)
    from edge_studio.jsontext.problems import find_problem

    problem = find_problem(text)
    if problem is not None:
        return f"{name} is not valid JSON: line {problem.line}, column {problem.column}: {problem.message}."
    return f"{name} is not valid JSON: {_beyond(text)}"


def _beyond(text: str) -> str:
    """What Python's reader takes and msgspec does not: half a character, a number beyond all bounds."""
    for token in _TOKEN.finditer(text):
        place = f"line {text.count(chr(10), 0, token.start()) + 1}"
        if token[0][0] != '"':
            if float(token[0]) in (inf, -inf):
                return f"{place}: the number {token[0][:40]} is too large to be read."
        elif _HALF.search(token[0]):
            return f"{place}: the text has one half of a character that \\u writes in two."
    return "it holds a number or text that cannot be read."


def _too_deep(name: str) -> str:
    return f"{name} is nested too deeply: more than {DEEPEST} objects and lists in one another. Flatten it."


def _is_too_deep(value: Any) -> bool:
    """Whether there are more than :data:`DEEPEST` containers in one another; without recursion."""
    level = [value]
    for _ in range(DEEPEST + 1):
        level = [
            item
            for each in level
            if isinstance(each, (dict, list))
            for item in (each.values() if isinstance(each, dict) else each)
        ]
        if not level:
            return False
    return True


def _told(text: str, name: str, found: Sequence[Mistake]) -> str:
    """The mistakes of a file with their lines, in the order in which they stand there."""
    from edge_studio.jsontext.document import JsonDocument
    from edge_studio.jsontext.pointer import as_jsonpath

    document = JsonDocument(text)
    lines = []
    for mistake in found:
        line, column = _place(document, mistake)
        place = f"line {line}, column {column}, {as_jsonpath(mistake.pointer)}"
        stop = "" if mistake.message.endswith(("?", "…")) else "."
        lines.append((line, column, f"{place}: {mistake.message}{stop}"))
    lines.sort(key=lambda each: each[:2])
    count = f"at least {_MOST_FOUND}" if len(lines) >= _MOST_FOUND else str(len(lines))
    if len(lines) == 1:
        return f"{name}, {lines[0][2]}"
    told = [f"- {words}" for _, _, words in lines[:MOST_TOLD]]
    rest = [f"- and {len(lines) - MOST_TOLD} more."] if len(lines) > MOST_TOLD else []
    return "\n".join([f"{name} has {count} mistakes:", *told, *rest])


def _place(document: "JsonDocument", mistake: Mistake) -> tuple[int, int]:
    """Line and column, from 1, of where a mistake stands; of the nearest that stands where it does not."""
    pointer = mistake.pointer
    member = document.member(pointer) if pointer and mistake.at_key else None
    if member is not None:
        return _line_and_column(document, member.key_start)
    while (node := document.node(pointer)) is None and pointer:
        pointer = pointer.rpartition("/")[0]
    return _line_and_column(document, node.start if node else 0)


def _line_and_column(document: "JsonDocument", offset: int) -> tuple[int, int]:
    before = document.slice(0, offset)
    return before.count("\n") + 1, len(before) - (before.rfind("\n") + 1) + 1
