"""What the commands that need a role's keys share: getting them, and where they are used."""

from __future__ import annotations

from collections.abc import Mapping

from ssotui.actions import credentials
from ssotui.core.backend import Backend
from ssotui.core.model import Credentials, RoleRef
from ssotui.core.shells import REGION
from ssotui.jobs import CancelToken
from ssotui.settings import Settings


def keys_of(backend: Backend, ref: RoleRef) -> Credentials:
    """The role's keys; see actions.credentials.get."""
    return credentials.get(backend, ref, CancelToken())


def usual_regions(env: Mapping[str, str], settings: Settings) -> tuple[str, ...]:
    """Where the user works, if a role's profile doesn't say it."""
    return tuple(filter(None, (*(env.get(name, "") for name in REGION), settings.profiles_region)))


def region_for(backend: Backend, ref: RoleRef, env: Mapping[str, str], settings: Settings) -> str:
    """The region of the role's profile, else the shell's, else the setting's, else none."""
    of_profile = credentials.region_of(backend.profiles.read(), ref, env.get("AWS_PROFILE", ""))
    return next(iter((*filter(None, (of_profile,)), *usual_regions(env, settings))), "")
