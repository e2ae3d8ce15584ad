"""What changed in the handles of each type, in words a marketer knows."""

from collections.abc import Callable, Iterator
from itertools import islice
from typing import Literal, NamedTuple

from edge_studio.edge.amounts import plural
from edge_studio.edge.client_state import entry_name, read_identity
from edge_studio.edge.comparing.model import Diff, Side
from edge_studio.edge.comparing.pace import Pace, Work, let_go
from edge_studio.edge.propositions import experience_words, offer_names
from edge_studio.edge.summaries import content_kind, listed, listing, shorten
from edge_studio.jsontext.lazy_json import LazyValue

Topic = Literal[
    "failure", "error", "warning", "offer", "consent", "audience", "visitor", "state", "request", "rest"
]
"""What a change is about."""
TOPICS: tuple[Topic, ...] = (
    "failure", "error", "warning", "offer", "consent", "audience", "visitor", "state", "request", "rest"
)  # fmt: skip
"""The same, the most important first."""


TOLD = 1_000
"""Of more changes in the handles of one type only so many are put into words; the rest are counted."""


class Said(NamedTuple):
    """One change in words."""

    topic: Topic
    text: str
    """What happened; several places with the same are told in one line."""
    subject: str = ""
    """Where: a scope, a destination; empty where ``text`` says it all."""
    counts: bool = True
    """False for what only explains a difference that a mask takes out."""


def is_handle(diff: Diff) -> bool:
    """Whether a place of an answer is a handle, or the handles of one type."""
    return any(side is not None and "/handle/" in side.pointer for side in (diff.before, diff.after))


def handle_words(diff: Diff) -> Iterator[Said | None]:
    """What changed in the handles of the type that ``diff`` is about; None now and then while it counts."""
    if diff.kind != "inside":
        value = _value(diff)
        entries = value.get("payload")
        with_what = f" with {plural(entries.count, 'entry', 'entries')}" if entries and entries.count else ""
        yield Said(_TOPICS.get(diff.label, "rest"), f"{diff.label} is {_fate(diff)}{with_what}")
        return
    told = (child for child in diff.children if child.counts or diff.label == "state:store")
    for child in islice(told, TOLD):
        if diff.label not in _WORDS:
            yield Said("rest", f"an entry {_happened(child)}", f"{diff.label} {child.label}")
        elif _is_entry(child):
            yield from _WORDS[diff.label](child)
        else:
            for member in islice(child.children or (child,), TOLD):
                yield Said(_TOPICS.get(diff.label, "rest"), _member(member), diff.label)
    rest = 0
    for at, child in enumerate(told):
        rest += child.counts
        if at % TOLD == 0:
            yield None
    if rest:
        text = f"{plural(rest, 'more entry', 'more entries')} differ"
        yield Said(_TOPICS.get(diff.label, "rest"), text, diff.label)


def _is_entry(diff: Diff) -> bool:
    """Whether it stands in a payload, and not beside it."""
    return any(side is not None and "/payload/" in side.pointer for side in (diff.before, diff.after))


def _member(diff: Diff) -> str:
    """What became of something that a handle holds beside its payload."""
    if diff.label == "eventIndex" and diff.before is not None and diff.after is not None:
        old, new = diff.before.value.integer(), diff.after.value.integer()
        if old is not None and new is not None:
            return f"the event that it answers changed from {old + 1:,} to {new + 1:,}"
    return f"{diff.label} {_happened(diff)}"


def _value(diff: Diff) -> LazyValue:
    side = diff.after or diff.before
    return side.value if side else LazyValue(b"null")


def _fate(diff: Diff) -> str:
    return "new" if diff.kind == "added" else "gone"


def find(diff: Diff, *path: str) -> Diff | None:
    """The difference at the end of ``path``, by labels; None where nothing differs there."""
    found: Diff | None = diff
    for label in path:
        found = next((child for child in found.children if child.label == label), None) if found else None
    return found


def became(before: LazyValue, after: LazyValue) -> str:
    """``from A to B``, each cut."""
    return f"from {_short(before)} to {_short(after)}"


def _short(value: LazyValue) -> str:
    return shorten(value.preview(80), 40) if value.size > 2 else "nothing"


# --- offers ---


