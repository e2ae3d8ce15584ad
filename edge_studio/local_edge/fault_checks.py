"""Whether the settings of a fault fit each other."""

import codecs
from collections.abc import Iterator
from difflib import get_close_matches
from typing import Final

from edge_studio.jsontext.pointer import join
from edge_studio.local_edge.fault_plan import Fault, FaultProblem
from edge_studio.local_edge.faults import SERVICES
from edge_studio.local_edge.scenario_shape import Mistake

_FRAMING: Final = {"content-length", "transfer-encoding", "content-encoding", "connection"}
"""Headers that say how the body goes over the wire, which the server has to know itself."""
_CALLS: Final = {str(service) for service in SERVICES.values() if service} | set(SERVICES)


def fault_contradictions(place: str, fault: Fault) -> Iterator[Mistake]:
    """What of one fault, which stands at ``place`` (JSON Pointer), cannot be meant."""
    yield from _instead(place, fault)
    yield from _token(place, fault)
    yield from _turns(place, fault)
    yield from _writing(place, fault)
    for member, problems in (("upstream", fault.upstream), ("warnings", fault.warnings)):
        for index, problem in enumerate(problems):
            yield from _service(place + join(member, index), problem)


def _instead(place: str, fault: Fault) -> Iterator[Mistake]:
    """One answer is given, and what is never given cannot be changed."""
    if fault.problem is not None and fault.front_door is not None:
        yield Mistake(
            place + join("frontDoor"),
            "either a `problem` or the `frontDoor` is answered, not both; take one of them away",
        )
    if fault.answers_instead and (fault.upstream or fault.warnings):
        yield Mistake(
            place + join("upstream" if fault.upstream else "warnings"),
            "`upstream` and `warnings` stand in a good answer, and this fault answers something else instead",
        )
    if fault.problem is not None and fault.status is None and int(fault.problem.code[-3:]) < 400:
        yield Mistake(
            place + join("problem", "code"),
            f"{fault.problem.code} is not a failure; put it into `warnings`, or give a `status`",
        )
    shown = fault.answers_instead or fault.upstream or fault.warnings or fault.headers
    if fault.mishap == "reset" and (shown or fault.charset or fault.coding):
        yield Mistake(
            place + join("mishap"),
            "a connection that is reset carries no answer, so nothing but `delay` can go with it",
        )


def _token(place: str, fault: Fault) -> Iterator[Mistake]:
    if fault.when.endpoint != "token":
        return
    for member, given in (("upstream", fault.upstream), ("warnings", fault.warnings)):
        if given:
            yield Mistake(
                place + join(member),
                "the token endpoint has no services behind it; use a `problem` or the `frontDoor`",
            )
    for member, value in (
        ("eventType", fault.when.event_type),
        ("scope", fault.when.scope),
        ("datastream", fault.when.datastream),
    ):
        if value:
            yield Mistake(place + join("when", member), "requests for tokens have none, so it never strikes")


def _turns(place: str, fault: Fault) -> Iterator[Mistake]:
    if fault.when.first is not None and fault.when.every > fault.when.first:
        yield Mistake(
            place + join("when", "every"),
            f"number {fault.when.every} is not among the `first` {fault.when.first}, so it never strikes",
        )


def _writing(place: str, fault: Fault) -> Iterator[Mistake]:
    if fault.charset and not _can_write(fault.charset):
        yield Mistake(
            place + join("charset"),
            f"there is no character set '{fault.charset}'; utf-16 and latin-1 are two",
        )
    for name in fault.headers:
        if name.lower() in _FRAMING:
            yield Mistake(
                place + join("headers", name),
                f"{name} follows from the answer; use `mishap` or `coding` to have it wrong",
                at_key=True,
            )


def _can_write(charset: str) -> bool:
    try:
        ("ü" * 100).encode(charset, "replace")  # refuses codecs that are none of text, and those of names
        return isinstance(codecs.getincrementalencoder(charset)("replace"), codecs.IncrementalEncoder)
    except (LookupError, UnicodeError):
        return False


def _service(place: str, problem: FaultProblem) -> Iterator[Mistake]:
    """Others of Adobe's services may fail as well; but a name that looks like one of ours is a slip."""
    name = problem.service
    if not name or name in _CALLS:
        return
    near = get_close_matches(name, _CALLS, 1, 0.8)
    if near or not name.startswith("com.adobe."):
        hint = f"; did you mean '{near[0]}'?" if near else f". There are: {', '.join(sorted(_CALLS))}"
        yield Mistake(place + join("service"), f"there is no service '{name}'{hint}")
