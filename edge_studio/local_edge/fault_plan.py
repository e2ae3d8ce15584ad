"""The fault plan of a scenario: which requests go wrong, and how."""

from typing import Annotated, Final, Literal

from msgspec import Meta, Struct

from edge_studio.local_edge.messages import Mishap
from edge_studio.local_edge.offers import Text

_CODE: Final = "^(EXEG-[0-9]{4}|va-edge-[0-9]{4})-[1-5][0-9]{2}$(?!\n)"
_NAME: Final = "^[A-Za-z0-9!#$%&'*+.^_`|~-]+$(?!\n)"
_VALUE: Final = "^[!-~]([ -~]*[!-~])?$(?!\n)"
_CHARSET: Final = "^[A-Za-z0-9._:+-]*$(?!\n)"
"""What a pattern ends in keeps out a line break at the end, which Python's ``$`` lets pass."""

Code = Annotated[str, Meta(pattern=_CODE, description="a code such as EXEG-0203-502 or va-edge-0404-404")]
Status = Annotated[int, Meta(ge=400, le=599)]
HeaderName = Annotated[str, Meta(pattern=_NAME, description="the name of a header, such as Retry-After")]
HeaderValue = Annotated[
    str, Meta(pattern=_VALUE, description="a header's value: printable ASCII, no space at either end")
]
Charset = Annotated[str, Meta(pattern=_CHARSET, description="the name of a character set, such as utf-16")]
Coding = Literal["", "gzip", "deflate"]
Endpoint = Literal[
    "",
    "interact",
    "collect",
    "set-consent",
    "acquire",
    "token",
    "media",
    "sessionStart",
    "sessionComplete",
    "sessionEnd",
    "play",
    "ping",
    "pauseStart",
    "bufferStart",
    "bitrateChange",
    "error",
    "adBreakStart",
    "adBreakComplete",
    "adStart",
    "adComplete",
    "adSkip",
    "chapterStart",
    "chapterComplete",
    "chapterSkip",
    "statesUpdate",
    "downloaded",
]
"""The name of a route; ``media`` stands for all of its events, and ``token`` for the token endpoint."""


class When(Struct, frozen=True, forbid_unknown_fields=True, rename="camel"):
    """Which requests a fault is for: those that fit everything that is given."""

    endpoint: Endpoint = ""
    """Empty for all of the Edge Network's; the token endpoint is only meant where it is named."""
    event_type: str = ""
    """``xdm.eventType`` of any event; where ``scope`` is given as well, of the event that asks for it."""
    scope: str = ""
    """A decision scope or surface that is asked for."""
    datastream: str = ""
    """The ID of a datastream; without an environment it is for all of them."""
    every: Annotated[int, Meta(ge=1)] = 1
    """Only every so many of those that fit otherwise: 3 for the third, the sixth…"""
    first: Annotated[int, Meta(ge=1)] | None = None
    """Only the first so many of those that fit otherwise."""
    probability: Annotated[float, Meta(ge=0, le=1)] = 1.0
    """Of those left, which part; drawn with the scenario's ``seed``, so that every run is the same."""


class FaultProblem(Struct, frozen=True, forbid_unknown_fields=True, rename="camel"):
    """A problem that is answered instead of what was asked for, or an upstream's within a 207."""

    code: Code
    title: str = ""
    """Empty for the one that Adobe's documentation gives the code."""
    detail: str = ""
    service: str = ""
    """The upstream that failed, such as ``com.adobe.target`` or, in the words of the scenario, ``target``."""


class FrontDoor(Struct, frozen=True, forbid_unknown_fields=True, rename="camel"):
    """An answer of the front door, which need not be JSON."""

    text: str
    content_type: HeaderValue = "text/plain;charset=utf-8"


class Fault(Struct, frozen=True, forbid_unknown_fields=True, rename="camel"):
    """One way for requests to go wrong; what is not given goes as it would without it.

    What is answered instead of the answer is a ``problem``, a ``front_door``, or a ``status`` alone; what
    happens when several faults strike at once is said in :mod:`edge_studio.local_edge.faults`.
    """

    name: Text
    description: str = ""
    on: bool = True
    when: When = When()
    delay: Annotated[float, Meta(ge=0, le=300)] = 0.0
    """Seconds before the answer."""
    problem: FaultProblem | None = None
    """Answered with the status of its code, or with ``status``."""
    front_door: FrontDoor | None = None
    """Answered with ``status``, by default 503."""
    status: Status | None = None
    """With neither ``problem`` nor ``front_door``: the front door says it in plain text."""
    headers: dict[HeaderName, HeaderValue] = {}
    """Added to the answer, such as ``Retry-After``; they replace those of the same name.

    A ``Content-Type`` here claims a character set that the answer is not written in.
    """
    upstream: tuple[FaultProblem, ...] = ()
    """Errors of upstream services: the answer is a 207, and what the service would have given is missing."""
    warnings: tuple[FaultProblem, ...] = ()
    mishap: Mishap | None = None
    bytes_per_second: Annotated[int, Meta(ge=1)] = 200
    charset: Charset = ""
    """The character set that the answer claims and is written in, such as ``utf-16``."""
    coding: Coding = ""
    """The content coding of the answer, whether or not the client takes it."""

    @property
    def answers_instead(self) -> bool:
        """Whether it leaves nothing of what would be answered without it."""
        return self.problem is not None or self.front_door is not None or self.status is not None
