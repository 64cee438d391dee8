"""Checks commands that open a browser, and encodes the URL that they are given."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import PurePath

# Each has a meaning in some shell. A URL never needs them unencoded: of these RFC 3986 reserves only ' ( ) ; ! * $.
_DANGEROUS = "'\"\\`$();<>|{}^!*"
_ENCODED = str.maketrans({character: f"%{ord(character):02X}" for character in _DANGEROUS})
_SHELLS = frozenset(
    {"sh", "bash", "zsh", "dash", "ksh", "mksh", "ash", "busybox", "fish", "tcsh", "csh", "nu", "elvish", "xonsh"}
    | {"cmd", "powershell", "pwsh"}
)
_JOINING = frozenset({"/c", "/k", "-command"})


def encoded(address: str) -> str:
    """The URL with every character percent-encoded that a shell could take for code; ``& ? = # %`` stay."""
    return address.translate(_ENCODED)


def setting_fault(command: str) -> str:
    """What is wrong with the setting login.browser, for a message; "" if nothing is."""
    import shlex  # only loaded if the setting is used

    try:
        words = shlex.split(command)
    except ValueError:
        return ""  # possibly a Windows path with an apostrophe, which shlex can't split
    if is_inside_a_script(words, "{url}"):
        return "{url} must be an argument of its own, not part of a shell script"
    return ""


def is_inside_a_script(words: Sequence[str], place: str) -> bool:
    """Whether the URL would become a part of a script that a shell runs, where its ``&`` would end a command.

    As an argument of its own it is safe: ``sh -c 'firefox "$1"' sh {url}``.
    """
    for at, word in enumerate(words):
        if PurePath(word.replace("\\", "/")).name.lower().removesuffix(".exe") in _SHELLS:
            return any(place in script for script in _scripts(words[at + 1 :]))
    return False


def _scripts(arguments: Sequence[str]) -> Sequence[str]:
    """The words that a shell with these arguments runs as a script: one, or all that follow in cmd and PowerShell."""
    for at, word in enumerate(arguments):
        flag = word.lower()
        if flag in _JOINING:
            return arguments[at + 1 :]
        if flag == "--command" or (flag.startswith("-") and not flag.startswith("--") and flag.endswith("c")):
            return arguments[at + 1 : at + 2]
    return ()
