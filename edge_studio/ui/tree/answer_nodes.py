"""What stands above all rows of an answer's tree: its handles in order, or JSON of any other shape."""

from collections import Counter
from dataclasses import dataclass, replace

from edge_studio.edge.handles import Answer, Handle
from edge_studio.jsontext import pointer as pointers
from edge_studio.jsontext.lazy_json import LazyValue
from edge_studio.ui.tree.handle_nodes import HandleNode, NoticesNode
from edge_studio.ui.tree.json_nodes import Face, Node, ValueNode


@dataclass(frozen=True, slots=True)
class LastWords:
    """What is to be said after the last row: that there is more, or where the JSON is not sound."""

    label: str
    text: str
    token: str
    offset: int | None
    """The byte of the body that it is about."""


def last_words(answer: Answer | None) -> LastWords | None:
    """What is to be said after the rows of an answer; None where they are all there and sound."""
    if answer is None or answer.json is None:
        return None
    if answer.is_partial:
        return LastWords("more is being read", "this is the beginning of the answer", "text.muted", None)
    if (trouble := answer.json.trouble) is not None:
        return LastWords("not sound JSON", trouble.words, "danger", trouble.offset)
    return None


class WordsNode(Node):
    """The row after the last one, which is no part of the answer."""

    __slots__ = ("_words", "offset", "said")

    def __init__(self, parent: Node, row: int, words: LastWords) -> None:
        super().__init__(parent, row)
        self._words = words
        self.offset = words.offset
        self.said = words.text

    def make_face(self) -> Face:
        """The words themselves."""
        words = self._words
        return Face(words.label, words.text, words.token, label_token=words.token)


class RootNode(ValueNode):
    """What stands above all rows of JSON that is not made of handles."""

    __slots__ = ("_last",)

    def __init__(self, answer: Answer) -> None:
        if answer.root is None:
            raise ValueError("an answer without JSON has no rows")
        super().__init__(None, 0, "", answer.root, "")
        self._last = last_words(answer)

    @property
    def size(self) -> int:
        """How many values there are, and one row more for the last words."""
        return super().size + (self._last is not None)

    @property
    def has_rows(self) -> bool:
        """Whether it shows any rows, the last words among them."""
        return self.row_count > 0

    def make(self, place: int, row: int) -> Node:
        """A value, or behind all of them the last words."""
        if self._last is not None and place == super().size:
            return WordsNode(self, row, self._last)
        return super().make(place, row)


class RecordMember(ValueNode):
    """What stands beside the handles in one record of a streamed answer: others have a member of its name."""

    __slots__ = ()

    def make_face(self) -> Face:
        """The value, with the record in which it stands."""
        face = super().make_face()
        record = int(pointers.parse(self.pointer)[0]) + 1
        return replace(face, label=f"{face.label} · record {record:,}")


class AnswerNode(Node):
    """What stands above all rows: the handles in order, the errors and warnings, then the rest."""

    __slots__ = ("_again", "_last", "_rows", "_turns", "answer")

    def __init__(self, answer: Answer | None) -> None:
        super().__init__(None, 0)
        self.answer = answer
        self._turns: list[tuple[int, int]] | None = None
        self._again: dict[int, tuple[int, int]] | None = None
        told = ("errors", "warnings")
        members = answer.members if answer else ()
        self._last = last_words(answer)
        self._rows: list[Handle | tuple[str, LazyValue, str]] = [*answer.handles] if answer else []
        self._rows += [member for member in members if member[0] in told]
        self._rows += [member for member in members if member[0] not in told]

    @property
    def size(self) -> int:
        """How many handles and members there are, and one row more for the last words."""
        return len(self._rows) + (self._last is not None)

    def make(self, place: int, row: int) -> Node:
        """A handle, the errors or warnings, any other member, or the last words."""
        if self._last is not None and place == len(self._rows):
            return WordsNode(self, row, self._last)
        found = self._rows[place]
        if isinstance(found, Handle):
            return HandleNode(self, row, found, self._turn(place))
        if self.answer and found[0] in {"errors", "warnings"} and found[1].kind == "array":
            return NoticesNode(row, self, found, self.answer)
        of_record = self.answer is not None and self.answer.json is not None and self.answer.json.is_records
        kind = RecordMember if of_record else ValueNode
        node = kind(self, row, found[0], found[1], found[2])
        node.again = self._repeated().get(place)
        return node

    def _repeated(self) -> dict[int, tuple[int, int]]:
        """Of the members whose name stands there again: which of them each is, and how many there are."""
        if self._again is None:
            where = [None if isinstance(row, Handle) else row[2] for row in self._rows]
            whole, seen = Counter(where), Counter[str]()
            self._again = {}
            for at, pointer in enumerate(where):
                if pointer is not None and whole[pointer] > 1:
                    seen[pointer] += 1
                    self._again[at] = (seen[pointer], whole[pointer])
        return self._again

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
        """Which handle or member holds what stands at ``pointer``."""
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
        return RootNode(answer)
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
