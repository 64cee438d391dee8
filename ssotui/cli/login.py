"""``ssotui login`` and ``ssotui logout``."""

from __future__ import annotations

import argparse
from collections.abc import Mapping, Sequence
from datetime import timedelta
from typing import TYPE_CHECKING

from ssotui import wiring
from ssotui.cli import output, streams
from ssotui.core.chains.chains import root_session
from ssotui.core.durations import span
from ssotui.core.printable import printable
from ssotui.core.shell.current_profile import shell_profile
from ssotui.errors import (
    BadAnswer,
    ExitCode,
    NothingMatched,
    SignInNeeded,
    SsoTuiError,
    Throttled,
    Unreachable,
    UsageError,
)

if TYPE_CHECKING:
    from ssotui.actions.sign_in import SignInOptions
    from ssotui.core.configuration import AwsConfiguration
    from ssotui.core.model import Profile, RoleRef, SsoSession
    from ssotui.core.ports.backend import Backend
    from ssotui.settings import Settings


def run(options: argparse.Namespace, env: Mapping[str, str]) -> int:
    """Sign in to or out of each session. Errors don't stop the others. Returns the exit code of the first error."""
    if options.all and options.sessions:
        raise UsageError("--all can't be combined with names of sessions.", hint="Use one or the other.")
    settings = wiring.load_settings(env)
    backend = wiring.build(env, settings, _named(options, env))
    sessions = sessions_meant(backend.profiles.read(), options, env)
    failures = []
    for session in sessions:
        try:
            if options.name_of_command == "logout":
                _logout(backend, session, env)
            else:
                _login(backend, session, options, (settings, env))
        except SsoTuiError as error:
            output.complain(error)
            failures.append(error)
    return failures[0].exit_code if failures else ExitCode.DONE


def _named(options: argparse.Namespace, env: Mapping[str, str]) -> Sequence[str]:
    """The names of profiles or sessions in the arguments; without one the shell's profile."""
    return () if options.all else options.sessions or (shell_profile(env),)


def sessions_meant(
    configuration: AwsConfiguration, options: argparse.Namespace, env: Mapping[str, str]
) -> Sequence[SsoSession]:
    """The sessions named, all, that of the shell's profile, or the only one. Raises UsageError or NothingMatched."""
    sessions = configuration.sessions
    if not sessions:
        if configuration.errors:
            raise configuration.errors[0]
        raise NothingMatched("No SSO session is configured.", hint="Add one: ssotui session add --help")
    if options.all:
        return sessions
    takes_profiles = options.name_of_command == "login"
    by_name = {session.name: session for session in sessions}
    names = options.sessions
    if takes_profiles:
        names = [_session_of(configuration, name) for name in names] or _of_shell(configuration, env)
    if not names and len(sessions) > 1:
        known = ", ".join(map(printable, by_name))
        raise UsageError("Which session?", hint=f"Name one of: {known}. Or use --all.")
    for name in names:
        if name not in by_name:
            raise _unknown(configuration, name, takes_profiles=takes_profiles)
    return [by_name[name] for name in dict.fromkeys(names)] or sessions


def _session_of(configuration: AwsConfiguration, name: str) -> str:
    """The name of the session, else of the session of the profile with that name. Raises UsageError."""
    profiles = configuration.profiles_by_name
    if name not in profiles or name in configuration.sessions_by_name:
        return name
    session = root_session(profiles[name], profiles)
    if not session:
        raise UsageError(
            f'The profile "{printable(name)}" needs no sign-in ({profiles[name].kind}).',
            hint="See the session of each profile: ssotui profile list",
        )
    return session


def _of_shell(configuration: AwsConfiguration, env: Mapping[str, str]) -> list[str]:
    """The name of the session of the shell's profile; [] if there is none."""
    profiles = configuration.profiles_by_name
    profile = profiles.get(shell_profile(env))
    session = root_session(profile, profiles) if profile else ""
    return [session] if session in configuration.sessions_by_name else []


def _unknown(configuration: AwsConfiguration, name: str, *, takes_profiles: bool) -> NothingMatched:
    known = ", ".join(printable(session.name) for session in configuration.sessions)
    what = "session or profile" if takes_profiles else "session"
    return NothingMatched(f'There is no {what} "{printable(name)}".', hint=f"Configured sessions: {known}.")


