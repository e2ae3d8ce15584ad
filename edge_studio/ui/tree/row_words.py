"""The words that Edge Studio itself puts on rows: no part of the answer, and looked through all the same."""

from collections.abc import Iterator

from edge_studio.edge import summaries
from edge_studio.edge.handles import Answer
from edge_studio.ui.tree.handle_nodes import entry_words
from edge_studio.ui.tree.json_ways import Way
from edge_studio.ui.tree.needle import Needle

_LABELLED = 1_000
"""In longer payloads the words that Edge Studio puts on an entry are not searched, only the entry itself."""


def worded(answer: Answer, needle: Needle) -> Iterator[Way | None]:
    """The ways to the handles, and to their entries, whose words hold the text; None where none is yet."""
    for handle in answer.handles if answer.kind == "envelope" else ():
        yield handle.path if needle.in_any(handle.type, handle.summary) else None
        for at, item in enumerate(handle.payload if handle.count <= _LABELLED else ()):
            words = (
                entry_words(summaries.entry(handle.type, item), f"entry {at}") if item.is_container else ()
            )
            yield (*handle.path, "payload", at) if needle.in_any(*words) else None
