"""Passes variables to the parent shell: through the wrapper's file, or as code that the shell evaluates."""

from __future__ import annotations

import os
import stat
import sys
from collections.abc import Iterable, Mapping

from ssotui.core.shell import exports
from ssotui.core.shell.shell_table import SHELLS, shell_of, unset_command
from ssotui.core.shell.variables import LINES_VERSION, PREVIOUS, PROFILE, quote, word
from ssotui.errors import FileError
from ssotui.named_tuples import NamedTuple
from ssotui.shell.channel_descriptor import CHANNEL, descriptor_in
from ssotui.shell.init_script import command_words
from ssotui.shell.parent_process import parent_name
from ssotui.shell.universal_variables import UNIVERSAL, erase_command, refuse_what_stays, universal

# The wrapper sets these for one run of the program only, not in the shell (see scripts/).
SHELL = "SSOTUI_SHELL"  # the shell: a key of shell_table.SHELLS
HOOK = "SSOTUI_HOOK"  # the version of the lines that the wrapper reads

_SET_TMPDIR = "Set TMPDIR to a folder that you can write to."
_FREE_SPACE = "Free some space for temporary files: in TMPDIR, else /tmp."
_RUN_AGAIN = "The shell is no longer waiting: run the command again."
# Opens the file that is there: no link, no new file, and without waiting for the reader of a pipe.
_WRITE_EXISTING = (
    os.O_WRONLY | getattr(os, "O_NOFOLLOW", 0) | getattr(os, "O_NONBLOCK", 0) | getattr(os, "O_CLOEXEC", 0)
)


class HandedOver(NamedTuple):
    """What is left to print: ``code`` for stdout, ``hints`` (a sentence each) for stderr.

    ``has_old_wrapper``: the shell's wrapper has another version, and ignores newer variables.
    """

    code: str = ""
    hints: tuple[str, ...] = ()
    has_old_wrapper: bool = False


def hand_over(export: exports.Export, env: Mapping[str, str], *, terminal: bool) -> HandedOver:
    """Pass ``export`` to the parent shell. ``terminal``: stdout is a terminal, so no shell evaluates the output.

    Raises FileError if the wrapper's file can't be written or wasn't created (the wrapper doesn't evaluate the output),
    UsageError for a value that is not one line, SsoTuiError if the shell keeps a variable that overrides the profile.
    """
    refuse_what_stays(export, env)
    path = env.get(CHANNEL)
    if path:
        _write(path, exports.as_lines(export))
        return HandedOver(has_old_wrapper=env.get(HOOK) != LINES_VERSION)
    if env.get(HOOK):
        place = env.get("TMPDIR") or "/tmp"  # noqa: S108  the folder that the wrapper uses; nothing is written there
        raise FileError(place, "no temporary file can be created, so this shell was not switched", hint=_SET_TMPDIR)
    shell = shell_in_use(env)
    return HandedOver(exports.render(export, shell), _how_to_switch(export, shell, env) if terminal else ())


def failing_code(env: Mapping[str, str], *, terminal: bool) -> str:
    """The code for a shell that evaluates the output if nothing was switched; "" if no shell evaluates it."""
    if terminal or CHANNEL in env or HOOK in env or env.get("SSOTUI_DEMO") == "picker":
        return ""
    return exports.failure(shell_in_use(env))


def without_channel(env: Mapping[str, str]) -> dict[str, str]:
    """The environment for a child process: without the wrapper's variables."""
    return {name: value for name, value in env.items() if name not in (CHANNEL, SHELL, HOOK, UNIVERSAL)}


def shell_in_use(env: Mapping[str, str]) -> str:
    """The shell in use, a key of SHELLS: as the wrapper says, else the parent process, the login shell, or sh."""
    if env.get(SHELL) in SHELLS:
        return env[SHELL]
    for name in (parent_name(), os.path.basename(env.get("SHELL", ""))):  # noqa: PTH119  # light
        if known := shell_of(name):
            return known
    return "powershell" if sys.platform == "win32" and "SHELL" not in env else "sh"


def advice(env: Mapping[str, str]) -> str:
    """A sentence on how to set up the shell in use, with the line to add near its start."""
    shell = shell_in_use(env)
    row = SHELLS[shell]
    if not row.line:
        return f"{_evaluating(shell, env)}."
    return f"Add {row.line.format(_called(shell, env))} to {row.start_file} and start a new shell."


def how_to_unset(names: Iterable[str], env: Mapping[str, str]) -> str:
    """The command with which a user unsets these variables in the shell in use."""
    staying = [name for name in names if name in universal(env)]
    return erase_command(staying) if staying else unset_command(shell_in_use(env), names)


def setting(name: str, value: str, env: Mapping[str, str]) -> str:
    """The command with which a user sets a variable in the shell in use."""
    shell = shell_in_use(env)
    return SHELLS[shell].set_code.format(name, quote(value, shell)).removesuffix(";")


def _how_to_switch(export: exports.Export, shell: str, env: Mapping[str, str]) -> tuple[str, ...]:
    said = "Shell integration isn't set up; these commands would switch this shell."
    row = SHELLS[shell]
    if not row.line:
        return said, _evaluating(shell, env, _same_again(export, shell))
    return said, f"Add this to {row.start_file} and start a new shell: {row.line.format(_called(shell, env))}"


def _evaluating(shell: str, env: Mapping[str, str], words: str = "") -> str:
    """The command for a shell without a wrapper. ``command`` skips a function or an alias of that name."""
    return f'Have the shell run it: eval "$(command {_called(shell, env)}{words})"'


def _same_again(export: exports.Export, shell: str) -> str:
    """The arguments of ssotui that make the same ``export`` without the picker."""
    variables = dict(export.variables)
    if not variables.keys() - {PREVIOUS}:
        return " off"
    profile = variables.get(PROFILE, "-")
    return " ..." if profile.startswith("-") else f" use {word(profile, shell)}"


def _called(shell: str, env: Mapping[str, str]) -> str:
    """The word with which the shell starts ssotui: its name if it is on PATH, else as it was started."""
    for folder in env.get("PATH", "").split(os.pathsep):
        if os.access(os.path.join(folder, "ssotui"), os.X_OK):  # noqa: PTH118  # light
            return "ssotui"
    words = command_words(sys.argv[0], sys.executable, env)
    return " ".join(word(one, shell) for one in words)


def _write(path: str, lines: str) -> None:
    """Write the wrapper's file, but only if it is still the file that the wrapper created."""
    try:
        descriptor = _opened(path)
    except OSError as error:
        raise FileError(path, f"the shell can't be reached ({error.strerror})", hint=_RUN_AGAIN) from error
    try:
        if not _is_private(os.fstat(descriptor)):
            raise FileError(path, "it is not the file that the ssotui function created", hint=_RUN_AGAIN)
        left = lines.encode()
        while left:
            left = left[os.write(descriptor, left) :]
    except OSError as error:
        os.ftruncate(descriptor, 0)
        raise FileError(path, f"the shell can't be reached ({error.strerror})", hint=_FREE_SPACE) from error
    finally:
        os.close(descriptor)


def _opened(path: str) -> int:
    """The descriptor of the wrapper's file. Some wrappers pass the open file, whose name is removed already."""
    number = descriptor_in(path)
    return os.open(path, _WRITE_EXISTING) if number is None else os.dup(number)


def _is_private(found: os.stat_result) -> bool:
    if not stat.S_ISREG(found.st_mode):
        return False
    return sys.platform == "win32" or (found.st_uid == os.geteuid() and found.st_nlink <= 1)
