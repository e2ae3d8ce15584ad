"""Type-strict equality and structural difference of two JSON values."""

from collections.abc import Iterator
from typing import Any, Literal, NamedTuple

from edge_studio.jsontext.pointer import child


class Difference(NamedTuple):
    """One place where two values differ; ``before`` or ``after`` is None where the place is absent there."""

    pointer: str
    kind: Literal["added", "removed", "changed"]
    before: Any
    after: Any


def same(a: Any, b: Any) -> bool:
    """Whether two JSON values are the same, types included: true, 1 and 1.0 are three values.

    The order of members does not matter, the order of items does.
    """
    if type(a) is not type(b):
        return False
    if isinstance(a, dict):
        return a.keys() == b.keys() and all(same(value, b[key]) for key, value in a.items())
    if isinstance(a, list):
        return len(a) == len(b) and all(map(same, a, b))
    return bool(a == b)


def differences(a: Any, b: Any) -> list[Difference]:
    """Every place where ``b`` differs from ``a``, in the order of ``a``, with what is new after it."""
    return list(_differences(a, b, ""))


def _differences(a: Any, b: Any, pointer: str) -> Iterator[Difference]:
    if isinstance(a, dict) and isinstance(b, dict):
        for key, value in a.items():
            if key in b:
                yield from _differences(value, b[key], child(pointer, key))
            else:
                yield Difference(child(pointer, key), "removed", value, None)
        for key, value in b.items():
            if key not in a:
                yield Difference(child(pointer, key), "added", None, value)
    elif isinstance(a, list) and isinstance(b, list):
        for index in range(max(len(a), len(b))):
            if index >= len(b):
                yield Difference(child(pointer, index), "removed", a[index], None)
            elif index >= len(a):
                yield Difference(child(pointer, index), "added", None, b[index])
            else:
                yield from _differences(a[index], b[index], child(pointer, index))
    elif not same(a, b):
        yield Difference(pointer, "changed", a, b)