def _proposition(diff: Diff) -> Iterator[Said]:
    if diff.before is None or diff.after is None:
        offer = offer_names(_value(diff))
        words = (offer.provider, offer.activity, experience_words(offer.experience))
        inside = ", ".join(word for word in words if word)
        yield Said("offer", f"an offer is {_fate(diff)}{f' ({inside})' if inside else ''}", diff.label)
        return
    before, after = offer_names(diff.before.value), offer_names(diff.after.value)
    for word, old, new in (
        ("product", before.provider, after.provider),
        ("activity", before.activity, after.activity),
        ("experience", before.experience, after.experience),
    ):
        if old != new:
            text = f"{word} {shorten(old) or 'none'} became {shorten(new) or 'none'}"
            yield Said("offer", text, diff.label)
            return
    yield Said("offer", _inside_offer(diff), diff.label)


def _inside_offer(diff: Diff) -> str:
    items = find(diff, "items")
    if items is None or not items.counts:
        places = listing([leaf.label for leaf in diff.leaves() if not leaf.mask])
        return f"details changed ({places})"
    new = sum(child.kind == "added" for child in items.children)
    gone = sum(child.kind == "removed" for child in items.children)
    if items.kind != "inside":
        return f"its items are {_fate(items)}"
    if new or gone:
        return _more_or_fewer("item", new, gone)
    if _only_order(items, "items") == "the order of the items changed":
        return "the order of its items changed"
    for leaf in items.leaves():
        if leaf.label == "schema" and not leaf.mask and leaf.before and leaf.after:
            before, after = content_kind(leaf.before.value.text), content_kind(leaf.after.value.text)
            return f"{before or 'nothing'} became {after or 'nothing'}"
    if any(leaf.label == "content" for leaf in items.leaves() if not leaf.mask):
        return "the content changed"
    return f"the offer changed ({listing([leaf.label for leaf in items.leaves() if not leaf.mask])})"


def _more_or_fewer(what: str, new: int, gone: int) -> str:
    told = [f"{plural(new, what)} new"] if new else []
    return ", ".join(told + ([f"{plural(gone, what)} gone"] if gone else []))


# --- consent, audiences, visitor ---

CONSENT = {"y": "in", "n": "out", "p": "pending"}
"""Values of consent, as the words for them."""


def _consent(diff: Diff) -> Iterator[Said]:
    leaf = find(diff, "collect", "val") or find(diff, "collect") or find(diff, "general")
    if leaf is not None and leaf.before is not None and leaf.after is not None and leaf.kind == "changed":
        old, new = (CONSENT.get(side.value.text, side.value.text) for side in (leaf.before, leaf.after))
        yield Said("consent", f"consent changed from {old} to {new}")
    elif diff.kind != "inside":
        given = _value(diff).string("collect", "val") or _value(diff).string("general")
        yield Said("consent", f"consent is {_fate(diff)}{f' ({CONSENT.get(given, given)})' if given else ''}")
    others = [found for found in diff.leaves() if not found.mask and found is not leaf]
    if others and diff.kind == "inside":
        yield Said("consent", f"preferences changed ({listing([found.label for found in others])})")


def _destination(diff: Diff) -> Iterator[Said]:
    if diff.kind != "inside":
        audiences = _value(diff).get("segments")
        count = plural(audiences.count if audiences else 0, "audience")
        yield Said("audience", f"the destination is {_fate(diff)} ({count})", diff.label)
        return
    segments = find(diff, "segments")
    others = [child.label for child in diff.children if child.counts and child.label != "segments"]
    if segments is not None and segments.counts:
        new = sum(child.kind == "added" for child in segments.children)
        gone = sum(child.kind == "removed" for child in segments.children)
        told = _more_or_fewer("audience", new, gone) or _only_order(segments, "audiences")
        yield Said("audience", told, diff.label)
    if others:
        yield Said("audience", f"{listing(others)} changed", diff.label)


def _only_order(diff: Diff, what: str) -> str:
    """Whether a list differs in its order alone, or within its entries."""
    is_order = [child.label for child in diff.children if child.counts] == ["order"]
    return f"the order of the {what} changed" if is_order else f"the {what} changed"


