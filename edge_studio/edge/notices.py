"""Errors, warnings and problem details of an answer, each with what it means and what to do."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Literal

from edge_studio.edge.errors import code_of, explain
from edge_studio.jsontext.lazy_json import LazyValue

Severity = Literal["error", "warning"]

_SERVICES = {
    "com.adobe.target": "Target",
    "com.adobe.experience.platform.ode": "Offer Decisioning",
    "com.adobe.experience_platform.ajo": "Journey Optimizer",
    "com.adobe.experience_platform.edge_segmentation": "edge segmentation",
    "com.adobe.audiencemanager": "Audience Manager",
    "com.adobe.analytics": "Analytics",
    "com.adobe.experience_platform.xdm_mapper": "the XDM mapper",
    "com.adobe.streaming.validation": "streaming validation",
}


@dataclass(frozen=True, slots=True)
class Notice:
    """One thing that went wrong, or nearly so, as the answer tells it and as the catalogue explains it."""

    severity: Severity
    code: str
    """Such as ``EXEG-0306-400``; empty where the answer gives none."""
    title: str
    detail: str = ""
    """The service's own words."""
    meaning: str = ""
    remedy: str = ""
    causes: tuple[str, ...] = ()
    """What the report lists, a line each: the field and what is wrong with it."""
    event_index: int | None = None
    request_id: str = ""
    pointer: str = ""
    """Where it stands in the answer."""
    service: str = ""
    """The service behind the Edge Network that it names, such as ``Target``; empty where it names none."""
    status: int = 0
    """Its own status, which need not be that of the answer; 0 where it says none."""

    @property
    def short(self) -> str:
        """Title and code on one line."""
        return f"{self.title} ({self.code})" if self.code else self.title


def read_notice(value: LazyValue, pointer: str, severity: Severity) -> Notice:
    """A problem details object (RFC 9457, with Adobe's ``report``); anything else is quoted as it is."""
    if value.kind != "object":
        return Notice(severity, "", value.preview() or "Without words", pointer=pointer)
    code = code_of(value.string("type")) or code_of(value.string("report", "cause", "code"))
    explanation = explain(code) if code else None
    detail = value.string("detail")
    title = value.string("title") or (explanation.title if explanation else "") or detail or _quoted(value)
    index = value.integer("report", "eventIndex")
    meaning = explanation.meaning if explanation else ""
    service = next((name for wire, name in _SERVICES.items() if f"'{wire}'" in detail), "")
    return Notice(
        severity,
        code,
        f"{service}: {title}" if service else title,
        "" if detail == title else detail,
        meaning,
        explanation.remedy if explanation else _remedy(value.integer("status") or 0),
        _causes(value.get("report")),
        value.integer("eventIndex") if index is None else index,
        value.string("report", "requestId"),
        pointer,
        service,
        value.integer("status") or (int(code[-3:]) if code else 0),
    )


def _quoted(value: LazyValue) -> str:
    """A problem that has no words of its own, as it is."""
    return value.preview() if value.count else "Without words"


def _causes(report: LazyValue | None) -> tuple[str, ...]:
    """What a report says beyond its codes: ``errors``, ``cause.message`` and ``details``, in any form."""
    if report is None:
        return ()
    lines: list[str] = []
    for path in (("errors",), ("cause", "message"), ("details",)):
        found = report.get(*path)
        if found is None:
            continue
        entries = [value for _, value in found.some(0, 50)] if found.kind == "array" else [found]
        for entry in entries:
            where = entry.string("name")
            reason = entry.string("reason") or entry.string("message") or entry.string("title")
            if not reason:
                where, reason = "", entry.text if entry.kind == "string" else entry.preview()
            code = report.get("cause", "code") if path[0] == "cause" else None
            reason += f" ({code.text})" if code is not None and code.text else ""
            lines.append(f"{where}: {reason}" if where else reason)
    return tuple(lines)


def status_notice(status: int, headers: Mapping[str, str]) -> Notice:
    """What an error status without problem details means; names of headers in lower case."""
    wait = headers.get("retry-after", "")
    remedy = _remedy(status)
    if wait and status in {429, 503}:
        remedy = f"Wait as long as it asks ({wait if not wait.isdigit() else wait + ' s'}), then send again."
    return Notice("error", "", _TITLES.get(status, _title(status)), "", _MEANINGS.get(status, ""), remedy)


def _title(status: int) -> str:
    return "The server refused the request" if status < 500 else "The server failed"


_TITLES = {
    401: "The server does not know who is asking",
    403: "The server does not allow this",
    404: "There is nothing at this address",
    405: "The address does not take this method",
    408: "The server waited too long for the request",
    413: "The request is too large",
    415: "The server does not take this content type",
    429: "Too many requests",
    502: "The service behind the front door did not answer properly",
    503: "The service is not available at the moment",
    504: "The service behind the front door did not answer in time",
}
_MEANINGS = {
    404: "The path, the location hint or the host is not one that the Edge Network knows.",
    502: "A gateway answered in place of the Edge Network.",
    503: "A gateway or the Edge Network itself turns requests away.",
    504: "A gateway gave up waiting for the Edge Network.",
}
_REMEDIES = {
    401: "Get a new access token, and check that it belongs to this organisation and API key.",
    403: "Check the organisation, the API key and what the credentials may do.",
    404: "Check the address: host, location hint and path.",
    405: "Interact takes POST only: check the address.",
    408: "Send again.",
    413: "Make the payload smaller: 64 KB is the limit.",
    415: "Send Content-Type: application/json.",
    429: "Wait a little, then send again.",
}


def _remedy(status: int) -> str:
    if status >= 500:
        return "Send again in a little while; if it stays, give Adobe's support the request ID."
    return _REMEDIES.get(status, "Check the request against what the answer says, then send again.")
