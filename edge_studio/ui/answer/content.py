"""All there is to see of one exchange: head, troubles in words, and tabs filled when they are looked at."""

from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta
from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QApplication, QVBoxLayout, QWidget

from edge_studio.edge.exchange import Answered, Exchange, Outcome, Unanswered
from edge_studio.edge.handles import Answer, first_look, read_answer, read_in_turns, takes_long
from edge_studio.edge.masking import scrubber_of
from edge_studio.edge.next_step import Report
from edge_studio.edge.summary.model import Offer
from edge_studio.edge.summary.report import report_offer
from edge_studio.edge.summary.summarise import summarise_exchange, summary_steps
from edge_studio.edge.ticket import ticket
from edge_studio.jsontext import pointer as pointers
from edge_studio.ui.answer.failure_card import FailureCard
from edge_studio.ui.answer.head import AnswerHead
from edge_studio.ui.answer.headers_tab import HeaderTable
from edge_studio.ui.answer.leaving import Leaving
from edge_studio.ui.answer.notice_line import NoticeLine
from edge_studio.ui.answer.packing_line import PackingLine
from edge_studio.ui.answer.sent_tab import SentTab
from edge_studio.ui.answer.tabs import AnswerTabs
from edge_studio.ui.answer.timing_tab import TimingTab
from edge_studio.ui.off_thread import OffThread
from edge_studio.ui.raw.tab import RawTab
from edge_studio.ui.summary.tab import SummaryTab
from edge_studio.ui.theme import Look
from edge_studio.ui.tree.filter_history import FilterHistory
from edge_studio.ui.tree.json_nodes import Node
from edge_studio.ui.tree.json_ways import bytes_of
from edge_studio.ui.tree.tab import HandlesTab
from edge_studio.ui.turns import Turns

if TYPE_CHECKING:  # loaded when it is looked at
    from edge_studio.ui.answer.trace_tab import TraceTab


