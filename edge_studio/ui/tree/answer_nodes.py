"""What stands above all rows of an answer's tree: its handles in order, or JSON of any other shape."""

from bisect import bisect_left, bisect_right
from collections.abc import Sequence
from dataclasses import dataclass, replace

from edge_studio.edge.envelope import TOLD, Member, is_plain
from edge_studio.edge.handles import Answer, Handle
from edge_studio.jsontext import pointer as pointers
from edge_studio.jsontext.lazy_json import LazyValue
from edge_studio.ui.tree.handle_nodes import HandleNode, NoticesNode
from edge_studio.ui.tree.json_nodes import Face, Node, RangeNode, ValueNode, step_of


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
    """What stands above all rows: the handles in order, the errors and warnings, then the rest.

    Of each of the three very many are shown in ranges.
    """

    __slots__ = ("_again", "_last", "_parts", "_told", "answer")

    def __init__(self, answer: Answer | None) -> None:
        super().__init__(None, 0)
        self.answer = answer
        self._last = last_words(answer)
        self._again: dict[str, Sequence[int]] = {}
        """The places of members of one name, where it stands there several times."""
        handles, members = (len(answer.handles), len(answer.members)) if answer else (0, 0)
        self._told = bisect_left(answer.members, True, key=is_plain) if answer else 0
        """How many of the members say what went wrong; they come first."""
        self._parts: list[int | range] = []
        """What each row at the top is: one of all by its place, or a range of them."""
        start = 0
        for stop in (handles, handles + self._told, handles + members):
            step = step_of(stop - start)
            parts = range(start, stop, step)
            self._parts += parts if step == 1 else [range(at, min(at + step, stop)) for at in parts]
            start = stop

    @property
    def size(self) -> int:
        """How many rows stand at the top, with one more for the last words."""
        return len(self._parts) + (self._last is not None)

    def make(self, place: int, row: int) -> Node:
        """A handle, the errors or warnings, any other member, a range of such, or the last words."""
        if self._last is not None and place == len(self._parts):
            return WordsNode(self, row, self._last)
        part = self._parts[place]
        if isinstance(part, int):
            return self.inner(part, row, self)
        return RangeNode(self, row, self, part)

    def inner(self, at: int, row: int, parent: Node) -> Node:
        """The row of what has this place among all, ranges aside."""
        if self.answer is None:
            raise IndexError(at)
        handles = self.answer.handles
        if at < len(handles):
            handle = handles[at]
            return HandleNode(parent, row, handle, (handle.turn, len(self.answer.by_type[handle.type])))
        member = self.answer.members[at - len(handles)]
        if not is_plain(member) and member[1].kind == "array":
            return NoticesNode(row, parent, member, self.answer)
        node = (RecordMember if self._is_streamed else ValueNode)(parent, row, *member)
        if member[2] in self.answer.repeated:
            places = self.inner_places(member[2])
            node.again = (bisect_left(places, at) + 1, len(places))
        return node

    @property
    def _is_streamed(self) -> bool:
        return self.answer is not None and self.answer.json is not None and self.answer.json.is_records

    def place_of(self, pointer: str) -> int | None:
        """The row at the top that holds ``pointer``."""
        at = self.inner_place(pointer)
        return None if at is None else self.top_place(at)

    def top_place(self, at: int) -> int:
        """Which row at the top is, or holds, the one with this place among all."""
        return bisect_right(self._parts, at, key=_start) - 1

    def inner_place(self, pointer: str) -> int | None:
        """The place among all of what holds ``pointer``."""
        return next(iter(self.inner_places(pointer)), None)

    def inner_places(self, pointer: str) -> Sequence[int]:
        """The same place, and those of other members of that name."""
        tokens = pointers.parse(pointer)
        depth = 1 if self._is_streamed else 0
        if self.answer is None or len(tokens) <= depth:
            return ()
        if tokens[depth] == "handle" and (at := self._handle_at(pointer, tokens)) is not None:
            return (at,)
        member = pointers.join(*tokens[: depth + 1])
        found = self._again.get(member)
        if found is None:
            found = self._members(member, tokens)
            if len(found) > 1:
                self._again[member] = found
        return found

    def _members(self, pointer: str, tokens: Sequence[str]) -> Sequence[int]:
        """The places of the members that stand at ``pointer``."""
        answer = self.answer
        if answer is None:
            return ()
        members, before = answer.members, len(answer.handles)
        told = tokens[1 if self._is_streamed else 0] in TOLD
        start, stop = (0, self._told) if told else (self._told, len(members))
        if self._is_streamed and tokens[0].isdecimal():
            record = int(tokens[0])
            start = bisect_left(members, record, start, stop, key=_record_of)
            stop = bisect_right(members, record, start, stop, key=_record_of)
        return [before + at for at in range(start, stop) if members[at][2] == pointer]

    def _handle_at(self, pointer: str, tokens: Sequence[str]) -> int | None:
        """The handle that holds ``pointer``: where it should be, or wherever it is after all."""
        handles = self.answer.handles if self.answer else ()
        first = 0
        if self._is_streamed and tokens[0].isdecimal():
            first = bisect_left(handles, int(tokens[0]), key=_record)
        index = tokens[2 if self._is_streamed else 1 :][:1]
        at = first + int(index[0]) if index and index[0].isdecimal() else -1
        if at < 0:
            return None
        if at < len(handles) and pointers.is_within(pointer, handles[at].pointer):
            return at
        within = (at for at, handle in enumerate(handles) if pointers.is_within(pointer, handle.pointer))
        return next(within, None)


def _start(part: int | range) -> int:
    return part if isinstance(part, int) else part.start


def _record_of(member: Member) -> int:
    """In which record of a stream a member stands."""
    return int(member[2][1:].partition("/")[0])


def _record(handle: Handle) -> int:
    """In which record of a stream a handle stands."""
    return int(handle.path[0])


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

    def place_of(self, pointer: str) -> int | None:
        return 0
