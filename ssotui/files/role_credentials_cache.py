"""The role credentials that AWS CLI v2 keeps in ~/.aws/cli/cache, so that one request serves both programs.

Names and content of the files: botocore, credentials.py, SSOCredentialFetcher.

Light on purpose: ``credential-process`` answers from here before anything else is loaded.
"""

from __future__ import annotations

import hashlib
import json
from datetime import UTC, datetime, timedelta

from ssotui.core.timestamps import parse_timestamp
from ssotui.errors import FileError
from ssotui.files.atomic import read_file

TYPE_CHECKING = (
    False  # what mypy takes for typing's own; importing that, or core.model, costs as much as Python's start
)
if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Iterator, Mapping
    from contextlib import AbstractContextManager
    from pathlib import Path

    from ssotui.core.model import Credentials, RoleRef, SsoSession

REUSED_FOR = timedelta(minutes=15)
"""What must remain of a life: with less AWS CLI asks anew, and so does every SDK."""

_PATIENCE = 30.0  # seconds: longer than a request with its retries takes
_MEMBERS = ("AccessKeyId", "SecretAccessKey", "SessionToken", "Expiration")


class RoleKeyFiles:
    """One JSON file per role in ``folder`` (paths.role_cache_folder); any thread may use it.

    Locks are files in ``locks``, a folder of ours (at most 256 of them, shared by roles): AWS CLI is not kept waiting.
    """

    def __init__(self, folder: Path, locks: Path, now: Callable[[], datetime]) -> None:
        self._folder = folder
        self._locks = locks
        self._now = now

    def path(self, session: SsoSession, ref: RoleRef) -> Path:
        """The role's file: AWS CLI computes the same name."""
        return self._folder / file_name(_named(session), ref.account_id, ref.role)

    def load(self, session: SsoSession, ref: RoleRef) -> Credentials | None:
        """Keys that are good for 15 minutes at least; None for everything else, broken files included."""
        kept = read(self.path(session, ref), self._now())
        if kept is None:
            return None
        from ssotui.core.model import Credentials

        return Credentials(
            kept["AccessKeyId"], kept["SecretAccessKey"], kept["SessionToken"], parse_timestamp(kept["Expiration"])
        )

    def end(self, session: SsoSession, ref: RoleRef) -> datetime | None:
        """Until when the kept keys are good, were it in the past; None for whatever is no file of keys."""
        kept = read(self.path(session, ref), datetime.min.replace(tzinfo=UTC))
        return parse_timestamp(kept["Expiration"]) if kept else None

    def save(self, session: SsoSession, ref: RoleRef, credentials: Credentials) -> None:
        """Write the file as AWS CLI does, byte for byte, readable by the user alone. Raises FileError."""
        from ssotui.files.atomic import replace_file

        assert credentials.expires_at is not None  # the portal always says it
        keys = {
            "AccessKeyId": credentials.access_key_id,
            "SecretAccessKey": credentials.secret_access_key,
            "SessionToken": credentials.session_token,
            "Expiration": f"{credentials.expires_at.astimezone(UTC):%Y-%m-%dT%H:%M:%SZ}",
            "AccountId": ref.account_id,
        }
        document = json.dumps({"ProviderType": "sso", "Credentials": keys})
        replace_file(self.path(session, ref), document.encode(), private=True)

    def forget(
        self, session: SsoSession, refs: frozenset[RoleRef], others: frozenset[tuple[SsoSession, RoleRef]]
    ) -> None:
        """Remove the keys of the session's roles, and SSO keys that are of none of ``others``. Raises FileError."""
        from ssotui.files.atomic import files_in, remove_file

        ours = {self.path(session, ref).name for ref in refs}
        kept = {self.path(*other).name for other in others}
        for path in files_in(self._folder, lambda name: name.endswith(".json") and name not in kept):
            if path.name in ours or _is_of_a_role(path):
                remove_file(path)

    def forget_files(self, names: Collection[str]) -> None:
        """Remove credentials of assumed roles by their files' names (core.profiles.assumed_roles). Raises FileError."""
        from ssotui.files.atomic import remove_file

        for name in names:
            remove_file(self._folder / name)

    def alone(self, session: SsoSession, ref: RoleRef) -> AbstractContextManager[None]:
        """While it lasts no other ssotui fetches this role's keys; where no lock can be had, it is not waited for."""
        from contextlib import ExitStack, contextmanager, suppress

        from ssotui.files.locks import only_writer

        path = self.path(session, ref)

        @contextmanager
        def held() -> Iterator[None]:
            with ExitStack() as stack:
                # A read-only home, or a holder that hangs: one request too many harms nobody.
                with suppress(FileError):
                    stack.enter_context(only_writer(self._locks / f"role-{path.stem[:2]}.lock", path, _PATIENCE))
                yield

        return held()


def file_name(session: Mapping[str, str], account_id: str, role: str) -> str:
    """What AWS CLI calls the file; ``session`` is {"sessionName": NAME} or, in the legacy form, {"startUrl": URL}."""
    words = {"accountId": account_id, "roleName": role, **session}
    text = json.dumps(words, sort_keys=True, separators=(",", ":"))
    return hashlib.sha1(text.encode(), usedforsecurity=False).hexdigest() + ".json"


def read(path: Path, now: datetime) -> dict[str, str] | None:
    """The keys in a file, by AWS's member names, if they are good for 15 minutes more and are keys of a role."""
    try:
        found = keys_in(json.loads(read_file(path) or b""))
        if parse_timestamp(found["Expiration"]) - now >= REUSED_FOR:
            return found
    except (FileError, ValueError, LookupError, TypeError, OverflowError, RecursionError):
        return None  # AWS CLI truncates and rewrites in place, and whatever is wrong with it mends when it is fetched
    return None


def keys_in(document: Mapping[str, Mapping[str, object]]) -> dict[str, str]:
    """The keys that a cached answer holds, by AWS's member names. Raises LookupError, TypeError or ValueError."""
    found = document["Credentials"]
    keys = {name: value for name in _MEMBERS if isinstance(value := found[name], str) and _is_key(value)}
    if len(keys) < len(_MEMBERS):
        raise ValueError
    return keys


def _named(session: SsoSession) -> dict[str, str]:
    return {"startUrl": session.start_url} if session.legacy else {"sessionName": session.name}


def _is_of_a_role(path: Path) -> bool:
    """An SSO role's, not an assumed one's, which are in the same folder."""
    try:
        document = json.loads(read_file(path) or b"")
    except (FileError, ValueError, RecursionError):  # nobody's keys that anybody could use
        return False
    return isinstance(document, dict) and document.get("ProviderType") == "sso"


def _is_key(value: str) -> bool:
    """It goes to shells and files, so it is one printable word."""
    return value.isascii() and value.isprintable() and bool(value) and " " not in value
