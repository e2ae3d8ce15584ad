"""Things to do, one below the other, each with what to copy for it."""

from collections.abc import Iterable

from PySide6.QtCore import Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QHBoxLayout, QLabel, QPushButton, QVBoxLayout, QWidget

from edge_studio.edge.pointing import Recipe
from edge_studio.ui.theme import Look
from edge_studio.ui.widgets import heading, mono, muted


class RecipeList(QWidget):
    """Shows recipes; made anew whenever they change."""

    def __init__(self, look: Look) -> None:
        super().__init__()
        self._look = look
        self._recipes: tuple[Recipe, ...] = ()
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(0, 0, 0, 0)
        self._column.setSpacing(10)

    def show_recipes(self, recipes: Iterable[Recipe]) -> None:
        """Show these; nothing happens where they are shown already."""
        wanted = tuple(recipes)
        if wanted == self._recipes:
            return
        self._recipes = wanted
        while (item := self._column.takeAt(0)) is not None:
            if (widget := item.widget()) is not None:
                widget.hide()
                widget.deleteLater()
        for recipe in wanted:
            self._column.addWidget(_Shown(recipe, self._look))


class _Shown(QWidget):
    """One recipe."""

    def __init__(self, recipe: Recipe, look: Look) -> None:
        super().__init__()
        self._recipe = recipe
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(3)
        column.addWidget(heading(recipe.title))
        words = muted(recipe.words)
        words.setWordWrap(True)
        column.addWidget(words)
        if recipe.code:
            column.addLayout(self._code(look))

    def _code(self, look: Look) -> QHBoxLayout:
        code: QLabel = mono(look, self._recipe.code)
        code.setWordWrap(True)
        code.setProperty("code", True)
        code.setTextFormat(Qt.TextFormat.PlainText)
        code.setAccessibleName(f"What to copy: {self._recipe.title}")
        copy = QPushButton("Copy")
        copy.setAccessibleName(f"Copy: {self._recipe.title}")
        copy.clicked.connect(self._copy)
        line = QHBoxLayout()
        line.setSpacing(8)
        line.addWidget(code, 1)
        line.addWidget(copy, 0, Qt.AlignmentFlag.AlignTop)
        return line

    def _copy(self) -> None:
        QGuiApplication.clipboard().setText(self._recipe.code)
