"""fish's universal variables: every fish shell has them, and they reappear when a shell erases its own variable.

fish documentation, "Variable scope". The wrapper must not erase them itself, because that changes every other shell.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from ssotui.core.shell.exports import Export
from ssotui.core.shell.variables import REGION
from ssotui.errors import SsoTuiError

UNIVERSAL = "SSOTUI_UNIVERSAL"  # set by fish's wrapper to the names of exported ones, separated by blanks


def universal(env: Mapping[str, str]) -> frozenset[str]:
    """The names of universal variables, which stay when the wrapper erases them."""
    return frozenset(env.get(UNIVERSAL, "").split())


def refuse_what_stays(export: Export, env: Mapping[str, str]) -> None:
    """Raises SsoTuiError if a variable that ``export`` unsets would stay and override the profile.

    A universal region is no error: it is the region the shell had before.
    """
    staying = [name for name in export.unset if name in universal(env) and name not in REGION]
    if staying:
        raise SsoTuiError(
            f"This shell wasn't changed: fish would keep {', '.join(staying)}, set as universal.",
            hint=f"Erase it in every fish shell, then try again: {erase_command(staying)}",
        )


def erase_command(names: Iterable[str]) -> str:
    """The fish command that erases these universal variables."""
    return f"set -eU {' '.join(names)}"
