"""A person's own scenarios: copies of others, in one folder, to be changed with any editor."""

import re
from pathlib import Path

from edge_studio.jsontext.document import JsonDocument
from edge_studio.jsontext.edits import CannotEdit, apply, set_value
from edge_studio.store.atomic import write_atomic
from edge_studio.store.problems import CannotRead

_SCHEMA = "schemas/scenario.json"
_COPY = re.compile(r"-copy(-[0-9]+)?$|, copy( [0-9]+)?$")


def own_scenarios(folder: Path) -> list[Path]:
    """The files of a person's own scenarios, by name; the folder need not exist."""
    return sorted(folder.glob("*.json"))


def copy_scenario(source: Path, folder: Path, name: str) -> Path:
    """Copy a scenario called ``name`` into the folder, under a name of its own, and return the copy's path.

    Its JSON Schema goes beside the folder, where the copy points its editor to, as ours do. Raises
    ``CannotRead`` and ``CannotWrite``.
    """
    content = _content(source)
    stem, name = _COPY.sub("", source.stem), _COPY.sub("", name)
    target, number = folder / f"{stem}-copy.json", 1
    while target.exists():
        number += 1
        target = folder / f"{stem}-copy-{number}.json"
    suffix = f", copy {number}" if number > 1 else ", copy"
    schema = source.parent.parent / _SCHEMA
    if schema.is_file():
        write_atomic(folder.parent / _SCHEMA, _content(schema), private=False)
    write_atomic(target, _renamed(content, name + suffix), private=False)
    return target


def _content(path: Path) -> bytes:
    try:
        return path.read_bytes()
    except OSError as error:
        raise CannotRead(path, error) from error


def _renamed(content: bytes, name: str) -> bytes:
    """The text of a scenario with another name and nothing else changed; as it is where it is broken."""
    try:
        text = content.decode("utf-8")
        return apply(text, [set_value(JsonDocument(text), "/name", name)]).encode("utf-8")
    except (UnicodeDecodeError, CannotEdit):
        return content
