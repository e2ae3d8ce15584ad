"""What a person reads of a fault says when it strikes and what it does."""

from typing import Any

import msgspec
import pytest

from edge_studio.local_edge.fault_plan import Fault
from edge_studio.local_edge.fault_words import described, words

WORDS: list[tuple[dict[str, Any], str]] = [
    ({"status": 503}, "Every request: answered 503 by the front door."),
    ({"frontDoor": {"text": "no"}}, "Every request: answered 503 by the front door."),
    (
        {"when": {"endpoint": "interact", "every": 3}, "status": 429, "headers": {"Retry-After": "2"}},
        "Every 3rd interact request: answered 429 by the front door, Retry-After: 2.",
    ),
    (
        {"when": {"endpoint": "token", "first": 1}, "problem": {"code": "EXEG-0000-503"}, "status": 500},
        "The first token request: answered 500 with EXEG-0000-503.",
    ),
    (
        {"when": {"first": 2, "eventType": "page", "scope": "hero", "datastream": "d"}, "delay": 1.5},
        "The first 2 requests with eventType page for hero to datastream d: waits 1.5 s.",
    ),
    (
        {"when": {"every": 12, "first": 24, "probability": 0.25}, "mishap": "reset"},
        "Every 12th request among the first 24 with a chance of 25 %: the connection is cut before any byte.",
    ),
    (
        {
            "upstream": [{"code": "EXEG-0203-502", "service": "target"}],
            "warnings": [{"code": "EXEG-0204-200"}],
        },
        "Every request: error EXEG-0203-502 of target, warning EXEG-0204-200.",
    ),
    (
        {"charset": "utf-16", "coding": "gzip", "mishap": "drip", "bytesPerSecond": 10},
        "Every request: written in utf-16, coded with gzip, 10 bytes a second.",
    ),
    ({"mishap": "truncated"}, "Every request: the connection is cut within the answer."),
    ({"mishap": "wrong-length"}, "Every request: Content-Length is not that of the answer."),
    ({"when": {"every": 22}}, "Every 22nd request: counted, and nothing else."),
    ({"when": {"every": 101}}, "Every 101st request: counted, and nothing else."),
]


@pytest.mark.parametrize(("settings", "sentence"), WORDS)
def test_a_fault_is_told_in_a_sentence(settings: dict[str, Any], sentence: str) -> None:
    assert words(msgspec.convert({"name": "x", **settings}, Fault)) == sentence


def test_the_scenarios_own_words_come_first() -> None:
    assert described(Fault("x", "My words.", status=503)) == "My words."
    assert described(Fault("x", status=503)) == "Every request: answered 503 by the front door."
