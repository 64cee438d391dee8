"""``ssotui init``: prints the wrapper function and completions for a shell."""

from __future__ import annotations

import sys

from ssotui.cli import streams
from ssotui.core.shell.shell_table import WITH_WRAPPER
from ssotui.errors import ExitCode
from ssotui.shell import init_script

TYPE_CHECKING = False  # as typing.TYPE_CHECKING for mypy, whose import takes half of Python's start
if TYPE_CHECKING:
    import argparse
    from collections.abc import Mapping

_BIND = 2  # words: --bind and the key


def run(options: argparse.Namespace, env: Mapping[str, str]) -> int:
    """For ``options.shell``, one of WITH_WRAPPER, with the function's ``options.name`` and the key ``options.bind``."""
    return emit(options.shell, options.name, env, options.bind)


def quick(words: list[str], env: Mapping[str, str]) -> int | None:
    """Run ``init SHELL`` or ``init SHELL --bind KEY``, as in start-up files; None for other arguments."""
    shell, *rest = words or [""]
    if shell not in WITH_WRAPPER or (rest and (rest[0] != "--bind" or len(rest) != _BIND)):
        return None
    return emit(shell, "ssotui", env, rest[-1] if rest else "")


def emit(shell: str, name: str, env: Mapping[str, str], key: str = "") -> int:
    """Print the script. Without a parser, which takes longer than the rest, because every new shell runs this."""
    words = init_script.command_words(sys.argv[0], sys.executable, env)
    streams.write(init_script.script(shell, name, words, key, env.get("NU_VERSION", "")))
    return ExitCode.DONE
