"""The token cache of AWS CLI v2 and the SDKs, so that one sign-in serves all of them (botocore, tokens.py).

What each of them reads and writes there was found by running them: AWS CLI 2.36, boto3 1.44, and
@aws-sdk/token-providers 3.1166 of the AWS SDK for JavaScript.
"""

from __future__ import annotations

import json
import time
from collections.abc import Callable, Iterator, Mapping
from contextlib import AbstractContextManager, contextmanager
from pathlib import Path

from ssotui import ctrl_z
from ssotui.core.digests import sha1
from ssotui.core.model import Registration, SsoSession, Token
from ssotui.core.timestamps import parse_timestamp, timestamp
from ssotui.errors import FileError, login_hint
from ssotui.files.atomic import check_writable, read_file, remove_file, replace_file
from ssotui.files.refused_tokens import RefusedTokens

TYPE_CHECKING = False  # as typing.TYPE_CHECKING for mypy, whose import takes half of Python's start
if TYPE_CHECKING:
    from ssotui.files.spare_file import SpareFile

# The AWS CLI rewrites the file in place, which leaves it incomplete for a moment: then it is read again.
_PAUSE = 0.005  # seconds between two tries
_TRIES = 100  # half a second in all
_TRIES_WITHOUT_WAIT = 4
_LONGEST_REFRESH = 12.0  # seconds to wait for a refresh by another ssotui: a little longer than a request may take
_LONGEST_WRITE = 5.0  # seconds to wait for a writer: far longer than writing a file takes


class TokenFiles:
    """Implements core.ports.backend.TokenStore in ``folder`` (paths.token_folder). Thread-safe."""

    def __init__(
        self,
        folder: Path,
        locks: Path | None = None,
        pause: Callable[[float], None] = time.sleep,
        refused: RefusedTokens | None = None,
    ) -> None:
        """``locks`` is the folder of lock files (default: ``folder``). Other tools don't use them."""
        self._folder = folder
        self._locks = locks or folder
        self._pause = pause
        self._refused = refused or RefusedTokens(self._locks / "refused-tokens")

    def path(self, session: SsoSession) -> Path:
        """The session's file; every AWS tool computes the same name."""
        return self._folder / (sha1(session.token_key.encode()) + ".json")

    def load(self, session: SsoSession, *, wait: bool = True) -> Token | None:
        """The session's token, expired or not; None if there is none. Raises FileError for one that can't be read.

        An incomplete file is read again for half a second, without ``wait`` only for a moment.
        """
        path = self.path(session)
        for again in reversed(range(_TRIES if wait else _TRIES_WITHOUT_WAIT)):
            content = read_file(path)
            if content is None:
                return None
            try:
                return self._as_aws_takes_it(session, _token(json.loads(content.decode("utf-8"))))
            except (ValueError, TypeError, RecursionError) as error:
                if not again:
                    raise _broken(path, session) from error
                self._pause(_PAUSE)
        raise AssertionError("the last try returns or raises")

    def _as_aws_takes_it(self, session: SsoSession, token: Token) -> Token:
        """The token with ``is_refused`` set, and without its refresh token, where AWS has refused them."""
        region = session.sso_region
        if token.refresh_token and self._refused.has(region, token.refresh_token):
            token = token._replace(refresh_token=None)
        return token._replace(is_refused=True) if self._refused.has(region, token.access_token) else token

    def refuse(self, session: SsoSession, token: Token) -> None:
        self._refused.add(session.sso_region, token.access_token)

    def refuse_refresh(self, session: SsoSession, token: Token) -> None:
        if token.refresh_token:
            self._refused.add(session.sso_region, token.refresh_token)

    def save(self, session: SsoSession, token: Token) -> None:
        """Write the same bytes as AWS CLI v2, readable by the user only. Raises FileError."""
        with self._writing(session):
            replace_file(self.path(session), self.content(session, token), private=True)

    def content(self, session: SsoSession, token: Token) -> bytes:
        """The content of the session's file for ``token``."""
        members = {
            "startUrl": session.start_url,
            "region": session.sso_region,
            "accessToken": token.access_token,
            "expiresAt": timestamp(token.expires_at),
        }
        if client := token.registration:
            members |= {"clientId": client.client_id, "clientSecret": client.client_secret}
            if client.expires_at:
                members["registrationExpiresAt"] = timestamp(client.expires_at)
        if token.refresh_token:
            members["refreshToken"] = token.refresh_token
        return json.dumps(members).encode()

    def delete(self, session: SsoSession) -> None:
        """Remove the token file, if there is one; of a symbolic link the target. Raises FileError."""
        with self._writing(session):
            remove_file(self.path(session))

    def check_saving(self, session: SsoSession) -> None:
        check_writable(self.path(session))

    @contextmanager
    def refreshing(self, session: SsoSession) -> Iterator[TokenRenewal]:
        """See TokenStore. The request may invalidate the refresh token, so the new token must not be lost.

        Ctrl+Z takes effect after the block. A process that holds the lock for longer than a request may take is stopped
        (SIGSTOP) or hangs. Others then go on without it, and its new token is not saved.
        """
        from ssotui.files.locks import only_one
        from ssotui.files.spare_file import spare_file

        path = self.path(session)
        lock = self._locks / f"refresh-{path.stem}.lock"
        with ctrl_z.delayed() as hold, only_one(lock, _LONGEST_REFRESH), spare_file(path) as spare:
            hold()
            yield TokenRenewal(self, session, spare)

    @contextmanager
    def holding(self, session: SsoSession, token: Token) -> Iterator[bool]:
        """See TokenStore. ssotui takes this lock for every write, and only while it writes."""
        with self._writing(session):
            yield self.still_has(session, token)

    def still_has(self, session: SsoSession, token: Token) -> bool:
        """Whether the session's file still contains ``token``, refused or not."""
        try:
            found = self.load(session)
        except FileError:  # pragma: no cover - the file is damaged meanwhile
            return False
        return found is not None and found.access_token == token.access_token

    def _writing(self, session: SsoSession) -> AbstractContextManager[bool]:
        from ssotui.files.locks import only_one

        return only_one(self._locks / f"token-{self.path(session).stem}.lock", _LONGEST_WRITE)


