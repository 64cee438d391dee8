"""``ssotui init``: the wrapper function and completions for a shell."""

from __future__ import annotations

import sys

from ssotui.cli import output
from ssotui.errors import ExitCode
from ssotui.shell import hooks

TYPE_CHECKING = False  # see shell/hooks.py
if TYPE_CHECKING:
    import argparse
    from collections.abc import Mapping


def run(options: argparse.Namespace, env: Mapping[str, str]) -> int:
    """``options.shell`` is one of hooks.SCRIPTS, ``options.name`` what the function is to be called."""
    program = hooks.program(sys.argv[0], sys.executable, env)
    output.write(hooks.script(options.shell, options.name, program))
    return ExitCode.DONE
