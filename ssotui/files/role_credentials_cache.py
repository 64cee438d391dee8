"""The role credentials that AWS CLI v2 keeps in ~/.aws/cli/cache, so that one request serves both programs.

Names and content of the files: botocore, credentials.py, SSOCredentialFetcher.

Imports almost nothing: ``credential-process`` first looks here.
"""

from __future__ import annotations

import json
from datetime import UTC, datetime, timedelta

from ssotui.core.role_cache_names import file_of
from ssotui.core.timestamps import parse_timestamp, timestamp
from ssotui.errors import FileError
from ssotui.files.atomic import read_file

TYPE_CHECKING = False  # as typing.TYPE_CHECKING for mypy, whose import takes half of Python's start
if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Iterator, Mapping
    from contextlib import AbstractContextManager
    from pathlib import Path

    from ssotui.core.model import Credentials, RoleRef, SsoSession
    from ssotui.files.atomic import Fingerprint

REUSED_FOR = timedelta(minutes=15)
"""The least time left for reuse. With less, the AWS CLI and every SDK fetch new credentials."""

_PATIENCE = 30.0  # seconds to wait for the lock: longer than a request with its retries takes
_MEMBERS = ("AccessKeyId", "SecretAccessKey", "SessionToken", "Expiration")


class RoleCredentialsFiles:
    """One JSON file per role in ``folder`` (paths.role_cache_folder). Thread-safe.

    Lock files are in ``locks`` in the state folder, at most 256, shared by roles. The AWS CLI doesn't wait for them.
    """

    def __init__(self, folder: Path, locks: Path, now: Callable[[], datetime]) -> None:
        self._folder = folder
        self._locks = locks
        self._now = now
        self._ends: dict[tuple[str, Fingerprint | None], datetime | None] = {}

    def path(self, session: SsoSession, ref: RoleRef) -> Path:
        """The role's file, named as AWS CLI v2 names it."""
        return self._folder / file_of(session, ref)

    def load(self, session: SsoSession, ref: RoleRef) -> Credentials | None:
        """Cached credentials with at least 15 minutes left; None if there are none, or the file is damaged."""
        cached = read(self.path(session, ref), self._now())
        if cached is None:
            return None
        from ssotui.core.model import Credentials

        return Credentials(
            cached["AccessKeyId"],
            cached["SecretAccessKey"],
            cached["SessionToken"],
            parse_timestamp(cached["Expiration"]),
        )

    def end(self, session: SsoSession, ref: RoleRef) -> datetime | None:
        """When the cached credentials expire or have expired; None if there are none, or the file is damaged."""
        return end_in(self.path(session, ref))

    def ends(self) -> dict[str, datetime]:
        """As core.ports.backend.RoleCredentialsStore; a file is only read again if it has changed."""
        from ssotui.files.atomic import files_in, fingerprint

        before, found = self._ends, {}
        for path in files_in(self._folder, lambda name: name.endswith(".json")):
            key = (path.name, fingerprint(path))
            found[key] = before[key] if key in before else end_in(path)
        self._ends = found
        return {name: end for (name, _), end in found.items() if end}

    def save(self, session: SsoSession, ref: RoleRef, credentials: Credentials) -> None:
        """Write the same bytes as AWS CLI v2, readable by the user only. Raises FileError."""
        from ssotui.files.atomic import replace_file

        assert credentials.expires_at is not None  # GetRoleCredentials always returns it
        members = {
            "AccessKeyId": credentials.access_key_id,
            "SecretAccessKey": credentials.secret_access_key,
            "SessionToken": credentials.session_token,
            "Expiration": timestamp(credentials.expires_at),
            "AccountId": ref.account_id,
        }
        document = json.dumps({"ProviderType": "sso", "Credentials": members})
        replace_file(self.path(session, ref), document.encode(), private=True)

    def forget(
        self, session: SsoSession, refs: frozenset[RoleRef], others: frozenset[tuple[SsoSession, RoleRef]]
    ) -> int:
        """As core.ports.backend.RoleCredentialsStore. Raises FileError."""
        from ssotui.files.atomic import files_in, remove_file

        ours = {self.path(session, ref).name for ref in refs}
        unaffected = {self.path(*other).name for other in others}
        files = files_in(self._folder, lambda name: name.endswith(".json") and name not in unaffected)
        leaving = [path for path in files if path.name in ours or _is_of_a_role(path)]
        for path in leaving:
            remove_file(path)
        return len(leaving)

    def forget_files(self, names: Collection[str]) -> int:
        """As core.ports.backend.RoleCredentialsStore. Raises FileError."""
        from ssotui.files.atomic import files_in, remove_file

        leaving = list(files_in(self._folder, lambda name: name in names))
        for path in leaving:
            remove_file(path)
        return len(leaving)

    def alone(self, session: SsoSession, ref: RoleRef) -> AbstractContextManager[None]:
        """A lock: no other ssotui fetches this role's credentials meanwhile. No error where files can't be locked."""
        from contextlib import ExitStack, contextmanager, suppress

        from ssotui.files.locks import only_writer

        path = self.path(session, ref)

        @contextmanager
        def held() -> Iterator[None]:
            with ExitStack() as stack:
                # In a read-only home, or if the holder hangs, go on: a second request does no harm.
                with suppress(FileError):
                    stack.enter_context(only_writer(self._locks / f"role-{path.stem[:2]}.lock", path, _PATIENCE))
                yield

        return held()


def read(path: Path, now: datetime) -> dict[str, str] | None:
    """The credentials in a role's file by AWS's member names; None without 15 minutes left, or for a damaged file."""
    try:
        found = credentials_in(json.loads(read_file(path) or b""))
        if parse_timestamp(found["Expiration"]) - now >= REUSED_FOR:
            return found
    except (FileError, ValueError, LookupError, TypeError, OverflowError, RecursionError):
        return None  # the AWS CLI may be rewriting the file in place; new credentials will replace it in any case
    return None


def end_in(path: Path) -> datetime | None:
    """When the credentials in a file expire or have expired; None if there are none, or the file is damaged."""
    cached = read(path, datetime.min.replace(tzinfo=UTC))
    return parse_timestamp(cached["Expiration"]) if cached else None


def credentials_in(document: Mapping[str, Mapping[str, object]]) -> dict[str, str]:
    """The credentials in a cached response by AWS's member names. Raises LookupError, TypeError or ValueError."""
    found = document["Credentials"]
    credentials = {name: value for name in _MEMBERS if isinstance(value := found[name], str) and _is_key(value)}
    if len(credentials) < len(_MEMBERS):
        raise ValueError
    return credentials


def _is_of_a_role(path: Path) -> bool:
    """Whether the file has credentials of an SSO role. Those of assumed roles are in the same folder."""
    try:
        document = json.loads(read_file(path) or b"")
    except (FileError, ValueError, RecursionError):  # a damaged file has no usable credentials
        return False
    return isinstance(document, dict) and document.get("ProviderType") == "sso"


def _is_key(value: str) -> bool:
    """Whether it is one printable word, as it must be to be passed to shells and files."""
    return value.isascii() and value.isprintable() and bool(value) and " " not in value
