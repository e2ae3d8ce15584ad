"""The problem details that a bad request is answered with (RFC 9457, codes from Adobe's documentation)."""

from dataclasses import dataclass, field
from typing import Any, Final

_TYPE = "https://ns.adobe.com/aep/errors/"
TITLES: Final = {
    "EXEG-0000-503": "Service unavailable",
    "EXEG-0001-500": "Unexpected error",
    "EXEG-0002-400": "Missing datastream parameter",
    "EXEG-0003-400": "Invalid datastream ID",
    "EXEG-0004-422": "Datastream disabled",
    "EXEG-0010-422": "Invalid datastream configuration",
    "EXEG-0011-422": "Could not retrieve sandbox details",
    "EXEG-0012-422": "Referenced sandbox cannot be resolved",
    "EXEG-0013-422": "Identity namespace code cannot be resolved",
    "EXEG-0100-500": "JSON processing error",
    "EXEG-0101-400": "Invalid JSON request",
    "EXEG-0102-400": "Invalid request field",
    "EXEG-0103-400": "Missing required value",
    "EXEG-0104-422": "Input validation error",
    "EXEG-0105-400": "Input validation error",
    "EXEG-0106-400": "Invalid Content-Type header",
    "EXEG-0107-400": "Missing required parameter",
    "EXEG-0108-400": "Invalid parameter type",
    "EXEG-0109-408": "Empty request",
    "EXEG-0110-400": "Missing parameter value",
    "EXEG-0111-415": "Invalid request",
    "EXEG-0112-413": "Invalid request",
    "EXEG-0113-400": "Invalid request",
    "EXEG-0200-504": "Service call timed out",
    "EXEG-0201-503": "Service temporarily unavailable",
    "EXEG-0202-502": "Service failed to process request",
    "EXEG-0203-502": "The service call has failed.",
    "EXEG-0204-200": "Completed with warning(s)",
    "EXEG-0205-502": "Data exchange producer request failed",
    "EXEG-0300-502": "Could not check user consent",
    "EXEG-0301-200": "User consent missing",
    "EXEG-0302-409": "Update operation not supported",
    "EXEG-0303-200": "Unauthorized to fetch identities",
    "EXEG-0304-400": "Unexpected identities provided",
    "EXEG-0305-400": "Invalid identity provided",
    "EXEG-0306-400": "Event is missing primary identity",
    "EXEG-0307-502": "User consent update error",
    "EXEG-0308-400": "Invalid identity format",
    "EXEG-0400-403": "Geographical restrictions",
    "EXEG-0500-401": "Unauthorized",
    "EXEG-0501-401": "Unauthorized",
    "EXEG-0502-401": "Unauthorized",
    "EXEG-0503-401": "Unauthorized",
    "EXEG-0504-401": "Unauthorized",
    "EXEG-0505-401": "Unauthorized",
    "EXEG-0506-401": "Unauthorized",
    "va-edge-0400-400": "Bad Request",
    "va-edge-0404-404": "Not Found",
}
"""The title of each documented code; those of the 401s are our choice."""


@dataclass(frozen=True, slots=True)
class Problem:
    """One problem or warning; the texts of ``detail`` are ours where Adobe's documentation has none."""

    code: str
    """Such as ``EXEG-0101-400``; the last three digits are its status."""
    detail: str
    report: dict[str, Any] = field(default_factory=dict)
    title: str = ""
    """Empty for the one that belongs to the code."""

    @property
    def status(self) -> int:
        """The HTTP status that belongs to the code."""
        return int(self.code[-3:])

    def as_json(self, report: dict[str, Any]) -> dict[str, Any]:
        """The problem as it is written into an answer, with what ``report`` knows of the request."""
        return {
            "type": _TYPE + self.code,
            "status": self.status,
            "title": self.title or TITLES.get(self.code, "Error"),
            "detail": self.detail,
            "report": {**self.report, **report},
        }
