"""An answer of the Edge Network as a person reads it; the parts of it that others use."""

from edge_studio.edge.answer import Answer, AnswerKind, Tone
from edge_studio.edge.envelope import Handle
from edge_studio.edge.notices import Notice
from edge_studio.edge.reading import first_look, read_answer, read_in_turns, takes_long
from edge_studio.jsontext.lazy_json import Payload

__all__ = [
    "Answer",
    "AnswerKind",
    "Handle",
    "Notice",
    "Payload",
    "Tone",
    "first_look",
    "read_answer",
    "read_in_turns",
    "takes_long",
]
