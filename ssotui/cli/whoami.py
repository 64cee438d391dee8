"""``ssotui whoami``: prints the AWS identity of the current profile or another one."""

from __future__ import annotations

import argparse
import os.path
import threading
from collections.abc import Mapping
from datetime import datetime
from typing import TYPE_CHECKING

from ssotui import wiring
from ssotui.actions import credentials, snapshots, target_regions, targets
from ssotui.cli import output, streams
from ssotui.cli.mfa_code import asking
from ssotui.cli.named_profile import named_by
from ssotui.core.chains.chains import root_session
from ssotui.core.console import arns
from ssotui.core.console.partitions import partition_of
from ssotui.core.durations import local_time, span
from ssotui.core.model import Credentials
from ssotui.core.printable import printable
from ssotui.core.profiles.lookup import profile_named
from ssotui.core.profiles.overriding_variables import conflicts, winner
from ssotui.core.shell.current_profile import named_by_variable, shell_profile
from ssotui.core.shell.variables import PROFILE, region_in
from ssotui.core.timestamps import timestamp, timestamp_or_none
from ssotui.errors import ExitCode, UsageError
from ssotui.named_tuples import NamedTuple

if TYPE_CHECKING:
    from ssotui.aws.caller_identity import Caller
    from ssotui.core.model import Profile
    from ssotui.core.ports.backend import Backend


class _Identity(NamedTuple):
    """The identity. ``profile`` is "" if it isn't that of a profile; ``expires_at`` is None if it isn't known."""

    profile: str
    caller: Caller
    expires_at: datetime | None


def run(options: argparse.Namespace, env: Mapping[str, str]) -> int:
    """For ``options.profile``, else the identity that ``aws sts get-caller-identity`` has in this shell."""
    backend = wiring.build(env, wiring.load_settings(env), named_by(options, env), asking(options))
    if options.profile:
        found = _by_profile(backend, profile_named(backend.profiles.read(), options.profile), env)
    else:
        found = _of_shell(backend, env)
    _show(_members(backend, found, env), backend.now(), as_json=options.json)
    return ExitCode.DONE


def _of_shell(backend: Backend, env: Mapping[str, str]) -> _Identity:
    if env.get(PROFILE) == "":
        raise UsageError("AWS_PROFILE is set but empty, which the AWS CLI rejects.", hint="Clear it: ssotui off")
    found = backend.profiles.read()
    name = shell_profile(env, found.profiles_by_name.__contains__)
    # Every tool fails for an undefined profile, whatever else is set.
    profile = profile_named(found, name) if name else None
    if named_by_variable(env):
        _tell_what_overrides(backend, env)
    wins = winner(env, profile)
    network = wiring.profile_network(env, profile.name) if profile else env
    if wins == "credentials":
        return _by_credentials(network)
    if wins != "profile":
        from ssotui.aws import caller_identity  # imports botocore, only needed for a request

        region = region_in(env) or (profile.region if profile else "")
        return _Identity("", caller_identity.caller_of_environment(wins, region, network), None)
    if profile is None:
        raise UsageError(
            "No profile is active in this shell.", hint="Pick a role: ssotui. Or name a profile: --profile P"
        )
    return _by_profile(backend, profile, env)


def _tell_what_overrides(backend: Backend, env: Mapping[str, str]) -> None:
    for conflict in conflicts(env, backend.profiles.read().profiles, os.path.exists):
        output.say(conflict.sentence)


def _by_profile(backend: Backend, profile: Profile, env: Mapping[str, str]) -> _Identity:
    from ssotui.aws import caller_identity  # imports botocore, only needed for a request

    network = wiring.profile_network(env, profile.name)
    target = targets.of_profile(backend.profiles.read(), profile.name)
    issued = credentials.get(backend, target, threading.Event())
    sso_region = target_regions.identity_center_region(backend.profiles.read(), target)
    # Credentials are only valid in their own partition, whatever the profile's region is.
    is_own = not sso_region or partition_of(profile.region) is partition_of(sso_region)
    region = profile.region if profile.region and is_own else sso_region
    return _Identity(profile.name, caller_identity.caller_with(issued, region, network), issued.expires_at)


def _by_credentials(env: Mapping[str, str]) -> _Identity:
    from ssotui.aws import caller_identity  # imports botocore, only needed for a request

    # botocore reads the older of the two names first (credentials.py, EnvProvider).
    token = env.get("AWS_SECURITY_TOKEN") or env.get("AWS_SESSION_TOKEN", "")
    given = Credentials(env["AWS_ACCESS_KEY_ID"], env.get("AWS_SECRET_ACCESS_KEY", ""), token)
    region = region_in(env)
    return _Identity(
        "", caller_identity.caller_with(given, region, env), timestamp_or_none(env.get("AWS_CREDENTIAL_EXPIRATION", ""))
    )


def _members(backend: Backend, found: _Identity, env: Mapping[str, str]) -> dict[str, str | None]:
    """The JSON object: AWS's response, and what is known about the role."""
    snapshot = snapshots.load(backend)
    profiles = snapshot.configuration.profiles_by_name
    profile = profiles.get(found.profile)
    account = snapshot.catalog.account(found.caller.account_id)
    region = region_in(env) or (profile.region if profile else "")
    return {
        "profile": found.profile or None,
        "session": (root_session(profile, profiles) if profile else _session_of(snapshot, found.caller)) or None,
        "account_id": found.caller.account_id,
        "account_name": (account.name if account else "") or None,
        "role": arns.role_of(found.caller.arn) or None,
        "region": region or None,
        "arn": found.caller.arn,
        "user_id": found.caller.user_id,
        "expires_at": timestamp(found.expires_at) if found.expires_at else None,
    }


def _session_of(snapshot: snapshots.Snapshot, caller: Caller) -> str:
    """The session that credentials without a profile come from, as in a shell of ``exec``; "" if it isn't known.

    The role of a permission set is of the Identity Center that its account belongs to: of the only session that lists
    it.
    """
    role = arns.permission_set_of(caller.arn)
    catalogs = ((name, snapshot.catalog.of(name)) for name in snapshot.session_names)
    names = [name for name, catalog in catalogs if role in catalog.known_roles(caller.account_id)]
    return names[0] if len(names) == 1 else ""


def _show(members: Mapping[str, str | None], now: datetime, *, as_json: bool) -> None:
    if as_json:
        output.write_json(members)
        return
    shown = {_LABELS[name]: value for name, value in members.items() if value}
    end = timestamp_or_none(members["expires_at"] or "")
    if end:
        shown[_LABELS["expires_at"]] = f"{local_time(end)} ({span(end - now)} left)"
    streams.write("".join(f"{label:<14}{printable(value)}\n" for label, value in shown.items()))


_LABELS = {
    "profile": "Profile", "session": "Session", "account_id": "Account ID", "account_name": "Account", "role": "Role",
    "region": "Region", "arn": "ARN", "user_id": "User ID", "expires_at": "Expires",
}  # fmt: skip
