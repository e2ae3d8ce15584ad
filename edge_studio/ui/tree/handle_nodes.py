"""The rows of handles and of what went wrong: named by what they mean."""

from edge_studio.edge import propositions, summaries
from edge_studio.edge.handles import Answer, Handle, Notice
from edge_studio.jsontext import pointer as pointers
from edge_studio.jsontext.lazy_json import LazyValue, Payload
from edge_studio.ui.tree.json_nodes import CUT, Face, Node, ValueNode, entry_or_range, step_of


def entry_words(said: summaries.Entry, plain: str) -> tuple[str, str]:
    """What to call an entry of a handle and what it says; both empty where nothing is known of it.

    One without a name of its own is called ``plain``.
    """
    if not said.label and not said.text:
        return "", ""
    label = summaries.shorten(said.label or plain, 60) + (f" · {said.origin}" if said.origin else "")
    return label, " ".join(said.text[:CUT].split())


class EntryNode(ValueNode):
    """One entry of a handle's payload, named by what distinguishes it."""

    __slots__ = ()

    def make_face(self) -> Face:
        """What the entry means; its JSON where nothing is known of it."""
        said = summaries.entry(self.kind, self.value)
        label, text = entry_words(said, f"entry {self.key}")
        if not label:
            return super().make_face()
        token = "json.string" if said.on_wire else "text.muted" if said.weak else "text"
        return Face(label, text, token)


class NoticeNode(ValueNode):
    """One of the errors or warnings, named by its code."""

    __slots__ = ("notice",)

    def __init__(self, parent: Node, row: int, plain: ValueNode, notice: Notice) -> None:
        super().__init__(parent, row, plain.key, plain.value, plain.pointer)
        self.notice = notice

    def make_face(self) -> Face:
        """The code and the title of the error or warning."""
        token = "danger" if self.notice.severity == "error" else "warning"
        return Face(self.notice.code or str(self.key), self.notice.title, token)


class NoticesNode(ValueNode):
    """The member ``errors`` or ``warnings`` of an envelope."""

    __slots__ = ("notices",)

    def __init__(self, row: int, parent: Node, member: tuple[str, LazyValue, str], answer: Answer) -> None:
        super().__init__(parent, row, member[0], member[1], member[2])
        found = answer.errors if member[0] == "errors" else answer.warnings
        self.notices = {notice.pointer: notice for notice in found}

    def inner(self, at: int, row: int, parent: Node) -> ValueNode:
        """The row of one error or warning; of an entry that is neither, its value."""
        plain = super().inner(at, row, parent)
        notice = self.notices.get(plain.pointer)
        return NoticeNode(parent, row, plain, notice) if notice else plain

    def make_face(self) -> Face:
        """How many there are, and the title of the first."""
        token = "danger" if self.key == "errors" else "warning"
        first = next(iter(self.notices.values()), None)
        label = f"{self.key}  {self.value.count}"
        return Face(label, first.title if first else "none", token if first else "text.muted", bold=True)


class HandleNode(Node):
    """One handle: the entries of its payload, then whatever else it holds."""

    __slots__ = ("_value", "handle", "key", "pointer", "turn")

    def __init__(self, parent: Node, row: int, handle: Handle, turn: tuple[int, int] = (1, 1)) -> None:
        super().__init__(parent, row)
        self.turn = turn
        """Which handle of its type it is, from 1, and how many there are."""
        self.handle = handle
        self.key = handle.path[-1]
        self.pointer = handle.pointer
        self._value: LazyValue | None = None

    @property
    def value(self) -> LazyValue:  # type: ignore[override]  # a class attribute elsewhere, worked out here
        """The handle as JSON."""
        if self._value is None:
            self._value = self.handle.value
        return self._value

    @property
    def payload(self) -> Payload:
        """Its entries."""
        return self.handle.payload

    @property
    def entry_rows(self) -> int:
        """How many of its children are entries, or ranges of them; its other members come after."""
        return -(-self.handle.count // step_of(self.handle.count))

    @property
    def size(self) -> int:
        """How many rows the entries take, and one for each member beside the payload."""
        return self.entry_rows + len(self.handle.members)

    @property
    def has_meaning(self) -> bool:
        """Whether it brings anything: an empty handle is not worth opening at first."""
        return self.handle.count > 0  # beside its entries a handle holds only which event it answers

    def make(self, place: int, row: int) -> Node:
        """An entry, a range of entries, or a member beside the payload."""
        if place >= self.entry_rows:
            name, value, pointer = self.handle.members[place - self.entry_rows]
            return ValueNode(self, row, name, value, pointer)
        return entry_or_range(self, self, row, place, range(self.handle.count))

    def inner(self, at: int, row: int, parent: Node) -> ValueNode:
        """The entry at ``at`` of the payload."""
        pointer = f"{self.handle.pointer}/payload/{at}"
        return EntryNode(parent, row, at, self.payload[at], pointer, self.handle.type)

    def inner_place(self, pointer: str) -> int | None:
        """The entry that holds ``pointer``."""
        payload = f"{self.handle.pointer}/payload"
        if pointer == payload or not pointers.is_within(pointer, payload):
            return None
        token = pointers.parse(pointer)[len(pointers.parse(payload))]
        return int(token) if token.isdecimal() and int(token) < self.handle.count else None

    def place_of(self, pointer: str) -> int | None:
        """Which entry, range of entries or member holds what stands at ``pointer``."""
        for at, (_, _, place) in enumerate(self.handle.members):
            if pointers.is_within(pointer, place):
                return self.entry_rows + at
        at_entry = self.inner_place(pointer)
        return None if at_entry is None else at_entry // step_of(self.handle.count)

    def make_face(self) -> Face:
        """The type, how many entries it has, and what they bring."""
        name = self.handle.type or f"handle {self.handle.path[-1]}"
        told = []
        if self.turn[1] > 1:
            told.append(f"{self.turn[0]} of {self.turn[1]:,}")
            told.append(propositions.provider(self.payload))
        if self.handle.event_index:
            told.append(f"event {self.handle.event_index + 1}")
        text = " · ".join([part for part in told if part] + [self.handle.summary])
        return Face(f"{name}  {self.handle.count:,}", text, bold=True)
