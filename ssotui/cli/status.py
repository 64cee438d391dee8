"""``ssotui status``: prints the status of each session, the shell's profile, and variables that override it."""

from __future__ import annotations

import sys

from ssotui.cli import output, streams
from ssotui.core.shell.current_profile import named_by_variable, shell_profile
from ssotui.errors import ExitCode, UsageError

TYPE_CHECKING = False  # as typing.TYPE_CHECKING for mypy, whose import takes half of Python's start
if TYPE_CHECKING:
    import argparse
    from collections.abc import Mapping, Sequence
    from datetime import datetime, timedelta

    from ssotui.actions.snapshot import Snapshot
    from ssotui.core.model import SsoSession
    from ssotui.core.profiles.conflicts import Conflict


def run(options: argparse.Namespace, env: Mapping[str, str]) -> int:
    """Print the status. Makes no request."""
    if options.lasting and not options.check:
        raise UsageError("--for works only with --check.", hint="Add --check, or remove --for.")
    if options.check:
        return check(env, options.lasting)
    from ssotui import wiring  # too slow for status --check in a prompt
    from ssotui.actions import snapshot

    settings = wiring.load_settings(env)
    backend = wiring.build(env, settings)
    taken = snapshot.load(backend)
    current = shell_profile(env, {profile.name for profile in taken.configuration.profiles}.__contains__)
    if options.json:
        _write_json(taken, current, env, settings.safety_production)
    else:
        _write_table(taken, current, backend.now(), env)
        for conflict in _conflicts(taken, env):
            output.say(conflict.sentence)
    for trouble in taken.configuration.trouble:
        output.complain(trouble)
    return taken.configuration.trouble[0].exit_code if taken.configuration.trouble else ExitCode.DONE


def check(env: Mapping[str, str], lasting: timedelta | None = None) -> int:
    """``status --check``: whether the shell's profile can be used now, and for ``lasting``."""
    from ssotui.files import quick_check

    least = () if lasting is None else (lasting,)
    code, fault, hint = quick_check.check(named_by_variable(env), env, *least)
    if fault:
        output.say(f"ssotui: {fault}")
        output.say(f"  {hint}")
    return code


def _conflicts(taken: Snapshot, env: Mapping[str, str]) -> tuple[Conflict, ...]:
    import os.path

    from ssotui.core.profiles.conflicts import conflicts

    known = None if taken.configuration.trouble else taken.configuration.profiles
    return conflicts(env, known, os.path.exists)


def _write_json(taken: Snapshot, current: str, env: Mapping[str, str], production: Sequence[str]) -> None:
    output.write_json(
        {
            "profile": current or None,
            "current": _current_members(taken, current, production) if current else None,
            "sessions": [_members(taken, session) for session in taken.configuration.sessions],
            "conflicts": [conflict._asdict() for conflict in _conflicts(taken, env)],
        }
    )


def _current_members(taken: Snapshot, name: str, production: Sequence[str]) -> dict[str, object]:
    """The object on the shell's profile. For a role chain, the session is the source's, the role the assumed one."""
    from ssotui.core.profiles.production import account_of, leads_to_production

    profile = next((one for one in taken.configuration.profiles if one.name == name), None)
    session = _session_of(taken, name)
    status = taken.session_statuses.get(session)
    account = account_of(profile, taken.catalog) if profile else None
    is_production = profile is not None and leads_to_production(profile, taken.catalog, production)
    return {
        "profile": name,
        "kind": profile.kind if profile else None,
        "session": session or None,
        "account_id": (profile and profile.account_id) or None,
        "account_name": (account and account.name) or None,
        "role": (profile and (profile.role or profile.role_arn.rpartition("/")[2])) or None,
        "region": (profile and profile.region) or None,
        "state": "broken" if profile is None or profile.fault else status.state if status else None,
        "expires_at": _time(status.expires_at) if status else None,
        "badge": "PROD" if is_production else None,
    }


def _session_of(taken: Snapshot, name: str) -> str:
    """The session that the profile's credentials come from; "" if there is none."""
    from ssotui.core.profiles.chains import root_session

    profiles = {profile.name: profile for profile in taken.configuration.profiles}
    return root_session(profiles[name], profiles) if name in profiles else ""


def _members(taken: Snapshot, session: SsoSession) -> dict[str, object]:
    from ssotui.core.catalog import last_known

    catalog, status = taken.catalog.of(session.name), taken.session_statuses[session.name]
    accounts = catalog.known_accounts()
    known = last_known(catalog.accounts)
    return {
        "name": session.name,
        "start_url": session.start_url,
        "region": session.sso_region,
        "legacy": session.legacy,
        "state": status.state,
        "expires_at": _time(status.expires_at),
        "accounts": len(accounts) if known else None,
        "roles": sum(len(catalog.known_roles(account.id)) for account in accounts) if known else None,
        "fetched_at": _time(known.as_of) if known else None,
    }


def _time(moment: datetime | None) -> str | None:
    return f"{moment:%Y-%m-%dT%H:%M:%SZ}" if moment else None


def _write_table(taken: Snapshot, current: str, now: datetime, env: Mapping[str, str]) -> None:
    sessions = taken.configuration.sessions
    if sys.stdout.isatty():
        _write_for_people(taken, current, now, env)
    else:
        streams.write("".join("\t".join(_row(taken, session, current, now)) + "\n" for session in sessions))
    if not sessions and not taken.configuration.trouble:
        output.say("No SSO session is configured.")
        output.say("  Add one: ssotui session add --help")


def _write_for_people(taken: Snapshot, current: str, now: datetime, env: Mapping[str, str]) -> None:
    """Print the table for a terminal, with the states as the picker shows them."""
    from ssotui import wiring
    from ssotui.core.session_status import of_listing, of_sign_in

    max_age = wiring.load_settings(env).catalog_max_age
    rows, tones = [], []
    for session in taken.configuration.sessions:
        signed_in = of_sign_in(taken.session_statuses[session.name], now)
        listed = of_listing(taken.catalog.of(session.name), now, max_age)
        rows.append((session.name, str(signed_in), str(listed or ""), _profile(taken, session, current)))
        tones.append(("", signed_in.tone, listed.tone if listed else "", "ok"))
    are_coloured = output.coloured(env)

    def colour(row: int, column: int) -> str:
        return _COLOURS.get(tones[row][column], "") if are_coloured else ""

    if rows:
        streams.write(output.table(("SESSION", "SIGN-IN", "LISTED", "PROFILE"), rows, colour))


_COLOURS = {"ok": "32", "busy": "2", "quiet": "2", "warning": "33", "error": "31"}


def _profile(taken: Snapshot, session: SsoSession, current: str) -> str:
    """The shell's profile if its credentials come from the session; else ""."""
    return current if _session_of(taken, current) == session.name else ""


def _row(taken: Snapshot, session: SsoSession, current: str, now: datetime) -> tuple[str, ...]:
    from ssotui.core.durations import span
    from ssotui.core.printable import printable

    status = taken.session_statuses[session.name]
    left = span(status.expires_at - now) if status.state == "active" and status.expires_at else ""
    accounts = taken.catalog.of(session.name).known_accounts()
    counted = str(len(accounts)) if accounts else ""
    return (printable(session.name), status.state, left, counted, printable(_profile(taken, session, current)))
