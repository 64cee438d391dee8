"""The arguments of the picker, and its initial state."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from ssotui.actions import snapshots, switch
from ssotui.actions.profile_defaults import Defaults, defaults_in
from ssotui.core.ports.backend import Backend
from ssotui.core.profiles.account_styles import styles_in
from ssotui.core.shell import exports
from ssotui.core.shell.exports import Export
from ssotui.named_tuples import NamedTuple
from ssotui.settings import Settings
from ssotui.tui.picker.commands import table as commands
from ssotui.tui.picker.selector import Selector
from ssotui.tui.picker.state import Conditions, PickerState
from ssotui.tui.rendering.look import Look

_OF_REFERENCES = frozenset("/:\n")  # characters of a query that is a pasted reference


class PickerRequest(NamedTuple):
    """The arguments of the picker. ``current`` is the shell's profile; ``notices`` are shown above the tree.

    ``export`` returns the variables for a choice; ``set_now`` are the names of the variables that are set in the shell.
    ``command_meant`` is the sub-command that the query is similar to, "" if there is none. ``selector``: the picker
    chooses for a command, and doesn't switch the shell. ``save_theme`` writes a theme's name into the settings file,
    and returns the file's path; it raises FileError. ``region`` is set in the shell's variables, "" for none.
    ``keep_look`` keeps the look of the first frame, with the files that drew it and its size; ``has_look``: one is
    kept already, so that one with a query isn't worth keeping.
    """

    settings: Settings
    query: str = ""
    current: str = ""
    notices: tuple[str, ...] = ()
    export: Callable[[switch.Choice], Export] = lambda choice: exports.switch(choice.profile, None)
    set_now: frozenset[str] = frozenset()
    command_meant: str = ""
    selector: Selector | None = None
    save_theme: Callable[[str], str] = lambda _: ""
    region: str = ""
    keep_look: Callable[[Look, Sequence[str], tuple[int, int]], None] | None = None
    has_look: bool = False

    @property
    def title(self) -> str:
        """What the picker chooses for, "" for nothing."""
        return self.selector.title if self.selector else ""

    @property
    def defaults(self) -> Defaults:
        """The values for new profiles."""
        return defaults_in(self.settings)


def opening_state(backend: Backend, request: PickerRequest) -> PickerState:
    """The state before any listing, filtered by the request's query."""
    settings = request.settings
    how_to_sign_in = f"Press {commands.key_for('session.login', settings.keys)}"
    conditions = Conditions(
        request.defaults, request.current, settings.catalog_max_age, styles_in(settings), how_to_sign_in
    )
    state = PickerState(snapshots.load(backend), conditions, backend.now())
    is_reference = not _OF_REFERENCES.isdisjoint(request.query)
    state.set_query(state.query_after_paste(request.query) if is_reference else request.query)
    state.selector = request.selector and request.selector._replace(query=state.query)
    return state
