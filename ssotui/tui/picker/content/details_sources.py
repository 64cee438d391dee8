"""The data of the details that isn't in the view, such as what Enter on a row would choose."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ssotui.actions import switch
from ssotui.tui.rendering.details_content import DetailsSources

if TYPE_CHECKING:
    from datetime import datetime

    from ssotui.actions.profile_defaults import Defaults
    from ssotui.core.model import RoleRef
    from ssotui.core.ports.backend import Backend
    from ssotui.core.tree.rows import Row
    from ssotui.tui.picker.request import PickerRequest
    from ssotui.tui.picker.state import PickerState


def details_sources(state: PickerState, backend: Backend, request: PickerRequest) -> DetailsSources:
    """A selector's command uses the role, so its details have no variables, but say what Enter does."""

    def credentials_end(ref: RoleRef) -> datetime | None:
        session = state.session_named(ref.session)
        return backend.role_cache.end(session, ref) if session else None

    def choice(row: Row) -> switch.Choice | None:
        return choice_on_enter(row, state, request.defaults, request.current)

    selects = request.selector.sentence if request.selector else ""
    return DetailsSources(choice, request.export, request.set_now, credentials_end, selects)


def choice_on_enter(row: Row, state: PickerState, defaults: Defaults, current: str) -> switch.Choice | None:
    """The profile, which Enter may have to write first; None if Enter doesn't switch.

    ``current`` is the shell's profile.
    """
    configuration, chosen = state.snapshot.configuration, state.view().chosen_region(row)
    name: str | None = row.text if row.kind in ("profile", "pinned") else None
    if row.ref and row.account:
        name = switch.preferred(state.names_of(row.ref), current)
        if name is None:
            new = switch.proposed(configuration, state.assigned_role(row.ref, row.account), defaults)
            return switch.Choice(new.name, new.region, wrote=True, session=row.session, chosen_region=chosen)
    if not name:
        return None
    return switch.Choice(name, configuration.region_of(name), session=row.session, chosen_region=chosen)
