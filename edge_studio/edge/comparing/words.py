"""What a comparison comes to, in one sentence and in a line for each change, the most important first."""

from collections.abc import Iterator, Sequence
from itertools import islice

from edge_studio.edge.amounts import plural
from edge_studio.edge.comparing.engine import text
from edge_studio.edge.comparing.handle_words import (
    TOLD,
    TOPICS,
    Grouping,
    Said,
    became,
    handle_words,
    is_handle,
)
from edge_studio.edge.comparing.model import Diff, Part
from edge_studio.edge.comparing.pace import Pace, Work
from edge_studio.edge.errors import code_of
from edge_studio.edge.notices import Severity, read_notice
from edge_studio.edge.summaries import listing

_SENTENCE = 3
"""How many changes the sentence tells."""
_LINES = 40
"""How many lines there are at most."""


def in_words(parts: Sequence[Part]) -> Work[tuple[str, tuple[str, ...]]]:
    """The sentence and the lines."""
    said = Grouping()
    pace = Pace()
    for part in parts:
        told = _request if part.title == "Request" else _answer
        for diff in part.diffs:
            if diff.counts or diff.label == "state:store":
                for one in told(diff):
                    if one is not None:
                        said.add(one)
                    if pace.due():
                        yield
            if pace.due():
                yield
    ranked = sorted(said.all(), key=lambda one: TOPICS.index(one.topic))
    yield
    yield from said.let_go(pace)
    lines = [_line(one) for one in ranked]
    if len(lines) > _LINES:
        lines[_LINES - 1 :] = [f"{len(lines) - _LINES + 1:,} more changes"]
    return _sentence(parts, ranked), tuple(_capital(line) for line in lines)


def _answer(diff: Diff) -> Iterator[Said | None]:
    """One place of the answer."""
    if diff.label in {"status", "not answered"} and _is_of_head(diff):
        yield _outcome(diff)
    elif diff.label == "headers" and _is_of_head(diff):
        yield Said("rest", f"headers differ ({_names(diff)})")
    elif diff.label in {"errors", "warnings"} and diff.kind == "inside":
        for child in diff.children:
            yield _notice(child, "error" if diff.label == "errors" else "warning")
    elif diff.label == "type" and _code(diff):
        yield Said("error", f"the problem {_code(diff)}")
    elif is_handle(diff):
        yield from handle_words(diff)
    else:
        yield from _place(diff)


def _request(diff: Diff) -> Iterator[Said | None]:
    """One place of the request; what was asked otherwise explains what was answered otherwise."""
    if diff.counts:
        yield Said("request", "the request differs", _names(diff))


def _is_of_head(diff: Diff) -> bool:
    return any(side is not None and side.place == "head" for side in (diff.before, diff.after))


def _outcome(diff: Diff) -> Said:
    if diff.before is not None and diff.after is not None:
        return Said("failure", f"the {diff.label} changed {became(diff.before.value, diff.after.value)}")
    side = diff.after or diff.before
    now = "now" if diff.after else "before"
    return Said("failure", f"{diff.label} {now}: {side.value.text if side else ''}")


def _notice(diff: Diff, severity: Severity) -> Said:
    """An error or a warning that is new, gone or told otherwise."""
    side = diff.after or diff.before
    notice = read_notice(side.value if side else text(None), "", severity)
    title = notice.title.rstrip(".")
    name = notice.code or f"the {severity}"
    if diff.kind == "added":
        return Said(severity, f"{name} is new: {title}")
    if diff.kind == "removed":
        return Said(severity, f"{name} is gone: {title}")
    return Said(severity, f"{name} is told otherwise ({_names(diff)})")


def _code(diff: Diff) -> str:
    """What became of a problem's code; empty where the texts are no codes."""
    old, new = (code_of(side.value.text) if side else "" for side in (diff.before, diff.after))
    if old and new:
        return f"{old} became {new}"
    return f"{new} is new" if new else f"{old} is gone" if old else ""


def _place(diff: Diff) -> Iterator[Said]:
    """Any other place."""
    if diff.kind == "inside" or not diff.counts:
        for leaf in diff.leaves():
            if not leaf.mask:
                yield Said("rest", "changed", diff.label)
                return
        return
    happened = {"added": "new", "removed": "gone"}.get(diff.kind, "changed")
    yield Said("rest", happened, diff.label)


def _names(diff: Diff) -> str:
    """What differs inside, by the names of the first few places."""
    leaves = (leaf.label for leaf in diff.leaves() if not leaf.mask)
    names = listing(list(islice(leaves, TOLD)))
    return names if next(leaves, None) is None else f"{names} and others"


def _line(said: Said) -> str:
    if said.topic == "request":
        return f"the request differs ({said.subject})"
    return f"{said.subject}: {said.text}" if said.subject else said.text


def _capital(line: str) -> str:
    """A line that begins with a word of ours begins with a capital; names of the wire stay as they are."""
    first = line.split(" ", 1)[0]
    return line[:1].upper() + line[1:] if first.isalpha() else line


def _sentence(parts: Sequence[Part], ranked: Sequence[Said]) -> str:
    counted, masked = sum(part.counted for part in parts), sum(part.masked for part in parts)
    what = " and ".join(part.title.lower() for part in parts)
    if not counted:
        if not parts:
            return "There is nothing to compare."
        same = f"{_capital(what)} are the same" if len(parts) > 1 else f"The {what} is the same"
        if not masked:
            return f"{same}."
        return f"{same}, but for {plural(masked, 'value that always differs', 'values that always differ')}."
    told = [_line(one) for one in ranked if one.counts]
    rest = len(told) - _SENTENCE
    end = [plural(rest, "more change")] if rest > 0 else [] if _is_whole(parts) else ["otherwise the same"]
    return _capital("; ".join([*told[:_SENTENCE], *end])) + "."


def _is_whole(parts: Sequence[Part]) -> bool:
    """Whether the body of the answer differs as a whole, which leaves nothing in it to be the same."""
    answers = [part for part in parts if part.title != "Request"]
    last = [diff for part in answers for diff in part.diffs[-1:] if diff.label == "body"]
    sides = [diff.after or diff.before for diff in last]
    return any(side is not None and not side.pointer for side in sides)
