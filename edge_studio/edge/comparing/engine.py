"""Two JSON values side by side: what differs, as a tree of places."""

import json
import re
from collections.abc import Iterable, Sequence
from itertools import islice
from typing import cast

import msgspec

from edge_studio.edge.comparing.identities import Rule, called
from edge_studio.edge.comparing.masks import Masking, Way
from edge_studio.edge.comparing.model import Diff, Side
from edge_studio.edge.comparing.pace import Pace, Work, let_go
from edge_studio.edge.comparing.pairing import Pairs, pair_items
from edge_studio.edge.comparing.rows import Row
from edge_studio.edge.comparing.sameness import same_scalars, squeezed
from edge_studio.edge.comparing.share import Share
from edge_studio.jsontext.lazy_json import LazyValue
from edge_studio.jsontext.one_level import Slice
from edge_studio.jsontext.pointer import child

DEEPEST = 100
"""How many levels are compared by meaning; below, values are the same where their bytes are, blanks aside."""
_SLOW_LEVELS = 6
"""The same of levels with so many below them that they take long to open."""
_CHUNK = 500_000
"""How many bytes are compared between two steps."""
_FORMATTED = 100_000
"""How many bytes are freed of their blanks in one step."""
_MEMBERS = 5_000
"""How many members are looked up at a time."""
_BLANK = re.compile(rb'\n|": |, ')
"""What there is at the beginning of a text with blanks between its tokens, and now and then of another."""
_BEGINNING = 80
"""So many bytes are that beginning."""
_TOLD = 50_000
"""How far the work is within a value is told of values of more bytes."""
_PAIRING = 0.4
"""The part of the time for a list in which its items find each other, roughly."""
_ORDER = 200
"""How many items of a list are named where their order differs."""


_Name = str | tuple[str, int]
"""A member by its name; of duplicates, the second and further ones with which it is, from 1."""


class Comparer:
    """Compares values for one comparison; it knows the way to the place where it is, for the masks."""

    def __init__(self, masking: Masking) -> None:
        self.pace = Pace()
        self.way = Way(masking)
        self.share = Share()
        self.deep = False
        """Whether the texts nest deeper than the fast parser can follow."""

    def pair(self, label: str, before: Side, after: Side, name: str = "") -> Work[Diff | None]:
        """How two counterparts differ; None where they mean the same. ``name`` is its name for masks."""
        ours, theirs = before.value, after.value
        if not ours.is_container or ours.kind != theirs.kind:
            if same_scalars(ours, theirs):
                return None
            return Diff(label, "changed", before, after, mask=self.way.mask(name or label, before, after))
        if (yield from same_bytes(ours, theirs)) or same_but_blanks(ours, theirs):
            return None
        self.way.enter(name or label, before, after)
        try:
            found = yield from self.inside_values(before, ours, after, theirs)
        finally:
            self.way.leave()
        return Diff.holding(label, before, after, found)

    def only(self, label: str, before: Side | None, after: Side | None, name: str = "") -> Diff:
        """A difference as a whole: what only one side has, or what is not looked into."""
        mask = self.way.mask(name or label, before, after)
        kind = "added" if before is None else "removed" if after is None else "changed"
        return Diff(label, kind, before, after, mask=mask)  # type: ignore[arg-type]  # one of the three kinds

    def inside(self, before: Side, after: Side) -> Work[list[Diff]]:
        """What differs in two objects or in two lists."""
        return (yield from self.inside_values(before, before.value, after, after.value))

    def inside_values(
        self, before: Side, ours: LazyValue, after: Side, theirs: LazyValue
    ) -> Work[list[Diff]]:
        """The same, where their values are at hand, which may be open already."""
        if is_the_ground(len(self.way.names), self.deep, before, after):
            return self._too_deep(before, after)
        if ours.kind == "object":
            return (yield from self._members(before, ours, after, theirs))
        rows = []
        for side, value in ((before, ours), (after, theirs)):
            rows.append(Row.of(value.items.parts, side.pointer, side.place))
            if self.pace.due():
                yield
        return (yield from self.rows(rows[0], rows[1], None, (before, after)))

    def _too_deep(self, before: Side, after: Side) -> list[Diff]:
        if squeezed(before.value.raw) == squeezed(after.value.raw):
            return []
        return [Diff("below", "changed", before, after, mask=self.way.over)]

    def _members(self, before: Side, ours: LazyValue, after: Side, theirs: LazyValue) -> Work[list[Diff]]:
        """What differs in two objects, whatever the order of their members; duplicates are met in theirs."""
        left = yield from _by_name(ours.members, self.pace)
        right = yield from _by_name(theirs.members, self.pace)
        found: list[Diff] = []
        share, passed, whole = self.share, 0.0, ours.size
        is_told = whole > _TOLD
        for name, part in left.items():
            other = right.get(name)
            if is_told:
                passed = share.enter(passed, memoryview(part).nbytes, whole)
            if other is None:
                found.append(self.only(_label(name), _member(before, name, part), None, _key(name)))
            elif part != other:
                sides = _member(before, name, part), _member(after, name, other)
                diff = yield from self.pair(_label(name), *sides, _key(name))
                if diff:
                    found.append(diff)
                if self.pace.due():
                    yield
            if is_told:
                share.leave()
                if self.pace.due():
                    yield
        for name, part in right.items():
            if name not in left:
                found.append(self.only(_label(name), None, _member(after, name, part), _key(name)))
                if self.pace.due():
                    yield
        return found

    def rows(
        self, before: Row, after: Row, rule: Rule | None, lists: tuple[Side, Side] | None = None
    ) -> Work[list[Diff]]:
        """What differs in two rows of items, paired by ``rule`` or by their own nature.

        ``lists`` are the two lists where there are just two, for telling that the items of the same names
        stand in another order; that of a payload's entries says nothing.
        """
        share = self.share
        share.enter(0, _PAIRING, 1)
        pairs = yield from pair_items(before, after, rule, self.pace)
        share.leave()
        share.enter(_PAIRING, 1 - _PAIRING, 1)
        found: list[Diff] = []
        for at, (i, j) in enumerate(pairs.pairs):
            if i is None or j is None or before.parts[i] != after.parts[j]:
                share.enter(at, 1, len(pairs.pairs))
                diff = yield from self._items(before, i, after, j, rule, pairs.name)
                share.leave()
                if diff:
                    found.append(diff)
            if self.pace.due():
                yield
        share.leave()
        if lists and pairs.name:
            found += yield from self._order(pairs, before, after, lists)
        yield from let_go(pairs.pairs, self.pace)
        yield from let_go(pairs.same, self.pace)
        return found

    def _items(
        self, before: Row, i: int | None, after: Row, j: int | None, rule: Rule | None, name: str
    ) -> Work[Diff | None]:
        """How two items differ, or what only one side has; ``name`` is the member they go by."""
        left = before.side(i) if i is not None else None
        right = after.side(j) if j is not None else None
        index = before.index(i) if i is not None else after.index(j or 0)
        label = called(rule, name, left or right) or before.unnamed(index)
        if left is not None and right is not None:
            return (yield from self.pair(label, left, right))
        return self.only(label, left, right)

    def _order(self, pairs: Pairs, before: Row, after: Row, lists: tuple[Side, Side]) -> Work[list[Diff]]:
        """That items stand in another order, told by what they go by."""
        ours: list[int] = []
        is_there = bytearray(len(after))
        last, same = -1, True
        for i, j in pairs.pairs:
            if i is not None and j is not None:
                ours.append(i)
                is_there[j] = 1
                same, last = same and j > last, j
            if self.pace.due():
                yield
        if same:
            return []
        theirs = islice((j for j, there in enumerate(is_there) if there), _ORDER)
        left, right = (
            Side(_names(row, places, pairs.name).part, side.pointer, side.place)
            for row, places, side in zip((before, after), (ours[:_ORDER], theirs), lists, strict=True)
        )
        return [self.only("order", left, right)]