def _login(
    backend: Backend, session: SsoSession, options: argparse.Namespace, where: tuple[Settings, Mapping[str, str]]
) -> None:
    from ssotui.cli import sign_in  # imports threading

    if not options.force and _is_still_good(backend, session, options.lasting):
        return
    if streams.input_is_closed():
        raise SignInNeeded(session.name, f'Can\'t sign in to "{printable(session.name)}" with --no-input.')
    from ssotui.actions.sign_in import options_of

    settings, env = where
    sign_in.to_session(backend, session, _by_flags(options_of(settings.of_session(session.name).method), options), env)


def _is_still_good(backend: Backend, session: SsoSession, lasting: timedelta | None) -> bool:
    """Whether AWS says so, which takes a request, and ``lasting`` is left, after a refresh if need be.

    Raises SsoTuiError where AWS can't be asked.
    """
    from ssotui.actions.refresh import confirmed_token

    name = printable(session.name)
    try:
        token = confirmed_token(backend, session, lasting or timedelta())
    except SignInNeeded:
        return False
    except (Unreachable, Throttled, BadAnswer) as error:
        raise _unconfirmed(backend, session, error) from error
    if lasting and token.expires_at - backend.now() < lasting:
        return False
    left = span(token.expires_at - backend.now())
    output.say(f"You are already signed in to {name}: {left} left. To sign in again, add --force.")
    return True


def _unconfirmed(backend: Backend, session: SsoSession, error: SsoTuiError) -> SsoTuiError:
    """The error if AWS can't be reached, with what the token file says. The file is left as it is."""
    token = backend.tokens.load(session)
    if token is None or not token.is_usable(backend.now()):
        return error
    left = span(token.expires_at - backend.now())
    return type(error)(
        f'Your sign-in to "{printable(session.name)}" can\'t be checked: {error.message}',
        hint=f"The cached token is valid for {left} and was not changed. {error.hint}",
    )


def _by_flags(method: SignInOptions, options: argparse.Namespace) -> SignInOptions:
    if options.device_code:
        method = method._replace(method="device-code")
    elif options.callback_port:
        method = method._replace(method="browser", port=options.callback_port)
    return method._replace(open_browser=not options.no_browser)


def _logout(backend: Backend, session: SsoSession, env: Mapping[str, str]) -> None:
    from ssotui.actions.sign_out import sign_out

    done = sign_out(backend, session)
    name, count = printable(session.name), done.removed_credentials
    credentials = f"the cached credentials of {count:,} role{'' if count == 1 else 's'}"
    if done.portal_error:
        output.say(done.sentence)
        if count:
            output.say(f"  Removed {credentials}.")
    elif done.was_signed_in:
        output.say(f"Signed out of {name} and removed {credentials}." if count else done.sentence)
    elif count:
        output.say(f"Removed {credentials}; you were not signed in to {name}.")
    else:
        output.say(f"Nothing to do: you are not signed in to {name}.")
    _warn_of_written_credentials(backend, session, env)


def _warn_of_written_credentials(backend: Backend, session: SsoSession, env: Mapping[str, str]) -> None:
    """Warn of credentials that ``creds --write`` wrote: they stay valid after the sign-out."""
    from ssotui import paths
    from ssotui.actions.cached_credentials import roles_of
    from ssotui.core.shell.credential_formats import role_of
    from ssotui.files.credentials_file import CredentialsFile

    configuration = backend.profiles.read()
    profiles = configuration.profiles_by_name
    chains = [one for one in configuration.profiles if not one.ref and root_session(one, profiles) == session.name]
    written: list[RoleRef | Profile] = [*roles_of(backend, configuration, session), *chains]
    unexpired = CredentialsFile(env, backend.now).unexpired({(one.account_id, role_of(one)) for one in written})
    if unexpired:
        sections = ", ".join(f"[{printable(name)}]" for name in unexpired)
        output.say(f"Credentials of {printable(session.name)} are still in {paths.credentials_file(env)}: {sections}.")
        output.say("  They work until they expire. To prevent that, delete these sections.")
