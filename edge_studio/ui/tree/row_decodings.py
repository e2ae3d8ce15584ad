"""What exists only after decoding and holds a text: the rows below the texts of an answer."""

from collections.abc import Generator, Iterator

from edge_studio.ui.tree.json_nodes import DecodedNode, InsideNode, Node, RangeNode, ValueNode
from edge_studio.ui.tree.needle import WHOLE, Needle

LOOKED_AT = 2_000
"""Rows whose decoded texts are looked through: for each of them several decoders are asked."""
_DEEPEST = 200


def decoded(root: Node, needle: Needle) -> Generator[Node | None, None, bool]:
    """The rows of decoded texts that hold what is looked for; None for each row that is none of them.

    What a row shows undecoded is no news below it. Lists so long that they are shown in ranges are left out,
    and so is what is beyond very many rows; returns whether nothing was.
    """
    waiting: list[Iterator[Node]] = [iter([root])]
    looked, whole = 0, True
    while waiting:
        node = next(waiting[-1], None)
        if node is None:
            waiting.pop()
            continue
        looked += 1
        if looked > LOOKED_AT:
            return False
        if isinstance(node, RangeNode):
            whole = False
            continue
        yield node if isinstance(node, InsideNode) and _holds(node, needle) else None
        if len(waiting) < _DEEPEST and _leads_on(node):
            waiting.append(map(node.row_at, range(node.size)))
    return whole


def _leads_on(node: Node) -> bool:
    """Whether there may be anything decoded below a row that does not stand in it already."""
    if not isinstance(node, ValueNode) or node.value.is_container:
        return True
    return not node.matches and node.value.size <= WHOLE


def _holds(node: InsideNode, needle: Needle) -> bool:
    if isinstance(node, DecodedNode):
        return needle.in_text(node.said) or (not node.value.is_container and needle.in_text(node.value.text))
    if isinstance(node.key, str) and needle.in_text(node.key):
        return True
    return not node.value.is_container and needle.in_text(node.value.text)
