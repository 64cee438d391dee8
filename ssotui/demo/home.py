"""The temporary home: AWS configuration, tokens as the AWS CLI writes them, and the environment to use it.

``make_home(folder, organization, env)`` fills an empty folder::

    home = make_home(tmp_path / "home", organization, os.environ)
    subprocess.run(["ssotui", "list", "--json"], env=home.env)
    home.expire("acme")                  # the token's file says so; it can still be refreshed
    home.sign_out("acme")                # no token file
    home.sign_in("acme")                 # a new one

Sessions that start signed in have a token. With three sessions or more, the last one also has a legacy profile.
``home.profiles`` are the names of the profiles that give a role.
"""

from __future__ import annotations

import hashlib
import json
import re
import shlex
import sys
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from pathlib import Path

from ssotui.demo.access_tokens import SignIn, first_sign_in
from ssotui.demo.issued_credentials import STATIC_KEY
from ssotui.demo.organization import Organization
from ssotui.demo.world import DemoAccount, DemoInstance, World

ASSUME_ROLE_PROFILE = "org-auditor"
STATIC_PROFILE = "ci-deployer"
LEGACY_PROFILE = "old-style"

_SAFE_NAME = re.compile(r"[A-Za-z0-9][A-Za-z0-9-]*")
_SAFE_ROLE = re.compile(r"[\w+=,.@-]{1,64}", re.ASCII)
_PROFILES_EACH = (3, 2)  # numbers of profiles of the first and the second instance
_LEGACY_FROM = 3
_OF_THE_CALLER = ("AWS_", "SSOTUI_")
_FILES_OF_THE_CALLER = ("XDG_CONFIG_HOME", "XDG_CACHE_HOME", "XDG_STATE_HOME", "XDG_DATA_HOME", "REQUESTS_CA_BUNDLE")


@dataclass(frozen=True, slots=True)
class DemoHome:
    """A home folder, and the environment in which programs use it."""

    folder: Path
    env: dict[str, str] = field(repr=False)
    organization: Organization = field(repr=False)

    @property
    def config_file(self) -> Path:
        """``~/.aws/config``."""
        return self.folder / ".aws" / "config"

    @property
    def profiles(self) -> tuple[str, ...]:
        """The names of the profiles with ``sso_session``, in the file's order."""
        return tuple(name for name, _, _ in _sso_profiles(self.organization.world))

    def token_file(self, session: str) -> Path:
        """The session's token file, named after the SHA-1 of its name (botocore, utils.py, SSOTokenLoader)."""
        name = hashlib.sha1(session.encode(), usedforsecurity=False).hexdigest()
        return self.folder / ".aws" / "sso" / "cache" / f"{name}.json"

    def sign_in(self, session: str, *, refreshable: bool = True) -> None:
        """Write a new token for a session. Raises KeyError."""
        self._write(session, self.organization.sign_in(session, refreshable=refreshable), self._token_end())

    def expire(self, session: str, *, refreshable: bool = True, left: timedelta = timedelta(minutes=-1)) -> None:
        """Write a token that expires in ``left``, with or without a valid refresh token. Raises KeyError."""
        issued = self.organization.sign_in(session, refreshable=refreshable)
        self._write(session, issued, self.organization.now() + left)

    def sign_out(self, session: str) -> None:
        """Remove a session's token file, if there is one."""
        self.token_file(session).unlink(missing_ok=True)

    def write_first_tokens(self) -> None:
        """Write the tokens of the sessions that start signed in."""
        world = self.organization.world
        for instance in world.instances:
            if instance.signed_in:
                self._write(instance.session, first_sign_in(world, instance), self._token_end())

    def _token_end(self) -> datetime:
        return self.organization.now() + self.organization.lifetimes.token

    def _write(self, session: str, issued: SignIn, expires_at: datetime) -> None:
        """As AWS CLI v2 does: members in this order, on one line, without a line end (found by running 2.36)."""
        instance = self.organization.center(session).instance
        members = {
            "startUrl": instance.start_url,
            "region": instance.sso_region,
            "accessToken": issued.access_token,
            "expiresAt": _timestamp(expires_at),
            "clientId": issued.client_id,
            "clientSecret": issued.client_secret,
            "registrationExpiresAt": _timestamp(self.organization.now() + self.organization.lifetimes.registration),
        }
        if issued.refresh_token is not None:
            members["refreshToken"] = issued.refresh_token
        _write_private(self.token_file(session), json.dumps(members))


def make_home(folder: Path, organization: Organization, env: Mapping[str, str]) -> DemoHome:
    """Fill ``folder``, created if necessary; ``env`` is the caller's environment. Raises OSError."""
    home = DemoHome(folder, environment(folder, organization.url, env), organization)
    for inner in (folder, folder / ".aws", folder / ".aws" / "sso", folder / ".aws" / "sso" / "cache"):
        inner.mkdir(mode=0o700, exist_ok=True)
    _write_private(home.config_file, "\n".join(_config(organization.world)))
    credentials = (f"[{STATIC_PROFILE}]", *_keys("aws_access_key_id", "aws_secret_access_key", values=STATIC_KEY))
    _write_private(folder / ".aws" / "credentials", "\n".join((*credentials, "")))
    for name, text in _SHELL_FILES.items():
        (folder / name).parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        (folder / name).write_text(text, encoding="utf-8")
    home.write_first_tokens()
    return home


