"""``edge-studio inspect``: what a saved answer means."""

import argparse
import dataclasses
import json
import sys
from datetime import datetime
from typing import Any

from edge_studio.cli.codes import ERRORS, OK, USAGE
from edge_studio.cli.printing import Unreadable, as_saved, content, plain, put, say
from edge_studio.cli.summary_text import summary_text
from edge_studio.edge.exchange import Answered, PreparedRequest, Timing
from edge_studio.edge.handles import Answer, read_answer
from edge_studio.edge.summary.model import Summary
from edge_studio.edge.summary.summarise import summarise_exchange


def inspect(arguments: argparse.Namespace) -> int:
    """Carry out the command; returns its exit code."""
    if arguments.file == arguments.request == "-":
        say("edge-studio inspect: answer and request cannot both come from standard input.")
        return USAGE
    try:
        body = as_saved(content(arguments.file))
        asked = as_saved(content(arguments.request)) if arguments.request is not None else None
    except Unreadable as trouble:
        say(f"edge-studio inspect: {trouble}")
        return USAGE
    status = arguments.status or _own_status(body)
    given = Answered(status or _likely_status(body), "", (), body, len(body), Timing(0.0))
    answer = read_answer(given)
    request = PreparedRequest("POST", _address(given.status), (), asked) if asked is not None else None
    summary = summarise_exchange(given, answer, request=request)
    if status is None:
        summary = dataclasses.replace(summary, headline="Saved answer")
        if answer.kind == "empty":  # it need not be an answer at all
            summary = dataclasses.replace(summary, sentence="The file is empty.")
    if not put(_printed(summary, as_json=arguments.json)):
        return USAGE
    if answer.kind == "empty" and status is None:
        say("edge-studio inspect: the file is empty. Give --status if the answer came without a body.")
        return USAGE
    if answer.kind == "text":
        say(f"edge-studio inspect: this is not JSON. {plain(answer.sentence)}")
        return USAGE
    if answer.json is not None and answer.json.trouble is not None:
        say(f"edge-studio inspect: this is not whole JSON. {plain(answer.json.trouble.words)}")
        return USAGE
    return ERRORS if summary.has_errors or answer.kind == "problem" or given.status >= 300 else OK


def _own_status(body: bytes) -> int | None:
    """The status that a saved problem says it came with; None for all else, which does not say it."""
    answer = _as_success(body)
    status = answer.root.integer("status") if answer.kind == "problem" and answer.root else None
    return status if status is not None and 100 <= status <= 599 else None


def _likely_status(body: bytes) -> int:
    """The status that such a body mostly comes with, to judge it by; it is not told to anyone."""
    answer = _as_success(body)
    root = answer.root if answer.kind == "json" else None
    if root is not None and [key for key, _ in root.some(0, 2)] == ["requestId"]:  # as collect answers on v2
        return 202
    return 400 if answer.kind == "problem" else 207 if answer.errors else 200


def _as_success(body: bytes) -> Answer:
    return read_answer(Answered(200, "", (), body, len(body), Timing(0.0)))


def _address(status: int) -> str:
    """Where such an answer comes from, as far as the status tells: only collect merely accepts."""
    return "https://edge.adobedc.net/ee/v1/collect" if status in {202, 204} else ""


def _printed(summary: Summary, *, as_json: bool) -> bytes:
    if as_json:
        return (json.dumps(dataclasses.asdict(summary), indent=2, default=_moment) + "\n").encode("ascii")
    encoding = sys.stdout.encoding if sys.stdout else "utf-8"
    return summary_text(summary).encode(encoding, "replace")


def _moment(value: Any) -> str:
    """A moment as JSON has it; nothing else is left over."""
    assert isinstance(value, datetime)
    return value.isoformat()
