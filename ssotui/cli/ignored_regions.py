"""Warns if the default profile's region in the AWS config is invalid, and so isn't used for new profiles."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING

from ssotui import paths
from ssotui.cli import output
from ssotui.core.model import RoleRef
from ssotui.core.printable import printable
from ssotui.errors import FileError
from ssotui.files.atomic import read_file
from ssotui.files.ini import decoded, scan
from ssotui.regions import is_region

if TYPE_CHECKING:
    from ssotui.actions.targets import Target
    from ssotui.core.ports.backend import Backend
    from ssotui.settings import Settings


def warn_of_ignored_region_for(target: Target, backend: Backend, env: Mapping[str, str], settings: Settings) -> None:
    """As warn_of_ignored_region, for a role that is used without a profile, in the region that a new one would have."""
    profiles = backend.profiles.read().profiles
    if isinstance(target, RoleRef) and not any(one.ref == target and not one.fault for one in profiles):
        warn_of_ignored_region(env, settings, settings.of_session(target.session).region)


def warn_of_ignored_region(env: Mapping[str, str], settings: Settings, region: str = "") -> None:
    """Warn in one line if the default profile's region would have been used; ``region`` is the command's own."""
    if region or settings.profiles_region:
        return
    path = paths.config_file(env)
    try:
        sections = scan(decoded(read_file(path) or b"", str(path)), str(path))
    except FileError:
        return
    for section in sections:
        value = section.values.get("region", "")
        if section.header in ("default", "profile default") and value and not is_region(value):
            place = f"{path}:{section.lines.get('region', section.line)}"
            said = f'{place}: region = "{printable(value)}" is not an AWS region and was ignored.'
            output.say(f"ssotui: {said} Fix it: ssotui doctor --fix")
            return
