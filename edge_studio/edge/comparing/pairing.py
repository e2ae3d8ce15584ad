"""Which item of one list is which of the other: by what items go by, by the longest common run, by place."""

from bisect import bisect_left
from collections import Counter
from collections.abc import Generator, Hashable, Iterator, Sequence
from dataclasses import dataclass
from itertools import zip_longest
from typing import TypeVar

from edge_studio.edge.comparing.identities import NAMES, KeyOf, Rule, names_of
from edge_studio.edge.comparing.rows import Row
from edge_studio.edge.comparing.sameness import one_form
from edge_studio.jsontext.lazy_json import LazyValue

T = TypeVar("T")
Work = Generator[None, None, T]
"""A piece of work in steps of less than a millisecond; what it returns is the result."""

Pair = tuple[int | None, int | None]
"""Two items by their places; None where one side has no such item."""

STEP = 100
"""How many items are looked at between two steps, where each takes some microseconds."""
_CELLS = 40_000
"""How large a table the longest common run may take; larger stretches are paired place by place."""
_BYTES = 100_000
"""How many bytes are compared between two steps."""


@dataclass(frozen=True, slots=True)
class Pairs:
    """The items of two lists side by side; what is the same byte for byte is left out."""

    pairs: list[Pair]
    """In the order of the first list, what is new in the second after what stands before it there."""
    name: str = ""
    """The member that the items went by, such as ``id``; empty where they went by a rule or by order."""


def by_rule(rule: Rule, before: Row, after: Row) -> Work[Pairs]:
    """Pair by what the items go by, wherever they stand; items without any such thing in their order."""
    left, right = yield from _unlike(before, after)
    left, right = yield from _without_identical(before, after, left, right)
    pairs: list[Pair] = []
    for key in rule.keys:
        found, left, right = yield from _by_key(key, before, after, left, right)
        pairs += found
    ours = [at for at in left if _has_none(rule, before.value(at))]
    theirs = [at for at in right if _has_none(rule, after.value(at))]
    both = list(zip(ours, theirs, strict=False))
    paired, met = {i for i, _ in both}, {j for _, j in both}
    pairs += both
    pairs += [(at, None) for at in left if at not in paired]
    pairs += [(None, at) for at in right if at not in met]
    return Pairs(_in_order(pairs))


def by_nature(before: Row, after: Row) -> Work[Pairs]:
    """Pair the items of any two lists: by a member that names them, else by order."""
    left, right = yield from _unlike(before, after)
    if not left or not right:
        return Pairs([*((at, None) for at in left), *((None, at) for at in right)])
    name = yield from _common_name(before, after, left, right)
    if name is None:
        return Pairs((yield from _by_order(before, after, left, right)))
    place = NAMES.index(name)

    def key(item: LazyValue) -> Hashable:
        names = names_of(item.part)
        return names[place] if names else None

    pairs, left, right = yield from _by_key(key, before, after, left, right)
    pairs += [(at, None) for at in left]
    pairs += [(None, at) for at in right]
    return Pairs(_in_order(pairs), name)


def _unlike(before: Row, after: Row) -> Work[tuple[list[int], list[int]]]:
    """What is left when the items that are the same at the start and at the end are taken off."""
    ours, theirs = before.parts, after.parts
    most, start, end, read = min(len(ours), len(theirs)), 0, 0, 0
    while start < most and (same := bytes(ours[start])) == bytes(theirs[start]):
        start, read = start + 1, read + len(same) + 100
        if read > _BYTES:
            read = 0
            yield
    while end < most - start and (same := bytes(ours[-1 - end])) == bytes(theirs[-1 - end]):
        end, read = end + 1, read + len(same) + 100
        if read > _BYTES:
            read = 0
            yield
    return list(range(start, len(ours) - end)), list(range(start, len(theirs) - end))


def _without_identical(
    before: Row, after: Row, left: list[int], right: list[int]
) -> Work[tuple[list[int], list[int]]]:
    """What is left when the items are taken off that stand in both byte for byte, at whatever places."""
    waiting: dict[bytes, list[int]] = {}
    for at in right:
        waiting.setdefault(bytes(after.parts[at]), []).append(at)
        if at % STEP == 0:
            yield
    for places in waiting.values():
        places.reverse()
    kept: list[int] = []
    for at in left:
        places = waiting.get(bytes(before.parts[at]), [])
        if places:
            places.pop()
        else:
            kept.append(at)
        if at % STEP == 0:
            yield
    return kept, sorted(at for places in waiting.values() for at in places)


def _by_key(
    key: KeyOf, before: Row, after: Row, left: list[int], right: list[int]
) -> Work[tuple[list[Pair], list[int], list[int]]]:
    """The pairs of the same key, the first with the first, and what is left over on both sides."""
    if not left or not right:
        return [], left, right
    waiting: dict[Hashable, list[int]] = {}
    for at in reversed(right):
        found = key(after.value(at))
        if found is not None:
            waiting.setdefault(found, []).append(at)
        if at % STEP == 0:
            yield
    pairs: list[Pair] = []
    kept: list[int] = []
    met: set[int] = set()
    for at in left:
        places = waiting.get(key(before.value(at)))
        if places:
            met.add(places[-1])
            pairs.append((at, places.pop()))
        else:
            kept.append(at)
        if at % STEP == 0:
            yield
    return pairs, kept, [at for at in right if at not in met]


def _has_none(rule: Rule, item: LazyValue) -> bool:
    return all(key(item) is None for key in rule.keys)


