"""Which differences say nothing: what always differs from one exchange to the next."""

import re
from collections.abc import Iterable, Sequence
from functools import cache

import msgspec

from edge_studio import resources
from edge_studio.edge.comparing.model import Mask, Side
from edge_studio.jsontext.pointer import parse, unescape

_ANY = "**"


class UnknownPlaces(ValueError):
    """A mask's places or values cannot be understood; the message says why."""


@cache
def shipped_masks() -> tuple[Mask, ...]:
    """The masks that come along."""
    return tuple(msgspec.convert(resources.data("masks.json")["masks"], list[Mask]))


class Masking:
    """The masks that are on, ready to be asked."""

    def __init__(self, masks: Iterable[Mask]) -> None:
        """``UnknownPlaces`` where one of ``masks`` cannot be understood."""
        self._named: dict[str, list[_Pattern]] = {}
        self._others: list[_Pattern] = []
        for rank, mask in enumerate(masks):
            if mask.on:
                pattern = _Pattern(mask, rank)
                if pattern.last is None:
                    self._others.append(pattern)
                else:
                    self._named.setdefault(pattern.last, []).append(pattern)

    def mask(self, names: Sequence[str], before: Side | None, after: Side | None) -> str:
        """The id of the mask that takes out a difference of these two values, or all that differs in them;
        empty where none does. ``names`` is the way to them, by what items were matched by.
        """
        pointers = [side.pointer for side in (before, after) if side is not None]
        lasts = {unescape(pointer[pointer.rfind("/") + 1 :]) for pointer in pointers}
        lasts.update(names[-1:])
        patterns = [pattern for last in lasts for pattern in self._named.get(last, ())]
        patterns += [other for other in self._others if other.may_fit(names, pointers)]
        if not patterns:
            return ""
        ways = [names, *(parse(pointer) for pointer in pointers)]
        ranked = sorted(patterns, key=lambda pattern: pattern.rank)
        fitting = (pattern for pattern in ranked if any(pattern.fits(way) for way in ways))
        return next((pattern.id for pattern in fitting if pattern.takes(before, after)), "")


class Way:
    """The way to a place, by what items are matched by, and the mask in force there."""

    def __init__(self, masking: Masking) -> None:
        self._masking = masking
        self.names: list[str] = []
        self._over = [""]

    def enter(self, name: str, before: Side | None, after: Side | None) -> str:
        """Go down to these values; returns the id of the mask that takes out what differs there, if any."""
        self.names.append(name)
        self._over.append(self._over[-1] or self._masking.mask(self.names, before, after))
        return self._over[-1]

    def pass_by(self, *names: str) -> None:
        """Go down a level for each name, where no values of their own stand."""
        self.names += names
        self._over += [self._over[-1]] * len(names)

    def leave(self, levels: int = 1) -> None:
        """Come back up."""
        del self.names[-levels:], self._over[-levels:]

    def mask(self, name: str, before: Side | None, after: Side | None) -> str:
        """The mask of values one level down."""
        found = self.enter(name, before, after)
        self.leave()
        return found

    @property
    def over(self) -> str:
        """The id of the mask in force; empty for none."""
        return self._over[-1]


class _Pattern:
    """One mask, taken apart."""

    def __init__(self, mask: Mask, rank: int) -> None:
        self.rank = rank
        self.id = mask.id
        where = mask.where if mask.where.startswith(("/", _ANY)) else f"{_ANY}/{mask.where}"
        tokens = [unescape(token) for token in where.removeprefix("/").split("/")]
        self._tokens = [token if token == _ANY else _token(token) for token in tokens]
        self._plain = [token for token in tokens if not set(token) & set("*/~")]
        last = tokens[-1]
        self.last = None if "*" in last else last
        """The name that its places have, where it is one."""
        try:
            self._values = re.compile(mask.values, re.DOTALL) if mask.values else None
        except re.error as error:
            raise UnknownPlaces(f"“{mask.values}” is not a regular expression: {error}.") from None

    def may_fit(self, names: Sequence[str], pointers: Sequence[str]) -> bool:
        """False where one of the names of its places is on no way: a quick look before a long one."""
        return all(name in names or any(name in pointer for pointer in pointers) for name in self._plain)

    def fits(self, way: Sequence[str]) -> bool:
        """Whether ``way`` is one of its places."""
        return _fits(self._tokens, len(self._tokens), way, len(way))

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


def _token(token: str) -> "str | re.Pattern[str]":
    if "*" not in token:
        return token
    return re.compile(".*".join(map(re.escape, token.split("*"))), re.DOTALL)


def _fits(tokens: "Sequence[str | re.Pattern[str]]", count: int, way: Sequence[str], length: int) -> bool:
    """Whether the first ``count`` tokens fit the first ``length`` steps, from the end."""
    while count:
        token = tokens[count - 1]
        if token == _ANY:
            return any(_fits(tokens, count - 1, way, shorter) for shorter in range(length, -1, -1))
        if not length:
            return False
        step = way[length - 1]
        if token != step if isinstance(token, str) else token.fullmatch(step) is None:
            return False
        count, length = count - 1, length - 1
    return not length
