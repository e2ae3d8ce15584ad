"""``edge-studio compare``: what became of one saved answer in another."""

import argparse
import json
import re
import sys
from collections.abc import Iterable, Iterator, Sequence
from typing import Any, Final, NamedTuple

import msgspec

from edge_studio.cli.codes import ERRORS, OK, USAGE
from edge_studio.cli.printing import Unreadable, as_saved, content, plain, put, say, wrapped
from edge_studio.edge.amounts import plural
from edge_studio.edge.comparing.bodies import readable
from edge_studio.edge.comparing.exchanges import compare_at_once
from edge_studio.edge.comparing.masks import UnknownPlaces
from edge_studio.edge.comparing.messages import of_saved_answer
from edge_studio.edge.comparing.model import Comparison, Diff, Mask, Part, Side
from edge_studio.edge.comparing.patch import json_patch, patch_text
from edge_studio.jsontext.json_text import JsonText
from edge_studio.jsontext.one_level import NotJson
from edge_studio.jsontext.steps import drained
from edge_studio.store import paths
from edge_studio.store.masks import MaskStore
from edge_studio.store.problems import StoreProblem

_LISTED: Final = 200
"""How many differences are printed for a person; a program gets them all."""
_VALUE: Final = 160
"""How many characters of a value are printed for a person."""
_BEYOND_ASCII: Final = re.compile(r"[^\x00-\x7f]")


class Place(NamedTuple):
    """One difference and the way to it, by what stands there."""

    way: tuple[str, ...]
    diff: Diff


def compare(arguments: argparse.Namespace) -> int:
    """Carry out the command; returns its exit code."""
    if arguments.a == arguments.b == "-":
        say("edge-studio compare: only one of the two can come from standard input.")
        return USAGE
    try:
        before, after = as_saved(content(arguments.a)), as_saved(content(arguments.b))
        masks = _masks(arguments.mask, shipped=not arguments.no_masks)
        comparison = compare_at_once(of_saved_answer(before), of_saved_answer(after), masks)
    except (Unreadable, UnknownPlaces, StoreProblem) as trouble:
        say(f"edge-studio compare: {trouble}")
        return USAGE
    printed = _text(comparison)
    if arguments.json:
        printed = _json(comparison)
    elif arguments.patch:
        steps = drained(json_patch(before, after, masks))
        if steps is None:
            say("edge-studio compare: a patch leads from JSON to JSON, and one of the two is not JSON.")
            return USAGE
        printed = _ascii(drained(patch_text(steps)))
    encoding = sys.stdout.encoding if sys.stdout else "utf-8"
    if not put(printed.encode(encoding, "replace")):
        return USAGE
    doubts = [_doubt(name, body) for name, body in ((arguments.a, before), (arguments.b, after))]
    for doubt in filter(None, doubts):
        say(f"edge-studio compare: {doubt}")
    return USAGE if any(doubts) else OK if comparison.same else ERRORS


def _doubt(name: str, body: bytes) -> str:
    """Why a body cannot be read as JSON, so that it was compared as it is; empty where it can."""
    shown = "standard input" if name == "-" else plain(name)
    if not body.strip():
        return f"{shown} is empty."
    try:
        trouble = JsonText(body).trouble
    except NotJson:
        return f"{shown} is not JSON; it was compared as text."
    return f"{shown} is not whole JSON. {plain(trouble.words)}" if trouble is not None else ""


def _masks(places: Sequence[str], *, shipped: bool) -> Sequence[Mask]:
    """What does not count: what the person has chosen in the window, and the places named here."""
    own = [Mask(f"option-{at}", "named on the command line", place) for at, place in enumerate(places, 1)]
    if not shipped:
        return own
    store = MaskStore(paths.masks_file())
    kept = store.load()
    if store.notice:
        say(f"Note: {store.notice}")
    return [*kept, *own]


def _places(diffs: Iterable[Diff], way: tuple[str, ...] = ()) -> Iterator[Place]:
    """Every difference itself, in order; no recursion, so any depth will do."""
    waiting = [Place((*way, diff.label), diff) for diff in diffs][::-1]
    while waiting:
        place = waiting.pop()
        if place.diff.kind != "inside":
            yield place
        waiting += [Place((*place.way, child.label), child) for child in reversed(place.diff.children)]


# For a person


def _text(comparison: Comparison) -> str:
    lines = list(wrapped(comparison.sentence, ""))
    if len(comparison.lines) > 1:
        lines.append("")
        for line in comparison.lines:
            lines += wrapped(line, "  - ", "    ")
    for part in comparison.parts:
        if part.counted:
            lines += ["", *_part(part)]
    return "\n".join(lines) + "\n"


def _part(part: Part) -> Iterator[str]:
    yield f"{part.title.upper()}: {plural(part.counted, 'difference')}"
    counted = [place for place in _places(part.diffs) if not place.diff.mask]
    for place in counted[:_LISTED]:
        yield from wrapped(f"{place.diff.kind}: {' > '.join(place.way)}", "  ", "    ")
        for mark, side in (("-", place.diff.before), ("+", place.diff.after)):
            if side is not None:
                yield f"    {mark} {plain(readable(side).preview(_VALUE)) or '(empty)'}"
    if len(counted) > _LISTED:
        yield f"  and {len(counted) - _LISTED:,} more; --json prints them all"
    if part.masked:
        yield f"  Left out, because they always differ: {part.masked:,}"


# For a program


def _json(comparison: Comparison) -> str:
    parts = [
        {
            "title": part.title,
            "counted": part.counted,
            "masked": part.masked,
            "differences": [_difference(place) for place in _places(part.diffs)],
        }
        for part in comparison.parts
    ]
    whole = {"same": comparison.same, "sentence": comparison.sentence, "lines": comparison.lines}
    encoded = msgspec.json.encode({**whole, "parts": parts})
    return _ascii(msgspec.json.format(encoded, indent=2).decode()) + "\n"


def _difference(place: Place) -> dict[str, Any]:
    diff = place.diff
    return {
        "place": place.way,
        "kind": diff.kind,
        "before": _side(diff.before),
        "after": _side(diff.after),
        "mask": diff.mask,
    }


def _side(side: Side | None) -> dict[str, Any] | None:
    """A value as it came over the wire, numbers in their spelling; what is no JSON as a text."""
    if side is None:
        return None
    raw = readable(side).raw.decode("utf-8", "replace").encode()
    try:
        msgspec.json.decode(raw, type=msgspec.Raw)
        value: object = msgspec.Raw(raw)
    except (msgspec.DecodeError, RecursionError):
        value = raw.decode()
    return {"pointer": side.pointer, "in": side.place, "value": value}


def _ascii(text: str) -> str:
    """JSON in ASCII: what an answer holds must not move the cursor of a terminal."""
    return _BEYOND_ASCII.sub(_escaped, text).replace("\x7f", "\\u007f")


def _escaped(character: re.Match[str]) -> str:
    return json.dumps(character.group())[1:-1]
