"""An answer of the Edge Network as a person reads it: its handles in order, its errors, and one sentence."""

from collections.abc import Sequence
from dataclasses import dataclass
from http import HTTPStatus
from typing import Literal

from edge_studio.edge.envelope import Envelope, Handle, Member, is_envelope, read_any, read_plain
from edge_studio.edge.exchange import Answered
from edge_studio.edge.notices import Notice, Severity, read_notice, status_notice
from edge_studio.edge.sentence import handles_sentence, notices_sentence, refusal
from edge_studio.jsontext.lazy_json import LazyValue, NotJson, Payload

__all__ = ["Answer", "AnswerKind", "Handle", "Notice", "Payload", "Tone", "read_answer"]

AnswerKind = Literal["envelope", "problem", "json", "text", "empty"]
Tone = Literal["success", "warning", "danger"]


@dataclass(frozen=True, slots=True)
class Answer:
    """What came back, sorted and put in words."""

    kind: AnswerKind
    tone: Tone
    headline: str
    """Status and its word: ``200 OK``."""
    sentence: str
    request_id: str = ""
    handles: tuple[Handle, ...] = ()
    errors: tuple[Notice, ...] = ()
    """Of a problem, and of an error status without one, the one notice that explains it."""
    warnings: tuple[Notice, ...] = ()
    members: tuple[Member, ...] = ()
    """What stands beside the handles: name, value, JSON Pointer."""
    root: LazyValue | None = None
    """The whole as JSON, of a streamed answer the list of its records; None where it is not JSON."""

    @property
    def has_errors(self) -> bool:
        """Whether anything failed, be it that the rest succeeded."""
        return bool(self.errors) or self.tone == "danger"


def read_answer(answered: Answered) -> Answer:
    """Read whatever a server answered; nothing in it makes this fail."""
    reading = _Reading(answered)
    body = answered.body.removeprefix(b"\xef\xbb\xbf")
    if not body or body.isspace():
        return reading.empty()
    try:
        if not body.isascii():
            body.decode()
        plain = read_plain(body)
        if plain is not None:
            return reading.envelope([plain], LazyValue(body))
        if body.startswith(b"\x00"):
            return reading.records([LazyValue.parse(part) for part in body.split(b"\x00") if part.strip()])
        return reading.json(LazyValue.parse(body))
    except (UnicodeDecodeError, NotJson) as error:
        return reading.text(error)


