"""Copying a comparison as a JSON Patch: the steps that make B of A."""

from collections.abc import Sequence
from typing import NamedTuple

from PySide6.QtCore import QObject, Signal
from PySide6.QtGui import QGuiApplication

from edge_studio.edge.amounts import plural
from edge_studio.edge.comparing.messages import of_exchange
from edge_studio.edge.comparing.model import Mask
from edge_studio.edge.comparing.pace import Work
from edge_studio.edge.comparing.patch import json_patch, patch_text
from edge_studio.edge.exchange import Exchange
from edge_studio.ui.raw.copying import MOST
from edge_studio.ui.turns import Turns


class Patch(NamedTuple):
    """A patch, ready to be copied."""

    part: str
    """``Request`` or ``Answer``."""
    steps: int
    text: str


class PatchCopier(QObject):
    """Makes the patch in turns, puts it on the clipboard, and says what came of it."""

    said = Signal(str)
    """What came of it, in words."""

    def __init__(self, parent: QObject) -> None:
        super().__init__(parent)
        self._turns = Turns(self)
        self._turns.done.connect(self._copy)

    @property
    def busy(self) -> bool:
        """Whether a patch is being made."""
        return self._turns.busy

    def copy(self, before: Exchange, after: Exchange, masks: Sequence[Mask], part: str) -> None:
        """Copy what makes B's ``part`` of A's: ``Request`` or ``Answer``."""
        self.said.emit("Making the patch…")
        self._turns.run(_patch(before, after, masks, part))

    def stop(self) -> None:
        """Drop what is under way."""
        self._turns.stop()

    def _copy(self, made: object) -> None:
        if not isinstance(made, Patch):
            self.said.emit(str(made))
        elif len(made.text) > MOST:
            self.said.emit(
                f"Not copied: {len(made.text):,} characters are too many for the clipboard. "
                "edge-studio compare --patch writes them into a file."
            )
        else:
            QGuiApplication.clipboard().setText(made.text)
            steps = plural(made.steps, "step") if made.steps else "no step, for nothing differs that counts"
            self.said.emit(f"Copied the patch of the {made.part.lower()}: {steps}.")


def _patch(before: Exchange, after: Exchange, masks: Sequence[Mask], part: str) -> Work[Patch | str]:
    """The patch, or in words why there is none."""
    both = of_exchange(before), of_exchange(after)
    ours, theirs = (each.request if part == "Request" else each.answer for each in both)
    yield
    what = part.lower()
    if ours is None or theirs is None:
        return f"Nothing copied: one of the two has no {what} yet."
    steps = yield from json_patch(ours.body, theirs.body, masks)
    if steps is None:
        return f"Nothing copied: a JSON Patch leads from JSON to JSON, and one {what} is not JSON."
    return Patch(part, len(steps), (yield from patch_text(steps)))
