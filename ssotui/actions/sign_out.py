"""Signs out of one session: at AWS, in the token cache, and in the AWS CLI's cache of role credentials."""

from __future__ import annotations

from ssotui.actions.cached_credentials import forget_credentials
from ssotui.core.model import SsoSession, Token
from ssotui.core.ports.backend import Backend
from ssotui.core.printable import printable
from ssotui.errors import FileError, SignInNeeded, SsoTuiError
from ssotui.named_tuples import NamedTuple


class SignedOut(NamedTuple):
    """The sign-in is removed from this computer. ``portal_error`` says why it couldn't be ended at AWS, None if it was.

    ``was_signed_in`` is False if there was no token. ``removed_credentials`` counts the roles whose cached credentials
    were removed.
    """

    session: str
    was_signed_in: bool
    portal_error: SsoTuiError | None = None
    removed_credentials: int = 0

    @property
    def sentence(self) -> str:
        """The message for the user if there was a token."""
        name = printable(self.session)
        if self.portal_error:
            return f"Signed out of {name} on this computer, but not at AWS: {self.portal_error.message}"
        return f"Signed out of {name}."


def sign_out(backend: Backend, session: SsoSession) -> SignedOut:
    """Works without a network: then the sign-in stays valid at AWS until it expires. Raises FileError."""
    token, was_signed_in = _token(backend, session)
    backend.tokens.delete(session)
    count = forget_credentials(backend, session)
    return SignedOut(session.name, was_signed_in, _sign_out_at_aws(backend, session, token) if token else None, count)


def _token(backend: Backend, session: SsoSession) -> tuple[Token | None, bool]:
    try:
        token = backend.tokens.load(session)
    except FileError:
        return None, True  # an unreadable file can still be removed
    return token, token is not None


def _sign_out_at_aws(backend: Backend, session: SsoSession, token: Token) -> SsoTuiError | None:
    """End the sign-in at AWS, with an expired token, too: the sign-in may last longer. The error if that failed."""
    try:
        backend.center().sign_out(session, token)
    except SignInNeeded:
        return None  # the sign-in had ended already
    except SsoTuiError as error:
        return error
    return None
