"""The file of what always differs."""

from dataclasses import replace
from pathlib import Path

from edge_studio.edge.comparing.masks import shipped_masks
from edge_studio.edge.comparing.model import Mask
from edge_studio.store.masks import MaskStore

OWN = Mask("own-1", "Prices", "**/price", r"\d+", own=True)


def test_at_first_all_that_ship_are_on(tmp_path: Path) -> None:
    assert MaskStore(tmp_path / "masks.json").load() == shipped_masks()


def test_what_is_switched_off_and_ones_own_come_back(tmp_path: Path) -> None:
    first, *rest = shipped_masks()
    masks = (replace(first, on=False), *rest, OWN)
    MaskStore(tmp_path / "masks.json").save(masks)
    assert MaskStore(tmp_path / "masks.json").load() == masks


def test_a_file_with_a_mask_that_means_nothing_is_moved_aside(tmp_path: Path) -> None:
    store = MaskStore(tmp_path / "masks.json")
    store.save((*shipped_masks(), replace(OWN, values="(")))
    assert MaskStore(tmp_path / "masks.json").load() == shipped_masks()
    assert not (tmp_path / "masks.json").exists()
