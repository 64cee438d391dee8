"""``ssotui [pick] [QUERY…]``: the picker, and handing its choice over."""

from __future__ import annotations

import gc
import os
import sys
from collections.abc import Mapping
from functools import partial
from typing import TYPE_CHECKING

from ssotui import paths, wiring
from ssotui.cli import streams
from ssotui.cli.handover import export_for, switch_shell
from ssotui.cli.notices import notices
from ssotui.core import exports
from ssotui.core.shells import quote
from ssotui.errors import ExitCode, FileTrouble, SsoTuiError, UsageError
from ssotui.shell.open_file import CHANNEL

if TYPE_CHECKING:
    import argparse

    from ssotui.core.model import Profile
    from ssotui.settings import Settings


def run(options: argparse.Namespace, env: Mapping[str, str]) -> int:
    """Open the picker, filtered by ``options.query``."""
    from ssotui.cli.parser import command_names  # it is there already, or we would not be

    return open_picker(" ".join(options.query), env, debug=options.debug, commands=command_names())


def open_picker(query: str, env: Mapping[str, str], *, debug: bool, commands: tuple[str, ...] = ()) -> int:
    """Open it; what was picked goes to the shell. 130 if the user left.

    ``commands`` are what the query may be a mistyped one of.
    """
    _check_terminal(env, query, commands)
    settings = wiring.load_settings(env)
    # Textual reads this when it is imported; at 60 frames a second a key takes three ticks to be seen (limits.md).
    os.environ.setdefault("TEXTUAL_FPS", "240")
    # A collection while Textual's 360 modules load finds nothing and costs a tenth of the start.
    gc.disable()
    from ssotui.tui.app import PickerApp  # 165 ms that no other command pays
    from ssotui.tui.screens.fetching import PickerRequest

    told = notices(env, lambda: _profiles(env, settings), terminal=sys.stdout.isatty())
    request = PickerRequest(
        settings,
        query,
        exports.current(env) or "",
        told,
        partial(export_for, env=env, settings=settings),
        frozenset(env),
        commands,
    )
    try:
        app = PickerApp(lambda: wiring.build(env, settings), request, debug=debug, adapts=True)
    except UsageError as error:  # a setting that only the picker can judge
        raise FileTrouble(str(paths.settings_file(env)), error.message, hint=error.hint) from error
    choice = app.run()
    if app.return_code and choice is None:
        return app.return_code
    if choice is None:
        return ExitCode.LEFT
    if app.was_stopped and env.get(CHANNEL):  # no shell goes on with a function that it has stopped
        raise SsoTuiError(
            "The shell did not wait for the picker after Ctrl+Z, and is on no other profile.",
            hint=f"Switch it: ssotui use {quote(choice.profile, 'sh')}",
        )
    return switch_shell(choice, env, settings)


def _profiles(env: Mapping[str, str], settings: Settings) -> tuple[Profile, ...] | None:
    found = wiring.build(env, settings).profiles.read()
    return None if found.trouble else found.profiles


def _check_terminal(env: Mapping[str, str], query: str, commands: tuple[str, ...]) -> None:
    """The picker draws on the controlling terminal, whatever stdin and stdout are."""
    if streams.input_is_closed():
        raise UsageError("The picker can't open with --no-input.", hint=_instead(query, commands))
    if env.get("TERM", "") in ("", "dumb") and sys.platform != "win32":
        raise SsoTuiError("The picker needs a terminal that can move its cursor.", hint=_instead(query, commands))
    try:
        os.close(os.open("/dev/tty" if sys.platform != "win32" else "CONIN$", os.O_RDWR))
    except OSError as error:
        raise SsoTuiError("The picker needs a terminal.", hint=_instead(query, commands)) from error


def _instead(query: str, commands: tuple[str, ...]) -> str:
    """What to do without a picker; who mistyped a command never wanted one."""
    if query and commands:
        from ssotui.cli.manual import meant

        near = meant(query, commands)
        if near:
            return near.replace("mean ", "mean ssotui ")
    return "Without one: ssotui use QUERY"
