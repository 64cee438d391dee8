"""The IAM Identity Center Portal API (service "sso") over botocore."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Generic, NamedTuple, TypeVar
from urllib.parse import urlsplit

from ssotui.aws.clients import SessionClients, special_host
from ssotui.aws.first_page import address, first_answer, usual_page
from ssotui.aws.responses import Misshapen, to_accounts, to_credentials, to_nothing, to_roles
from ssotui.aws.timeouts import USUAL, Timeouts
from ssotui.core.model import Credentials, RoleRef, SsoSession, Token
from ssotui.core.ports.backend import AccountsPage, RolesPage
from ssotui.core.printable import printable

T = TypeVar("T")

_NONE: Mapping[str, Mapping[str, str]] = {}
_PAGE = 100
"""The largest ``max_result`` that AWS accepts (aws-sso-cli pull request 1343)."""


class _Call(NamedTuple, Generic[T]):
    """One operation; ``what`` is a noun for messages."""

    operation: str
    parameters: Mapping[str, object]
    parse: Callable[[Mapping[str, object]], T]
    what: str


class Portal:
    """Implements core.ports.backend.IdentityCenter; its first call imports botocore. Thread-safe."""

    def __init__(
        self,
        env: Mapping[str, str],
        connections: int,
        timeouts: Timeouts = USUAL,
        own: Mapping[str, Mapping[str, str]] = _NONE,
    ) -> None:
        """``env`` is as for Clients; ``own`` has environments of single sessions, by name.

        ``connections``: how many connections each client keeps open.
        """
        self._clients = SessionClients(env, own, connections, timeouts)

    def close(self) -> None:
        """Close open connections."""
        self._clients.close()

    def accounts_page(self, session: SsoSession, token: Token, next_token: str | None) -> AccountsPage:
        call = _Call("list_accounts", _page(next_token), to_accounts, f"the accounts of {printable(session.name)}")
        if next_token is None and not self._clients.of(session.name).has("sso", session.sso_region):
            return self._first_page(session, token, call)
        return self._ask(session, token, call)

    def _first_page(self, session: SsoSession, token: Token, call: _Call[AccountsPage]) -> AccountsPage:
        """The first page of accounts, without a botocore client if possible (see first_page)."""
        clients = self._clients.of(session.name)
        place = address(session.sso_region, clients.env)
        if place is None:
            return self._ask(session, token, call)
        from ssotui.aws.errors import FAULTS, Asked, explain

        try:
            answer = first_answer(clients.http, place, token.access_token, _PAGE)
        except FAULTS as error:
            raise explain(
                error, Asked(session.name, call.what, urlsplit(place).netloc, (token.access_token,))
            ) from error
        page = usual_page(answer)
        if page is not None:
            return page
        with clients.http.answering(answer):
            return self._ask(session, token, call)

    def roles_page(self, session: SsoSession, token: Token, account_id: str, next_token: str | None) -> RolesPage:
        parameters = {"accountId": account_id, **_page(next_token)}
        what = f"the roles of account {printable(account_id)}"
        return self._ask(session, token, _Call("list_account_roles", parameters, to_roles, what))

    def role_credentials(self, session: SsoSession, token: Token, ref: RoleRef) -> Credentials:
        parameters = {"roleName": ref.role, "accountId": ref.account_id}
        what = f"credentials of role {printable(ref.role)} in account {printable(ref.account_id)}"
        return self._ask(session, token, _Call("get_role_credentials", parameters, to_credentials, what))

    def sign_out(self, session: SsoSession, token: Token) -> None:
        self._ask(
            session, token, _Call("logout", {}, to_nothing, f"the end of your sign-in to {printable(session.name)}")
        )

    def _ask(self, session: SsoSession, token: Token, call: _Call[T]) -> T:
        clients = self._clients.of(session.name)
        client = clients.get("sso", session.sso_region)
        from ssotui.aws.errors import FAULTS, Asked, bad_answer, explain  # imports botocore, which is loaded by now

        host = urlsplit(client.meta.endpoint_url).netloc
        asked = Asked(session.name, call.what, host, (token.access_token,), special_host("sso", clients.env))
        try:
            answer = getattr(client, call.operation)(accessToken=token.access_token, **call.parameters)
        except FAULTS as error:
            raise explain(error, asked) from error
        try:
            return call.parse(answer)
        except Misshapen as error:
            raise bad_answer(asked) from error


def _page(next_token: str | None) -> dict[str, object]:
    return {"maxResults": _PAGE} if next_token is None else {"maxResults": _PAGE, "nextToken": next_token}
