"""Read whatever a server answered, at once or in turns; nothing in it makes this fail."""

from collections.abc import Generator, Sequence
from dataclasses import replace
from http import HTTPStatus

from edge_studio.edge.answer import Answer, AnswerKind, Tone
from edge_studio.edge.charset import start_in_utf8, utf8_steps
from edge_studio.edge.envelope import Contents, Member, envelope_steps, is_envelope, is_plain
from edge_studio.edge.exchange import Answered
from edge_studio.edge.notices import Notice, Severity, read_notice, status_notice
from edge_studio.edge.sentence import handles_sentence, notices_sentence, refusal
from edge_studio.edge.wording import kind_words
from edge_studio.jsontext.json_text import JsonText
from edge_studio.jsontext.lazy_json import LazyValue
from edge_studio.jsontext.one_level import NotJson
from edge_studio.jsontext.steps import drained, told_as

_LARGE = 200_000
"""Bytes from which on an answer is read by its beginning first, and then whole in turns."""
_MANY = 6_000
"""Brackets that take as long to read as a large answer: each of them costs far more than its byte."""
_BEGINNING = 131_072
_MOST_NOTICES = 100
_FEW = 1_500
"""Brackets that are read in a blink; of a beginning that has more only a part is looked at."""
_BRIEF = 2_048
"""How much of it is looked at at least."""


def read_answer(answered: Answered) -> Answer:
    """Read all of an answer at once."""
    return drained(read_in_turns(answered))


def read_in_turns(answered: Answered) -> Generator[float, None, Answer]:
    """Read all of an answer in steps too short to be noticed; yields the part that is done, up to 1."""
    body = yield from utf8_steps(answered.body, answered.headers)
    answer = yield from _read(_Reading(answered, body), body)
    return replace(answer, body=body)


def _read(reading: "_Reading", body: bytes) -> Generator[float, None, Answer]:
    if _is_blank(body):
        return reading.empty()
    try:
        text = yield from JsonText.reading(body)
    except NotJson as error:
        return reading.text(error)
    return (yield from told_as(reading.json(text), _all))


def _all(done: float) -> float:
    return 1.0  # what is left to do is not foreseen


def takes_long(body: bytes) -> bool:
    """Whether reading ``body`` would hold up a window: it is large, or it is little but brackets."""
    return len(body) > _LARGE or _brackets(body) > _MANY


def _brackets(body: bytes) -> int:
    return body.count(b"[") + body.count(b"{")


