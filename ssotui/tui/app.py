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
from textual.app import App
from textual.binding import Binding
from textual.driver import Driver
from textual.events import Event, Key
from textual.filter import LineFilter
from textual.screen import Screen

from ssotui.actions.switch import Choice
from ssotui.errors import bug_sentence
from ssotui.tui.key_parser import AfterEscape
from ssotui.tui.picker.request import PickerRequest
from ssotui.tui.picker.screen import Picker
from ssotui.tui.terminal_filter import UntrustedTextFilter
from ssotui.tui.themes import OURS, fitting

if TYPE_CHECKING:
    from ssotui.core.ports.backend import Backend


_SOON = 0.2  # seconds
_FEW_COLOURS = (None, "standard", "windows")


class PickerApp(App[Choice]):
    """``run()`` returns the Choice, None if the user left. ``was_stopped``: the picker was suspended meanwhile."""

    TITLE = "ssotui"
    CSS_PATH = "app.tcss"
    ENABLE_COMMAND_PALETTE = False
    BINDINGS = [
        Binding("ctrl+q", "screen.leave_now", show=False, priority=True),
        Binding("ctrl+z", "suspend_process", show=False, priority=True),
    ]

    was_stopped = False

    def __init__(
        self, backend: Callable[[], Backend], request: PickerRequest, *, debug: bool = False, adapts: bool = False
    ) -> None:
        """``debug``: a crash prints the traceback, without values of variables.

        ``adapts``: on a terminal with few colors, use the theme for 16 colors.
        """
        driver: type[Driver] | None = None
        if sys.platform != "win32":
            from ssotui.tui.driver import TerminalDriver

            driver = TerminalDriver
        # NO_COLOR means the terminal's two default colors. Without this Textual would use shades of gray.
        super().__init__(driver_class=driver, ansi_color=True if "NO_COLOR" in os.environ else None)
        self._untrusted_text = UntrustedTextFilter()
        self._request = request
        self._make_backend = backend
        self._shows_bugs = debug
        for theme in OURS:
            self.register_theme(theme)
        chosen = self.available_themes[request.settings.ui_theme]
        self.theme = fitting(
            chosen, has_few_colours=self.no_color or (adapts and self.console.color_system in _FEW_COLOURS)
        )
        self.animation_level = "none"
        self.set_keymap(dict(request.settings.keys))

    def on_mount(self) -> None:
        self.app_resume_signal.subscribe(self, self._continued)

    def _continued(self, _: object) -> None:
        self.was_stopped = True
        self.refresh(layout=True)  # the shell has drawn on the screen, so all of it must be repainted

    async def on_event(self, event: Event) -> None:
        """Handle Esc followed by a key at once as Alt and the key if that is bound, else as two keys."""
        if not isinstance(event, AfterEscape):
            await super().on_event(event)
            return
        if event.key in self.screen.active_bindings:
            await super().on_event(Key(event.key, None))
            return
        for key in event.both:
            target = self.focused or self.screen
            await super().on_event(key)
            # If Esc closes a dialog, it must be closed before the next key is handled by the screen below.
            taken = asyncio.Event()
            target.call_later(taken.set)
            with suppress(TimeoutError):
                await asyncio.wait_for(taken.wait(), _SOON)

    def get_default_screen(self) -> Screen[None]:
        return Picker(self._make_backend(), self._request)

    def get_line_filters(self) -> Sequence[LineFilter]:
        return [*super().get_line_filters(), self._untrusted_text]

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
