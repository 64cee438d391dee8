"""The ProfileStore over the user's AWS config and credentials file.

Reads are cached until a file changes. A write takes a lock, reads again, makes a backup and replaces the file.
"""

from __future__ import annotations

import contextlib
from collections.abc import Callable, Iterable, Mapping
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple, TypeVar

from ssotui import paths
from ssotui.core.configuration import AwsConfiguration, Edit, NewProfile
from ssotui.core.model import Profile, SsoSession
from ssotui.core.profiles.plans import Plan, Planned, Planner, Undo, missing_keys, plan
from ssotui.errors import FileError, UsageError
from ssotui.files.atomic import Fingerprint, fingerprint, read_file
from ssotui.files.aws_config import AwsConfig, configuration, read_config, read_credentials, sorted_out
from ssotui.files.ini import IniSection, decoded, scan

if TYPE_CHECKING:
    from ssotui.files.config_file import ConfigFile, Version
    from ssotui.files.profile_writer import Changes, Written

T = TypeVar("T")

_Versions = tuple[Fingerprint | None, Fingerprint | None]
_Credentials = dict[str, IniSection]


class _Source(NamedTuple):
    """Both files as they were read under the lock."""

    version: Version
    written: Written
    credentials: _Credentials
    found: AwsConfiguration


class AwsProfiles:
    """Implements core.ports.backend.ProfileStore for the files that ``env`` names. Thread-safe."""

    def __init__(self, env: Mapping[str, str], now: Callable[[], datetime]) -> None:
        self._env = env
        self._config = paths.config_file(env)
        self._credentials = paths.credentials_file(env)
        self._state = paths.state_folder(env)
        self._now = now
        self._cached: tuple[_Versions, AwsConfiguration] | None = None

    def read(self) -> AwsConfiguration:
        """The current configuration; unchanged files aren't read again. Errors are in its ``trouble``, never raised."""
        versions = (fingerprint(self._config), fingerprint(self._credentials))
        cached = self._cached
        if cached and cached[0] == versions:
            return cached[1]
        found = self._read()
        self._cached = (versions, found)
        return found

    def add(self, profile: NewProfile) -> Edit:
        """Write one profile. An existing one of the same role and name is left as it is.

        Raises UsageError if the name is taken or can't be read by every tool, FileError for everything else. Then
        nothing is changed.
        """
        done = self.carry_out(lambda found: plan(found.profiles, [profile]))
        if done.plan.clash:
            raise UsageError(
                f'The profile "{profile.name}" exists already.', hint="Choose another name for the new one."
            )
        return done.edit

    def preview(self, planner: Planner) -> Planned:
        """The result that ``carry_out`` would have now. Nothing is written."""
        return self._edit(planner, write=False)

    def carry_out(self, planner: Planner) -> Planned:
        """Make a plan from the current configuration and write it, all or nothing.

        Raises UsageError for a name that not every tool can read or a session that isn't defined, FileError.
        """
        return self._edit(planner, write=True)

    def remove(self, names: Iterable[str], *, write: bool) -> Edit:
        """Remove profiles, managed by ssotui or not, from the config file. Raises FileError."""
        from ssotui.files.profile_writer import Changes

        leaving = frozenset(names)
        file = self._file()
        with file.alone() if write else contextlib.nullcontext():
            source = self._source(file)
            return self._change(file, source, Changes(remove=leaving), write=write)[0]

    def undo(self, *, write: bool) -> Undo:
        """Undo the last write. Raises NothingMatched if there is nothing to undo, FileError."""
        return self._file().undo(write=write)

    def _edit(self, planner: Planner, *, write: bool) -> Planned:
        file = self._file()
        with file.alone() if write else contextlib.nullcontext():
            source = self._source(file)
            made = planner(source.found)
            edit, after = self._change(file, source, _changes(made, source.found), write=False)
            _prove(made, configuration(sorted_out(after.sections), source.credentials, edit.path), edit.path)
            is_in_place = write and file.replace(source.version, edit.after.encode())
        return Planned(made, edit._replace(in_place=is_in_place))

    def _change(self, file: ConfigFile, source: _Source, changes: Changes, *, write: bool) -> tuple[Edit, Written]:
        from ssotui.files.profile_writer import changed

        before, path = source.written, str(self._config)
        is_nothing = not changes.create and not changes.update and not changes.remove
        after = before if is_nothing else changed(before, path, changes)
        left = _left_dangling(source, after, path) if changes.remove else ()
        is_in_place = write and file.replace(source.version, after.text.encode())
        return Edit(path, before.text, after.text, is_in_place, left), after

    def _file(self) -> ConfigFile:
        from ssotui.files.config_file import ConfigFile  # not needed for reading

        return ConfigFile(self._config, self._state, self._now)

    def _source(self, file: ConfigFile) -> _Source:
        """Both files. Raises FileError if one can't be read or parsed, because then it must not be written either."""
        from ssotui.files.profile_writer import Written

        path = str(self._config)
        version = file.read()
        text = decoded(version.content, path)
        written = Written(text, scan(text, path))
        credentials = _read_if_there(self._credentials, read_credentials, _Credentials())
        return _Source(version, written, credentials, configuration(sorted_out(written.sections), credentials, path))

    def _read(self) -> AwsConfiguration:
        trouble: list[FileError] = []
        config, credentials = AwsConfig({}, {}), dict[str, IniSection]()
        try:
            config = _read_if_there(self._config, read_config, config)
        except FileError as error:
            trouble.append(paths.with_variable(error, self._env))
        try:
            credentials = _read_if_there(self._credentials, read_credentials, credentials)
        except FileError as error:
            trouble.append(paths.with_variable(error, self._env))
        found = configuration(config, credentials, str(self._config))
        return found._replace(trouble=(*trouble, *found.trouble), writable=not trouble)