def _by_name(members: Sequence[tuple[str, Slice]], pace: Pace) -> Work[dict[_Name, Slice]]:
    """Members by their names, in order; duplicates with which of them each is."""
    unlike = yield from unlike_names(members, pace)
    if unlike is not None:
        return cast("dict[_Name, Slice]", unlike)
    found: dict[_Name, Slice] = {}
    counts: dict[str, int] = {}
    for key, part in members:
        nth = counts[key] = counts.get(key, 0) + 1
        found[key if nth == 1 else (key, nth)] = part
        if pace.due():
            yield
    return found


def unlike_names(members: Sequence[tuple[str, Slice]], pace: Pace) -> Work[dict[str, Slice] | None]:
    """Members by their names, in order; None where two have the same."""
    found: dict[str, Slice] = dict(members[:_MEMBERS])
    for start in range(_MEMBERS, len(members), _MEMBERS):
        found.update(members[start : start + _MEMBERS])
        if pace.due():
            yield
    return found if len(found) == len(members) else None


def same_bytes(a: LazyValue, b: LazyValue) -> Work[bool]:
    """Whether two values are the same byte for byte, found without opening them."""
    if a.size != b.size:
        return False
    if a.size <= _CHUNK:
        return a.raw == b.raw
    ours, theirs = a.view, b.view
    for start in range(0, a.size, _CHUNK):
        if bytes(ours[start : start + _CHUNK]) != bytes(theirs[start : start + _CHUNK]):
            return False
        yield
    return True


def same_but_blanks(a: LazyValue, b: LazyValue) -> bool:
    """Whether two containers that are not large are the same but for blanks; mostly that is all."""
    if not a.is_container or a.kind != b.kind or max(a.size, b.size) > _FORMATTED:
        return False
    ours, theirs = a.raw, b.raw
    if not (_BLANK.search(ours, 0, _BEGINNING) or _BLANK.search(theirs, 0, _BEGINNING)):
        return False
    try:
        return msgspec.json.format(ours, indent=-1) == msgspec.json.format(theirs, indent=-1)
    except (msgspec.DecodeError, RecursionError):
        return False


def is_the_ground(levels: int, deep: bool, before: Side, after: Side) -> bool:
    """Whether two values are compared by their bytes, so many ``levels`` down in texts that are ``deep``."""
    if deep and levels > _SLOW_LEVELS:
        return is_too_deep(before.value) or is_too_deep(after.value)
    return levels > DEEPEST


def is_too_deep(value: LazyValue) -> bool:
    """Whether the fast parser cannot follow a value to its ground."""
    try:
        msgspec.json.decode(value.part, type=msgspec.Raw)
    except RecursionError:
        return True
    except msgspec.DecodeError:
        return False  # such as half a surrogate pair, which is no matter of depth
    return False


def text(words: object) -> LazyValue:
    """A value that is on no wire, such as a header's, as JSON."""
    return LazyValue(json.dumps(words, ensure_ascii=False).encode("utf-8", "backslashreplace"))


def _names(row: Row, places: Iterable[int], name: str) -> LazyValue:
    return text([row.value(at).string(name) for at in places])


def _member(side: Side, name: _Name, part: Slice) -> Side:
    return Side(part, child(side.pointer, _key(name)), side.place)


def _key(name: _Name) -> str:
    return name if isinstance(name, str) else name[0]


def _label(name: _Name) -> str:
    return name if isinstance(name, str) else f"{name[0]} ({name[1]})"