def first_look(answered: Answered) -> Answer:
    """What the beginning of an answer that takes long holds, for the time until all of it has been read."""
    body = start_in_utf8(answered.body, answered.headers, _BEGINNING)
    reading = _Reading(answered, body)
    size = max(_BRIEF, _BEGINNING * _FEW // max(_FEW, _brackets(body[:_BEGINNING])))
    try:
        answer = drained(reading.json(JsonText.beginning(body, size)))
    except NotJson as error:
        answer = reading.text(error)
    return replace(answer, body=body, is_partial=True, sentence="Reading the answer…")


def _is_blank(body: bytes) -> bool:
    return not body or (body[:4_096].isspace() and body.isspace())


_REFUSALS = (("error_code", "message"), ("error", "error_description"))
"""Code and words of an error of Adobe's gateway, and of its sign-in (as OAuth 2.0 has it)."""


class _Reading:
    """One answer while it is put in words."""

    def __init__(self, answered: Answered, body: bytes) -> None:
        self._body = body
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

    def text(self, error: NotJson) -> Answer:
        """An answer that is not JSON."""
        return self._other("text", _unreadable(self._body, self._headers, error), self._trouble)

    def json(self, text: JsonText) -> Generator[float, None, Answer]:
        """An answer that is JSON of whatever shape, as far as it goes."""
        if text.is_records:
            answer = yield from self._records(text.root)
        else:
            answer = yield from self._value(text.root)
        if text.trouble is None:
            return replace(answer, json=text)
        tone: Tone = "danger" if answer.tone == "danger" else "warning"
        spoken = " ".join(part for part in (text.trouble.words, answer.sentence) if part)
        return replace(answer, json=text, tone=tone, sentence=spoken)

    def _value(self, root: LazyValue) -> Generator[float, None, Answer]:
        if is_envelope(root):
            return (yield from self._envelope(root))
        if root.kind == "object" and self._is_problem(root):
            notice = read_notice(root, "", "error" if self._status >= 400 else "warning")
            return self._other("problem", "", (notice,), root, notice.request_id)
        if self._status == 202 and root.string("requestId"):
            return (yield from self._envelope(root))
        return self._other("json", self._odd(root), self._refused(root), root, root.string("requestId"))

    def _refused(self, root: LazyValue) -> tuple[Notice, ...]:
        """Why it is an error, with the words of Adobe's gateway or sign-in where the JSON is theirs."""
        for code, words in _REFUSALS:
            if root.kind == "object" and root.string(code) and root.string(words):
                (notice,) = self._trouble or (status_notice(400, {}),)
                return (replace(notice, detail=f"{root.string(words)} ({root.string(code)})"),)
        return self._trouble

    def _is_problem(self, root: LazyValue) -> bool:
        if "problem+json" in self._headers.get("content-type", ""):
            return True
        return bool(root.string("title") and (root.string("type") or root.string("status")))

    def _odd(self, root: LazyValue) -> str:
        handle = root.get("handle") if root.kind == "object" else None
        if handle is not None:
            return (
                f"“handle” is {kind_words(handle.kind)} where a list was expected: it is shown as plain JSON."
            )
        return "The answer is JSON but has no handles: it is shown as it is."

    def _records(self, root: LazyValue) -> Generator[float, None, Answer]:
        """A streamed answer: envelopes one after the other."""
        contents = Contents()
        for at in range(root.count):
            ((_, record),) = root.some(at, at + 1)
            if not is_envelope(record):
                return self._other("json", "The answer is a stream of JSON records.", self._trouble, root)
            yield from envelope_steps(root, contents, at)
            yield at / root.count
        return (yield from self._handles(contents, root, root.count))

    def _envelope(self, root: LazyValue) -> Generator[float, None, Answer]:
        """An answer that is one envelope."""
        contents = Contents()
        yield from envelope_steps(root, contents)
        return (yield from self._handles(contents, root, 1))

    def _handles(self, contents: Contents, root: LazyValue, records: int) -> Generator[float, None, Answer]:
        """An answer made of handles."""
        members = contents.members
        members.sort(key=is_plain)
        yield 1.0
        errors, more_errors = _notices(members, "errors", "error")
        warnings, more_warnings = _notices(members, "warnings", "warning")
        tone: Tone = "warning" if errors or warnings or self._status != 200 else "success"
        if self._status >= 400:
            tone = "danger"
        elif self._status in {201, 202} and not (errors or warnings):
            tone = "success"
        answer = Answer(
            "envelope",
            tone,
            self._headline,
            "",
            contents.request_id or self._request_id,
            tuple(contents.handles),
            contents.by_type,
            errors or self._trouble,
            more_errors,
            warnings,
            more_warnings,
            tuple(members),
            frozenset(contents.repeated),
            root,
        )
        yield 1.0
        spoken = [notices_sentence(answer), handles_sentence(contents.by_type, bool(answer.errors))]
        if records > 1:
            spoken.append(f"It came in {records:,} records.")
        return replace(answer, sentence=" ".join(part for part in spoken if part))


def _notices(members: Sequence[Member], name: str, severity: Severity) -> tuple[tuple[Notice, ...], int]:
    """The first of what went wrong, from all members of this name, and how many there are beyond those."""
    found: list[Notice] = []
    count = 0
    for key, value, pointer in members:
        if key != name or value.kind == "null":
            continue
        room = _MOST_NOTICES - len(found)
        if value.kind == "array":
            found += [read_notice(item, f"{pointer}/{at}", severity) for at, item in value.some(0, room)]
            count += value.count
        else:
            found += [read_notice(value, pointer, severity)][:room]
            count += 1
    return tuple(found), count - len(found)


def _phrase(status: int) -> str:
    try:
        return HTTPStatus(status).phrase
    except ValueError:
        return ""


def _unreadable(body: bytes, headers: dict[str, str], error: NotJson) -> str:
    start = body[:512].lstrip().lower()
    if "html" in headers.get("content-type", "") or start.startswith((b"<!doctype", b"<html")):
        who = headers.get("server", "")
        front = f"a front door ({who})" if who else "a front door"
        return f"The answer is a web page, not JSON: {front} spoke in place of the Edge Network."
    if start.startswith((b"{", b"[")):
        return f"{error} Raw shows it as received."
    try:
        body[:_BEGINNING].decode()
    except UnicodeDecodeError as wrong:
        if wrong.start < min(len(body), _BEGINNING) - 4:
            return (
                f"The answer is not UTF-8 text (byte {wrong.start:,}): Raw shows � for what cannot be read."
            )
    return "The answer is not JSON: Raw shows it as received."
