"""Exchanges to show in tests: factories with complete defaults."""

import json
from datetime import UTC, datetime

from edge_studio.edge.exchange import (
    Exchange,
    FailureReason,
    Header,
    Outcome,
    Phase,
    PreparedRequest,
    Timing,
    Unanswered,
)
from tests.edge import answers as make

URL = "https://server.adobedc.net/ee/v2/interact?dataStreamId=3fb0a1de"
REQUEST = PreparedRequest(
    "POST",
    URL,
    (
        Header("Content-Type", "application/json"),
        Header("Authorization", "Bearer very.secret.token", secret=True),
        Header("x-own", "hidden", secret=True),
    ),
    b'{"event": {"n": 1.10}}',
    "6b1f0e52",
)
FAILURE = Unanswered(
    Phase.TLS,
    FailureReason.TLS_NOT_TRUSTED,
    "The certificate is not trusted.",
    "A proxy may be reading along.",
    "Check the address.",
    Timing(0.2, make.TIMING.spans[:4]),
    "CERTIFICATE_VERIFY_FAILED",
)


def exchange(outcome: Outcome | None) -> Exchange:
    """One exchange with this outcome."""
    moment = datetime(2026, 5, 4, 11, 22, 10, tzinfo=UTC)
    return Exchange(1, moment, "Staging", False, "interact", "", "Page view", "home", REQUEST, outcome)


def answered(body: object, status: int = 200, reason: str = "OK") -> Exchange:
    text = body if isinstance(body, bytes | str) else json.dumps(body)
    return exchange(make.answered(text, status, reason))
