"""Things to do, one below the other, each with what to copy for it."""

from collections.abc import Iterable

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLabel, QVBoxLayout, QWidget

from edge_studio.edge.pointing import Recipe
from edge_studio.ui.copy_button import CopyButton
from edge_studio.ui.theme import Look
from edge_studio.ui.widgets import heading, mono, muted


class RecipeList(QWidget):
    """Shows recipes as numbered steps; made anew whenever they change."""

    def __init__(self, look: Look) -> None:
        super().__init__()
        self._look = look
        self._recipes: tuple[Recipe, ...] = ()
        self.steps: list[RecipeStep] = []
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(0, 0, 6, 0)
        self._column.setSpacing(14)
        self._column.addStretch(1)
        look.changed.connect(self._dress)

    def show_recipes(self, recipes: Iterable[Recipe], *, numbered: bool = True) -> None:
        """Show these; nothing happens where they are shown already."""
        wanted = tuple(recipes)
        if wanted == self._recipes:
            return
        self._recipes = wanted
        for step in self.steps:
            self._column.removeWidget(step)
            step.hide()
            step.deleteLater()
        self.steps = [
            RecipeStep(recipe, number if numbered else 0, self._look)
            for number, recipe in enumerate(wanted, 1)
        ]
        for place, step in enumerate(self.steps):
            self._column.insertWidget(place, step)

    def _dress(self) -> None:
        for step in self.steps:
            if step.code is not None:
                step.code.setFont(self._look.font("mono"))


class RecipeStep(QWidget):
    """One recipe; ``number`` 0 for one that is no step of several."""

    def __init__(self, recipe: Recipe, number: int, look: Look) -> None:
        super().__init__()
        self.recipe = recipe
        self.code: QLabel | None = None
        self.copy: CopyButton | None = None
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(4)
        column.addWidget(heading(f"{number}. {recipe.title}" if number else recipe.title))
        words = muted(recipe.words)
        words.setWordWrap(True)
        words.setTextFormat(Qt.TextFormat.PlainText)
        column.addWidget(words)
        if recipe.code:
            column.addWidget(self._code(look))

    def _code(self, look: Look) -> QFrame:
        self.code = code = mono(look, self.recipe.code)
        code.setWordWrap(True)
        code.setTextFormat(Qt.TextFormat.PlainText)
        code.setAccessibleName(f"What to copy: {self.recipe.title}")
        self.copy = CopyButton(f"what stands at “{self.recipe.title}”", self.recipe.code)
        frame = QFrame()
        frame.setProperty("code", True)
        line = QHBoxLayout(frame)
        line.setContentsMargins(10, 6, 6, 6)
        line.setSpacing(8)
        line.addWidget(code, 1)
        line.addWidget(self.copy, 0, Qt.AlignmentFlag.AlignTop)
        return frame
