"""The columns behind the names of sessions: the sign-in, the listing, the number of accounts.

What doesn't fit is left out in this order: words of the listing's state, the number of accounts, the listing's state.
The details have all of it. The names of styles are the tree's component classes (widgets/access_tree.py).
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from ssotui.core.printable import printable
from ssotui.tui.rendering.cells import cell_len
from ssotui.tui.rendering.progress_rendering import listing_forms
from ssotui.tui.rendering.styled_text import StyledText, shortened

if TYPE_CHECKING:
    from ssotui.core.session_status import State
    from ssotui.tui.view import View

_STATE = 15  # columns, with the blanks behind it
_GAP = "  "
_END = 1  # a blank at the right edge


def session_columns(session: str, view: View, width: int) -> StyledText:
    """The columns in exactly ``width``."""
    sign_in = view.sign_in(session)
    shown = printable(str(sign_in))
    gap = max(_STATE - cell_len(shown), len(_GAP))
    room = width - cell_len(shown) - gap - _END
    if room <= 0:
        return shortened([(shown, sign_in.tone)], max(width, 0), "dim")
    changes = view.catalog.of(session).changes
    label, count = _fitting(session, view, changes_of(changes.count_new, changes.count_gone), room)
    between = room - _width(label) - cell_len(count)
    return [(shown, sign_in.tone), (" " * gap, "dim"), *label, (" " * between + count + " " * _END, "dim")]


def changes_of(new: int, gone: int) -> StyledText:
    """The numbers of new and gone roles below a branch since the last refresh."""
    label: StyledText = [(f"{new:,} new", "ok")] if new else []
    return _joined(label, [(f"{gone:,} gone", "warning")] if gone else [])


def _fitting(session: str, view: View, changes: StyledText, room: int) -> tuple[StyledText, str]:
    """The longest form that fits, and the number of accounts beside it."""
    for label, count in _forms(session, view, changes):
        if _width(label) + (len(_GAP) if label and count else 0) + cell_len(count) <= room:
            return label, count
    return shortened(label, room, "dim"), ""


def _forms(session: str, view: View, changes: StyledText) -> Iterator[tuple[StyledText, str]]:
    listing: State | None = view.listing(session)
    if listing:
        forms = list(listing_forms(listing, view.progress.get(session)))
        for count in dict.fromkeys((listing.counted, "")):
            for form in forms:
                yield _joined(changes, [piece for piece in form if piece[0]]), count
    if changes or not listing:
        yield changes, ""
        yield changes[-1:], ""


def _joined(left: StyledText, right: StyledText) -> StyledText:
    return [*left, (_GAP, "dim"), *right] if left and right else [*left, *right]


def _width(label: StyledText) -> int:
    return sum(cell_len(text) for text, _ in label)
