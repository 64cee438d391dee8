"""Commands that open a browser: what may stand in an address that they are given, and where in them it may stand."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import PurePath

# No browser needs them as they are (RFC 3986 reserves none of them but ' ( ) ;), and to some shell each is code.
_DANGEROUS = "'\"\\`$();<>|{}^!*"
_ENCODED = str.maketrans({character: f"%{ord(character):02X}" for character in _DANGEROUS})
_SHELLS = frozenset(
    {"sh", "bash", "zsh", "dash", "ksh", "mksh", "ash", "busybox", "fish", "tcsh", "csh", "nu", "elvish", "xonsh"}
    | {"cmd", "powershell", "pwsh"}
)
_JOINING = frozenset({"/c", "/k", "-command"})


def encoded(address: str) -> str:
    """The same address without a character that a shell or a script might take for code; ``& ? = # %`` stay."""
    return address.translate(_ENCODED)


def setting_fault(command: str) -> str:
    """What is wrong with the setting login.browser, in words; "" if nothing is."""
    import shlex  # for who has such a setting

    try:
        words = shlex.split(command)
    except ValueError:
        return ""  # a path of Windows with an apostrophe in it, perhaps
    if is_inside_a_script(words, "{url}"):
        return "{url} must be a word of its own, not a part of what a shell runs"
    return ""


def is_inside_a_script(words: Sequence[str], place: str) -> bool:
    """The address would become a part of what a shell runs, where its ``&`` ends a command.

    As a word of its own it is safe: ``sh -c 'firefox "$1"' sh {url}``.
    """
    for at, word in enumerate(words):
        if PurePath(word.replace("\\", "/")).name.lower().removesuffix(".exe") in _SHELLS:
            return any(place in script for script in _scripts(words[at + 1 :]))
    return False


def _scripts(arguments: Sequence[str]) -> Sequence[str]:
    """What a shell with these arguments runs: one word, or all that follows where it joins them (cmd, PowerShell)."""
    for at, word in enumerate(arguments):
        flag = word.lower()
        if flag in _JOINING:
            return arguments[at + 1 :]
        if flag == "--command" or (flag.startswith("-") and not flag.startswith("--") and flag.endswith("c")):
            return arguments[at + 1 : at + 2]
    return ()
