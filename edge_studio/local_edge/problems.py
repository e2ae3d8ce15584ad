"""The problem details that a bad request is answered with (RFC 9457, codes from Adobe's documentation)."""

from dataclasses import dataclass, field
from typing import Any

_TYPE = "https://ns.adobe.com/aep/errors/"
_TITLES = {
    "EXEG-0001-500": "Unexpected error",
    "EXEG-0002-400": "Missing datastream parameter",
    "EXEG-0003-400": "Invalid datastream ID",
    "EXEG-0013-422": "Identity namespace code cannot be resolved",
    "EXEG-0101-400": "Invalid JSON request",
    "EXEG-0102-400": "Invalid request field",
    "EXEG-0103-400": "Missing required value",
    "EXEG-0106-400": "Invalid Content-Type header",
    "EXEG-0109-408": "Empty request",
    "EXEG-0110-400": "Missing parameter value",
    "EXEG-0111-415": "Invalid request",
    "EXEG-0112-413": "Invalid request",
    "EXEG-0113-400": "Invalid request",
    "EXEG-0204-200": "Completed with warning(s)",
    "EXEG-0303-200": "Unauthorized to fetch identities",
    "EXEG-0305-400": "Invalid identity provided",
    "EXEG-0306-400": "Event is missing primary identity",
    "EXEG-0308-400": "Invalid identity format",
}


@dataclass(frozen=True, slots=True)
class Problem:
    """One problem or warning; the texts of ``detail`` are ours where Adobe's documentation has none."""

    code: str
    """Such as ``EXEG-0101-400``; the last three digits are its status."""
    detail: str
    report: dict[str, Any] = field(default_factory=dict)

    @property
    def status(self) -> int:
        """The HTTP status that belongs to the code."""
        return int(self.code[-3:])

    def as_json(self, report: dict[str, Any]) -> dict[str, Any]:
        """The problem as it is written into an answer, with what ``report`` knows of the request."""
        return {
            "type": _TYPE + self.code,
            "status": self.status,
            "title": _TITLES[self.code],
            "detail": self.detail,
            "report": {**self.report, **report},
        }
