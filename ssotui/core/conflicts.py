"""Variables of an environment that defeat a switch by AWS_PROFILE (protocol.md section 1.6)."""

from __future__ import annotations

from collections.abc import Mapping
from typing import NamedTuple

from ssotui.core.shells import PROFILE


class Conflict(NamedTuple):
    """A variable, and what it does."""

    variable: str
    effect: str


def conflicts(env: Mapping[str, str]) -> tuple[Conflict, ...]:
    """In the order of how much they spoil."""
    return tuple(Conflict(name, effect) for name, effect in _EFFECTS.items() if _spoils(name, env))


def _spoils(name: str, env: Mapping[str, str]) -> bool:
    if name == "AWS_DEFAULT_PROFILE":
        return bool(env.get(name)) and env[name] != env.get(PROFILE, env[name])
    if name == "AWS_CREDENTIAL_EXPIRATION":
        return bool(env.get(name)) and bool(env.get("AWS_ACCESS_KEY_ID"))
    return bool(env.get(name))


_EFFECTS = {
    "AWS_ACCESS_KEY_ID": "Its keys win over every profile.",
    "AWS_SECRET_ACCESS_KEY": "Its keys win over every profile.",
    "AWS_SESSION_TOKEN": "It belongs to keys that win over every profile.",
    "AWS_SECURITY_TOKEN": "It is taken before AWS_SESSION_TOKEN.",
    "AWS_CREDENTIAL_EXPIRATION": "Once it is past, the keys of the environment are refused.",
    "AWS_DEFAULT_PROFILE": "boto3 prefers it to AWS_PROFILE.",
}
