"""The command that chooses the region for the role or profile of a row, which its switches set from then on."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ssotui.errors import FileError
from ssotui.regions import FALLBACK
from ssotui.tui.picker.content.details_sources import choice_on_enter

if TYPE_CHECKING:
    from ssotui.core.ports.backend import Backend
    from ssotui.core.tree.rows import Row
    from ssotui.tui.picker.request import PickerRequest
    from ssotui.tui.picker.screen_protocol import ScreenProtocol
    from ssotui.tui.picker.state import PickerState


class RegionActions:
    """The history file keeps the chosen regions."""

    def __init__(self, state: PickerState, backend: Backend, screen: ScreenProtocol, request: PickerRequest) -> None:
        self._state = state
        self._backend = backend
        self._screen = screen
        self._request = request

    def choose_region(self) -> None:
        """Let the user choose among the regions of the session's partition."""
        from ssotui.actions import target_regions
        from ssotui.core.regions_by_use import regions_by_use
        from ssotui.tui.dialogs.palette import Palette, PaletteKind, run_chosen  # rarely needed
        from ssotui.tui.picker.actions.list_entries import RegionEntries

        row = self._screen.row
        assert row is not None
        configuration, history = self._state.snapshot.configuration, self._state.snapshot.history
        choice = choice_on_enter(row, self._state, self._request.defaults, self._request.current)
        own = choice.region if choice else ""
        sso_region = target_regions.identity_center_region(configuration, self._state.view().target_of(row)) or own
        configured = [profile.region for profile in configuration.profiles]
        regions = regions_by_use(sso_region or FALLBACK, history.region_uses, configured, self._backend.now())
        entries = RegionEntries(
            regions, own, self._state.view().chosen_region(row), lambda region: self._keep(row, region, own)
        )
        kind = PaletteKind(f"Region for {self._state.view().titles(row)[0]}", "type to find a region")
        dialog = Palette(entries.found_by, kind)
        dialog.mark(self._state.view().row_style(row))
        self._screen.open_dialog(dialog, run_chosen)

    def _keep(self, row: Row, region: str, own: str) -> None:
        """Keep the region; "" for the profile's own one."""
        from ssotui.region_names import warning

        key, now = self._state.view().history_key(row), self._backend.now()
        name = self._state.view().titles(row)[0]
        if region:
            words = f"Chose {region} for {name}, until you choose another region. {warning(region)}".rstrip()
        else:
            words = f"{name} has the region of its profile again{f': {own}' if own else ''}."
        try:
            self._state.set_history(self._backend.history.set_region(key, region, now))
        except FileError as error:  # this switch has it even so
            history = self._state.snapshot.history
            self._state.set_history(history._replace(regions={**history.regions, key: region}))
            words = f"{words} It can't be kept: {error.in_one_line}"
        self._screen.redraw()
        self._screen.say(words)
