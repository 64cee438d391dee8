"""Links that the terminal opens itself (OSC 8), on the user's machine also where the picker runs on another one."""

from __future__ import annotations

from collections.abc import Mapping
from functools import lru_cache

from rich.segment import Segment
from rich.style import Style
from textual.color import Color
from textual.filter import LineFilter

_LINKS = ("https://", "http://")
_FIRST_VTE = 5000  # older ones crash on links (GNOME Terminal's VTE, version 0.50)


def is_link(text: str) -> bool:
    """Whether the text is a URL and nothing else: no control character or blank, which no URL has (RFC 3986)."""
    return text.startswith(_LINKS) and text.isascii() and text.isprintable() and " " not in text


def shows_links(env: Mapping[str, str]) -> bool:
    """Whether the terminal opens links, or ignores their codes. The Linux console and GNU screen may show them."""
    terminal, vte = env.get("TERM", ""), env.get("VTE_VERSION", "")
    if vte.isdecimal() and int(vte) < _FIRST_VTE:
        return False
    return not terminal.startswith(("linux", "dumb", "vt", "ansi", "screen")) or "TMUX" in env


@lru_cache(maxsize=64)
def link_to(url: str) -> Style:
    """The style of a link, no style for other text. Its ID is always the same: a terminal shows its lines as one."""
    return Style(link=url) if is_link(url) else Style()


class WithoutLinks(LineFilter):
    """Removes links from everything that widgets draw, for terminals that can't show them."""

    def apply(self, segments: list[Segment], background: Color) -> list[Segment]:  # noqa: ARG002  Textual's signature
        return [
            Segment(text, style.update_link(None)) if style and style.link else Segment(text, style)
            for text, style, _ in segments
        ]
