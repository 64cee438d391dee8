"""``ssotui use`` and ``ssotui off``: switch without the picker."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING

from ssotui import wiring
from ssotui.cli import output
from ssotui.cli.shell_export import holds_our_keys, leave, send, shell_region, switch_shell, switch_to
from ssotui.core.shell import exports
from ssotui.core.shell.variables import PREVIOUS
from ssotui.errors import ExitCode, FileError, SignInNeeded, UsageError
from ssotui.files.current_profile import profile_of_shell

if TYPE_CHECKING:
    import argparse

    from ssotui.actions.switch import Choice, Wanted
    from ssotui.core.catalog import Catalog
    from ssotui.core.ports.backend import Backend
    from ssotui.settings import Settings


def quick(words: Sequence[str], env: Mapping[str, str]) -> int | None:
    """Switch to a profile by its exact name, or back, without loading the parser and the search.

    Returns the exit code; None if that isn't possible: then ``run`` handles all cases and errors.
    """
    from ssotui.files import quick_profile

    name = (env.get(PREVIOUS, "") if words == ["-"] else words[0]) if len(words) == 1 else ""
    profile = quick_profile.named(name, env) if name and not name.startswith("-") else None
    if profile is None or not _can_be_used(name, env):
        return None
    from contextlib import suppress
    from datetime import UTC, datetime

    from ssotui import paths
    from ssotui.files.history import HistoryFile

    settings = wiring.load_settings(env)
    with suppress(FileError):  # the switch works even if the history can't be written
        HistoryFile(paths.state_folder(env)).record_use(profile.key, datetime.now(UTC))
    return switch_to(name, shell_region(profile.region, env, settings), env)


def run(options: argparse.Namespace, env: Mapping[str, str]) -> int:
    """Switch for ``use QUERY`` and ``use -``, or clear everything for ``off``."""
    if options.name_of_command == "off":
        region = _exports_region(env) or holds_our_keys(env)
        return leave(env, region=region)
    settings = wiring.load_settings(env)
    from ssotui.cli.query_text import text_of

    text = text_of(options.query)
    if text == "-":
        text = _previous(env, settings)
    backend = wiring.build(env, settings, (text,))
    if options.keys:
        return _send_keys(backend, text, settings, env)
    found, catalog = _found(backend, text, settings, env)
    missing = _missing_sign_in(backend, found)
    if missing and options.may_sign_in:
        from ssotui.cli import sign_in  # imports threading

        if sign_in.can_ask():
            raise missing
    code = switch_shell(_choice(backend, found, catalog, settings, env), env, settings)
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


def _exports_region(env: Mapping[str, str]) -> bool:
    """The setting shell.export_region; False if the settings can't be read, so that ``off`` still works."""
    try:
        return wiring.load_settings(env).shell_export_region
    except FileError:
        return False


def _found(
    backend: Backend, text: str, settings: Settings, env: Mapping[str, str]
) -> tuple[Wanted | str, Catalog | None]:
    """The role or the profile's name, and the catalog (None if it wasn't needed)."""
    if any(profile.name == text for profile in backend.profiles.read().profiles):
        return text, None
    from ssotui.cli.resolve_role import exactly_one  # only needed if it isn't the name of a profile

    found, taken = exactly_one(backend, settings, text, env)
    return found, taken.catalog


def _missing_sign_in(backend: Backend, found: Wanted | str) -> SignInNeeded | None:
    """Why the session of the role or profile needs a sign-in; None if it doesn't, or there is none."""
    from ssotui.actions.refresh import missing_sign_in
    from ssotui.core.profiles.chains import root_session

    configuration = backend.profiles.read()
    if isinstance(found, str):
        profiles = {profile.name: profile for profile in configuration.profiles}
        name = root_session(profiles[found], profiles)
    else:
        name = found.ref.session
    session = next((one for one in configuration.sessions if one.name == name), None)
    return missing_sign_in(backend, session) if session else None


def _choice(
    backend: Backend, found: Wanted | str, catalog: Catalog | None, settings: Settings, env: Mapping[str, str]
) -> Choice:
    from ssotui.actions import switch

    if isinstance(found, str):
        return switch.to_profile(backend, found)
    template = settings.profiles_name_template
    wanted = switch.with_rivals(found, catalog, template) if catalog else found
    defaults = switch.Defaults(template, settings.profiles_region, settings.profiles_output)
    choice = switch.to_role(backend, wanted, defaults, profile_of_shell(env))
    warning = switch.naming_warning(wanted, template) if choice.wrote else ""
    if warning:
        output.say(f"ssotui: {warning}")
    return choice


def _send_keys(backend: Backend, text: str, settings: Settings, env: Mapping[str, str]) -> int:
    """Set credentials instead of a profile, for programs that don't support profiles, and the region with them."""
    from ssotui.actions import credentials, target_regions
    from ssotui.cli import resolve_role
    from ssotui.cli.ignored_regions import say_passed_over_for
    from ssotui.core.shell.credential_formats import variables
    from ssotui.worker_pool import CancelToken

    target = resolve_role.target(backend, settings, text, env)
    keys = credentials.get(backend, target, CancelToken())
    region = target_regions.profile_region(backend.profiles.read(), target, settings.profiles_region, text) or None
    say_passed_over_for(target, backend, env, settings)
    return send(exports.keys(dict(variables(keys)), profile_of_shell(env), region), env)
