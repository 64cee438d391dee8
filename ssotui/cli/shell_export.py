"""Giving the parent shell what was chosen, and saying so."""

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
        from ssotui.cli.ignored_regions import say_passed_over  # as below

        output.say(f"Wrote [profile {choice.profile}] to the AWS config.")
        say_passed_over(env, settings)
        if choice.in_place:
            from ssotui.core.configuration import written_over

            output.say(written_over("The file"))
        explain("profile", env)
    return switch_to(choice.profile, shell_region(choice.region, env, settings), env)


def export_for(choice: Choice, env: Mapping[str, str], settings: Settings) -> exports.Export:
    """What ``switch_shell`` emits. Raises UsageError for a profile's name that no shell can hold."""
    return _export(choice.profile, shell_region(choice.region, env, settings), env)


def _export(profile: str, region: str | None, env: Mapping[str, str]) -> exports.Export:
    return exports.switch(profile, profile_of_shell(env), region)


def switch_to(profile: str, region: str | None, env: Mapping[str, str]) -> int:
    """Emit the code that switches to ``profile``, and say so to a person."""
    if env.get("SSOTUI_DEMO") == "picker":
        output.say(f"In a shell with ssotui set up, AWS_PROFILE would now be {profile}. Try it: ssotui demo -- bash")
        return ExitCode.DONE
    code = send(_export(profile, region, env), env)
    if CHANNEL in env and sys.stderr.isatty():
        output.say(f"Switched to {profile}.")
        explain("switch", env)
    return code


def explain(lesson: Hint, env: Mapping[str, str]) -> None:
    """Say to a person what is new to them, once."""
    from ssotui import paths
    from ssotui.core.first_use_hints import WORDS
    from ssotui.files.history import HistoryFile

    in_demo = env.get("SSOTUI_DEMO") == "picker"  # where all of it is gone in a moment
    if sys.stderr.isatty() and not in_demo and HistoryFile(paths.state_folder(env)).is_first(lesson):
        output.say(WORDS[lesson])


def shell_region(region: str, env: Mapping[str, str], settings: Settings) -> str | None:
    """What becomes of the shell's region: see exports.switch. One that came with keys of ours goes with them."""
    if settings.shell_export_region:
        return region
    return "" if holds_our_keys(env) else None


def holds_our_keys(env: Mapping[str, str]) -> bool:
    """Temporary keys with an end, such as ``use --keys`` gives, together with a region."""
    return "AWS_ACCESS_KEY_ID" in env and "AWS_CREDENTIAL_EXPIRATION" in env


def send(export: exports.Export, env: Mapping[str, str]) -> int:
    """Hand ``export`` over to the shell; what is left to print is printed."""
    left = channel.hand_over(export, env, terminal=sys.stdout.isatty())
    streams.write(left.code)
    for hint in left.hints:
        output.say(hint)
    _tell_of_web_identity([name for name in export.unset if name in WEB_IDENTITY and name in env], left, env)
    return ExitCode.DONE


def _tell_of_web_identity(names: list[str], left: channel.HandedOver, env: Mapping[str, str]) -> None:
    """``names`` were to be unset: whether they were, and that it is for this shell only."""
    if not left.has_old_wrapper:
        if names:
            _tell_once("web-identity", env)
    elif names:
        output.say(f"This shell has an older version of the ssotui function, which did not unset {listed(names)}.")
        output.say(f"  Unset: {channel.unsetting(names, env)}. Or start a new shell and switch there.")
    else:
        _tell_once("wrapper-2", env)


def _tell_once(lesson: Hint, env: Mapping[str, str]) -> None:
    """Say something that also concerns whoever reads a log."""
    from ssotui import paths
    from ssotui.core.first_use_hints import WORDS
    from ssotui.files.history import HistoryFile

    if HistoryFile(paths.state_folder(env)).is_first(lesson):
        output.say(WORDS[lesson])


def listed(names: Sequence[str]) -> str:
    """``A``, ``A and B``, ``A, B and C``."""
    return " and ".join(filter(None, (", ".join(names[:-1]), names[-1])))


def leave(env: Mapping[str, str], *, region: bool) -> int:
    """Emit the code that clears every profile and credential, and say what it clears and what stays."""
    export = exports.leave(profile_of_shell(env), region=region)
    code = send(export, env)
    cleared = [name for name in export.unset if name in env]
    if CHANNEL in env or not sys.stdout.isatty():  # else the code was only shown
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
