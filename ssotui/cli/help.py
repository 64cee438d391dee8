"""``ssotui help [COMMAND]`` and ``ssotui version``: the same as ``--help`` and ``--version``."""

from __future__ import annotations

import argparse
from collections.abc import Mapping

from ssotui.cli import help_pages, parser, streams
from ssotui.errors import ExitCode, UsageError


def run(options: argparse.Namespace, env: Mapping[str, str]) -> int:  # noqa: ARG001  the signature of every command
    """Print the page of the command or action in ``options.topic``; without one the front page."""
    if options.name_of_command == "version":
        from ssotui import __version__

        streams.write(f"ssotui {__version__}\n")
    else:
        streams.write(_page(*options.topic))
    return ExitCode.DONE


def _page(command: str = "", action: str = "", *others: str) -> str:
    if not command:
        return parser.main_help()
    if command not in parser.command_names():
        near = help_pages.meant(command, parser.command_names())
        raise UsageError(f'There is no command "{command}".', hint=f"{near} See: ssotui --help".strip())
    page = parser.build(command)
    if action:
        actions = page.actions()
        if action not in actions or others:
            near = help_pages.meant(action, actions)
            raise UsageError(
                f'"ssotui {command}" has no action "{" ".join((action, *others))}".',
                hint=f"{near} See: ssotui {command} --help".strip(),
            )
        page = actions[action]
    return page.format_help()
