"""What is said of one item of an offer, and which part of it is shown as HTML or as it is written."""

import json
from collections.abc import Callable
from typing import Final, Literal

import msgspec

from edge_studio.edge.summary.model import Content
from edge_studio.ui.summary.line import LONGEST, Line, fact_line

Way = Literal["preview", "source"]
_TIDIED: Final = 100_000
"""Characters of a text that are looked at here; a window of its own shows longer ones whole."""
_TOLD: Final = frozenset({"text", "image", "redirect", "default", "rules"})
"""Kinds of which the preview says all in lines."""


def preview_lines(content: Content, way: Way) -> list[Line]:
    """What is said of an item in lines: what it is and, of some kinds, all of it."""
    where = content.pointer
    exact = content.selector or content.schema
    title = Line(content.title, style="muted", pointer=where, exact=exact, rows=3)
    if way == "source":
        facts = [fact_line(fact) for fact in content.facts]
        known = (("Item", content.id), ("Schema", content.schema), ("Selector", content.selector))
        lines = [Line(value, label, exact=value, pointer=where) for label, value in known if value]
        return [title, *lines, *facts]
    say = _SAID.get(content.kind)
    return [title, *(say(content) if say is not None else [])]


def html_of(content: Content) -> str:
    """The HTML of an item, empty where it has none."""
    if content.kind == "html" or (content.kind in {"dom", "message"} and _looks_like_html(content.text)):
        return content.text
    return ""


def code_of(content: Content, way: Way) -> str:
    """What is shown as it is written, JSON tidied; empty where there is nothing."""
    if way == "preview" and (content.kind in _TOLD or html_of(content) or _card_texts(content)):
        return ""
    if content.kind == "image" and content.text.startswith("data:"):
        return ""
    if len(content.text) <= _TIDIED and content.text.lstrip()[:1] in {"{", "["}:
        try:
            return msgspec.json.format(content.text, indent=2)
        except (msgspec.DecodeError, RecursionError):
            pass
    return content.text if len(content.text) <= _TIDIED else content.text[:_TIDIED]


def _looks_like_html(text: str) -> bool:
    return text.lstrip()[:1] == "<"


def _card_texts(content: Content) -> list[tuple[str, str]]:
    """Title and body of a content card, wherever the provider puts them; none, where it is no such."""
    if content.kind != "message":
        return []
    try:
        found = json.loads(content.text[:_TIDIED])
    except (ValueError, RecursionError):
        return []
    texts: list[tuple[str, str]] = []
    for name in ("title", "body", "actionUrl"):
        value = found.get(name) if isinstance(found, dict) else None
        value = value.get("content") if isinstance(value, dict) else value
        if isinstance(value, str) and value:
            texts.append((name, value))
    return texts


def _message(content: Content) -> list[Line]:
    words = {"title": "Title", "body": "Text"}
    return [
        Line(text, words[name], pointer=content.pointer, exact=text)
        if name in words
        else Line(text, "Opens", style="link", link=text, pointer=content.pointer)
        for name, text in _card_texts(content)
    ]


def _text(content: Content) -> list[Line]:
    return [Line(content.text[:LONGEST], pointer=content.pointer, exact=content.text, rows=8)]


def _redirect(content: Content) -> list[Line]:
    return [Line(content.text, "Goes to", style="link", link=content.text, pointer=content.pointer)]


def _image(content: Content) -> list[Line]:
    if content.text.startswith("data:"):
        size = len(content.text) * 3 // 4
        return [Line(f"in the answer itself, about {size:,} bytes", "Picture", pointer=content.pointer)]
    return [Line(content.text, "Address", style="link", link=content.text, pointer=content.pointer)]


_SAID: Final[dict[str, Callable[[Content], list[Line]]]] = {
    "text": _text,
    "redirect": _redirect,
    "image": _image,
    "message": _message,
}
