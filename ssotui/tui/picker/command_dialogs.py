"""Opens the dialogs about commands: the palette and the help."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import TYPE_CHECKING

from ssotui.tui.picker.commands import table as commands
from ssotui.tui.picker.commands.context import command_context

if TYPE_CHECKING:
    from ssotui.tui.picker.screen_protocol import PaletteActions, ScreenProtocol
    from ssotui.tui.picker.state import PickerState


_TITLE, _PLACEHOLDER = "Command palette", "type to find an action, an account, a role or a profile"


class CommandDialogs:
    """``copyable`` returns (name, value) of the details that can be copied."""

    def __init__(
        self,
        state: PickerState,
        screen: ScreenProtocol,
        keymap: Mapping[str, str],
        copyable: Callable[[], Sequence[tuple[str, str]]],
        actions: PaletteActions,
    ) -> None:
        self._state = state
        self._screen = screen
        self._keymap = keymap
        self._copyable = copyable
        self._actions = actions

    def open_palette(self) -> None:
        """Open the palette, and do what is chosen in it."""
        from ssotui.tui.dialogs.palette import Palette, PaletteContent, PaletteKind, run_chosen  # rarely needed
        from ssotui.tui.picker.palette_entries import PaletteEntries

        at = command_context(self._state, self._screen.row)
        entries = PaletteEntries(self._state, at, self._keymap, self._copyable(), self._actions)

        def found_by(query: str) -> PaletteContent:
            return entries.found_by(query, self._screen.size.width)

        kind = PaletteKind(_TITLE, _PLACEHOLDER, is_wide=True)
        self._screen.open_dialog(Palette(found_by, kind), run_chosen)

    def open_help(self) -> None:
        """Open the list of keys."""
        from ssotui.tui.dialogs.help import CommandHelp, Help  # rarely needed

        at, keymap = command_context(self._state, self._screen.row), self._keymap
        rows = [
            CommandHelp(commands.key_of(one.id, keymap), one.tooltip_in(at), one.requires(at))
            for one in commands.COMMANDS
        ]
        self._screen.open_dialog(Help(rows), lambda _: None)
