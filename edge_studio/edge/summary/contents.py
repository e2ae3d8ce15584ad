"""One item of a proposition as something that can be shown to a visitor."""

import re
from collections.abc import Callable, Iterator
from typing import Final

from edge_studio.edge.amounts import plural
from edge_studio.edge.decoding.times import moment_of, moment_words
from edge_studio.edge.summaries import content_kind, schema_name
from edge_studio.edge.summary.entries import fact, whole_text
from edge_studio.edge.summary.model import Content, ContentKind, Fact
from edge_studio.jsontext.lazy_json import LazyValue
from edge_studio.jsontext.pointer import join

_IMAGE: Final = re.compile(
    r"\s*<img\b[^>]*?\bsrc\s*=\s*(?:\"([^\"]*)\"|'([^']*)'|([^\s>]+))[^>]*>\s*", re.IGNORECASE
)
_MOST: Final = 40
"""How many response tokens, rules or characteristics of one item are told."""

Shown = tuple[ContentKind, str, str]
"""What kind of content it is, its title, and the content itself."""


def read_content(item: LazyValue, pointer: str) -> Content:
    """The item at ``pointer``; an item of an unknown schema is told with its data whole."""
    data = item.get("data")
    name = schema_name(item)
    reader = _READERS.get(name, _unknown if not name.startswith("message/") else _message)
    kind, title, text = reader(name, data)
    is_dom = kind == "dom" or name == "measurement"
    languages = data.get("language") if data is not None else None
    return Content(
        kind,
        title,
        text,
        item.string("id"),
        item.string("schema"),
        pointer,
        data.string("selector") if data is not None and is_dom else "",
        data.string("type") if data is not None and is_dom else "",
        _language(languages),
        tuple(_facts(name, item, data, pointer)),
    )


def _language(found: LazyValue | None) -> str:
    if found is None:
        return ""
    if found.kind == "array":
        return ", ".join(value.text for _, value in found.some(0, 20) if value.kind == "string")
    return found.text if found.kind == "string" else ""


# --- one reader for each schema ---


def _content(data: LazyValue | None) -> LazyValue | None:
    return data.get("content") if data is not None else None


def _html(name: str, data: LazyValue | None) -> Shown:
    text = whole_text(_content(data))
    image = _IMAGE.fullmatch(text) if len(text) < 10_000 else None
    if image:
        return "image", "Image", image[1] or image[2] or image[3] or ""
    return "html", "HTML content", text


def _json(name: str, data: LazyValue | None) -> Shown:
    return "json", "JSON content", whole_text(_content(data))


def _text(name: str, data: LazyValue | None) -> Shown:
    return "text", "Text", whole_text(_content(data))


def _image(name: str, data: LazyValue | None) -> Shown:
    address = data.get("deliveryURL") if data is not None else None
    return "image", "Image", whole_text(address if address is not None else _content(data))


def _redirect(name: str, data: LazyValue | None) -> Shown:
    return "redirect", "Redirect to another page", whole_text(_content(data))


_ACTIONS: Final = {
    "setHtml": "new HTML in",
    "replaceHtml": "HTML in place of",
    "insertBefore": "HTML before",
    "insertAfter": "HTML after",
    "prependHtml": "HTML at the beginning of",
    "appendHtml": "HTML at the end of",
    "setText": "new text in",
    "setAttribute": "attributes of",
    "setImageSource": "another image in",
    "setStyle": "another style for",
    "move": "another place for",
    "resize": "another size for",
    "rearrange": "another order in",
    "remove": "takes away",
    "customCode": "code of its own at",
    "click": "counts clicks on",
    "collectInteractions": "counts interactions with",
}
"""The actions of Target's visual composer (Adobe documentation)."""


def _dom(name: str, data: LazyValue | None) -> Shown:
    action = data.string("type") if data is not None else ""
    selector = data.string("selector") if data is not None else ""
    words = _ACTIONS.get(action, f"{action} at" if action else "a change at")
    return "dom", f"Change of the page: {words} {selector or 'the page'}", whole_text(_content(data))


def _rules(name: str, data: LazyValue | None) -> Shown:
    rules = data.get("rules") if data is not None else None
    count = plural(rules.count if rules is not None else 0, "rule")
    return "rules", f"Rules for the device: {count}", whole_text(data)


_MESSAGES: Final = {
    "message/in-app": "In-app message",
    "message/content-card": "Content card",
    "message/feed-item": "Feed item",
    "message/inbox": "Inbox",
    "message/native-alert": "Native alert",
}


