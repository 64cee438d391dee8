"""The command line: every sub-command with its arguments, its help text and the module that runs it.

Help, usage errors and completions are derived from this table. Only the parser of one sub-command is built.
"""

from __future__ import annotations

import argparse
from collections.abc import Callable

from ssotui.cli import arguments, help_pages, prompt
from ssotui.cli.argument_parser import Parser
from ssotui.cli.examples import EXAMPLES
from ssotui.cli.option_values import whole_number
from ssotui.core.shell.shell_table import WITH_WRAPPER
from ssotui.named_tuples import NamedTuple


class Command(NamedTuple):
    """One sub-command. ``module`` has ``run(options, env) -> int``. Names that start with ``_`` are hidden.

    ``signs_in``: if it raises SignInNeeded and there is a terminal, sign in and call ``run`` again.
    """

    name: str
    summary: str
    module: str
    arguments: Callable[[argparse.ArgumentParser], None]
    signs_in: bool = False


def build(name: str) -> Parser:
    """The parser of one sub-command."""
    command = COMMANDS[name]
    examples = "\n".join(EXAMPLES[name])
    parser = Parser(prog=f"ssotui {name}", description=command.summary, epilog=examples, allow_abbrev=False)
    parser.tail = _TAILS.get(name, "")
    command.arguments(parser)
    if command.signs_in:
        arguments.no_login(parser, switches=name == "use")
    return parser


def command_names() -> tuple[str, ...]:
    """The visible sub-commands, in the order of the help."""
    return tuple(name for name in COMMANDS if not name.startswith("_"))


def main_help() -> str:
    """The text of ``ssotui --help``."""
    return help_pages.front({name: COMMANDS[name].summary for name in command_names()})


def _query(parser: argparse.ArgumentParser, *, needed: bool, current: bool = False) -> None:
    """Add QUERY. ``current``: without it the shell's profile is used."""
    parser.add_argument(
        "query",
        nargs="+" if needed else "*",
        metavar="QUERY",
        help="search terms (fzf operators ' ^ $ ! and fields such as role:admin work), a profile name, "
        "SESSION/ACCOUNT[/ROLE], ACCOUNT_ID/ROLE, an ARN, or a link from the access portal or the console"
        + (" (default: the shell's profile)" if current else ""),
    )


def _pick(parser: argparse.ArgumentParser) -> None:
    _query(parser, needed=False)
    form = parser.add_mutually_exclusive_group()
    for name, meaning in (("print", "SESSION/ACCOUNT_ID/ROLE"), ("json", "JSON")):
        words = f"print the choice as {meaning}, and don't switch"
        form.add_argument(f"--{name}", dest="format", action="store_const", const=name, help=words)


def _use(parser: argparse.ArgumentParser) -> None:
    _query(parser, needed=True)
    parser.add_argument("--keys", action="store_true", help="set temporary credentials instead of a profile")
    arguments.region(parser, "set AWS_REGION and AWS_DEFAULT_REGION, too, until the next switch")
    arguments.no_picker(parser)


def _nothing(parser: argparse.ArgumentParser) -> None:
    """Add no argument."""


def _list(parser: argparse.ArgumentParser) -> None:
    _query(parser, needed=False)
    parser.add_argument("--session", metavar="S", help="only this session")
    age = parser.add_mutually_exclusive_group()
    age.add_argument("--refresh", action="store_true", help="fetch everything from AWS again")
    age.add_argument("--cached", action="store_true", help="use only what is cached; make no request")
    form = parser.add_mutually_exclusive_group()
    for name in ("json", "csv", "plain"):
        form.add_argument(f"--{name}", dest="format", action="store_const", const=name, help=_PRINTS[name])


_PRINTS = {
    "json": "print JSON",
    "csv": "print CSV",
    "plain": "print one line per role",
}


def _creds(parser: argparse.ArgumentParser) -> None:
    from ssotui.core.shell.credential_formats import FORMATS  # imports re and json, which only creds needs

    _query(parser, needed=False, current=True)
    parser.add_argument("--format", choices=FORMATS, metavar="F", help=", ".join(FORMATS))
    arguments.region(parser, "add AWS_REGION and AWS_DEFAULT_REGION")
    place = parser.add_mutually_exclusive_group()
    place.add_argument("--copy", action="store_true", help="copy to the clipboard instead of printing")
    place.add_argument(
        "--write",
        nargs="?",
        const="",
        metavar="PROFILE",
        help="write to ~/.aws/credentials (default: ACCOUNT_ROLE)",
    )
    parser.add_argument(
        "--clear-after",
        type=whole_number(86_400),
        metavar="SECONDS",
        help="clear the clipboard after this time (0: never)",
    )
    parser.add_argument("--force", action="store_true", help="with --write: overwrite long-term credentials")
    arguments.no_picker(parser)