def _common_name(before: Row, after: Row, left: list[int], right: list[int]) -> Work[str | None]:
    """The member that every item has, no two on one side the same, and that both sides share most often."""
    seen: list[dict[int, set[bytes]]] = []
    for row, places in ((before, left), (after, right)):
        alive: dict[int, set[bytes]] = {at: set() for at in (seen[0] if seen else range(len(NAMES)))}
        for at in places:
            names = names_of(row.parts[at])
            if names is None:
                return None
            for place in list(alive):
                if not names[place] or names[place] in alive[place]:
                    del alive[place]
                else:
                    alive[place].add(names[place])
            if not alive:
                return None
            if at % STEP == 0:
                yield
        seen.append(alive)
    shared = {place: len(seen[0][place] & seen[1][place]) for place in seen[1]}
    best = max(shared, key=lambda place: (shared[place], -place))
    return NAMES[best] if shared[best] else None


def _by_order(before: Row, after: Row, left: list[int], right: list[int]) -> Work[list[Pair]]:
    """Pair what means the same and stands in the same order on both sides; between, place by place."""
    ours = yield from _forms(before, left)
    theirs = yield from _forms(after, right)
    turned = theirs < ours  # so that turning the two sides round turns the result round, and nothing else
    anchors = yield from _run(theirs, ours) if turned else _run(ours, theirs)
    if turned:
        anchors = [(i, j) for j, i in anchors]
    pairs: list[Pair] = []
    i = j = 0
    for a, b in [*anchors, (len(left), len(right))]:
        pairs += _gap(before, after, left[i:a], right[j:b])
        i, j = a + 1, b + 1
        if len(pairs) % STEP == 0:
            yield
    return pairs


def _forms(row: Row, places: list[int]) -> Work[list[bytes]]:
    forms = []
    for at in places:
        forms.append(one_form(row.value(at)))
        if at % (STEP // 4) == 0:
            yield
    return forms


def _run(ours: list[bytes], theirs: list[bytes]) -> Work[list[tuple[int, int]]]:
    """A common run of two sequences, as pairs of places: through what is there once on both sides, and
    between such anchors the longest one where that can be afforded.
    """
    anchors = yield from _anchors(ours, theirs)
    run: list[tuple[int, int]] = []
    i = j = 0
    for a, b in [*anchors, (len(ours), len(theirs))]:
        if 0 < (a - i) * (b - j) <= _CELLS:
            if b - j <= a - i:
                run += [(i + x, j + y) for x, y in (yield from _longest(ours[i:a], theirs[j:b]))]
            else:  # the table is made row by row: better many short ones
                run += [(i + x, j + y) for y, x in (yield from _longest(theirs[j:b], ours[i:a]))]
        if a < len(ours) and b < len(theirs):
            run.append((a, b))
        i, j = a + 1, b + 1
        if len(run) % STEP == 0:
            yield
    return run


def _anchors(ours: list[bytes], theirs: list[bytes]) -> Work[list[tuple[int, int]]]:
    """The longest rising run among what stands once on each side (a patience sort)."""
    once, other = Counter(ours), Counter(theirs)
    yield
    where = {form: at for at, form in enumerate(theirs) if other[form] == 1}
    yield
    tails: list[int] = []
    ends: list[int] = []
    back: dict[int, int | None] = {}
    place: dict[int, int] = {}
    for at, form in enumerate(ours):
        there = where.get(form) if once[form] == 1 else None
        if there is not None:
            pile = bisect_left(tails, there)
            tails[pile : pile + 1], ends[pile : pile + 1] = [there], [at]
            back[at], place[at] = (ends[pile - 1] if pile else None), there
        if at % (STEP * 5) == 0:
            yield
    run: list[tuple[int, int]] = []
    step = ends[-1] if ends else None
    while step is not None:
        run.append((step, place[step]))
        step = back[step]
    return run[::-1]


def _longest(ours: list[bytes], theirs: list[bytes]) -> Work[list[tuple[int, int]]]:
    """The longest common subsequence, as pairs of places."""
    width = len(theirs)
    table = [[0] * (width + 1)]
    for form in reversed(ours):
        below, row = table[-1], [0] * (width + 1)
        for j in range(width - 1, -1, -1):
            row[j] = below[j + 1] + 1 if form == theirs[j] else max(below[j], row[j + 1])
        table.append(row)
        yield
    table.reverse()
    run: list[tuple[int, int]] = []
    i = j = 0
    while i < len(ours) and j < width:
        if ours[i] == theirs[j]:
            run.append((i, j))
            i, j = i + 1, j + 1
        elif table[i + 1][j] >= table[i][j + 1]:
            i += 1
        else:
            j += 1
    return run


def _gap(before: Row, after: Row, left: list[int], right: list[int]) -> Iterator[Pair]:
    """Pair what stands between common items: containers of a kind, and anything where the counts agree."""
    even = len(left) == len(right)
    for i, j in zip_longest(left, right):
        if i is not None and j is not None and not even:
            ours, theirs = before.value(i), after.value(j)
            if not (ours.is_container and ours.kind == theirs.kind):
                yield (i, None)
                yield (None, j)
                continue
        yield (i, j)


def _in_order(pairs: Sequence[Pair]) -> list[Pair]:
    """In the order of the first list; what is new goes after what stands before it in the second."""
    known = sorted((i, j) for i, j in pairs if i is not None and j is not None)
    place = {j: i for i, j in known}
    met = sorted(place)
    ranked: list[tuple[int, int, int, Pair]] = []
    for i, j in pairs:
        if i is not None:
            ranked.append((i, 0, 0, (i, j)))
        elif j is not None:
            at = bisect_left(met, j)
            ranked.append((place[met[at - 1]] if at else -1, 1, j, (None, j)))
    return [pair for *_, pair in sorted(ranked, key=lambda rank: rank[:3])]
