"""Resolves a command's query to a role or profile, and lists from AWS if nothing known matches."""

from __future__ import annotations

import argparse
import os.path
from collections.abc import Mapping

from ssotui.actions import resolve_role, snapshot, targets
from ssotui.actions.named_sessions import sessions_named
from ssotui.actions.switch import Wanted
from ssotui.cli import output
from ssotui.cli.fresh_catalog import RefreshRequest, brought_up_to_date, needed, nothing_found
from ssotui.cli.query_text import text_of
from ssotui.core.catalog import last_known
from ssotui.core.ports.backend import Backend
from ssotui.core.profiles.conflicts import conflicts
from ssotui.core.shell.current_profile import shell_profile
from ssotui.errors import NothingMatched, UsageError
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
    current = shell_profile(env, {profile.name for profile in configuration.profiles}.__contains__)
    if not current:
        raise UsageError(
            "No profile is active in this shell.",
            hint=f"Name a role: ssotui {options.name_of_command} QUERY. Or pick one first: ssotui",
        )
    for conflict in conflicts(env, configuration.profiles, os.path.exists):
        output.say(conflict.sentence)
    return targets.of_profile(configuration, current), current


def target(backend: Backend, settings: Settings, text: str, env: Mapping[str, str]) -> targets.Target:
    """The one role or other profile that ``text`` names, to get its credentials.

    A SESSION/ACCOUNT_ID/ROLE may be unknown yet. Raises what ``exactly_one`` raises.
    """
    configuration = backend.profiles.read()
    if any(profile.name == text for profile in configuration.profiles):
        return targets.of_profile(configuration, text)
    spelled_out = targets.spelled_out(text, configuration)
    if spelled_out:
        return spelled_out
    found, taken = exactly_one(backend, settings, text, env)
    return targets.of_profile(taken.configuration, found) if isinstance(found, str) else found.ref


def exactly_one(
    backend: Backend, settings: Settings, text: str, env: Mapping[str, str]
) -> tuple[Wanted | str, snapshot.Snapshot]:
    """The role, or the name of the other profile, and the snapshot that has it.

    Raises SeveralMatched, NothingMatched, or the error of a session that couldn't be listed.
    """
    taken = snapshot.load(backend)
    if _is_unlisted(taken):  # a match among known roles may not be the only one
        return _after_asking(backend, settings, taken, text, env)
    try:
        return resolve_role.exactly_one(backend, taken, text), taken
    except NothingMatched:
        return _after_asking(backend, settings, taken, text, env)


def _is_unlisted(taken: snapshot.Snapshot) -> bool:
    """Whether a signed-in session was never listed, so that it may contain further matches."""
    active = (name for name in taken.session_names if taken.session_statuses[name].state == "active")
    return any(last_known(taken.catalog.of(name).accounts) is None for name in active)


def _after_asking(
    backend: Backend, settings: Settings, taken: snapshot.Snapshot, text: str, env: Mapping[str, str]
) -> tuple[Wanted | str, snapshot.Snapshot]:
    """Resolve after listing. Doesn't sign in: SignInNeeded names the session if ``text`` leads to it."""
    named = sessions_named(taken, text)
    sessions = named or taken.session_names
    newer = brought_up_to_date(backend, settings, taken, RefreshRequest(sessions), env)
    try:
        return resolve_role.exactly_one(backend, newer.taken, text), newer.taken
    except NothingMatched:
        if newer.failures:
            raise newer.failures[0] from None
        if newer.signed_out and (named or not newer.knows(sessions)):
            raise needed(newer.signed_out, named) from None
        raise nothing_found(backend, newer, text) from None
