"""Filter an answer's tree in a test, without waiting for turns of the window."""

from collections.abc import Iterator

from edge_studio.ui.tree.json_filter import MOST, Result, search
from edge_studio.ui.tree.json_tree import JsonTreeModel


def result_of(model: JsonTreeModel, text: str, most: int = MOST) -> Result:
    """What the filter finds in the answer of ``model``, all at once."""
    found: list[Result] = []

    def follow() -> Iterator[int]:
        found.append((yield from search(model.answer, text, most)))

    for _ in follow():
        pass
    return found[0]


def look_for(model: JsonTreeModel, text: str, most: int = MOST) -> Result | None:
    """Show what the filter finds; without a text, everything."""
    if not text:
        model.show_all()
        return None
    result = result_of(model, text, most)
    model.show_result(result)
    return result
