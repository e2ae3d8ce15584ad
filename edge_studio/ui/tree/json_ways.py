"""From a place in the JSON of an answer to its rows in the tree, and back to the bytes."""

from collections.abc import Sequence

from edge_studio.edge.handles import Answer
from edge_studio.jsontext import pointer as pointers
from edge_studio.jsontext.json_text import JsonText
from edge_studio.jsontext.lazy_json import Key
from edge_studio.jsontext.levels import find_spans, key_of
from edge_studio.ui.tree.answer_nodes import AnswerNode
from edge_studio.ui.tree.handle_nodes import EntryNode, HandleNode
from edge_studio.ui.tree.json_nodes import InsideNode, Node, RangeNode, ValueNode, step_of

Way = Sequence[Key]
"""Keys and indexes from the root of the answer."""


def rows_at(root: Node, way: Way, exact: Sequence[int] | None = None) -> list[Node]:
    """The rows that show what stands at ``way``, made where need be; several where members share a name.

    ``exact`` names, for each step, which child it is, and so tells such members apart. A place that has no
    row of its own, such as a handle's type, is shown by the row above it; the whole answer by ``root``.
    """
    found: list[Node] = []
    waiting = [root]
    while waiting:
        node = waiting.pop(0)
        below = _below(node, way, exact)
        if below:
            waiting += [node.row_at(place) for place in below]
        else:
            found.append(node)
    return found


def _below(node: Node, way: Way, exact: Sequence[int] | None) -> list[int]:
    """Which children of a row lead on; none where the way ends with it."""
    match node:
        case RangeNode(owner=ValueNode() as owner):
            inner = _of_value(owner, way, exact)
        case RangeNode(owner=HandleNode() as owner):
            inner = _entries(owner, way)
        case RangeNode(owner=AnswerNode() as owner):
            inner = _of_answer(owner, way)
        case HandleNode():
            return _of_handle(node, way)
        case ValueNode():
            inner = _of_value(node, way, exact)
            step = step_of(node.value.count)
            return sorted({at // step for at in inner})
        case AnswerNode():
            return [node.top_place(at) for at in _of_answer(node, way)]
        case _:
            found = node.place_of(pointers.join(*way))
            return [] if found is None else [found]
    return sorted({row for at in inner if (row := node.row_of(at)) is not None})


def _of_answer(node: AnswerNode, way: Way) -> list[int]:
    return list(node.inner_places(pointers.join(*way))) if way else []


def _of_handle(node: HandleNode, way: Way) -> list[int]:
    entries = _entries(node, way)
    entries = [at // step_of(node.handle.count) for at in entries]
    rest = way[len(node.handle.path) :]
    if not rest:
        return []
    beside = [at for at, (name, _, _) in enumerate(node.handle.members) if name == rest[0]]
    return entries + [node.entry_rows + at for at in beside]


def _entries(node: HandleNode, way: Way) -> list[int]:
    rest = way[len(node.handle.path) :]
    at = rest[1] if len(rest) > 1 and rest[0] == "payload" else None
    return [at] if isinstance(at, int) and 0 <= at < node.handle.count else []


def _of_value(node: ValueNode, way: Way, exact: Sequence[int] | None) -> list[int]:
    depth = node.pointer.count("/")  # a slash inside a key is escaped there
    if len(way) <= depth or not node.value.is_container:
        return []
    if exact is not None:
        return [exact[depth]]
    step = way[depth]
    if isinstance(step, int):
        return [step] if node.value.kind == "array" and step < node.value.count else []
    return list(node.places_of(step))


def way_of(node: Node, answer: Answer) -> list[Key]:
    """Keys and indexes from the root of the answer to what a row shows; of a decoded row, to its text."""
    return [step for step, _ in _steps(node, answer)]


def bytes_of(node: Node, answer: Answer) -> tuple[int, int] | None:
    """The bytes of the body that a row shows, as start and end; None where they cannot be told."""
    if node.offset is not None:
        return node.offset, node.offset + 1
    text = answer.json
    steps = _steps(node, answer)
    before, start = [step for step, _ in steps], 0
    if text is None:
        return None
    for at, (step, again) in enumerate(steps):
        if again is not None:  # the last of such members is what a path leads to
            above = text.locate(before[:at])
            if above is None:
                return None
            spans = find_spans(text.data, above[0] + 1, above[1] - 1, keyed=True)
            named = [span for span in spans if key_of(text.data, span) == step]
            if len(named) < again[0]:
                return None
            start, end = named[again[0] - 1].start, named[again[0] - 1].end
            found = _inside(text.data[start:end], before[at + 1 :])
            return (start + found[0], start + found[1]) if found else None
    return text.locate(before)


def _inside(data: bytes, way: Way) -> tuple[int, int] | None:
    return JsonText(data).locate(way) if way else (0, len(data))


def _steps(node: Node, answer: Answer) -> list[tuple[Key, tuple[int, int] | None]]:
    """Each step to a row, and which of several members with that name it is, from 1, of how many."""
    steps: list[tuple[Key, tuple[int, int] | None]] = []
    at: Node | None = node
    while isinstance(at, InsideNode | RangeNode):
        at = at.parent
    while at is not None and at.pointer:
        above = _holder(at)
        if isinstance(at, HandleNode):
            return [(step, None) for step in at.handle.path] + steps[::-1]
        if isinstance(above, HandleNode) and isinstance(at, EntryNode):
            steps += [(at.key, None), ("payload", None)]
        elif isinstance(above, ValueNode | HandleNode):
            steps.append((at.key, at.again if isinstance(at, ValueNode) else None))
        else:
            return _first(at, answer) + steps[::-1]
        at = above
    return steps[::-1]


def _first(node: Node, answer: Answer) -> list[tuple[Key, tuple[int, int] | None]]:
    """The steps to a row at the top: a member of the envelope, or of one of several records."""
    tokens = pointers.parse(node.pointer)
    is_record = len(tokens) > 1 and answer.root is not None and answer.root.kind == "array"
    return [(int(token) if is_record and not at else token, None) for at, token in enumerate(tokens)]


def _holder(node: Node) -> Node | None:
    """The row above, past the ranges between."""
    above = node.parent
    while isinstance(above, RangeNode):
        above = above.parent
    return above
