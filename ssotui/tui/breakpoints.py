"""Gives a screen the classes of its breakpoints before its first frame. Textual 8.2 sets them after it: it jumps."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from textual.screen import Screen


def add_breakpoint_classes(screen: Screen[Any]) -> None:
    """Add them for the size of the terminal. For use while it is composed; later Textual replaces them."""
    width, height = screen.app.size
    for size, breakpoints in ((width, screen.HORIZONTAL_BREAKPOINTS), (height, screen.VERTICAL_BREAKPOINTS)):
        reached = [(least, name) for least, name in breakpoints or () if size >= least]
        if reached:
            screen.add_class(max(reached)[1])