def _credential_process(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--profile", metavar="P", help="profile to serve credentials for")
    parser.add_argument("--session", metavar="S", help="session of the role (instead of --profile)")
    parser.add_argument("--account-id", metavar="A", help="account ID of the role")
    parser.add_argument("--role", metavar="R", help="name of the role")


def _exec(parser: argparse.ArgumentParser) -> None:
    _query(parser, needed=False, current=True)
    arguments.region(parser, "AWS region for COMMAND (default: the profile's)")
    parser.add_argument(
        "--server",
        action="store_true",
        help="serve the credentials on 127.0.0.1 instead, and renew them for as long as COMMAND runs",
    )
    parser.add_argument(
        "--each",
        action="store_true",
        help="run COMMAND for every match, up to 8 at a time, with account and role before each line of its output",
    )
    parser.add_argument("--yes", action="store_true", help="with --each: run without asking")
    arguments.no_picker(parser)
    parser.set_defaults(command=None)


def _console(parser: argparse.ArgumentParser) -> None:
    _query(parser, needed=False, current=True)
    parser.add_argument(
        "--service", metavar="S", help="a service (s3, lambda, ec2, …), a path (s3/buckets/logs) or a console URL"
    )
    arguments.region(parser, "AWS region (default: the profile's)")
    place = parser.add_mutually_exclusive_group()
    place.add_argument(
        "--print", action="store_true", help="print the URL instead of opening it (secret, valid for 15 minutes)"
    )
    place.add_argument("--copy", action="store_true", help="copy the URL instead of opening it")
    parser.add_argument(
        "--portal", action="store_true", help="use the access portal's shortcut link, which needs no credentials"
    )
    arguments.no_picker(parser)


def _whoami(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--profile", metavar="P", help="profile (default: the shell's)")
    parser.add_argument("--json", action="store_true", help="print JSON")


def _prompt(parser: argparse.ArgumentParser) -> None:
    parser.add_argument(
        "--format",
        default=prompt.DEFAULT_FORMAT,
        metavar="F",
        help="text with {profile} {session} {account_name} {account_id} {role} {region} {left} {badge} in it; an empty "
        "field also removes the space before it. left is the time left of the sign-in or of cached credentials, "
        "whichever is longer (default: {profile} {left} {badge}). Prints nothing where no profile is active or "
        "variables override it (see: ssotui status)",
    )


def _init(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("shell", choices=WITH_WRAPPER, metavar="SHELL", help=", ".join(WITH_WRAPPER))
    parser.add_argument("--name", default="ssotui", help="name of the function (default: ssotui)")
    parser.add_argument(
        "--bind", default="", metavar="KEY", help="bind a key of the command line to the picker, such as '^g'"
    )


def _demo(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--accounts", type=whole_number(100_000), metavar="N", help="number of accounts in total")
    parser.add_argument("--roles", type=whole_number(1_000), metavar="N", help="number of roles per account")
    parser.add_argument("--sessions", type=whole_number(20), metavar="N", help="number of organizations")
    parser.add_argument(
        "--latency", type=whole_number(60_000), default=0, metavar="MS", help="delay of each response in milliseconds"
    )
    parser.add_argument(
        "--rate-limit",
        type=whole_number(100_000),
        metavar="N",
        help="requests per second, after which the server answers 429",
    )
    parser.add_argument("--hostile", action="store_true", help="use names that could break shells, files and terminals")
    parser.add_argument(
        "--seed", type=whole_number(1_000_000_000), default=1, metavar="N", help="generate another organization"
    )
    parser.set_defaults(command=[])


def _help(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("topic", nargs="*", metavar="COMMAND", help="a command, and its action if it has any")


def _complete(parser: argparse.ArgumentParser) -> None:
    parser.set_defaults(words=[])


_TABLE = (
    Command("pick", "Pick an account and role, and switch this shell to it", "pick", _pick),
    Command("use", "Switch this shell without the picker; - goes back", "use", _use, signs_in=True),
    Command("off", "Clear the AWS profile and credentials from this shell", "use", _nothing),
    Command("list", "List all accounts and roles", "list_roles", _list, signs_in=True),
    Command("creds", "Get temporary credentials for a role", "creds", _creds, signs_in=True),
    Command(
        "credential-process",
        "Serve credentials to SDKs (credential_process)",
        "credential_process",
        _credential_process,
    ),
    Command("exec", "Run a command with a role's credentials", "execute", _exec, signs_in=True),
    Command("console", "Open the AWS console as a role", "console", _console, signs_in=True),
    Command("whoami", "Show the current AWS identity", "whoami", _whoami, signs_in=True),
    Command("status", "Show the sign-in status of each session", "status", arguments.status),
    Command("prompt", "Print the shell's profile for a prompt", "prompt", _prompt),
    Command("login", "Sign in to a session", "login", arguments.login),
    Command("logout", "Sign out of one session; the others stay signed in", "login", arguments.logout),
    Command("session", "List, add, remove and migrate sessions", "session", arguments.session),
    Command("profile", "List, add, rename, remove and sync profiles", "profile", arguments.profile),
    Command("doctor", "Diagnose and fix configuration problems", "doctor", arguments.doctor),
    Command("init", "Print the code that sets up shell integration", "init", _init),
    Command("demo", "Try ssotui with a simulated organization", "demo", _demo),
    Command("help", "Show help for ssotui or a command", "help", _help),
    Command("version", "Show the version", "help", _nothing),
    Command("__complete", "Candidates for the shell's completion", "complete", _complete),
)
COMMANDS = {command.name: command for command in _TABLE}

# Commands that pass the words after "--" on, and the attribute with these words.
PASSES_ON = {"demo": "command", "exec": "command", "__complete": "words"}
_TAILS = {"demo": "[-- COMMAND...]", "exec": "[-- COMMAND...]"}
