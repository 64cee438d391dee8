"""argparse's parser with ssotui's error messages and help pages."""

from __future__ import annotations

import argparse
from collections.abc import Sequence
from typing import NoReturn

from ssotui.cli import help_pages, streams
from ssotui.errors import UsageError


class Parser(argparse.ArgumentParser):
    """argparse with ssotui's error messages and help pages; ``tail`` is the end of the usage line."""

    tail = ""
    given: Sequence[str] = ()

    def parse_known_args(  # type: ignore[override]  # the overloads with a namespace aren't used
        self, args: Sequence[str] | None = None, namespace: argparse.Namespace | None = None
    ) -> tuple[argparse.Namespace, list[str]]:
        """As in argparse, but unknown arguments are refused here, by the action that got them (``profile sync``)."""
        self.given = args or ()
        options, unknown = super().parse_known_args(args, namespace)
        if unknown:
            self.error(f"unrecognized arguments: {' '.join(unknown)}")
        return options, unknown

    def error(self, message: str) -> NoReturn:
        message = help_pages.with_unknown_option(message, self.given, self.words())
        near = help_pages.meant(help_pages.unknown_word(message), self.words())
        raise UsageError(help_pages.sentence(message), hint=f"{near} See: {self.prog} --help".strip())

    def _get_formatter(self) -> argparse.HelpFormatter:
        """With a width, because argparse would import shutil to find one. The pages of help are help_pages'."""
        return argparse.HelpFormatter(self.prog, width=help_pages.WIDTH)

    def format_help(self) -> str:
        return help_pages.page(self, self._actions, self.tail)

    def print_help(self, file: object = None) -> None:  # noqa: ARG002  argparse's
        """Write the help as data to stdout."""
        streams.write(self.format_help())
        streams.flush()

    def known(self) -> list[argparse.Action]:
        """Every argument and option, for completions (argparse has no public API for it)."""
        return self._actions

    def words(self) -> list[str]:
        """The flags, and the actions with their flags."""
        words = [flag for action in self._actions for flag in action.option_strings]
        return [*words, *(word for name, kind in self.actions().items() for word in (name, *kind.words()))]

    def actions(self) -> dict[str, Parser]:
        """The parsers of the command's actions (``profile sync``), by name; {} if it has none."""
        kinds = (pair for action in help_pages.with_actions(self._actions) for pair in action.choices.items())
        return {name: kind for name, kind in kinds if isinstance(kind, Parser)}
