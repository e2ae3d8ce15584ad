"""The values that a summary is made of; the window shows them as cards, the command line prints them."""

from dataclasses import dataclass
from datetime import datetime
from typing import Literal

Tone = Literal["success", "warning", "danger", "neutral"]
CardKind = Literal[
    "trouble",
    "visitor",
    "offers",
    "audiences",
    "consent",
    "stored",
    "region",
    "media",
    "assistant",
    "accepted",
    "other",
]
ContentKind = Literal[
    "html",
    "json",
    "text",
    "image",
    "redirect",
    "dom",
    "rules",
    "message",
    "measurement",
    "default",
    "unknown",
]


@dataclass(frozen=True, slots=True)
class Fact:
    """One line of a card."""

    label: str
    """What it is about, such as "Made" or "Region"."""
    words: str
    """What it says, in plain words."""
    exact: str = ""
    """The value as on the wire, to be copied; empty where the words are the value."""
    pointer: str = ""
    """Where it stands in the answer, as a JSON Pointer; empty where it is worked out."""
    tone: Tone = "neutral"
    until: datetime | None = None
    """When it stops being so, with a zone: shown as a countdown; None where it never does or nobody knows."""
    lasting: str = ""
    """For how long it is so, such as "kept for 30 min"; a countdown stands in its place."""

    @property
    def told(self) -> str:
        """The words, and for how long it is so."""
        return " · ".join(part for part in (self.words, self.lasting) if part)


@dataclass(frozen=True, slots=True)
class Content:
    """One item of a proposition: something that can be shown to a visitor."""

    kind: ContentKind
    title: str
    """What it is in plain words, such as "HTML content" or "DOM change: setHtml at #hero"."""
    text: str
    """The content itself: HTML, JSON as on the wire, a text, an address; empty where there is none."""
    id: str
    schema: str
    pointer: str
    selector: str = ""
    """Of a DOM action, which element it changes."""
    action: str = ""
    """Of a DOM action, what it does, such as ``setHtml``."""
    language: str = ""
    facts: tuple[Fact, ...] = ()
    """What else is said of it, such as Target's response tokens."""


@dataclass(frozen=True, slots=True)
class Offer:
    """One proposition: what a provider decided for one scope or surface."""

    scope: str
    provider: str
    """Such as "Target"; the wire's own word where it is not known, empty where none is said."""
    activity: str
    """Its name where one is said, otherwise its id."""
    experience: str
    contents: tuple[Content, ...]
    is_default: bool
    """Whether it only says to keep what is there."""
    id: str
    pointer: str
    event_index: int
    """Which event of the request it answers, from 0."""
    facts: tuple[Fact, ...] = ()


@dataclass(frozen=True, slots=True)
class Reason:
    """Why nothing may have come back; the likeliest first."""

    words: str
    remedy: str = ""
    certain: bool = False
    """Whether the answer itself proves it, and it is no guess."""


@dataclass(frozen=True, slots=True)
class Asked:
    """One scope or surface, with what came back for it."""

    scope: str
    """As on the wire."""
    name: str
    """In words, such as the ids inside a base64 scope; the same as ``scope`` where that says it best."""
    kind: Literal["scope", "surface"]
    was_asked: bool
    """Whether the request names it; other scopes come from the page or the service itself."""
    offers: tuple[Offer, ...] = ()
    reasons: tuple[Reason, ...] = ()
    """Where nothing came back that could be shown, why; empty otherwise."""


@dataclass(frozen=True, slots=True)
class Trouble:
    """One error or warning with its plain meaning."""

    severity: Literal["error", "warning"]
    code: str
    title: str
    meaning: str
    remedy: str
    retry: str
    """Whether to send the same again, in words."""
    detail: str = ""
    causes: tuple[str, ...] = ()
    event_index: int | None = None
    pointer: str = ""


@dataclass(frozen=True, slots=True)
class Card:
    """One thing that an answer says, in the order in which it matters."""

    kind: CardKind
    title: str
    said: str
    """The card in one sentence."""
    tone: Tone = "neutral"
    pointer: str = ""
    """The first handle it is about."""
    facts: tuple[Fact, ...] = ()
    asked: tuple[Asked, ...] = ()
    """Of the card of offers."""
    troubles: tuple[Trouble, ...] = ()
    """Of the card of trouble."""
    more: int = 0
    """How many further entries were left out."""


@dataclass(frozen=True, slots=True)
class Summary:
    """All cards of an answer."""

    headline: str
    """Status and its word: ``200 OK``."""
    sentence: str
    tone: Tone
    request_id: str
    cards: tuple[Card, ...]
    has_errors: bool
    """Whether the answer holds errors or is a problem."""

    def card(self, kind: CardKind) -> Card | None:
        """The first card of this kind; None where there is none."""
        return next((card for card in self.cards if card.kind == kind), None)
