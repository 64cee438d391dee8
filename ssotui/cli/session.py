"""``ssotui session``: lists, adds and removes sessions, and migrates legacy profiles."""

from __future__ import annotations

import argparse
from collections.abc import Callable, Mapping, Sequence
from typing import TYPE_CHECKING

from ssotui import paths, wiring
from ssotui.cli import confirm_changes, output
from ssotui.cli.option_values import warn_of_region
from ssotui.core.printable import enumerated, printable
from ssotui.errors import ExitCode, login_hint

if TYPE_CHECKING:
    from ssotui.core.configuration import AwsConfiguration, Edit
    from ssotui.core.model import SsoSession
    from ssotui.core.ports.backend import Backend


def run(options: argparse.Namespace, env: Mapping[str, str]) -> int:
    """``options.kind`` is the action."""
    backend = wiring.build(env, wiring.load_settings(env))
    found = backend.profiles.read()
    if options.kind == "list":
        return _list(found, as_json=options.json)
    if found.errors and not found.writable:
        raise found.errors[0]
    return _ACTIONS[options.kind](backend, found, options, env)


def _list(found: AwsConfiguration, *, as_json: bool) -> int:
    users = {
        session.name: [one.name for one in found.profiles if one.session == session.name] for session in found.sessions
    }
    if as_json:
        output.write_json(
            [
                {
                    "name": session.name,
                    "start_url": session.start_url,
                    "region": session.sso_region,
                    "scopes": list(session.scopes or ()),
                    "legacy": session.legacy,
                    "profiles": users[session.name],
                }
                for session in found.sessions
            ]
        )
    else:
        rows = [
            (one.name, one.start_url, one.sso_region, str(len(users[one.name])), "legacy" if one.legacy else "")
            for one in found.sessions
        ]
        output.write_rows(("SESSION", "START URL", "REGION", "PROFILES", ""), rows)
    return output.complain_of_each(found.errors)


def _add(backend: Backend, found: AwsConfiguration, options: argparse.Namespace, env: Mapping[str, str]) -> int:
    from ssotui.core.sign_in.session_changes import checked
    from ssotui.core.sign_in.start_urls import DUAL_STACK_HINT, examined

    session = checked(found, options.name, options.start_url, options.region, options.scopes)
    # The arguments describe the change completely, so there is no question.
    options.yes = True
    code = _carry_out(lambda write: backend.sessions().add(session, write=write), options, env)
    warn_of_region(session.sso_region)
    if not options.dry_run:
        output.say(f'Added the session "{session.name}". {login_hint(session.name)}')
        if examined(session.start_url).is_dual_stack:
            output.say(f"Its start URL is a dual-stack URL. If AWS refuses the sign-in: {DUAL_STACK_HINT}")
    return code


def _remove(backend: Backend, found: AwsConfiguration, options: argparse.Namespace, env: Mapping[str, str]) -> int:
    from ssotui.actions.sign_out import sign_out
    from ssotui.core.sign_in.session_changes import removable

    session = removable(found, options.name)
    code = _carry_out(lambda write: backend.sessions().remove(session.name, write=write), options, env)
    if code == ExitCode.DONE and not options.dry_run:
        sign_out(backend, session)
        output.say(f'Removed the session "{printable(session.name)}" and signed out of it.')
    return code


def _migrate(backend: Backend, found: AwsConfiguration, options: argparse.Namespace, env: Mapping[str, str]) -> int:
    from ssotui.actions.keep_history import keep_history
    from ssotui.core.sign_in.session_changes import is_migrated, migrations

    if is_migrated(found, options.sessions):
        output.say("Nothing to do: there are no legacy profiles.")
        return ExitCode.DONE
    planned = migrations(found, options.sessions, options.name)
    code = _carry_out(lambda write: backend.sessions().migrate(planned, write=write), options, env)
    if code == ExitCode.DONE and not options.dry_run:
        keep_history(backend, found)
        for migration in planned:
            name, count = migration.session.name, len(migration.profiles)
            profiles = f"{count} profile{'s' if count != 1 else ''} ({enumerated(migration.profiles)})"
            output.say(f'Migrated {profiles} to the session "{printable(name)}". {login_hint(name)}')
        _say_what_to_rename([migration.session for migration in planned], env)
    return code


def _say_what_to_rename(migrated: Sequence[SsoSession], env: Mapping[str, str]) -> None:
    """Settings of a legacy session have its old name: ssotui doesn't change them in the user's file."""
    from ssotui.core.checks.settings_names import migrated_sessions

    for finding in migrated_sessions(str(paths.settings_file(env)), wiring.load_settings(env), migrated):
        output.say(f"{finding.path}: {finding.message} {finding.hint}")


def _carry_out(edit: Callable[[bool], Edit], options: argparse.Namespace, env: Mapping[str, str]) -> int:
    """Show the change, ask if necessary, write it. Returns LEFT if the answer was no."""
    planned = edit(False)
    if options.dry_run:
        confirm_changes.show(planned, env)
        return ExitCode.DONE
    if not options.yes and not confirm_changes.agreed(planned, "Write this?", env):
        return ExitCode.LEFT
    confirm_changes.say_if_in_place(edit(True))
    return ExitCode.DONE


_ACTIONS = {"add": _add, "remove": _remove, "migrate": _migrate}
