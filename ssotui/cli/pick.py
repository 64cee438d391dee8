"""``ssotui [pick] [QUERY…]``: opens the picker, and passes its choice to the shell, or prints it."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING

from ssotui import wiring
from ssotui.cli.run_picker import Opening, check_not_stopped, check_terminal, missing_terminal, run_picker
from ssotui.cli.shell_export import switch_shell
from ssotui.core.shell.variables import word
from ssotui.errors import ExitCode, UsageError
from ssotui.shell.channel import shell_in_use

if TYPE_CHECKING:
    import argparse


def run(options: argparse.Namespace, env: Mapping[str, str]) -> int:
    """Open the picker with the filter ``options.query``. Without ``pick`` the query may be a mistyped command."""
    if options.format:
        from ssotui.cli import print_choice  # not needed to switch

        return print_choice.run(options, env)
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
    app = run_picker(Opening(query, command_meant, debug=debug), env, settings)
    choice = app.return_value
    if choice is None:
        return app.return_code or ExitCode.LEFT
    from ssotui.actions.switch import Choice  # imported already

    assert isinstance(choice, Choice), "only a selector returns anything else"
    check_not_stopped(app, choice.profile, env)
    return switch_shell(choice, env, settings)


def _check_terminal(env: Mapping[str, str], query: str, command_meant: str) -> None:
    """Raises UsageError without a controlling terminal, which the picker uses whatever stdin and stdout are."""
    if command_meant and missing_terminal(env):
        raise UsageError(f'There is no command "{query}".', hint=f"Did you mean ssotui {command_meant}?")
    words = " ".join(word(one, shell_in_use(env)) for one in query.split()) or "QUERY"
    check_terminal(env, f"ssotui use {words}")
