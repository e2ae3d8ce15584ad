"""Two answers made of handles side by side: handles of one type are read as one list of entries.

The Edge Network answers with several handles of one type, one from each service behind it, in the order in
which they came; neither that order nor which handle an entry came in says anything to the visitor.
"""

from collections.abc import Sequence
from dataclasses import dataclass, field
from itertools import zip_longest

from edge_studio.edge.comparing.engine import Comparer
from edge_studio.edge.comparing.identities import NOTICES, PAYLOADS, Rule, by, words_at
from edge_studio.edge.comparing.model import Diff, Side
from edge_studio.edge.comparing.pace import Work
from edge_studio.edge.comparing.rows import Row
from edge_studio.edge.envelope import is_envelope
from edge_studio.jsontext.lazy_json import LazyValue
from edge_studio.jsontext.pointer import child

HANDLES = Rule((by("type", "eventIndex"), by("type")), words_at("type"))
"""What handles go by, where each is looked at for itself."""

LISTS = {"errors": NOTICES, "warnings": NOTICES}
"""Members beside the handles that are lists of the same things in every record."""


@dataclass(slots=True)
class _Handle:
    """One handle; ``payload`` is None where it is anything but a type, an event and a list of entries."""

    side: Side
    type: str = ""
    event: Side | None = None
    payload: LazyValue | None = None


@dataclass(slots=True)
class _Group:
    """The handles of one type that belong to one event."""

    handles: list[_Handle] = field(default_factory=list)

    @property
    def joins(self) -> bool:
        """Whether they can be read as one list of entries."""
        return all(handle.payload is not None for handle in self.handles)

    @property
    def size(self) -> int:
        """How many bytes they take."""
        return sum(handle.side.value.size for handle in self.handles)

    def row(self) -> Row:
        """The entries of all of them."""
        row = Row()
        for handle in self.handles:
            if handle.payload is not None:
                row.join(handle.payload.items.parts, child(handle.side.pointer, "payload"))
        return row


@dataclass(slots=True)
class _Read:
    """An answer taken apart: its handles by type and event, and what stands beside them."""

    groups: dict[tuple[str, str], _Group] = field(default_factory=dict)
    members: dict[str, list[Side]] = field(default_factory=dict)


def is_of_envelopes(root: LazyValue) -> bool:
    """Whether it is an envelope, or the list of a stream's envelopes."""
    if root.kind == "array":
        return root.count > 0 and all(is_envelope(record) for record in root.items)
    return root.kind == "object" and is_envelope(root)


def compare_envelopes(comparer: Comparer, before: LazyValue, after: LazyValue) -> Work[list[Diff]]:
    """What differs in two answers; the records of a stream are joined."""
    left = yield from _read(before)
    right = yield from _read(after)
    found: list[Diff] = []
    whole = sum(side.value.size for sides in left.members.values() for side in sides)
    whole += sum(group.size for group in left.groups.values()) or 1
    passed = 0.0
    for name in dict.fromkeys([*left.members, *right.members]):
        size = sum(side.value.size for side in left.members.get(name, ()))
        passed = comparer.share.enter(passed, size, whole)
        found += yield from _members(comparer, name, left.members.get(name, []), right.members.get(name, []))
        comparer.share.leave()
    comparer.way.pass_by("handle")
    for ours, theirs in _counterparts(left.groups, right.groups):
        passed = comparer.share.enter(passed, ours.size if ours else 0, whole)
        diff = yield from _groups(comparer, ours, theirs)
        comparer.share.leave()
        if diff:
            found.append(diff)
    comparer.way.leave()
    return found


def _read(root: LazyValue) -> Work[_Read]:
    read = _Read()
    records = list(root.items) if root.kind == "array" else [root]
    for at, record in enumerate(records):
        place = f"/{at}" if root.kind == "array" else ""
        for key, value in record.children():
            yield
            if key != "handle" or value.kind != "array":
                side = Side(value.part, child(place, key))
                known = read.members.setdefault(str(key), [])
                if not at or all(other.value.raw != value.raw for other in known):
                    known.append(side)
                continue
            for index, entry in enumerate(value.items):
                handle = _handle(Side(entry.part, f"{place}/handle/{index}"))
                event = handle.event.value.raw.decode("utf-8", "replace") if handle.event else ""
                read.groups.setdefault((handle.type, event), _Group()).handles.append(handle)
                yield
    return read


