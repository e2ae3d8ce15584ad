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

    def replace(self, mask: Mask) -> None:
        """Let a mask take the place of the one with its id."""
        self.change([mask if mask.id == each.id else each for each in self.masks])

    def remove(self, id: str) -> None:
        """Forget a mask of the person's own."""
        self.change([mask for mask in self.masks if mask.id != id or not mask.own])

    def ignore(self, name: str, where: str) -> Mask:
        """Take out what differs at a place from now on; returns the mask that says so."""
        known = next((mask for mask in self.masks if mask.where == where and not mask.values), None)
        mask = known or Mask(self.own_id(), f"“{name}”, which you chose to ignore", where, own=True)
        if known is None:
            self.add(mask)
        else:
            self.switch(mask.id, True)
        return mask

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
