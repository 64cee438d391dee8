"""Predicts what Enter on a row would choose, for the details."""

from __future__ import annotations

from ssotui.actions import switch
from ssotui.core.tree.rows import Row
from ssotui.tui.picker.state import PickerState


def choice_on_enter(row: Row, state: PickerState, defaults: switch.Defaults, current: str) -> switch.Choice | None:
    """The profile, which Enter may have to write first; None if Enter doesn't switch.

    ``current`` is the shell's profile.
    """
    configuration = state.snapshot.configuration
    name: str | None = row.text if row.kind in ("profile", "pinned") else None
    if row.ref and row.account:
        name = switch.preferred(state.names_of(row.ref), current)
        if name is None:
            new = switch.proposed(configuration, state.wanted(row.ref, row.account), defaults)
            return switch.Choice(new.name, new.region, wrote=True, session=row.session)
    if not name:
        return None
    region = next((profile.region for profile in configuration.profiles if profile.name == name), "")
    return switch.Choice(name, region, session=row.session)
