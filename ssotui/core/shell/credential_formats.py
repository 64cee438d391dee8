"""Temporary credentials as text, in each format of ``ssotui creds``.

Where ``aws configure export-credentials`` has the format, the text is the same (AWS CLI v2,
customizations/configure/exportcreds.py).
"""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Iterable, Mapping
from datetime import UTC, datetime
from typing import TYPE_CHECKING, TypeGuard

from ssotui.core.shell.process_document import process_document
from ssotui.core.shell.variables import REGION
from ssotui.core.timestamps import timestamp
from ssotui.errors import SsoTuiError, UsageError
from ssotui.named_tuples import NamedTuple

if TYPE_CHECKING:
    from ssotui.core.model import Credentials, Profile, RoleRef

    Target = RoleRef | Profile


class Format(NamedTuple):
    """One format: its name on the command line, its description, and the function that writes it.

    ``region_lines`` writes a region; None if the format has no place for one.
    """

    name: str
    words: str
    write: Callable[[Credentials, Target], str]
    region_lines: Callable[[str], str] | None = None


def render(credentials: Credentials, target: Target, name: str, region: str = "") -> str:
    """The credentials in the format ``name`` (a key of FORMATS), with a line end after the last line.

    ``region`` is added to them; see check_region. Raises SsoTuiError for characters that AWS never uses in
    credentials, because not every format can quote them.
    """
    form = FORMATS[name]
    for value in (credentials.access_key_id, credentials.secret_access_key, credentials.session_token or "-"):
        if not _USUAL.fullmatch(value):
            raise SsoTuiError(
                "The credentials contain characters that AWS never uses, so they are not written anywhere.",
                hint="Check that no proxy or other server answers in place of AWS.",
            )
    return form.write(credentials, target) + (form.region_lines(region) if region and form.region_lines else "")


def check_region(name: str, region: str) -> None:
    """Raises UsageError for a region in a format that has no place for one."""
    if region and FORMATS[name].region_lines is None:
        fitting = ", ".join(form.name for form in _ALL if form.region_lines)
        raise UsageError(f'The format "{name}" holds no region.', hint=f"Remove --region, or choose from {fitting}.")


def variables(credentials: Credentials) -> tuple[tuple[str, str], ...]:
    """The environment variables and their values, in the order of ``aws configure export-credentials``.

    Session token and expiration are left out where the credentials have none.
    """
    found = (
        ("AWS_ACCESS_KEY_ID", credentials.access_key_id),
        ("AWS_SECRET_ACCESS_KEY", credentials.secret_access_key),
        ("AWS_SESSION_TOKEN", credentials.session_token),
        ("AWS_CREDENTIAL_EXPIRATION", expiration(credentials.expires_at) if credentials.expires_at else ""),
    )
    return tuple((name, value) for name, value in found if value)


def expiration(moment: datetime) -> str:
    """As ``aws configure export-credentials`` writes it: with ``+00:00``, not ``Z`` (exportcreds.py)."""
    return moment.astimezone(UTC).isoformat(timespec="seconds")


def section_name(target: Target) -> str:
    """The section's name in a credentials file, as the access portal proposes it, in characters every tool reads."""
    words = f"{target.account_id}_{role_of(target)}" if target.account_id else f"{role_of(target)}-credentials"
    return re.sub(r"[^A-Za-z0-9_.@+%:/-]", "-", words)  # see naming.SAFE_NAME


def role_of(target: Target) -> str:
    """The role's name. For a profile without a role of a session: the role it assumes, else the profile's name."""
    return target.role or target.role_arn.rpartition("/")[2] or target.name if _is_profile(target) else target.role


def file_values(credentials: Credentials) -> dict[str, str]:
    """The lines of a section of a credentials file, in the access portal's order."""
    found = {
        "aws_access_key_id": credentials.access_key_id,
        "aws_secret_access_key": credentials.secret_access_key,
        "aws_session_token": credentials.session_token,
    }
    return {name: value for name, value in found.items() if value}


def _is_profile(target: Target) -> TypeGuard[Profile]:
    """Whether it is a Profile and not a RoleRef, without importing core.model."""
    return hasattr(target, "role_arn")


def _lines(form: str) -> tuple[Callable[[Credentials, Target], str], Callable[[str], str]]:
    """Functions that write each variable in the form of a language: those of credentials, and those of a region."""

    def write(pairs: Iterable[tuple[str, str]]) -> str:
        return "".join(form.format(name, value) + "\n" for name, value in pairs)

    return lambda credentials, _: write(variables(credentials)), lambda region: write((name, region) for name in REGION)


def _process(credentials: Credentials, _: Target) -> str:
    members = {
        "AccessKeyId": credentials.access_key_id,
        "SecretAccessKey": credentials.secret_access_key,
        "SessionToken": credentials.session_token,
        "Expiration": expiration(credentials.expires_at) if credentials.expires_at else "",
    }
    return process_document({name: value for name, value in members.items() if value})


def _json(credentials: Credentials, target: Target) -> str:
    end = credentials.expires_at
    members = {
        "session": target.session or None,
        "account_id": target.account_id or None,
        "role": role_of(target),
        "access_key_id": credentials.access_key_id,
        "secret_access_key": credentials.secret_access_key,
        "session_token": credentials.session_token or None,
        "expires_at": timestamp(end) if end else None,
    }
    return json.dumps(members, indent=2) + "\n"


def _ini(credentials: Credentials, target: Target) -> str:
    lines = [f"{key} = {value}" for key, value in file_values(credentials).items()]
    return "\n".join((f"[{section_name(target)}]", *lines, ""))


def _single(pick: Callable[[Credentials], str]) -> Callable[[Credentials, Target], str]:
    return lambda credentials, _: pick(credentials) + "\n"


# The characters of AWS's credentials (IDs, base64). None has a meaning in a shell, quoted or not.
_USUAL = re.compile(r"[A-Za-z0-9/+_.-][A-Za-z0-9/+=_.-]*")

_ALL = (
    Format("env", "bash, zsh: export …", *_lines("export {}={}")),
    Format("env-no-export", "NAME=VALUE lines, for docker --env-file", *_lines("{}={}")),
    Format("fish", "fish: set -gx …", *_lines('set -gx {} "{}"')),
    Format("powershell", "PowerShell: $Env:… =", *_lines('$Env:{}="{}"')),
    Format("windows-cmd", "Windows command prompt: set …", *_lines("set {}={}")),
    Format("json", "JSON, with the role's name", _json),
    Format("process", "JSON of a credential_process", _process),
    Format("ini", "a section for ~/.aws/credentials", _ini, "region = {}\n".format),
    Format("dotenv", "a .env file", *_lines("{}='{}'")),
    Format("access-key", "the access key ID only", _single(lambda credentials: credentials.access_key_id)),
    Format("secret-key", "the secret access key only", _single(lambda credentials: credentials.secret_access_key)),
    Format("session-token", "the session token only", _single(lambda credentials: credentials.session_token)),
)
FORMATS: Mapping[str, Format] = {form.name: form for form in _ALL}
