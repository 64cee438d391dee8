"""Variables of the environment that override or break a profile (botocore, configprovider.py and credentials.py)."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterator, Mapping

from ssotui.core.checks.finding import Finding
from ssotui.core.model import Profile
from ssotui.core.printable import printable
from ssotui.core.profiles.overriding_variables import TOKEN_FILE, conflicts, overrides_chain_in_go
from ssotui.core.shell.current_profile import shell_profile
from ssotui.core.shell.region_variables import region_of_switch
from ssotui.core.shell.variables import IN_THE_WAY, PROFILE

_IDS = {
    "AWS_WEB_IDENTITY_TOKEN_FILE": "web-identity-variable",
    "AWS_ROLE_ARN": "web-identity-variable",
    "AWS_CONTAINER_CREDENTIALS_RELATIVE_URI": "container-variable",
    "AWS_CONTAINER_CREDENTIALS_FULL_URI": "container-variable",
    "AWS_BEARER_TOKEN_BEDROCK": "bedrock-variable",
    "AWS_DEFAULT_PROFILE": "default-profile-variable",
    "AWS_CREDENTIAL_EXPIRATION": "expiration-variable",
}
_READERS = {
    "AWS_REGION": "AWS CLI and the JavaScript SDK use it",
    "AWS_DEFAULT_REGION": "AWS CLI and boto3 use it",
}
_OTHER_CREDENTIALS = "keys-in-environment"


def environment(
    env: Mapping[str, str], profiles: Collection[Profile] | None, file_exists: Callable[[str], bool]
) -> Iterator[Finding]:
    """The findings. ``profiles`` is None if they can't be read."""
    for conflict in conflicts(env, profiles, file_exists):
        name = conflict.variable
        if name == PROFILE or env[name] == "":
            continue  # reported below as an error
        hint = f"unset {name}, or: ssotui off" if name in IN_THE_WAY else f"unset {name}"
        yield _warning(_IDS.get(name, _OTHER_CREDENTIALS), conflict.sentence, hint)
    current = shell_profile(env)
    if any(overrides_chain_in_go(env, one) for one in profiles or () if one.name == current):
        message = f'{TOKEN_FILE} is set and overrides the profile "{printable(current)}" in the Go SDK (Terraform).'
        yield Finding("web-identity-variable", "info", "", 0, message, f"unset {TOKEN_FILE}")
    yield from _profile(env, None if profiles is None else {profile.name for profile in profiles})
    yield from _region(env)
    for variable in ("AWS_CONFIG_FILE", "AWS_SHARED_CREDENTIALS_FILE"):
        if env.get(variable) == "":
            message = (
                f"{variable} is set but empty: AWS CLI and boto3 read no file, the JavaScript SDK the default one."
            )
            yield Finding("empty-file-variable", "error", "", 0, message, f"unset {variable}, or set it to a path")


def _profile(env: Mapping[str, str], profiles: Collection[str] | None) -> Iterator[Finding]:
    for variable in ("AWS_PROFILE", "AWS_DEFAULT_PROFILE"):
        name = env.get(variable)
        if name == "":
            message = f"{variable} is set but empty: AWS CLI and boto3 look for a profile without a name, and fail."
            yield Finding("empty-profile-variable", "error", "", 0, message, f"unset {variable}")
        elif name and profiles is not None and name not in profiles:
            message = (
                f'{variable} names the profile "{printable(name)}", which isn\'t defined: every aws command fails.'
            )
            yield Finding("unknown-profile-variable", "error", "", 0, message, "Pick another profile: ssotui")


def _region(env: Mapping[str, str]) -> Iterator[Finding]:
    own, old = env.get("AWS_REGION"), env.get("AWS_DEFAULT_REGION")
    if own and old and own != old:
        message = f"AWS CLI uses AWS_REGION ({printable(own)}), boto3 uses AWS_DEFAULT_REGION ({printable(old)})."
        yield _warning("two-region-variables", message, "unset one of them")
    elif (own or old) and not region_of_switch(env):
        variable = "AWS_REGION" if own else "AWS_DEFAULT_REGION"
        readers = "All tools use it" if own and old else _READERS[variable]
        message = f"{variable} is set. {readers} instead of a profile's region."
        yield Finding("region-variable", "info", "", 0, message, f"unset {variable} to use the profile's region")


def _warning(name: str, message: str, hint: str) -> Finding:
    return Finding(name, "warning", "", 0, message, hint)
