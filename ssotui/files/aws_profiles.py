"""The user's AWS configuration as a ProfileStore: read as often as one likes, written with care (contract.md 4)."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import datetime
from pathlib import Path
from typing import TypeVar

from ssotui import paths
from ssotui.core.backend import AwsConfiguration, NewProfile
from ssotui.core.model import SsoSession
from ssotui.errors import FileTrouble, UsageError
from ssotui.files.atomic import Fingerprint, fingerprint, read_file, replace_file
from ssotui.files.aws_config import AwsConfig, configuration, read_config, read_credentials, sorted_out
from ssotui.files.ini import IniSection, decoded, scan

T = TypeVar("T")

_Versions = tuple[Fingerprint | None, Fingerprint | None]


class AwsProfiles:
    """``~/.aws/config`` and ``~/.aws/credentials``, wherever ``env`` puts them; any thread may use it."""

    def __init__(self, env: Mapping[str, str], now: Callable[[], datetime]) -> None:
        self._config = paths.config_file(env)
        self._credentials = paths.credentials_file(env)
        self._lock = paths.state_folder(env) / "config.lock"
        self._now = now
        self._cached: tuple[_Versions, AwsConfiguration] | None = None

    def read(self) -> AwsConfiguration:
        """What the files say now; unchanged files are not read again. Troubles are told in it, never raised."""
        versions = (fingerprint(self._config), fingerprint(self._credentials))
        cached = self._cached
        if cached and cached[0] == versions:
            return cached[1]
        found = self._read()
        self._cached = (versions, found)
        return found

    def add(self, profile: NewProfile) -> None:
        """Write one profile; one that is there already, for the same role, is left as it is.

        Raises UsageError if the name is taken or is none that every tool reads, FileTrouble for everything else; then
        nothing is changed.
        """
        path = str(self._config)
        from ssotui.files.backups import back_up  # what reading needs not
        from ssotui.files.locks import only_writer
        from ssotui.files.profile_writer import Written, profile_values, with_profiles

        with only_writer(self._lock, self._config):
            version = fingerprint(self._config)
            text = decoded(read_file(self._config) or b"", path)
            before = Written(text, scan(text, path))
            credentials = _read_if_there(self._credentials, read_credentials, dict[str, IniSection]())
            found = configuration(sorted_out(before.sections), credentials, path)
            if not _is_wanted(profile, found):
                return
            values = profile_values(profile, _session(profile, found))
            after = with_profiles(before, path, {profile.name: values})
            _prove(profile, configuration(sorted_out(after.sections), credentials, path), path)
            if text:
                back_up(self._config, text.encode(), self._now())
            if fingerprint(self._config) != version:
                raise FileTrouble(path, "another program has just changed it", hint="Nothing was written; do it again.")
            replace_file(self._config, after.text.encode())

    def _read(self) -> AwsConfiguration:
        trouble: list[FileTrouble] = []
        config, credentials = AwsConfig({}, {}), dict[str, IniSection]()
        try:
            config = _read_if_there(self._config, read_config, config)
        except FileTrouble as error:
            trouble.append(error)
        try:
            credentials = _read_if_there(self._credentials, read_credentials, credentials)
        except FileTrouble as error:
            trouble.append(error)
        found = configuration(config, credentials, str(self._config))
        return found._replace(trouble=(*trouble, *found.trouble), writable=not trouble)


def _read_if_there(path: Path, read: Callable[[str, str], T], nothing: T) -> T:
    content = read_file(path)
    return nothing if content is None else read(decoded(content, str(path)), str(path))


def _is_wanted(profile: NewProfile, found: AwsConfiguration) -> bool:
    """False if it is there already. Raises UsageError if the name is another's."""
    same = next((one for one in found.profiles if one.name == profile.name), None)
    if same and same.ref != profile.ref:
        raise UsageError(f"The profile {profile.name} exists and is another.", hint="Give the new one another name.")
    return same is None


def _session(profile: NewProfile, found: AwsConfiguration) -> SsoSession:
    """Raises UsageError if the session is not (or no longer) in the file."""
    for session in found.sessions:
        if session.name == profile.ref.session:
            return session
    raise UsageError(
        f"There is no session {profile.ref.session} in the AWS configuration.", hint="See them: ssotui session list"
    )


def _prove(profile: NewProfile, found: AwsConfiguration, path: str) -> None:
    """What was written is the profile that was wanted, whatever a ``[DEFAULT]`` of the user's does to it."""
    if not any(one.name == profile.name and one.ref == profile.ref and one.managed for one in found.profiles):
        what = f"its section [DEFAULT] would make something else of the profile {profile.name}"
        raise FileTrouble(path, what, hint="Nothing was written. Move the keys of [DEFAULT] to where they belong.")
