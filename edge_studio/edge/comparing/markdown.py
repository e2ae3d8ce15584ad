"""A comparison as Markdown for a ticket: what changed in words, and where, without secrets."""

from collections.abc import Iterator
from itertools import islice
from typing import Final

from edge_studio.edge.comparing.bodies import readable
from edge_studio.edge.comparing.model import Comparison, Diff, Part, Side
from edge_studio.edge.exchange import Answered, Exchange
from edge_studio.edge.markdown import escaped
from edge_studio.edge.masking import Scrubber, secrets_of
from edge_studio.edge.moments import written

_ROWS: Final = 100
"""How many differences of a part are listed."""
_VALUE: Final = 120
"""How many characters of a value are quoted."""
_LOOKED_AT: Final = 8_192
"""How many are looked at, so that a secret at the cut is masked whole."""


def as_markdown(before: Exchange, after: Exchange, comparison: Comparison) -> str:
    """The comparison of two exchanges; what masks take out is counted and left out."""
    requests = (before.request, after.request)
    secrets = [secret for request in requests for secret in secrets_of(request.headers, request.url)]
    return _Writing(Scrubber(sorted(secrets, key=len, reverse=True))).all(before, after, comparison)


class _Writing:
    """The parts of the text, each without secrets."""

    def __init__(self, scrub: Scrubber) -> None:
        self._scrub = scrub

    def all(self, before: Exchange, after: Exchange, comparison: Comparison) -> str:
        """The whole text."""
        parts = ["## Two exchanges compared", f"{self._named('A', before)}\n{self._named('B', after)}"]
        parts.append(f"**{self._plain(comparison.sentence)}**")
        parts.append("\n".join(f"- {self._plain(line)}" for line in comparison.lines))
        parts += [self._part(part) for part in comparison.parts if part.counted]
        masked = sum(part.masked for part in comparison.parts)
        parts.append(f"Left out, because they always differ: {masked:,}." if masked else "")
        return "\n\n".join(part for part in parts if part) + "\n"

    def _named(self, letter: str, exchange: Exchange) -> str:
        outcome = exchange.outcome
        came = str(outcome.status) if isinstance(outcome, Answered) else "no answer"
        words = ", ".join(filter(None, (exchange.title, exchange.subtitle, exchange.connection)))
        return f"- **{letter}**: {self._plain(words)}, {written(exchange.started)}, {came}"

    def _part(self, part: Part) -> str:
        lines = [f"### {part.title}", "", "| Place | A | B |", "|---|---|---|"]
        for diff in islice(_counted(part), _ROWS):
            side = diff.after or diff.before
            place = side.pointer if side is not None and side.pointer else diff.label
            lines.append(f"| {self._plain(place)} | {self._value(diff.before)} | {self._value(diff.after)} |")
        if part.counted > _ROWS:
            lines += ["", f"{part.counted - _ROWS:,} more."]
        return "\n".join(lines)

    def _value(self, side: Side | None) -> str:
        if side is None:
            return "—"
        text = self._scrub.words(readable(side).preview(_LOOKED_AT))
        cut = text if len(text) <= _VALUE else f"{text[:_VALUE].rstrip()}…"
        return escaped(cut) or "“”"

    def _plain(self, text: str) -> str:
        """Words of which nothing is taken for Markdown."""
        return escaped(self._scrub.words(text))


def _counted(part: Part) -> Iterator[Diff]:
    for diff in part.diffs:
        yield from (leaf for leaf in diff.leaves() if not leaf.mask)
