"""The items of a list, or of several lists joined, each with its place."""

from bisect import bisect_right
from collections.abc import Sequence

from edge_studio.edge.comparing.model import Place, Side
from edge_studio.jsontext.lazy_json import LazyValue
from edge_studio.jsontext.one_level import Slice


class Row:
    """Items in order: as many as there are in the lists that were joined; each is made when asked for."""

    def __init__(self, place: Place = "body") -> None:
        self.parts: list[Slice] = []
        """The bytes of each item."""
        self._starts: list[int] = []
        self._pointers: list[str] = []
        self._place: Place = place

    @classmethod
    def of(cls, parts: Sequence[Slice], pointer: str, place: Place = "body") -> "Row":
        """The items of one list, which stands at ``pointer``."""
        row = cls(place)
        row.join(parts, pointer)
        return row

    def join(self, parts: Sequence[Slice], pointer: str) -> None:
        """Add the items of the list at ``pointer``."""
        if parts:
            self._starts.append(len(self.parts))
            self._pointers.append(pointer)
            self.parts += parts

    def __len__(self) -> int:
        return len(self.parts)

    def value(self, at: int) -> LazyValue:
        """The item at ``at``."""
        return LazyValue(self.parts[at])

    def index(self, at: int) -> int:
        """The place of the item in the list that it is from."""
        return at - self._starts[bisect_right(self._starts, at) - 1]

    def unnamed(self, index: int) -> str:
        """What an item is called that has no name."""
        return f"line {index + 1}" if self._place == "line" else f"[{index}]"

    def side(self, at: int) -> Side:
        """The item with where it stands."""
        list_at = bisect_right(self._starts, at) - 1
        pointer = f"{self._pointers[list_at]}/{at - self._starts[list_at]}"
        return Side(self.parts[at], pointer, self._place)
