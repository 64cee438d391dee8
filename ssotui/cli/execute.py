"""``ssotui exec``: runs a command, or a shell, with a role's credentials in its environment."""

from __future__ import annotations

import argparse
import sys
import threading
from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING

from ssotui import wiring
from ssotui.actions import credentials
from ssotui.actions.targets import with_account
from ssotui.cli import command_target, output, streams
from ssotui.cli.command_environment import chosen_region, command_environment, region_variables
from ssotui.cli.confirm_use import confirm_use
from ssotui.cli.ignored_regions import warn_of_ignored_region_for
from ssotui.cli.mfa_code import asking
from ssotui.cli.named_profile import named_by
from ssotui.core.shell.credential_formats import role_of, variables
from ssotui.errors import UsageError

if TYPE_CHECKING:
    from ssotui.core.ports.backend import Backend


def run(options: argparse.Namespace, env: Mapping[str, str]) -> int:
    """Replace this process by ``options.command``, or run it beside a credentials endpoint (``--server``).

    On Windows, always run it and return its exit status. Without ``--`` (the command is None) it is the user's shell.
    """
    if options.each:
        from ssotui.cli import execute_for_each

        return execute_for_each.run(options, env)
    if options.yes:
        raise UsageError("--yes works only with --each.", hint="Remove it, or add --each.")
    settings = wiring.load_settings(env)
    backend = wiring.build(env, settings, named_by(options, env), asking(options))
    command = _command(options, backend, env)
    ref, words = command_target.target_or_current(backend, settings, options, env)
    issued = credentials.get(backend, ref, threading.Event())
    confirm_use(backend, settings, ref, "run the command" if options.command else "open a shell")
    region = chosen_region(options, backend, ref, env)
    inner = command_environment(backend, ref, words, settings, env) | region_variables(region)
    if not region:
        warn_of_ignored_region_for(ref, backend, env, settings)
    if options.command is None:
        name = with_account(backend, ref, role_of(ref))
        output.say(f"This shell has the credentials of {name}. To leave it: exit")
    streams.flush()
    if options.server:
        from ssotui.cli import execute_with_server

        return execute_with_server.run(command, inner, (backend, ref, issued), env)
    from ssotui.desktop import processes

    return processes.replace_us(command, inner | dict(variables(issued)))


def _command(options: argparse.Namespace, backend: Backend, env: Mapping[str, str]) -> Sequence[str]:
    """The command to run: that after ``--``, or the user's shell. Raises UsageError if there is none."""
    if options.command:
        return list(options.command)
    from ssotui.cli import command_after_dashes

    if options.command is None:
        command_after_dashes.check_words(options.query, backend, env)
        if sys.stdin.isatty():
            return [command_after_dashes.users_shell(env)]
    raise UsageError("There is no command to run.", hint=command_after_dashes.place(options.command is None, env))
