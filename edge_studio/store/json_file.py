"""A small JSON file with a version: written whole, refused when newer, moved aside when broken."""

import json
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any, TypeVar

from edge_studio.store.atomic import write_atomic
from edge_studio.store.paths import unused
from edge_studio.store.problems import CannotRead, CannotWrite, NewerFile

T = TypeVar("T")


class JsonFile:
    """The file at ``path``, holding an object whose member ``version`` is ``version``.

    ``what`` names its content in messages, such as "The list of connections".
    """

    def __init__(self, path: Path, version: int, what: str) -> None:
        self._path = path
        self._version = version
        self._what = what
        self._looked = False
        self.notice = ""
        """What a person should know about the last reading, in words; empty when all was well."""

    def load(self, understand: Callable[[Mapping[str, Any]], T], default: T) -> T:
        """The content as ``understand`` makes it (``ValueError`` for a wrong shape), else the default.

        Raises ``NewerFile`` and ``CannotRead``; a broken file is moved aside, and ``notice`` says so.
        """
        self.notice = ""
        try:
            content = self._read()
            result = default if content is None else understand(content)
        except ValueError as error:
            self._move_aside(error)
            result = default
        self._looked = True
        return result

    def save(self, content: Mapping[str, Any]) -> None:
        """Replace the file's content; raises ``CannotWrite``, and ``NewerFile`` where it is to stay."""
        if not self._looked:
            self.load(_anything, None)
        text = json.dumps({"version": self._version, **content}, indent=2)
        write_atomic(self._path, text.encode("ascii") + b"\n")

    def _read(self) -> Mapping[str, Any] | None:
        """The object in the file, None where there is no file; ``ValueError`` where it is not one of ours."""
        try:
            raw = self._path.read_bytes()
        except FileNotFoundError:
            return None
        except OSError as error:
            raise CannotRead(self._path, error) from error
        try:
            content = json.loads(raw)
        except RecursionError as error:
            raise ValueError("it is nested too deeply") from error
        version = content.get("version") if isinstance(content, dict) else None
        if type(version) is not int or version < 1:
            raise ValueError("it has no version")
        if version > self._version:
            self._looked = False  # so that saving looks again, and refuses again
            raise NewerFile(self._path, self._what, version, self._version)
        return dict(content)

    def _move_aside(self, error: ValueError) -> None:
        aside = unused(self._path.with_name(self._path.name + ".damaged"))
        try:
            self._path.rename(aside)
        except OSError as refused:
            raise CannotWrite(self._path, refused) from refused
        self.notice = (
            f"{self._what} in {self._path} could not be understood ({error}). "
            f"Another program or a person may have changed it. It was kept as {aside.name}, "
            "and Edge Studio starts with its defaults."
        )


def _anything(content: Mapping[str, Any]) -> None:
    """Understand any content of the right version: it is about to be replaced."""
