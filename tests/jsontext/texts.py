"""JSON texts as people write them, for property tests: any spacing, spelling and duplicate keys."""

import json
from typing import Any

from hypothesis import strategies as st

SPACES = st.sampled_from(["", "", " ", "\n", "\n  ", "\t", "  "])
NUMBERS = st.sampled_from(
    ["0", "-0", "1", "1.10", "7163309881222824984", "1e5", "1E+5", "2.5e-3", "-12", "0.1", "1e+16"]
)
CHARACTERS = st.characters(exclude_categories=["Cs"]) | st.sampled_from(
    '"\\/\t\n\u00a0\u2028\u2029\ufdd0😀é{[,:'
)
STRINGS = st.text(CHARACTERS, max_size=6)
KEYS = st.sampled_from(["a", "b", "c d", "e/f", "g~h", "", "0", "é😀", 'q"'])


@st.composite
def _string_sources(draw: st.DrawFn) -> str:
    return json.dumps(draw(STRINGS), ensure_ascii=draw(st.booleans()))


def _key_sources() -> st.SearchStrategy[str]:
    return st.builds(lambda key, plain: json.dumps(key, ensure_ascii=plain), KEYS, st.booleans())


SCALARS = st.sampled_from(["true", "false", "null"]) | NUMBERS | _string_sources()


@st.composite
def _arrays(draw: st.DrawFn, inner: st.SearchStrategy[str]) -> str:
    items = [draw(SPACES) + item + draw(SPACES) for item in draw(st.lists(inner, max_size=4))]
    return "[" + (",".join(items) or draw(SPACES)) + "]"


@st.composite
def _objects(draw: st.DrawFn, inner: st.SearchStrategy[str]) -> str:
    members = []
    for key, value in draw(st.lists(st.tuples(_key_sources(), inner), max_size=4)):
        members.append(f"{draw(SPACES)}{key}{draw(SPACES)}:{draw(SPACES)}{value}{draw(SPACES)}")
    return "{" + (",".join(members) or draw(SPACES)) + "}"


TEXTS = st.builds(
    lambda before, value, after: before + value + after,
    SPACES,
    st.recursive(SCALARS, lambda inner: _arrays(inner) | _objects(inner), max_leaves=15),
    SPACES,
)
"""Valid JSON texts."""

VALUES: st.SearchStrategy[Any] = st.recursive(
    st.none()
    | st.booleans()
    | st.integers()
    | st.floats(allow_nan=False, allow_infinity=False)
    | st.text(max_size=8),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=4), inner, max_size=3),
    max_leaves=6,
)

POINTERS = st.lists(
    KEYS.map(lambda key: key.replace("~", "~0").replace("/", "~1")) | st.sampled_from(["0", "1", "2"]),
    max_size=4,
).map(lambda tokens: "".join(f"/{token}" for token in tokens))

SCRAPS = st.sampled_from("\"{}[],:10-.e+ \n\\a'\t/\x0c\x00\u00a0\ufeff😀\ud83d\ude00") | st.sampled_from(
    ["true", "nul", "//", "NaN", "-Infinity", "\\u12", '"b": ', '{"x": [1, 2]}', "1e+5"]
)
"""Pieces to break a text with."""


def pointers_in(value: Any, here: str = "") -> list[str]:
    """The pointers of everything in a decoded value."""
    found = [here]
    if isinstance(value, dict):
        for key, inner in value.items():
            found += pointers_in(inner, here + "/" + key.replace("~", "~0").replace("/", "~1"))
    elif isinstance(value, list):
        for index, inner in enumerate(value):
            found += pointers_in(inner, f"{here}/{index}")
    return found
