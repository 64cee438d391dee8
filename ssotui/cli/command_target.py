"""Finds the role or profile that a command is for: its QUERY, else the shell's profile."""

from __future__ import annotations

import os.path
from typing import TYPE_CHECKING

from ssotui.actions import targets
from ssotui.cli import output
from ssotui.cli.query_text import text_of
from ssotui.core.shell.current_profile import shell_profile
from ssotui.errors import UsageError

if TYPE_CHECKING:
    import argparse
    from collections.abc import Mapping

    from ssotui.core.ports.backend import Backend
    from ssotui.settings import Settings


def target_or_current(
    backend: Backend, settings: Settings, options: argparse.Namespace, env: Mapping[str, str]
) -> tuple[targets.Target, str]:
    """The target of the command's QUERY, and its text; without a QUERY the shell's profile, and its name.

    Warns of variables that override that profile. Raises UsageError if the shell has no profile, ProfileError for one
    that AWS's tools refuse, and what ``target`` raises.
    """
    words = text_of(options.query)
    if words:
        return target(backend, settings, words, env), words
    configuration = backend.profiles.read()
    current = shell_profile(env, configuration.profiles_by_name.__contains__)
    if not current:
        missing = UsageError(
            "No profile is active in this shell.",
            hint=f"Name a role: ssotui {options.name_of_command} QUERY. Or pick one first: ssotui",
        )
        missing.can_choose = True
        raise missing
    from ssotui.core.profiles.overriding_variables import conflicts

    for conflict in conflicts(env, configuration.profiles, os.path.exists):
        output.say(conflict.sentence)
    return targets.of_profile(configuration, current), current


def target(backend: Backend, settings: Settings, text: str, env: Mapping[str, str]) -> targets.Target:
    """The one role or other profile that ``text`` names, to get its credentials.

    A SESSION/ACCOUNT_ID/ROLE may be unknown yet. Raises what ``resolve_role.exactly_one`` raises.
    """
    named = targets.named_exactly(backend.profiles.read(), text)
    if named:
        return named
    from ssotui.cli.resolve_role import exactly_one  # the search and the listing: only needed for other words

    found, snapshot = exactly_one(backend, settings, text, env)
    return targets.of_profile(snapshot.configuration, found) if isinstance(found, str) else found.ref
