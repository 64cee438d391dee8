"""Adds sessions to the config file, removes them, and gives legacy profiles one."""

from __future__ import annotations

import contextlib
from collections.abc import Callable, Iterable, Mapping
from datetime import datetime

from ssotui import paths
from ssotui.core.configuration import AwsConfiguration, Edit
from ssotui.core.model import Profile, SsoSession
from ssotui.core.sign_in.session_changes import Migration
from ssotui.errors import FileError, UsageError
from ssotui.files.atomic import read_file
from ssotui.files.aws_config import AwsConfig, config_of, configuration, read_credentials
from ssotui.files.config_file import ConfigFile
from ssotui.files.config_text import ConfigText
from ssotui.files.ini import IniSection, decoded, scan

_LEGACY_KEYS = ("sso_start_url", "sso_region", "sso_registration_scopes")
_Expected = Callable[[AwsConfiguration], AwsConfiguration]


class SessionFile:
    """Implements core.ports.backend.SessionStore for the config file that ``env`` names."""

    def __init__(self, env: Mapping[str, str], now: Callable[[], datetime]) -> None:
        self._config = paths.config_file(env)
        self._credentials = paths.credentials_file(env)
        self._file = ConfigFile(self._config, paths.state_folder(env), now)

    def add(self, session: SsoSession, *, write: bool) -> Edit:
        return self._edit(
            lambda text, _: text.add(f"sso-session {session.name}", _values(session)),
            lambda found: found._replace(sessions=_with(found.sessions, session)),
            write=write,
        )

    def remove(self, name: str, *, write: bool) -> Edit:
        return self._edit(
            lambda text, config: text.remove(config.sessions[name]),
            lambda found: found._replace(sessions=tuple(one for one in found.sessions if one.name != name)),
            write=write,
        )

    def migrate(self, migrations: Iterable[Migration], *, write: bool) -> Edit:
        listed = tuple(migrations)

        def change(text: ConfigText, config: AwsConfig) -> None:
            for migration in listed:
                _check_regions(config, migration)
                if migration.is_new:
                    text.add(f"sso-session {migration.session.name}", _values(migration.session))
                for name in migration.profiles:
                    section = config.profiles.get(name)
                    if section is None:
                        raise self._error(f"the profile {name} is only in the credentials file")
                    text.drop(section, _LEGACY_KEYS)
                    text.put(section, {"sso_session": migration.session.name})

        return self._edit(change, lambda found: _migrated(found, listed), write=write)

    def _edit(self, change: Callable[[ConfigText, AwsConfig], None], expected: _Expected, *, write: bool) -> Edit:
        path = str(self._config)
        with self._file.alone() if write else contextlib.nullcontext():
            version = self._file.read()
            before = decoded(version.content, path)
            credentials = self._read_credentials()
            text = ConfigText(before, path)
            config = config_of(scan(before, path))
            planned = expected(configuration(config, credentials, path))
            change(text, config)
            after = text.result()
            got = configuration(config_of(scan(after, path)), credentials, path)
            if _facts(got) != _facts(planned):
                raise self._error("it would not read back as written")
            is_in_place = write and self._file.replace(version, after.encode())
        return Edit(path, before, after, is_in_place)

    def _read_credentials(self) -> dict[str, IniSection]:
        content = read_file(self._credentials)
        path = str(self._credentials)
        return {} if content is None else read_credentials(decoded(content, path), path)

    def _error(self, what: str) -> FileError:
        return FileError(
            str(self._config), what, hint="Nothing was written. Check for a section [DEFAULT] and for duplicate names."
        )


def _check_regions(config: AwsConfig, migration: Migration) -> None:
    """Raises UsageError if profiles of one start URL have different regions, because one would be lost."""
    sections = {name: config.profiles[name] for name in migration.profiles if name in config.profiles}
    own = {name: section.values.get("sso_region", "") for name, section in sections.items()}
    other = next((name for name, region in own.items() if region != migration.session.sso_region), None)
    if other is not None:
        raise UsageError(
            f'The profile "{other}" has sso_region {own[other]}; others with its start URL have another region.',
            hint="Write the region of your access portal in all of them. See where: ssotui doctor",
        )


def _values(session: SsoSession) -> dict[str, str]:
    """In the order of AWS CLI v2 (customizations/configure/sso_commands.py)."""
    scopes = {"sso_registration_scopes": ",".join(session.scopes)} if session.scopes else {}
    return {"sso_start_url": session.start_url, "sso_region": session.sso_region, **scopes}


def _with(sessions: tuple[SsoSession, ...], new: SsoSession) -> tuple[SsoSession, ...]:
    written = SsoSession(new.name, new.start_url, new.sso_region, new.scopes or None)
    return (*sessions, written)


def _migrated(found: AwsConfiguration, migrations: tuple[Migration, ...]) -> AwsConfiguration:
    sessions = found.sessions
    names: dict[str, str] = {}
    for migration in migrations:
        names |= dict.fromkeys(migration.profiles, migration.session.name)
        if migration.is_new:
            sessions = _with(sessions, migration.session)
    profiles = tuple(
        one._replace(kind="sso", session=names[one.name]) if one.name in names else one for one in found.profiles
    )
    used = {profile.session for profile in profiles if profile.kind == "sso-legacy"}
    remaining = tuple(one for one in sessions if not one.legacy or one.name in used)
    return found._replace(sessions=remaining, profiles=profiles)


def _facts(found: AwsConfiguration) -> tuple[frozenset[SsoSession], dict[str, Profile]]:
    """Everything but line numbers, to compare two versions."""
    return frozenset(found.sessions), {profile.name: profile._replace(line=0) for profile in found.profiles}
