"""Which item of one list is which of the other: by what items go by, by their order, by their place."""

from collections.abc import Hashable, Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from itertools import chain, zip_longest

from edge_studio.edge.comparing.identities import NAMES, KeyOf, Rule, names_of
from edge_studio.edge.comparing.pace import Pace, Work, let_go
from edge_studio.edge.comparing.rows import Row
from edge_studio.edge.comparing.runs import common_run
from edge_studio.edge.comparing.sameness import one_form
from edge_studio.jsontext.lazy_json import LazyValue

Pair = tuple[int | None, int | None]
"""Two items by their places; None where one side has no such item."""
_Named = dict[bytes, int]
"""Items by what a member says that names them: the place of each."""


@dataclass(slots=True)
class Pairs:
    """The items of two lists side by side."""

    start: int = 0
    """How many items at the start are the same on both sides."""
    end: int = 0
    """How many at the end."""
    same: list[tuple[int, int]] = field(default_factory=list)
    """Other items that mean the same."""
    pairs: list[Pair] = field(default_factory=list)
    """All the rest, in the order of the first list, what is new in the second after what stands before it
    there; two counterparts may still mean the same."""
    name: str = ""
    """The member that the items went by, such as ``id``; empty where they went by a rule or by order."""


def pair_items(before: Row, after: Row, rule: Rule | None, pace: Pace) -> Work[Pairs]:
    """Pair by ``rule``, wherever the items stand; without one by a member that names them, else by order."""
    pairing = _Pairing(before, after, pace)
    yield from pairing.take_ends()
    if pairing.left and pairing.right:
        if rule:
            yield from pairing.go_by_rule(rule)
        else:
            yield from pairing.go_by_nature()
    return (yield from pairing.result())


