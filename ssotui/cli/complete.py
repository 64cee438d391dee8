"""``ssotui __complete``: the candidates for a command line, for the completion of every shell."""

from __future__ import annotations

import argparse
from collections.abc import Iterable, Mapping, Sequence
from datetime import UTC, datetime
from typing import TYPE_CHECKING

from ssotui.cli import parser, streams
from ssotui.cli.argument_parser import Parser
from ssotui.core.printable import printable
from ssotui.core.shell.variables import quote
from ssotui.errors import ExitCode, SsoTuiError
from ssotui.named_tuples import NamedTuple
from ssotui.shell.channel import SHELL

if TYPE_CHECKING:
    from pathlib import Path

    from ssotui.files.ini import IniSection


class Candidate(NamedTuple):
    """One candidate, and its description."""

    word: str
    note: str = ""


def run(options: argparse.Namespace, env: Mapping[str, str]) -> int:
    """Print one candidate a line, with its description after a tab. Errors aren't shown while the user is typing.

    ``options.words`` are the words after the command, the last one at the cursor. For bash, nushell and tcsh the
    environment has the line up to the cursor instead (SSOTUI_LINE, COMMAND_LINE).
    """
    shell = env.get(SHELL, "")
    try:
        if shell in ("bash", "tcsh"):
            lines = _for_bash(env) if shell == "bash" else _for_tcsh(env)
        else:
            lines = _for_others(_words(options, shell, env), shell, env)
        text = "".join(f"{line}\n" for line in lines)
    except SsoTuiError:
        return ExitCode.FAILED
    streams.write(text)
    return ExitCode.DONE


def candidates(before: Sequence[str], typed: str, env: Mapping[str, str]) -> Iterable[Candidate]:
    """All candidates at this place, whether they start with ``typed`` or not."""
    words = [word for word in before if word not in ("--debug", "--no-input")]
    if not words:
        return _first_word(typed, env)
    name, rest = (words[0], words[1:]) if words[0] in parser.command_names() else ("pick", words)
    if "--" in rest:
        return ()
    actions = _known(name, rest)
    asking = [action for action in actions if rest and rest[-1] in action.option_strings and action.nargs != 0]
    if asking:
        return _values(asking[0], env)
    if typed.startswith("-"):
        return [Candidate(flag, action.help or "") for action in actions for flag in action.option_strings]
    return [found for action in actions if not action.option_strings for found in _values(action, env)]


def _known(name: str, words: Sequence[str]) -> list[argparse.Action]:
    """The arguments and options of a command, or of the action in ``words``."""
    actions = parser.build(name).known()
    for action in actions:
        if words and isinstance(action.choices, Mapping):
            kind = action.choices.get(words[0])
            if isinstance(kind, Parser):
                return kind.known()
    return actions


def _for_bash(env: Mapping[str, str]) -> Iterable[str]:
    from ssotui.shell import bash_line

    line = bash_line.read(env.get("SSOTUI_LINE", ""), env.get("SSOTUI_BREAKS", ""))
    for candidate in candidates(line.words[1:], line.typed, env):
        if candidate.word.startswith(line.typed) and candidate.word.isprintable():
            inserted = line.insert(candidate.word)
            if inserted:
                yield inserted


def _for_tcsh(env: Mapping[str, str]) -> Iterable[str]:
    """The candidates for tcsh. It quotes what it inserts, but ends a candidate at a blank."""
    from ssotui.shell import bash_line

    line = bash_line.read(env.get("COMMAND_LINE", ""), "")
    for candidate in candidates(line.words[1:], line.typed, env):
        if candidate.word.startswith(line.typed) and candidate.word.isprintable() and " " not in candidate.word:
            yield candidate.word


def _words(options: argparse.Namespace, shell: str, env: Mapping[str, str]) -> Sequence[str]:
    if shell != "nushell":
        return options.words or [""]
    from ssotui.shell import nushell_line

    words, typed = nushell_line.read(env.get("SSOTUI_LINE", ""))
    return [*words[1:], typed]


