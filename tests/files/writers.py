"""Everything that writes a file, as functions of a folder and a version: 1 is there before, 2 takes its place."""

from __future__ import annotations

import os
import re
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import NamedTuple

from ssotui.core.catalog import Knowledge, Known, Roles, SessionCatalog
from ssotui.core.configuration import NewProfile
from ssotui.core.model import Account, Credentials, Registration, RoleRef, SsoSession, Token
from ssotui.core.profiles.plans import plan
from ssotui.core.sign_in.oidc import Client
from ssotui.files.assumed_roles import AssumedRoleFiles
from ssotui.files.aws_profiles import AwsProfiles
from ssotui.files.catalog_heads import CatalogHeads
from ssotui.files.catalog_store import CatalogFiles
from ssotui.files.checked_files import AwsFiles
from ssotui.files.client_cache import ClientFiles
from ssotui.files.credentials_file import CredentialsFile, NewSection
from ssotui.files.history import HistoryFile
from ssotui.files.look_cache import LookCache
from ssotui.files.role_credentials_cache import RoleCredentialsFiles
from ssotui.files.section_lookup import ConfigSections
from ssotui.files.session_writer import SessionFile
from ssotui.files.theme_setting import save_theme
from ssotui.files.token_cache import TokenFiles

NOW = datetime(2026, 11, 21, tzinfo=UTC)
ACME = SsoSession("acme", "https://acme.awsapps.com/start", "eu-west-1")
SESSION = f"[sso-session acme]\nsso_start_url = {ACME.start_url}\nsso_region = eu-west-1\n"
_REF = RoleRef("acme", "000000000001", "Admin")
_MANY = 150


class Writer(NamedTuple):
    """``write`` leaves its version in ``path``, below the folder; ``tells`` is False where a failure harms nobody."""

    path: str
    write: Callable[[Path, int], object]
    tells: bool = True

    def version(self, folder: Path) -> bytes:
        """What the file says, whichever inode another file had this time."""
        return self.normal((folder / self.path).read_bytes())

    @staticmethod
    def normal(content: bytes) -> bytes:
        return re.sub(rb' \d+ /|"made_of": \[.*?\]', b" /", content)


def env(folder: Path) -> dict[str, str]:
    return {"HOME": str(folder), "XDG_STATE_HOME": str(folder / "state"), "XDG_CACHE_HOME": str(folder / "cache")}


def config_of(folder: Path) -> Path:
    """A config file without profiles, unless there is one."""
    config = folder / ".aws" / "config"
    config.parent.mkdir(exist_ok=True)
    if not config.exists():
        config.write_text(SESSION)
    return config


def sync(folder: Path, first: int = 0, count: int = _MANY) -> None:
    """Write ``count`` profiles, all at once."""
    wanted = [
        NewProfile(f"p{n}", RoleRef("acme", f"{n:012}", "Admin"), "eu-west-1") for n in range(first, first + count)
    ]
    AwsProfiles(env(folder), lambda: NOW).carry_out(lambda found: plan(found.profiles, wanted))


def _sync(folder: Path, version: int) -> None:
    config_of(folder)
    if version > 1:
        sync(folder)


def _session(folder: Path, version: int) -> None:
    config_of(folder)
    if version > 1:
        SessionFile(env(folder), lambda: NOW).add(ACME._replace(name="other"), write=True)


def _undo(folder: Path, version: int) -> None:
    config_of(folder)
    if version == 1:
        sync(folder)
    else:
        AwsProfiles(env(folder), lambda: NOW).undo(write=True)


def _mend(folder: Path, version: int) -> None:
    config = config_of(folder)
    if version > 1:
        files = AwsFiles(env(folder), lambda: NOW)
        files.rewrite(files.config(), config.read_bytes() * 2)


def _keys(version: int) -> Credentials:
    return Credentials(f"ASIA{version}", "s" * 40, "t" * 900, NOW + timedelta(hours=version))


def _credentials(folder: Path, version: int) -> None:
    file = folder / ".aws" / "credentials"
    file.parent.mkdir(exist_ok=True)
    if version == 1:
        file.write_text("[mine]\naws_access_key_id = AKIA\n")
    else:
        CredentialsFile(env(folder), lambda: NOW).write(NewSection("copied", _REF, _keys(version)))


def _token(folder: Path, version: int) -> None:
    tokens = TokenFiles(folder / ".aws" / "sso" / "cache", folder / "state" / "locks")
    tokens.save(ACME, Token("t" * 900 * version, NOW, "r" * 900, Registration("c", "s" * 900, NOW)))


