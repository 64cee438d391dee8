"""The command line: every sub-command with its arguments, its words and the module that carries it out.

Help, usage errors and completions all derive from the table here; only the one parser that is needed gets built.
"""

from __future__ import annotations

import argparse
from collections.abc import Callable, Sequence
from typing import NamedTuple, NoReturn

from ssotui.cli import arguments, manual, streams
from ssotui.cli.examples import EXAMPLES
from ssotui.cli.option_values import region, whole_number
from ssotui.errors import UsageError

SHELLS = ("bash", "zsh", "fish", "powershell", "nushell", "elvish")


class Command(NamedTuple):
    """One sub-command; ``module`` has ``run(options, env) -> int``; a name with ``_`` in front is not listed.

    ``signs_in``: where it raises SignInNeeded and somebody is there to sign in, that is done and ``run`` called again.
    """

    name: str
    summary: str
    module: str
    arguments: Callable[[argparse.ArgumentParser], None]
    signs_in: bool = False


class Parser(argparse.ArgumentParser):
    """argparse whose refusals are sentences of ours, and whose help is laid out as ours; ``tail`` ends the usage."""

    tail = ""

    def parse_known_args(  # type: ignore[override]  # nobody gives us a namespace of theirs
        self, args: Sequence[str] | None = None, namespace: argparse.Namespace | None = None
    ) -> tuple[argparse.Namespace, list[str]]:
        """As argparse's; but what is too much is refused here, by the action that was given it (``profile sync``)."""
        options, unknown = super().parse_known_args(args, namespace)
        if unknown:
            self.error(f"unrecognized arguments: {' '.join(unknown)}")
        return options, unknown

    def error(self, message: str) -> NoReturn:
        near = manual.meant(manual.unknown_word(message), self.words())
        raise UsageError(f"{message[:1].upper()}{message[1:]}.", hint=f"{near} See: {self.prog} --help".strip())

    def format_help(self) -> str:
        return manual.page(self, self._actions, self.tail)

    def print_help(self, file: object = None) -> None:  # noqa: ARG002  argparse's
        """Out by the door that all data take."""
        streams.write(self.format_help())
        streams.flush()

    def known(self) -> list[argparse.Action]:
        """Every argument and option, for the completions (argparse has no public way to ask)."""
        return self._actions

    def words(self) -> list[str]:
        """The flags, and the actions with theirs."""
        words = [flag for action in self._actions for flag in action.option_strings]
        return [*words, *(word for name, kind in self.actions().items() for word in (name, *kind.words()))]

    def actions(self) -> dict[str, Parser]:
        """The parsers of what the command can do, by name, where that is several things (``profile sync``)."""
        kinds = (pair for action in manual.with_actions(self._actions) for pair in action.choices.items())
        return {name: kind for name, kind in kinds if isinstance(kind, Parser)}


def build(name: str) -> Parser:
    """The parser of one sub-command."""
    command = COMMANDS[name]
    parser = Parser(
        prog=f"ssotui {name}",
        description=command.summary,
        epilog="\n".join(EXAMPLES[name]),
        allow_abbrev=False,
    )
    parser.tail = _TAILS.get(name, "")
    command.arguments(parser)
    if command.signs_in:
        parser.add_argument(
            "--no-login", dest="may_sign_in", action="store_false", help="never sign in: exit 5 where that is needed"
        )
    return parser


def command_names() -> tuple[str, ...]:
    """The sub-commands a user may type, in the order of the help."""
    return tuple(name for name in COMMANDS if not name.startswith("_"))


def main_help() -> str:
    """What ``ssotui --help`` prints."""
    return manual.front({name: COMMANDS[name].summary for name in command_names()})


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
    parser.add_argument("--keys", action="store_true", help="set temporary keys instead of a profile")


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
        form.add_argument(f"--{name}", dest="format", action="store_const", const=name, help=_PRINTS[name])


_PRINTS = {
    "json": "print JSON",
    "csv": "print CSV",
    "plain": "print a line for each role",
}


def _creds(parser: argparse.ArgumentParser) -> None:
    from ssotui.core.credential_formats import FORMATS  # re and json, for those who want keys

    _query(parser, needed=True)
    parser.add_argument("--format", choices=FORMATS, metavar="F", help=", ".join(FORMATS))
    place = parser.add_mutually_exclusive_group()
    place.add_argument("--copy", action="store_true", help="into the clipboard instead of printing them")
    place.add_argument(
        "--write", nargs="?", const="", metavar="PROFILE", help="into ~/.aws/credentials (default name: ACCOUNT_ROLE)"
    )
    parser.add_argument(
        "--clear-after", type=whole_number(86_400), metavar="SECONDS", help="when to clear the clipboard (0: never)"
    )
    parser.add_argument("--force", action="store_true", help="with --write: overwrite keys that never expire")


