"""Which profile a command is about: its network settings are for the requests that are made for it."""

from __future__ import annotations

import argparse
from collections.abc import Mapping

from ssotui.core.shell.current_profile import shell_profile

_ABOUT_ONE = ("console", "creds", "credential-process", "exec", "use", "whoami")


def named_by(options: argparse.Namespace, env: Mapping[str, str]) -> tuple[str, ...]:
    """The words of a command that is about one profile or role, else the shell's profile."""
    words = " ".join(getattr(options, "query", None) or ()) or getattr(options, "profile", None) or ""
    return (words or shell_profile(env),)


def named_by_any(options: argparse.Namespace, env: Mapping[str, str]) -> tuple[str, ...]:
    """The same for any command; nothing for those that are about more."""
    return named_by(options, env) if options.name_of_command in _ABOUT_ONE else ()
