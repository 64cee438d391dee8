"""What the picker warns of before anything is picked: variables in the way, and a shell that can't be switched."""

from __future__ import annotations

from collections.abc import Mapping

from ssotui.core.conflicts import conflicts
from ssotui.shell import channel
from ssotui.shell.open_file import CHANNEL

_KEYS = frozenset({"AWS_ACCESS_KEY_ID", "AWS_SECRET_ACCESS_KEY", "AWS_SESSION_TOKEN", "AWS_SECURITY_TOKEN"})


def notices(env: Mapping[str, str], *, terminal: bool) -> tuple[str, ...]:
    """One sentence or two each; ``terminal``: stdout is one, so that nobody evaluates what we print."""
    can_switch = bool(env.get(CHANNEL)) or not terminal
    lines = []
    found = [conflict.variable for conflict in conflicts(env)]
    if found:
        lines.append(f"{_what_wins(found)} {_way_out(found, env, can_switch=can_switch)}")
    if not can_switch and env.get("SSOTUI_DEMO") != "picker":
        lines.append(f"This shell can't be switched yet. {channel.advice(env)}")
    return tuple(lines)


def _what_wins(names: list[str]) -> str:
    others = f" and {len(names) - 1} more" if len(names) > 1 else ""
    if _KEYS.isdisjoint(names):
        return f"{names[0]} in this shell wins over AWS_PROFILE in some programs."
    return f"Keys in this shell's environment win over every profile: {names[0]}{others}."


def _way_out(names: list[str], env: Mapping[str, str], *, can_switch: bool) -> str:
    them = "it" if len(names) == 1 else "them"
    if can_switch or env.get("SSOTUI_DEMO") == "picker":
        return f"Enter clears {them}."
    return f"Clear {them}: {channel.unsetting(names, env)}"
