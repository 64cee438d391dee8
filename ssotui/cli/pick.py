"""``ssotui [pick] [QUERY…]``: opens the picker, and passes its choice to the shell."""

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
from ssotui.cli.shell_export import export_for, switch_shell
from ssotui.core.shell.variables import quote, word
from ssotui.errors import ExitCode, SsoTuiError, UsageError
from ssotui.files.current_profile import profile_of_shell
from ssotui.shell.channel import shell_in_use
from ssotui.shell.open_file import CHANNEL
from ssotui.shell.parent_process import parent_name

if TYPE_CHECKING:
    import argparse

    from ssotui.core.model import Profile
    from ssotui.settings import Settings


def run(options: argparse.Namespace, env: Mapping[str, str]) -> int:
    """Open the picker with the filter ``options.query``. Without ``pick`` the query may be a mistyped command."""
    from ssotui.cli import (
        help_pages,
        parser,  # imported already
    )

    may_be_command = options.is_implied and len(options.query) == 1
    command = help_pages.nearly(options.query[0], parser.command_names()) if may_be_command else ""
    return open_picker(" ".join(options.query), env, debug=options.debug, command_meant=command)


def open_picker(query: str, env: Mapping[str, str], *, debug: bool, command_meant: str = "") -> int:
    """Open the picker, and pass the choice to the shell. Returns 130 if the user left.

    ``command_meant`` is the sub-command that the query is similar to, "" if there is none.
    """
    _check_terminal(env, query, command_meant)
    settings = wiring.load_settings(env)
    # Textual reads this when it is imported. At its default of 60 frames a second, a key shows after three frames;
    # measured with 25,000 rows in a pseudo-terminal, the median is 35 ms with 60 frames and 18 ms with 240.
    os.environ.setdefault("TEXTUAL_FPS", "240")
    # Garbage collection while Textual's 360 modules are imported finds nothing, and takes a tenth of the start.
    gc.disable()
    from ssotui.tui.app import PickerApp  # takes 165 ms
    from ssotui.tui.picker.request import PickerRequest

    told = notices(env, lambda: _profiles(env, settings), terminal=sys.stdout.isatty())
    request = PickerRequest(
        settings,
        query,
        profile_of_shell(env),
        told,
        partial(export_for, env=env, settings=settings),
        frozenset(env),
        command_meant,
    )
    app = PickerApp(lambda: wiring.build(env, settings), request, debug=debug, adapts=True)
    # GNU screen delays Esc until the next key while the mouse is reported (found with version 4.9).
    choice = app.run(mouse="STY" not in env)
    if app.return_code and choice is None:
        return app.return_code
    if choice is None:
        return ExitCode.LEFT
    if app.was_stopped and env.get(CHANNEL):  # a shell doesn't continue a function that was suspended
        raise SsoTuiError(
            "The shell was not switched: it did not wait for the picker after Ctrl+Z.",
            hint=f"Switch now: ssotui use {quote(choice.profile, 'sh')}",
        )
    return switch_shell(choice, env, settings)


def _profiles(env: Mapping[str, str], settings: Settings) -> tuple[Profile, ...] | None:
    found = wiring.build(env, settings).profiles.read()
    return None if found.trouble else found.profiles


def _check_terminal(env: Mapping[str, str], query: str, command_meant: str) -> None:
    """Raises UsageError without a controlling terminal, which the picker uses whatever stdin and stdout are."""
    missing = _missing(env)
    if missing and command_meant:
        raise UsageError(f'There is no command "{query}".', hint=f"Did you mean ssotui {command_meant}?")
    if missing:
        words = " ".join(word(one, shell_in_use(env, parent_name())) for one in query.split()) or "QUERY"
        kind = UsageError if streams.input_is_closed() else SsoTuiError
        raise kind(missing, hint=f"Without the picker: ssotui use {words}")


def _missing(env: Mapping[str, str]) -> str:
    """Why the picker can't be opened; "" if it can."""
    if streams.input_is_closed():
        return "The picker can't open with --no-input."
    if env.get("TERM", "") in ("", "dumb") and sys.platform != "win32":
        return "The picker needs a terminal with cursor movement (TERM is unset or dumb)."
    try:
        os.close(os.open("/dev/tty" if sys.platform != "win32" else "CONIN$", os.O_RDWR))
    except OSError:
        return "The picker needs a terminal."
    return ""
