"""What stands above all rows of an answer's tree: its handles in order, or JSON of any other shape."""

from collections import Counter

from edge_studio.edge.handles import Answer, Handle
from edge_studio.jsontext import pointer as pointers
from edge_studio.jsontext.lazy_json import LazyValue
from edge_studio.ui.models.handle_nodes import HandleNode, NoticesNode
from edge_studio.ui.models.json_nodes import Node, ValueNode


class AnswerNode(Node):
    """What stands above all rows: the handles in order, the errors and warnings, then the rest."""

    __slots__ = ("_rows", "_turns", "answer")

    def __init__(self, answer: Answer | None) -> None:
        super().__init__(None, 0)
        self.answer = answer
        self._turns: list[tuple[int, int]] | None = None
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
            return HandleNode(self, row, found, self._turn(place))
        if self.answer and found[0] in {"errors", "warnings"} and found[1].kind == "array":
            return NoticesNode(row, self, found, self.answer)
        return ValueNode(self, row, found[0], found[1], found[2])

    def _turn(self, place: int) -> tuple[int, int]:
        """Which handle of its type stands at ``place``, from 1, and how many of that type there are."""
        if self._turns is None:
            handles = self.answer.handles if self.answer else ()
            whole, seen = Counter(handle.type for handle in handles), Counter[str]()
            self._turns = []
            for handle in handles:
                seen[handle.type] += 1
                self._turns.append((seen[handle.type], whole[handle.type]))
        return self._turns[place]

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
