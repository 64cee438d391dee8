"""``ssotui exec`` without a command after ``--``: the user's shell, or the ``--`` was forgotten."""

from __future__ import annotations

import os
from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING

from ssotui.cli.quoted_dashes import IN_QUOTES, hint
from ssotui.core.shell.variables import word
from ssotui.errors import UsageError
from ssotui.shell.channel import shell_in_use

if TYPE_CHECKING:
    from ssotui.core.ports.backend import Backend


def users_shell(env: Mapping[str, str]) -> str:
    """The program of the user's shell."""
    usual = "/bin/sh" if os.name == "posix" else env.get("COMSPEC") or "cmd.exe"
    return env.get("SHELL") or usual


def place(is_without_dashes: bool, env: Mapping[str, str]) -> str:
    """The hint where to put the command."""
    return (hint("exec", env) if is_without_dashes else "") or "Put it after --, such as: ssotui exec prod admin -- env"


def check_words(words: Sequence[str], backend: Backend, env: Mapping[str, str]) -> None:
    """Raises UsageError if nothing known matches all words, but something matches without the last ones."""
    count = _words_of_query(words, backend, env.get("PATH"))
    if not count:
        return
    shell = shell_in_use(env)
    dashes, lead = ("'--'", IN_QUOTES) if shell == "powershell" else ("--", "Did you mean this?")
    query, command = ([word(one, shell) for one in part] for part in (words[:count], words[count:]))
    raise UsageError(
        f'Nothing matches "{" ".join(words)}".',
        hint=f"{lead} {' '.join(('ssotui exec', *query, dashes, *command))}",
    )


def _words_of_query(words: Sequence[str], backend: Backend, path: str | None) -> int:
    """The number of words before the command, if something matches them, but nothing matches all words; else 0.

    A command begins with the name of a program; if no word is one, it has as few words as possible.
    """
    if len(words) < 2:  # noqa: PLR2004  a query and a command
        return 0
    from shutil import which

    from ssotui.actions import resolve_role, snapshots, targets

    snapshot = snapshots.load(backend)

    def is_known(count: int) -> bool:
        text = " ".join(words[:count])
        found = resolve_role.matching(backend, snapshot, text)
        is_reference = count == 1 and targets.spelled_out(snapshot.configuration, text)
        return bool(found.refs or found.profiles or is_reference)

    if is_known(len(words)):
        return 0
    fitting = [count for count in range(len(words) - 1, 0, -1) if is_known(count)]
    return next((count for count in fitting if which(words[count], path=path)), next(iter(fitting), 0))
