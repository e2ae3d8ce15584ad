"""What makes the second of two JSON texts of the first: a JSON Patch (RFC 6902).

Applied, it gives the second by value, the order of lists included, though that may say nothing to a reader:
the order of members, blanks and the spelling of numbers and texts may be another. Values are spelt as on the
wire. An object with duplicate members, which no pointer tells apart, is replaced as a whole where it differs.
"""

import json
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Literal

from edge_studio.edge.comparing.bodies import read_json
from edge_studio.edge.comparing.engine import Comparer, is_the_ground, same_bytes
from edge_studio.edge.comparing.envelopes import HANDLES, LISTS
from edge_studio.edge.comparing.identities import PAYLOADS, Rule, called
from edge_studio.edge.comparing.list_patch import ListStep, Token, plan
from edge_studio.edge.comparing.masks import Masking, Way
from edge_studio.edge.comparing.model import Mask, Side
from edge_studio.edge.comparing.pace import Pace, Work
from edge_studio.edge.comparing.pairing import Pair, pair_items
from edge_studio.edge.comparing.rows import Row
from edge_studio.edge.comparing.sameness import same_scalars, squeezed
from edge_studio.jsontext.lazy_json import LazyValue
from edge_studio.jsontext.pointer import child


@dataclass(frozen=True, slots=True)
class Operation:
    """One step of a patch."""

    op: Literal["add", "remove", "replace", "move"]
    path: str
    value: LazyValue | None = None
    """What is added or put in place."""
    source: str = ""
    """From where something is moved."""


def json_patch(before: bytes, after: bytes, masks: Iterable[Mask] = ()) -> "Work[list[Operation] | None]":
    """The steps from one body to the other, without the differences that ``masks`` take out.

    None where one of the bodies is not JSON. The records of a stream are the items of a list.
    """
    left = yield from read_json(before)
    right = yield from read_json(after)
    if left is None or right is None:
        return None
    patching = _Patching(masks, left.deep or right.deep)
    yield from patching.value("", Side(left.root, ""), Side(right.root, ""))
    return patching.operations


def patch_text(operations: Sequence[Operation]) -> Work[str]:
    """A patch as JSON, a step on each line."""
    lines = []
    pace = Pace()
    for step in operations:
        if pace.due():
            yield
        members = [f'"op": "{step.op}"']
        if step.op == "move":
            members.append(f'"from": {json.dumps(step.source)}')
        members.append(f'"path": {json.dumps(step.path)}')
        if step.value is not None:
            members.append(f'"value": {step.value.raw.decode("utf-8", "replace")}')
        lines.append("  {" + ", ".join(members) + "}")
    return "[\n" + ",\n".join(lines) + "\n]\n" if lines else "[]\n"


def _rule(names: Sequence[str]) -> Rule | None:
    """What the items of the list at the end of ``names`` go by."""
    match names:
        case ["handle"] | [_, "handle"]:
            return HANDLES
        case [*_, "handle", kind, "payload"]:
            return PAYLOADS.get(kind)
        case [name] | [_, name]:
            return LISTS.get(name)
    return None


