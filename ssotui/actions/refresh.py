"""Refreshes tokens before they expire, once for all processes that use them."""

from __future__ import annotations

import contextlib
from datetime import timedelta

from ssotui.core.model import SsoSession, Token
from ssotui.core.ports.backend import Backend, Renewal
from ssotui.core.sign_in.oidc import REFRESH_AHEAD, needs_refresh
from ssotui.errors import AccessDenied, FileError, SignInNeeded, SsoTuiError, Throttled, Unreachable


def usable_token(backend: Backend, session: SsoSession, least: timedelta = REFRESH_AHEAD) -> Token:
    """A token that AWS should accept, refreshed if it expires within ``least`` (at least 15 minutes) and can be.

    If refreshing fails, a token that is still valid is returned. Raises SignInNeeded, also for a token file that can't
    be read; if the token has expired also FileError when the new one can't be written, and Unreachable, Throttled or
    BadAnswer when AWS issues none.
    """
    token = _token_in_cache(backend, session)
    if needs_refresh(token, session, backend.now(), least):
        return _refreshed_or_current(backend, session, token, least)
    if not token.is_usable(backend.now()):
        raise _sign_in_ended(session, token)
    return token


def confirmed_token(backend: Backend, session: SsoSession, least: timedelta = REFRESH_AHEAD) -> Token:
    """As usable_token, but checked with one request, because the token may have been revoked.

    Also raises what listing accounts raises for other reasons than the token.
    """
    token = usable_token(backend, session, least)
    with contextlib.suppress(AccessDenied):  # with 403 AWS has accepted the token
        backend.center().accounts_page(session, token, None)
    return usable_token(backend, session)


def missing_sign_in(backend: Backend, session: SsoSession) -> SignInNeeded | None:
    """Why the session needs a sign-in, by its token file, without a request; None if it doesn't."""
    try:
        token = _token_in_cache(backend, session)
    except SignInNeeded as missing:
        return missing
    now = backend.now()
    return None if token.is_usable(now) or needs_refresh(token, session, now) else _sign_in_ended(session, token)


def _token_in_cache(backend: Backend, session: SsoSession) -> Token:
    try:
        token = backend.tokens.load(session)
    except FileError as unreadable:
        raise SignInNeeded(session.name, f"{unreadable.message}.") from unreadable
    if token is None:
        raise SignInNeeded(session.name)
    return token


def _sign_in_ended(session: SsoSession, token: Token) -> SignInNeeded:
    """The error for a session whose sign-in has ended."""
    if token.is_refused:
        return SignInNeeded(session.name, f"AWS no longer accepts your sign-in to {session.name}.")
    return SignInNeeded(session.name, f"Your sign-in to {session.name} has expired.")


def _refreshed_or_current(backend: Backend, session: SsoSession, token: Token, least: timedelta) -> Token:
    try:
        with backend.tokens.refreshing(session) as renewal:
            return _refreshed(backend, session, renewal, least)
    except SignInNeeded:
        # The AWS CLI doesn't take the lock: it may have refreshed the token and so invalidated the refresh token.
        again = _token_in_cache(backend, session)
        if again.is_usable(backend.now()):
            return again
        raise
    except SsoTuiError as error:
        if token.is_usable(backend.now()):
            return token
        raise _refresh_failed(error, session) from error


def _refreshed(backend: Backend, session: SsoSession, renewal: Renewal, least: timedelta) -> Token:
    """The new token. The file is read again under the lock, because another process may have refreshed it."""
    token = _token_in_cache(backend, session)
    if not needs_refresh(token, session, backend.now(), least):
        if token.is_usable(backend.now()):
            return token
        raise _sign_in_ended(session, token)
    try:
        new = backend.sign_in.oidc().refresh(session, token)
    except SignInNeeded:
        backend.tokens.refuse_refresh(session, token)
        raise
    return new if renewal.save(token, new) else _token_after_change(backend, session, new)


def _token_after_change(backend: Backend, session: SsoSession, dropped: Token) -> Token:
    """The token in the file after a sign-in or sign-out during the refresh. The refreshed token is dropped."""
    try:
        there = backend.tokens.load(session)
    except FileError:  # pragma: no cover - the file is damaged meanwhile
        there = None
    if there is None:
        with contextlib.suppress(SsoTuiError):  # a sign-out also applies to the refreshed token
            backend.center().sign_out(session, dropped)
        raise SignInNeeded(session.name)
    if not there.is_usable(backend.now()):
        raise _sign_in_ended(session, there)
    return there


def _refresh_failed(error: SsoTuiError, session: SsoSession) -> SsoTuiError:
    """The error for an expired token that couldn't be refreshed, with the reason."""
    if isinstance(error, FileError):
        return error
    kind = type(error) if isinstance(error, Unreachable | Throttled) else SsoTuiError
    return kind(f"The sign-in to {session.name} couldn't be refreshed: {error.message}", hint=error.hint)
