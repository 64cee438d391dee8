"""fish's universal variables: they last in all of its shells, and appear again where a shell erases its own.

fish's manual, set, "Variable Scope". A function must not erase them unasked, for that changes every other shell.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from ssotui.core.shell.exports import Export
from ssotui.core.shell.variables import REGION
from ssotui.errors import SsoTuiError

UNIVERSAL = "SSOTUI_UNIVERSAL"  # fish's wrapper names here those that are exported, with a blank between


def universal(env: Mapping[str, str]) -> frozenset[str]:
    """Names of the variables that stay whatever the wrapper erases."""
    return frozenset(env.get(UNIVERSAL, "").split())


def refuse_what_stays(export: Export, env: Mapping[str, str]) -> None:
    """Raises SsoTuiError where a variable that ``export`` unsets would stay and override the profile.

    A region stays unmentioned: it is what the shell had before.
    """
    staying = [name for name in export.unset if name in universal(env) and name not in REGION]
    if staying:
        raise SsoTuiError(
            f"This shell wasn't changed: fish would keep {', '.join(staying)}, set as universal.",
            hint=f"Erase it in every fish shell, then try again: {erasing(staying)}",
        )


def erasing(names: Iterable[str]) -> str:
    """The command of fish that does it."""
    return f"set -eU {' '.join(names)}"
