"""Every file that travels with the program can be read, and is what its name says."""

import json
from pathlib import Path
from xml.etree import ElementTree

import pytest

from edge_studio import resources

FILES = sorted(path for path in resources.root().rglob("*") if path.is_file())
KINDS = {".json", ".svg", ".otf", ".ttf", ".qss", ".txt"}


def name(path: Path) -> str:
    return path.relative_to(resources.root()).as_posix()


@pytest.mark.parametrize("path", FILES, ids=name)
def test_a_resource_is_readable_and_of_a_known_kind(path: Path) -> None:
    assert path.suffix in KINDS
    assert resources.path(name(path)) == path
    match path.suffix:
        case ".json":
            json.loads(resources.text(name(path)))
        case ".svg":
            assert ElementTree.fromstring(resources.text(name(path))).tag.endswith("svg")
        case ".qss" | ".txt":
            assert resources.text(name(path)).strip()
        case _:
            assert path.read_bytes()[:4] in {b"OTTO", b"\0\1\0\0"}


def test_a_resource_that_is_not_there_is_named() -> None:
    with pytest.raises(FileNotFoundError, match=r"samples/none\.json"):
        resources.path("samples/none.json")
