"""Checks commands that open a browser, and encodes the URL that they are given."""

from __future__ import annotations

import re
from collections.abc import Sequence
from pathlib import PurePath

from ssotui.core.printable import printable
from ssotui.named_tuples import NamedTuple

# Each has a meaning in some shell. A URL never needs them unencoded: of these RFC 3986 reserves only ' ( ) ; ! * $.
_DANGEROUS = "'\"\\`$();<>|{}^!*"
_ENCODED = str.maketrans({character: f"%{ord(character):02X}" for character in _DANGEROUS})
_SHELLS = frozenset(
    {"sh", "bash", "zsh", "dash", "ksh", "mksh", "ash", "busybox", "fish", "tcsh", "csh", "nu", "elvish", "xonsh"}
    | {"cmd", "powershell", "pwsh"}
)
_JOINING = frozenset({"/c", "/k", "-command"})


def encoded(url: str) -> str:
    """The URL with every character percent-encoded that a shell could take for code; ``& ? = # %`` stay."""
    return url.translate(_ENCODED)


class BrowserUse(NamedTuple):
    """What a browser is opened for: a session, and for the console a role of it. Values for a command's fields."""

    session: str = ""
    account_id: str = ""
    account_name: str = ""
    role: str = ""


FIELDS = tuple(f"{name}{ending}" for name in ("url", *BrowserUse._fields) for ending in ("", "_encoded"))
"""The fields of a command; those that end in "_encoded" are percent-encoded."""


def setting_fault(command: str) -> str:
    """What is wrong with a browser's command in the settings, for a message; "" if nothing is."""
    import shlex  # only loaded if the setting is used

    used = re.findall(r"{([^{}]*)}", command)
    unknown = next((field for field in used if field not in FIELDS), None)
    if unknown is not None:
        return f"there is no field {{{printable(unknown)}}}, only {', '.join(FIELDS)}"
    try:
        words = shlex.split(command)
    except ValueError:
        return ""  # possibly a Windows path with an apostrophe, which shlex can't split
    for place in (f"{{{field}}}" for field in used):
        if is_inside_a_script(words, place):
            return f"{place} must be an argument of its own, not part of a shell script"
    return ""


def is_inside_a_script(words: Sequence[str], place: str) -> bool:
    """Whether the value would become a part of a script that a shell runs, where its ``&`` would end a command.

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