class _Pairing:
    """Two lists while their items find each other; ``left`` and ``right`` are those that have not yet."""

    def __init__(self, before: Row, after: Row, pace: Pace) -> None:
        self._before = before
        self._after = after
        self._pace = pace
        self._found = Pairs()
        self.left: Sequence[int] = ()
        self.right: Sequence[int] = ()

    def result(self) -> Work[Pairs]:
        """What was found, and what has no counterpart."""
        alone: list[Pair] = [(at, None) for at in self.left]
        alone += [(None, at) for at in self.right]
        self._found.pairs = yield from self._in_order([*self._found.pairs, *alone])
        return self._found

    def _in_order(self, pairs: Sequence[Pair]) -> Work[list[Pair]]:
        """In the order of the first list; what is new goes after what stands before it in the second."""
        start, ours, theirs = self._found.start, len(self._before), len(self._after)
        first: list[Pair | None] = [None] * ours
        counterpart = [-1] * theirs
        new = bytearray(theirs)
        for i, j in chain(pairs, self._found.same):
            if i is None and j is not None:
                new[j] = 1
            elif i is not None and j is not None:
                counterpart[j] = i
            if self._pace.due():
                yield
        for pair in pairs:
            if pair[0] is not None:
                first[pair[0]] = pair
            if self._pace.due():
                yield
        behind: dict[int, list[Pair]] = {}
        last = -1
        for j in range(start, theirs - self._found.end):
            last = counterpart[j] if counterpart[j] >= 0 else last
            if new[j]:
                behind.setdefault(last, []).append((None, j))
            if self._pace.due():
                yield
        found = behind.get(-1, [])
        for i in range(start, ours - self._found.end):
            if (one := first[i]) is not None:
                found.append(one)
            found += behind.get(i, ())
            if self._pace.due():
                yield
        for used in (behind, first, counterpart):
            yield from let_go(used, self._pace)
        return found

    def take_ends(self) -> Work[None]:
        """Take off what is the same byte for byte at the start and at the end."""
        ours, theirs = self._before.parts, self._after.parts
        most, start, end = min(len(ours), len(theirs)), 0, 0
        while start < most and ours[start] == theirs[start]:
            start += 1
            if self._pace.due():
                yield
        while end < most - start and ours[-1 - end] == theirs[-1 - end]:
            end += 1
            if self._pace.due():
                yield
        self._found.start, self._found.end = start, end
        self.left, self.right = range(start, len(ours) - end), range(start, len(theirs) - end)

    def go_by_rule(self, rule: Rule) -> Work[None]:
        """By what the items go by; those without any such thing in their order."""

        def bytes_of(item: LazyValue) -> Hashable:
            return item.raw

        def nothing(item: LazyValue) -> Hashable:
            return None if any(key(item) is not None for key in rule.keys) else True

        self._found.same = yield from self._by_key(bytes_of)
        for key in (*rule.keys, nothing):
            self._found.pairs += yield from self._by_key(key)

    def go_by_nature(self) -> Work[None]:
        """By the member that names the items best, else by order."""
        named = yield from self._named()
        if named is None:
            yield from self._by_order()
            return
        self._found.name, ours, theirs = named
        pairs: list[tuple[int, int]] = []
        rest: list[int] = []
        for name, at in ours.items():
            other = theirs.get(name)
            if other is None:
                rest.append(at)
            else:
                pairs.append((at, other))
            if self._pace.due():
                yield
        self._found.pairs += pairs
        self.left, self.right = rest, (yield from self._not_met(pairs))
        yield from let_go(ours, self._pace)
        yield from let_go(theirs, self._pace)

    def _by_key(self, key: KeyOf) -> Work[list[tuple[int, int]]]:
        """Pair those of the same key, the first with the first."""
        if not self.left or not self.right:
            return []
        waiting: dict[Hashable, list[int]] = {}
        for at in reversed(self.right):
            found = key(self._after.value(at))
            if found is not None:
                waiting.setdefault(found, []).append(at)
            if self._pace.due():
                yield
        pairs: list[tuple[int, int]] = []
        rest: list[int] = []
        for at in self.left:
            places = waiting.get(key(self._before.value(at)))
            if places:
                pairs.append((at, places.pop()))
            else:
                rest.append(at)
            if self._pace.due():
                yield
        self.left = rest
        self.right = yield from self._not_met(pairs)
        yield from let_go(waiting, self._pace)
        return pairs

    def _not_met(self, pairs: Sequence[tuple[int, int]]) -> Work[list[int]]:
        """Those of the second list that found none in the first."""
        met = bytearray(len(self._after))
        for _, j in pairs:
            met[j] = 1
        yield
        rest = []
        for at in self.right:
            if not met[at]:
                rest.append(at)
            if self._pace.due():
                yield
        return rest

    def _named(self) -> "Work[tuple[str, _Named, _Named] | None]":
        """The member that every item has, no two on one side the same, and that both sides share most, with
        the items of the first list and of the second by what it says; None where there is no such member.
        """
        ours = yield from self._names(self._before, self.left, range(len(NAMES)))
        theirs = yield from self._names(self._after, self.right, tuple(ours))
        best, most = -1, 0
        for place, names in theirs.items():
            shared = 0
            for name in names:
                shared += name in ours[place]
                if self._pace.due():
                    yield
            if shared > most:
                best, most = place, shared
        return (NAMES[best], ours[best], theirs[best]) if most else None

    def _names(self, row: Row, items: Sequence[int], places: Iterable[int]) -> "Work[dict[int, _Named]]":
        """The items by what they go by, in order, for those of ``NAMES`` at ``places`` that each of them has,
        no two the same.
        """
        found: dict[int, _Named] = {place: {} for place in places}
        for at in items:
            left = tuple(found)
            for place, name in zip(left, names_of(row.parts[at], left), strict=True):
                if not name or name in found[place]:
                    del found[place]
                else:
                    found[place][name] = at
            if not found:
                break
            if self._pace.due():
                yield
        return found

    def _by_order(self) -> Work[None]:
        """What means the same and stands in the same order on both sides; between, place by place."""
        left, right = self.left, self.right
        ours = yield from self._forms(self._before, left)
        theirs = yield from self._forms(self._after, right)
        run = yield from common_run(ours, theirs, self._pace)
        yield from let_go(ours, self._pace)
        yield from let_go(theirs, self._pace)
        self._found.same = [(left[a], right[b]) for a, b in run]
        i = j = 0
        for a, b in [*run, (len(left), len(right))]:
            for pair in self._gap(left[i:a], right[j:b]):
                self._found.pairs.append(pair)
                if self._pace.due():
                    yield
            i, j = a + 1, b + 1
            if self._pace.due():
                yield
        self.left = self.right = ()

    def _forms(self, row: Row, places: Sequence[int]) -> Work[list[bytes]]:
        forms = []
        for at in places:
            forms.append(one_form(row.value(at)))
            if self._pace.due():
                yield
        return forms

    def _gap(self, left: Sequence[int], right: Sequence[int]) -> Iterator[Pair]:
        """What stands between two common items: containers of a kind, and anything where counts agree."""
        even = len(left) == len(right)
        for i, j in zip_longest(left, right):
            if i is not None and j is not None and not even:
                ours, theirs = self._before.value(i), self._after.value(j)
                if not (ours.is_container and ours.kind == theirs.kind):
                    yield (i, None)
                    yield (None, j)
                    continue
            yield (i, j)
