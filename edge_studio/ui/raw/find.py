"""Find in a text of any size."""

from bisect import bisect_left

from PySide6.QtCore import Qt

from edge_studio.edge.amounts import percent
from edge_studio.ui.find_line import FindLine, found_words
from edge_studio.ui.raw.search import Found, find_in
from edge_studio.ui.raw.view import RawView
from edge_studio.ui.search import MOST
from edge_studio.ui.theme import Look
from edge_studio.ui.turns import Turns


class RawFind(FindLine):
    """Searches the text of a viewer in turns: matches can be stepped through while others are looked for."""

    def __init__(self, view: RawView, look: Look) -> None:
        super().__init__(look, "Find in this text")
        self._view = view
        self._found = Found()
        self._at = -1
        self._from = -1
        self._turns = Turns(self)
        self._turns.progressed.connect(self._progressed)
        self._turns.done.connect(self._ended)
        self.searched.connect(self._search_anew)
        self.stepped.connect(self._step)
        self.dismissed.connect(self._give_back)
        view.replaced.connect(self._text_changed)
        self.hide()

    def show_find(self) -> None:
        """Open with what is selected in the viewer, if that is a part of one line."""
        start, end = self._view.selection
        selected = self._view.selected_text if end - start <= 200 else ""
        self.open_with("" if "\n" in selected else selected)
        self._search_anew()

    def _give_back(self) -> None:
        """Stop, and let the viewer have the caret again."""
        self._turns.stop()
        self._view.set_matches(())
        self._view.setFocus(Qt.FocusReason.OtherFocusReason)

    def _text_changed(self) -> None:
        self._turns.stop()
        if not self.isHidden():
            self._search_anew()

    def _search_anew(self) -> None:
        """Search while the person types, and show the first match from the caret on."""
        if self.isHidden():
            return
        self._found, self._at = Found(), -1
        self._from = self._view.selection[0]
        self._view.set_matches(self._found.matches)
        self._turns.run(find_in(self._view.rows, self.search, self._found))

    def _progressed(self, fraction: object) -> None:
        self._view.set_matches(self._found.matches)
        self._choose_first(is_last=False)
        self._tell(fraction)

    def _ended(self, found: object) -> None:
        self._view.set_matches(self._found.matches)
        self._choose_first(is_last=True)
        self._tell(1.0)

    def _choose_first(self, is_last: bool) -> None:
        """Show the first match from where the search began, as soon as it is found."""
        matches = self._found.matches
        if self._from < 0 or not matches:
            return
        place = bisect_left(matches, (self._from, 0))
        if place < len(matches) or is_last:
            self._from = -1
            self._select(place % len(matches))

    def _step(self, direction: object) -> None:
        matches = self._found.matches
        if not matches:
            return
        self._from = -1
        selection = self._view.selection
        place = bisect_left(matches, (selection[0], 0))
        if direction != 1:
            place -= 1
        elif place < len(matches) and matches[place] == selection:
            place += 1
        self._select(place % len(matches))
        self._tell(1.0)

    def _select(self, place: int) -> None:
        self._at = place
        self._view.reveal(*self._found.matches[place])

    def _tell(self, fraction: object) -> None:
        """Say how many there are, which of them is selected, and whether the search goes on."""
        text, is_problem = found_words(self.search, len(self._found.matches), MOST, self._at)
        if self._turns.busy and isinstance(fraction, float):
            begun = "Searching" if text == "Not found" else f"{text} so far"
            text = f"{begun}… {percent(fraction)}"
        if self._found.stopped_at:
            known = f"{text} before it. " if self._found.matches else ""
            text = f"{known}Stopped at line {self._found.stopped_at:,}: the expression takes too long there."
        self.say(text, is_problem or bool(self._found.stopped_at))
