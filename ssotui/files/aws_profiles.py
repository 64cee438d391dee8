"""The ProfileStore over the user's AWS config and credentials file.

Reads are cached until a file changes. A write takes a lock, reads again, makes a backup and replaces the file.
"""

from __future__ import annotations

import contextlib
from collections.abc import Callable, Iterable, Mapping
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING, TypeVar

from ssotui import paths
from ssotui.core.configuration import AwsConfiguration, Edit, NewChain, NewProfile
from ssotui.core.model import SsoSession
from ssotui.core.profiles.plans import Plan, Planned, Planner, Renaming, Undo, missing_keys, plan
from ssotui.core.profiles.renames import Renames, check_renames
from ssotui.errors import FileError, UsageError, shell_word
from ssotui.files.atomic import Fingerprint, fingerprint, read_file, read_version
from ssotui.files.aws_config import AwsConfig, config_of, configuration, read_config, read_credentials
from ssotui.files.ini import IniSection, decoded, scan
from ssotui.named_tuples import NamedTuple

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
        """The current configuration; unchanged files aren't read again. Errors are in its ``errors``, never raised."""
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
        return self._edit(planner, write=False)

    def carry_out(self, planner: Planner) -> Planned:
        return self._edit(planner, write=True)

    def add_chain(self, chain: NewChain, *, write: bool) -> Edit:
        """Write a profile that assumes a role, and its source profile if necessary.

        Raises UsageError if a name is taken or can't be read by every tool, FileError for everything else. Then nothing
        is changed.
        """
        from ssotui.files.profile_writer import chain_values, check_chain, check_plan

        new = chain.source_to_write
        file = self._file()
        with file.alone() if write else contextlib.nullcontext():
            source = self._source(file)
            made = plan(source.found.profiles, [new] if new else [])
            used_names = source.found.profiles_by_name.keys()
            if made.clash or chain.name in used_names or (new and chain.name == new.name):
                name = made.clash[0].name if made.clash else chain.name
                raise UsageError(f'The profile "{name}" exists already.', hint="Choose another name: --name NAME")
            changes = _changes(made, source.found)
            changes = changes._replace(create={**changes.create, chain.name: chain_values(chain)})
            edit, after = self._change(file, source, changes, write=False)
            found = configuration(config_of(after.sections), source.credentials, edit.path)
            check_plan(made, found, edit.path)
            check_chain(chain, found, edit.path)
            is_in_place = write and file.replace(source.version, edit.after.encode())
        return edit._replace(in_place=is_in_place)

    def remove(self, names: Iterable[str], *, write: bool) -> Edit:
        from ssotui.files.profile_writer import Changes

        leaving = frozenset(names)
        file = self._file()
        with file.alone() if write else contextlib.nullcontext():
            source = self._source(file)
            return self._change(file, source, Changes(remove=leaving), write=write)[0]

    def rename(self, names: Renames, *, write: bool) -> Renaming:
        """Rename profiles in both files, with all references to them, all at the same time.

        Raises NothingMatched, UsageError for a name that is taken or not every tool can read, FileError. Then nothing
        is changed.
        """
        from ssotui.files import profile_renamer
        from ssotui.files.credentials_file import CredentialsFile

        file, path, shared_path = self._file(), str(self._config), str(self._credentials)
        with file.alone() if write else contextlib.nullcontext():
            source = self._source(file)
            check_renames(source.found, names)
            content, seen = read_version(self._credentials)
            shared = decoded(content or b"", shared_path)
            shared_after = profile_renamer.in_credentials(shared, shared_path, names)
            after = profile_renamer.in_config(source.written.text, path, names)
            credentials = read_credentials(shared_after, shared_path)
            found = configuration(config_of(scan(after, path)), credentials, path)
            profile_renamer.check_renamed(source.found, found, path, names)
            is_in_place = False
            if write:
                with CredentialsFile(self._env, self._now).replaced(seen, shared, shared_after):
                    is_in_place = file.replace(source.version, after.encode())
        changed = tuple(name for name in names if name in source.credentials)
        return Renaming(Edit(path, source.written.text, after, is_in_place), changed, shared_path)

    def undo(self, *, write: bool) -> Undo:
        """Undo the last write. If it renamed profiles, their sections in the credentials file get the old names back.

        Raises NothingMatched if there is nothing to undo, FileError.
        """
        from ssotui.files import profile_renamer
        from ssotui.files.credentials_file import CredentialsFile

        file, path = self._file(), str(self._credentials)
        planned = file.undo(write=False)
        names = profile_renamer.names_between(planned.edit.before, planned.edit.after)
        content, seen = read_version(self._credentials)
        shared = decoded(content or b"", path)
        headers = {section.header for section in scan(shared, path)}
        theirs = {new: old for new, old in names.items() if new in headers and old not in headers}
        if write:
            after = profile_renamer.in_credentials(shared, path, theirs)
            with CredentialsFile(self._env, self._now).replaced(seen, shared, after):
                planned = file.undo(write=True)
        return planned._replace(renames=names, in_credentials=tuple(theirs), credentials=path)

    def _edit(self, planner: Planner, *, write: bool) -> Planned:
        from ssotui.files.profile_writer import check_plan

        file = self._file()
        with file.alone() if write else contextlib.nullcontext():
            before = source = self._source(file)
            made = planner(source.found)
            if made.renames:
                source = self._with_new_names(source, made.renames)
            edit, after = self._change(file, source, _changes(made, source.found), write=False)
            check_plan(made, configuration(config_of(after.sections), source.credentials, edit.path), edit.path)
            is_in_place = write and file.replace(source.version, edit.after.encode())
        return Planned(made, edit._replace(before=before.written.text, in_place=is_in_place))

    def _with_new_names(self, source: _Source, names: Renames) -> _Source:
        """The config file's text with renamed profiles. Raises UsageError for one that the credentials file has."""
        from ssotui.files import profile_renamer
        from ssotui.files.profile_writer import Written

        path = str(self._config)
        both = next((name for name in names if name in source.credentials), None)
        if both is not None:
            raise UsageError(
                f'The profile "{both}" is in the credentials file, too, so it can\'t be renamed with others.',
                hint=f"Rename it separately first: ssotui profile rename {shell_word(both)} {names[both]}",
            )
        after = profile_renamer.in_config(source.written.text, path, names)
        sections = scan(after, path)
        found = configuration(config_of(sections), source.credentials, path)
        profile_renamer.check_renamed(source.found, found, path, names)
        return source._replace(written=Written(after, sections), found=found)

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
        return _Source(version, written, credentials, configuration(config_of(written.sections), credentials, path))

    def _read(self) -> AwsConfiguration:
        errors: list[FileError] = []
        config, credentials = AwsConfig({}, {}), dict[str, IniSection]()
        try:
            config = _read_if_there(self._config, read_config, config)
        except FileError as error:
            errors.append(paths.with_variable(error, self._env))
        try:
            credentials = _read_if_there(self._credentials, read_credentials, credentials)
        except FileError as error:
            errors.append(paths.with_variable(error, self._env))
        found = configuration(config, credentials, str(self._config))
        return found._replace(errors=(*errors, *found.errors), writable=not errors)


def _left_dangling(source: _Source, after: Written, path: str) -> tuple[str, ...]:
    from ssotui.core.chains.chains import dangling  # only needed for a removal

    then = configuration(config_of(after.sections), source.credentials, path)
    return dangling(source.found.profiles, then.profiles)


def _read_if_there(path: Path, read: Callable[[str, str], T], nothing: T) -> T:
    content = read_file(path)
    return nothing if content is None else read(decoded(content, str(path)), str(path))


def _changes(made: Plan, found: AwsConfiguration) -> Changes:
    """The changes of sections for a plan. Raises UsageError for a session that isn't, or is no longer, defined."""
    from ssotui.files.profile_writer import Changes, profile_values

    sessions = found.sessions_by_name
    have = found.profiles_by_name
    update = {}
    for one in made.update:
        own = have[one.name]
        if own.ref == one.ref:
            update[one.name] = missing_keys(own, one)
        else:
            own_keys = {key for key, value in (("region", own.region), ("output", own.output)) if value}
            values = profile_values(one, _session(one, sessions))
            update[one.name] = {key: value for key, value in values.items() if key not in own_keys}
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
