"""The environment of a command that ``ssotui exec`` runs, besides the credentials."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING

from ssotui.actions import target_regions
from ssotui.core.shell.region_variables import region_of_switch, without_region_of_switch
from ssotui.core.shell.variables import IN_THE_WAY, PROFILE, REGION
from ssotui.shell.channel import without_channel

if TYPE_CHECKING:
    import argparse

    from ssotui.actions.targets import Target
    from ssotui.core.ports.backend import Backend
    from ssotui.settings import Settings


def command_environment(
    backend: Backend, target: Target, words: str, settings: Settings, env: Mapping[str, str]
) -> dict[str, str]:
    """No profile, no credentials, and the region of the profile that ``use`` would switch to; ``words`` as there.

    A region that was chosen for the shell's role isn't used.
    """
    env = without_region_of_switch(env)
    usual = target_regions.usual_regions(env, settings.of_session(target.session).region)
    region = target_regions.usable_region(backend, target, usual, words)
    inner = {name: value for name, value in without_channel(env).items() if name not in (PROFILE, *IN_THE_WAY)}
    inner["SSOTUI_EXEC"] = "1"  # start-up files check it, so that they don't switch a shell with a role
    return inner | region_variables(region)


def region_variables(region: str) -> dict[str, str]:
    """The variables that set a region; none for ""."""
    return dict.fromkeys(REGION, region) if region else {}


def chosen_region(options: argparse.Namespace, backend: Backend, target: Target, env: Mapping[str, str]) -> str:
    """The region of ``--region``; without it and without QUERY that of the shell's switch; else the role's chosen one.

    "" if the user chose none.
    """
    of_switch = "" if options.query else region_of_switch(env)
    return options.region or of_switch or target_regions.chosen_region(backend, target)
