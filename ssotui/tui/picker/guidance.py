"""What the picker says below its rows to somebody who is stuck or new; the words are in empty_state.py."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING

from ssotui.tui.picker import commands

if TYPE_CHECKING:
    from ssotui.tui.picker.empty_state import KeyNames
    from ssotui.tui.picker.state import PickerState
    from ssotui.tui.rendering.styled_text import StyledText


def is_first_use(state: PickerState) -> bool:
    """There is no session, and nothing keeps anybody from adding one."""
    configuration = state.snapshot.configuration
    return not configuration.sessions and not configuration.trouble


def paragraphs_below(
    state: PickerState, keymap: Mapping[str, str], *, has_rows: bool, is_fetching: bool
) -> list[StyledText]:
    """Why there are no rows, or how to begin; nothing as a rule."""
    if is_first_use(state):
        from ssotui.tui.picker.empty_state import welcome  # as below: the first frame has rows, as a rule

        return welcome(_key_names(keymap))
    if state.query.strip():
        if has_rows:
            return []
        from ssotui.tui.picker.empty_state import why_nothing

        return why_nothing(state, _key_names(keymap), is_fetching=is_fetching)
    return _about_legacy_profiles(state, keymap)


def _about_legacy_profiles(state: PickerState, keymap: Mapping[str, str]) -> list[StyledText]:
    configuration = state.snapshot.configuration
    count = sum(profile.kind == "sso-legacy" for profile in configuration.profiles)
    if not count or not configuration.writable:
        return []
    from ssotui.tui.picker.empty_state import legacy_profiles

    return legacy_profiles(count, _key_names(keymap))


def _key_names(keymap: Mapping[str, str]) -> KeyNames:
    from ssotui.tui.picker.empty_state import KeyNames

    names = ("app.leave", "session.login", "session.add", "session.migrate", "role.use")
    return KeyNames(*(commands.key_of(name, keymap) for name in names))
