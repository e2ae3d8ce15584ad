"""The filters that a person used in answers, as a file."""

from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

from edge_studio.store.json_file import JsonFile


class FilterStore:
    """The filters in the file at ``path``, the newest first."""

    def __init__(self, path: Path) -> None:
        self._file = JsonFile(path, 1, "The list of filters")

    @property
    def notice(self) -> str:
        """What a person should know about the last ``load``; empty when all was well."""
        return self._file.notice

    def load(self) -> Sequence[str]:
        """The filters, none at first; raises ``NewerFile`` and ``CannotRead``."""
        return self._file.load(_understand, ())

    def save(self, filters: Sequence[str]) -> None:
        """Keep the filters; raises ``CannotWrite`` and ``NewerFile``."""
        self._file.save({"filters": list(filters)})


def _understand(content: Mapping[str, Any]) -> Sequence[str]:
    import msgspec

    return msgspec.convert(content.get("filters", []), tuple[str, ...], strict=True)
