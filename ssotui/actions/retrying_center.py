"""Retries requests to the access portal with a new token, once, after AWS has refused the token."""

from __future__ import annotations

from collections.abc import Callable
from typing import TypeVar

from ssotui.actions.refresh import usable_token
from ssotui.core.model import Credentials, RoleRef, SsoSession, Token
from ssotui.core.ports.backend import AccountsPage, Backend, IdentityCenter, RolesPage
from ssotui.errors import SignInNeeded

T = TypeVar("T")


class RetryingCenter(IdentityCenter):
    """Wraps ``center`` for callers that keep a token for a while: a refused token is refreshed and replaced.

    Methods raise what those of IdentityCenter raise, and what ``usable_token`` raises.
    """

    def __init__(self, center: IdentityCenter, backend: Callable[[], Backend]) -> None:
        self._center = center
        self._backend = backend
        self._successors: dict[tuple[str, str], Token] = {}

    def accounts_page(self, session: SsoSession, token: Token, next_token: str | None) -> AccountsPage:
        return self._ask(session, token, lambda good: self._center.accounts_page(session, good, next_token))

    def roles_page(self, session: SsoSession, token: Token, account_id: str, next_token: str | None) -> RolesPage:
        return self._ask(session, token, lambda good: self._center.roles_page(session, good, account_id, next_token))

    def role_credentials(self, session: SsoSession, token: Token, ref: RoleRef) -> Credentials:
        return self._ask(session, token, lambda good: self._center.role_credentials(session, good, ref))

    def sign_out(self, session: SsoSession, token: Token) -> None:
        """Without a refresh: if AWS refuses the token, its sign-in has ended already."""
        self._center.sign_out(session, token)

    def _ask(self, session: SsoSession, token: Token, request: Callable[[Token], T]) -> T:
        key = (session.sso_region, token.access_token)
        token = self._successors.get(key, token)
        try:
            return request(token)
        except SignInNeeded:
            tokens = self._backend().tokens
            tokens.refuse(session, token)
            successor = usable_token(self._backend(), session)
        try:
            answer = request(successor)
        except SignInNeeded:
            tokens.refuse(session, successor)
            raise
        self._successors[key] = successor
        return answer
