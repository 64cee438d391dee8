"""``ssotui creds``: prints a role's temporary credentials, copies them, or writes them to ~/.aws/credentials."""

from __future__ import annotations

import threading
from collections.abc import Mapping
from typing import TYPE_CHECKING

from ssotui import wiring
from ssotui.actions import credentials, targets
from ssotui.cli import command_target, output, streams
from ssotui.cli.confirm_use import confirm_use
from ssotui.cli.mfa_code import asking
from ssotui.cli.named_profile import named_by
from ssotui.core.durations import local_time
from ssotui.core.model import RoleRef
from ssotui.core.shell.credential_formats import check_region, render, role_of, section_name
from ssotui.errors import ExitCode, UsageError, shell_word

if TYPE_CHECKING:
    import argparse

    from ssotui.core.ports.backend import Backend

_PRINTED = "env"
_HARMLESS = ("static", "other")  # kinds of profile that credentials may be written into


def run(options: argparse.Namespace, env: Mapping[str, str]) -> int:
    """Print the credentials, or copy or write them."""
    _check_options(options)
    settings = wiring.load_settings(env)
    form = options.format or (settings.clipboard_format if options.copy else _PRINTED)
    check_region(form, options.region)
    backend = wiring.build(env, settings, named_by(options, env), asking(options))
    ref, _ = command_target.target_or_current(backend, settings, options, env)
    if options.write is not None:
        return _write(backend, ref, options, env)
    issued = credentials.get(backend, ref, threading.Event())
    if options.copy:
        confirm_use(backend, settings, ref, "copy its credentials")
        after = settings.clipboard_clear_after if options.clear_after is None else options.clear_after
        request = credentials.CopyRequest(ref, form, after, options.region)
        output.say(credentials.put(backend, request, issued).sentence)
    else:
        streams.write(render(issued, ref, form, options.region))
    return ExitCode.DONE


def _check_options(options: argparse.Namespace) -> None:
    """Refuse options that would be ignored."""
    if options.force and options.write is None:
        raise UsageError("--force works only with --write.", hint="Remove it, or add --write.")
    if options.clear_after is not None and not options.copy:
        raise UsageError("--clear-after works only with --copy.", hint="Remove it, or add --copy.")
    if (options.format or options.region) and options.write is not None:
        flag = "--format" if options.format else "--region"
        raise UsageError(f"--write can't be combined with {flag}.", hint=f"Remove {flag}.")


def _write(backend: Backend, target: targets.Target, options: argparse.Namespace, env: Mapping[str, str]) -> int:
    from ssotui.files.credentials_file import CredentialsFile, NewSection

    name = options.write or section_name(target)
    _check_profile(backend, name, force=options.force)
    issued = credentials.get(backend, target, threading.Event())
    if issued.expires_at is None:
        raise UsageError(
            f'The credentials of "{targets.label(target)}" have no expiration, so --write can\'t use them.',
            hint=f"Use the profile instead: ssotui use {shell_word(targets.label(target))}",
        )
    ref = RoleRef(target.session, target.account_id, role_of(target))
    written = CredentialsFile(env, backend.now).write(NewSection(name, ref, issued, options.force))
    for old in written.removed:
        output.say(f"Removed [{old}] from {written.path}: its credentials had expired.")
    output.say(f"Wrote [{name}] to {written.path}: expires {local_time(issued.expires_at)}.")
    return ExitCode.DONE


def _check_profile(backend: Backend, name: str, *, force: bool) -> None:
    """Refuse to write credentials into a profile that has another source of credentials, unless forced.

    Tools disagree on which of the two wins: botocore (credentials.py, ``create_credential_resolver``) takes SSO before
    static credentials, the AWS SDK for JavaScript v3 (credential-provider-ini, resolveProfileData) static ones first.
    """
    for profile in backend.profiles.read().profiles:
        if profile.name == name and profile.kind not in _HARMLESS and not force:
            raise UsageError(
                f'The profile "{name}" exists already ({profile.kind}): tools would differ in which one they use.',
                hint="Choose another name, or write it anyway: --force",
            )
