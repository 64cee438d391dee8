"""``ssotui init``: the wrapper function and completions for a shell."""

from __future__ import annotations

import sys

from ssotui.cli import streams
from ssotui.errors import ExitCode
from ssotui.shell import hooks

TYPE_CHECKING = False  # see shell/hooks.py
if TYPE_CHECKING:
    import argparse
    from collections.abc import Mapping

SHELLS = tuple(hooks.SCRIPTS)


def run(options: argparse.Namespace, env: Mapping[str, str]) -> int:
    """``options.shell`` is one of hooks.SCRIPTS, ``options.name`` what the function is to be called."""
    return emit(options.shell, options.name, env)


def emit(shell: str, name: str, env: Mapping[str, str]) -> int:
    """The same without a parser, which costs more than the rest: every new shell waits for this."""
    streams.write(hooks.script(shell, name, hooks.program(sys.argv[0], sys.executable, env)))
    return ExitCode.DONE