def _push(diff: Diff) -> Iterator[Said]:
    is_cookie = _value(diff).string("type") == "cookie"
    what = "a destination's cookie" if is_cookie else "a destination's URL"
    yield Said("audience", f"{what} {_happened(diff)}", diff.label)


def _happened(diff: Diff) -> str:
    return f"is {_fate(diff)}" if diff.kind in {"added", "removed"} else "changed"


def _identity(diff: Diff) -> Iterator[Said]:
    leaf = find(diff, "id")
    if leaf is not None and leaf.before is not None and leaf.after is not None:
        yield Said("visitor", f"{diff.label} changed {became(leaf.before.value, leaf.after.value)}")
    else:
        yield Said("visitor", f"the identity {diff.label} {_happened(diff)}")


def _state(diff: Diff) -> Iterator[Said]:
    value = find(diff, "value")
    if value is not None and value.before is not None and value.after is not None:
        yield from _known_or_new(value.before, value.after)
    if not diff.counts:
        return
    if entry_name(_value(diff).string("key")) == "consent" and value and value.before and value.after:
        yield Said("consent", f"the consent cookie changed {became(value.before.value, value.after.value)}")
    elif diff.kind == "inside":
        fields = listing([leaf.label for leaf in diff.leaves() if not leaf.mask])
        yield Said("state", f"a cookie changed ({fields})", diff.label)
    else:
        yield Said("state", f"1 cookie {_fate(diff)}", diff.label)


def _known_or_new(before: Side, after: Side) -> Iterator[Said]:
    """That one visitor is new and the other known, which the identity cookies tell."""
    old, new = read_identity(before.value.text), read_identity(after.value.text)
    if old is None or new is None:
        return
    if old.ecid != new.ecid:
        yield Said("visitor", "it is another visitor (another ECID)", counts=False)
    if old.is_fresh != new.is_fresh:
        words = ("known", "new")
        yield Said(
            "visitor", f"the visitor was {words[old.is_fresh]} and is {words[new.is_fresh]}", counts=False
        )


def _hint(diff: Diff) -> Iterator[Said]:
    leaf = find(diff, "hint")
    if leaf is not None and leaf.before is not None and leaf.after is not None:
        text = f"the region changed {became(leaf.before.value, leaf.after.value)}"
        yield Said("state", text, diff.label)
    else:
        yield Said("state", f"the region {_happened(diff)}", diff.label)


_TOPICS: dict[str, Topic] = {
    "personalization:decisions": "offer",
    "consent:preferences": "consent",
    "activation:pull": "audience",
    "activation:push": "audience",
    "identity:result": "visitor",
    "state:store": "state",
    "locationHint:result": "state",
}
_WORDS: dict[str, Callable[[Diff], Iterator[Said]]] = {
    "personalization:decisions": _proposition,
    "consent:preferences": _consent,
    "activation:pull": _destination,
    "activation:push": _push,
    "identity:result": _identity,
    "state:store": _state,
    "identity:persist": _state,
    "locationHint:result": _hint,
}


class Grouping:
    """Changes in words, those of one text and topic in one: ``hero, footer and 8 more``."""

    def __init__(self, most: int = 3) -> None:
        self._most = most
        self._subjects: dict[tuple[Topic, str, bool], dict[str, None]] = {}
        self._counts: dict[tuple[Topic, str, bool], int] = {}

    def add(self, said: Said) -> None:
        """Take one more."""
        key = (said.topic, said.text, said.counts)
        subjects = self._subjects.setdefault(key, {})
        if said.subject:
            subjects[said.subject] = None
        self._counts[key] = self._counts.get(key, 0) + 1

    def let_go(self, pace: Pace) -> Work[None]:
        """Forget them all, bit by bit."""
        for subjects in self._subjects.values():
            yield from let_go(subjects, pace)

    def all(self) -> list[Said]:
        """One for each text, in the order in which the first of each came."""
        return [
            Said(topic, _times(text, self._counts[topic, text, counts]), listed(subjects, self._most), counts)
            for (topic, text, counts), subjects in self._subjects.items()
        ]


def _times(text: str, count: int) -> str:
    """``3 cookies new`` for three times ``1 cookie new``."""
    return text.replace("1 cookie", plural(count, "cookie")) if text.startswith("1 cookie") else text
