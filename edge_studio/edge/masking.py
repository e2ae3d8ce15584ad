"""Nothing secret is ever written: headers lose their values, and every text the secrets it quotes.

That goes for the bodies too: where a server echoes the access token in its answer, or the payload holds it,
the history has the mask in its place, and differs there from what came over the wire.
"""

import json
from collections.abc import Iterable
from dataclasses import replace
from urllib.parse import quote, quote_plus

from edge_studio.edge.charset import charset_of, in_utf8
from edge_studio.edge.exchange import (
    Answered,
    Draft,
    Exchange,
    Header,
    Outcome,
    PreparedRequest,
    Unanswered,
)
from edge_studio.edge.secrecy import (
    CREDENTIAL,
    MASK,
    is_secret,
    masked,
    masked_address,
    secrets_in,
    secrets_in_address,
)
from edge_studio.edge.trace import TraceEvent

_PIECE = 1_000_000
_SHORTEST = 8
"""Shorter values are not looked for in texts: they would mask ordinary words."""


def secrets_of(headers: Iterable[Header], url: str = "") -> tuple[str, ...]:
    """The secret values in headers and in an address, the longest first."""
    values = set(secrets_in_address(url))
    for header in headers:
        if is_secret(header):
            values |= set(secrets_in(header))
    return tuple(sorted((value for value in values if len(value) >= _SHORTEST), key=len, reverse=True))


def _spellings(secret: str) -> tuple[str, ...]:
    """How a secret may stand in a text: as it is, in an address, in a form, in JSON."""
    written = json.dumps(secret, ensure_ascii=False)[1:-1]
    return secret, quote(secret, safe=""), quote_plus(secret), written, written.replace("/", "\\/")


def _holds(raw: bytes, secret: bytes) -> bool:
    """Whether a body holds a secret; looked for in pieces, for a search keeps the whole program waiting."""
    return any(raw.find(secret, at, at + _PIECE + len(secret)) >= 0 for at in range(0, len(raw), _PIECE))


class Scrubber:
    """Takes known secrets out of whatever is to be written."""

    def __init__(self, secrets: Iterable[str] = ()) -> None:
        spellings = {form for secret in secrets for form in _spellings(secret)}
        self._texts = sorted(spellings, key=len, reverse=True)
        self._raw = [(text.encode("utf-8", "surrogatepass"), MASK.encode()) for text in self._texts]

    def text(self, text: str) -> str:
        """The text without the known secrets."""
        for secret in self._texts:
            text = text.replace(secret, MASK)
        return text

    def words(self, text: str) -> str:
        """A sentence or a library's own words: also without anything that looks like a credential."""
        return CREDENTIAL.sub(rf"\1\2{MASK}", self.text(text))

    def bytes(self, raw: bytes) -> bytes:
        """A body without the known secrets: the same object where it holds none."""
        for secret, mask in self._raw:
            if _holds(raw, secret):
                raw = raw.replace(secret, mask)
        return raw

    def header(self, header: Header) -> Header:
        """A header with its value masked where it is secret."""
        if is_secret(header):
            return Header(header.name, masked(header), secret=True)
        return replace(header, value=self.text(header.value))

    def request(self, request: PreparedRequest) -> PreparedRequest:
        """A request as it may be written."""
        return replace(
            request,
            url=self.words(masked_address(request.url)),
            headers=tuple(self.header(header) for header in request.headers),
            body=self.bytes(request.body),
        )

    def draft(self, draft: Draft) -> Draft:
        """A draft as it may be written: of secrets in headers and parameters the names stay.

        The values are to be typed again.
        """
        headers = tuple(
            Header(header.name, "", secret=True) if is_secret(header) else self.header(header)
            for header in draft.headers
        )
        parameters = masked_address(f"?{draft.parameters}")[1:].replace(f"={MASK}", "=")
        return replace(draft, text=self.text(draft.text), parameters=self.text(parameters), headers=headers)

    def trace(self, trace: Iterable[TraceEvent]) -> tuple[TraceEvent, ...]:
        """A trace as it may be written."""
        return tuple(
            replace(
                step,
                messages=tuple(self.words(message) for message in step.messages),
                attributes=tuple((name, self.words(value)) for name, value in step.attributes),
            )
            for step in trace
        )

    def outcome(self, outcome: Outcome) -> Outcome:
        """An outcome as it may be written."""
        match outcome:
            case Answered():
                headers = tuple((name, self.text(value)) for name, value in outcome.headers)
                body = _masked_body(self, outcome)
                return replace(outcome, reason=self.text(outcome.reason), headers=headers, body=body)
            case Unanswered():
                return replace(
                    outcome,
                    happened=self.words(outcome.happened),
                    why=self.words(outcome.why),
                    remedy=self.words(outcome.remedy),
                    detail=self.words(outcome.detail),
                )


def _masked_body(scrub: Scrubber, answered: Answered) -> bytes:
    """The body as it may be written; one that is not UTF-8 is searched in UTF-8, and stays what it is."""
    charset = charset_of(answered.body, answered.headers)
    if not charset:
        return scrub.bytes(answered.body)
    plain = in_utf8(answered.body, answered.headers)
    without = scrub.bytes(plain)
    return answered.body if without == plain else without.decode().encode(charset, "replace")


def scrubber_of(request: PreparedRequest) -> Scrubber:
    """What takes the secrets of a request out of all that repeats them."""
    return Scrubber(secrets_of(request.headers, request.url))


def without_secrets(exchange: Exchange) -> Exchange:
    """An exchange as it may be copied and compared: what the history keeps of it, too."""
    scrub = scrubber_of(exchange.request)
    return replace(
        exchange,
        title=scrub.text(exchange.title),
        subtitle=scrub.text(exchange.subtitle),
        request=scrub.request(exchange.request),
        draft=scrub.draft(exchange.draft) if exchange.draft else None,
        outcome=scrub.outcome(exchange.outcome) if exchange.outcome else None,
        trace=scrub.trace(exchange.trace),
    )