def _renewal(folder: Path, version: int) -> None:
    if version == 1:
        _token(folder, 1)
        return
    tokens = TokenFiles(folder / ".aws" / "sso" / "cache", folder / "state" / "locks")
    before = tokens.load(ACME)
    assert before
    with tokens.refreshing(ACME) as renewal:
        assert renewal.save(before, Token("n" * 1800, NOW, "r" * 900, Registration("c", "s" * 900, NOW)))


def _client(folder: Path, version: int) -> None:
    client = Client(Registration("c", "s" * 900 * version, NOW), ("sso:account:access",), ())
    ClientFiles(folder / ".aws" / "sso" / "cache").save(ACME, client)


def _role_keys(folder: Path, version: int) -> None:
    RoleCredentialsFiles(folder / ".aws" / "cli" / "cache", folder / "state", lambda: NOW).save(
        ACME, _REF, _keys(version)
    )


def _assumed(folder: Path, version: int) -> None:
    keys = {"AccessKeyId": f"ASIA{version}", "SecretAccessKey": "s" * 40, "SessionToken": "t" * 900, "Expiration": NOW}
    AssumedRoleFiles(folder / ".aws" / "cli" / "cache")["key"] = {"Credentials": keys}


def _catalogue(folder: Path, version: int) -> None:
    accounts = tuple(Account(f"{n:012}", f"a{n}", f"{n}@example.com") for n in range(100 * version))
    CatalogFiles(folder / "cache").save(ACME, SessionCatalog(Known(accounts, NOW), {}))


def _history(folder: Path, version: int) -> None:
    HistoryFile(folder / "state" / "ssotui").record_use(f"key {version}", NOW)


def _look(folder: Path, version: int) -> None:
    LookCache(folder / "cache", {}, ()).save(["look"] * 9_000 * version, ())


def _head(folder: Path, version: int) -> None:
    heads = CatalogHeads(folder / "cache")
    if version == 1:
        accounts = tuple(Account(f"{n:012}", f"account {n}", "a@example.com") for n in range(2_000))
        roles: dict[str, Knowledge[Roles]] = {account.id: Known(("Admin",), NOW) for account in accounts}
        heads.save(ACME, SessionCatalog(Known(accounts, NOW), roles))
    heads.save_head(ACME, [f"{version:012}"])


def _theme(folder: Path, version: int) -> None:
    settings = folder / "config.toml"
    if version == 1:
        settings.write_text('[ui]\ntheme = "ssotui-dark"\n' + "# a comment\n" * 6_000)
    else:
        save_theme(settings, "nord")


def _fingerprint(folder: Path, version: int) -> None:
    config = config_of(folder)
    if version == 1:
        config.write_text(SESSION + "# a comment\n" * 6_000)
    os.utime(config, (version, version))
    ConfigSections(env(folder))


_TOKEN = TokenFiles(Path()).path(ACME).name
_ROLE_KEYS = RoleCredentialsFiles(Path(), Path(), lambda: NOW).path(ACME, _REF).name
WRITERS = {
    "profiles": Writer(".aws/config", _sync),
    "a session": Writer(".aws/config", _session),
    "undo": Writer(".aws/config", _undo),
    "the doctor": Writer(".aws/config", _mend),
    "credentials": Writer(".aws/credentials", _credentials),
    "token": Writer(f".aws/sso/cache/{_TOKEN}", _token),
    "renewed token": Writer(f".aws/sso/cache/{_TOKEN}", _renewal),  # by spare_file and token_cache
    "registration": Writer(f".aws/sso/cache/{ClientFiles(Path()).path(ACME).name}", _client),
    "role keys": Writer(f".aws/cli/cache/{_ROLE_KEYS}", _role_keys),
    "assumed role": Writer(".aws/cli/cache/key.json", _assumed, tells=False),  # by assumed_roles
    "catalogue": Writer(f"cache/{CatalogFiles(Path()).path(ACME).name}", _catalogue),
    "history": Writer("state/ssotui/history.json", _history),
    "look": Writer(f"cache/{LookCache(Path(), {}, ()).path.name}", _look, tells=False),
    "head": Writer(  # by catalog_heads
        f"cache/{CatalogHeads(Path()).head_path(ACME)}", _head, tells=False
    ),
    "theme": Writer("config.toml", _theme),  # by theme_setting
    "fingerprint of the config": Writer("cache/ssotui/plain-config", _fingerprint, tells=False),
}