class TokenRenewal:
    """Implements core.ports.backend.Renewal."""

    def __init__(self, tokens: TokenFiles, session: SsoSession, spare: SpareFile) -> None:
        self._tokens = tokens
        self._session = session
        self._spare = spare

    def save(self, before: Token, after: Token) -> bool:
        with self._tokens.holding(self._session, before) as is_still:
            if is_still:
                self._spare.replace(self._tokens.content(self._session, after))
        return is_still


def _token(members: object) -> Token:
    """The Token of a file's members. Raises ValueError or TypeError where AWS's tools can't read it either."""
    if not isinstance(members, dict):
        raise TypeError("not an object")
    return Token(
        access_token=_needed(members, "accessToken"),
        expires_at=parse_timestamp(_needed(members, "expiresAt")),
        refresh_token=_optional(members, "refreshToken"),
        registration=_registration(members),
    )


def _registration(members: Mapping[str, object]) -> Registration | None:
    client_id, client_secret = _optional(members, "clientId"), _optional(members, "clientSecret")
    if not client_id or not client_secret:
        return None
    expires_at = _optional(members, "registrationExpiresAt")
    try:
        return Registration(client_id, client_secret, parse_timestamp(expires_at) if expires_at else None)
    except ValueError:
        return Registration(client_id, client_secret)


def _needed(members: Mapping[str, object], name: str) -> str:
    value = _optional(members, name)
    if not value:
        raise ValueError(f"no {name}")
    return value


def _optional(members: Mapping[str, object], name: str) -> str | None:
    value = members.get(name)
    return value if isinstance(value, str) else None


def _broken(path: Path, session: SsoSession) -> FileError:
    return FileError(
        str(path),
        f'the token file for "{session.name}" can\'t be read',
        hint=login_hint(session.name),
    )
