"""Keeping a sign-in: a token is exchanged for the next one before it ends, once for everybody who uses it."""

from __future__ import annotations

from ssotui.core.backend import Backend
from ssotui.core.model import SsoSession, Token
from ssotui.core.sign_in import needs_refresh
from ssotui.errors import FileTrouble, SignInNeeded, SsoTuiError, Throttled, Unreachable


def usable_token(backend: Backend, session: SsoSession) -> Token:
    """A token that AWS should accept, refreshed if it ends within 15 minutes and can be.

    A token that still serves is given even if refreshing it fails. Raises SignInNeeded; FileTrouble for a token file
    that can't be read (or, where the token has ended, written); Unreachable, Throttled or BadAnswer if it has ended
    and AWS gave no new one.
    """
    token = backend.tokens.load(session)
    if token is None:
        raise SignInNeeded(session.name)
    if needs_refresh(token, session, backend.now()):
        return _prolonged(backend, session, token)
    if not token.is_usable(backend.now()):
        raise expired(session)
    return token


def expired(session: SsoSession) -> SignInNeeded:
    """What to say of a sign-in that has come to its end."""
    return SignInNeeded(session.name, f"Your sign-in to {session.name} has expired.")


def _prolonged(backend: Backend, session: SsoSession, token: Token) -> Token:
    try:
        with backend.tokens.writing(session):
            return _refreshed(backend, session)
    except SignInNeeded:
        # AWS CLI holds no lock of ours: it may have been quicker, and used up the refresh token that we had.
        again = backend.tokens.load(session)
        if again is not None and again.is_usable(backend.now()):
            return again
        raise
    except SsoTuiError as error:
        if token.is_usable(backend.now()):
            return token
        raise _ended(error, session) from error


def _refreshed(backend: Backend, session: SsoSession) -> Token:
    """Under the lock: read again, for somebody else may just have refreshed it."""
    token = backend.tokens.load(session)
    if token is None:
        raise SignInNeeded(session.name)
    if not needs_refresh(token, session, backend.now()):
        if token.is_usable(backend.now()):
            return token
        raise expired(session)
    new = backend.desk.oidc().refresh(session, token)
    backend.tokens.save(session, new)
    return new


def _ended(error: SsoTuiError, session: SsoSession) -> SsoTuiError:
    """A sign-in that has ended and could not be prolonged: what failed is said, and what it was for."""
    if isinstance(error, FileTrouble):
        return error
    kind = type(error) if isinstance(error, Unreachable | Throttled) else SsoTuiError
    return kind(f"The sign-in to {session.name} could not be renewed: {error.message}", hint=error.hint)
