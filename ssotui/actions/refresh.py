"""Keeping a sign-in: a token is exchanged for the next one before it ends, once for everybody who uses it."""

from __future__ import annotations

import contextlib

from ssotui.core.model import SsoSession, Token
from ssotui.core.ports.backend import Backend, Renewal
from ssotui.core.sign_in.oidc import needs_refresh
from ssotui.errors import AccessDenied, FileError, SignInNeeded, SsoTuiError, Throttled, Unreachable


def usable_token(backend: Backend, session: SsoSession) -> Token:
    """A token that AWS should accept, refreshed if it ends within 15 minutes and can be.

    A token that still serves is given even if refreshing it fails. Raises SignInNeeded, also for a token file that
    can't be read; FileError where the token has ended and the next one can't be written; Unreachable, Throttled or
    BadAnswer if it has ended and AWS gave no new one.
    """
    token = _kept(backend, session)
    if needs_refresh(token, session, backend.now()):
        return _prolonged(backend, session, token)
    if not token.is_usable(backend.now()):
        raise _over(session, token)
    return token


def confirmed_token(backend: Backend, session: SsoSession) -> Token:
    """The same, but AWS has just accepted it, which takes one request: its file may not know that it is over.

    Raises also what asking for accounts does, where that says nothing about the token.
    """
    token = usable_token(backend, session)
    with contextlib.suppress(AccessDenied):  # whoever is denied something is known
        backend.center().accounts_page(session, token, None)
    return usable_token(backend, session)


def missing_sign_in(backend: Backend, session: SsoSession) -> SignInNeeded | None:
    """Why the session can't be used without a sign-in, by what is on this machine; None if it can."""
    try:
        token = _kept(backend, session)
    except SignInNeeded as missing:
        return missing
    now = backend.now()
    return None if token.is_usable(now) or needs_refresh(token, session, now) else _over(session, token)


def _kept(backend: Backend, session: SsoSession) -> Token:
    try:
        token = backend.tokens.load(session)
    except FileError as unreadable:
        raise SignInNeeded(session.name, f"{unreadable.message}.") from unreadable
    if token is None:
        raise SignInNeeded(session.name)
    return token


def _over(session: SsoSession, token: Token) -> SignInNeeded:
    """What to say of a sign-in that has come to its end."""
    if token.is_refused:
        return SignInNeeded(session.name, f"AWS no longer accepts your sign-in to {session.name}.")
    return SignInNeeded(session.name, f"Your sign-in to {session.name} has expired.")


def _prolonged(backend: Backend, session: SsoSession, token: Token) -> Token:
    try:
        with backend.tokens.refreshing(session) as renewal:
            return _refreshed(backend, session, renewal)
    except SignInNeeded:
        # AWS CLI holds no lock of ours: it may have been quicker, and used up the refresh token that we had.
        again = _kept(backend, session)
        if again.is_usable(backend.now()):
            return again
        raise
    except SsoTuiError as error:
        if token.is_usable(backend.now()):
            return token
        raise _ended(error, session) from error


def _refreshed(backend: Backend, session: SsoSession, renewal: Renewal) -> Token:
    """Under the lock: read again, for somebody else may just have refreshed it."""
    token = _kept(backend, session)
    if not needs_refresh(token, session, backend.now()):
        if token.is_usable(backend.now()):
            return token
        raise _over(session, token)
    try:
        new = backend.sign_in.oidc().refresh(session, token)
    except SignInNeeded:
        backend.tokens.refuse_refresh(session, token)
        raise
    return new if renewal.save(token, new) else _whatever_is_there(backend, session, new)


def _whatever_is_there(backend: Backend, session: SsoSession, dropped: Token) -> Token:
    """Somebody has signed in or out while AWS was asked: that stands, and what AWS has given us is dropped."""
    try:
        there = backend.tokens.load(session)
    except FileError:
        there = None
    if there is None:
        with contextlib.suppress(SsoTuiError):  # who signed out meant this sign-in, too
            backend.center().sign_out(session, dropped)
        raise SignInNeeded(session.name)
    if not there.is_usable(backend.now()):
        raise _over(session, there)
    return there


def _ended(error: SsoTuiError, session: SsoSession) -> SsoTuiError:
    """A sign-in that has ended and could not be prolonged: what failed is said, and what it was for."""
    if isinstance(error, FileError):
        return error
    kind = type(error) if isinstance(error, Unreachable | Throttled) else SsoTuiError
    return kind(f"The sign-in to {session.name} couldn't be refreshed: {error.message}", hint=error.hint)