def environment(folder: Path, url: str, env: Mapping[str, str]) -> dict[str, str]:
    """The caller's environment without variables that lead to AWS, or to files outside the demo's home."""
    inherited = {name: value for name, value in env.items() if not name.startswith(_OF_THE_CALLER)}
    for name in _FILES_OF_THE_CALLER:
        inherited.pop(name, None)
    scripts = str(Path(sys.executable).parent)
    nearby = ",".join(filter(None, (env.get("NO_PROXY") or env.get("no_proxy"), "127.0.0.1")))
    return inherited | {
        "HOME": str(folder),
        "USERPROFILE": str(folder),
        "PATH": f"{scripts}:{env['PATH']}" if env.get("PATH") else scripts,
        "AWS_ENDPOINT_URL_SSO": url,
        "AWS_ENDPOINT_URL_SSO_OIDC": url,
        "AWS_ENDPOINT_URL_STS": url,
        "SSOTUI_ENDPOINT_URL_FEDERATION": url,
        "AWS_EC2_METADATA_DISABLED": "true",
        "NO_PROXY": nearby,
        "no_proxy": nearby,
        "SSOTUI_DEMO": "1",
    }


def _config(world: World) -> Iterator[str]:
    for instance in world.instances:
        yield f"[sso-session {shlex.quote(instance.session)}]"
        yield from _keys(
            "sso_start_url",
            "sso_region",
            "sso_registration_scopes",
            values=(instance.start_url, instance.sso_region, "sso:account:access"),
        )
        yield ""
    members = ("sso_session", "sso_account_id", "sso_role_name", "region")
    profiles = tuple(_sso_profiles(world))
    for name, instance, (account_id, role) in profiles:
        yield f"[profile {name}]"
        yield from _keys(*members, values=(instance.session, account_id, role, instance.sso_region))
        yield ""
    yield f"[profile {STATIC_PROFILE}]"
    yield from ("region = eu-west-1", "")
    if profiles:
        name, instance, (account_id, _) = profiles[0]
        arn = f"arn:aws:iam::{account_id}:role/OrganizationAuditor"
        yield f"[profile {ASSUME_ROLE_PROFILE}]"
        yield from _keys("role_arn", "source_profile", "region", values=(arn, name, instance.sso_region))
        yield ""
    if len(world.instances) >= _LEGACY_FROM:
        yield from _legacy_profile(world.instances[-1])


def _legacy_profile(instance: DemoInstance) -> Iterator[str]:
    for account_id, _, role in _reachable(instance):
        yield f"[profile {LEGACY_PROFILE}]"
        yield from _keys(
            "sso_start_url",
            "sso_region",
            "sso_account_id",
            "sso_role_name",
            values=(instance.start_url, instance.sso_region, account_id, role),
        )
        yield ""
        return


def _sso_profiles(world: World) -> Iterator[tuple[str, DemoInstance, tuple[str, str]]]:
    """(name, instance, (account ID, role)) of the profiles that the home starts with, with unique names."""
    used_names: set[str] = set()
    for instance, count in zip(world.instances, _PROFILES_EACH, strict=False):
        for (account_id, name, role), number in zip(_reachable(instance), range(count), strict=False):
            # The last of each instance is named as ``aws configure sso`` proposes.
            profile = name if name not in used_names and number < count - 1 else f"{role}-{account_id}"
            used_names.add(profile)
            yield profile, instance, (account_id, role)


def _reachable(instance: DemoInstance) -> Iterator[tuple[str, str, str]]:
    """(ID, name, first role) of the accounts whose names need no quoting."""
    for account in sorted(instance.accounts, key=_production_first):
        role = next(iter(account.roles), "")
        if account.name and _SAFE_NAME.fullmatch(account.name) and _SAFE_ROLE.fullmatch(role):
            yield account.id, account.name, role


def _production_first(account: DemoAccount) -> tuple[bool, str]:
    name = account.name or ""
    return not name.endswith("-prod"), name


def _keys(*names: str, values: tuple[str, ...]) -> Iterator[str]:
    for name, value in zip(names, values, strict=True):
        yield f"{name} = {value}"


def _timestamp(when: datetime) -> str:
    return when.strftime("%Y-%m-%dT%H:%M:%SZ")


def _write_private(path: Path, text: str) -> None:
    path.touch(mode=0o600)
    path.write_text(text, encoding="utf-8")


# Start-up files that install the wrapper, for ``ssotui demo -- bash`` and other shells.
_SHELL_FILES = {
    ".bashrc": "PS1='(ssotui demo) \\w \\$ '\ncommand -v ssotui >/dev/null && eval \"$(ssotui init bash)\"\n",
    ".zshrc": (
        "PROMPT='(ssotui demo) %~ %# '\nautoload -Uz compinit && compinit -u -D\n"
        'command -v ssotui >/dev/null && eval "$(ssotui init zsh)"\n'
    ),
    ".config/fish/config.fish": (
        "function fish_prompt\n    echo '(ssotui demo) '(prompt_pwd)' > '\nend\n"
        "command -q ssotui; and ssotui init fish | source\n"
    ),
}
