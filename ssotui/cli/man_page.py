"""Generates the man page, ``ssotui.1``, from the parsers. The wheel contains it in share/man (build_hook.py)."""

from __future__ import annotations

import argparse
from collections.abc import Iterable, Iterator

from ssotui import __version__
from ssotui.cli import help_pages, parser
from ssotui.cli.argument_parser import Parser
from ssotui.errors import ExitCode

_DESCRIPTION = """\
ssotui shows every account and role that you can access through AWS IAM Identity Center, in all organizations at once.
Pick one, and the shell is switched: AWS_PROFILE is set to a profile that the AWS CLI and every SDK accept.
If the role has no profile yet, ssotui writes one first.

Anything that is not a command is a query for the picker. In the picker, F1 shows all keys. Switching the shell takes a
shell function, which ssotui init defines."""
_STATUS = (
    (ExitCode.DONE, "Done."),
    (ExitCode.FAILED, "Failed."),
    (ExitCode.USAGE, "Usage error."),
    (ExitCode.NOTHING_MATCHED, "Nothing matched."),
    (ExitCode.SEVERAL_MATCHED, "More than one matched."),
    (ExitCode.SIGN_IN_NEEDED, "A sign-in is needed."),
    (ExitCode.ACCESS_DENIED, "AWS denied access: the role is not assigned."),
    (ExitCode.UNREACHABLE, "AWS can't be reached, or kept throttling."),
    (ExitCode.FILE_ERROR, "A file can't be read, parsed or written."),
    (ExitCode.LEFT, "Canceled by the user."),
)
_ENVIRONMENT = (
    ("AWS_PROFILE, AWS_DEFAULT_PROFILE", "The profile of the shell."),
    ("AWS_CONFIG_FILE, AWS_SHARED_CREDENTIALS_FILE", "Files to use instead of ~/.aws/config and ~/.aws/credentials."),
    ("SSOTUI_CONFIG", "Settings file to use instead of config.toml."),
    ("SSOTUI_DEBUG", "Any value but 0 has the effect of --debug."),
    ("NO_COLOR", "No colors."),
)
_FILES = (
    ("~/.aws/config, ~/.aws/credentials", "Sessions, profiles and credentials: read, and written on request."),
    ("~/.aws/sso/cache, ~/.aws/cli/cache", "Sign-ins and role credentials, shared with AWS CLI v2."),
    ("~/.config/ssotui/config.toml", "Settings. On macOS all of ssotui's own files are below ~/Library."),
    ("~/.cache/ssotui", "Cached accounts and roles."),
    ("~/.local/state/ssotui", "Favorites and usage history."),
)


def text() -> str:
    """The page as man source (man 7 man)."""
    lines = [
        f'.TH SSOTUI 1 "" "ssotui {__version__}" "User Commands"',
        ".nh",  # no hyphenation in command lines
        ".ad l",
        *_section("NAME", [_line("ssotui - from a shell prompt to the right AWS account and role")]),
        *_section("SYNOPSIS", [".nf", *map(_line, help_pages.FRONT_USAGE), ".fi"]),
        *_section("DESCRIPTION", map(_line, _DESCRIPTION.splitlines())),
        *_section("OPTIONS", _terms(help_pages.GLOBAL_FLAGS)),
        *_section("COMMANDS", _commands()),
        *_section("EXIT STATUS", _terms((str(code), words) for code, words in _STATUS)),
        *_section("ENVIRONMENT", _terms(_ENVIRONMENT)),
        *_section("FILES", _terms(_FILES)),
        *_section("SEE ALSO", [".BR aws (1)"]),
    ]
    return "\n".join(lines) + "\n"


def _commands() -> Iterator[str]:
    for name in parser.command_names():
        yield from _command(parser.build(name))


def _command(one: Parser) -> Iterator[str]:
    """The lines for a command or an action, and for its actions."""
    actions = [action for action in one.known() if action.help != argparse.SUPPRESS]
    kinds = help_pages.with_actions(actions)
    yield from (f".SS {_line(one.prog)}", _line(f"{one.description}."), ".P")
    yield from (".nf", *map(_line, help_pages.usage(one, actions, one.tail)), ".fi")
    own = [action for action in actions if action.dest != "help" and action not in kinds]
    yield from _terms((help_pages.named(action), help_pages.meaning(action)) for action in own)
    if one.epilog and not kinds:
        yield from (".P", "Examples:", ".P", ".nf", *(_line(f"    {line}") for line in one.epilog.splitlines()), ".fi")
    for action in kinds:
        for kind in action.choices.values():
            assert isinstance(kind, Parser), "argparse makes those of an action like their parent"
            yield from _command(kind)


def _section(title: str, lines: Iterable[str]) -> Iterator[str]:
    yield f".SH {title}"
    yield from lines


def _terms(rows: Iterable[tuple[str, str]]) -> Iterator[str]:
    for name, meaning in rows:
        yield from (".TP", _line(name), _line(meaning))


def _line(words: str) -> str:
    """Text escaped for man: no character starts a request, and hyphens can be copied."""
    escaped = words.replace("\\", "\\e").replace("-", "\\-").replace("'", "\\(aq").replace("`", "\\(ga")
    escaped = escaped.replace("^", "\\(ha").replace("~", "\\(ti")
    escaped = "".join(letter if letter.isascii() else f"\\[u{ord(letter):04X}]" for letter in escaped)
    return f"\\&{escaped}" if escaped[:1] in (".", "") else escaped
