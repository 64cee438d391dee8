"""Converts what botocore raises for the credentials of a profile to ssotui's errors."""

from __future__ import annotations

import re

import botocore.exceptions as aws

from ssotui.aws.errors import Request, explain
from ssotui.core.model import Profile
from ssotui.core.printable import printable, shortened
from ssotui.errors import AccessDenied, ProfileError, Rejected, SsoTuiError, Unreachable, shell_word

_LONGEST = 200
_DENIED = 403
_ENDED = ("ExpiredToken", "ExpiredTokenException", "InvalidClientTokenId", "UnrecognizedClientException")
_WRONG_CODE = "MultiFactorAuthentication failed"  # AWS's messages as users quote them (aws-vault, issues 64 and 339)
_NO_DEVICE = "serial number"
_TOO_LONG = "DurationSeconds exceeds"
_ROLE_DENIED = re.compile(r"on resource: (arn:[\w-]+:iam::\d{12}:role/[\w+=,.@/-]+)", re.ASCII)


def explain_profile_error(error: Exception, profile: Profile, host: str, serial: str) -> SsoTuiError:
    """The error to raise. ``host`` was asked last; ``serial`` is the MFA device whose code was sent last, or ""."""
    name = printable(profile.name)
    if isinstance(error, aws.ClientError):
        return _refused(error, profile, host, serial)
    failure = explain(error, Request("", f'credentials of the profile "{name}"', host))
    if isinstance(failure, Unreachable):
        return failure
    if isinstance(error, aws.InvalidConfigError | aws.InfiniteLoopConfigError | aws.PartialCredentialsError):
        return ProfileError(name, shortened(printable(str(error)), _LONGEST).rstrip("."))
    return SsoTuiError(
        f'The profile "{name}" provides no credentials: {shortened(printable(str(error)), _LONGEST)}',
        hint=f"See what the AWS CLI reports: aws sts get-caller-identity --profile {shell_word(profile.name)}",
    )


def _refused(error: aws.ClientError, profile: Profile, host: str, serial: str) -> SsoTuiError:
    status = error.response.get("ResponseMetadata", {}).get("HTTPStatusCode", 0)
    code = shortened(printable(str(error.response.get("Error", {}).get("Code", ""))), _LONGEST)
    message = str(error.response.get("Error", {}).get("Message", ""))
    name = printable(profile.name)
    if status != _DENIED:
        return _not_denied(error, message, name, host)
    if code in _ENDED:
        return AccessDenied(
            f'AWS does not accept the credentials with which the profile "{name}" assumes its role ({code}).',
            hint="Renew them, or correct them in the AWS config.",
        )
    if serial and message.startswith(_WRONG_CODE):
        return _wrong_code(message, printable(serial))
    denied = _ROLE_DENIED.search(message)  # in a chain it isn't always the profile's own role
    role = printable(denied[1] if denied else profile.role_arn)
    return AccessDenied(
        f'AWS does not let the profile "{name}" assume {role or "its role"} ({code}).',
        hint="The role's trust policy must name your role, and your role must allow sts:AssumeRole.",
    )


def _wrong_code(message: str, serial: str) -> AccessDenied:
    if _NO_DEVICE in message:
        return AccessDenied(
            f"AWS finds no MFA device {serial} of this user.", hint="Correct mfa_serial in the AWS config."
        )
    return AccessDenied(
        f"AWS does not accept this MFA code of {serial}.", hint="Wait for the next code: each one works only once."
    )


def _not_denied(error: aws.ClientError, message: str, name: str, host: str) -> SsoTuiError:
    if _TOO_LONG in message:
        return Rejected(
            f'The profile "{name}" asks for a longer session than AWS allows for its role.',
            hint="Lower its duration_seconds. From one role to the next AWS allows at most 3600.",
        )
    return explain(error, Request("", f'credentials of the profile "{name}"', host))
