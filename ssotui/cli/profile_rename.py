"""``ssotui profile rename``: gives a profile another name, everywhere that it is named."""

from __future__ import annotations

import argparse
from collections.abc import Mapping
from typing import TYPE_CHECKING

from ssotui.actions.keep_history import keep_history
from ssotui.cli import confirm_changes, output
from ssotui.cli.shell_export import send
from ssotui.core.printable import printable
from ssotui.core.profiles.lookup import profile_named
from ssotui.core.profiles.naming import SAFE_NAME, check_name
from ssotui.core.shell.current_profile import named_by_variable
from ssotui.core.shell.exports import Export
from ssotui.core.shell.variables import PREVIOUS, PROFILE
from ssotui.errors import ExitCode, shell_word
from ssotui.shell import channel
from ssotui.shell.channel_descriptor import CHANNEL

if TYPE_CHECKING:
    from ssotui.core.ports.backend import Backend
    from ssotui.core.profiles.plans import Renaming, Undo
    from ssotui.core.profiles.renames import Renames


def rename(backend: Backend, options: argparse.Namespace, env: Mapping[str, str]) -> int:
    """Show the change, ask unless ``--yes``, and write it."""
    old, new = options.old, options.new
    check_name(new)
    names = {old: new}
    if old == profile_named(backend.profiles.read(), old).name == new:
        output.say(f"Nothing to do: the profile is called {new} already.")
        return ExitCode.DONE
    planned = backend.profiles.rename(names, write=False)
    edits = [planned.edit] if planned.edit.before != planned.edit.after else []
    messages = on_credentials(planned, names)
    if options.dry_run:
        confirm_changes.show(planned.edit, env)
        for message in messages:
            output.say(message)
        return ExitCode.DONE
    question = f"Rename {printable(old)} to {new}?"
    if not options.yes and not confirm_changes.all_agreed(edits, messages, question, env):
        return ExitCode.LEFT
    before = backend.profiles.read()
    done = backend.profiles.rename(names, write=True)
    keep_history(backend, before, names)
    output.say(f"Renamed {printable(old)} to {new}. {_undo(done, old, new)}")
    confirm_changes.say_if_in_place(done.edit)
    follow_in_shell(names, env)
    return ExitCode.DONE


def follow_in_shell(names: Renames, env: Mapping[str, str]) -> bool:
    """Give this shell the new name of its profile, and of the one before; without the wrapper say how. True if it had
    the old name.
    """
    variables = [
        (name, names[env[name]]) for name in (PROFILE, "AWS_DEFAULT_PROFILE", PREVIOUS) if env.get(name) in names
    ]
    is_current = named_by_variable(env) in names
    if variables and env.get(CHANNEL):
        send(Export(tuple(variables), ()), env)
        if is_current:
            output.say(f"  This shell's profile is now {printable(variables[0][1])}.")
    elif is_current:
        line = "; ".join(channel.setting(*variable, env) for variable in variables)
        output.say(f"  This shell still has the old name. Set the new one: {line}")
    return is_current


def on_credentials(planned: Renaming | Undo, names: Renames) -> list[str]:
    """What happens in the credentials file, in words: its lines have secrets in them."""
    return [
        f"Renames [{printable(name)}] in {planned.credentials} to [{names[name]}]." for name in planned.in_credentials
    ]


def _undo(done: Renaming, old: str, new: str) -> str:
    """How to take it back; "" if only the credentials file has the profile, and under a name of no tool."""
    if done.edit.before != done.edit.after:
        return "Undo: ssotui profile undo"
    return f"Back: ssotui profile rename {shell_word(new)} {shell_word(old)}" if SAFE_NAME.fullmatch(old) else ""
