"""Runs the picker, and checks that it can be opened."""

from __future__ import annotations

import gc
import os
import sys
from collections.abc import Mapping
from functools import partial
from typing import TYPE_CHECKING

from ssotui import wiring
from ssotui.cli import streams
from ssotui.cli.notices import notices
from ssotui.cli.shell_export import export_for
from ssotui.core.shell.variables import quote, region_in
from ssotui.errors import SsoTuiError, UsageError
from ssotui.files.current_profile import profile_of_shell
from ssotui.named_tuples import NamedTuple
from ssotui.shell.channel_descriptor import CHANNEL

if TYPE_CHECKING:
    from ssotui.core.model import Profile
    from ssotui.settings import Settings
    from ssotui.tui.app import PickerApp
    from ssotui.tui.picker.selector import Selector


class Opening(NamedTuple):
    """What the picker is opened with. ``debug``: a crash prints the traceback. For the others see PickerRequest."""

    query: str
    command_meant: str = ""
    selector: Selector | None = None
    debug: bool = False


def run_picker(opening: Opening, env: Mapping[str, str], settings: Settings) -> PickerApp:
    """Run the picker until the user leaves or chooses. For the main thread, on a terminal; garbage isn't collected."""
    if sys.platform == "win32":
        return _run(opening, env, settings)
    from ssotui.tui.held_terminal import HeldTerminal, held

    with HeldTerminal():
        if (terminal := held()) and _leaves_by_esc(settings):
            # A selector's own query is no filter that Esc clears.
            terminal.let_esc_leave(has_query=bool(opening.query and not opening.selector))
        return _run(opening, env, settings)


def _leaves_by_esc(settings: Settings) -> bool:
    """Whether Esc leaves and does nothing else."""
    return settings.keys.get("app.leave", "escape") == "escape" and not any(
        "escape" in key.split(",") for name, key in settings.keys.items() if name != "app.leave"
    )


def _run(opening: Opening, env: Mapping[str, str], settings: Settings) -> PickerApp:
    # Textual reads this when it is imported. At its default of 60 frames a second, a key shows after three frames;
    # measured with 25,000 rows in a pseudo-terminal, the median is 35 ms with 60 frames and 18 ms with 240.
    os.environ.setdefault("TEXTUAL_FPS", "240")
    # As curses does, Textual waits so many milliseconds after Esc for the rest of a key's sequence. Its default is 100.
    os.environ.setdefault("ESCDELAY", "50")
    # Garbage collection while Textual's 360 modules are imported finds nothing, and takes a tenth of the start.
    gc.disable()
    from ssotui.tui.picker.request import PickerRequest

    selector = opening.selector
    is_switching = selector is None or selector.command == "use"
    notices_shown = notices(env, lambda: _profiles(env, settings), terminal=sys.stdout.isatty()) if is_switching else ()
    request = PickerRequest(
        settings,
        opening.query,
        profile_of_shell(env),
        notices_shown,
        partial(export_for, env=env, settings=settings),
        frozenset(env),
        opening.command_meant,
        selector,
        partial(save_theme, env),
        region_in(env),
    )
    backend = wiring.build(env, settings)
    state = terminal = None
    if sys.platform != "win32":
        from ssotui.cli import paint_early
        from ssotui.tui.held_terminal import held

        terminal = held()
        request, state = paint_early.paint(request, backend, env)
    from ssotui.tui.app import PickerApp  # takes 165 ms

    if sys.platform != "win32":
        state = paint_early.completed(state, backend)
    app = PickerApp(lambda: backend, request, state=state, debug=opening.debug, adapts=True)
    # GNU screen delays Esc until the next key while the mouse is reported (found with version 4.9).
    app.run(mouse="STY" not in env)
    if sys.platform != "win32":
        app.was_stopped |= bool(terminal and terminal.was_stopped)
        paint_early.keep_heads(backend, env)
    return app


def save_theme(env: Mapping[str, str], name: str) -> str:
    """Write the theme into the settings file, and return the file's path."""
    from ssotui import paths
    from ssotui.files import theme_setting  # rarely needed

    path = paths.settings_file(env)
    theme_setting.save_theme(path, name)
    return str(path)


def check_not_stopped(app: PickerApp, name: str, env: Mapping[str, str]) -> None:
    """Raises SsoTuiError if the shell can't be switched to ``name`` any more.

    A shell doesn't continue a function that was suspended.
    """
    if app.was_stopped and env.get(CHANNEL):
        raise SsoTuiError(
            "The shell was not switched: it did not wait for the picker after Ctrl+Z.",
            hint=f"Switch now: ssotui use {quote(name, 'sh')}",
        )


def _profiles(env: Mapping[str, str], settings: Settings) -> tuple[Profile, ...] | None:
    found = wiring.build(env, settings).profiles.read()
    return None if found.errors else found.profiles


def check_terminal(env: Mapping[str, str], instead: str) -> None:
    """Raises UsageError or SsoTuiError if the picker can't be opened. ``instead`` is what does without it."""
    missing = missing_terminal(env)
    if missing:
        kind = UsageError if streams.input_is_closed() else SsoTuiError
        raise kind(missing, hint=f"Without the picker: {instead}")


def missing_terminal(env: Mapping[str, str]) -> str:
    """Why the picker can't be opened; "" if it can. It uses the controlling terminal, whatever stdin and stdout are."""
    if streams.input_is_closed():
        return "The picker can't open with --no-input."
    if env.get("TERM", "") in ("", "dumb") and sys.platform != "win32":
        return "The picker needs a terminal with cursor movement (TERM is unset or dumb)."
    try:
        os.close(os.open("/dev/tty" if sys.platform != "win32" else "CONIN$", os.O_RDWR))
    except OSError:
        return "The picker needs a terminal."
    return ""