class _Patching:
    """Two texts while the steps between them are found."""

    def __init__(self, masks: Iterable[Mask], deep: bool) -> None:
        self.operations: list[Operation] = []
        self._masking = Masking(masks)
        self._way = Way(self._masking)
        self._pace = Pace()
        self._deep = deep

    def value(self, path: str, before: Side, after: Side) -> Work[None]:
        """The steps that make one value of another, which stands at ``path`` while the patch is applied."""
        if (yield from same_bytes(before.value, after.value)):
            return
        if not before.value.is_container or before.value.kind != after.value.kind:
            if not same_scalars(before.value, after.value):
                self.operations.append(Operation("replace", path, after.value))
        elif is_the_ground(len(self._way.names), self._deep, before, after):
            if squeezed(before.value.raw) != squeezed(after.value.raw):
                self.operations.append(Operation("replace", path, after.value))
        elif before.value.kind == "object":
            yield from self._object(path, before, after)
        else:
            yield from self._list(path, before, after)

    def step_into(self, name: str, path: str, before: Side, after: Side) -> Work[None]:
        """The steps for two counterparts one level down."""
        if not self._way.enter(name, before, after):
            yield from self.value(path, before, after)
        self._way.leave()

    def _object(self, path: str, before: Side, after: Side) -> Work[None]:
        ours, theirs = before.value.children(), after.value.children()
        old, new = dict(ours), dict(theirs)
        if len(old) < len(ours) or len(new) < len(theirs):
            yield from self._with_duplicates(path, before, after)
            return
        for key, value in ours:
            left = Side(value, child(before.pointer, key))
            if key in new:
                right = Side(new[key], child(after.pointer, key))
                yield from self.step_into(str(key), child(path, key), left, right)
            elif not self._way.mask(str(key), left, None):
                self.operations.append(Operation("remove", child(path, key)))
            if self._pace.due():
                yield
        for key, value in theirs:
            if key not in old and not self._way.mask(str(key), None, Side(value, child(after.pointer, key))):
                self.operations.append(Operation("add", child(path, key), value))

    def _with_duplicates(self, path: str, before: Side, after: Side) -> Work[None]:
        comparer = Comparer(self._masking)
        comparer.way, comparer.deep = self._way, self._deep
        if any(diff.counts for diff in (yield from comparer.inside(before, after))):
            self.operations.append(Operation("replace", path, after.value))

    def _list(self, path: str, before: Side, after: Side) -> Work[None]:
        ours, theirs = (Row.of(side.value.items.parts, side.pointer) for side in (before, after))
        rows = (ours, theirs)
        rule = _rule(self._way.names)
        pairs = yield from pair_items(ours, theirs, rule, self._pace)
        labels = {pair: _label(rule, pairs.name, rows, pair) for pair in pairs.pairs}
        gone, stays, new = self._alone(rows, labels)
        partner = {j: i for i, j in (*pairs.same, *pairs.pairs) if i is not None and j is not None}
        right = range(pairs.start, len(rows[1]) - pairs.end)
        target: list[Token] = [(partner.get(j), j) for j in right if j in partner or j in new]
        left = list(range(pairs.start, len(rows[0]) - pairs.end))
        for at in stays:
            target.insert(_after(at, target), (at, None))
        steps = yield from plan(pairs.start, left, gone, target, self._pace)
        if steps is None:
            self.operations.append(Operation("replace", path, after.value))
            return
        self.operations += [_operation(path, step, rows[1]) for step in steps]
        for at, (i, j) in enumerate(target, pairs.start):
            if (i, j) in labels and i is not None and j is not None:
                yield from self.step_into(labels[i, j], f"{path}/{at}", ours.side(i), theirs.side(j))
            if self._pace.due():
                yield

    def _alone(self, rows: Sequence[Row], labels: dict[Pair, str]) -> tuple[set[int], list[int], set[int]]:
        """What is taken away, what a mask keeps though the second has it not, and what is new."""
        gone, stays, new = set(), [], set()
        for (i, j), label in labels.items():
            if i is not None and j is None:
                if self._way.mask(label, rows[0].side(i), None):
                    stays.append(i)
                else:
                    gone.add(i)
            elif j is not None and i is None and not self._way.mask(label, None, rows[1].side(j)):
                new.add(j)
        return gone, stays, new


def _label(rule: Rule | None, name: str, rows: Sequence[Row], pair: Pair) -> str:
    i, j = pair
    side = rows[0].side(i) if i is not None else rows[1].side(j or 0)
    return called(rule, name, side) or f"[{j if i is None else i}]"


def _after(i: int, target: Sequence[Token]) -> int:
    """Where an item of the first list goes that the second has not: after the one that stood before it."""
    return next((at + 1 for at, (other, _) in enumerate(target) if other is not None and other == i - 1), 0)


def _operation(path: str, step: ListStep, after: Row) -> Operation:
    value = after.value(step.after) if step.op == "add" else None
    source = f"{path}/{step.source}" if step.op == "move" else ""
    return Operation(step.op, f"{path}/{step.index}", value, source)
