"""The command to choose a theme: shows themes while the user looks at them, and saves the chosen one."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from typing import TYPE_CHECKING, Protocol

from ssotui.errors import FileError
from ssotui.tui.picker.screen_protocol import ScreenProtocol
from ssotui.tui.themes import ThemeWanted, missing_colors

if TYPE_CHECKING:
    from textual.app import App
    from textual.message import Message

    from ssotui.tui.picker.request import PickerRequest


class ThemeScreen(ScreenProtocol, Protocol):
    """The screen as this part needs it."""

    @property
    def app(self) -> App[object]:
        """Textual's property."""

    def post_message(self, message: Message) -> bool:
        """Textual's method."""


class ThemeChoice:
    """The app shows the theme that it is sent."""

    def __init__(self, screen: ThemeScreen, request: PickerRequest) -> None:
        self._screen = screen
        self._save_theme = request.save_theme
        self._theme = request.settings.ui_theme

    def open(self) -> None:
        """Open the list of themes."""
        from ssotui.tui.dialogs.palette import Beside, Palette, PaletteKind  # rarely needed
        from ssotui.tui.picker.actions.list_entries import ThemeEntries

        entries = ThemeEntries(self._theme, self._show, self._choose)
        kind = PaletteKind("Theme", "type to find a theme", enter="save")
        beside = Beside(entries.moved, missing_colors(self._screen.app, self._theme))
        self._screen.open_dialog(Palette(entries.found_by, kind, beside=beside), self._closed)

    def _show(self, name: str) -> None:
        self._screen.post_message(ThemeWanted(name))

    def _choose(self, name: str) -> None:
        self._theme = name
        self._show(name)
        self._screen.run(lambda _: self._saved(name), lambda done: self._screen.say(done[0], is_error=done[1]))

    def _saved(self, name: str) -> tuple[str, bool]:
        """What the user is told, and whether it is an error."""
        try:
            return f'Theme "{name}" saved in {self._save_theme(name)}.', False
        except FileError as error:
            return f'Theme "{name}" until you exit, not saved. {error.in_one_line}', True

    def _closed(self, action: Callable[[], None] | None) -> None:
        """Run the action of the chosen theme, or show the theme from before."""
        (action or partial(self._show, self._theme))()
