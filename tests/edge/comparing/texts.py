"""JSON texts to compare: any value, spelt in many ways, and values that are a little alike."""

import json
import random
from typing import Any

from hypothesis import strategies as st

scalars = st.one_of(
    st.none(),
    st.booleans(),
    st.integers(-9, 9),
    st.sampled_from([0.5, 1.0, 1e300, -0.0, 10**30]),
    st.sampled_from(["", "a", "b", "1", "true", "é", "a/b~c", "𝄞", "\u0000"]),
)
keys = st.sampled_from(["id", "name", "scope", "type", "a", "b", "a/b", "~", ""])
values = st.recursive(
    scalars,
    lambda inside: st.lists(inside, max_size=6) | st.dictionaries(keys, inside, max_size=5),
    max_leaves=25,
)
"""Any JSON value, from few scalars and names, so that two of them are often alike."""


def spelt(value: Any, seed: int) -> bytes:
    """``value`` as JSON: members in any order, blanks, escapes and numbers in any spelling."""
    return _spelt(value, random.Random(seed)).encode()


def _spelt(value: Any, chance: random.Random) -> str:
    gap = chance.choice(["", "", " ", "\n  "])
    if isinstance(value, dict):
        members = [f"{_spelt(key, chance)}:{gap}{_spelt(item, chance)}" for key, item in value.items()]
        chance.shuffle(members)
        return f"{{{gap}{f',{gap}'.join(members)}{gap}}}"
    if isinstance(value, list):
        return f"[{gap}{f'{gap},'.join(_spelt(item, chance) for item in value)}{gap}]"
    if isinstance(value, str):
        return json.dumps(value, ensure_ascii=chance.random() < 0.5)
    if isinstance(value, int | float) and not isinstance(value, bool):
        return chance.choice(_spellings(value))
    return json.dumps(value)


def _spellings(number: float) -> list[str]:
    if abs(number) < 100:
        return [repr(number), f"{number:.3f}", f"{number:.2e}", f"{number * 10:.1f}E-1"]
    return [repr(number)]


@st.composite
def alike(draw: st.DrawFn) -> tuple[Any, Any]:
    """Two values of which the second is made of the first by some changes."""
    first = draw(values)
    return first, _changed(first, draw)


def _changed(value: Any, draw: st.DrawFn) -> Any:
    if draw(st.integers(0, 5)) == 0:
        return draw(values)
    if isinstance(value, dict):
        kept = {key: _changed(item, draw) for key, item in value.items() if draw(st.integers(0, 6))}
        return {**kept, **draw(st.dictionaries(keys, scalars, max_size=1))}
    if isinstance(value, list):
        items = [_changed(item, draw) for item in value if draw(st.integers(0, 6))]
        items[:0] = draw(st.lists(scalars, max_size=1))
        return draw(st.permutations(items)) if draw(st.booleans()) else items
    return value


@st.composite
def listed(draw: st.DrawFn) -> tuple[list[dict[str, Any]], list[dict[str, Any]]]:
    """Two lists of objects that go by an ID, in any order."""
    ids = draw(st.lists(st.integers(0, 12), unique=True, max_size=10))
    others = draw(st.lists(st.integers(0, 12), unique=True, max_size=10))
    row = st.dictionaries(st.sampled_from(["a", "b"]), scalars, max_size=2)
    return [{"id": at, **draw(row)} for at in ids], [{"id": at, **draw(row)} for at in others]
