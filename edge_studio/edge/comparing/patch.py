"""What makes the second of two JSON texts of the first: a JSON Patch (RFC 6902).

Applied, it gives the second by value, the order of lists included, but for handles and the entries of their
payloads, whose order says nothing: they stay where they were. The order of members, blanks and the spelling
of numbers and texts may be another. Values are spelt as on the wire. An object with duplicate members, which
no pointer tells apart, is replaced as a whole where it differs.
"""

import json
from collections.abc import Iterable, Sequence
from itertools import chain
from typing import Literal

import msgspec

from edge_studio.edge.comparing.bodies import read_json
from edge_studio.edge.comparing.engine import Comparer, is_the_ground, same_bytes, unlike_names
from edge_studio.edge.comparing.envelopes import HANDLES, LISTS
from edge_studio.edge.comparing.identities import PAYLOADS, Rule, called
from edge_studio.edge.comparing.list_patch import ListStep, Token, plan
from edge_studio.edge.comparing.masks import Masking, Way
from edge_studio.edge.comparing.model import Mask, Side
from edge_studio.edge.comparing.pace import Pace, Work, let_go
from edge_studio.edge.comparing.pairing import Pairs, pair_items
from edge_studio.edge.comparing.rows import Row
from edge_studio.edge.comparing.sameness import same_scalars, squeezed
from edge_studio.jsontext.one_level import Slice
from edge_studio.jsontext.pointer import child


class Operation(msgspec.Struct, frozen=True, gc=False):
    """One step of a patch."""

    op: Literal["add", "remove", "replace", "move"]
    path: str
    value: Slice | None = None
    """What is added or put in place."""
    source: str = ""
    """From where something is moved."""


def json_patch(before: bytes, after: bytes, masks: Iterable[Mask] = ()) -> "Work[list[Operation] | None]":
    """The steps from one body to the other, without the differences that ``masks`` take out.

    None where one of the bodies is not JSON. The records of a stream are the items of a list.
    """
    left = yield from read_json(before)
    right = yield from read_json(after)
    yield
    if left is None or right is None:
        return None
    patching = _Patching(masks, left.deep or right.deep)
    yield from patching.value("", Side(left.root.part, ""), Side(right.root.part, ""))
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
            members.append(f'"value": {bytes(step.value).decode("utf-8", "replace")}')
        lines.append("  {" + ", ".join(members) + "}")
    if not lines:
        return "[]\n"
    lines[0] = f"[\n{lines[0]}"
    lines[-1] = f"{lines[-1]}\n]\n"
    yield
    text = ",\n".join(lines)
    yield from let_go(lines, pace)
    return text


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
                self.operations.append(Operation("replace", path, after.part))
        elif is_the_ground(len(self._way.names), self._deep, before, after):
            if squeezed(before.value.raw) != squeezed(after.value.raw):
                self.operations.append(Operation("replace", path, after.part))
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
        ours, theirs = before.value.members, after.value.members
        old, new = (yield from unlike_names(ours, self._pace)), (yield from unlike_names(theirs, self._pace))
        if old is None or new is None:
            yield from self._with_duplicates(path, before, after)
            return
        for key, part in ours:
            other = new.get(key)
            left = Side(part, child(before.pointer, key))
            if other is None:
                if not self._way.mask(key, left, None):
                    self.operations.append(Operation("remove", child(path, key)))
            elif part != other:
                right = Side(other, child(after.pointer, key))
                yield from self.step_into(key, child(path, key), left, right)
            if self._pace.due():
                yield
        for key, part in theirs:
            if key not in old and not self._way.mask(key, None, Side(part, child(after.pointer, key))):
                self.operations.append(Operation("add", child(path, key), part))
            if self._pace.due():
                yield

    def _with_duplicates(self, path: str, before: Side, after: Side) -> Work[None]:
        comparer = Comparer(self._masking)
        comparer.way, comparer.deep = self._way, self._deep
        if any(diff.counts for diff in (yield from comparer.inside(before, after))):
            self.operations.append(Operation("replace", path, after.part))

    def _list(self, path: str, before: Side, after: Side) -> Work[None]:
        ours = Row.of(before.value.items.parts, before.pointer)
        if self._pace.due():
            yield
        theirs = Row.of(after.value.items.parts, after.pointer)
        if self._pace.due():
            yield
        rule = _rule(self._way.names)
        pairs = yield from pair_items(ours, theirs, rule, self._pace)
        lists = _Lists(ours, theirs, rule, pairs)
        yield from lists.look(self._way, self._pace)
        target = yield from lists.target(self._pace)
        left = range(pairs.start, len(ours) - pairs.end)
        steps = yield from plan(pairs.start, left, lists.gone, target, self._pace)
        if steps is None:
            self.operations.append(Operation("replace", path, after.part))
            return
        for step in steps:
            self.operations.append(_operation(path, step, theirs))
            if self._pace.due():
                yield
        for at, (i, j) in enumerate(target, pairs.start):
            if i is not None and j is not None and ours.parts[i] != theirs.parts[j]:
                label = lists.label(i, j)
                yield from self.step_into(label, f"{path}/{at}", ours.side(i), theirs.side(j))
            if self._pace.due():
                yield
        for used in (target, steps, pairs.pairs, pairs.same):
            yield from let_go(used, self._pace)
        yield from lists.let_go(self._pace)


