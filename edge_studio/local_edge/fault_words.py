"""Faults in words: when each strikes and what it does."""

from edge_studio.local_edge.fault_plan import Fault, FaultProblem, When

_MISHAPS = {
    "reset": "the connection is cut before any byte",
    "truncated": "the connection is cut within the answer",
    "wrong-length": "Content-Length is not that of the answer",
}


def described(fault: Fault) -> str:
    """What a person is told of a fault: the scenario's own words, or else what its settings say."""
    return fault.description or words(fault)


def words(fault: Fault) -> str:
    """When a fault strikes and what it does, in one sentence read off its settings."""
    return f"{_when(fault.when)}: {_what(fault)}."


def _when(when: When) -> str:
    which = _which(when)
    parts = []
    if when.every > 1:
        parts.append(f"Every {_ordinal(when.every)} {which}request")
    elif when.first is not None:
        parts.append(
            f"The first {when.first} {which}requests" if when.first > 1 else f"The first {which}request"
        )
    else:
        parts.append(f"Every {which}request")
    if when.every > 1 and when.first is not None:
        parts.append(f"among the first {when.first}")
    if when.event_type:
        parts.append(f"with eventType {when.event_type}")
    if when.scope:
        parts.append(f"for {when.scope}")
    if when.datastream:
        parts.append(f"to datastream {when.datastream}")
    if when.probability < 1:
        parts.append(f"with a chance of {100 * when.probability:g} %")
    return " ".join(parts)


def _which(when: When) -> str:
    match when.endpoint:
        case "":
            return ""
        case "token":
            return "token "
        case _:
            return f"{when.endpoint} "


def _what(fault: Fault) -> str:
    parts = []
    if fault.delay:
        parts.append(f"waits {fault.delay:g} s")
    if fault.problem:
        parts.append(f"answered {fault.status or fault.problem.code[-3:]} with {fault.problem.code}")
    elif fault.front_door or fault.status:
        parts.append(f"answered {fault.status or 503} by the front door")
    parts.extend(f"error {_problem(each)}" for each in fault.upstream)
    parts.extend(f"warning {_problem(each)}" for each in fault.warnings)
    parts.extend(f"{name}: {value}" for name, value in fault.headers.items())
    if fault.charset:
        parts.append(f"written in {fault.charset}")
    if fault.coding:
        parts.append(f"coded with {fault.coding}")
    if fault.mishap == "drip":
        parts.append(f"{fault.bytes_per_second} bytes a second")
    elif fault.mishap:
        parts.append(_MISHAPS[fault.mishap])
    return ", ".join(parts) or "counted, and nothing else"


def _problem(problem: FaultProblem) -> str:
    return f"{problem.code} of {problem.service}" if problem.service else problem.code


def _ordinal(number: int) -> str:
    endings = {} if number % 100 in (11, 12, 13) else {1: "st", 2: "nd", 3: "rd"}
    return f"{number}{endings.get(number % 10, 'th')}"
