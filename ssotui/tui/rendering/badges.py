"""The color and the badge of an account, such as "[PROD]", as styled text."""

from __future__ import annotations

from collections.abc import Iterable

from ssotui.settings import COLORS, AccountStyle
from ssotui.tui.rendering.cells import cell_len
from ssotui.tui.rendering.styled_text import StyledText, width_of

TINTS = tuple(f"tint-{color}" for color in COLORS)
"""The names of the styles. Each widget has a component class for each."""


def tint(style: AccountStyle, usual: str) -> str:
    """The name of the style for an account's name; ``usual`` for an account without a color."""
    return f"tint-{style.color}" if style.color else usual


def badge(style: AccountStyle, usual: str) -> StyledText:
    """The badge with the blank before it; [] if the account has none. In brackets, so that it needs no color."""
    return [(f" {style.label}", tint(style, usual))] if style.badge else []


def badge_width(styles: Iterable[AccountStyle]) -> int:
    """The width of a column for the badges of ``styles``; 0 if they have none."""
    return max((cell_len(one.label) + 1 for one in styles if one.badge), default=0)


def badge_column(style: AccountStyle, styles: Iterable[AccountStyle], usual: str) -> StyledText:
    """The badge in a column that is as wide as the widest badge of ``styles``; [] if they have none."""
    shown = badge(style, usual)
    width = badge_width(styles)
    return [*shown, (" " * (width - width_of(shown)), "dim")] if width else []
