"""The error codes of the Edge Network in plain words: what they mean, what to do, whether to try again."""

import re
from dataclasses import dataclass, replace
from functools import cache
from typing import Final, Literal

from edge_studio import resources

Retry = Literal["yes", "no", "maybe", "conditional", "not needed"]

_CODE: Final = re.compile(r"(?:(EXEG|va-edge)-)?([0-9]{4})-([0-9]{3})$", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Explanation:
    """One code of the catalogue; where the code was not known with this status, its number's."""

    code: str
    """Such as ``EXEG-0306-400``; its last part is the error's own status, not always that of the answer."""
    title: str
    meaning: str
    remedy: str
    retry: Retry
    """Whether sending the same again can help; ``conditional``: after a new token."""


@cache
def _catalogue() -> dict[str, Explanation]:
    return {row["code"]: Explanation(**row) for row in resources.data("errors.json")}


@cache
def _by_number() -> dict[str, Explanation]:
    return {code.rsplit("-", 1)[0]: explanation for code, explanation in reversed(_catalogue().items())}


def all_explanations() -> tuple[Explanation, ...]:
    """The whole catalogue, ordered by code."""
    return tuple(_catalogue().values())


def code_of(code_or_type: str) -> str:
    """The code in a problem's ``type`` (a URI), in a code or in its short form; empty where there is none.

    Adobe's documentation at times leaves out the prefix ``EXEG-``.
    """
    found = _CODE.search(code_or_type.strip())
    if not found:
        return ""
    prefix = (found[1] or "EXEG").lower()
    return f"{'EXEG' if prefix == 'exeg' else prefix}-{found[2]}-{found[3]}"


def explain(code_or_type: str) -> Explanation | None:
    """What a code, or a problem's ``type`` such as ``https://ns.adobe.com/aep/errors/EXEG-0306-400``, means.

    A known number with a status that is not in the catalogue (SDK fixtures hold such) is explained by
    its number.
    """
    code = code_of(code_or_type)
    known = _catalogue().get(code)
    if known or not code:
        return known
    relative = _by_number().get(code.rsplit("-", 1)[0])
    return replace(relative, code=code) if relative else None
