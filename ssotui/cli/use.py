"""``ssotui use`` and ``ssotui off``: switch without the picker."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from ssotui import wiring
from ssotui.cli import output, streams
from ssotui.cli.shell_export import change_region, leave, send, shell_region, switch_shell, switch_to
from ssotui.core.shell import exports
from ssotui.core.shell.variables import PREVIOUS
from ssotui.errors import ExitCode, FileError, SignInNeeded, UsageError
from ssotui.files.current_profile import profile_of_shell, profile_to_return_to

TYPE_CHECKING = False  # as typing.TYPE_CHECKING for mypy, whose import takes half of Python's start
if TYPE_CHECKING:
    import argparse

    from ssotui.actions.switch import AssignedRole, Choice
    from ssotui.core.catalog import Catalog
    from ssotui.core.ports.backend import Backend
    from ssotui.settings import Settings


def quick(words: Sequence[str], env: Mapping[str, str]) -> int | None:
    """Switch to a profile by its exact name, or back, without loading the parser and the search.

    Returns the exit code; None if that isn't possible: then ``run`` handles all cases and errors.
    """
    from ssotui.files import quick_profile

    name = (env.get(PREVIOUS, "") if words == ["-"] else words[0]) if len(words) == 1 else ""
    profile = quick_profile.find(name, env) if name and not name.startswith("-") else None
    if profile is None or not _can_be_used(name, env):
        return None
    from datetime import UTC, datetime

    from ssotui import paths
    from ssotui.files.history import HistoryFile

    settings = wiring.load_settings(env)
    if settings.asks_before_use:
        return None
    file = HistoryFile(paths.state_folder(env))
    try:
        history = file.record_use(profile.key, datetime.now(UTC))
    except FileError:  # the switch works even if the history can't be written
        history = file.load()
    return switch_to(name, shell_region(profile.region, env, settings, history.regions.get(profile.key, "")), env)


def run(options: argparse.Namespace, env: Mapping[str, str]) -> int:
    """Switch for ``use QUERY`` and ``use -``, or clear everything for ``off``."""
    if options.name_of_command == "off":
        return leave(env)
    settings = wiring.load_settings(env)
    from ssotui.cli.query_text import text_of

    text = text_of(options.query)
    if text == "-":
        text = _previous(env, settings)
    if options.keys:
        from ssotui.cli.mfa_code import asking  # only needed for credentials

        return _send_credentials(
            wiring.build(env, settings, (text,), asking(options)), text, settings, env, options.region
        )
    backend = wiring.build(env, settings, (text,))
    found, catalog = _found(backend, text, settings, env)
    missing = _missing_sign_in(backend, found)
    if missing and options.may_sign_in and streams.can_ask():
        raise missing
    _confirm(backend, settings, found)
    choice = _choice(backend, found, catalog, settings, env)
    code = switch_shell(choice._replace(chosen_region=options.region or choice.chosen_region), env, settings)
    if missing:
        output.say(f"{missing.message} {missing.hint}")
    return code


def _previous(env: Mapping[str, str], settings: Settings) -> str:
    """The shell's previous profile. It must exist under that exact name, because a search might find another one."""
    from ssotui.core.profiles.lookup import profile_named

    name = env.get(PREVIOUS, "")
    if not name:
        raise UsageError("There is no previous profile in this shell.", hint="Switch to a second profile first: ssotui")
    return profile_named(wiring.build(env, settings).profiles.read(), name).name


def _can_be_used(name: str, env: Mapping[str, str]) -> bool:
    """Whether the profile can be used without a sign-in. Prints nothing."""
    from ssotui.files import quick_check

    try:
        return quick_check.check(name, env)[0] == ExitCode.DONE
    except FileError:
        return False


def _found(
    backend: Backend, text: str, settings: Settings, env: Mapping[str, str]
) -> tuple[AssignedRole | str, Catalog | None]:
    """The role or the profile's name, and the catalog (None if it wasn't needed)."""
    if text in backend.profiles.read().profiles_by_name:
        return text, None
    from ssotui.cli.resolve_role import exactly_one  # only needed if it isn't the name of a profile

    found, snapshot = exactly_one(backend, settings, text, env)
    return found, snapshot.catalog


def _missing_sign_in(backend: Backend, found: AssignedRole | str) -> SignInNeeded | None:
    """Why the session of the role or profile needs a sign-in; None if it doesn't, or there is none."""
    from ssotui.actions.refresh import missing_sign_in
    from ssotui.core.chains.chains import root_session

    configuration = backend.profiles.read()
    if isinstance(found, str):
        profiles = configuration.profiles_by_name
        name = root_session(profiles[found], profiles)
    else:
        name = found.ref.session
    session = configuration.sessions_by_name.get(name)
    return missing_sign_in(backend, session) if session else None


def _confirm(backend: Backend, settings: Settings, found: AssignedRole | str) -> None:
    from ssotui.cli.confirm_use import confirm_use
    from ssotui.core.profiles.lookup import profile_named

    target = profile_named(backend.profiles.read(), found) if isinstance(found, str) else found.ref
    confirm_use(backend, settings, target, "switch to it")


def _choice(
    backend: Backend, found: AssignedRole | str, catalog: Catalog | None, settings: Settings, env: Mapping[str, str]
) -> Choice:
    from ssotui.actions import switch
    from ssotui.actions.profile_defaults import defaults_in

    if isinstance(found, str):
        return switch.to_profile(backend, found)
    defaults = defaults_in(settings)
    assigned = switch.with_rivals(found, catalog, defaults) if catalog else found
    choice = switch.to_role(backend, assigned, defaults, profile_of_shell(env))
    warning = switch.naming_warning(assigned, defaults) if choice.wrote else ""
    if warning:
        output.say(f"ssotui: {warning}")
    return choice


def _send_credentials(backend: Backend, text: str, settings: Settings, env: Mapping[str, str], chosen: str) -> int:
    """Set credentials instead of a profile, for programs that don't support profiles, and the region with them."""
    import threading

    from ssotui.actions import credentials, target_regions
    from ssotui.cli import command_target
    from ssotui.cli.confirm_use import confirm_use
    from ssotui.cli.ignored_regions import warn_of_ignored_region_for
    from ssotui.core.shell.credential_formats import variables

    target = command_target.target(backend, settings, text, env)
    issued = credentials.get(backend, target, threading.Event())
    confirm_use(backend, settings, target, "set its credentials")
    setting = settings.of_session(target.session).region
    chosen = chosen or target_regions.chosen_region(backend, target)
    region = chosen or target_regions.profile_region(backend.profiles.read(), target, setting, text)
    warn_of_ignored_region_for(target, backend, env, settings)
    region_change = change_region(env, region)
    return send(exports.credentials(dict(variables(issued)), profile_to_return_to(env), region_change), env)
