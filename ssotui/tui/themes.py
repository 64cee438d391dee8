"""ssotui's two themes, text that can be read in all themes, and the choice for terminals with few colors or none."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from textual.app import App
from textual.color import Color
from textual.message import Message
from textual.theme import Theme

DARK = Theme(
    "ssotui-dark",
    primary="#6ca0dc",
    secondary="#8fb4d9",
    accent="#4fd1d9",
    success="#93cf8b",
    warning="#ffcb6b",
    error="#f2777a",
    foreground="#dfe3ea",
    # Hardly blue: with 256 colors, as in tmux, Rich makes black and navy of what is bluer.
    background="#15171b",
    surface="#1d2025",
    panel="#2a2d33",
)
LIGHT = Theme(
    "ssotui-light",
    dark=False,
    primary="#2460a7",
    secondary="#3d6f9f",
    accent="#006a73",
    success="#1c6b2a",
    warning="#855300",
    error="#b3261e",
    foreground="#1f2328",
    background="#fcfbf8",
    surface="#f2efe8",
    panel="#e5e0d5",
)
OURS = (DARK, LIGHT)

LEAST_CONTRAST = 4.5
"""Of text and its background, by WCAG 2, success criterion 1.4.3."""

_TEXTS = ("text-primary", "text-success", "text-warning", "text-error", "text-accent")
_MUTED, _DIM = 0.6, 0.78  # of the colors that contrast with the background
_STEPS = 40
_LINEAR = 0.04045  # up to here the channels of sRGB are linear
_ANSI = {True: "ansi-dark", False: "ansi-light"}


class ThemeWanted(Message):
    """Show the theme ``name``, or the corresponding one for 16 colors."""

    def __init__(self, name: str) -> None:
        super().__init__()
        self.name = name


def fitting(theme: Theme, *, has_few_colors: bool) -> str:
    """The name of ``theme``, or of the corresponding theme for 16 colors."""
    return _ANSI[theme.dark] if has_few_colors and not theme.ansi else theme.name


def readable(variables: Mapping[str, str]) -> dict[str, str]:
    """The style sheets' variables with text colors that can be read on every background that the style sheets use.

    "text-dim" is between text and muted text.
    """
    foreground = Color.parse(variables["foreground"])
    if foreground.ansi is not None:  # the terminal's own colors, which nobody knows
        accent = variables["text-accent"]
        # That of Textual's dark theme is green, as is what is well.
        shown = "ansi_cyan" if accent == variables["text-success"] else accent
        return {**variables, "text-dim": variables["foreground"], "text-accent": shown}
    grounds, colors = _grounds(variables), {name: Color.parse(variables[name]) for name in _TEXTS}
    background = grounds[0]
    colors["text-muted"] = background.blend(background.get_contrast_text(1), _MUTED)
    colors["text-dim"] = background.blend(foreground, _DIM)
    # Where the theme's own color of text has too little contrast, no other color has more.
    luminances = [_luminance(one) for one in grounds if contrast(foreground, one) >= LEAST_CONTRAST]
    return {**variables, **{name: _readable(color, luminances).hex for name, color in colors.items()}}


def _grounds(variables: Mapping[str, str]) -> tuple[Color, ...]:
    """The backgrounds of text in the style sheets, that of the screen first."""
    names = ("background", "surface", "panel", "primary", "warning", "foreground")
    background, surface, panel, primary, warning, foreground = (Color.parse(variables[name]) for name in names)
    cursors = (background.blend(primary, 0.25), surface.blend(primary, 0.2))
    return background, surface, panel, *cursors, background.blend(foreground, 0.14), background.blend(warning, 0.1)


def _readable(color: Color, luminances: Sequence[float]) -> Color:
    """The color, darker or lighter by as little as possible, so that it keeps its hue."""
    luminance = _luminance(color)
    shift = color.darken if all(luminance < one for one in luminances) else color.lighten
    for step in range(_STEPS):
        shifted = shift(step / _STEPS) if step else color
        luminance = _luminance(shifted)
        if all(_contrast(luminance, one) >= LEAST_CONTRAST for one in luminances):
            return shifted
    return shifted


def contrast(one: Color, other: Color) -> float:
    """The contrast ratio of two colors as WCAG 2 defines it."""
    return _contrast(_luminance(one), _luminance(other))


def _contrast(one: float, other: float) -> float:
    return (max(one, other) + 0.05) / (min(one, other) + 0.05)


def _luminance(color: Color) -> float:
    linear = [part / 12.92 if part <= _LINEAR else ((part + 0.055) / 1.055) ** 2.4 for part in color.normalized]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]


def missing_colors(app: App[object], name: str) -> str:
    """Why the theme ``name`` isn't shown in its own colors; "" if it is."""
    if app.no_color:
        return "NO_COLOR is set: themes look alike."
    return "" if app.theme == name else "16 colors: only light and dark differ."