class _Lists:
    """Two lists whose items have found each other: what goes, what stays, what is new, and in what order."""

    def __init__(self, ours: Row, theirs: Row, rule: Rule | None, pairs: Pairs) -> None:
        self._ours, self._theirs = ours, theirs
        self._rule = rule
        self._pairs = pairs
        self._partners: dict[int, int] = {}
        """The place in the first list of each item of the second that is in both."""
        self.gone: set[int] = set()
        """What is taken away."""
        self._stays: set[int] = set()
        """What a mask keeps though the second has it not."""
        self._new: set[int] = set()

    def let_go(self, pace: Pace) -> Work[None]:
        """Forget what became of the items, bit by bit."""
        for used in (self._partners, self.gone, self._new):
            yield from let_go(used, pace)

    def label(self, i: int | None, j: int | None) -> str:
        """What an item is called."""
        side = self._ours.side(i) if i is not None else self._theirs.side(j or 0)
        return called(self._rule, self._pairs.name, side) or f"[{j if i is None else i}]"

    def look(self, way: Way, pace: Pace) -> Work[None]:
        """Tell apart what became of each item."""
        for i, j in chain(self._pairs.same, self._pairs.pairs):
            if i is not None and j is not None:
                self._partners[j] = i
            elif i is not None:
                masked = way.mask(self.label(i, None), self._ours.side(i), None)
                (self._stays if masked else self.gone).add(i)
            elif j is not None and not way.mask(self.label(None, j), None, self._theirs.side(j)):
                self._new.add(j)
            if pace.due():
                yield

    def target(self, pace: Pace) -> Work[list[Token]]:
        """What the list is to be between the ends that are the same on both sides.

        Where items go by a rule of ours their order says nothing: what is new follows what was there. Of any
        other list it is that of the second.
        """
        right = range(self._pairs.start, len(self._theirs) - self._pairs.end)
        if self._rule:
            return (yield from self._in_the_first_order(right, pace))
        behind = yield from self._kept_behind(pace)
        target: list[Token] = [(i, None) for i in behind.get(-1, ())]
        for j in right:
            i = self._partners.get(j)
            if i is not None or j in self._new:
                target.append((i, j))
            if i is not None:
                target += [(kept, None) for kept in behind.get(i, ())]
            if pace.due():
                yield
        return target

    def _in_the_first_order(self, right: range, pace: Pace) -> Work[list[Token]]:
        others: dict[int, int] = {}
        for j, i in self._partners.items():
            others[i] = j
            if pace.due():
                yield
        target: list[Token] = []
        for i in range(self._pairs.start, len(self._ours) - self._pairs.end):
            if i not in self.gone:
                target.append((i, others.get(i)))
            if pace.due():
                yield
        for j in right:
            if j in self._new:
                target.append((None, j))
            if pace.due():
                yield
        return target

    def _kept_behind(self, pace: Pace) -> Work[dict[int, list[int]]]:
        """What stays though the second has it not, by the last item before it that both have; -1 for none."""
        behind: dict[int, list[int]] = {}
        if not self._stays:
            return behind
        both = set(self._partners.values())
        last = -1
        for i in range(self._pairs.start, len(self._ours) - self._pairs.end):
            if i in both:
                last = i
            elif i in self._stays:
                behind.setdefault(last, []).append(i)
            if pace.due():
                yield
        return behind


def _operation(path: str, step: ListStep, after: Row) -> Operation:
    value = after.parts[step.after] if step.op == "add" else None
    source = f"{path}/{step.source}" if step.op == "move" else ""
    return Operation(step.op, f"{path}/{step.index}", value, source)
