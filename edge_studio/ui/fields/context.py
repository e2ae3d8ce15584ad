"""What every field asks of the payload: the node at its place, whether it may be written, and the writing."""

from collections.abc import Iterator
from contextlib import contextmanager

from edge_studio.edge.wording import kind_words
from edge_studio.jsontext.document import JsonNode
from edge_studio.jsontext.pointer import last, parent
from edge_studio.ui.editor.buffer import RequestBuffer
from edge_studio.ui.theme import Look

UNREADABLE = "Not readable"
"""What a closed list shows where broken JSON hides the value."""


def touches(pointer: str, changed: str) -> bool:
    """Whether a change inside ``changed`` can show at ``pointer``: one of them lies within the other."""
    if len(pointer) < len(changed):
        pointer, changed = changed, pointer
    return pointer.startswith(changed) and (len(pointer) == len(changed) or pointer[len(changed)] == "/")


class FieldContext:
    """The payload as fields see and write it."""

    def __init__(self, buffer: RequestBuffer, look: Look) -> None:
        self.buffer = buffer
        self.look = look

    def node(self, pointer: str) -> JsonNode | None:
        """The node at ``pointer``, or None where there is none."""
        return self.buffer.json.node(pointer)

    def is_unreadable(self, pointer: str) -> bool:
        """Whether broken JSON hides what stands at ``pointer``: nobody knows whether there is a value."""
        return self.buffer.json.syntax_problem is not None and not self.buffer.is_editable(pointer)

    def obstacle(self, pointer: str) -> str:
        """Why nothing can be written at ``pointer`` now, as a sentence; empty where it can."""
        problem = self.buffer.json.syntax_problem
        if problem is not None and self.is_unreadable(pointer):
            return f"Read-only while the JSON is broken in line {problem.line}, column {problem.column}."
        place = pointer
        while place:
            place = parent(place)
            above = self.node(place)
            if above is not None and not above.is_container and above.kind != "null":  # null gives way
                name = last(place) if place else "The request"
                return f"“{name}” is {kind_words(above.kind)} here, not an object: change it in the JSON."
            if above is not None:
                break
        return ""

    def write(self, pointer: str, value: object, burst: str = "") -> None:
        """Set the value at ``pointer`` by the smallest edit; a ``burst`` in a row is one undo step."""
        self.buffer.set_value(pointer, value, burst)

    def erase(self, pointer: str, burst: str = "") -> None:
        """Remove the member at ``pointer``, and the parents it leaves empty that the form had made."""
        if self.node(pointer) is not None:
            self.buffer.remove(pointer, True, burst)

    @contextmanager
    def step(self) -> Iterator[None]:
        """Close what was typed before and after, so that what happens inside is an undo step of its own."""
        self.buffer.end_burst()
        yield
        self.buffer.end_burst()
