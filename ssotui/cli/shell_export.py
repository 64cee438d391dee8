"""Passes a choice to the parent shell, and prints messages on it."""

from __future__ import annotations

import sys
from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING

from ssotui.cli import output, streams
from ssotui.core.shell import exports
from ssotui.core.shell.variables import CONTAINER, WEB_IDENTITY
from ssotui.errors import ExitCode
from ssotui.files.current_profile import profile_of_shell
from ssotui.shell import channel
from ssotui.shell.open_file import CHANNEL

if TYPE_CHECKING:
    from ssotui.actions.switch import Choice
    from ssotui.core.first_use_hints import Hint
    from ssotui.settings import Settings


def switch_shell(choice: Choice, env: Mapping[str, str], settings: Settings) -> int:
    """Emit the code that switches to ``choice``."""
    if choice.wrote:
        from ssotui.cli.ignored_regions import say_passed_over  # imported only if necessary

        output.say(f"Wrote [profile {choice.profile}] to the AWS config.")
        say_passed_over(env, settings)
        if choice.in_place:
            from ssotui.core.configuration import written_over

            output.say(written_over("The file"))
        explain("profile", env)
    return switch_to(choice.profile, shell_region(choice.region, env, settings), env)


def export_for(choice: Choice, env: Mapping[str, str], settings: Settings) -> exports.Export:
    """The export of ``switch_shell``. Raises UsageError for a profile's name with control characters."""
    return _export(choice.profile, shell_region(choice.region, env, settings), env)


def _export(profile: str, region: str | None, env: Mapping[str, str]) -> exports.Export:
    return exports.switch(profile, profile_of_shell(env), region)


def switch_to(profile: str, region: str | None, env: Mapping[str, str]) -> int:
    """Emit the code that switches to ``profile``, and print that on a terminal."""
    if env.get("SSOTUI_DEMO") == "picker":
        output.say(f"In a shell with ssotui set up, AWS_PROFILE would now be {profile}. Try it: ssotui demo -- bash")
        return ExitCode.DONE
    code = send(_export(profile, region, env), env)
    if CHANNEL in env and sys.stderr.isatty():
        output.say(f"Switched to {profile}.")
        explain("switch", env)
    return code


def explain(lesson: Hint, env: Mapping[str, str]) -> None:
    """Print a hint the first time, on a terminal."""
    from ssotui import paths
    from ssotui.core.first_use_hints import WORDS
    from ssotui.files.history import HistoryFile

    in_demo = env.get("SSOTUI_DEMO") == "picker"  # the demo's home is removed afterwards
    if sys.stderr.isatty() and not in_demo and HistoryFile(paths.state_folder(env)).is_first(lesson):
        output.say(WORDS[lesson])


def shell_region(region: str, env: Mapping[str, str], settings: Settings) -> str | None:
    """The ``region`` argument of exports.switch. A region that came with ssotui's credentials is unset with them."""
    if settings.shell_export_region:
        return region
    return "" if holds_our_keys(env) else None


def holds_our_keys(env: Mapping[str, str]) -> bool:
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
    if not left.has_old_wrapper:
        if names:
            _tell_once("web-identity", env)
    elif names:
        output.say(f"This shell has an older version of the ssotui function, which did not unset {listed(names)}.")
        output.say(f"  Unset: {channel.unsetting(names, env)}. Or start a new shell and switch there.")
    else:
        _tell_once("wrapper-2", env)


def _tell_once(lesson: Hint, env: Mapping[str, str]) -> None:
    """Print a hint the first time, even if stderr isn't a terminal."""
    from ssotui import paths
    from ssotui.core.first_use_hints import WORDS
    from ssotui.files.history import HistoryFile

    if HistoryFile(paths.state_folder(env)).is_first(lesson):
        output.say(WORDS[lesson])


def listed(names: Sequence[str]) -> str:
    """``A``, ``A and B``, ``A, B and C``."""
    return " and ".join(filter(None, (", ".join(names[:-1]), names[-1])))


def leave(env: Mapping[str, str], *, region: bool) -> int:
    """Emit the code that unsets every profile and credential, and print what it unsets and what stays."""
    export = exports.leave(profile_of_shell(env), region=region)
    code = send(export, env)
    cleared = [name for name in export.unset if name in env]
    if CHANNEL in env or not sys.stdout.isatty():  # otherwise the code was only printed
        output.say(
            f"Cleared {listed(cleared)}."
            if cleared
            else "Nothing to clear: this shell has no AWS profile or credentials."
        )
    kept = [name for name in CONTAINER if env.get(name)]
    if env.get(WEB_IDENTITY[0]):
        kept = [*(name for name in WEB_IDENTITY if env.get(name)), *kept]
    if kept:
        output.say(f"Still set, because they are this machine's own identity: {listed(kept)}.")
    return code
