"""Finds the profile that a command names, whose network settings apply to its requests."""

from __future__ import annotations

from ssotui.core.shell.current_profile import shell_profile

TYPE_CHECKING = False  # as typing.TYPE_CHECKING for mypy, whose import takes half of Python's start
if TYPE_CHECKING:
    import argparse
    from collections.abc import Mapping

_ABOUT_ONE = ("console", "creds", "credential-process", "exec", "use", "whoami")


def named_by(options: argparse.Namespace, env: Mapping[str, str]) -> tuple[str, ...]:
    """The arguments of a command for one profile or role; without any the shell's profile."""
    words = " ".join(getattr(options, "query", None) or ()) or getattr(options, "profile", None) or ""
    return (words or shell_profile(env),)


def named_by_any(options: argparse.Namespace, env: Mapping[str, str]) -> tuple[str, ...]:
    """As named_by, for any command; () for commands on several profiles."""
    return named_by(options, env) if options.name_of_command in _ABOUT_ONE else ()
