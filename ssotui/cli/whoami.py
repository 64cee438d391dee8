"""``ssotui whoami``: prints the AWS identity of the current profile or another one."""

from __future__ import annotations

import argparse
import os.path
from collections.abc import Mapping
from datetime import datetime
from typing import TYPE_CHECKING, NamedTuple

from ssotui import wiring
from ssotui.actions import credentials, snapshot, target_regions, targets
from ssotui.cli import output, streams
from ssotui.cli.named_profile import named_by
from ssotui.core.console import arns
from ssotui.core.console.partitions import partition_of
from ssotui.core.durations import local_time, span
from ssotui.core.printable import printable
from ssotui.core.profiles.chains import root_session
from ssotui.core.profiles.conflicts import conflicts, winner
from ssotui.core.profiles.lookup import profile_named
from ssotui.core.shell.current_profile import named_by_variable, shell_profile
from ssotui.core.shell.variables import PROFILE, REGION
from ssotui.core.timestamps import timestamp_or_none
from ssotui.errors import ExitCode, UsageError
from ssotui.worker_pool import CancelToken

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
    backend = wiring.build(env, wiring.load_settings(env), named_by(options, env))
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
    name = shell_profile(env, {one.name for one in found.profiles}.__contains__)
    # Every tool fails for an undefined profile, whatever else is set.
    profile = profile_named(found, name) if name else None
    if named_by_variable(env):
        _tell_what_overrides(backend, env)
    wins = winner(env, profile)
    network = wiring.profile_network(env, profile.name) if profile else env
    if wins == "keys":
        return _by_keys(network)
    if wins != "profile":
        from ssotui.aws import caller_identity  # imports botocore, only needed for a request

        region = next((env[one] for one in REGION if env.get(one)), profile.region if profile else "")
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
    from ssotui.aws.clients import Keys

    network = wiring.profile_network(env, profile.name)
    target = targets.of_profile(backend.profiles.read(), profile.name)
    keys = credentials.get(backend, target, CancelToken())
    held = Keys(keys.access_key_id, keys.secret_access_key, keys.session_token)
    home = target_regions.identity_center_region(backend.profiles.read(), target)
    # Credentials are only valid in their own partition, whatever the profile's region is.
    is_own = not home or partition_of(profile.region) is partition_of(home)
    region = profile.region if profile.region and is_own else home
    return _Identity(profile.name, caller_identity.caller_with(held, region, network), keys.expires_at)


def _by_keys(env: Mapping[str, str]) -> _Identity:
    from ssotui.aws import caller_identity  # imports botocore, only needed for a request
    from ssotui.aws.clients import Keys

    # botocore reads the older of the two names first (credentials.py, EnvProvider).
    token = env.get("AWS_SECURITY_TOKEN") or env.get("AWS_SESSION_TOKEN", "")
    keys = Keys(env["AWS_ACCESS_KEY_ID"], env.get("AWS_SECRET_ACCESS_KEY", ""), token)
    region = next((env[name] for name in REGION if env.get(name)), "")
    return _Identity(
        "", caller_identity.caller_with(keys, region, env), timestamp_or_none(env.get("AWS_CREDENTIAL_EXPIRATION", ""))
    )


def _members(backend: Backend, found: _Identity, env: Mapping[str, str]) -> dict[str, str | None]:
    """The JSON object: AWS's response, and what is known about the role."""
    taken = snapshot.load(backend)
    profiles = {one.name: one for one in taken.configuration.profiles}
    profile = profiles.get(found.profile)
    account = taken.catalog.account(found.caller.account_id)
    region = next((env[name] for name in REGION if env.get(name)), profile.region if profile else "")
    return {
        "profile": found.profile or None,
        "session": (root_session(profile, profiles) if profile else "") or None,
        "account_id": found.caller.account_id,
        "account_name": (account.name if account else "") or None,
        "role": arns.role_of(found.caller.arn) or None,
        "region": region or None,
        "arn": found.caller.arn,
        "user_id": found.caller.user_id,
        "expires_at": f"{found.expires_at:%Y-%m-%dT%H:%M:%SZ}" if found.expires_at else None,
    }


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
