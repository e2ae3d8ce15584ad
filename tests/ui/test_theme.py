import pytest
from PySide6.QtGui import QColor

from edge_studio.ui.theme import THEMES, Look, Theme, load_theme, style_sheet

ON = {
    "text": (
        "window",
        "surface",
        "surface.raised",
        "selection",
        "accent.soft",
        "editor.line",
        "editor.match",
    ),
    "text.muted": ("window", "surface", "neutral.soft", "editor.line"),
    "text.placeholder": ("surface",),
    "accent": ("surface", "accent.soft"),
    "accent.text": ("accent", "accent.hover"),
    "success": ("surface", "success.soft"),
    "warning": ("surface", "warning.soft"),
    "danger": ("surface", "danger.soft", "window"),
    "json.key": ("surface", "editor.line"),
    "json.string": ("surface", "editor.line"),
    "json.number": ("surface", "editor.line"),
    "json.literal": ("surface", "editor.line"),
    "json.punctuation": ("surface", "editor.line"),
    "json.error": ("surface", "editor.line"),
    "editor.gutter": ("surface",),
    "paper.text": ("paper",),
    "paper.link": ("paper",),
}


def luminance(colour: str) -> float:
    def linear(channel: float) -> float:
        return channel / 12.92 if channel <= 0.04045 else float(((channel + 0.055) / 1.055) ** 2.4)

    made = QColor(colour)
    return 0.2126 * linear(made.redF()) + 0.7152 * linear(made.greenF()) + 0.0722 * linear(made.blueF())


def contrast(one: str, other: str) -> float:
    lighter, darker = sorted((luminance(one), luminance(other)), reverse=True)
    return (lighter + 0.05) / (darker + 0.05)


@pytest.fixture(params=THEMES)
def theme(request: pytest.FixtureRequest) -> Theme:
    return load_theme(request.param)


def test_words_stand_out_from_what_they_stand_on(theme: Theme) -> None:
    for token, grounds in ON.items():
        for ground in grounds:
            ratio = contrast(theme.colour(token), theme.colour(ground))
            assert ratio >= 4.5, f"{token} on {ground} in {theme.name}: {ratio:.2f}"


def test_every_theme_gives_every_token_a_value() -> None:
    light, dark = (load_theme(id) for id in THEMES)
    assert light.colours.keys() == dark.colours.keys()


def test_the_style_sheet_names_known_tokens_only(theme: Theme) -> None:
    assert "@" not in style_sheet(theme)


def test_an_unknown_token_is_an_error(look: Look) -> None:
    with pytest.raises(KeyError):
        look.colour("nonsense")


def test_a_change_of_theme_is_told_once(look: Look) -> None:
    told: list[str] = []

    def note() -> None:
        told.append(look.theme.id)

    look.changed.connect(note)
    look.set_theme(load_theme("dark"))
    look.set_theme(load_theme("dark"))
    assert told == ["dark"]


def test_zoom_stays_readable(look: Look) -> None:
    look.set_zoom(9)
    assert look.zoom == 2.0
    look.set_zoom(0.1)
    assert look.zoom == 0.7


def test_icons_take_the_colour_asked_for(look: Look) -> None:
    image = look.icon("plus", "danger").pixmap(16, 16).toImage()
    assert any(image.pixelColor(x, 8).alpha() > 0 for x in range(16))
