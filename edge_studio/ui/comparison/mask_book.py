"""What always differs, as the person has it: the masks that ship and their own."""

from collections.abc import Sequence
from dataclasses import replace

from PySide6.QtCore import QObject, Signal

from edge_studio.edge.comparing.model import Mask


class MaskBook(QObject):
    """The masks in force; who shows a comparison follows ``changed``."""

    changed = Signal()

    def __init__(self, masks: Sequence[Mask], parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.masks = tuple(masks)

    def words(self) -> dict[str, str]:
        """What each mask takes out, in words, by its id."""
        return {mask.id: mask.words for mask in self.masks}

    def change(self, masks: Sequence[Mask]) -> None:
        """Take these masks instead."""
        if tuple(masks) != self.masks:
            self.masks = tuple(masks)
            self.changed.emit()

    def add(self, mask: Mask) -> None:
        """Take out what this mask of the person's own says, too."""
        self.change([*self.masks, mask])

    def switch(self, id: str, on: bool) -> None:
        """Switch a mask on or off."""
        self.change([replace(mask, on=on) if mask.id == id else mask for mask in self.masks])

    def own_id(self) -> str:
        """An id for a mask of the person's own that no other has."""
        taken = {mask.id for mask in self.masks}
        number = 1
        while f"own-{number}" in taken:
            number += 1
        return f"own-{number}"
