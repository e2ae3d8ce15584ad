"""What stands above all rows of an answer's tree: its handles in order, or JSON of any other shape."""

from edge_studio.edge.handles import Answer, Handle
from edge_studio.jsontext import pointer as pointers
from edge_studio.jsontext.lazy_json import LazyValue
from edge_studio.ui.models.json_nodes import HandleNode, Node, NoticesNode, ValueNode


class AnswerNode(Node):
    """What stands above all rows: the handles in order, the errors and warnings, then the rest."""

    __slots__ = ("_rows", "answer")

    def __init__(self, answer: Answer | None) -> None:
        super().__init__(None, 0)
        self.answer = answer
        told = ("errors", "warnings")
        members = answer.members if answer else ()
        self._rows: list[Handle | tuple[str, LazyValue, str]] = [*answer.handles] if answer else []
        self._rows += [member for member in members if member[0] in told]
        self._rows += [member for member in members if member[0] not in told]

    @property
    def size(self) -> int:
        return len(self._rows)

    def make(self, place: int, row: int) -> Node:
        found = self._rows[place]
        if isinstance(found, Handle):
            return HandleNode(self, row, found)
        if self.answer and found[0] in {"errors", "warnings"} and found[1].kind == "array":
            return NoticesNode(row, self, found, self.answer)
        return ValueNode(self, row, found[0], found[1], found[2])

    def place_of(self, pointer: str) -> int | None:
        for at, row in enumerate(self._rows):
            place = row.pointer if isinstance(row, Handle) else row[2]
            if pointers.is_within(pointer, place):
                return at
        return None


def root_of(answer: Answer | None) -> Node:
    """The node above all rows of an answer: of handles, or of JSON of any other shape."""
    if answer is None or answer.kind == "envelope" or answer.root is None:
        return AnswerNode(answer if answer and answer.kind == "envelope" else None)
    if answer.root.is_container:
        return ValueNode(None, 0, "", answer.root, "")
    return _Single(answer.root)


class _Single(Node):
    """Above the one row of an answer that is a single text, number or word."""

    __slots__ = ("_only",)

    def __init__(self, value: LazyValue) -> None:
        super().__init__(None, 0)
        self._only = value

    @property
    def size(self) -> int:
        return 1

    def make(self, place: int, row: int) -> Node:
        return ValueNode(self, row, "answer", self._only, "")
