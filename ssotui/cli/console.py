"""``ssotui console``: the AWS console, signed in as a role."""

from __future__ import annotations

import argparse
from collections.abc import Mapping
from typing import TYPE_CHECKING

from ssotui import wiring
from ssotui.actions import console, credentials, target_regions, targets
from ssotui.cli import output, resolve_role, streams
from ssotui.cli.ignored_regions import say_passed_over_for
from ssotui.cli.named_profile import named_by
from ssotui.core.printable import printable
from ssotui.errors import ExitCode
from ssotui.worker_pool import CancelToken

if TYPE_CHECKING:
    from ssotui.core.ports.backend import Backend


def run(options: argparse.Namespace, env: Mapping[str, str]) -> int:
    """Open the console, or print or copy its URL; with ``portal`` the access portal's link instead."""
    settings = wiring.load_settings(env)
    backend = wiring.build(env, settings, named_by(options, env))
    ref, words = resolve_role.target_or_current(backend, settings, options, env)
    usual = target_regions.usual_regions(env, settings.profiles_region)
    wish = console.ConsoleRequest(ref, options.service or "", options.region or "", usual, words)
    if options.portal:
        address = console.portal_address(backend, wish)
    else:
        console.check(backend, wish)
        credentials.get(backend, ref, CancelToken())
        address = console.address(backend, wish, CancelToken())
        if not options.region:
            say_passed_over_for(ref, backend, env, settings)
    return _show(backend, (ref, words, address), options, settings.clipboard_clear_after)


def _show(
    backend: Backend, found: tuple[targets.Target, str, str], options: argparse.Namespace, clear_after: int
) -> int:
    ref, words, address = found
    if options.print:
        streams.write(f"{address}\n")
    elif options.copy:
        seconds = 0 if options.portal else clear_after
        to = backend.clipboard().copy(address, seconds)
        output.say(f"Copied the URL to {' and '.join(to.places)}. {to.clearing(seconds)}".rstrip())
    else:
        console.show(backend, address, ref, secret=not options.portal)
        output.say(f"Opened the console as {printable(words)}.")
    return ExitCode.DONE
