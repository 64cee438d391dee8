"""Builds command lines for Windows, where CreateProcess only finds .exe files and runs batch files with cmd.exe.

``npm``, ``cdk`` and others are batch files (.cmd). The quoting for cmd.exe, which prevents that an argument is run as a
command, is that of Rust's fix of CVE-2024-24576 (library/std/src/sys/args/windows.rs, make_bat_command_line).
"""

from __future__ import annotations

import errno
import os
from collections.abc import Mapping, Sequence

from ssotui.errors import UsageError

_BATCH = (".bat", ".cmd")
_EXTENSIONS = ".COM;.EXE;.BAT;.CMD"  # where PATHEXT isn't set


def popen_arguments(command: Sequence[str], env: Mapping[str, str]) -> list[str] | str:
    """The first argument of Popen: words, or for a batch file the command line for CreateProcess.

    Raises FileNotFoundError, and UsageError for an argument that can't be passed to a batch file.
    """
    program = program_file(command[0], env)
    if not program.lower().endswith(_BATCH):
        return [program, *command[1:]]
    shell = (env.get("SYSTEMROOT") or r"C:\Windows") + r"\System32\cmd.exe"
    words = " ".join(_quoted(word) for word in (program, *command[1:]))
    return f'"{shell}" /e:ON /v:OFF /d /c "{words}"'


def program_file(name: str, env: Mapping[str, str]) -> str:
    """The file of the command ``name``, by PATH and PATHEXT. Raises FileNotFoundError.

    shutil.which isn't used: before Python 3.12.1 it prefers npm's shell script, which has no extension, to npm.cmd
    (cpython issue 109590).
    """
    known = tuple(filter(None, (env.get("PATHEXT") or _EXTENSIONS).split(";")))
    ends = ("",) if name.lower().endswith(tuple(end.lower() for end in known)) else known
    has_folder = "/" in name or "\\" in name
    folders = [""] if has_folder else filter(None, env.get("PATH", "").split(os.pathsep))
    for folder in folders:
        for end in ends:
            path = os.path.join(folder, name + end)  # noqa: PTH118  pathlib would normalize the typed name
            if os.path.isfile(path):  # noqa: PTH113
                return path
    raise FileNotFoundError(errno.ENOENT, os.strerror(errno.ENOENT), name)


def _quoted(word: str) -> str:
    if any(character in word for character in "\r\n\0"):
        raise UsageError("A batch file can't take an argument with a line break.", hint="Pass it in a file instead.")
    text, backslashes = "", 0
    for character in word:
        if character == '"':
            text += "\\" * backslashes + '""'
        elif character == "%":
            text += "%%cd:~,%"  # cmd.exe expands variables even within quotes; this one is always empty
        else:
            text += character
        backslashes = backslashes + 1 if character == "\\" else 0
    return '"' + text + "\\" * backslashes + '"'
