"""The rows of a comparison: only what differs, with or without what always differs, numbered for walking."""

from array import array
from collections.abc import Sequence
from itertools import islice
from typing import NamedTuple

from edge_studio.edge.comparing.model import Diff, Part
from edge_studio.edge.comparing.pace import Pace, Work, let_go

MANY = 500
"""Of more rows below one, each so many stand below a row of their own: a tree asks for all at once."""


class DiffRow:
    """One row, looked up in the table of all of them; made when it is asked for, and not kept."""

    __slots__ = ("_rows", "id")

    def __init__(self, rows: "DiffRows", id: int) -> None:
        self._rows = rows
        self.id = id
        """Its place in the table; 0 for the root, which holds all others."""

    @property
    def label(self) -> str:
        """What stands there; where only one row would stand below it, and so on, all their names."""
        return self._rows.labels[self.id]

    @property
    def diff(self) -> Diff | None:
        """None for a part as a whole, and for a range of rows."""
        return self._rows.diffs[self.id]

    @property
    def part(self) -> str:
        """The title of the part that it belongs to."""
        return self._rows.titles[self._rows.parts[self.id]]

    @property
    def parent(self) -> "DiffRow":
        """The row above; of the root itself."""
        return DiffRow(self._rows, self._rows.parents[self.id])

    @property
    def row(self) -> int:
        """Which it is of the rows below its parent, from 0."""
        return self.id - self._rows.firsts[self._rows.parents[self.id]]

    @property
    def size(self) -> int:
        """How many rows stand directly below it."""
        return self._rows.sizes[self.id]

    def child(self, row: int) -> "DiffRow":
        """One of the rows directly below it."""
        return DiffRow(self._rows, self._rows.firsts[self.id] + row)

    @property
    def number(self) -> int:
        """Which difference it is, from 1; 0 for what only holds some."""
        return self._rows.numbers[self.id]

    @property
    def count(self) -> int:
        """How many differences stand below it."""
        return self._rows.counts[self.id]

    @property
    def is_difference(self) -> bool:
        """Whether it is a difference itself."""
        return self.number > 0


class DiffRows:
    """All rows of a comparison that are to be shown, column by column: there may be hundreds of thousands.

    The rows below one stand in a row, and behind it.
    """

    def __init__(self) -> None:
        self.labels: list[str] = [""]
        self.diffs: list[Diff | None] = [None]
        self.titles: list[str] = [""]
        """The titles of the parts."""
        self.parts = array("i", [0])
        self.parents = array("i", [0])
        self.firsts = array("i", [0])
        self.sizes = array("i", [0])
        self.numbers = array("i", [0])
        self.counts = array("i", [0])
        self.differences = array("i")
        """The rows of the differences themselves, each at its number less one."""

    @property
    def root(self) -> DiffRow:
        """What holds all rows."""
        return DiffRow(self, 0)

    def add(self, label: str, diff: Diff | None, parent: int, part: int) -> int:
        """One more row, behind the one added before it below the same ``parent``; returns its id."""
        id = len(self.labels)
        self.labels.append(label)
        self.diffs.append(diff)
        self.parts.append(part)
        self.parents.append(parent)
        for column in (self.firsts, self.sizes, self.numbers, self.counts):
            column.append(0)
        if not self.sizes[parent]:
            self.firsts[parent] = id
        self.sizes[parent] += 1
        return id

    def number(self, id: int) -> None:
        """Say that a row is the next difference."""
        self.differences.append(id)
        self.numbers[id] = len(self.differences)

    def let_go(self, pace: Pace) -> Work[None]:
        """Forget them all, bit by bit; nobody may look at them any more."""
        yield from let_go(self.diffs, pace)
        yield from let_go(self.labels, pace)


class _Below(NamedTuple):
    """What is to stand below a row."""

    diffs: list[Diff]
    shortens: bool
    """Whether places that hold only one stand in one row with it."""


def lay_out(parts: Sequence[Part], *, masked: bool) -> Work[DiffRows]:
    """The rows of these parts; with ``masked``, also those that masks take out."""
    laying = _Laying(masked)
    yield from laying.out(parts)
    return laying.rows


class _Laying:
    """Rows while they are made, each before what stands below it."""

    def __init__(self, masked: bool) -> None:
        self.rows = DiffRows()
        self._masked = masked
        self._pace = Pace()
        self._below: dict[int, _Below] = {}
        """What is to stand below rows that are no places themselves: the root, parts, ranges."""

    def out(self, parts: Sequence[Part]) -> Work[None]:
        """All of it."""
        for at, part in enumerate(parts, 1):
            self.rows.titles.append(part.title)
            kept = yield from self._kept(part.diffs)
            if kept:
                above = self.rows.add(part.title, None, 0, at) if len(parts) > 1 else 0
                self.rows.parts[above] = at
                self._below[above] = _Below(kept, shortens=False)
        waiting = [0]
        while waiting:
            id = waiting.pop()
            diff = self.rows.diffs[id]
            if diff is not None and diff.kind != "inside":
                self.rows.number(id)
            else:
                yield from self._fill(id, diff)
                first = self.rows.firsts[id]
                waiting += range(first + self.rows.sizes[id] - 1, first - 1, -1)
            if self._pace.due():
                yield
        yield from self._count()

    def _kept(self, diffs: Sequence[Diff]) -> Work[list[Diff]]:
        """Those that are to be shown."""
        kept: list[Diff] = []
        for diff in diffs:
            if diff.counts or self._masked:
                kept.append(diff)
            if self._pace.due():
                yield
        return kept

    def _fill(self, id: int, diff: Diff | None) -> Work[None]:
        """Make the rows below one; crowds stand in ranges."""
        below = self._below.pop(id, None)
        if diff is not None:
            below = _Below((yield from self._kept(diff.children)), shortens=True)
        if below is None:
            return
        diffs, part = below.diffs, self.rows.parts[id]
        if len(diffs) > MANY:
            for start in range(0, len(diffs), MANY):
                some = diffs[start : start + MANY]
                above = self.rows.add(f"{start + 1:,} to {start + len(some):,}", None, id, part)
                self._below[above] = _Below(some, below.shortens)
                if self._pace.due():
                    yield
            yield from let_go(diffs, self._pace)
            return
        for each in diffs:
            label, last = self._shortened(each) if below.shortens else (each.label, each)
            self.rows.add(label, last, id, part)
            if self._pace.due():
                yield

    def _shortened(self, diff: Diff) -> tuple[str, Diff]:
        """A place; where only one stands below it, and so on, the last of them with all their names."""
        labels = [diff.label]
        while diff.kind == "inside":
            shown = list(islice((each for each in diff.children if each.counts or self._masked), 2))
            if len(shown) != 1:
                break
            diff = shown[0]
            labels.append(diff.label)
        return " › ".join(labels), diff

    def _count(self) -> Work[None]:
        """Count what is below each row, from the last row: what is below one stands behind it."""
        rows = self.rows
        for id in range(len(rows.labels) - 1, 0, -1):
            rows.counts[rows.parents[id]] += 1 if rows.numbers[id] else rows.counts[id]
            if self._pace.due():
                yield