class _Reading:
    """One answer while it is put in words."""

    def __init__(self, answered: Answered) -> None:
        self._answered = answered
        self._status = answered.status
        self._headline = f"{answered.status} {answered.reason or _phrase(answered.status)}".strip()
        self._headers = {name.lower(): value for name, value in answered.headers}
        self._request_id = self._headers.get("x-request-id", "")

    @property
    def _trouble(self) -> tuple[Notice, ...]:
        return (status_notice(self._status, self._headers),) if self._status >= 400 else ()

    def _other(
        self,
        kind: AnswerKind,
        sentence: str,
        errors: tuple[Notice, ...],
        root: LazyValue | None = None,
        request_id: str = "",
    ) -> Answer:
        """Anything but handles: fine only where it is empty."""
        well = kind == "empty" and self._status in {202, 204}
        tone: Tone = "danger" if self._status >= 400 else "success" if well else "warning"
        spoken = refusal(self._status, self._headers, errors)
        return Answer(
            kind,
            tone,
            self._headline,
            " ".join(part for part in (spoken, sentence) if part),
            request_id or self._request_id,
            errors=errors,
            root=root,
        )

    def empty(self) -> Answer:
        """An answer without a body."""
        sentence = "The answer has no body."
        if self._status in {202, 204}:
            sentence = "Accepted; the server has nothing more to say."
        elif self._status < 300:
            sentence = "Accepted, but the answer has no body where handles were to be expected."
        return self._other("empty", sentence, self._trouble)

    def text(self, error: ValueError) -> Answer:
        """An answer that is not JSON."""
        return self._other("text", _unreadable(self._answered, self._headers, error), self._trouble)

    def json(self, root: LazyValue) -> Answer:
        """An answer that is JSON of whatever shape."""
        if is_envelope(root):
            return self.envelope([read_any(root)], root)
        if root.kind == "object" and self._is_problem(root):
            notice = read_notice(root, "", "error" if self._status >= 400 else "warning")
            return self._other("problem", "", (notice,), root, notice.request_id)
        if self._status == 202 and root.string("requestId"):
            return self.envelope([read_any(root)], root)
        return self._other("json", self._odd(root), self._trouble, root, root.string("requestId"))

    def _is_problem(self, root: LazyValue) -> bool:
        if "problem+json" in self._headers.get("content-type", ""):
            return True
        return bool(root.string("title") and (root.string("type") or root.string("status")))

    def _odd(self, root: LazyValue) -> str:
        handle = root.get("handle") if root.kind == "object" else None
        if handle is not None:
            kinds = {"object": "an object", "string": "a text", "number": "a number"}
            what = kinds.get(handle.kind, handle.kind)
            return f"“handle” is {what} where a list was expected: it is shown as plain JSON."
        return "The answer is JSON but has no handles: it is shown as it is."

    def records(self, records: Sequence[LazyValue]) -> Answer:
        """A streamed answer: envelopes one after the other."""
        whole = LazyValue.parse(b"[" + b",".join(record.raw for record in records) + b"]")
        if not records or not all(is_envelope(record) for record in records):
            return self._other("json", "The answer is a stream of JSON records.", self._trouble, whole)
        envelopes: list[Envelope] = []
        first = 0
        for at in range(len(records)):
            envelopes.append(read_any(whole, at, first))
            first += len(envelopes[-1].handles)
        return self.envelope(envelopes, whole)

    def envelope(self, envelopes: Sequence[Envelope], root: LazyValue) -> Answer:
        """An answer made of handles."""
        handles = tuple(handle for envelope in envelopes for handle in envelope.handles)
        members = tuple(member for envelope in envelopes for member in envelope.members)
        errors = _notices(members, "errors", "error") or self._trouble
        warnings = _notices(members, "warnings", "warning")
        tone: Tone = "warning" if errors or warnings or self._status != 200 else "success"
        if self._status >= 400:
            tone = "danger"
        elif self._status in {201, 202} and not (errors or warnings):
            tone = "success"
        brought = handles_sentence(handles)
        spoken = [notices_sentence(errors, warnings), brought]
        if len(envelopes) > 1:
            spoken.append(f"It came in {len(envelopes)} records.")
        ids = [found.text for envelope in envelopes if (found := envelope.member("requestId"))]
        return Answer(
            "envelope",
            tone,
            self._headline,
            " ".join(part for part in spoken if part),
            ids[0] if ids else self._request_id,
            handles,
            errors,
            warnings,
            members,
            root,
        )


def _notices(members: Sequence[Member], name: str, severity: Severity) -> tuple[Notice, ...]:
    found: list[Notice] = []
    for key, value, pointer in members:
        if key == name and value.kind == "array":
            found += [read_notice(item, f"{pointer}/{at}", severity) for at, item in value.some(0, 100)]
        elif key == name and value.kind != "null":
            found.append(read_notice(value, pointer, severity))
    return tuple(found)


def _phrase(status: int) -> str:
    try:
        return HTTPStatus(status).phrase
    except ValueError:
        return ""


def _unreadable(answered: Answered, headers: dict[str, str], error: ValueError) -> str:
    start = answered.body[:512].lstrip().lower()
    if "html" in headers.get("content-type", "") or start.startswith((b"<!doctype", b"<html")):
        who = headers.get("server", "")
        front = f"a front door ({who})" if who else "a front door"
        return f"The answer is a web page, not JSON: {front} spoke in place of the Edge Network."
    if isinstance(error, UnicodeDecodeError):
        return f"The answer is not UTF-8 text (byte {error.start:,}): Raw shows � for what cannot be read."
    if start.startswith((b"{", b"[")):
        cut = "truncated" in str(error) or "brackets" in str(error)
        what = "breaks off" if cut else "is broken"
        return f"The answer is JSON that {what} ({error}): Raw shows it as received."
    return "The answer is not JSON: Raw shows it as received."