def _handle(side: Side) -> _Handle:
    handle, others = _Handle(side), False
    for key, value in side.value.children() if side.value.kind == "object" else ():
        if key == "type" and value.kind == "string" and not handle.type:
            handle.type = value.text
        elif key == "eventIndex" and handle.event is None:
            handle.event = Side(value.part, child(side.pointer, key))
        elif key == "payload" and value.kind == "array" and handle.payload is None:
            handle.payload = value
        else:
            others = True
    if others or not handle.type:
        handle.payload = None
    return handle


def _counterparts(
    left: dict[tuple[str, str], _Group], right: dict[tuple[str, str], _Group]
) -> list[tuple[_Group | None, _Group | None]]:
    """Groups of one type and event side by side, then what is left of one type, then what one side has."""
    found: list[tuple[_Group | None, _Group | None]] = []
    rest: dict[str, list[_Group]] = {}
    for (kind, event), theirs in right.items():
        if (kind, event) not in left:
            rest.setdefault(kind, []).append(theirs)
    for (kind, event), ours in left.items():
        other = right.get((kind, event))
        if other is None and rest.get(kind):
            other = rest[kind].pop(0)
        found.append((ours, other))
    return found + [(None, theirs) for groups in rest.values() for theirs in groups]


def _groups(comparer: Comparer, ours: _Group | None, theirs: _Group | None) -> Work[Diff | None]:
    """What differs in the handles of one type."""
    groups = [group for group in (ours, theirs) if group]
    left, right = (group.handles[0].side if group else None for group in (ours, theirs))
    kind = groups[0].handles[0].type
    label = kind or "handle without type"
    rows = [group.row() if group else Row() for group in (ours, theirs)]
    joins = all(group.joins for group in groups)
    if len(groups) == 1 and not (joins and len(rows[0]) + len(rows[1])):
        return comparer.only(label, left, right)
    comparer.way.pass_by(label)
    try:
        if joins:
            found = _events(comparer, groups)
            comparer.way.pass_by("payload")
            found += yield from comparer.rows(rows[0], rows[1], PAYLOADS.get(kind))
            comparer.way.leave()
        else:
            found = yield from _one_by_one(comparer, groups[0].handles, groups[1].handles)
    finally:
        comparer.way.leave()
    return Diff.holding(label, left, right, found)


def _events(comparer: Comparer, groups: Sequence[_Group]) -> list[Diff]:
    """That the handles belong to another event."""
    if len(groups) == 1:
        return []
    ours, theirs = (group.handles[0].event for group in groups)
    if ours is None and theirs is None:
        return []
    if ours is not None and theirs is not None and ours.value.raw == theirs.value.raw:
        return []
    return [comparer.only("eventIndex", ours, theirs)]


def _one_by_one(comparer: Comparer, ours: Sequence[_Handle], theirs: Sequence[_Handle]) -> Work[list[Diff]]:
    """Handles that hold more than entries, the first with the first."""
    found: list[Diff] = []
    for at, (left, right) in enumerate(zip_longest(ours, theirs)):
        if left is not None and right is not None:
            diff = yield from comparer.pair(f"[{at}]", left.side, right.side)
        else:
            old, new = (handle.side if handle is not None else None for handle in (left, right))
            diff = comparer.only(f"[{at}]", old, new)
        if diff:
            found.append(diff)
    return found


def _members(
    comparer: Comparer, name: str, before: Sequence[Side], after: Sequence[Side]
) -> Work[list[Diff]]:
    """What differs in a member beside the handles; a stream may bring it several times."""
    rule = LISTS.get(name)
    if rule and all(side.value.kind == "array" for side in (*before, *after)):
        diff = yield from _lists(comparer, name, before, after, rule)
        return [diff] if diff else []
    found: list[Diff] = []
    for left, right in zip_longest(before, after):
        if left is not None and right is not None:
            diff = yield from comparer.pair(name, left, right)
        else:
            diff = comparer.only(name, left, right)
        if diff:
            found.append(diff)
    return found


def _lists(
    comparer: Comparer, name: str, before: Sequence[Side], after: Sequence[Side], rule: Rule
) -> Work[Diff | None]:
    """What differs in lists that are joined first."""
    rows = Row(), Row()
    for row, sides in zip(rows, (before, after), strict=True):
        for side in sides:
            row.join(side.value.items.parts, side.pointer)
    comparer.way.pass_by(name)
    found = yield from comparer.rows(*rows, rule)
    comparer.way.leave()
    left, right = (sides[0] if sides else None for sides in (before, after))
    if not found and (left is None) != (right is None):
        return comparer.only(name, left, right)
    return Diff.holding(name, left, right, found)
