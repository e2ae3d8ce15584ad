"""One request: its payload, the two views of it, its problems and how it is addressed."""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace
from pathlib import Path
from time import perf_counter
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, QTimer, Signal
from PySide6.QtWidgets import QSplitter, QVBoxLayout, QWidget

from edge_studio.edge.describe import describe
from edge_studio.edge.endpoints import ENDPOINTS
from edge_studio.edge.exchange import ApiVersion, Draft, Exchange
from edge_studio.jsontext.edits import CannotEdit
from edge_studio.ui.editor.buffer import RequestBuffer
from edge_studio.ui.editor.json_editor import JsonEditor
from edge_studio.ui.forms.form import RequestForm
from edge_studio.ui.theme import Look

if TYPE_CHECKING:  # not in the first picture of the window: loaded when they are made
    from edge_studio.edge.handles import Answer
    from edge_studio.edge.lint import Fix, Linter, Problem
    from edge_studio.ui.editor.find_bar import FindBar
    from edge_studio.ui.request.address_card import AddressCard
    from edge_studio.ui.request.problems import ProblemsPanel

LAYOUTS = {"form": "Form", "split": "Split", "json": "JSON"}
WIDTHS = (438, 284)
"""Natural widths of form and editor."""
FIRST_CARDS = 3
"""The cards of the form that fill the first picture of a window."""
AT_ONCE = 0.004
"""Seconds that finding problems may take on each keystroke; a slower payload waits for a pause in typing."""
PAUSE = 200


