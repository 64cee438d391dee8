"""What the picker warns of before anything is picked: variables in the way, and a shell that can't be switched."""

from __future__ import annotations

from collections.abc import Mapping

from ssotui.core.conflicts import conflicts
from ssotui.shell import channel


def notices(env: Mapping[str, str], *, terminal: bool) -> tuple[str, ...]:
    """One sentence each; ``terminal``: stdout is one, so that nobody evaluates what we print."""
    found = conflicts(env)
    lines = []
    if found:
        names = ", ".join(conflict.variable for conflict in found)
        lines.append(f"{names} in this shell. {found[0].effect} Enter clears that.")
    if terminal and channel.CHANNEL not in env and "SSOTUI_DEMO" not in env:
        lines.append(f"This shell can't be switched yet. {channel.advice(env)}")
    return tuple(lines)
