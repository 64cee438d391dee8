"""Spaces requests for the credentials of many roles, so that AWS doesn't throttle them."""

from __future__ import annotations

from ssotui.actions.listing.shared_rate_limiter import RateLimiters
from ssotui.core.model import Credentials, RoleRef, SsoSession, Token
from ssotui.core.ports.backend import AccountsPage, IdentityCenter, RolesPage
from ssotui.core.ports.cancellation import CancelToken
from ssotui.errors import Canceled, SsoTuiError, Throttled, Unreachable


class RateLimitedCenter(IdentityCenter):
    """Wraps ``center`` for callers in several threads. ``role_credentials`` waits for its turn."""

    def __init__(self, center: IdentityCenter, rate_limiters: RateLimiters, cancel: CancelToken) -> None:
        """``cancel`` ends every wait; then Canceled is raised."""
        self._center = center
        self._rate_limiters = rate_limiters
        self._cancel = cancel

    def accounts_page(self, session: SsoSession, token: Token, next_token: str | None) -> AccountsPage:
        return self._center.accounts_page(session, token, next_token)

    def roles_page(self, session: SsoSession, token: Token, account_id: str, next_token: str | None) -> RolesPage:
        return self._center.roles_page(session, token, account_id, next_token)

    def role_credentials(self, session: SsoSession, token: Token, ref: RoleRef) -> Credentials:
        rate_limiter = self._rate_limiters.of(session.sso_region)
        while pause := rate_limiter.ask():
            if self._cancel.wait(pause):
                raise Canceled
        sent = rate_limiter.clock()
        try:
            found = self._center.role_credentials(session, token, ref)
        except Throttled:
            rate_limiter.throttled(sent)
            raise
        except Unreachable:
            rate_limiter.unanswered()
            raise
        except SsoTuiError:
            rate_limiter.answered()
            raise
        rate_limiter.answered()
        return found

    def sign_out(self, session: SsoSession, token: Token) -> None:
        self._center.sign_out(session, token)
