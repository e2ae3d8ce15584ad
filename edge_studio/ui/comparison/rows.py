"""The rows of a comparison: only what differs, with or without what always differs, numbered for walking."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

from edge_studio.edge.comparing.model import Diff, Part
from edge_studio.edge.comparing.pace import Work

MANY = 500
"""Of more rows below one, each so many stand below a row of their own: a tree asks for all at once."""
_STEP = 100


class DiffRow:
    """One row; the tree that made it owns it."""

    __slots__ = ("children", "count", "diff", "id", "label", "number", "parent", "part", "row")

    def __init__(self, label: str, diff: Diff | None, parent: "DiffRow | None", part: str) -> None:
        self.label = label
        self.diff = diff
        """None for a part as a whole, and for a range of rows."""
        self.parent = parent
        self.part = part
        """The title of the part that it belongs to."""
        self.children: list[DiffRow] = []
        self.row = 0
        self.id = 0
        self.number = 0
        """Which difference it is, from 1; 0 for what only holds some."""
        self.count = 0
        """How many differences stand below it."""

    @property
    def is_difference(self) -> bool:
        """Whether it is a difference itself."""
        return self.number > 0


@dataclass(slots=True)
class DiffRows:
    """All rows of a comparison that are to be shown."""

    root: DiffRow
    rows: list[DiffRow] = field(default_factory=list)
    """Each row at its ``id`` less one."""
    differences: list[DiffRow] = field(default_factory=list)
    """The differences themselves, each at its ``number`` less one."""


@dataclass(slots=True)
class _Waiting:
    """A place whose row is made with the first difference below it."""

    label: str
    diff: Diff | None
    above: "_Waiting | None"
    part: str
    made: DiffRow | None = None

    def row(self) -> DiffRow:
        if self.made is None:
            parent = self.above.row() if self.above is not None else None
            self.made = DiffRow(self.label, self.diff, parent, self.part)
            if parent is not None:
                parent.children.append(self.made)
        return self.made


def no_rows() -> DiffRows:
    """The rows of nothing."""
    return DiffRows(DiffRow("", None, None, ""))


def lay_out(parts: Sequence[Part], *, masked: bool) -> Work[DiffRows]:
    """The rows of these parts; with ``masked``, also those that masks take out."""
    found = no_rows()
    top = _Waiting("", None, None, "", found.root)
    for part in parts:
        waiting = [_Waiting(diff.label, diff, top, part.title) for diff in reversed(part.diffs)]
        if len(parts) > 1:
            above = _Waiting(part.title, None, top, part.title)
            for place in waiting:
                place.above = above
        yield from _differences(waiting, found, masked)
    yield from _group(found)
    return found


def _differences(waiting: list[_Waiting], found: DiffRows, masked: bool) -> Work[None]:
    """Make the rows of what differs, from the top, and of what holds it."""
    done = 0
    while waiting:
        place = waiting.pop()
        diff = place.diff
        done += 1
        if done % _STEP == 0:
            yield
        if diff is None or diff.kind == "inside":
            below = diff.children if diff is not None else ()
            for at, child in enumerate(reversed(below)):
                waiting.append(_Waiting(child.label, child, place, place.part))
                if at % _STEP == _STEP - 1:
                    yield
        elif masked or not diff.mask:
            row = place.row()
            found.differences.append(row)
            row.number = len(found.differences)


def _group(found: DiffRows) -> Work[None]:
    """Number the rows, count what is below each, and put crowds into ranges."""
    waiting = [found.root]
    while waiting:
        above = waiting.pop()
        if above.diff is not None:
            for at, row in enumerate(above.children):
                above.children[at] = _shortened(row)
                if at % _STEP == _STEP - 1:
                    yield
        if len(above.children) > MANY:
            above.children = _ranges(above)
        for at, row in enumerate(above.children):
            row.parent, row.row = above, at
            found.rows.append(row)
            row.id = len(found.rows)
            if at % _STEP == _STEP - 1:
                yield
        waiting += reversed(above.children)
        yield
    for done, difference in enumerate(found.differences):
        for row in _above(difference):
            row.count += 1
        if done % _STEP == 0:
            yield


def _shortened(row: DiffRow) -> DiffRow:
    """The row; where only one row stands below it, and so on, the last of them with all their names."""
    while row.diff is not None and len(row.children) == 1:
        below = row.children[0]
        below.label = f"{row.label} › {below.label}"
        row = below
    return row


def _ranges(above: DiffRow) -> list[DiffRow]:
    ranges = []
    for start in range(0, len(above.children), MANY):
        some = above.children[start : start + MANY]
        label = f"{start + 1:,} to {start + len(some):,}"
        ranges.append(DiffRow(label, None, above, above.part))
        ranges[-1].children = some
    return ranges


def _above(row: DiffRow) -> Iterable[DiffRow]:
    parent = row.parent
    while parent is not None:
        yield parent
        parent = parent.parent
