"""Each rule of the house, stated as a sentence and kept by reading the imports."""

import ast
from collections.abc import Iterator
from functools import cache
from pathlib import Path

import pytest

import edge_studio

PACKAGE = Path(edge_studio.__file__).parent
ROOMS = ("jsontext", "edge", "transport", "store", "local_edge", "qt_check", "premises", "cli", "app", "ui")
MAY_IMPORT = {
    "jsontext": set(),
    "edge": {"jsontext"},
    "transport": {"jsontext", "edge"},
    "store": {"jsontext", "edge"},
    "local_edge": {"jsontext", "edge"},
    "ui": {"jsontext", "edge", "transport", "store"},
    "qt_check": set(),
    "premises": {"edge", "store", "local_edge"},
    "cli": {"jsontext", "edge", "transport", "store", "local_edge", "qt_check", "app"},
    "app": {"jsontext", "edge", "transport", "store", "premises", "ui"},
}
LIBRARIES = {
    "jsontext": {"tree_sitter", "tree_sitter_json", "msgspec", "jsonpath_rfc9535"},
    "edge": {"jsonschema", "referencing", "msgspec"},
    "transport": {"httpx", "httpcore", "anyio", "truststore"},
    "store": {"platformdirs", "keyring", "msgspec"},
    "local_edge": {"h11", "cryptography", "msgspec"},
    "ui": {"PySide6", "shiboken6", "qasync", "msgspec"},
    "qt_check": set(),
    "premises": set(),
    "cli": {"msgspec"},
    "app": {"PySide6"},
}

# The folders of ``ui``, each after those it stands on. What they share stands beside them, and knows none.
UI_MAY_IMPORT: dict[str, set[str]] = {
    "": set(),
    "editor": set(),
    "raw": set(),
    "history": set(),
    "fields": {"editor"},
    "tree": {"raw"},
    "forms": {"editor", "fields"},
    "summary": {"editor", "raw"},
    "request": {"editor", "forms"},
    "answer": {"raw", "tree", "summary"},
    "window": {"request"},
    "settings": {"window"},
    "desk": {"history", "request", "answer", "window", "settings"},
    "comparison": {"raw", "tree", "history", "request", "answer", "window", "desk"},
    "local_edge": {"window", "settings", "desk"},
}


# What Qt or the parser of HTML calls by a name that could be one of ours, too.
CALLED_BY_LIBRARIES = {"data", "event", "flags", "index", "paint", "parent"} | {
    f"handle_{part}" for part in ("starttag", "endtag", "data")
}


def modules() -> Iterator[Path]:
    yield from sorted(PACKAGE.rglob("*.py"))


def room(path: Path) -> str:
    return path.relative_to(PACKAGE).parts[0].removesuffix(".py")


@cache
def tree_of(path: Path) -> ast.Module:
    """What is written in a file, read once for all rules."""
    return ast.parse(path.read_text(encoding="utf-8"))


