"""What is shown around the rows: the right side of the filter line, the title of the tree, the position in it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ssotui.core.printable import printable
from ssotui.core.session_status import READ_ONLY
from ssotui.core.tree.rows import Row
from ssotui.tui.picker.commands import table as commands
from ssotui.tui.rendering.badges import tint
from ssotui.tui.rendering.filter_line import RightSide

if TYPE_CHECKING:
    from collections.abc import Mapping

    from ssotui.core.listing_progress import Progress
    from ssotui.tui.picker.state import PickerState
    from ssotui.tui.view import View


def right_side(state: PickerState, view: View, current: str, keymap: Mapping[str, str], region: str = "") -> RightSide:
    """The right side of the filter line, without the numbers of matches; ``current`` is the shell's profile.

    ``region`` is that of the shell's variables, "" for the profile's.
    """
    shell_state = view.shell_state(current)
    style = view.row_style(Row("profile", 0, text=current))
    profile = f"● {printable(current)} {style.label}".rstrip() if current else ""
    known = view.profiles.get(current)
    left = view.credentials_left(known)
    is_writable = state.snapshot.configuration.writable
    return RightSide(
        warning="" if is_writable else f"{READ_ONLY}, {commands.key_for('app.doctor', keymap)} shows why",
        shell_profile=f"{profile}  {shell_state}" if shell_state else profile,
        tone=shell_state.tone if shell_state else "ok",
        tint=tint(style, ""),
        credentials=f"credentials {left}" if left else "",
        region=printable(region or (known.region if known else "")) if current else "",
    )


def counted(state: PickerState, *, is_fetching: bool, is_listing: bool) -> str:
    """The number of matches; "" without a query. ``is_listing``: the listing's progress is known."""
    if state.found() is None:
        return ""
    count = state.count_found()
    if not count:
        return "no matches yet, still loading" if is_fetching else "no matches"
    return f"{count:,} found so far" if is_listing else f"{count:,} found"


def listed(state: PickerState, progress: Mapping[str, Progress]) -> str:
    """The number of accounts and sessions, for the frame of the tree."""
    names = state.snapshot.session_names
    accounts = sum(state.catalog.of(name).total for name in names)
    sessions = f"{len(names):,} session{'s' if len(names) != 1 else ''}"
    so_far = "" if all(one.knows_all_accounts for one in progress.values()) else " so far"
    shown = f"Accounts {accounts:,}{so_far}" if accounts or not so_far else "Loading accounts"
    return f"{shown} · {sessions}" if names else ""


def position(cursor: int, rows: int) -> str:
    """The position of the cursor in the list, for the message line; "" without rows."""
    return f"row {cursor + 1:,} of {rows:,}" if rows else ""
