"""``ssotui list``: prints accounts and roles, from the cache if it is fresh, else from AWS."""

from __future__ import annotations

import argparse
from collections.abc import Mapping, Sequence

from ssotui import wiring
from ssotui.actions import resolve_role, snapshot
from ssotui.actions.named_sessions import sessions_named
from ssotui.actions.role_table import entries
from ssotui.cli import list_formats, output, streams
from ssotui.cli.fresh_catalog import (
    Refreshed,
    RefreshRequest,
    brought_up_to_date,
    needed,
    nothing_found,
    say_signed_out,
)
from ssotui.cli.query_text import text_of
from ssotui.core.catalog import last_known
from ssotui.core.printable import printable
from ssotui.errors import ExitCode, NothingMatched, SsoTuiError

_COMPLAINTS = 5
"""The most errors that are printed; the rest are counted."""


def run(options: argparse.Namespace, env: Mapping[str, str]) -> int:
    """Print the roles and the errors. Returns the exit code of the first error."""
    settings = wiring.load_settings(env)
    backend = wiring.build(env, settings)
    taken, text = snapshot.of_session(snapshot.load(backend), options.session), text_of(options.query)
    failures = [*taken.configuration.trouble]
    named = sessions_named(taken, text)
    sessions = (named if text else ()) or taken.session_names
    if options.cached:
        refreshed = Refreshed(taken)
    else:
        wish = RefreshRequest(sessions, named if options.may_sign_in else (), options.refresh)
        refreshed = brought_up_to_date(backend, settings, taken, wish, env)
        failures += refreshed.failures
    found = [entry for entry in entries(backend, refreshed.taken, text) if refreshed.knows_role(entry.ref)]
    list_formats.write(found, options.format, env)
    streams.flush()
    _complain(failures)
    if options.cached:
        failures += _tell_uncached(_never_listed(taken, sessions), is_enough=bool(found))
    if refreshed.signed_out and not refreshed.knows(sessions):
        failures.append(needed(refreshed.signed_out))
        output.complain(failures[-1])
    elif refreshed.signed_out and found:
        say_signed_out(refreshed.signed_out)
    if failures:
        return failures[0].exit_code
    if not found and not text and resolve_role.nothing_is_assigned(refreshed.taken, sessions):
        output.say(f"No account or role is assigned to you in {', '.join(map(printable, sessions))}.")
        output.say(f"  {resolve_role.hint_if_nothing_is_assigned(sessions)}")
    if text and not found:
        raise nothing_found(backend, refreshed, text)
    return ExitCode.DONE


def _never_listed(taken: snapshot.Snapshot, sessions: Sequence[str]) -> list[str]:
    return [name for name in sessions if last_known(taken.catalog.of(name).accounts) is None]


def _tell_uncached(names: Sequence[str], *, is_enough: bool) -> list[SsoTuiError]:
    """Warn of sessions that aren't cached; an error unless the known roles are ``is_enough``."""
    if not names:
        return []
    shown = ", ".join(map(printable, names))
    error = NothingMatched(
        f"Nothing is cached for {shown}.", hint="Run the command without --cached to fetch from AWS."
    )
    if is_enough:
        output.say(error.in_one_line)
        return []
    output.complain(error)
    return [error]


def _complain(failures: Sequence[SsoTuiError]) -> None:
    for failure in failures[:_COMPLAINTS]:
        output.complain(failure)
    if len(failures) > _COMPLAINTS:
        output.say(f"ssotui: and {len(failures) - _COMPLAINTS:,} more errors.")
