"""HTML of an offer made harmless: only tags and styles that show text, and nothing that would load anything.

Qt's document would look on the disk for a picture that it is not given; so no address of one gets that far.
"""

import base64
import binascii
import re
from html import escape
from html.parser import HTMLParser
from typing import Final
from urllib.parse import unquote_to_bytes

LONGEST: Final = 10_000
"""Characters of HTML that are previewed: more would stop the window for longer than a frame."""
_DEEPEST = 40
_MOST_TAGS = 400
"""More are left out, their text is not: laying out thousands takes longer than a frame."""
_MOST_TABLES = 12
_NESTED_TABLES = 2
"""Each table inside another makes Qt lay out what it holds several times."""
_TABLE_PARTS: Final = frozenset({"table", "tr", "td", "th", "tbody", "thead", "tfoot"})
_WIDEST = 240
"""Pixels that a picture may claim."""
_KEPT: Final = frozenset(
    {
        "p",
        "div",
        "span",
        "br",
        "hr",
        "h1",
        "h2",
        "h3",
        "h4",
        "h5",
        "h6",
        "ul",
        "ol",
        "li",
        "b",
        "strong",
        "i",
        "em",
        "u",
        "s",
        "small",
        "sub",
        "sup",
        "a",
        "table",
        "tbody",
        "thead",
        "tfoot",
        "tr",
        "td",
        "th",
        "pre",
        "code",
        "blockquote",
        "center",
        "font",
        "dl",
        "dt",
        "dd",
    }
)
_AS_DIV: Final = frozenset(
    {
        "section",
        "article",
        "header",
        "footer",
        "main",
        "nav",
        "figure",
        "figcaption",
        "address",
        "form",
        "body",
    }
)
_AS_BOLD: Final = frozenset({"button", "label", "summary"})
_SILENT: Final = frozenset(
    {
        "script",
        "style",
        "head",
        "title",
        "iframe",
        "object",
        "embed",
        "noscript",
        "template",
        "svg",
        "math",
        "video",
        "audio",
        "canvas",
        "select",
        "textarea",
        "frameset",
        "applet",
        "map",
    }
)
"""What is left out with all that it holds."""
_VOID: Final = frozenset(
    {"br", "hr", "img", "input", "link", "meta", "base", "embed", "source", "track", "wbr"}
)
_ATTRIBUTES: Final = frozenset({"align", "colspan", "rowspan", "color", "bgcolor"})
_STYLES: Final = frozenset(
    {"color", "background-color", "font-weight", "font-style", "font-size", "text-align", "text-decoration"}
)
_PLAIN_VALUE: Final = re.compile(r"[\w\s#.,%()+-]{1,80}")


class Harmless(HTMLParser):
    """Writes the harmless part of what it is fed."""

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.pictures: list[bytes] = []
        """The pictures that the HTML itself holds; ``picture:0`` stands for the first."""
        self.left_out = False
        """Whether there was something that is not shown."""
        self._out: list[str] = []
        self._open: list[str] = []
        self._silent: list[str] = []
        self._tags = 0
        self._tables = 0
        self._denied = 0
        """Tables that are open in the HTML and were left out."""

    @property
    def html(self) -> str:
        """What may be shown, as HTML."""
        return "".join(self._out) + "".join(f"</{tag}>" for tag in reversed(self._open))

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if self._silent or tag in _SILENT:
            self.left_out = True
            if tag not in _VOID:
                self._silent.append(tag)
            return
        values = {name: value or "" for name, value in attrs}
        if tag == "img":
            self._picture(values)
            return
        known = "div" if tag in _AS_DIV else "b" if tag in _AS_BOLD else tag
        if known not in _KEPT or not self._has_room(known):
            return
        self._out.append(f"<{known}{_attributes(known, values)}>")
        if known not in _VOID:
            self._open.append(known)

    def _has_room(self, tag: str) -> bool:
        """Whether one more tag can be laid out in no time."""
        self._tags += 1
        if tag == "table":
            self._tables += 1
            if self._tables > _MOST_TABLES or self._open.count("table") >= _NESTED_TABLES or self._denied:
                self._denied += 1
        is_denied = self._denied and tag in _TABLE_PARTS
        return not is_denied and self._tags <= _MOST_TAGS and len(self._open) < _DEEPEST

    def handle_endtag(self, tag: str) -> None:
        if self._silent:
            if tag in self._silent:
                del self._silent[self._silent.index(tag) :]
            return
        if self._denied and tag in _TABLE_PARTS:
            self._denied -= tag == "table"
            return
        known = "div" if tag in _AS_DIV else "b" if tag in _AS_BOLD else tag
        if known in self._open:
            while (last := self._open.pop()) != known:
                self._out.append(f"</{last}>")
            self._out.append(f"</{known}>")

    def handle_data(self, data: str) -> None:
        if not self._silent:
            self._out.append(escape(data))

    def _picture(self, values: dict[str, str]) -> None:
        data = picture_bytes(values.get("src", ""))
        if data is None:
            self.left_out = True
            name = values.get("alt") or values.get("src", "")[:200] or "without address"
            self._out.append(f"<i>[picture: {escape(name)}]</i>")
            return
        width = values.get("width", "").removesuffix("px")
        size = f' width="{min(int(width), _WIDEST)}"' if width.isdecimal() and len(width) < 6 else ""
        self._out.append(f'<img src="picture:{len(self.pictures)}"{size}>')
        self.pictures.append(data)


def harmless(html: str) -> Harmless:
    """The harmless part of ``html``, whatever it is; of a long text its beginning."""
    parser = Harmless()
    parser.feed(html[:LONGEST])
    parser.close()
    return parser


def picture_bytes(address: str) -> bytes | None:
    """The bytes of a picture in a ``data:`` address; None for any other address."""
    head, comma, body = address.strip().partition(",")
    if not comma or not head[:11].lower().startswith("data:image/"):
        return None
    data = unquote_to_bytes(body)
    if not head.lower().endswith(";base64"):
        return data
    try:
        return base64.b64decode(data)
    except binascii.Error:
        return None


def _attributes(tag: str, values: dict[str, str]) -> str:
    kept = [
        f' {name}="{escape(value)}"'
        for name, value in values.items()
        if name in _ATTRIBUTES and _PLAIN_VALUE.fullmatch(value)
    ]
    if tag == "a" and values.get("href"):
        kept.append(f' href="{escape(values["href"][:2_000])}"')
    if style := _styles(values.get("style", "")):
        kept.append(f' style="{escape(style)}"')
    return "".join(kept)


def _styles(text: str) -> str:
    kept: list[str] = []
    for rule in text[:2_000].split(";"):
        name, colon, value = (part.strip() for part in rule.partition(":"))
        name = "background-color" if name.lower() == "background" else name.lower()
        plain = _PLAIN_VALUE.fullmatch(value) and "url" not in value.lower()
        if colon and name in _STYLES and plain:
            kept.append(f"{name}:{value}")
    return ";".join(kept)
