"""The card of trouble: each error and warning in words, what it means, and what to do."""

from collections.abc import Iterator
from datetime import datetime

from edge_studio.edge.summary.model import Card as Content
from edge_studio.edge.summary.model import Tone, Trouble
from edge_studio.ui.summary.card import SummaryCard, more_line
from edge_studio.ui.summary.line import Line

MOST = 10


class TroubleCard(SummaryCard):
    """Shows what went wrong; each trouble begins with its kind and its code."""

    def fill_steps(self, content: Content, now: datetime) -> Iterator[None]:
        """Put each trouble into the body."""
        lines = [line for at, trouble in enumerate(content.troubles[:MOST]) for line in _lines(trouble, at)]
        left_out = content.more + len(content.troubles[MOST:])
        self.say([*lines, *more_line(left_out, content.pointer)], now)
        yield


def _lines(trouble: Trouble, at: int) -> list[Line]:
    is_error = trouble.severity == "error"
    where = trouble.pointer
    kind = "Error" if is_error else "Warning"
    tone: Tone = "danger" if is_error else "warning"
    code = trouble.code
    gap = 14 if at else 0
    head = Line(code, chip=kind, tone=tone, exact=code, pointer=where, gap=gap, ruled=at > 0)
    lines = [head, Line(trouble.title, style="strong", pointer=where, rows=4)]
    for text in (trouble.meaning, trouble.detail, *trouble.causes):
        if text and text != trouble.title:
            lines.append(Line(text, pointer=where, rows=8))
    if trouble.event_index:
        lines.append(Line(f"event {trouble.event_index}", "About", pointer=where))
    if trouble.remedy:
        lines.append(Line(trouble.remedy, "What to do", pointer=where, rows=8))
    if trouble.retry:
        lines.append(Line(trouble.retry, "Send again?", pointer=where))
    return lines
