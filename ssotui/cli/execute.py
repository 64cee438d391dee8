"""``ssotui exec``: replaces this process by a command with a role's credentials in its environment."""

from __future__ import annotations

import argparse
from collections.abc import Mapping

from ssotui import wiring
from ssotui.actions import credentials, target_regions
from ssotui.cli import resolve_role, streams
from ssotui.cli.ignored_regions import say_passed_over_for
from ssotui.cli.named_profile import named_by
from ssotui.core.shell.credential_formats import variables
from ssotui.core.shell.variables import IN_THE_WAY, PROFILE, REGION
from ssotui.errors import UsageError
from ssotui.shell.channel import without_channel
from ssotui.worker_pool import CancelToken


def run(options: argparse.Namespace, env: Mapping[str, str]) -> int:
    """Replace this process by ``options.command``. On Windows, run it and return its exit status."""
    if not options.command:
        from ssotui.cli.quoted_dashes import hint

        usual_place = "Put it after --, such as: ssotui exec prod admin -- env"
        raise UsageError("There is no command to run.", hint=hint("exec", env) or usual_place)
    settings = wiring.load_settings(env)
    backend = wiring.build(env, settings, named_by(options, env))
    ref, words = resolve_role.target_or_current(backend, settings, options, env)
    keys = credentials.get(backend, ref, CancelToken())
    usual = target_regions.usual_regions(env, settings.profiles_region)
    region = target_regions.usable_region(backend, ref, usual, words)
    say_passed_over_for(ref, backend, env, settings)
    inner = {name: value for name, value in without_channel(env).items() if name not in (PROFILE, *IN_THE_WAY)}
    inner |= dict(variables(keys))
    inner["SSOTUI_EXEC"] = "1"  # start-up files check it, so that they don't switch a shell with a role
    if region:
        inner |= dict.fromkeys(REGION, region)
    streams.flush()
    from ssotui.desktop import processes

    return processes.replace_us(options.command, inner)
