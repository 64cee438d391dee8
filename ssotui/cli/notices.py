"""The picker's warnings: variables that override a switch, and a shell that can't be switched."""

from __future__ import annotations

import os.path
from collections.abc import Callable, Collection, Mapping

from ssotui.core.model import Profile
from ssotui.core.profiles.overriding_variables import TOKEN_FILE, Conflict, conflicts
from ssotui.core.shell.variables import IN_THE_WAY, PROFILE, WEB_IDENTITY
from ssotui.shell import channel
from ssotui.shell.channel_descriptor import CHANNEL
from ssotui.shell.universal_variables import universal

_CREDENTIALS = frozenset({"AWS_ACCESS_KEY_ID", "AWS_SECRET_ACCESS_KEY", "AWS_SESSION_TOKEN", "AWS_SECURITY_TOKEN"})
_CLEARED = frozenset((*IN_THE_WAY, *WEB_IDENTITY))


def notices(
    env: Mapping[str, str], profiles: Callable[[], Collection[Profile] | None], *, terminal: bool
) -> tuple[str, ...]:
    """The warnings, of one or two sentences. ``terminal``: stdout is a terminal, so no shell evaluates the output.

    ``profiles`` reads the configuration. It is only called if a variable may conflict.
    """
    can_switch = bool(env.get(CHANNEL)) or not terminal
    lines = []
    known = profiles() if env.get(TOKEN_FILE) else None
    # Problems of AWS_PROFILE don't matter, because a switch sets it.
    found = [conflict for conflict in conflicts(env, known, os.path.exists) if conflict.variable != PROFILE]
    cleared = [conflict.variable for conflict in found if conflict.variable in _CLEARED]
    if cleared:
        lines.append(f"{_what_wins(found, cleared)} {_how_to_clear(cleared, env, can_switch=can_switch)}")
    lines += [
        f"{conflict.sentence} Unset it: {channel.how_to_unset([conflict.variable], env)}"
        for conflict in found
        if conflict.variable not in _CLEARED
    ]
    if not can_switch and env.get("SSOTUI_DEMO") != "picker":
        lines.append(f"Shell integration isn't set up. {channel.advice(env)}")
    return tuple(lines)


def _what_wins(found: list[Conflict], names: list[str]) -> str:
    others = f" and {len(names) - 1} more" if len(names) > 1 else ""
    if _CREDENTIALS.isdisjoint(names):
        return next(conflict.sentence for conflict in found if conflict.variable == names[0])
    return f"Credentials in this shell's environment override every profile: {names[0]}{others}."


def _how_to_clear(names: list[str], env: Mapping[str, str], *, can_switch: bool) -> str:
    them = "it" if len(names) == 1 else "them"
    if universal(env).isdisjoint(names) and (can_switch or env.get("SSOTUI_DEMO") == "picker"):
        return f"Enter clears {them}."
    return f"Unset {them}: {channel.how_to_unset(names, env)}"
