"""Type-strict equality of two JSON values as Python has them."""

from typing import Any


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