def _message(name: str, data: LazyValue | None) -> Shown:
    title = _MESSAGES.get(name, f"Message of a new kind ({name})")
    content = _content(data)
    if name == "message/native-alert":  # its title, text and buttons stand side by side
        content = data
    if content is not None and content.kind == "object":
        ways = (("title", "content"), ("title",), ("heading", "content"))
        heading = next((text for way in ways if (text := content.string(*way))), "")
        title = f"{title}: {heading}" if heading else title
    return "message", title, whole_text(content if content is not None else data)


def _measurement(name: str, data: LazyValue | None) -> Shown:
    selector = data.string("selector") if data is not None else ""
    action = data.string("type") if data is not None else ""
    words = "Measures clicks" if action == "click" else f"Measures {action or 'something'}"
    return "measurement", f"{words} at {selector}" if selector else words, whole_text(_content(data))


def _default(name: str, data: LazyValue | None) -> Shown:
    return "default", "Default content: keep what is there", ""


def _event_history(name: str, data: LazyValue | None) -> Shown:
    return "rules", "An entry for the event history on the device", whole_text(data)


def _unknown(name: str, data: LazyValue | None) -> Shown:
    return (
        "unknown",
        f"Content of a new kind ({name})" if name else "Content of no said kind",
        whole_text(data),
    )


_READERS: Final[dict[str, Callable[[str, LazyValue | None], Shown]]] = {
    "html-content-item": _html,
    "content-component-html": _html,
    "json-content-item": _json,
    "content-component-json": _json,
    "content-component-text": _text,
    "content-component-imagelink": _image,
    "redirect-item": _redirect,
    "dom-action": _dom,
    "ruleset-item": _rules,
    "measurement": _measurement,
    "default-content-item": _default,
    "eventHistoryOperation": _event_history,
}
"""By the last part of the schema (Adobe documentation, and the sources of its SDKs)."""


# --- what else an item says ---


def _facts(name: str, item: LazyValue, data: LazyValue | None, pointer: str) -> Iterator[Fact]:
    meta = item.get("meta")
    for key, value in meta.some(0, _MOST) if meta is not None and meta.kind == "object" else ():
        yield from fact(str(key), value, _below(pointer, "meta", str(key)))
    label = item.get("characteristics", "trackingLabel")
    yield from fact("Tracking label", label, f"{pointer}/characteristics/trackingLabel")
    for label_of, key_of in (("Version", "etag"), ("Score", "score")):
        yield from fact(label_of, item.get(key_of), f"{pointer}/{key_of}")
    if data is None:
        return
    traits = data.get("characteristics")
    for key, value in traits.some(0, _MOST) if traits is not None and traits.kind == "object" else ():
        yield from fact(str(key), value, _below(pointer, "data", "characteristics", str(key)))
    yield from fact("Format", data.get("format"), f"{pointer}/data/format")
    yield from fact("Links to", data.get("linkURL"), f"{pointer}/data/linkURL")
    if name in {"html-content-item", "content-component-html"}:
        content = data.get("content")
        if content is not None and _html(name, data)[0] == "image":
            yield from fact("HTML", content, f"{pointer}/data/content")
    if name == "dom-action":
        yield from fact("Hidden before", data.get("prehidingSelector"), f"{pointer}/data/prehidingSelector")
    if name == "ruleset-item":
        yield from _consequences(data, pointer)
    if name.startswith("message/"):
        for label_of, key_of in (("Valid from", "publishedDate"), ("Valid until", "expiryDate")):
            yield from _epoch(label_of, data.get(key_of), f"{pointer}/data/{key_of}")


def _consequences(data: LazyValue, pointer: str) -> Iterator[Fact]:
    """What each rule brings about when its condition holds."""
    rules = data.get("rules")
    for at, rule in rules.some(0, _MOST) if rules is not None and rules.kind == "array" else ():
        found = rule.get("consequences")
        kinds = [
            content_kind(one.string("detail", "schema")) or one.string("type")
            for _, one in (found.some(0, 10) if found is not None and found.kind == "array" else ())
        ]
        words = ", ".join(kind for kind in kinds if kind) or "nothing"
        yield Fact(f"Rule {int(at) + 1} brings", words, whole_text(rule), f"{pointer}/data/rules/{at}")


def schema_name_of(schema: str) -> str:
    """The last part of a schema's address."""
    return schema.rstrip("/").rsplit("/", 1)[-1]


def _epoch(label: str, value: LazyValue | None, pointer: str) -> Iterator[Fact]:
    """A moment that is written in seconds since 1970 (read from the Messaging SDK's source)."""
    seconds = value.integer() if value is not None else None
    moment = moment_of(seconds * 1000) if seconds else None
    if moment is not None:
        yield Fact(label, moment_words(moment), str(seconds), pointer)


def _below(pointer: str, *tokens: str) -> str:
    return pointer + join(*tokens)
