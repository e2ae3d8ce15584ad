"""Texts inside texts: percent-encoding, JSON, HTML and data addresses."""

import html
import re
from functools import partial
from typing import Final
from urllib.parse import unquote_to_bytes

from edge_studio.edge.amounts import plural
from edge_studio.edge.decoding.model import Decoded, Place
from edge_studio.edge.decoding.packing import container, from_base64, members, text_value
from edge_studio.edge.wording import cut

_PERCENT: Final = re.compile(r"%[0-9A-Fa-f]{2}")
_CONTROL: Final = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f]")
_TAG: Final = re.compile(r"<(?:!doctype|!--|[a-z][a-z0-9-]{0,30}(?=[\s/>]))", re.IGNORECASE)
_CLOSING: Final = re.compile(r"</[a-z][a-z0-9-]{0,30}>", re.IGNORECASE)
_MARK: Final = re.compile(
    r"<!--|-->|<(?P<closes>/?)(?P<name>[a-z][a-z0-9-]{0,30})(?=[\s/>])[^<>]*>|<[!?][^<>]*>", re.IGNORECASE
)
_UNSEEN: Final = frozenset(("script", "style", "template", "head", "noscript"))
_BLOCKS: Final = frozenset(
    {
        *("p", "div", "br", "li", "ul", "ol", "tr", "table", "section", "article", "header", "footer", "hr"),
        *("h1", "h2", "h3", "h4", "h5", "h6", "body", "html", "main", "nav", "form", "blockquote", "figure"),
    }
)
_DATA: Final = re.compile(
    r"data:([a-z]+/[a-z0-9.+-]+)?((?:;[a-z0-9-]+=[a-z0-9.\"-]+)*)(;base64)?,", re.IGNORECASE
)
_SEARCHED: Final = 4_000
_MARKED_UP: Final = frozenset(("content", "body", "html", "message", "text"))


def read_percent(text: str, place: Place) -> Decoded | None:
    """Percent-encoding, where undoing it gives another text, in UTF-8 and without control characters."""
    if "%" not in text or not _PERCENT.search(text) or text.startswith("data:"):
        return None
    try:
        decoded = unquote_to_bytes(text).decode()
    except UnicodeError:
        return None
    if decoded == text or _CONTROL.search(decoded):
        return None
    return Decoded("percent", "percent-decoded", cut(decoded) or "only blanks", text_value(decoded), decoded)


def read_json(text: str, place: Place) -> Decoded | None:
    """An object or a list as a text."""
    if text[:1] not in {"{", "[", " ", "\n", "\t", "\r"} or text[-1:].strip() not in {"}", "]", ""}:
        return None
    try:
        value = container(text.encode(), is_utf8=True)
    except UnicodeEncodeError:
        return None
    if value is None:
        return None
    return Decoded("json", "JSON in a text", members(value), value)


def read_html(text: str, place: Place) -> Decoded | None:
    """HTML: what a person would read of it."""
    start = text[:200].lstrip()
    if not (start[:1] == "<" and _TAG.match(start)):
        marked = place.key.lower() in _MARKED_UP and "<" in text[:_SEARCHED]
        if not marked or not _CLOSING.search(text, 0, _SEARCHED):
            return None
    elif ">" not in text:
        return None
    said = cut(without_tags(text[:_SEARCHED])) or "nothing to read at its beginning"
    return Decoded("html", "HTML as text", said, None, later=partial(without_tags, text))


def without_tags(text: str) -> str:
    """HTML as a person reads it: without tags, scripts and styles, one line for each block.

    One pass over the text, however broken it is; what nobody closed hides the rest, as in a browser.
    """
    parts: list[str] = []
    at, hidden = 0, ""
    for mark in _MARK.finditer(text):
        name = (mark["name"] or mark.group()).lower()
        if hidden:
            if name == hidden and (mark["closes"] or hidden == "-->"):
                at, hidden = mark.end(), ""
            continue
        parts.append(text[at : mark.start()])
        at = mark.end()
        if name == "<!--":
            hidden = "-->"
        elif name in _UNSEEN and not mark["closes"]:
            hidden = name
        elif name in _BLOCKS:
            parts.append("\n")
    parts.append("" if hidden else text[at:])
    lines = (" ".join(line.split()) for line in html.unescape("".join(parts)).split("\n"))
    return "\n".join(line for line in lines if line)


def read_data(text: str, place: Place) -> Decoded | None:
    """A ``data:`` address: what kind of file it holds, and of a text the text."""
    if not text.startswith(("data:", "DATA:")):
        return None
    found = _DATA.match(text)
    if found is None:
        return None
    kind = (found[1] or "text/plain").lower()
    size = _size(text, found)
    is_text = kind.startswith("text/") or kind.endswith(("json", "xml"))
    decoded = _data_text(text[found.end() :], bool(found[3])) if is_text else None
    words = f"{kind}, {plural(size, 'byte')}"
    if decoded is None:
        return Decoded("data", "data in an address", words, None)
    return Decoded("data", "data in an address", f"{words}: {cut(decoded)}", text_value(decoded), decoded)


def _size(text: str, found: re.Match[str]) -> int:
    length = len(text) - found.end()
    if not found[3]:
        return length - 2 * text.count("%", found.end())
    return (length - text.count("=", max(found.end(), len(text) - 2))) * 3 // 4


def _data_text(content: str, is_base64: bool) -> str | None:
    try:
        raw = from_base64(content) if is_base64 else unquote_to_bytes(content)
        return raw.decode() if raw is not None else None
    except UnicodeError:
        return None
