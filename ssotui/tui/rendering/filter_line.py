"""Renders the top line: the query on the left, the number of matches and the shell's profile on the right.

The names of styles are the filter line's component classes (widgets/filter_line.py).
"""

from __future__ import annotations

from ssotui.core.printable import printable
from ssotui.core.session_status import Tone
from ssotui.named_tuples import NamedTuple
from ssotui.tui.rendering.cells import cell_len
from ssotui.tui.rendering.styled_text import StyledText, width_of

_PROMPT = "❯ "
PLACEHOLDER = "type to find an account or role"
_LEAST_ROOM = 8
_SHORT = 3  # words of the placeholder: "type to find"
_STYLES: dict[Tone, str] = {"warning": "warning", "error": "error"}


class RightSide(NamedTuple):
    """The words on the right. ``tone`` and ``tint`` color the shell's profile."""

    counted: str = ""
    warning: str = ""
    shell_profile: str = ""
    tone: Tone = "ok"
    tint: str = ""
    credentials: str = ""
    region: str = ""


def prompt_after(title: str) -> str:
    """What stands before the query; ``title`` is what the picker chooses for, "" for nothing."""
    return f"{title} {_PROMPT}".lstrip()


def filter_line(
    query: str, right: RightSide, width: int, placeholder: str = PLACEHOLDER, prompt: str = _PROMPT
) -> StyledText:
    """The line in ``width`` columns. The right side has the most important parts if not all fit.

    What is about the profile is only shown beside it. The placeholder is shortened to make room for the profile.
    """
    shown = printable(f"_{query}_")[1:-1] if query else ""
    room = max(width - cell_len(prompt) - 2, _LEAST_ROOM)
    if cell_len(shown) > room:  # show the end of the query
        shown = "…" + shown[-(room - 1) :]
    left = [(prompt, "prompt"), (shown, "query"), (" ", "caret")]
    if not shown:
        room = width - width_of(left) - 1 - cell_len(right.shell_profile)
        left.append((_fitting(placeholder, room), "placeholder"))
    used = width_of(left)
    end = _right(right, width - used - 1)
    return [*left, (" " * max(width - used - width_of(end), 0), ""), *end]


def _fitting(placeholder: str, room: int) -> str:
    """The placeholder, or its first words if only these fit."""
    short = " ".join(placeholder.split(" ")[:_SHORT])
    return short if cell_len(short) <= room < cell_len(placeholder) else placeholder


def _right(content: RightSide, room: int) -> StyledText:
    profile = content.tint or _STYLES.get(content.tone, "profile")
    right: StyledText = []

    def add(words: str, name: str) -> bool:
        """Add the words if there are any; False if they don't fit."""
        blanks = "  " if right and words else ""
        if width_of(right) + len(blanks) + cell_len(words) > room:
            return False
        right.extend([(blanks, ""), (words, name)] if words else [])
        return True

    add(content.counted, "count")
    add(content.warning, "warning")
    if add(content.shell_profile, profile):
        add(content.region, "count")
        add(content.credentials, "count")
    return right
