"""What always differs from one exchange to the next, as a person has it: a file of what is changed."""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any

from edge_studio.edge.comparing.masks import Masking, shipped_masks
from edge_studio.edge.comparing.model import Mask
from edge_studio.store.json_file import JsonFile


class MaskStore:
    """The masks that ship, of which the file at ``path`` knows those switched off, and the person's own."""

    def __init__(self, path: Path) -> None:
        self._file = JsonFile(path, 1, "The list of what always differs")

    @property
    def notice(self) -> str:
        """What a person should know about the last ``load``; empty when all was well."""
        return self._file.notice

    def load(self) -> tuple[Mask, ...]:
        """Those that ship, then one's own in their order; raises ``NewerFile`` and ``CannotRead``."""
        return self._file.load(_understand, shipped_masks())

    def save(self, masks: Sequence[Mask]) -> None:
        """Keep the masks; raises ``CannotWrite`` and ``NewerFile``."""
        import msgspec

        off = [mask.id for mask in masks if not mask.own and not mask.on]
        own = [msgspec.to_builtins(mask) for mask in masks if mask.own]
        self._file.save({"off": off, "own": own})


def _understand(content: Mapping[str, Any]) -> tuple[Mask, ...]:
    import msgspec

    off = msgspec.convert(content.get("off", []), set[str], strict=True)
    own = msgspec.convert(content.get("own", []), tuple[Mask, ...], strict=True)
    Masking(replace(mask, on=True) for mask in own)  # UnknownPlaces is a ValueError
    shipped = tuple(replace(mask, on=mask.id not in off) for mask in shipped_masks())
    return shipped + tuple(replace(mask, own=True) for mask in own)
