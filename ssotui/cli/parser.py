"""The command line: every sub-command with its arguments, its words and the module that carries it out.

Help, usage errors and completions all derive from the table here; only the one parser that is needed gets built.
"""

from __future__ import annotations

import argparse
from collections.abc import Callable
from typing import NamedTuple, NoReturn

from ssotui.errors import UsageError

SHELLS = ("bash", "zsh", "fish", "powershell")


class Command(NamedTuple):
    """One sub-command; ``module`` has ``run(options, env) -> int``; a name with ``_`` in front is not listed."""

    name: str
    summary: str
    module: str
    arguments: Callable[[argparse.ArgumentParser], None]
    example: str


class Parser(argparse.ArgumentParser):
    """argparse whose refusals are sentences of ours."""

    def error(self, message: str) -> NoReturn:
        raise UsageError(f"{message[:1].upper()}{message[1:]}.", hint=f"See: {self.prog} --help")

    def known(self) -> list[argparse.Action]:
        """Every argument and option, for the completions (argparse has no public way to ask)."""
        return self._actions


def build(name: str) -> Parser:
    """The parser of one sub-command."""
    command = COMMANDS[name]
    parser = Parser(
        prog=f"ssotui {name}",
        description=command.summary,
        epilog=f"example:\n  {command.example}",
        formatter_class=argparse.RawDescriptionHelpFormatter,
        allow_abbrev=False,
    )
    command.arguments(parser)
    return parser


def command_names() -> tuple[str, ...]:
    """The sub-commands a user may type, in the order of the help."""
    return tuple(name for name in COMMANDS if not name.startswith("_"))


def main_help() -> str:
    """What ``ssotui --help`` prints."""
    width = max(map(len, command_names()))
    lines = [f"  {name:<{width}}  {COMMANDS[name].summary}" for name in command_names()]
    return "\n".join(
        [
            "From a shell prompt to the right AWS account and role.",
            "",
            "usage: ssotui [QUERY...]              open the picker, filtered",
            "       ssotui COMMAND [ARGUMENTS...]  COMMAND --help says more",
            "",
            "commands:",
            *lines,
            "",
            "options:",
            "  --debug    on an error, show where it happened (never a secret)",
            "  --version  print the version",
            "  --help     print this",
            "",
            "example:",
            '  eval "$(ssotui init bash)"; ssotui prod admin',
            "",
        ]
    )


def _query(parser: argparse.ArgumentParser, needed: bool) -> None:
    parser.add_argument(
        "query",
        nargs="+" if needed else "*",
        metavar="QUERY",
        help="words to find a role by (fzf's ' ^ $ ! work), a profile name, SESSION/ACCOUNT/ROLE, ACCOUNT_ID/ROLE, "
        "an ARN, or a link from the access portal or the console",
    )


def _pick(parser: argparse.ArgumentParser) -> None:
    _query(parser, needed=False)


def _use(parser: argparse.ArgumentParser) -> None:
    _query(parser, needed=True)


def _nothing(parser: argparse.ArgumentParser) -> None:
    """Takes no argument."""


def _list(parser: argparse.ArgumentParser) -> None:
    _query(parser, needed=False)
    parser.add_argument("--session", metavar="S", help="only this session")
    age = parser.add_mutually_exclusive_group()
    age.add_argument("--refresh", action="store_true", help="ask AWS for everything again")
    age.add_argument("--cached", action="store_true", help="ask AWS for nothing")
    form = parser.add_mutually_exclusive_group()
    for name in ("json", "csv", "plain"):
        form.add_argument(f"--{name}", dest="format", action="store_const", const=name, help=f"print {name}")


def _init(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("shell", choices=SHELLS, metavar="SHELL", help=", ".join(SHELLS))
    parser.add_argument("--name", default="ssotui", help="what to call the function (default: ssotui)")


def _demo(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--accounts", type=_count(100_000), metavar="N", help="how many accounts, in all")
    parser.add_argument("--roles", type=_count(1_000), metavar="N", help="how many roles in each account")
    parser.add_argument("--sessions", type=_count(20), metavar="N", help="how many organisations")
    parser.add_argument("--latency", type=_count(60_000), default=0, metavar="MS", help="milliseconds an answer takes")
    parser.add_argument("--rate-limit", type=_count(100_000), metavar="N", help="requests a second before 429")
    parser.add_argument("--hostile", action="store_true", help="names that break shells, files and terminals")
    parser.add_argument("--seed", type=_count(1_000_000_000), default=1, metavar="N", help="another made-up world")
    parser.set_defaults(command=[])


def _complete(parser: argparse.ArgumentParser) -> None:
    parser.set_defaults(words=[])


def _count(most: int) -> Callable[[str], int]:
    def number(text: str) -> int:
        if not text.isascii() or not text.isdigit() or int(text) > most:
            raise argparse.ArgumentTypeError(f"{text!r} is not a whole number from 0 to {most}")
        return int(text)

    return number


_TABLE = (
    Command("pick", "Choose an account and role, and switch this shell to it", "pick", _pick, "ssotui pick prod admin"),
    Command("use", "Switch this shell without the picker; - goes back", "use", _use, "ssotui use payments-prod admin"),
    Command("off", "Leave every profile and temporary key of this shell", "use", _nothing, "ssotui off"),
    Command("list", "List all accounts and roles", "list_roles", _list, "ssotui list --json | jq '.[].role'"),
    Command("init", "Print the wrapper function for a shell", "init", _init, 'eval "$(ssotui init bash)"'),
    Command("demo", "Try it on a made-up organisation", "demo", _demo, "ssotui demo -- bash"),
    Command(
        "__complete", "Candidates for the shell's completion", "complete", _complete, "ssotui __complete -- use pr"
    ),
)
COMMANDS = {command.name: command for command in _TABLE}

# Commands whose words after "--" belong to somebody else, and the attribute these go to.
PASSES_ON = {"demo": "command", "__complete": "words"}
