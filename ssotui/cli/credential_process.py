"""``ssotui credential-process``: AWS's tools run it for credentials. It never asks, and uses the cache if it can."""

from __future__ import annotations

from datetime import UTC, datetime

from ssotui.cli import streams
from ssotui.cli.usual_options import credential_process_flags
from ssotui.core.shell.process_document import process_document
from ssotui.errors import ExitCode

TYPE_CHECKING = False  # as typing.TYPE_CHECKING for mypy, whose import takes half of Python's start
if TYPE_CHECKING:
    import argparse
    from collections.abc import Mapping, Sequence

    from ssotui.core.model import RoleRef

_MEMBERS = ("AccessKeyId", "SecretAccessKey", "SessionToken", "Expiration")


def quick(words: Sequence[str], env: Mapping[str, str]) -> int | None:
    """Print cached credentials without loading argparse or dataclasses, and without parsing all of the AWS config.

    Returns the exit code; None if they can't be found in this way: then ``run`` handles all cases and errors.
    """
    options = credential_process_flags(words)
    if options is None:
        return None
    from ssotui import paths

    role = _of_profile(options["--profile"], env) if "--profile" in options else _spelled_out(options)
    if role is None:
        return None
    from ssotui.core.role_cache_names import file_name
    from ssotui.files import role_credentials_cache

    session, account_id, name = role
    path = paths.role_cache_folder(env) / file_name(session, account_id, name)
    cached = role_credentials_cache.read(path, datetime.now(UTC))
    if cached is None:
        return None
    return _answer({member: cached[member] for member in _MEMBERS}, account_id)


def run(options: argparse.Namespace, env: Mapping[str, str]) -> int:
    """For ``options.profile``, or ``session``, ``account_id`` and ``role``. Its errors are shown by AWS's tools."""
    import threading

    from ssotui import wiring
    from ssotui.actions import credentials, targets
    from ssotui.core.timestamps import timestamp

    _check_options(options)
    backend = wiring.build(env, wiring.load_settings(env), (options.profile,) if options.profile else ())
    target = targets.of_profile(backend.profiles.read(), options.profile) if options.profile else _named_role(options)
    issued = credentials.get(backend, target, threading.Event())
    end = timestamp(issued.expires_at) if issued.expires_at else ""
    values = (issued.access_key_id, issued.secret_access_key, issued.session_token, end)
    return _answer(dict(zip(_MEMBERS, values, strict=True)), target.account_id)


def _check_options(options: argparse.Namespace) -> None:
    from ssotui.errors import UsageError

    if options.profile and (options.session or options.account_id or options.role):
        raise UsageError(
            "--profile can't be combined with --session, --account-id and --role.", hint="Use one or the other."
        )


def _answer(values: Mapping[str, str], account_id: str) -> int:
    members = {**values, "AccountId": account_id}
    streams.write(process_document({name: value for name, value in members.items() if value}))
    return ExitCode.DONE


def _named_role(options: argparse.Namespace) -> RoleRef:
    from ssotui.core.model import RoleRef
    from ssotui.errors import UsageError

    if not (options.session and options.account_id and options.role):
        raise UsageError(
            "No role is given.", hint="Use --profile P, or --session S, --account-id A and --role R together."
        )
    return RoleRef(options.session, options.account_id, options.role)


def _spelled_out(options: Mapping[str, str]) -> tuple[dict[str, str], str, str]:
    """The role in the options. A legacy session's credentials have another file name, and aren't found here."""
    return {"sessionName": options["--session"]}, options["--account-id"], options["--role"]


def _of_profile(name: str, env: Mapping[str, str]) -> tuple[dict[str, str], str, str] | None:
    """The role of a profile whose section has everything; None if the credentials file has the profile, too."""
    from ssotui import paths
    from ssotui.core.chains.soundness import ProfileFacts, first_fault
    from ssotui.errors import FileError
    from ssotui.files.atomic import read_file
    from ssotui.files.section_lookup import config_sections

    try:
        sections = config_sections(env)
        values = sections.of("profile", name)
        if values is None or f"[{name}]".encode() in (read_file(paths.credentials_file(env)) or b""):
            return None
        if first_fault(ProfileFacts(name, values, {}, lambda session: sections.of("sso-session", session))):
            return None
    except FileError:
        return None
    account_id, role = values.get("sso_account_id", ""), values.get("sso_role_name", "")
    session, start_url = values.get("sso_session", ""), values.get("sso_start_url", "")
    if "role_arn" in values or not account_id or not role or bool(session) == bool(start_url) or "\n" in session:
        return None
    return ({"sessionName": session} if session else {"startUrl": start_url}), account_id, role
