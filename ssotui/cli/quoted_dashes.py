"""A hint for PowerShell, which removes an unquoted ``--`` from the arguments of a function."""

from __future__ import annotations

from collections.abc import Mapping

from ssotui.shell.channel import shell_in_use

IN_QUOTES = "PowerShell removes an unquoted -- from the command line. Put it in quotes:"
_SHOWN = {"exec": "ssotui exec prod admin '--' env", "demo": "ssotui demo '--' pwsh"}


def hint(command: str, env: Mapping[str, str]) -> str:
    """The hint if ``command``, which passes words after ``--`` on, got no ``--``; "" in other shells."""
    if command not in _SHOWN or shell_in_use(env) != "powershell":
        return ""
    return f"{IN_QUOTES} {_SHOWN[command]}"
