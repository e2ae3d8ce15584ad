"""Masks, asked step by step, against a plain reading of what their places mean."""

import re
from collections.abc import Sequence

from hypothesis import example, given, settings
from hypothesis import strategies as st

from edge_studio.edge.comparing.masks import Masking
from edge_studio.edge.comparing.model import Mask, Side
from edge_studio.jsontext.pointer import join

tokens = st.lists(st.sampled_from(["a", "b", "**", "*", "a*", "*b", "*a*b*", "0"]), min_size=1, max_size=4)
ways = st.lists(st.sampled_from(["a", "b", "ab", "aab", "0", "", "c/d"]), max_size=5)


def is_place(tokens: Sequence[str], way: Sequence[str]) -> bool:
    """Whether a way is one of the places, by trying everything."""
    if not tokens:
        return not way
    if tokens[0] == "**":
        return any(is_place(tokens[1:], way[at:]) for at in range(len(way) + 1))
    wild = ".*".join(map(re.escape, tokens[0].split("*")))
    return bool(way) and re.fullmatch(wild, way[0]) is not None and is_place(tokens[1:], way[1:])


@settings(max_examples=60)
@given(st.lists(tokens, min_size=1, max_size=4), st.lists(ways, min_size=1, max_size=6))
@example([["**", "a*"]], [["ab"], ["b", "aab"], ["b"]])
@example([["a"], ["**", "b"]], [["b"], ["", "b"], ["c/d", "b"]])
def test_a_mask_takes_out_just_its_places(places: list[list[str]], ways: list[list[str]]) -> None:
    masks = [Mask(f"m{rank}", "", f"/{'/'.join(each)}") for rank, each in enumerate(places)]
    masking = Masking(masks)
    for way in ways:
        first = next((f"m{rank}" for rank, each in enumerate(places) if is_place(each, way)), "")
        assert masking.mask(masking.at(join(*way)), Side(b"1", join(*way)), None) == first
