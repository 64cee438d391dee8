"""Chooses the text below the rows if there are none, or at the first use. empty_state has the texts."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING

from ssotui.tui.picker.commands import table as commands

if TYPE_CHECKING:
    from ssotui.tui.picker.content.empty_state import KeyNames
    from ssotui.tui.picker.state import PickerState
    from ssotui.tui.rendering.styled_text import StyledText


def is_first_use(state: PickerState) -> bool:
    """Whether there is no session, and one can be added."""
    configuration = state.snapshot.configuration
    return not configuration.sessions and not configuration.errors


def paragraphs_below(
    state: PickerState, keymap: Mapping[str, str], *, has_rows: bool, is_fetching: bool
) -> list[StyledText]:
    """Why there are no rows, or how to begin; usually []."""
    if is_first_use(state):
        from ssotui.tui.picker.content.empty_state import welcome  # rarely needed for the first frame

        return welcome(_key_names(keymap))
    if state.query.strip():
        if has_rows:
            return []
        from ssotui.tui.picker.content.empty_state import why_nothing

        return why_nothing(state, _key_names(keymap), is_fetching=is_fetching)
    return _about_legacy_profiles(state, keymap)


def _about_legacy_profiles(state: PickerState, keymap: Mapping[str, str]) -> list[StyledText]:
    configuration = state.snapshot.configuration
    count = sum(profile.kind == "sso-legacy" for profile in configuration.profiles)
    if not count or not configuration.writable:
        return []
    from ssotui.tui.picker.content.empty_state import legacy_profiles

    return legacy_profiles(count, _key_names(keymap))


def _key_names(keymap: Mapping[str, str]) -> KeyNames:
    from ssotui.tui.picker.content.empty_state import KeyNames

    names = ("app.leave", "session.login", "session.add", "session.migrate", "role.use", "tree.refresh")
    return KeyNames(*(commands.key_for(name, keymap) for name in names))
