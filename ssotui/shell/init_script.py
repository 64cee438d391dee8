"""The text of ``ssotui init``: a wrapper function and completions, one script per shell in scripts/."""

from __future__ import annotations

import os
import os.path

from ssotui.core.shell.shell_table import SHELLS
from ssotui.core.shell.variables import KNOWN, LINES_VERSION, quote
from ssotui.errors import UsageError

TYPE_CHECKING = False  # as typing.TYPE_CHECKING for mypy, whose import takes half of Python's start
if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence


def script(shell: str, name: str, program: Sequence[str], key: str = "", version: str = "") -> str:
    """The script that defines a function ``name`` around ``program`` in ``shell`` (one of shell_table.WITH_WRAPPER).

    ``program`` are the words that start ssotui. ``key`` opens the picker from the command line, for example ``^g``; ""
    binds none. ``version`` is nushell's, "" if it isn't known. Raises UsageError for an invalid name, and for a key
    that can't be bound in the shell.
    """
    _check(name, shell)
    text = _read(SHELLS[shell].script)
    values = _values(shell, name, program)
    if shell == "nushell":
        values |= _nushell_values(version)
    if key:
        from ssotui.shell import key_binding  # only loaded with --bind

        values["KEY"] = key_binding.key_code(key, shell)
        text += _read(key_binding.SCRIPTS[shell])
    text = _filled(text, values)
    if shell == "zsh":
        # The functions run with these options, whatever the user has set.
        return f"\\builtin \\emulate zsh -o no_aliases -c {quote(text, shell)}\n"
    return text


def _filled(text: str, values: Mapping[str, str]) -> str:
    """Replace each ``@MARK@`` by its value. Values aren't searched for marks: an install path may contain one."""
    before, *parts = text.split("@")
    filled, at = [before], 0
    while at < len(parts):
        is_mark = parts[at] in values and at + 1 < len(parts)
        filled.append(values[parts[at]] + parts[at + 1] if is_mark else f"@{parts[at]}")
        at += 2 if is_mark else 1
    return "".join(filled)


def _read(file_name: str) -> str:
    with open(_place(file_name), encoding="utf-8") as file:  # noqa: PTH123  # pathlib costs as much as Python's start
        return file.read()


def _place(file_name: str) -> str:
    return os.path.join(os.path.abspath(os.path.dirname(__file__)), "scripts", file_name)  # noqa: PTH100, PTH118, PTH120


def command_words(
    called_as: str, python: str, env: Mapping[str, str], *, windows: bool = os.name == "nt"
) -> tuple[str, ...]:
    """The words that start this program: its name if that is found on PATH, else its absolute path.

    ``called_as`` is ``sys.argv[0]`` (on Windows pip leaves out the .exe), ``python`` is ``sys.executable``.
    """
    if called_as.endswith("__main__.py"):
        return (python, "-P", "-m", "ssotui")  # -P: doesn't import from the current folder
    path = os.path.abspath(called_as)  # noqa: PTH100
    if windows and not path.endswith(".exe"):
        path += ".exe"
    file = os.path.basename(path)  # noqa: PTH119
    name = file.removesuffix(".exe") if windows else file
    return (name,) if name == "ssotui" and _is_first_on_path(file, path, env) else (path,)


def _is_first_on_path(file: str, path: str, env: Mapping[str, str]) -> bool:
    for folder in filter(os.path.isabs, env.get("PATH", "").split(os.pathsep)):
        found = os.path.join(folder, file)  # noqa: PTH118
        if os.access(found, os.X_OK) and os.path.isfile(found):  # noqa: PTH113
            return os.path.samefile(found, path)  # noqa: PTH121
    return False


def _check(name: str, shell: str) -> None:
    if name.isascii() and name.replace("-", "_").isidentifier() and not name.startswith("-") and name not in _RESERVED:
        return
    raise UsageError(
        f'"{name}" can\'t be the name of a {shell} function.', hint="Use letters, digits, _ and -, such as aws-switch."
    )


def _values(shell: str, name: str, words: Sequence[str]) -> dict[str, str]:
    """The values for each ``@MARK@`` in a script."""
    if shell == "fish":
        accepted = " ".join(f"'{known}=*'" for known in KNOWN)
        removed = " ".join(f"'unset {known}'" for known in KNOWN)
    else:
        accepted = "|".join(f"{known}=*" for known in KNOWN)
        removed = "|".join(rf"unset\ {known}" for known in KNOWN)
    separator = ", " if shell in ("powershell", "xonsh") else " "
    return {
        "NAME": name,
        "QUOTED_NAME": quote(name, shell),
        "HOOK": LINES_VERSION,
        "SET": accepted,
        "UNSET": removed,
        "KNOWN": separator.join(quote(known, shell) for known in KNOWN),
        "PROGRAM": _started(shell, words),
        "SCRIPT": quote(_place("tcsh_run.tcsh"), shell),
    }


def _nushell_values(version: str) -> dict[str, str]:
    """From 0.108 on a completer of the whole command completes flags, too; before, that line is a mistake there."""
    numbers = version.split(".")[:2]
    is_new = all(number.isdecimal() for number in numbers) and tuple(map(int, numbers)) >= _COMPLETES_COMMANDS
    return {
        "COMPLETED": '@complete "__ssotui complete"' if is_new else "# From nushell 0.108 on, init adds a line here.",
        "WORD": "string" if is_new else 'string@"__ssotui complete"',
        "OTHERS": " ".join(WITHOUT_HANDOVER),
    }


def _started(shell: str, words: Sequence[str]) -> str:
    if shell == "powershell":
        return f"@({', '.join([_powershell_program(words[0]), *(quote(word, shell) for word in words[1:])])})"
    if shell == "elvish":  # as an external command, because the function has the program's name
        return " ".join([f"(external {quote(words[0], shell)})", *(quote(word, shell) for word in words[1:])])
    started = (", " if shell == "xonsh" else " ").join(quote(word, shell) for word in words)
    # With env, because the function has the program's name. Not for a path: env would read a "=" in it as a variable.
    return f"\\env {started}" if shell == "bash" and os.sep not in words[0] else started


def _powershell_program(word: str) -> str:
    """The program's path: in PowerShell a function takes precedence over a program of the same name."""
    if os.sep in word:
        return quote(word, "powershell")
    return (
        f"(Microsoft.PowerShell.Core\\Get-Command {quote(word, 'powershell')} -CommandType Application -TotalCount 1)"
    )


_COMPLETES_COMMANDS = (0, 108)
# All commands but pick, use and off: they have nothing to hand over to the shell.
WITHOUT_HANDOVER = (
    "list", "creds", "credential-process", "exec", "console", "whoami", "status", "prompt", "login", "logout",
    "session", "profile", "doctor", "init", "demo", "help", "version", "--version", "--help", "-h",
)  # fmt: skip

# Commands that the scripts call, and words that shells don't allow as the name of a function.
_RESERVED = frozenset(
    {"and", "any", "append", "begin", "break", "builtin", "case", "command", "complete", "continue", "decode", "def",
     "default", "describe", "do", "done", "each", "elif", "else", "emulate", "end", "esac", "eval", "exec", "export",
     "fi", "first", "for", "foreach", "function", "functions", "get", "if", "in", "length", "let", "lines", "local",
     "merge", "mktemp", "mut", "not", "open", "or", "print", "read", "return", "rm", "set", "string", "switch", "test",
     "then", "time", "trap", "try", "unalias", "unset", "until", "where", "while"}
)  # fmt: skip
