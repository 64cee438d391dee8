"""Passes a choice to the parent shell, and prints messages on it."""

from __future__ import annotations

import sys
from collections.abc import Mapping, Sequence

from ssotui.cli import output, streams
from ssotui.core.printable import printable
from ssotui.core.shell import exports
from ssotui.core.shell.region_variables import RegionChange, region_change
from ssotui.core.shell.variables import CONTAINER, PROFILE, REGION, REGION_RECORD, WEB_IDENTITY
from ssotui.errors import ExitCode
from ssotui.files.current_profile import profile_of_shell, profile_to_return_to
from ssotui.shell import channel
from ssotui.shell.channel_descriptor import CHANNEL

TYPE_CHECKING = False  # as typing.TYPE_CHECKING for mypy, whose import takes half of Python's start
if TYPE_CHECKING:
    from ssotui.actions.switch import Choice
    from ssotui.core.first_use_hints import Hint
    from ssotui.settings import Settings


def switch_shell(choice: Choice, env: Mapping[str, str], settings: Settings) -> int:
    """Emit the code that switches to ``choice``."""
    if choice.wrote:
        from ssotui.cli.ignored_regions import warn_of_ignored_region  # imported only if necessary

        output.say(f"Wrote [profile {choice.profile}] to the AWS config.")
        warn_of_ignored_region(env, settings)
        if choice.in_place:
            from ssotui.core.configuration import written_over

            output.say(written_over("The file"))
        explain("profile", env)
    return switch_to(choice.profile, shell_region(choice.region, env, settings, choice.chosen_region), env)


def export_for(choice: Choice, env: Mapping[str, str], settings: Settings) -> exports.Export:
    """The export of ``switch_shell``. Raises UsageError for a profile's name with control characters."""
    return _export(choice.profile, shell_region(choice.region, env, settings, choice.chosen_region), env)


def _export(profile: str, region: RegionChange, env: Mapping[str, str]) -> exports.Export:
    return exports.switch(profile, profile_to_return_to(env), region)


def switch_to(profile: str, region: RegionChange, env: Mapping[str, str]) -> int:
    """Emit the code that switches to ``profile``, and print that on a terminal."""
    if env.get("SSOTUI_DEMO") == "picker":
        output.say(f"In a shell with ssotui set up, AWS_PROFILE would now be {profile}. Try it: ssotui demo -- bash")
        return ExitCode.DONE
    code = send(_export(profile, region, env), env)
    if CHANNEL in env and sys.stderr.isatty():
        before = profile_of_shell(env)
        was = f" (was {printable(before)})" if before not in ("", profile) else ""
        where = f", region {region.region}" if region.region else ""
        output.say(f"Switched to {profile}{where}{was}.")
        explain("switch", env)
    return code


def explain(hint: Hint, env: Mapping[str, str]) -> None:
    """Print a hint the first time, on a terminal."""
    in_demo = env.get("SSOTUI_DEMO") == "picker"  # the demo's home is removed afterwards
    if sys.stderr.isatty() and not in_demo:
        _say_once(hint, env)


def shell_region(region: str, env: Mapping[str, str], settings: Settings, chosen: str = "") -> RegionChange:
    """What a switch does to the region: it sets ``chosen``, or the profile's ``region`` if the settings say so.

    Otherwise it puts back what an earlier switch replaced.
    """
    return change_region(env, chosen or (region if settings.shell_export_region else ""))


def change_region(env: Mapping[str, str], region: str = "") -> RegionChange:
    """As region_change. A region that came with ssotui's credentials is unset with them."""
    return region_change(env, region, with_credentials=holds_our_credentials(env))


def holds_our_credentials(env: Mapping[str, str]) -> bool:
    """Whether the environment has temporary credentials with an expiration and a region, as ``use --keys`` sets."""
    return "AWS_ACCESS_KEY_ID" in env and "AWS_CREDENTIAL_EXPIRATION" in env


def send(export: exports.Export, env: Mapping[str, str]) -> int:
    """Pass ``export`` to the shell, and print what is left to print."""
    left = channel.hand_over(export, env, terminal=sys.stdout.isatty())
    streams.write(left.code)
    for hint in left.hints:
        output.say(hint)
    _tell_of_web_identity([name for name in export.unset if name in WEB_IDENTITY and name in env], left, env)
    return ExitCode.DONE


def _tell_of_web_identity(names: list[str], left: channel.HandedOver, env: Mapping[str, str]) -> None:
    """Print whether ``names`` were unset, and that this applies to this shell only."""
    ignores_them = left.has_old_wrapper and env.get(channel.HOOK) in ("0", "1")  # see LINES_VERSION
    if names and not ignores_them:
        _say_once("web-identity", env)
    if names and ignores_them:
        output.say(f"This shell has an older version of the ssotui function, which did not unset {listed(names)}.")
        output.say(f"  Unset: {channel.how_to_unset(names, env)}. Or start a new shell and switch there.")
    elif left.has_old_wrapper:
        _say_once("wrapper-3", env)


def _say_once(hint: Hint, env: Mapping[str, str]) -> None:
    """Print a hint the first time, even if stderr isn't a terminal."""
    from ssotui import paths
    from ssotui.core.first_use_hints import WORDS
    from ssotui.files.history import HistoryFile

    if HistoryFile(paths.state_folder(env)).is_first(hint):
        output.say(WORDS[hint])


def _with_profile(name: str, env: Mapping[str, str]) -> str:
    """A variable's name, and the profile that it names."""
    profile = printable(env[name]) if name in (PROFILE, "AWS_DEFAULT_PROFILE") else ""
    return f"{name} ({profile})" if profile else name


def listed(names: Sequence[str]) -> str:
    """``A``, ``A and B``, ``A, B and C``."""
    return " and ".join(filter(None, (", ".join(names[:-1]), names[-1])))


def leave(env: Mapping[str, str]) -> int:
    """Emit the code that unsets every profile and credential, and print what it unsets and what stays."""
    export = exports.leave(profile_to_return_to(env), change_region(env))
    code = send(export, env)
    cleared = [_with_profile(name, env) for name in export.unset if name in env and name != REGION_RECORD]
    if CHANNEL in env or not sys.stdout.isatty():  # otherwise the code was only printed
        output.say(
            f"Cleared {listed(cleared)}."
            if cleared
            else "Nothing to clear: this shell has no AWS profile or credentials."
        )
    restored = [f"{name}={value}" for name, value in export.variables if name in REGION]
    if restored:
        output.say(f"Restored {listed(restored)}.")
    still_set = [name for name in CONTAINER if env.get(name)]
    if env.get(WEB_IDENTITY[0]):
        still_set = [*(name for name in WEB_IDENTITY if env.get(name)), *still_set]
    if still_set:
        output.say(f"Still set, because they are this machine's own identity: {listed(still_set)}.")
    return code
