"""Gets credentials of a role or profile, from the cache shared with the AWS CLI or from AWS, and copies them."""

from __future__ import annotations

import contextlib
import random
from typing import NamedTuple

from ssotui.actions.refresh import usable_token
from ssotui.actions.target_regions import identity_center_region
from ssotui.actions.targets import Target, label
from ssotui.core.model import Credentials, Profile, RoleRef, SsoSession, Token
from ssotui.core.ports.backend import Backend, CopiedTo
from ssotui.core.ports.cancellation import CancelToken
from ssotui.core.profiles.lookup import session_named
from ssotui.core.shell.credential_formats import render
from ssotui.errors import (
    BadAnswer,
    Cancelled,
    FileError,
    SsoTuiError,
    Throttled,
)

_TRIES = 5
_FIRST_PAUSE = 0.5  # seconds; doubled for each retry, with jitter


class CopyRequest(NamedTuple):
    """Credentials to copy in the format ``form`` (core.shell.credential_formats), for ``clear_after`` seconds."""

    ref: Target
    form: str
    clear_after: int


class Copied(NamedTuple):
    """A role's credentials are in the clipboard in the format ``form``, for ``clear_after`` seconds (0: no limit)."""

    ref: Target
    form: str
    to: CopiedTo
    clear_after: int

    @property
    def sentence(self) -> str:
        """The message for the user."""
        what = f"Copied the credentials of {label(self.ref)} ({self.form}) to {' and '.join(self.to.places)}."
        return f"{what} {self.to.clearing(self.clear_after)}".rstrip()


def get(backend: Backend, target: Target, cancel: CancelToken) -> Credentials:
    """Credentials with at least 15 minutes left, unless AWS issues shorter ones. Concurrent calls share one request.

    Raises NothingMatched if the session isn't configured, and what usable_token, IdentityCenter and ProfileCredentials
    raise.
    """
    return _of_profile(backend, target, cancel) if isinstance(target, Profile) else _of_role(backend, target, cancel)


def _of_profile(backend: Backend, profile: Profile, cancel: CancelToken) -> Credentials:
    configuration = backend.profiles.read()
    roles = {one.name: one.ref for one in configuration.profiles if one.ref}
    placed = profile._replace(region=profile.region or identity_center_region(configuration, profile))
    return backend.profile_credentials().get(placed, roles, lambda ref: _of_role(backend, ref, cancel))


def _of_role(backend: Backend, ref: RoleRef, cancel: CancelToken) -> Credentials:
    session = session_named(backend.profiles.read(), ref.session)
    kept = backend.role_cache.load(session, ref)
    if kept:
        return kept
    with backend.role_cache.alone(session, ref):
        kept = backend.role_cache.load(session, ref)  # another process may have fetched them meanwhile
        return kept or _fetch(backend, session, ref, cancel)


def copy(backend: Backend, wish: CopyRequest, cancel: CancelToken) -> Copied:
    """Copy a role's credentials to the clipboard. Raises what ``get`` raises, and SsoTuiError without a clipboard."""
    return put(backend, wish, get(backend, wish.ref, cancel))


def put(backend: Backend, wish: CopyRequest, keys: Credentials) -> Copied:
    """As ``copy``, for credentials that were fetched before."""
    text = render(keys, wish.ref, wish.form)
    # Without the last line end, so that a shell doesn't run the pasted text until the user presses Enter.
    to = backend.clipboard().copy(text.removesuffix("\n"), wish.clear_after)
    return Copied(wish.ref, wish.form, to, wish.clear_after)


def _fetch(backend: Backend, session: SsoSession, ref: RoleRef, cancel: CancelToken) -> Credentials:
    token = usable_token(backend, session)
    found = _asked(backend, session, (token, ref), cancel)
    assert found.expires_at is not None  # GetRoleCredentials always returns it
    if found.expires_at <= backend.now():
        raise SsoTuiError(
            f"By this computer's clock the credentials of {ref.role} had already expired when they arrived.",
            hint="Set the clock; all AWS tools rely on it. Compare it with AWS: ssotui doctor",
        )
    whole = Credentials(
        found.access_key_id, found.secret_access_key, found.session_token, found.expires_at.replace(microsecond=0)
    )
    with contextlib.suppress(FileError), backend.tokens.holding(session, token) as is_still_signed_in:
        # Not cached if the session was signed out meanwhile. If the home can't be written, they are fetched again next
        # time.
        if is_still_signed_in:
            backend.role_cache.save(session, ref, whole)
    return whole


def _asked(backend: Backend, session: SsoSession, wish: tuple[Token, RoleRef], cancel: CancelToken) -> Credentials:
    """The role's credentials from AWS, with retries while AWS throttles."""
    pause = _FIRST_PAUSE
    for _ in range(_TRIES - 1):
        try:
            return backend.center().role_credentials(session, *wish)
        except (Throttled, BadAnswer):
            if cancel.wait(pause * (0.5 + random.random())):  # noqa: S311 - no secret, just not all at once
                raise Cancelled from None
            pause *= 2
    return backend.center().role_credentials(session, *wish)