def _for_others(words: Sequence[str], shell: str, env: Mapping[str, str]) -> Iterable[str]:
    typed = words[-1].lstrip("'\"") if shell == "powershell" else words[-1]
    for word, note in candidates(words[:-1], typed, env):
        # zsh and fish filter the candidates by the rules of their users.
        if word.isprintable() and (shell in ("zsh", "fish") or word.startswith(typed)):
            shown = quote(word, shell) if shell in ("powershell", "nushell") and not _is_bare(word) else word
            yield f"{shown}\t{printable(note)}" if note else shown


def _is_bare(word: str) -> bool:
    return word.isascii() and word.replace("-", "").replace("_", "").replace(".", "").isalnum()


def _first_word(typed: str, env: Mapping[str, str]) -> Iterable[Candidate]:
    if typed.startswith("-"):
        return [Candidate(flag) for flag in ("--help", "--version", "--debug", "--no-input")]
    commands = [Candidate(name, parser.COMMANDS[name].summary) for name in parser.command_names()]
    # The first word may also be a query. If it is empty, only commands are shown.
    return [*commands, *_profiles(env)] if typed else commands


def _values(action: argparse.Action, env: Mapping[str, str]) -> Iterable[Candidate]:
    if action.choices:
        return [Candidate(str(choice)) for choice in action.choices]
    if action.dest in ("query", "profile", "profiles", "source", "old"):
        return _profiles(env)
    if action.dest == "service":
        return _services(env)
    if action.dest == "region":
        return _regions(env)
    if action.dest in ("session", "sessions"):
        takes_profiles = "PROFILE" in str(action.metavar)
        return [*_sessions(env), *(_profiles(env) if takes_profiles else ())]
    return ()


def _services(env: Mapping[str, str]) -> Iterable[Candidate]:
    """The services of the console, those used most first."""
    from ssotui import paths
    from ssotui.core.console.services import services_by_use
    from ssotui.files.history import HistoryFile

    uses = HistoryFile(paths.state_folder(env)).load().services
    return [Candidate(one.name, one.page) for one in services_by_use(uses, datetime.now(UTC))]


def _regions(env: Mapping[str, str]) -> Iterable[Candidate]:
    """The regions, those of profiles and those that were chosen in the picker first."""
    from ssotui import paths
    from ssotui.core.regions_by_use import regions_by_use
    from ssotui.files.history import HistoryFile
    from ssotui.region_names import cities_of

    uses = HistoryFile(paths.state_folder(env)).load().region_uses
    configured = [
        section.values["region"] for section in _sections(paths.config_file(env)) if "region" in section.values
    ]
    found = regions_by_use("", uses, configured, datetime.now(UTC))
    return [Candidate(one.name, ", ".join(cities_of(one.name)[:1])) for one in found]


def _profiles(env: Mapping[str, str]) -> Iterable[Candidate]:
    """The profiles, from the headers only: parsing the profiles would take longer than everything else."""
    from ssotui import paths
    from ssotui.files.section_headers import read_header

    roles: dict[str, str] = {}
    for section in _sections(paths.config_file(env)):
        kind, name = read_header(section.header)
        if kind == "profile":
            roles[name] = section.values.get("sso_role_name", "")
    for section in _sections(paths.credentials_file(env)):
        roles.setdefault(section.header, "")
    return [Candidate(name, role) for name, role in roles.items()]


def _sections(path: Path) -> Iterable[IniSection]:
    from ssotui.files.atomic import read_file
    from ssotui.files.ini import decoded, scan

    return scan(decoded(read_file(path) or b"", str(path)), str(path))


def _sessions(env: Mapping[str, str]) -> Iterable[Candidate]:
    from ssotui.files.aws_profiles import AwsProfiles  # legacy sessions can only be found by parsing all profiles

    found = AwsProfiles(env, lambda: datetime.now(UTC)).read().sessions
    return [Candidate(session.name, session.start_url) for session in found]