class AnswerContent(QWidget):
    """Shows what came back, or why nothing did."""

    tab_chosen = Signal(object)
    """The name of the tab that the person looks at now, such as ``Handles``."""
    read = Signal(object)
    """The large :class:`Answer` that has been read to its end; None where it is not wanted any more."""
    compose_wanted = Signal(object)
    """The :class:`Draft` of a request that comes next."""

    def __init__(self, look: Look, filters: FilterHistory | None = None) -> None:
        super().__init__()
        self._exchange: Exchange | None = None
        self._answer: Answer | None = None
        self._stale: set[QWidget] = set()
        self.head = AnswerHead(look)
        self.packing = PackingLine()
        self.packing.unpack_wanted.connect(self._unpack)
        self._unpacking = OffThread(self)
        self._unpacking.done.connect(self._unpacked)
        self.notices = NoticeLine()
        self.notices.show_wanted.connect(self.open_summary)
        self.summary = SummaryTab(look)
        self.summary.reveal_wanted.connect(self.reveal)
        self.summary.step_wanted.connect(self._compose_report)
        self.failure = FailureCard(look)
        self.handles = HandlesTab(look, filters)
        self.handles.ticket_wanted.connect(self.copy_ticket)
        self.handles.tree.show_in_raw.connect(self._show_bytes)
        self.raw = RawTab(look)
        self.raw.node_wanted.connect(self._show_node)
        self.headers = HeaderTable(look, "Headers of the answer")
        self.timing = TimingTab(look)
        self.sent = SentTab(look)
        self._look = look
        self._trace: TraceTab | None = None
        self._trace_page = QWidget()
        self._awaits_trace = False
        self._leaving = Leaving(self)
        self._turns = Turns(self)
        self._turns.progressed.connect(self.head.show_progress)
        self._turns.done.connect(self._read)
        self._summing = Turns(self)
        self._summing.done.connect(self.summary.show_in_turns)
        self._tabs = self._make_tabs()
        self._fills: dict[QWidget, Callable[[Exchange], None]] = {
            self.summary: self._fill_summary,
            self.handles: self._fill_handles,
            self.raw: self._fill_raw,
            self.headers: self._fill_headers,
            self.timing: self._fill_timing,
            self.sent: self._fill_sent,
            self._trace_page: self._fill_trace,
        }
        self._arrange()

    def _arrange(self) -> None:
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(8)
        layout.addWidget(self.head)
        layout.addWidget(self.packing)
        layout.addWidget(self.notices)
        layout.addWidget(self.failure)
        layout.addWidget(self._tabs, 1)

    def _make_tabs(self) -> AnswerTabs:
        pages = {
            "Summary": self.summary,
            "Handles": self.handles,
            "Raw": self.raw,
            "Headers": self.headers,
            "Timing": self.timing,
            "Sent": self.sent,
            "Trace": self._trace_page,
        }
        tabs = AnswerTabs(pages, instead={self.handles: self.raw})
        tabs.looked_at.connect(self._tab_changed)
        return tabs

    @property
    def answer(self) -> Answer | None:
        """The answer that is shown, read; None where there is none."""
        return self._answer

    @property
    def trace(self) -> "TraceTab":
        """The steps that Local Edge took; made when they are first looked at."""
        if self._trace is None:
            from edge_studio.ui.answer.trace_tab import TraceTab

            self._trace = TraceTab(self._look)
            layout = QVBoxLayout(self._trace_page)
            layout.setContentsMargins(0, 0, 0, 0)
            layout.addWidget(self._trace)
        return self._trace

    @property
    def tab_names(self) -> list[str]:
        """The names on the tabs that are there."""
        return self._tabs.names

    @property
    def tabs_fit(self) -> bool:
        """Whether all tabs are to be seen in full at this width."""
        return self._tabs.all_fit

    def clear(self) -> None:
        """Let go of what was shown."""
        self._stop()
        self._leaving.let_go(self._answer)
        self._exchange, self._answer = None, None
        self._stale.clear()
        self.handles.show_answer(None)
        self.summary.clear()

    def _stop(self) -> None:
        if self._turns.busy:
            self._turns.stop()
            self.read.emit(None)
        self._summing.stop()
        self._unpacking.forget()

    def show_answered(
        self, exchange: Exchange, answered: Answered, answer: Answer | None, awaits_trace: bool = False
    ) -> None:
        """Show an answer; it is read here unless it was already. Its trace may be about to come."""
        in_turns = answer is None and takes_long(answered.body)
        answer = answer or (first_look(answered) if in_turns else read_answer(answered))
        self._begin(exchange, answer, awaits_trace)
        self._show_answer(exchange, answered, answer)
        self._fill_current()
        if in_turns:
            self._turns.run(read_in_turns(answered))

    @property
    def outcome(self) -> Outcome | None:
        """What came back, or why nothing did; None where nothing is shown."""
        return self._exchange.outcome if self._exchange is not None else None

    @property
    def is_read(self) -> bool:
        """Whether all of the answer that is shown has been read."""
        return self._answer is not None and not self._answer.is_partial

    @property
    def is_reading(self) -> bool:
        """Whether only the beginning of a large answer is shown so far."""
        return self._turns.busy or self._summing.busy or self.summary.is_filling

    def finish_reading(self) -> None:
        """Read what is left of a large answer at once; for whoever cannot wait."""
        self._turns.finish()
        self._summing.finish()
        self.summary.finish()

    def _unpack(self, limit: object) -> None:
        """Go on with what was stopped, in a thread: unpacking does not hold up the window."""
        outcome = self._exchange.outcome if self._exchange else None
        if isinstance(outcome, Answered) and isinstance(limit, int):
            from edge_studio.transport.decoding import unpack_on

            self._unpacking.run(partial(unpack_on, outcome, limit))

    def _unpacked(self, outcome: object) -> None:
        if self._exchange is not None and isinstance(outcome, Answered):
            exchange = replace(self._exchange, outcome=outcome)
            self.show_answered(exchange, outcome, None, self._awaits_trace)

    def _read(self, answer: object) -> None:
        """All of a large answer has been read: show it, and keep what was opened and chosen."""
        exchange, before = self._exchange, self._answer
        if not isinstance(answer, Answer) or exchange is None or not isinstance(exchange.outcome, Answered):
            return
        self._answer = answer
        self._show_answer(exchange, exchange.outcome, answer)
        self._stale.add(self.summary)
        if self.handles not in self._stale:
            self.handles.show_answer(answer, keep=True)
        if before is None or (before.root is None) != (answer.root is None):
            self._stale.add(self.raw)
        self._fill_current()
        self.read.emit(answer)

    def show_unanswered(self, exchange: Exchange, failure: Unanswered, awaits_trace: bool = False) -> None:
        """Show why there is no answer."""
        self._begin(exchange, None, awaits_trace)
        self._show_failure(exchange, failure)
        self._fill_current()

    def show_trace(self, exchange: Exchange) -> None:
        """Show the trace of the exchange that is shown, now that it has come, or that it never will."""
        self._exchange, self._awaits_trace = exchange, False
        self._tabs.set_offered(self._trace_page, bool(exchange.trace))
        self._stale.add(self._trace_page)
        self._fill_current()

    def _begin(self, exchange: Exchange, answer: Answer | None, awaits_trace: bool) -> None:
        self._stop()
        self._leaving.let_go(self._answer)
        self._exchange, self._answer, self._awaits_trace = exchange, answer, awaits_trace
        self._stale = set(self._fills)
        who = "another client" if exchange.is_received else "Edge Studio"
        self._tabs.setTabToolTip(self._tabs.indexOf(self.sent), f"The request as {who} sent it")

    def _show_answer(self, exchange: Exchange, answered: Answered, answer: Answer) -> None:
        self.head.show_answer(answered, answer, exchange.is_received)
        self.packing.show_packing(answered)
        self.notices.show_trouble(answer)
        self.failure.hide()
        is_envelope = answer.kind == "envelope"
        self._tabs.write(self.handles, f"Handles {len(answer.handles):,}" if is_envelope else "Fields")
        offered = [self.handles] if answer.root is not None else []
        rest = [self.raw] if answered.body else []
        self._tabs.offer(self.summary, *offered, *rest, self.headers, self.timing, self.sent, *self._traced())

    def _show_failure(self, exchange: Exchange, failure: Unanswered) -> None:
        self.head.show_failure(failure, exchange.request.request_id)
        self.packing.show_packing(None)
        self.notices.show_trouble(None)
        self.failure.show_failure(exchange, failure)
        self._tabs.offer(self.timing, self.sent, *self._traced())

    def _traced(self) -> list[QWidget]:
        """The tab of the trace, where there is one or is about to be."""
        has_one = self._awaits_trace or (self._exchange is not None and self._exchange.trace)
        return [self._trace_page] if has_one else []

    def open_tab(self, name: str) -> None:
        """Bring the tab of this name to the front, where it is there."""
        self._tabs.open(name)

    def prefer(self, name: str) -> None:
        """Show the tab of this name with the next answer, as if the person had chosen it."""
        self._tabs.prefer(name)
        if self._exchange is None:
            self._tabs.open_preferred()

    def find_text(self, step: int = 0) -> bool:
        """Search the raw text where that is what is looked at, or step in what was found; whether it is."""
        focus = QApplication.focusWidget()
        if focus is None or not self.isAncestorOf(focus) or self._tabs.currentWidget() is not self.raw:
            return False
        self.raw.find_text(step)
        return True

    def focus_filter(self) -> None:
        """Put the caret into the filter of the tree, where there is one."""
        if self._tabs.is_offered(self.handles):
            self._tabs.setCurrentWidget(self.handles)
            self.handles.filter.setFocus(Qt.FocusReason.ShortcutFocusReason)
            self.handles.filter.selectAll()

    def reveal(self, pointer: str) -> bool:
        """Show the row of a JSON Pointer into the answer; whether there is one."""
        self._tabs.setCurrentWidget(self.handles)
        return self.handles.tree.reveal(pointer)

    def copy_ticket(self) -> None:
        """Put the exchange that is shown on the clipboard, as Markdown for a ticket and without secrets."""
        if self._exchange is not None:
            QGuiApplication.clipboard().setText(ticket(self._exchange, self._answer))

    # From the tree to the bytes and back

    def follow(self) -> None:
        """Show the chosen row's bytes in Raw; from Raw, the row of the byte at the caret."""
        if self._tabs.currentWidget() is self.raw:
            self._show_node(self.raw.view.byte)
        elif self._tabs.currentWidget() is self.handles:
            self.handles.tree.want_raw()

    def _show_bytes(self, node: object) -> None:
        if self._answer is None or not isinstance(node, Node):
            return
        span = bytes_of(node, self._answer)
        if span is not None:
            self.open_tab("Raw")
            self.raw.reveal_bytes(*span)
            self.raw.view.setFocus(Qt.FocusReason.ShortcutFocusReason)

    def _show_node(self, offset: object) -> None:
        if self._answer is not None and self._answer.json is not None and isinstance(offset, int):
            self.reveal(pointers.join(*self._answer.json.path_at(offset)))
            self.handles.tree.setFocus(Qt.FocusReason.ShortcutFocusReason)

    def open_summary(self) -> None:
        """Bring the summary to the front, where there is one."""
        self.open_tab("Summary")

    def _compose_report(self, offer: Offer, what: Report) -> None:
        """Compose the event that reports an offer of the answer that is shown."""
        if self._exchange is not None and self._answer is not None:
            draft = report_offer(what, self._exchange, self._answer, offer)
            if draft is not None:
                self.compose_wanted.emit(draft)

    def _tab_changed(self) -> None:
        self.tab_chosen.emit(self._tabs.chosen)
        self._fill_current()

    def _fill_current(self) -> None:
        widget = self._tabs.currentWidget()
        self._show_notices()
        if self._exchange is not None and widget in self._stale:
            self._stale.discard(widget)
            self._fills[widget](self._exchange)

    def _show_notices(self) -> None:
        """The summary tells what went wrong itself; beside the other tabs one line leads to it."""
        wanted = self.notices.has_any and self._tabs.currentWidget() is not self.summary
        if self.notices.isHidden() == wanted:
            self.notices.setVisible(wanted)

    def _fill_summary(self, exchange: Exchange) -> None:
        outcome = exchange.outcome
        if self._answer is not None and self._answer.is_partial:
            self.summary.show_reading()
        elif isinstance(outcome, Answered) and self._answer is not None:
            received = exchange.started + timedelta(seconds=outcome.timing.total)
            self._summing.stop()
            if takes_long(outcome.body):
                self._summing.run(
                    summary_steps(outcome, self._answer, request=exchange.request, received=received)
                )
                return
            self.summary.show_summary(
                summarise_exchange(outcome, self._answer, request=exchange.request, received=received)
            )

    def _fill_handles(self, exchange: Exchange) -> None:
        self.handles.show_answer(self._answer)

    def _fill_raw(self, exchange: Exchange) -> None:
        if isinstance(exchange.outcome, Answered) and self._answer is not None:
            self.raw.show_body(exchange.outcome, self._answer)

    def _fill_headers(self, exchange: Exchange) -> None:
        if isinstance(exchange.outcome, Answered):
            self.headers.show_headers(exchange.outcome.headers, explained=True)

    def _fill_timing(self, exchange: Exchange) -> None:
        if exchange.outcome is not None:
            self.timing.show_timing(exchange.outcome.timing, exchange.is_received)

    def _fill_trace(self, exchange: Exchange) -> None:
        self.trace.show_trace(scrubber_of(exchange.request).trace(exchange.trace))

    def _fill_sent(self, exchange: Exchange) -> None:
        self.sent.show_request(exchange.request)
