"""Gets credentials of a role or profile, from the cache shared with the AWS CLI or from AWS, and copies them."""

from __future__ import annotations

import contextlib
from datetime import UTC, datetime

from ssotui.actions.refresh import usable_token
from ssotui.actions.target_regions import identity_center_region
from ssotui.actions.targets import Target, label, with_account
from ssotui.core.model import Credentials, RoleRef, SsoSession, Token
from ssotui.core.ports.backend import Backend, CopiedTo
from ssotui.core.ports.cancellation import CancelToken
from ssotui.core.ports.profile_credentials import CredentialSources
from ssotui.core.profiles.lookup import session_named
from ssotui.core.shell.credential_formats import render
from ssotui.errors import BadAnswer, Canceled, CodeNeeded, FileError, SsoTuiError, Throttled
from ssotui.named_tuples import NamedTuple

_TRIES = 5
_FIRST_PAUSE = 0.5  # seconds; doubled for each retry, with jitter
_LONG_AGO = datetime.min.replace(tzinfo=UTC)


class CopyRequest(NamedTuple):
    """Credentials to copy in the format ``form`` (core.shell.credential_formats), for ``clear_after`` seconds.

    ``region`` is copied with them if the format has a place for it.
    """

    target: Target
    form: str
    clear_after: int
    region: str = ""


class Copied(NamedTuple):
    """A role's credentials are in the clipboard in the format ``form``, for ``clear_after`` seconds (0: no limit)."""

    target: Target
    form: str
    to: CopiedTo
    clear_after: int
    name: str  # of the role or profile, with its account

    @property
    def sentence(self) -> str:
        """The message for the user."""
        what = f"Copied the credentials of {self.name} as {self.form} to {' and '.join(self.to.places)}."
        return f"{what} {self.to.when_cleared(self.clear_after)}".rstrip()


def get(backend: Backend, target: Target, cancel: CancelToken) -> Credentials:
    """Credentials with at least 15 minutes left, unless AWS issues shorter ones. Concurrent calls share one request.

    Raises NothingMatched if the session isn't configured, and what usable_token, IdentityCenter and ProfileCredentials
    raise.
    """
    return get_expiring_after(backend, target, cancel, _LONG_AGO)


def get_expiring_after(backend: Backend, target: Target, cancel: CancelToken, earliest_end: datetime) -> Credentials:
    """As ``get``, but cached credentials are only used if they expire later than ``earliest_end``.

    Those that AWS issues now may expire sooner: role chaining and static credentials set their own limits.
    """
    if isinstance(target, RoleRef):
        return _of_role(backend, target, cancel, earliest_end)
    configuration = backend.profiles.read()
    roles = {one.name: one.ref for one in configuration.profiles if one.ref}
    profile = target._replace(region=target.region or identity_center_region(configuration, target))

    def ask_code(serial: str) -> str:
        if backend.ask_code is None:
            raise CodeNeeded(target.name)
        return backend.ask_code(serial, cancel)

    sources = CredentialSources(roles, lambda ref: _of_role(backend, ref, cancel, _LONG_AGO), ask_code, earliest_end)
    return backend.profile_credentials().get(profile, sources)


def _of_role(backend: Backend, ref: RoleRef, cancel: CancelToken, earliest_end: datetime) -> Credentials:
    session = session_named(backend.profiles.read(), ref.session)
    cached = _cached(backend, session, ref, earliest_end)
    if cached:
        return cached
    with backend.role_cache.alone(session, ref):
        cached = _cached(backend, session, ref, earliest_end)  # another process may have fetched them meanwhile
        return cached or _fetch(backend, session, ref, cancel)


def _cached(backend: Backend, session: SsoSession, ref: RoleRef, earliest_end: datetime) -> Credentials | None:
    cached = backend.role_cache.load(session, ref)
    return cached if cached and cached.expires_at and cached.expires_at > earliest_end else None


def copy(backend: Backend, request: CopyRequest, cancel: CancelToken) -> Copied:
    """Copy a role's credentials to the clipboard. Raises what ``get`` raises, and SsoTuiError without a clipboard."""
    return put(backend, request, get(backend, request.target, cancel))


def put(backend: Backend, request: CopyRequest, issued: Credentials) -> Copied:
    """As ``copy``, for credentials that were fetched before."""
    text = render(issued, request.target, request.form, request.region)
    # Without the last line end, so that a shell doesn't run the pasted text until the user presses Enter.
    to = backend.clipboard().copy(text.removesuffix("\n"), request.clear_after)
    name = with_account(backend, request.target, label(request.target))
    return Copied(request.target, request.form, to, request.clear_after, name)


def _fetch(backend: Backend, session: SsoSession, ref: RoleRef, cancel: CancelToken) -> Credentials:
    token = usable_token(backend, session)
    found = _request(backend, session, (token, ref), cancel)
    assert found.expires_at is not None  # GetRoleCredentials always returns it
    if found.expires_at <= backend.now():
        raise SsoTuiError(
            f"By this computer's clock the credentials of {ref.role} had already expired when they arrived.",
            hint="Set the clock; all AWS tools rely on it. Compare it with AWS: ssotui doctor",
        )
    # In whole seconds, as the cache has it, so that the first answer is no other than later ones.
    issued = found._replace(expires_at=found.expires_at.replace(microsecond=0))
    with contextlib.suppress(FileError), backend.tokens.holding(session, token) as is_still_signed_in:
        # If the home can't be written, they are fetched again next time.
        if is_still_signed_in:  # not after a sign-out in the meantime
            backend.role_cache.save(session, ref, issued)
    return issued


def _request(backend: Backend, session: SsoSession, request: tuple[Token, RoleRef], cancel: CancelToken) -> Credentials:
    """The role's credentials from AWS, with retries while AWS throttles."""
    pause = _FIRST_PAUSE
    for _ in range(_TRIES - 1):
        try:
            return backend.center().role_credentials(session, *request)
        except (Throttled, BadAnswer):
            import random  # only needed for a retry

            if cancel.wait(pause * (0.5 + random.random())):  # noqa: S311 - no secret, just not all at once
                raise Canceled from None
            pause *= 2
    return backend.center().role_credentials(session, *request)
