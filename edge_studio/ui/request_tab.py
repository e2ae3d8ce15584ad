"""One request: its payload, the two views of it, its problems and how it is addressed."""

from collections.abc import Sequence
from dataclasses import replace
from time import perf_counter

from PySide6.QtCore import Qt, QTimer, Signal
from PySide6.QtWidgets import QSplitter, QVBoxLayout, QWidget

from edge_studio.edge.describe import describe
from edge_studio.edge.exchange import ApiVersion, Draft, Exchange
from edge_studio.edge.handles import Answer
from edge_studio.edge.lint import Fix, LintContext, Linter, Problem
from edge_studio.jsontext.edits import CannotEdit
from edge_studio.ui.address_card import AddressCard
from edge_studio.ui.buffer import RequestBuffer
from edge_studio.ui.find_bar import FindBar
from edge_studio.ui.forms.form import RequestForm
from edge_studio.ui.json_editor import JsonEditor
from edge_studio.ui.panels.problems import ProblemsPanel
from edge_studio.ui.theme import Look

LAYOUTS = {"form": "Form", "split": "Split", "json": "JSON"}
WIDTHS = (430, 350)
"""Natural widths of form and editor."""
AT_ONCE = 0.004
"""Seconds that finding problems may take on each keystroke; a slower payload waits for a pause in typing."""
PAUSE = 200


class RequestTab(QWidget):
    """One request, built when it is first shown: a window with many tabs starts as fast as with one."""

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
        self._linter = Linter()
        self._draft = draft
        self._authenticated = False
        self._layout_choice = "split"
        self._built = False
        self._problems: Sequence[Problem] = ()
        self._lint_cost = 0.0
        self._marking = False
        self.exchange: Exchange | None = None
        self.answer: Answer | None = None
        self.touched = False
        self.buffer = RequestBuffer(self)
        self.buffer.load(draft.text)
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
    def problems(self) -> Sequence[Problem]:
        """What is wrong with the payload."""
        return self._problems

    def rename(self, title: str) -> None:
        """Give the request a name of one's own; an empty one lets the event name it again."""
        self._draft = replace(self._draft, title=title)
        self._retitle()
        self.changed.emit()

    def set_connection(self, name: str) -> None:
        """Send to another connection."""
        self._draft = replace(self._draft, connection=name)
        self.changed.emit()

    def set_version(self, version: ApiVersion) -> None:
        """Ask another version of the endpoint; the form follows, the text stays as it is."""
        if version is self._draft.version:
            return
        self._draft = replace(self._draft, version=version)
        if self._built:
            self.form.set_version(version)
        self.check()
        self.changed.emit()

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
        self.form = RequestForm(self.buffer, look, self._draft.version)
        self.form.pointer_focused.connect(self._field_focused)
        self.address = AddressCard(look)
        self.address.show_draft(self._draft)
        self.address.changed.connect(self._address_changed)
        self.form.add_card(self.address)
        self.editor = JsonEditor(self.buffer, look)
        self.editor.pointer_changed.connect(self._caret_moved)
        self.find_bar = FindBar(self.editor, look)
        self.find_bar.hide()
        self._editor_side = QWidget()
        side = QVBoxLayout(self._editor_side)
        side.setContentsMargins(0, 0, 0, 0)
        side.setSpacing(6)
        side.addWidget(self.find_bar)
        side.addWidget(self.editor, 1)
        self._splitter = QSplitter(Qt.Orientation.Horizontal)
        self._splitter.setChildrenCollapsible(False)
        self._splitter.setHandleWidth(8)
        self._splitter.addWidget(self.form)
        self._splitter.addWidget(self._editor_side)
        self._splitter.setStretchFactor(0, 1)
        self._splitter.setStretchFactor(1, 1)
        self._splitter.setSizes(list(WIDTHS))
        self.problems_panel = ProblemsPanel(look)
        self.problems_panel.go_to.connect(self.go_to)
        self.problems_panel.fix.connect(self.apply_fix)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(8)
        layout.addWidget(self._splitter, 1)
        layout.addWidget(self.problems_panel)
        self.set_layout(self._layout_choice)
        self.problems_panel.set_problems(self._problems)
        self.check()

    def set_layout(self, choice: str) -> None:
        """Show the form, the JSON editor or both, by the keys of ``LAYOUTS``."""
        self._layout_choice = choice
        if self._built:
            self.form.setVisible(choice != "json")
            self._editor_side.setVisible(choice != "form")

    def splitter_sizes(self) -> list[int]:
        """The widths of form and editor."""
        return self._splitter.sizes() if self._built else []

    def set_splitter_sizes(self, sizes: Sequence[int]) -> None:
        """Give form and editor these widths."""
        if self._built and sizes:
            self._splitter.setSizes(sizes)

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
        self.form.ensureWidgetVisible(self.address)

    # What is wrong

    def use_schemas(self) -> None:
        """Check shapes by the JSON Schemas too, once somebody loaded them off this thread."""
        self._linter.warm_up()
        self.check()

    def check(self) -> None:
        """Find the problems now."""
        self._later.stop()
        began = perf_counter()
        context = LintContext(self._draft.endpoint, self._draft.version, self._authenticated)
        problems = self._linter.check(self.buffer.json, context)
        self._lint_cost = perf_counter() - began
        if problems != self._problems:
            self._problems = problems
            if self._built:
                self.problems_panel.set_problems(problems)
            self.problems_changed.emit(problems)

    def apply_fix(self, fix: Fix) -> None:
        """Mend one problem, in one undo step; a fix that no longer fits the text changes nothing."""
        try:
            self.buffer.apply(fix.edits)
        except CannotEdit:
            self.check()

    def _text_changed(self, change: object) -> None:
        self.touched = True
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
        self.touched = True
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
