"""One exchange as Markdown for a ticket: what was sent, what came back, what is wrong, and no secret."""

from collections.abc import Iterator, Sequence
from typing import Final
from urllib.parse import parse_qsl, urlsplit

import msgspec

from edge_studio.edge.amounts import time_words
from edge_studio.edge.charset import in_utf8
from edge_studio.edge.exchange import Answered, Exchange, Header, Unanswered
from edge_studio.edge.handles import Answer
from edge_studio.edge.markdown import code, escaped, fenced
from edge_studio.edge.masking import Scrubber, scrubber_of
from edge_studio.edge.moments import written
from edge_studio.edge.notices import Notice
from edge_studio.edge.secrecy import is_secret

MOST: Final = 16_000
"""Characters of a body that are quoted: common trackers take 32,000 for a whole ticket."""
_TIDIED: Final = 200_000
"""Bytes of a body that is still tidied; a longer one is quoted as received."""
_BEYOND: Final = 8_192
"""Bytes that are read beyond the cut, so that a secret at the cut is masked whole."""
_NOTICES: Final = 10


def ticket(exchange: Exchange, answer: Answer | None) -> str:
    """The exchange as Markdown: line by line what a person asks who is to find the cause.

    ``answer`` is what was read of it, None where none came. Headers that are secret are left out, their
    values masked wherever they are repeated.
    """
    scrub = scrubber_of(exchange.request)
    parts = [_heading(exchange, scrub), _facts(exchange, answer, scrub)]
    match exchange.outcome:
        case Answered() as answered:
            if answer is not None:
                parts += [_said(answer, scrub), *_notices(answer, scrub)]
            parts += _request(exchange, scrub)
            parts += _section("Headers of the answer", _headers(_received(answered), scrub), "http")
            body = in_utf8(answered.body, answered.headers) if answer is None else answer.body
            parts += _body("Answer", body, scrub, "The answer has no body.")
        case Unanswered() as failure:
            parts += [_failure(failure, scrub), *_request(exchange, scrub)]
        case None:
            parts += _request(exchange, scrub)
    return "\n\n".join(part for part in parts if part) + "\n"


def _heading(exchange: Exchange, scrub: Scrubber) -> str:
    title = ": ".join(part for part in (exchange.title, exchange.subtitle) if part)
    match exchange.outcome:
        case Answered(status=status, reason=reason):
            came = f"{status} {reason}".strip()
        case Unanswered(reason=why):
            came = f"no answer, {why.value}"
        case None:
            came = "not answered yet"
    return f"## {escaped(scrub.words(title))} — {escaped(scrub.words(came))}"


def _facts(exchange: Exchange, answer: Answer | None, scrub: Scrubber) -> str:
    """When, where, as whom and how long, a line each."""
    request = scrub.request(exchange.request)
    facts = [("Request", code(f"{request.method} {request.url}"))]
    named = dict(parse_qsl(urlsplit(exchange.request.url).query))
    datastream = named.get("dataStreamId") or named.get("configId")
    if datastream:
        facts.append(("Datastream", code(scrub.text(datastream))))
    facts.append(("Connection", escaped(exchange.connection) + (" (production)" * exchange.production)))
    facts.append(("When", f"{written(exchange.started)}{_took(exchange)}"))
    request_id = answer.request_id if answer else ""
    if request_id or exchange.request.request_id:
        facts.append(("Request ID", code(request_id or exchange.request.request_id)))
    if request_id and exchange.request.request_id not in {"", request_id}:
        facts.append(("Request ID in the address", code(exchange.request.request_id)))
    return "\n".join(f"- **{name}:** {text}" for name, text in facts)


def _took(exchange: Exchange) -> str:
    if exchange.outcome is None:
        return ""
    return f", took {time_words(exchange.outcome.timing.total)}"


def _said(answer: Answer, scrub: Scrubber) -> str:
    return f"> {escaped(scrub.words(answer.sentence))}" if answer.sentence else ""


def _notices(answer: Answer, scrub: Scrubber) -> Iterator[str]:
    """Errors and warnings, each with its code, its meaning and what to do."""
    errors, warnings = (answer.errors, answer.more_errors), (answer.warnings, answer.more_warnings)
    for title, (found, more) in (("Errors", errors), ("Warnings", warnings)):
        if found:
            lines = [_notice(notice, scrub) for notice in found[:_NOTICES]]
            more += len(found[_NOTICES:])
            if more:
                lines.append(f"- and {more:,} more, see the answer below")
            yield f"### {title}\n\n" + "\n".join(lines)


def _notice(notice: Notice, scrub: Scrubber) -> str:
    named = f"{code(notice.code)} " if notice.code else ""
    lines = [f"- {named}**{_line(notice.title, scrub)}**"]
    lines += [f"  {_line(text, scrub)}" for text in (notice.meaning, notice.detail) if text]
    lines += [f"  - {_line(cause, scrub)}" for cause in notice.causes]
    if notice.remedy:
        lines.append(f"  - What to do: {_line(notice.remedy, scrub)}")
    return "\n".join(lines)


def _failure(failure: Unanswered, scrub: Scrubber) -> str:
    told = (
        ("What happened", failure.happened),
        ("Why, probably", failure.why),
        ("What to do", failure.remedy),
        ("Details", failure.detail),
    )
    return "\n".join(f"- **{name}:** {_line(text, scrub)}" for name, text in told if text)


def _request(exchange: Exchange, scrub: Scrubber) -> list[str]:
    headers = _section("Headers of the request", _headers(exchange.request.headers, scrub), "http")
    return [*headers, *_body("Request", exchange.request.body, scrub, "The request has no body.")]


def _received(answered: Answered) -> list[Header]:
    return [Header(name, value) for name, value in answered.headers]


def _headers(headers: Sequence[Header], scrub: Scrubber) -> str:
    shown = [header for header in headers if not is_secret(header)]
    return "\n".join(f"{header.name}: {scrub.words(header.value)}" for header in shown)


def _section(title: str, text: str, language: str) -> list[str]:
    return [f"### {title}\n\n{fenced(text, language)}"] if text else []


def _body(title: str, body: bytes, scrub: Scrubber, nothing: str) -> list[str]:
    """A body as code: tidied where it is JSON and not long, cut where it is, which is then said."""
    if not body.strip():
        return [f"### {title}\n\n{nothing}"]
    text, language = _readable(body)
    text = scrub.words(text)
    said = ""
    if len(text) > MOST or len(body) > _TIDIED:
        text = text[:MOST]
        said = f"\n\n*Cut: the first {len(text):,} characters of {len(body):,} bytes.*"
    return [f"### {title}\n\n{fenced(text, language)}{said}"]


def _readable(body: bytes) -> tuple[str, str]:
    """As much of a body as can be quoted, and its language; a tidied number keeps its spelling."""
    if len(body) <= _TIDIED:
        try:
            return msgspec.json.format(body, indent=2).decode("utf-8", "replace"), "json"
        except (msgspec.DecodeError, RecursionError):
            return body.decode("utf-8", "replace"), ""
    start = body[: 4 * MOST + _BEYOND].decode("utf-8", "replace")
    return start, "json" if start.lstrip()[:1] in {"{", "["} else ""


def _line(text: str, scrub: Scrubber) -> str:
    return escaped(scrub.words(text))
