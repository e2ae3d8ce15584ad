"""One problem for every code of the catalogue, made by us: alone as a body, and inside an envelope."""

from typing import Any

from edge_studio.edge.errors import Explanation, all_explanations, explain
from edge_studio.edge.exchange import Answered
from tests.edge.answers import HEADERS, answered, envelope, hint

BASE = "https://ns.adobe.com/aep/errors/"
REQUEST_ID = "1c7b9a52-0d3e-4f61-8a27-5b9e6c0d1f42-aa55aa55aa55aa55"
CONFIG = "3fb0a1de-52a4-4f0e-9a11-0d6f7c2b9e41"
REASONS = {
    408: "Request Timeout",
    409: "Conflict",
    413: "Payload Too Large",
    415: "Unsupported Media Type",
    422: "Unprocessable Entity",
    502: "Bad Gateway",
    503: "Service Unavailable",
    504: "Gateway Timeout",
}
_DETAILS = {
    "EXEG-0003-400": f"The datastream ID '{CONFIG}' referenced in your request does not exist.",
    "EXEG-0103-400": "Your request is missing a required value at 'events'.",
    "EXEG-0200-504": "The call to the 'com.adobe.target' service took too long and was cancelled.",
    "EXEG-0203-502": "An error occurred while calling the 'com.adobe.target' service for this request.",
    "EXEG-0305-400": "The identity provided for event #0 is not valid.",
}
_REPORTS: dict[str, dict[str, Any]] = {
    "EXEG-0104-422": {"errors": ["Allowed IAB version is 2.0 for standard 'IAB TCF' at index 1"]},
    "EXEG-0113-400": {"details": "com_adobe_target.enabled: only false can be given"},
    "EXEG-0201-503": {"cause": {"message": "Cannot read the answer of the service", "code": 503}},
    "EXEG-0203-502": {"eventIndex": 0, "cause": {"message": "Bad Gateway", "code": "502"}},
    "EXEG-0301-200": {"eventIndex": 0},
    "va-edge-0400-400": {
        "details": [{"name": "$.events[0].xdm.mediaCollection.playhead", "reason": "Missing required field"}]
    },
}


def all_codes() -> list[str]:
    """Every code that the catalogue explains."""
    return [explanation.code for explanation in all_explanations()]


def status_of(code: str) -> int:
    """The status in a code: that of the error, not always that of the answer."""
    return int(code.rsplit("-", 1)[1])


def problem(code: str, **members: Any) -> dict[str, Any]:
    """The problem details of a code as the service would write them."""
    known = explain(code)
    assert isinstance(known, Explanation)
    report = {"requestId": REQUEST_ID, "configId": CONFIG, **_REPORTS.get(code, {})}
    detail = {"detail": _DETAILS[code]} if code in _DETAILS else {}
    plain = {"type": BASE + code, "status": status_of(code), "title": known.title}
    return {**plain, **detail, "report": report, **members}


def is_warning(code: str) -> bool:
    """Whether the service puts it among ``warnings``: its status is one of success."""
    return status_of(code) < 400


def refused(code: str) -> Answered:
    """An answer that is the problem and nothing else."""
    status = status_of(code)
    headers = tuple(
        (name, "application/problem+json" if name == "content-type" else value) for name, value in HEADERS
    )
    if status in {503, 504}:
        headers += (("retry-after", "5"),)
    return answered(problem(code), status, REASONS.get(status, "Refused"), headers)


def within_envelope(code: str) -> Answered:
    """An answer that holds the problem among its errors or warnings, and a region all the same."""
    if is_warning(code):
        return answered(envelope(hint(), warnings=[problem(code)]))
    return answered(envelope(hint(), errors=[problem(code)]), 207, "Multi-Status")


def answer_of(code: str) -> Answered:
    """The code as the service most often sends it: alone where it is fatal, otherwise in an envelope."""
    is_upstream = code.startswith(("EXEG-02", "EXEG-0300", "EXEG-0307"))
    return within_envelope(code) if is_warning(code) or is_upstream else refused(code)
