"""The ``--`` before a command, which PowerShell gives to no function unless it is in quotes."""

from __future__ import annotations

from collections.abc import Mapping

from ssotui.shell.channel import shell_in_use
from ssotui.shell.parent_process import parent_name

_SHOWN = {"exec": "ssotui exec prod admin '--' env", "demo": "ssotui demo '--' pwsh"}


def hint(command: str, env: Mapping[str, str]) -> str:
    """What to do where no ``--`` came with ``command``, which passes on what follows it; "" in other shells."""
    if command not in _SHOWN or shell_in_use(env, parent_name()) != "powershell":
        return ""
    return f"PowerShell removes an unquoted -- from the command line. Put it in quotes: {_SHOWN[command]}"
