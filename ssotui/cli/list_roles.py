"""``ssotui list``: prints accounts and roles, from the cache if it is fresh, else from AWS."""

from __future__ import annotations

import argparse
from collections.abc import Mapping, Sequence

from ssotui import wiring
from ssotui.actions import resolve_role, snapshots
from ssotui.actions.role_table import rows
from ssotui.cli import list_formats, output, streams
from ssotui.cli.fresh_catalog import (
    Refreshed,
    needed,
    nothing_found,
    refresh_catalog,
    request_for,
    say_signed_out,
)
from ssotui.cli.query_text import say_if_profile, text_of
from ssotui.core.catalog import last_known
from ssotui.core.ports.backend import Backend
from ssotui.core.printable import printable
from ssotui.errors import ExitCode, NothingMatched, SsoTuiError

_COMPLAINTS = 5
"""The most errors that are printed; the rest are counted."""


def run(options: argparse.Namespace, env: Mapping[str, str]) -> int:
    """Print the roles and the errors. Returns the exit code of the first error."""
    settings = wiring.load_settings(env)
    backend = wiring.build(env, settings)
    snapshot, text = snapshots.of_session(snapshots.load(backend), options.session), text_of(options.query)
    failures = [*snapshot.configuration.errors]
    request = request_for(snapshot, text, signs_in=options.may_sign_in, refresh=options.refresh)
    sessions = request.sessions
    if options.cached:
        refreshed = Refreshed(snapshot)
    else:
        refreshed = refresh_catalog(backend, settings, snapshot, request, env)
        failures += refreshed.failures
    found = [row for row in rows(backend, refreshed.snapshot, text) if refreshed.knows_role(row.ref)]
    list_formats.write(found, options.format, env)
    streams.flush()
    _complain(failures)
    say_if_profile(backend, refreshed.snapshot, text, "ssotui list {}")
    if options.cached:
        uncached = _never_listed(snapshot, sessions)
        failures += _tell_uncached(uncached, is_enough=bool(found or (text and len(uncached) < len(sessions))))
    if refreshed.signed_out and not found and not refreshed.knows(request.asked):
        failures.append(needed(refreshed.signed_out))
        output.complain(failures[-1])
    elif refreshed.signed_out and found:
        say_signed_out(refreshed)
    if failures:
        return failures[0].exit_code
    if not found:
        _say_why_empty(backend, refreshed, text, sessions)
    return ExitCode.DONE


def _say_why_empty(backend: Backend, refreshed: Refreshed, text: str, sessions: Sequence[str]) -> None:
    """Say that nothing is assigned to the user. Raises NothingMatched for a query."""
    if text:
        raise nothing_found(backend, refreshed, text)
    if resolve_role.nothing_is_assigned(refreshed.snapshot, sessions):
        output.say(f"No account or role is assigned to you in {', '.join(map(printable, sessions))}.")
        output.say(f"  {resolve_role.hint_if_nothing_is_assigned(sessions)}")


def _never_listed(snapshot: snapshots.Snapshot, sessions: Sequence[str]) -> list[str]:
    return [name for name in sessions if last_known(snapshot.catalog.of(name).accounts) is None]


def _tell_uncached(names: Sequence[str], *, is_enough: bool) -> list[SsoTuiError]:
    """Warn of sessions that aren't cached; an error unless the cached ones are ``is_enough``."""
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
