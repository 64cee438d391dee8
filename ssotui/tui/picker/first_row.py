"""Which row has the cursor when rows are shown for a query, or without one."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from ssotui.core.model import Profile
    from ssotui.tui.picker.state import PickerState

_FIRST_ROLE_WITHIN = 4  # below a session and an account


def best_row(state: PickerState) -> int:
    """Where the cursor goes: to the profile of that very name, else to the best role; without a query to a pin.

    That is the first where the shell is not yet, so that Enter alone leads to where one is most often.
    """
    if state.found() is None:
        return state.first_pin()
    if (exact := exact_row(state)) is not None:
        return exact
    outline = state.outline()
    first_rows = range(min(len(outline), _FIRST_ROLE_WITHIN))
    return next((index for index in first_rows if outline.row(index).kind in ("role", "profile")), 0)


def exact_row(state: PickerState) -> int | None:
    """Where the profile stands whose name is the query, if there is one."""
    profile = state.profile_named(state.query.strip())
    if profile is None:
        return None
    found = state.outline().find(_row_key(profile))
    return found if found is not None else state.outline().find(("profile", "", "", "", profile.name))


def _row_key(profile: Profile) -> tuple[str, ...]:
    """The key of the row that a profile is shown on."""
    ref = profile.ref
    return ("role", *ref, "") if ref else ("profile", "", "", "", profile.name)
