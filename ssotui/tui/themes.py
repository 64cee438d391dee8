"""ssotui's two themes, and the choice of the theme for terminals with few colors, or without color."""

from __future__ import annotations

from textual.theme import Theme

DARK = Theme(
    "ssotui-dark",
    primary="#6ca0dc",
    secondary="#8fb4d9",
    accent="#ffb454",
    success="#93cf8b",
    warning="#ffcb6b",
    error="#f2777a",
    foreground="#dfe3ea",
    background="#14171c",
    surface="#1b1f26",
    panel="#262c36",
)
LIGHT = Theme(
    "ssotui-light",
    dark=False,
    primary="#2460a7",
    secondary="#3d6f9f",
    accent="#a34700",
    success="#1c6b2a",
    warning="#855300",
    error="#b3261e",
    foreground="#1f2328",
    background="#fcfbf8",
    surface="#f2efe8",
    panel="#e5e0d5",
)
OURS = (DARK, LIGHT)

_ANSI = {True: "ansi-dark", False: "ansi-light"}


def fitting(theme: Theme, *, has_few_colours: bool) -> str:
    """The name of ``theme``, or of the corresponding theme for 16 colors."""
    return _ANSI[theme.dark] if has_few_colours and not theme.ansi else theme.name
