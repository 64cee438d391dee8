"""``ssotui status``: prints the status of each session, the shell's profile, and variables that override it."""

from __future__ import annotations

import sys

from ssotui.cli import output, streams
from ssotui.core.shell.current_profile import named_by_variable, shell_profile
from ssotui.core.shell.variables import region_in
from ssotui.errors import ExitCode, UsageError

TYPE_CHECKING = False  # as typing.TYPE_CHECKING for mypy, whose import takes half of Python's start
if TYPE_CHECKING:
    import argparse
    from collections.abc import Mapping, Sequence
    from datetime import datetime, timedelta

    from ssotui.actions.snapshots import Snapshot
    from ssotui.core.model import SsoSession
    from ssotui.core.profiles.overriding_variables import Conflict
    from ssotui.settings import AccountStyle


def run(options: argparse.Namespace, env: Mapping[str, str]) -> int:
    """Print the status. Makes no request."""
    if options.lasting and not options.check:
        raise UsageError("--for works only with --check.", hint="Add --check, or remove --for.")
    if options.check:
        return check(env, options.lasting)
    from ssotui import wiring  # too slow for status --check in a prompt
    from ssotui.actions import snapshots

    settings = wiring.load_settings(env)
    backend = wiring.build(env, settings)
    snapshot = snapshots.load(backend)
    current = shell_profile(env, snapshot.configuration.profiles_by_name.__contains__)
    if options.json:
        from ssotui.core.profiles.account_styles import styles_in

        _write_json(snapshot, current, env, styles_in(settings))
    else:
        _write_table(snapshot, current, backend.now(), env)
        for conflict in _conflicts(snapshot, env):
            output.say(conflict.sentence)
    return output.complain_of_each(snapshot.configuration.errors)


def check(env: Mapping[str, str], lasting: timedelta | None = None) -> int:
    """``status --check``: whether every tool can use the shell's profile now, and for ``lasting``."""
    from ssotui.files import quick_check

    least = () if lasting is None else (lasting,)
    code, fault, hint = quick_check.check(named_by_variable(env), env, *least)
    if fault:
        output.say(f"ssotui: {fault}{_what_still_works(env) if code == ExitCode.SIGN_IN_NEEDED else ''}")
        output.say(f"  {hint}")
    return code


def _what_still_works(env: Mapping[str, str]) -> str:
    """SDKs have no cache of role credentials, so that they need the sign-in (botocore, create_credential_resolver)."""
    from ssotui.core.durations import span
    from ssotui.files.prompt_fields import PromptFields
    from ssotui.files.role_credentials_cache import REUSED_FOR

    left = PromptFields(env).cached_left() - REUSED_FOR
    return f" Until then only the AWS CLI and ssotui can use it, for {span(left)}." if left.total_seconds() > 0 else ""


def _conflicts(snapshot: Snapshot, env: Mapping[str, str]) -> tuple[Conflict, ...]:
    import os.path

    from ssotui.core.profiles.overriding_variables import conflicts

    known = None if snapshot.configuration.errors else snapshot.configuration.profiles
    return conflicts(env, known, os.path.exists)


def _write_json(snapshot: Snapshot, current: str, env: Mapping[str, str], styles: Sequence[AccountStyle]) -> None:
    output.write_json(
        {
            "profile": current or None,
            "current": _current_members(snapshot, current, styles, region_in(env)) if current else None,
            "sessions": [_members(snapshot, session) for session in snapshot.configuration.sessions],
            "conflicts": [conflict._asdict() for conflict in _conflicts(snapshot, env)],
        }
    )


def _current_members(snapshot: Snapshot, name: str, styles: Sequence[AccountStyle], region: str) -> dict[str, object]:
    """The object on the shell's profile. For a role chain, the session is the source's, the role the assumed one.

    ``region`` is that of the shell's variables.
    """
    from ssotui.core.profiles.account_styles import account_of, style_of_profile

    profile = snapshot.configuration.profiles_by_name.get(name)
    session = _session_of(snapshot, name)
    status = snapshot.session_statuses.get(session)
    account = account_of(profile, snapshot.catalog) if profile else None
    badge = style_of_profile(profile, snapshot.catalog, styles).badge if profile else ""
    return {
        "profile": name,
        "kind": profile.kind if profile else None,
        "session": session or None,
        "account_id": (profile and profile.account_id) or None,
        "account_name": (account and account.name) or None,
        "role": (profile and (profile.role or profile.role_arn.rpartition("/")[2])) or None,
        "region": region or (profile and profile.region) or None,
        "state": "broken" if profile is None or profile.fault else status.state if status else None,
        "expires_at": _time(status.expires_at) if status else None,
        "badge": badge or None,
    }


def _session_of(snapshot: Snapshot, name: str) -> str:
    """The session that the profile's credentials come from; "" if there is none."""
    from ssotui.core.chains.chains import root_session

    profiles = snapshot.configuration.profiles_by_name
    return root_session(profiles[name], profiles) if name in profiles else ""


def _members(snapshot: Snapshot, session: SsoSession) -> dict[str, object]:
    from ssotui.core.catalog import last_known

    catalog, status = snapshot.catalog.of(session.name), snapshot.session_statuses[session.name]
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
    from ssotui.core.timestamps import timestamp

    return timestamp(moment) if moment else None


def _write_table(snapshot: Snapshot, current: str, now: datetime, env: Mapping[str, str]) -> None:
    sessions = snapshot.configuration.sessions
    if sys.stdout.isatty():
        _write_for_people(snapshot, current, now, env)
    else:
        streams.write(output.tabbed(_row(snapshot, session, current, now) for session in sessions))
    if not sessions and not snapshot.configuration.errors:
        output.say("No SSO session is configured.")
        output.say("  Add one: ssotui session add --help")


def _write_for_people(snapshot: Snapshot, current: str, now: datetime, env: Mapping[str, str]) -> None:
    """Print the table for a terminal, with the states as the picker shows them."""
    from ssotui import wiring
    from ssotui.core.session_status import of_listing, of_sign_in

    max_age = wiring.load_settings(env).catalog_max_age
    rows, tones = [], []
    for session in snapshot.configuration.sessions:
        signed_in = of_sign_in(snapshot.session_statuses[session.name], now)
        listed = of_listing(snapshot.catalog.of(session.name), now, max_age)
        rows.append((session.name, str(signed_in), str(listed or ""), _profile(snapshot, session, current)))
        tones.append(("", signed_in.tone, listed.tone if listed else "", "ok"))
    are_colored = output.colored(env)

    def color(row: int, column: int) -> str:
        return _COLORS.get(tones[row][column], "") if are_colored else ""

    if rows:
        streams.write(output.table(("SESSION", "SIGN-IN", "LISTED", "PROFILE"), rows, color))


_COLORS = {"ok": "32", "busy": "2", "quiet": "2", "warning": "33", "error": "31"}


def _profile(snapshot: Snapshot, session: SsoSession, current: str) -> str:
    """The shell's profile if its credentials come from the session; else ""."""
    return current if _session_of(snapshot, current) == session.name else ""


def _row(snapshot: Snapshot, session: SsoSession, current: str, now: datetime) -> tuple[str, ...]:
    from ssotui.core.durations import span

    status = snapshot.session_statuses[session.name]
    left = span(status.expires_at - now) if status.state == "active" and status.expires_at else ""
    accounts = snapshot.catalog.of(session.name).known_accounts()
    counted = str(len(accounts)) if accounts else ""
    return (session.name, status.state, left, counted, _profile(snapshot, session, current))
