"""The Textual application: its screen, its theme, and the handling of crashes."""

from __future__ import annotations

import asyncio
import os
import sys
from collections.abc import Callable, Sequence
from contextlib import suppress
from typing import TYPE_CHECKING

from rich.segment import Segments
from rich.text import Text
from textual import on
from textual.app import App
from textual.binding import Binding
from textual.driver import Driver
from textual.events import Event, InputEvent, Key, Paste
from textual.filter import LineFilter
from textual.message_pump import MessagePump
from textual.screen import Screen

from ssotui.actions.switch import Choice
from ssotui.errors import bug_sentence
from ssotui.tui.key_parser import AfterEscape
from ssotui.tui.links import WithoutLinks, shows_links
from ssotui.tui.parsed_styles import ParsedStyles
from ssotui.tui.picker.request import PickerRequest
from ssotui.tui.picker.screen import Picker
from ssotui.tui.picker.selector import Selected
from ssotui.tui.terminal_filter import UntrustedTextFilter
from ssotui.tui.themes import OURS, ThemeWanted, fitting, readable

if TYPE_CHECKING:
    from ssotui.core.ports.backend import Backend
    from ssotui.tui.picker.state import PickerState


_SOON, _LATER = 0.2, 2.0  # seconds
_AT_ONCE = ("ctrl+c", "ctrl+q")  # exit, whatever the screen is busy with
_FEW_COLORS = (None, "standard", "windows")


class PickerApp(App[Choice | Selected]):
    """``run()`` returns the Choice, a selector's Selected, or None if the user left.

    ``was_stopped``: the picker was suspended meanwhile.
    """

    TITLE = "ssotui"
    CSS_PATH = "app.tcss"
    ENABLE_COMMAND_PALETTE = False
    SUSPENDED_SCREEN_CLASS = "-below"  # a screen with a dialog above it
    BINDINGS = [
        Binding("ctrl+q", "screen.leave_now", show=False, priority=True),
        Binding("ctrl+z", "suspend_process", show=False, priority=True),
    ]

    was_stopped = False

    def __init__(
        self,
        backend: Callable[[], Backend],
        request: PickerRequest,
        *,
        state: PickerState | None = None,
        debug: bool = False,
        adapts: bool = False,
    ) -> None:
        """``state``: see Picker. ``debug``: a crash prints the traceback, without values of variables.

        ``adapts``: use the theme for 16 colors on a terminal with few colors, and links if the terminal shows them.
        """
        driver: type[Driver] | None = None
        if sys.platform != "win32":
            from ssotui.tui.driver import TerminalDriver

            driver = TerminalDriver
        # NO_COLOR means the terminal's two default colors. Without this Textual would use shades of gray.
        super().__init__(driver_class=driver, ansi_color=True if "NO_COLOR" in os.environ else None)
        self._own_filters: list[LineFilter] = [UntrustedTextFilter()]
        if not (adapts and shows_links(os.environ)):
            self._own_filters.append(WithoutLinks())
        self._request = request
        self._state = state
        self._make_backend = backend
        self._shows_bugs = debug
        for theme in OURS:
            self.register_theme(theme)
        self._has_few_colors = self.no_color or (adapts and self.console.color_system in _FEW_COLORS)
        self._show_theme(ThemeWanted(request.settings.ui_theme))
        self.stylesheet = ParsedStyles(self.get_css_variables())
        self.animation_level = "none"
        self.set_keymap({name: key or f"none-{name}" for name, key in request.settings.keys.items()})

    @on(ThemeWanted)
    def _show_theme(self, message: ThemeWanted) -> None:
        self.theme = fitting(self.available_themes[message.name], has_few_colors=self._has_few_colors)

    def on_mount(self) -> None:
        self.app_resume_signal.subscribe(self, self._continued)
        self.call_after_refresh(self.call_after_refresh, self._take_over)

    def _take_over(self) -> None:
        """Draw everything, once it has its final place, over the picture that was painted early."""
        if sys.platform != "win32":
            from ssotui.tui.driver import TerminalDriver

            if isinstance(self._driver, TerminalDriver) and self._driver.show_frames():
                self.screen.refresh()

    def _continued(self, _: object) -> None:
        self.was_stopped = True
        self.refresh(layout=True)  # the shell has drawn on the screen, so all of it must be repainted

    async def on_event(self, event: Event) -> None:
        """Handle Esc followed by a key at once as Alt and the key if that is bound, else as two keys."""
        if isinstance(event, InputEvent | Paste | AfterEscape) and not await self._is_composed():
            return  # typed while the picker closes: Textual has removed its screens, and would fail
        if isinstance(event, Key) and not event.is_printable and event.key not in _AT_ONCE:
            # Textual runs the action of a bound key here, while letters before it wait in the queue of their widget.
            await _until_handled(self.focused or self.screen, _LATER)
        if not isinstance(event, AfterEscape):
            await super().on_event(event)
            return
        if event.key in self.screen.active_bindings:
            await super().on_event(Key(event.key, None))
            return
        for key in event.both:
            if not self.screen_stack:
                return  # Esc has left the picker
            target = self.focused or self.screen
            await super().on_event(key)
            # If Esc closes a dialog, it must be closed before the next key is handled by the screen below.
            await _until_handled(target, _SOON)

    async def _is_composed(self) -> bool:
        """Whether there is a screen with widgets. Waits for those of a dialog that is being opened."""
        if self.screen_stack:
            await _until_composed(self.screen)
        return bool(self.screen_stack and self.screen.children)

    def get_default_screen(self) -> Screen[None]:
        return Picker(self._make_backend(), self._request, self._state)

    def get_css_variables(self) -> dict[str, str]:
        return readable(super().get_css_variables())

    def get_line_filters(self) -> Sequence[LineFilter]:
        return [*super().get_line_filters(), *self._own_filters]

    def _fatal_error(self) -> None:
        """Print the traceback without values of variables, which Textual would print: they may be credentials."""
        error = sys.exception()
        assert error is not None, "Textual comes here from a handler"
        shown = Text(bug_sentence(type(error), error.__traceback__))
        if self._shows_bugs:
            from ssotui.core.safe_traceback import trace

            shown = Text(trace(error)).append(shown)
        self._exit_renderables.append(Segments(self.console.render(shown, self.console.options)))
        self._close_messages_no_wait()


async def _until_composed(screen: Screen[object]) -> None:
    """Wait for the widgets of a dialog: a key right behind the one that opens it already runs the dialog's commands."""
    while not screen.is_mounted and screen.is_attached:
        await asyncio.sleep(0)


async def _until_handled(target: MessagePump, longest: float) -> None:
    """Wait until the widget or screen has handled the events in its queue, at most ``longest`` seconds."""
    handled = asyncio.Event()
    if target.call_later(handled.set):
        with suppress(TimeoutError):
            await asyncio.wait_for(handled.wait(), longest)
