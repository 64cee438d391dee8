"""The arguments of the picker, and its initial state."""

from __future__ import annotations

from collections.abc import Callable
from typing import NamedTuple

from ssotui.actions import snapshot, switch
from ssotui.core.ports.backend import Backend
from ssotui.core.shell import exports
from ssotui.core.shell.exports import Export
from ssotui.settings import Settings
from ssotui.tui.picker import commands
from ssotui.tui.picker.state import Conditions, PickerState

_OF_REFERENCES = frozenset("/:\n")  # characters of a query that is a pasted reference


class PickerRequest(NamedTuple):
    """The arguments of the picker. ``current`` is the shell's profile; ``notices`` are shown above the tree.

    ``export`` returns the variables for a choice; ``set_now`` are the names of the variables that are set in the shell.
    ``command_meant`` is the sub-command that the query is similar to, "" if there is none.
    """

    settings: Settings
    query: str = ""
    current: str = ""
    notices: tuple[str, ...] = ()
    export: Callable[[switch.Choice], Export] = lambda choice: exports.switch(choice.profile, None)
    set_now: frozenset[str] = frozenset()
    command_meant: str = ""

    @property
    def defaults(self) -> switch.Defaults:
        """The values for new profiles."""
        settings = self.settings
        return switch.Defaults(settings.profiles_name_template, settings.profiles_region, settings.profiles_output)


def opening_state(backend: Backend, request: PickerRequest) -> PickerState:
    """The state before any listing, filtered by the request's query."""
    settings = request.settings
    how_to_sign_in = f"Press {commands.key_of('session.login', settings.keys)}"
    conditions = Conditions(
        request.defaults, request.current, settings.catalog_max_age, settings.safety_production, how_to_sign_in
    )
    state = PickerState(snapshot.load(backend), conditions, backend.now())
    is_reference = not _OF_REFERENCES.isdisjoint(request.query)
    state.set_query(state.query_after_paste(request.query) if is_reference else request.query)
    return state
