"""Chooses the row for the cursor when rows are shown, and prepares the rows for the height of the screen."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ssotui.tui.picker.pinned_rows import FEWEST, MOST

if TYPE_CHECKING:
    from ssotui.core.model import Profile
    from ssotui.tui.picker.state import PickerState

_FIRST_ROLE_WITHIN = 4  # rows: the first role is below a session and an account
_SHARE_OF_PINS = 5
_LINES_AROUND = 4  # filter, blank, messages, hints


def best_row(state: PickerState) -> int:
    """The row for the cursor: the profile named like the query, else the best role; without a query a pinned row.

    It is the first pinned row that isn't the current profile, so that Enter alone switches to the most used role.
    """
    if state.found() is None:
        return state.first_pin()
    if (exact := exact_row(state)) is not None:
        return exact
    outline = state.outline()
    first_rows = range(min(len(outline), _FIRST_ROLE_WITHIN))
    return next((index for index in first_rows if outline.row(index).kind in ("role", "profile")), 0)


def exact_row(state: PickerState) -> int | None:
    """The row of the profile whose name is the query; None if there is none."""
    profile = state.profile_named(state.query.strip())
    if profile is None:
        return None
    found = state.outline().find(_row_key(profile))
    return found if found is not None else state.outline().find(("profile", "", "", "", profile.name))


def _row_key(profile: Profile) -> tuple[str, ...]:
    """The key of the row that shows a profile."""
    ref = profile.ref
    return ("role", *ref, "") if ref else ("profile", "", "", "", profile.name)


def make_room(state: PickerState, height: int) -> int:
    """Collapse sessions and limit pinned rows, so that all sessions are in sight. Returns the row for the cursor."""
    limit_pins(state, height)
    state.fold_sessions(height - _LINES_AROUND)
    return best_row(state)


def limit_pins(state: PickerState, height: int) -> bool:
    """Limit pinned rows to a fifth of the screen, unless the user has pinned more; whether that is another limit."""
    before = state.most_pins
    state.most_pins = max(FEWEST, min(height // _SHARE_OF_PINS, MOST))
    return state.most_pins != before
