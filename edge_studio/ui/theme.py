"""How things look: colours have meanings, themes give them values."""

import re
from collections.abc import Mapping
from functools import cache
from typing import Literal, NamedTuple

from PySide6.QtCore import QByteArray, QObject, QSize, Qt, Signal
from PySide6.QtGui import QColor, QFont, QFontDatabase, QIcon, QPalette, QPixmap
from PySide6.QtWidgets import QApplication, QStyleFactory

from edge_studio import resources

FontRole = Literal["body", "mono", "small", "heading"]
THEMES = ("light", "dark")
_PIXELS: Mapping[FontRole, int] = {"body": 13, "mono": 12, "small": 12, "heading": 14}
_FONT_FILES = ("Inter-Regular.otf", "Inter-Medium.otf", "Inter-SemiBold.otf", "JetBrainsMono-Regular.ttf")
_TOKEN = re.compile(r"@([a-z][a-z.]*[a-z])")


class Theme(NamedTuple):
    """A set of colours by token, such as ``danger`` or ``json.key``."""

    id: str
    name: str
    dark: bool
    colours: Mapping[str, str]

    def colour(self, token: str) -> str:
        """The colour of ``token`` as ``#rrggbb``; ``KeyError`` for an unknown one."""
        return self.colours[token]


@cache
def load_theme(id: str) -> Theme:
    """The theme in ``resources/themes/<id>.json``."""
    source = resources.data(f"themes/{id}.json")
    return Theme(id, source["name"], source["dark"], source["colours"])


def style_sheet(theme: Theme) -> str:
    """The application's style sheet in the colours of ``theme``; ``KeyError`` for an unknown token in it."""
    icons = (resources.root() / "icons" / theme.id).as_posix()

    def value(match: re.Match[str]) -> str:
        return icons if match[1] == "icons" else theme.colour(match[1])

    return _TOKEN.sub(value, resources.text("themes/app.qss"))


class Look(QObject):
    """What widgets ask for colours, fonts and icons; ``changed`` tells them to ask again."""

    changed = Signal()

    def __init__(self, theme: Theme, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._theme = theme
        self._zoom = 1.0
        self._icons: dict[tuple[str, str], QIcon] = {}

    @property
    def theme(self) -> Theme:
        """The theme in force."""
        return self._theme

    @property
    def zoom(self) -> float:
        """The size of text as a factor of its natural size, 0.7 to 2."""
        return self._zoom

    def colour(self, token: str) -> QColor:
        """The colour of ``token``; ``KeyError`` for an unknown one."""
        return QColor(self._theme.colour(token))

    def font(self, role: FontRole) -> QFont:
        """The font for running text, code, small print or headings."""
        mono = role == "mono"
        font = QFont("JetBrains Mono" if mono else "Inter")
        font.setStyleHint(QFont.StyleHint.Monospace if mono else QFont.StyleHint.SansSerif)
        font.setPixelSize(max(8, round(_PIXELS[role] * self._zoom)))
        if role == "heading":
            font.setWeight(QFont.Weight.DemiBold)
        return font

    def icon(self, name: str, token: str = "text.muted") -> QIcon:
        """The icon ``resources/icons/<name>.svg`` in the colour of ``token``."""
        key = (name, self._theme.colour(token))
        if key not in self._icons:
            self._icons[key] = _tinted(name, key[1])
        return self._icons[key]

    def set_theme(self, theme: Theme) -> None:
        """Change the colours everywhere."""
        if theme != self._theme:
            self._theme = theme
            self.changed.emit()

    def set_zoom(self, zoom: float) -> None:
        """Change the size of text everywhere; kept between 0.7 and 2."""
        zoom = min(2.0, max(0.7, round(zoom, 2)))
        if zoom != self._zoom:
            self._zoom = zoom
            self.changed.emit()


def _tinted(name: str, colour: str) -> QIcon:
    source = resources.text(f"icons/{name}.svg").replace("currentColor", colour)
    icon = QIcon()
    for pixels in (16, 32):
        sized = source.replace("<svg ", f'<svg width="{pixels}" height="{pixels}" ', 1)
        pixmap = QPixmap()
        pixmap.loadFromData(QByteArray(sized.encode()), "SVG")
        icon.addPixmap(pixmap)
    return icon


@cache
def load_fonts() -> None:
    """Make the bundled fonts known, once, so that the window looks the same on every machine."""
    for name in _FONT_FILES:
        QFontDatabase.addApplicationFont(str(resources.path(f"fonts/{name}")))


def palette(theme: Theme) -> QPalette:
    """The palette behind the style sheet, for what Qt draws by itself."""
    roles = QPalette.ColorRole
    colours = {
        roles.Window: "window",
        roles.WindowText: "text",
        roles.Base: "surface",
        roles.AlternateBase: "window",
        roles.Text: "text",
        roles.PlaceholderText: "text.placeholder",
        roles.Button: "surface",
        roles.ButtonText: "text",
        roles.BrightText: "danger",
        roles.Highlight: "accent",
        roles.HighlightedText: "accent.text",
        roles.ToolTipBase: "surface.raised",
        roles.ToolTipText: "text",
        roles.Link: "accent",
        roles.LinkVisited: "accent",
        roles.Mid: "border",
        roles.Dark: "border.strong",
    }
    made = QPalette()
    for role, token in colours.items():
        made.setColor(role, QColor(theme.colour(token)))
    muted = QColor(theme.colour("text.muted"))
    for role in (roles.WindowText, roles.Text, roles.ButtonText):
        made.setColor(QPalette.ColorGroup.Disabled, role, muted)
    return made


class Dresser(QObject):
    """Puts a :class:`Look` on the application and follows its changes and, when told to, the system's."""

    def __init__(self, app: QApplication, look: Look, *, later: bool = False) -> None:
        """With ``later``, the style sheet is put on by :meth:`dress`.

        Qt applies it anew each time a widget is put into another: building first and dressing then is faster,
        and one that is on already is taken off for that time.
        """
        super().__init__(look)
        self._app = app
        self._look = look
        self._follow = False
        self._is_dressed = not later
        if later and app.styleSheet():  # a window was there before
            app.setStyleSheet("")
        load_fonts()
        app.setStyle(QStyleFactory.create("Fusion"))
        app.styleHints().colorSchemeChanged.connect(self._system_changed)
        look.changed.connect(self._dress)
        self._dress()

    def dress(self) -> None:
        """Put the style sheet on."""
        self._is_dressed = True
        self._app.setStyleSheet(style_sheet(self._look.theme))

    def choose(self, theme: str) -> None:
        """Use the theme ``light`` or ``dark``, or ``system`` to follow what the desktop says."""
        self._follow = theme == "system"
        self._look.set_theme(load_theme(system_theme(self._app) if self._follow else theme))

    def _system_changed(self) -> None:
        if self._follow:
            self.choose("system")

    def _dress(self) -> None:
        self._app.setPalette(palette(self._look.theme))
        self._app.setFont(self._look.font("body"))
        if self._is_dressed:
            self.dress()


def system_theme(app: QApplication) -> str:
    """The theme that the desktop asks for; light where it does not say."""
    return "dark" if app.styleHints().colorScheme() is Qt.ColorScheme.Dark else "light"


ICON = QSize(16, 16)
"""The natural size of an icon."""
