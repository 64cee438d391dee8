"""``ssotui console``: the AWS console, signed in as a role."""

from __future__ import annotations

import argparse
import sys
import threading
from collections.abc import Mapping
from contextlib import suppress
from functools import partial
from typing import TYPE_CHECKING

from ssotui import wiring
from ssotui.actions import console, credentials, target_regions, targets
from ssotui.cli import command_target, output, streams
from ssotui.cli.command_environment import chosen_region
from ssotui.cli.confirm_use import confirm_use
from ssotui.cli.ignored_regions import warn_of_ignored_region_for
from ssotui.cli.mfa_code import asking
from ssotui.cli.named_profile import named_by
from ssotui.core.model import RoleRef
from ssotui.core.printable import printable
from ssotui.core.shell.region_variables import without_region_of_switch
from ssotui.errors import ExitCode, SsoTuiError

if TYPE_CHECKING:
    from ssotui.core.ports.backend import Backend


def run(options: argparse.Namespace, env: Mapping[str, str]) -> int:
    """Open the console, or print or copy its URL; with ``portal`` the access portal's link instead."""
    settings = wiring.load_settings(env)
    backend = wiring.build(env, settings, named_by(options, env), asking(options))
    ref, words = command_target.target_or_current(backend, settings, options, env)
    region = chosen_region(options, backend, ref, env)
    usual = target_regions.usual_regions(without_region_of_switch(env), settings.of_session(ref.session).region)
    request = console.ConsoleRequest(ref, options.service or "", region, usual, words)
    confirm = partial(confirm_use, backend, settings, ref, "open its console")
    if options.portal or _needs_a_link(backend, request, options):
        url = console.portal_url(backend, request)
        confirm()
    else:
        console.check(backend, request)
        credentials.get(backend, ref, threading.Event())
        confirm()  # after a sign-in, so that it is asked once
        url = console.sign_in_url(backend, request, threading.Event())
        if not region:
            warn_of_ignored_region_for(ref, backend, env, settings)
    console.count_use(backend, request.service)
    if _needs_a_link(backend, request, options):
        return _show_link(backend, url, env)
    return _show(backend, (ref, words, url), options, settings.clipboard_clear_after)


def _needs_a_link(backend: Backend, request: console.ConsoleRequest, options: argparse.Namespace) -> bool:
    """Whether a person wants the console of a role opened where no browser can be."""
    is_opened = not (options.print or options.copy) and isinstance(request.target, RoleRef) and sys.stderr.isatty()
    return is_opened and not console.can_open(backend, request.target)


def _show_link(backend: Backend, link: str, env: Mapping[str, str]) -> int:
    """Print, draw and copy the access portal's link. The console's own URL is a secret, and too long for a QR code."""
    output.say("No browser can be opened here. Open this URL in one:")
    output.say(f"  {link}")
    output.show_code(link, env)
    with suppress(SsoTuiError):  # the link was printed
        output.say(f"The URL was copied to {' and '.join(backend.clipboard().copy(link, 0).places)}.")
    return ExitCode.DONE


def _show(
    backend: Backend, found: tuple[targets.Target, str, str], options: argparse.Namespace, clear_after: int
) -> int:
    ref, words, url = found
    if options.print:
        streams.write(f"{url}\n")
    elif options.copy:
        seconds = 0 if options.portal else clear_after
        to = backend.clipboard().copy(url, seconds)
        output.say(f"Copied the URL to {' and '.join(to.places)}. {to.when_cleared(seconds)}".rstrip())
    else:
        console.show(backend, url, ref, secret=not options.portal)
        output.say(f"Opened the console as {printable(words)}.")
    return ExitCode.DONE
