"""``ssotui use`` and ``ssotui off``: switching without the picker."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING

from ssotui import wiring
from ssotui.cli.handover import holds_our_keys, leave, send, shell_region, switch_shell, switch_to
from ssotui.core import exports
from ssotui.core.shells import PREVIOUS
from ssotui.errors import FileTrouble, UsageError

if TYPE_CHECKING:
    import argparse

    from ssotui.actions.switch import Choice
    from ssotui.core.backend import Backend
    from ssotui.core.model import RoleRef
    from ssotui.settings import Settings


def quick(words: Sequence[str], env: Mapping[str, str]) -> int | None:
    """Switch to the profile of just that name, or back, as prompts and scripts do: without a parser or a search.

    None where that can't be done with certainty: then ``run`` does it properly, and says what is wrong.
    """
    from ssotui.files import quick_profile

    name = (env.get(PREVIOUS, "") if words == ["-"] else words[0]) if len(words) == 1 else ""
    profile = quick_profile.named(name, env) if name and not name.startswith("-") else None
    if profile is None:
        return None
    from contextlib import suppress
    from datetime import UTC, datetime

    from ssotui import paths
    from ssotui.files.history import HistoryFile

    settings = wiring.load_settings(env)
    with suppress(FileTrouble):  # as actions.switch has it
        HistoryFile(paths.state_folder(env)).record_use(profile.key, datetime.now(UTC))
    return switch_to(name, shell_region(profile.region, env, settings), env)


def run(options: argparse.Namespace, env: Mapping[str, str]) -> int:
    """``use QUERY`` or ``use -`` switches, ``off`` leaves everything."""
    if options.name_of_command == "off":
        region = _exports_region(env) or holds_our_keys(env)
        return leave(env, region=region)
    settings = wiring.load_settings(env)
    from ssotui.cli.query_text import text_of

    text = text_of(options.query)
    if text == "-":
        text = env.get(PREVIOUS, "")
        if not text:
            raise UsageError("There is no previous profile in this shell.", hint="Pick one first: ssotui")
    if options.keys:
        from ssotui.cli import finding

        backend = wiring.build(env, settings, (text,))
        return _send_keys(backend, finding.role(backend, settings, text, env), env)
    return switch_shell(_choose(wiring.build(env, settings, (text,)), text, settings, env), env, settings)


def _exports_region(env: Mapping[str, str]) -> bool:
    """Settings that can't be read keep nobody in a profile."""
    try:
        return wiring.load_settings(env).shell_export_region
    except FileTrouble:
        return False


def _choose(backend: Backend, text: str, settings: Settings, env: Mapping[str, str]) -> Choice:
    from ssotui.actions import switch

    if any(profile.name == text for profile in backend.profiles.read().profiles):
        return switch.to_profile(backend, text)
    from ssotui.cli.finding import exactly_one  # the search is only for what isn't a profile's name

    found, taken = exactly_one(backend, settings, text, env)
    if isinstance(found, str):
        return switch.to_profile(backend, found)
    template = settings.profiles_name_template
    wanted = switch.with_rivals(found, taken.catalog, template)
    defaults = switch.Defaults(template, settings.profiles_region, settings.profiles_output)
    return switch.to_role(backend, wanted, defaults, exports.current(env) or "")


def _send_keys(backend: Backend, ref: RoleRef, env: Mapping[str, str]) -> int:
    """The keys themselves, for programs that know nothing of profiles; the region as well, for they have no profile."""
    from ssotui.actions import credentials
    from ssotui.core.credential_formats import variables
    from ssotui.jobs import CancelToken

    keys = credentials.get(backend, ref, CancelToken())
    region = credentials.region_of(backend.profiles.read(), ref) or None
    return send(exports.keys(dict(variables(keys)), exports.current(env), region), env)