def _credential_process(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--profile", metavar="P", help="the profile whose role's keys are wanted")
    parser.add_argument("--session", metavar="S", help="or the role itself: its session,")
    parser.add_argument("--account-id", metavar="A", help="its account")
    parser.add_argument("--role", metavar="R", help="and its name")


def _exec(parser: argparse.ArgumentParser) -> None:
    _query(parser, needed=True)
    parser.set_defaults(command=[])


def _console(parser: argparse.ArgumentParser) -> None:
    _query(parser, needed=True)
    parser.add_argument(
        "--service", metavar="S", help="s3, lambda, ec2, … or a path (s3/buckets/logs), or a console page's address"
    )
    parser.add_argument("--region", type=region, metavar="R", help="default: that of the role's profile")
    place = parser.add_mutually_exclusive_group()
    place.add_argument("--print", action="store_true", help="print the address (good for 15 minutes, and a secret)")
    place.add_argument("--copy", action="store_true", help="copy it")
    parser.add_argument("--portal", action="store_true", help="the access portal's own link, which needs no keys")


def _whoami(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--profile", metavar="P", help="default: what this shell is on")
    parser.add_argument("--json", action="store_true", help="print JSON")


def _login(parser: argparse.ArgumentParser) -> None:
    parser.add_argument(
        "sessions",
        nargs="*",
        metavar="SESSION|PROFILE",
        help="a session, or a profile that leads to one (default: the shell's profile, else the only session)",
    )
    parser.add_argument("--all", action="store_true", help="every session")
    parser.add_argument("--device-code", action="store_true", help="with a code, which works on any device")
    parser.add_argument("--no-browser", action="store_true", help="open none: print the address")
    parser.add_argument("--force", action="store_true", help="even where you are signed in")
    parser.add_argument(
        "--callback-port", type=whole_number(65_535), default=0, metavar="N", help="where the browser comes back to"
    )


def _sessions(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("sessions", nargs="*", metavar="SESSION", help="its name; with only one, none is needed")
    parser.add_argument("--all", action="store_true", help="every session")


def _status(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--json", action="store_true", help="print JSON")
    parser.add_argument("--check", action="store_true", help="only say, by 0 or 5, if the shell's profile can be used")


def _init(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("shell", choices=SHELLS, metavar="SHELL", help=", ".join(SHELLS))
    parser.add_argument("--name", default="ssotui", help="what to call the function (default: ssotui)")
    parser.add_argument(
        "--bind", default="", metavar="KEY", help="a key of the command line that opens the picker, such as '^g'"
    )


def _demo(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--accounts", type=whole_number(100_000), metavar="N", help="how many accounts, in all")
    parser.add_argument("--roles", type=whole_number(1_000), metavar="N", help="how many roles in each account")
    parser.add_argument("--sessions", type=whole_number(20), metavar="N", help="how many organisations")
    parser.add_argument(
        "--latency", type=whole_number(60_000), default=0, metavar="MS", help="milliseconds an answer takes"
    )
    parser.add_argument("--rate-limit", type=whole_number(100_000), metavar="N", help="requests a second before 429")
    parser.add_argument("--hostile", action="store_true", help="names that break shells, files and terminals")
    parser.add_argument(
        "--seed", type=whole_number(1_000_000_000), default=1, metavar="N", help="another made-up world"
    )
    parser.set_defaults(command=[])


def _help(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("topic", nargs="*", metavar="COMMAND", help="its name, and that of its action, if it has any")


def _complete(parser: argparse.ArgumentParser) -> None:
    parser.set_defaults(words=[])


_TABLE = (
    Command("pick", "Choose an account and role, and switch this shell to it", "pick", _pick),
    Command("use", "Switch this shell without the picker; - goes back", "use", _use, signs_in=True),
    Command("off", "Leave every profile and temporary key of this shell", "use", _nothing),
    Command("list", "List all accounts and roles", "list_roles", _list, signs_in=True),
    Command("creds", "Get a role's temporary keys", "creds", _creds, signs_in=True),
    Command("credential-process", "Give an AWS SDK the keys it asks for", "credential_process", _credential_process),
    Command("exec", "Run a command with a role's keys", "execute", _exec, signs_in=True),
    Command("console", "Open the AWS console as a role", "console", _console, signs_in=True),
    Command("whoami", "Show who AWS says you are", "whoami", _whoami, signs_in=True),
    Command("status", "Show how each session stands", "status", _status),
    Command("login", "Sign in", "login", _login),
    Command("logout", "Sign out of just this session", "login", _sessions),
    Command("session", "List, add, remove and migrate sessions", "session", arguments.session),
    Command("profile", "List, add, remove and sync profiles", "profile", arguments.profile),
    Command("doctor", "Find what is wrong, and mend it", "doctor", arguments.doctor),
    Command("init", "Print the wrapper function for a shell", "init", _init),
    Command("demo", "Try it on a made-up organisation", "demo", _demo),
    Command("help", "Show how to use ssotui, or one of its commands", "help", _help),
    Command("version", "Print the version", "help", _nothing),
    Command("__complete", "Candidates for the shell's completion", "complete", _complete),
)
COMMANDS = {command.name: command for command in _TABLE}

# Commands whose words after "--" belong to somebody else, and the attribute these go to.
PASSES_ON = {"demo": "command", "exec": "command", "__complete": "words"}
_TAILS = {"demo": "[-- COMMAND...]", "exec": "-- COMMAND..."}
