"""Comparisons of saved answers, and what is in them, for tests."""

import json
from collections.abc import Iterable
from typing import Any

from edge_studio.edge.comparing.exchanges import compare_at_once
from edge_studio.edge.comparing.masks import shipped_masks
from edge_studio.edge.comparing.messages import of_saved_answer
from edge_studio.edge.comparing.model import Comparison, Diff, Mask, Part
from edge_studio.edge.comparing.patch import json_patch, patch_text
from edge_studio.jsontext.steps import drained


def as_bytes(body: Any) -> bytes:
    return body if isinstance(body, bytes) else json.dumps(body).encode()


def compared(before: Any, after: Any, masks: Iterable[Mask] = ()) -> Comparison:
    """The comparison of two saved answers, without masks unless they are given."""
    return compare_at_once(of_saved_answer(as_bytes(before)), of_saved_answer(as_bytes(after)), masks)


def masked(before: Any, after: Any) -> Comparison:
    """The same with the masks that ship."""
    return compared(before, after, shipped_masks())


def part(before: Any, after: Any, masks: Iterable[Mask] = ()) -> Part:
    (found,) = compared(before, after, masks).parts
    return found


def leaves(comparison: Comparison) -> list[Diff]:
    return [leaf for one in comparison.parts for diff in one.diffs for leaf in diff.leaves()]


def places(before: Any, after: Any, masks: Iterable[Mask] = ()) -> list[tuple[str, str, str]]:
    """Each difference: its kind, and where it stands on the two sides."""
    found = leaves(compared(before, after, masks))
    return [
        (leaf.kind, leaf.before.pointer if leaf.before else "-", leaf.after.pointer if leaf.after else "-")
        for leaf in found
    ]


def patch(before: Any, after: Any, masks: Iterable[Mask] = ()) -> list[dict[str, Any]]:
    """The JSON Patch from one to the other, read back from its text."""
    operations = drained(json_patch(as_bytes(before), as_bytes(after), masks))
    assert operations is not None
    found: list[dict[str, Any]] = json.loads(drained(patch_text(operations)))
    return found