class RequestTab(QWidget):
    """One request, built when it is first shown: a window with many tabs starts as fast as with one.

    :meth:`build` makes what the first picture shows, :meth:`left_out` what it does not.
    """

    changed = Signal()
    """The payload or the address changed."""
    renamed = Signal()
    """The tab's title may be another."""
    problems_changed = Signal(object)
    """The problems found, a sequence of :class:`Problem`."""
    pointer_changed = Signal(object)
    """The pointer of the field under the caret, or that has the focus."""

    def __init__(self, look: Look, draft: Draft) -> None:
        super().__init__()
        self._look = look
        self._linter: Linter | None = None
        self._draft = draft
        self._authenticated = False
        self._layout_choice = "split"
        self._built = False
        self._address: AddressCard | None = None
        self._find_bar: FindBar | None = None
        self._problems_panel: ProblemsPanel | None = None
        self._problems: Sequence[Problem] = ()
        self._lint_cost = 0.0
        self._marking = False
        self.exchange: Exchange | None = None
        self.answer: Answer | None = None
        self.before = 0
        """The row of the history with the answer before the exchange's; 0 where none is known."""
        self.awaits_trace = False
        """Whether Local Edge is about to tell what it did with the exchange."""
        self.path: Path | None = None
        self.buffer = RequestBuffer(self)
        self.buffer.load(draft.text)
        self._clean: Draft | None = self.draft()
        self.buffer.changed.connect(self._text_changed)
        self._later = QTimer(self)
        self._later.setSingleShot(True)
        self._later.setInterval(PAUSE)
        self._later.timeout.connect(self.check)
        self._title = draft.title or describe(self.buffer.json).title

    # What it is

    def commit(self) -> None:
        """Write what is typed in the form and not yet in the payload."""
        if self._built:
            self.form.commit()

    def draft(self) -> Draft:
        """The request as it stands."""
        return replace(self._draft, text=self.buffer.text)

    @property
    def title(self) -> str:
        """The name on the tab: the person's own, else what the event is."""
        return self._title

    @property
    def problems(self) -> "Sequence[Problem]":
        """What is wrong with the payload; nothing before it is checked."""
        return self._problems

    @property
    def touched(self) -> bool:
        """Whether it holds what was neither sent nor saved; undoing all of it makes it clean again."""
        return self.draft() != self._clean

    def mark_clean(self, clean: bool = True) -> None:
        """As it stands now it was sent or saved, or, where not ``clean``, it never was."""
        self._clean = self.draft() if clean else None

    @property
    def is_built(self) -> bool:
        """Whether it was ever shown."""
        return self._built

    @property
    def is_checked(self) -> bool:
        """Whether problems are looked for already."""
        return self._linter is not None

    def rename(self, title: str) -> None:
        """Give the request a name of one's own; an empty one lets the event name it again."""
        self._draft = replace(self._draft, title=title)
        self._retitle()
        self.changed.emit()

    def set_connection(self, name: str) -> None:
        """Send to another connection."""
        self._draft = replace(self._draft, connection=name)
        self.changed.emit()

    def set_endpoint(self, name: str, version: ApiVersion) -> None:
        """Ask another endpoint, or another version of it; the form follows, the text stays as it is."""
        if (name, version) == (self._draft.endpoint, self._draft.version):
            return
        self._draft = replace(self._draft, endpoint=name, version=version)
        if self._built:
            self.form.set_version(self._shape)
            self._show_events()
        self.check()
        self.changed.emit()

    @property
    def _shape(self) -> ApiVersion:
        """The version whose body the endpoint takes."""
        return ENDPOINTS[self._draft.endpoint].shape(self._draft.version)

    def _show_events(self) -> None:
        """Show the form of the event, or that the endpoint has none."""
        endpoint = ENDPOINTS[self._draft.endpoint]
        has_events = endpoint.body_root(self._draft.version) in {"event", "events"}
        words = f"“{endpoint.label}” ({endpoint.name}) has no event to fill in here. Compose it in the JSON."
        self.form.show_events(has_events, words)

    def set_authenticated(self, authenticated: bool) -> None:
        """Say whether the request will carry a token: some rules are stricter then."""
        if authenticated != self._authenticated:
            self._authenticated = authenticated
            self.check()

    # How it is shown

    def build(self) -> None:
        """Make the widgets; the first time the tab is shown."""
        if self._built:
            return
        self._built = True
        look = self._look
        self.form = RequestForm(self.buffer, look, self._shape, first=FIRST_CARDS)
        self.form.pointer_focused.connect(self._field_focused)
        self.editor = JsonEditor(self.buffer, look)
        self.editor.pointer_changed.connect(self._caret_moved)
        self._editor_side = QWidget()
        self._side = side = QVBoxLayout(self._editor_side)
        side.setContentsMargins(0, 0, 0, 0)
        side.setSpacing(6)
        side.addWidget(self.editor, 1)
        self._splitter = QSplitter(Qt.Orientation.Horizontal)
        self._splitter.setChildrenCollapsible(False)
        self._splitter.setHandleWidth(8)
        self._splitter.addWidget(self.form)
        self._splitter.addWidget(self._editor_side)
        self._splitter.setStretchFactor(0, 1)
        self._splitter.setStretchFactor(1, 1)
        self._splitter.setSizes(list(WIDTHS))
        self._column = layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(8)
        layout.addWidget(self._splitter, 1)
        self.set_layout(self._layout_choice)
        self._show_events()

    def left_out(self) -> Iterator[Callable[[], object]]:
        """Steps that make what the first picture left out, each a few milliseconds long."""
        self.build()
        yield self._make_address
        yield self.start_checking
        yield self._list_problems  # it may have been checked before it was shown
        yield from self.form.left_out()

    def finish(self) -> None:
        """Make what the first picture left out, now."""
        for step in self.left_out():
            step()

    def _make_address(self) -> "AddressCard":
        if self._address is None:
            from edge_studio.ui.request.address_card import AddressCard

            self.build()
            self._address = AddressCard(self._look)
            self._address.show_draft(self._draft)
            self._address.changed.connect(self._address_changed)
            self.form.add_card(self._address)
        return self._address

    @property
    def address(self) -> "AddressCard":
        """The card that says how the request is addressed."""
        return self._make_address()

    @property
    def find_bar(self) -> "FindBar":
        """Find and replace in the JSON; hidden until it is asked for."""
        if self._find_bar is None:
            from edge_studio.ui.editor.find_bar import FindBar

            self.build()
            self._find_bar = FindBar(self.editor, self._look)
            self._find_bar.hide()
            self._side.insertWidget(0, self._find_bar)
        return self._find_bar

    @property
    def problems_panel(self) -> "ProblemsPanel":
        """The list of problems; hidden while there is none."""
        if self._problems_panel is None:
            from edge_studio.ui.request.problems import ProblemsPanel

            self.build()
            self._problems_panel = ProblemsPanel(self._look)
            self._problems_panel.go_to.connect(self.go_to)
            self._problems_panel.fix.connect(self.apply_fix)
            self._column.addWidget(self._problems_panel)
            self._problems_panel.set_problems(self._problems)
        return self._problems_panel

    def set_layout(self, choice: str) -> None:
        """Show the form, the JSON editor or both, by the keys of ``LAYOUTS``."""
        self._layout_choice = choice
        if self._built:
            self.form.setVisible(choice != "json")
            self._editor_side.setVisible(choice != "form")

    def panes(self) -> list[QWidget]:
        """Form, editor and problems, between which F6 goes; those that are hidden too."""
        self.build()
        problems = [] if self._problems_panel is None else [self._problems_panel]
        return [self.form, self._editor_side, *problems]

    def splitter_sizes(self) -> list[int]:
        """The widths of form and editor."""
        return self._splitter.sizes() if self._built else []

    def go_to(self, pointer: str) -> None:
        """Show the field at ``pointer`` in whatever view there is, and focus it."""
        self.build()
        shown = self._layout_choice != "json" and self.form.reveal(pointer)
        if self._layout_choice != "form":
            self.editor.mark(pointer)
            if not shown:
                self.editor.setFocus(Qt.FocusReason.OtherFocusReason)

    def open_address(self) -> None:
        """Unfold the card with the address and put the caret into it."""
        self.build()
        if self._layout_choice == "json":
            self.set_layout("split")
        self.address.open()
        self.form.show_card(self.address)

    # What is wrong

    def start_checking(self) -> None:
        """Look for problems from now on."""
        if self._linter is None:
            from edge_studio.edge.lint import Linter

            self._linter = Linter()
            self.check()
            if not self._problems:  # else checking has told already
                self.problems_changed.emit(self._problems)

    def use_schemas(self) -> None:
        """Check shapes by the JSON Schemas too, once somebody loaded them off this thread."""
        self.start_checking()
        if self._linter is not None:
            self._linter.warm_up()
        self.check()

    def check(self) -> None:
        """Find the problems now, once they are looked for."""
        if self._linter is None:
            return
        from edge_studio.edge.lint import LintContext

        self._later.stop()
        began = perf_counter()
        context = LintContext(self._draft.endpoint, self._shape, self._authenticated)
        problems = self._linter.check(self.buffer.json, context)
        self._lint_cost = perf_counter() - began
        if problems != self._problems:
            self._problems = problems
            self._list_problems()
            self.problems_changed.emit(problems)

    def _list_problems(self) -> None:
        if self._built and (self._problems or self._problems_panel is not None):
            self.problems_panel.set_problems(self._problems)

    def apply_fix(self, fix: "Fix") -> None:
        """Mend one problem, in one undo step; a fix that no longer fits the text changes nothing."""
        try:
            self.buffer.apply(fix.edits)
        except CannotEdit:
            self.check()

    def _text_changed(self, change: object) -> None:
        if self._lint_cost > AT_ONCE:
            self._later.start()
        else:
            self.check()
        self._retitle()
        self.changed.emit()

    def _retitle(self) -> None:
        title = self._draft.title or describe(self.buffer.json).title
        if title != self._title:
            self._title = title
        self.renamed.emit()

    def _address_changed(self) -> None:
        self._draft = self.address.applied_to(self._draft)
        self.changed.emit()

    # One field, two views

    def _field_focused(self, pointer: str) -> None:
        if self._layout_choice == "split":
            self._marking = True
            self.editor.mark(pointer)
            self._marking = False
        self.pointer_changed.emit(pointer)

    def _caret_moved(self, pointer: str) -> None:
        if not self._marking:
            self.form.mark(pointer)
            self.pointer_changed.emit(pointer)
