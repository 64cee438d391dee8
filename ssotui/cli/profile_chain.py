"""``ssotui profile add --assume``: writes a profile that assumes a role with another one's credentials."""

from __future__ import annotations

import argparse
from collections.abc import Mapping
from typing import TYPE_CHECKING

from ssotui.actions import role_chains, snapshots
from ssotui.cli import command_target, confirm_changes, output
from ssotui.cli.query_text import text_of
from ssotui.core.console.role_arns import parse_role_arn
from ssotui.core.printable import printable
from ssotui.errors import ExitCode, UsageError, shell_word

if TYPE_CHECKING:
    from ssotui.actions.profile_defaults import Defaults
    from ssotui.core.ports.backend import Backend
    from ssotui.settings import Settings


def check_options(options: argparse.Namespace) -> None:
    """Refuse arguments that don't go together. Raises UsageError; a role that is missing can be chosen."""
    if options.assume:
        parse_role_arn(options.assume)
    if options.assume and options.query:
        raise UsageError("--assume can't be combined with QUERY.", hint="Say whose credentials to use: --from QUERY")
    if options.assume and not options.source:
        raise _to_choose("--assume needs credentials to assume the role with.", "Add a role or profile: --from QUERY")
    if options.source and not options.assume:
        raise UsageError("--from works only with --assume.", hint="Add the role's ARN: --assume ROLE_ARN")
    if not options.assume and not options.query:
        raise _to_choose("No role is given.", "Search for one: ssotui profile add QUERY")


def _to_choose(message: str, hint: str) -> UsageError:
    error = UsageError(message, hint=hint)
    error.can_choose = True
    return error


def add(
    backend: Backend, settings: Settings, defaults: Defaults, options: argparse.Namespace, env: Mapping[str, str]
) -> int:
    """Write the profile, or show it with ``--dry-run``."""
    arn = parse_role_arn(options.assume)
    words = text_of(options.source)
    target = command_target.target(backend, settings, words, env)
    snapshot = snapshots.load(backend)
    request = role_chains.ChainRequest(arn, target, words, options.name or "", defaults)
    have = role_chains.existing(snapshot, request)
    if have and not options.name:
        output.say(
            f"{arn.text} already has a profile: {', '.join(map(printable, have))}. To write another one: --name NAME"
        )
        return ExitCode.DONE
    chain = role_chains.planned(snapshot, request)
    edit = backend.profiles.add_chain(chain, write=not options.dry_run)
    if options.dry_run:
        confirm_changes.show(edit, env)
        return ExitCode.DONE
    if chain.source_to_write:
        output.say(f"Wrote {chain.source} for {chain.source_to_write.ref}, whose credentials assume the role.")
    output.say(
        f"Wrote {chain.name}. Try it: ssotui whoami --profile {shell_word(chain.name)} · Undo: ssotui profile undo"
    )
    confirm_changes.say_if_in_place(edit)
    return ExitCode.DONE
