"""Which differences say nothing: what always differs from one exchange to the next."""

import re
from collections.abc import Iterable, Iterator
from functools import cache

import msgspec

from edge_studio import resources
from edge_studio.edge.comparing.model import Mask, Side
from edge_studio.jsontext.pointer import unescape

_ANY = "**"
_KNOWN = 2_000
"""How many ways, and steps of one, are remembered."""


class UnknownPlaces(ValueError):
    """A mask's places or values cannot be understood; the message says why."""


@cache
def shipped_masks() -> tuple[Mask, ...]:
    """The masks that come along."""
    return tuple(msgspec.convert(resources.data("masks.json")["masks"], list[Mask]))


class Masking:
    """The masks that are on, ready to be asked about one place after the other, going down level by level.

    What fits the way so far is remembered for each way (:class:`_Reached`), so that a step down costs a look
    into a dictionary, however many masks there are.
    """

    def __init__(self, masks: Iterable[Mask]) -> None:
        """``UnknownPlaces`` where one of ``masks`` cannot be understood."""
        self._patterns = [_Pattern(mask) for mask in masks if mask.on]
        self._literal = {token for each in self._patterns for token in each.tokens if "*" not in token}
        self._wild = _alternatives(token for each in self._patterns for token in each.tokens)
        self._reached: dict[frozenset[_Position], _Reached] = {}
        self._at: dict[str, _Reached] = {}
        self.start = self._state({(rank, 0) for rank in range(len(self._patterns))})
        """Where every way begins."""

    def after(self, reached: "_Reached", step: str) -> "_Reached":
        """What the way reaches with one more step."""
        kind = step if step in self._literal or self._wild.fullmatch(step) else None
        found = reached.after.get(kind)
        if found is None:
            if len(reached.after) >= _KNOWN:
                reached.after.clear()
            found = reached.after[kind] = self._state(self._moved(reached, step))
        return found

    def at(self, pointer: str) -> "_Reached":
        """What the way of a pointer reaches."""
        found = self._at.get(pointer)
        if found is None:
            home, _, step = pointer.rpartition("/")
            found = self.after(self.at(home), unescape(step)) if pointer else self.start
            if len(self._at) >= _KNOWN:
                self._at.clear()
            self._at[pointer] = found
        return found

    def mask(self, reached: "_Reached", before: Side | None, after: Side | None) -> str:
        """The id of the mask that takes out a difference of these two values, or all that differs in them;
        empty where none does. ``reached`` is the way to them, by what items were matched by.
        """
        ending = reached.ending
        if before is not None:
            ending += self.at(before.pointer).ending
        if after is not None and (before is None or after.pointer != before.pointer):
            ending += self.at(after.pointer).ending
        for rank in sorted(ending) if len(ending) > 1 else ending:
            if self._patterns[rank].takes(before, after):
                return self._patterns[rank].id
        return ""

    def _state(self, positions: "Iterable[_Position]") -> "_Reached":
        """The one state of these positions; a ``**`` may also stand for nothing."""
        found: set[_Position] = set()
        for rank, at in positions:
            tokens = self._patterns[rank].tokens
            found.add((rank, at))
            while at < len(tokens) and tokens[at] == _ANY:
                at += 1
                found.add((rank, at))
        key = frozenset(found)
        if key not in self._reached:
            whole = (rank for rank, at in key if at == len(self._patterns[rank].tokens))
            self._reached[key] = _Reached(key, tuple(sorted(whole)))
        return self._reached[key]

    def _moved(self, reached: "_Reached", step: str) -> "Iterator[_Position]":
        for rank, at in reached.positions:
            tokens = self._patterns[rank].tokens
            if at < len(tokens) and tokens[at] == _ANY:
                yield rank, at
            elif at < len(tokens) and _is(tokens[at], step):
                yield rank, at + 1


class Way:
    """The way to a place, by what items are matched by, and the mask in force there."""

    def __init__(self, masking: Masking) -> None:
        self._masking = masking
        self.names: list[str] = []
        self._over = [""]
        self._reached = [masking.start]

    def enter(self, name: str, before: Side | None, after: Side | None) -> str:
        """Go down to these values; returns the id of the mask that takes out what differs there, if any."""
        self._over.append(self.mask(name, before, after))
        self._reached.append(self._masking.after(self._reached[-1], name))
        self.names.append(name)
        return self._over[-1]

    def pass_by(self, *names: str) -> None:
        """Go down a level for each name, where no values of their own stand."""
        for name in names:
            self.names.append(name)
            self._over.append(self._over[-1])
            self._reached.append(self._masking.after(self._reached[-1], name))

    def leave(self, levels: int = 1) -> None:
        """Come back up."""
        del self.names[-levels:], self._over[-levels:], self._reached[-levels:]

    def mask(self, name: str, before: Side | None, after: Side | None) -> str:
        """The mask of values one level down."""
        reached = self._masking.after(self._reached[-1], name)
        return self._over[-1] or self._masking.mask(reached, before, after)

    @property
    def over(self) -> str:
        """The id of the mask in force; empty for none."""
        return self._over[-1]


_Position = tuple[int, int]
"""How many tokens of which mask, by its rank, are met."""


class _Reached:
    """All that a way has met of every mask, which is the same for many ways."""

    __slots__ = ("after", "ending", "positions")

    def __init__(self, positions: frozenset[_Position], ending: tuple[int, ...]) -> None:
        self.positions = positions
        self.ending = ending
        """The masks, by rank, of which this is a place."""
        self.after: dict[str | None, _Reached] = {}
        """What is reached by one more step; under None by any step that no mask names."""


class _Pattern:
    """One mask, taken apart."""

    def __init__(self, mask: Mask) -> None:
        self.id = mask.id
        where = mask.where if mask.where.startswith(("/", _ANY)) else f"{_ANY}/{mask.where}"
        self.tokens = [unescape(token) for token in where.removeprefix("/").split("/")]
        try:
            self._values = re.compile(mask.values, re.DOTALL) if mask.values else None
        except re.error as error:
            raise UnknownPlaces(f"“{mask.values}” is not a regular expression: {error}.") from None

    def takes(self, before: Side | None, after: Side | None) -> bool:
        """Whether a difference between these two values is one that says nothing."""
        if self._values is None:
            return True
        return all(
            side is not None
            and side.value.kind in {"string", "number"}
            and self._values.fullmatch(side.value.text) is not None
            for side in (before, after)
        )


def _is(token: str, step: str) -> bool:
    """Whether a token of a mask stands for a step; ``*`` in it for anything."""
    return token == step or ("*" in token and re.fullmatch(_wild(token), step, re.DOTALL) is not None)


def _wild(token: str) -> str:
    return ".*".join(map(re.escape, token.split("*")))


def _alternatives(tokens: Iterable[str]) -> "re.Pattern[str]":
    """What any of the tokens with a ``*`` in them stands for, where that is not just anything."""
    wild = {token for token in tokens if "*" in token and set(token) != {"*"}}
    return re.compile("|".join(f"(?:{_wild(token)})" for token in sorted(wild)) or r"(?!)", re.DOTALL)
