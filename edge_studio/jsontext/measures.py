"""Lengths and common ends of texts, counted fast."""

from typing import AnyStr


def units(text: str) -> int:
    """The length of a text in UTF-16 code units."""
    return len(text) if text.isascii() else len(text.encode("utf-16-le", "surrogatepass")) // 2


def common_ends(a: AnyStr, b: AnyStr) -> tuple[int, int]:
    """The lengths of the common beginning and the common end, by halves: C compares, Python only chooses."""
    low, high = 0, min(len(a), len(b))
    while low < high:
        middle = (low + high + 1) // 2
        if a[low:middle] == b[low:middle]:
            low = middle
        else:
            high = middle - 1
    prefix = low
    low, high = 0, min(len(a), len(b)) - prefix
    last_a, last_b = len(a), len(b)
    while low < high:
        middle = (low + high + 1) // 2
        if a[last_a - middle : last_a - low] == b[last_b - middle : last_b - low]:
            low = middle
        else:
            high = middle - 1
    return prefix, low
