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
from ssotui.tui.rendering.styled_text import StyledText, shortened, width_of

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
    room = width - cell_len(shown) - _END  # with the gap
    label, count = _fitting(session, view, room, gap)
    before = gap if label else 0  # a number alone may begin before the column
    between = room - before - width_of(label) - cell_len(count)
    line = [(shown, sign_in.tone), (" " * before, "dim"), *label, (" " * between + count + " " * _END, "dim")]
    return shortened(line, max(width, 0), "dim")


def changes_of(new: int, gone: int) -> StyledText:
    """The numbers of new and gone roles below a branch since the last refresh."""
    label: StyledText = [(f"{new:,} new", "ok")] if new else []
    return _joined(label, [(f"{gone:,} gone", "warning")] if gone else [])


def _fitting(session: str, view: View, room: int, gap: int) -> tuple[StyledText, str]:
    """The longest form that fits behind the gap, and the number of accounts beside it."""
    for label, count in _forms(session, view):
        needed = (gap + width_of(label) if label else 0) + (len(_GAP) + cell_len(count) if count else 0)
        if needed <= room:
            return label, count
    return shortened(label, max(room - gap, 0), "dim"), ""


def _forms(session: str, view: View) -> Iterator[tuple[StyledText, str]]:
    known = view.catalog.of(session).changes
    changes = changes_of(known.count_new, known.count_gone)
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
