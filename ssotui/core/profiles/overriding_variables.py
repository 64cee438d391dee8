"""Which credentials AWS's tools take in an environment, and the variables in it that override or break a profile.

The order is that of the AWS CLI and boto3 (botocore, credentials.py, create_credential_resolver). Where the SDK for
JavaScript (credential-provider-node, defaultProvider.js) or for Go (config/resolve_credentials.go) has another order,
the effect names it.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterator, Mapping
from typing import Literal

from ssotui.core.model import Profile
from ssotui.core.printable import printable
from ssotui.core.shell.current_profile import named_by_variable, shell_profile
from ssotui.core.shell.variables import CONTAINER, PROFILE, WEB_IDENTITY
from ssotui.named_tuples import NamedTuple

Winner = Literal["credentials", "web-identity", "profile", "container"]

DEFAULT_PROFILE = "AWS_DEFAULT_PROFILE"
TOKEN_FILE, ROLE_ARN = WEB_IDENTITY[:2]
_KEY, _SECRET = "AWS_ACCESS_KEY_ID", "AWS_SECRET_ACCESS_KEY"
_BESIDE_CREDENTIALS = ("AWS_SESSION_TOKEN", "AWS_SECURITY_TOKEN", "AWS_CREDENTIAL_EXPIRATION")
# The Go SDK also reads these names for the access key ID and the secret access key (config/env_config.go).
_GO_KEY, _GO_SECRET = "AWS_ACCESS_KEY", "AWS_SECRET_KEY"
_BEDROCK = "AWS_BEARER_TOKEN_BEDROCK"


class Conflict(NamedTuple):
    """A variable that is set, and its effect: a predicate such as "overrides every profile", without a full stop."""

    variable: str
    effect: str

    @property
    def sentence(self) -> str:
        return f"{self.variable} is set and {self.effect}."


def winner(env: Mapping[str, str], profile: Profile | None) -> Winner:
    """Where ``aws`` takes credentials from in this environment; ``profile`` is the shell's, None if undefined."""
    if env.get(_KEY):
        return "credentials"
    if env.get(TOKEN_FILE) and not _is_chain(profile):
        return "web-identity"
    if any(env.get(name) for name in CONTAINER) and not _gives_credentials(profile):
        return "container"
    return "profile"


def conflicts(
    env: Mapping[str, str], profiles: Collection[Profile] | None, file_exists: Callable[[str], bool]
) -> tuple[Conflict, ...]:
    """The conflicts, the worst first.

    ``profiles`` is None where they can't be read.
    """
    profile = next((one for one in profiles or () if one.name == shell_profile(env)), None)
    is_missing = profiles is not None and profile is None and bool(named_by_variable(env))
    return (
        *_of_credentials(env),
        *_of_profile_names(env, is_missing=is_missing),
        *_of_web_identity(env, profile, file_exists, is_missing=is_missing),
        *_of_containers(env, profile, is_missing=is_missing),
        *([Conflict(_BEDROCK, "overrides every profile for Amazon Bedrock")] if env.get(_BEDROCK) else ()),
    )


def overrides_chain_in_go(env: Mapping[str, str], profile: Profile | None) -> bool:
    """Whether the Go SDK uses web identity instead: it takes that before every profile, role chains included."""
    return bool(env.get(TOKEN_FILE)) and not env.get(_KEY) and _is_chain(profile)


def _of_credentials(env: Mapping[str, str]) -> Iterator[Conflict]:
    has_secret = bool(env.get(_SECRET))
    if env.get(_KEY):
        if has_secret:
            yield Conflict(_KEY, "overrides every profile; only the JavaScript SDK takes AWS_PROFILE first")
            yield Conflict(_SECRET, f"belongs to {_KEY}, which overrides every profile")
        else:
            yield Conflict(_KEY, f"{_SECRET} is missing: AWS CLI and boto3 fail")
        for name in filter(env.get, _BESIDE_CREDENTIALS):
            yield Conflict(name, _EFFECTS_BESIDE_CREDENTIALS[name])
    for name, other in ((_GO_KEY, _KEY), (_GO_SECRET, _SECRET)):
        has_both = (env.get(_KEY) or env.get(_GO_KEY)) and (has_secret or env.get(_GO_SECRET))
        if env.get(name) and not env.get(other) and has_both:
            yield Conflict(name, "overrides every profile in the Go SDK (Terraform)")


def _of_profile_names(env: Mapping[str, str], *, is_missing: bool) -> Iterator[Conflict]:
    name, other = env.get(PROFILE), env.get(DEFAULT_PROFILE)
    if is_missing:
        effect = f'names the profile "{printable(name or other or "")}", which isn\'t defined: every aws command fails'
        yield Conflict(PROFILE if name else DEFAULT_PROFILE, effect)
    if name == "":
        yield Conflict(PROFILE, "is empty: AWS CLI and boto3 look for a profile without a name, and fail")
    if other == "":
        yield Conflict(DEFAULT_PROFILE, "is empty: boto3 looks for a profile without a name, and fails")
    elif other and name and other != name:
        yield Conflict(DEFAULT_PROFILE, f'overrides AWS_PROFILE in boto3, which takes the profile "{printable(other)}"')


def _of_web_identity(
    env: Mapping[str, str], profile: Profile | None, file_exists: Callable[[str], bool], *, is_missing: bool
) -> Iterator[Conflict]:
    path, own_role = env.get(TOKEN_FILE), profile.role_arn if profile and profile.token_file else ""
    if not path:
        if env.get(ROLE_ARN) and own_role:
            yield Conflict(ROLE_ARN, f"overrides the role of the profile, {printable(own_role)}")
    elif is_missing:
        yield Conflict(TOKEN_FILE, "is used by the JavaScript SDK, because the profile isn't defined")
    elif _is_chain(profile):
        return
    elif not env.get(ROLE_ARN, own_role):
        yield Conflict(TOKEN_FILE, f"{ROLE_ARN} is missing: AWS CLI and boto3 fail")
    elif not file_exists(path):
        yield Conflict(TOKEN_FILE, f"names {printable(path)}, which doesn't exist: AWS CLI and boto3 fail")
    else:
        role = printable(env.get(ROLE_ARN, own_role))
        yield Conflict(TOKEN_FILE, f"overrides the profile in AWS CLI, boto3 and the Go SDK: they assume {role}")


def _of_containers(env: Mapping[str, str], profile: Profile | None, *, is_missing: bool) -> Iterator[Conflict]:
    """Container variables: every profile that gives credentials is taken before them."""
    for name in filter(env.get, CONTAINER):
        if is_missing:
            yield Conflict(name, "is used by the JavaScript SDK, because the profile isn't defined")
        elif named_by_variable(env) and profile and not _gives_credentials(profile):
            yield Conflict(name, f'is used, because the profile "{printable(profile.name)}" provides no credentials')


def _is_chain(profile: Profile | None) -> bool:
    return profile is not None and profile.kind == "assume-role" and not profile.token_file


def _gives_credentials(profile: Profile | None) -> bool:
    if profile is None or profile.kind == "other":
        return False
    return profile.ref is not None or profile.kind not in ("sso", "sso-legacy")


_EFFECTS_BESIDE_CREDENTIALS = {
    "AWS_SESSION_TOKEN": f"belongs to {_KEY}, which overrides every profile",
    "AWS_SECURITY_TOKEN": "takes precedence over AWS_SESSION_TOKEN in AWS CLI and boto3",
    "AWS_CREDENTIAL_EXPIRATION": f"limits the credentials of {_KEY}: AWS CLI and boto3 refuse them after that time",
}
