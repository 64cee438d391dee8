"""The rest of the machine: the aws on PATH, the clipboard, the shell's wrapper, the clock."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import timedelta

from ssotui.core.checks.finding import Finding, Severity
from ssotui.core.durations import span
from ssotui.core.shell.variables import LINES_VERSION

HOOK = "SSOTUI_HOOK"  # set by the wrapper for each run of the program (shell/channel.py)
_TOLERATED = timedelta(seconds=30)
_FATAL = timedelta(minutes=5)


def aws_program(version: str) -> Iterator[Finding]:
    """``version`` is the output of ``aws --version``; "" without an ``aws`` on PATH."""
    if not version:
        message = "The AWS CLI is not on PATH. ssotui doesn't need it, but other tools may."
        yield Finding("no-aws", "info", "", 0, message, "Install AWS CLI v2.")
    elif version.startswith("aws-cli/1."):
        message = f"The first aws on PATH is {version.split(maxsplit=1)[0]}: version 1 can't sign in (aws sso login)."
        yield Finding("aws-v1", "warning", "", 0, message, "Install AWS CLI v2, or put it first on PATH.")


def clipboard(is_there: bool) -> Iterator[Finding]:
    if not is_there:
        message = "There is no clipboard tool: ssotui copies through the terminal (OSC 52), if it supports that."
        yield Finding("no-clipboard", "info", "", 0, message, "On Linux install wl-clipboard or xclip.")


def locks(are_there: bool) -> Iterator[Finding]:
    if not are_there:
        message = (
            "The file system of the state folder doesn't support locks: "
            "two programs writing at the same time may lose a change."
        )
        yield Finding("no-locks", "warning", "", 0, message, "Set XDG_STATE_HOME to a folder on a local disk.")


def wrapper(env: Mapping[str, str], advice: str) -> Iterator[Finding]:
    """A finding if ssotui wasn't called through the shell's wrapper function; ``advice`` says how to set it up."""
    version = env.get(HOOK)
    if version is None:
        message = "Shell integration isn't set up: picking a role prints commands instead of switching the shell."
        yield Finding("no-wrapper", "warning", "", 0, message, advice)
    elif version != LINES_VERSION:
        message = "The ssotui function of this shell is from another version of ssotui."
        yield Finding("old-wrapper", "warning", "", 0, message, "Start a new shell.")


def clock(ahead: timedelta | None, setting: str) -> Iterator[Finding]:
    """``ahead`` is how far this computer's clock is ahead of AWS's; None if AWS's time isn't known.

    ``setting`` is the command that synchronizes it.
    """
    if ahead is None or abs(ahead) <= _TOLERATED:
        return
    severity: Severity = "error" if abs(ahead) >= _FATAL else "warning"
    way = "ahead of" if ahead > timedelta(0) else "behind"
    message = (
        f"This computer's clock is {span(abs(ahead))} {way} AWS. "
        "AWS rejects signed requests if the difference is five minutes or more."
    )
    yield Finding("clock-skew", severity, "", 0, message, f"Set the clock: {setting}")


def owners(folders: tuple[str, ...]) -> Iterator[Finding]:
    """Files that belong to another user, as after ``sudo -E``."""
    for folder in folders:
        message = "It contains files that belong to another user (sudo -E causes this), so ssotui can't write to it."
        yield Finding(
            "owned-by-another", "warning", folder, 0, message, f'Change the owner: sudo chown -R "$USER" {folder}'
        )