@cache
def imports(path: Path) -> frozenset[str]:
    """The modules that a file imports, wherever in it the import stands."""
    found: set[str] = set()
    for node in ast.walk(tree_of(path)):
        if isinstance(node, ast.Import):
            found.update(alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            assert node.level == 0, f"{path}: imports are absolute here"
            assert node.module is not None
            inside = {f"{node.module}.{alias.name}" for alias in node.names}
            found.update(name if is_module(name) else node.module for name in inside)
    return frozenset(found)


def module_of(path: Path) -> str:
    """The dotted name of a module; a package has that of its folder."""
    parts = path.relative_to(PACKAGE).with_suffix("").parts
    return ".".join(("edge_studio", *parts)).removesuffix(".__init__")


@cache
def is_module(name: str) -> bool:
    """Whether the package has a module of this name."""
    place = PACKAGE.joinpath(*name.split(".")[1:])
    ours = name.partition(".")[0] == "edge_studio"
    return ours and (place.with_suffix(".py").is_file() or (place / "__init__.py").is_file())


@pytest.mark.parametrize("name", MAY_IMPORT)
def test_a_room_imports_only_rooms_below_it(name: str) -> None:
    allowed = MAY_IMPORT[name] | {name, "resources", "__version__"}
    for path in modules():
        if room(path) == name:
            rooms = {module.split(".")[1] for module in imports(path) if module.startswith("edge_studio.")}
            assert rooms <= allowed, f"{path.relative_to(PACKAGE)} imports {rooms - allowed}"


@pytest.mark.parametrize("name", LIBRARIES)
def test_a_room_uses_only_the_libraries_it_is_for(name: str) -> None:
    import sys

    for path in modules():
        if room(path) == name:
            used = {module.split(".")[0] for module in imports(path)} - {"edge_studio"}
            foreign = used - set(sys.stdlib_module_names) - LIBRARIES[name]
            assert not foreign, f"{path.relative_to(PACKAGE)} imports {foreign}"


def ui_folder(module: str) -> str:
    """The folder of ``ui`` in which a module stands; empty for what stands beside the folders."""
    name = module.removeprefix("edge_studio.ui").removeprefix(".").partition(".")[0]
    return name if (PACKAGE / "ui" / name).is_dir() else ""


def test_a_folder_of_the_window_imports_only_folders_below_it() -> None:
    for path in (PACKAGE / "ui").rglob("*.py"):
        folder = ui_folder(module_of(path))
        folders = {ui_folder(name) for name in imports(path) if name.startswith("edge_studio.ui.")}
        foreign = folders - UI_MAY_IMPORT[folder] - {folder, ""}
        assert not foreign, f"{path.relative_to(PACKAGE)} imports {foreign}"


def test_no_folder_of_the_window_stands_above_itself() -> None:
    below: set[str] = set()
    for folder, allowed in UI_MAY_IMPORT.items():
        assert allowed <= below, f"{folder} may import {allowed - below}, which stands above it"
        below.add(folder)


def test_no_module_stands_above_itself() -> None:
    """A circle of modules, also one of types alone, is two rooms that are really one."""
    below = {module_of(path): {name for name in imports(path) if is_module(name)} for path in modules()}
    while settled := {name for name, others in below.items() if not others}:
        below = {name: others - settled for name, others in below.items() if name not in settled}
    assert not below, f"in circles, or above one: {sorted(below)}"


def test_only_one_file_imports_qasync() -> None:
    users = {str(path.relative_to(PACKAGE)) for path in modules() if "qasync" in imports(path)}
    assert users <= {"ui/application.py"}


def test_transport_and_local_edge_never_know_each_other() -> None:
    for path in modules():
        if room(path) == "transport":
            assert not any(module.startswith("edge_studio.local_edge") for module in imports(path))
        if room(path) == "local_edge":
            assert not any(module.startswith("edge_studio.transport") for module in imports(path))


def test_every_module_says_what_it_is_for() -> None:
    for path in modules():
        assert ast.get_docstring(tree_of(path)), f"{path} has no docstring"


Definition = ast.ClassDef | ast.FunctionDef | ast.AsyncFunctionDef


def public_names(tree: ast.Module | ast.ClassDef, holder: str = "") -> Iterator[tuple[str, Definition]]:
    """The classes, functions and methods that others may use, as ``Holder.name``, with their definitions."""
    for node in tree.body:
        if isinstance(node, Definition) and not node.name.startswith("_"):
            yield holder + node.name, node
            if isinstance(node, ast.ClassDef):
                yield from public_names(node, f"{holder}{node.name}.")


def is_of_a_library(name: str) -> bool:
    """Whether a method has the name that Qt or the parser of HTML calls it by: these say what it is for."""
    holder, _, method = name.rpartition(".")
    return bool(holder) and (method in CALLED_BY_LIBRARIES or any(letter.isupper() for letter in method))


def test_every_public_name_says_what_it_is_for() -> None:
    silent = [
        f"{path.relative_to(PACKAGE)}: {name}"
        for path in modules()
        for name, node in public_names(tree_of(path))
        if not is_of_a_library(name) and not ast.get_docstring(node)
    ]
    assert not silent, "\n".join(silent)


def test_no_test_replaces_code() -> None:
    for path in Path(__file__).parent.rglob("*.py"):
        assert not any(module.startswith("unittest.mock") for module in imports(path)), path