def _left_dangling(source: _Source, after: Written, path: str) -> tuple[str, ...]:
    from ssotui.core.profiles.chains import dangling  # what a removal alone needs

    then = configuration(sorted_out(after.sections), source.credentials, path)
    return dangling(source.found.profiles, then.profiles)


def _read_if_there(path: Path, read: Callable[[str, str], T], nothing: T) -> T:
    content = read_file(path)
    return nothing if content is None else read(decoded(content, str(path)), str(path))


def _changes(made: Plan, found: AwsConfiguration) -> Changes:
    """The changes of sections for a plan. Raises UsageError for a session that isn't, or is no longer, defined."""
    from ssotui.files.profile_writer import Changes, profile_values

    sessions = {session.name: session for session in found.sessions}
    have = {profile.name: profile for profile in found.profiles}
    update = {}
    for one in made.update:
        own = have[one.name]
        if own.ref == one.ref:
            update[one.name] = missing_keys(own, one)
        else:
            kept = {key for key, value in (("region", own.region), ("output", own.output)) if value}
            values = profile_values(one, _session(one, sessions))
            update[one.name] = {key: value for key, value in values.items() if key not in kept}
    return Changes(
        create={one.name: profile_values(one, _session(one, sessions)) for one in made.create},
        update=update,
        remove=tuple(profile.name for profile in made.prune),
        only_ours=True,
    )


def _session(profile: NewProfile, sessions: Mapping[str, SsoSession]) -> SsoSession:
    session = sessions.get(profile.ref.session)
    if session is None:
        raise UsageError(
            f'There is no session "{profile.ref.session}" in the AWS config.', hint="See them: ssotui session list"
        )
    return session


def _prove(made: Plan, found: AwsConfiguration, path: str) -> None:
    """Raises FileError unless the new text has the wanted profiles and they are sound, with ``[DEFAULT]`` applied."""
    profiles: dict[str, Profile] = {profile.name: profile for profile in found.profiles}
    for one in (*made.create, *made.update):
        have = profiles.get(one.name)
        if have is None or have.ref != one.ref or not have.managed:
            what = f"its section [DEFAULT] would change the profile {one.name}"
            raise FileError(
                path, what, hint="Nothing was written. Move the settings of [DEFAULT] to the profiles that need them."
            )
        if have.fault:
            raise FileError(path, f"nothing was written. {have.fault}", hint=have.way_out)
