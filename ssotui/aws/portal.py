"""The IAM Identity Center Portal API (service "sso") over botocore."""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping
from typing import TYPE_CHECKING, Generic, NamedTuple, TypeVar
from urllib.parse import urlsplit

from ssotui.aws.clients import SessionClients, host_variables
from ssotui.aws.portal_requests import BEARER, GETS, portal_url, url_of
from ssotui.aws.responses import Misshapen, to_accounts, to_credentials, to_nothing, to_roles
from ssotui.aws.timeouts import USUAL, Timeouts
from ssotui.core.model import Credentials, RoleRef, SsoSession, Token
from ssotui.core.ports.backend import AccountsPage, RolesPage
from ssotui.core.printable import printable

if TYPE_CHECKING:
    from ssotui.aws.direct_http import Answer

T = TypeVar("T")

_NONE: Mapping[str, Mapping[str, str]] = {}
_GOOD = 200
_PAGE = 100
"""The largest ``max_result`` that AWS accepts (aws-sso-cli pull request 1343)."""


class _Call(NamedTuple, Generic[T]):
    """One operation; ``what`` is a noun for messages."""

    operation: str
    parameters: Mapping[str, object]
    parse: Callable[[Mapping[str, object]], T]
    what: str


class Portal:
    """Implements core.ports.backend.IdentityCenter. Thread-safe.

    Requests are sent without a botocore client if possible. Any response but the usual one is passed to the client,
    which parses it. So values and errors are the client's, but botocore is imported only if something is unusual.
    """

    def __init__(
        self,
        env: Mapping[str, str],
        connections: int,
        timeouts: Timeouts = USUAL,
        by_session: Mapping[str, Mapping[str, str]] = _NONE,
    ) -> None:
        """``env`` is as for Clients, ``by_session`` as for SessionClients.

        ``connections``: how many connections each client keeps open.
        """
        self._clients = SessionClients(env, by_session, connections, timeouts)

    def close(self) -> None:
        """Close open connections."""
        self._clients.close()

    def accounts_page(self, session: SsoSession, token: Token, next_token: str | None) -> AccountsPage:
        what = f"the accounts of {printable(session.name)}"
        return self._ask(session, token, _Call("list_accounts", _page(next_token), to_accounts, what))

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
        portal = portal_url(session.sso_region, clients.env) if call.operation in GETS else None
        if portal is None or not _is_direct(portal):
            return self._ask_client(session, token, call)
        url = url_of(portal, call.operation, call.parameters)
        try:
            answer = clients.direct.get(url, {BEARER: token.access_token, "User-Agent": "ssotui"})
        except _faults() as error:
            from ssotui.aws.errors import Request, explain

            request = Request(session.name, call.what, urlsplit(portal).netloc, (token.access_token,))
            raise explain(error, request) from error
        try:
            return call.parse(_usual_document(answer))
        except Misshapen:
            with clients.http.answering(answer.for_botocore()):  # its parser decides what this response is
                return self._ask_client(session, token, call)

    def _ask_client(self, session: SsoSession, token: Token, call: _Call[T]) -> T:
        clients = self._clients.of(session.name)
        client = clients.get("sso", session.sso_region)
        from ssotui.aws.errors import FAULTS, Request, bad_answer, explain  # imports botocore, which is loaded by now

        host = urlsplit(client.meta.endpoint_url).netloc
        request = Request(session.name, call.what, host, (token.access_token,), host_variables("sso", clients.env))
        try:
            answer = getattr(client, call.operation)(accessToken=token.access_token, **call.parameters)
        except FAULTS as error:
            raise explain(error, request) from error
        try:
            return call.parse(answer)
        except Misshapen as error:
            raise bad_answer(request) from error


def _is_direct(portal: str) -> bool:
    from ssotui.aws.direct_http import is_direct

    return is_direct(portal)


def _faults() -> tuple[type[Exception], ...]:
    """errors.FAULTS, for an ``except``: this is called when an exception is raised, and only then imports botocore."""
    from ssotui.aws.errors import FAULTS

    return FAULTS


def _usual_document(answer: Answer) -> dict[str, object]:
    """The JSON object of a response with status 200. Raises Misshapen."""
    try:
        document = json.loads(answer.body.decode()) if answer.status == _GOOD else None
    except (ValueError, RecursionError) as error:
        raise Misshapen from error
    if not isinstance(document, dict):
        raise Misshapen
    return document


def _page(next_token: str | None) -> dict[str, object]:
    return {"maxResults": _PAGE} if next_token is None else {"maxResults": _PAGE, "nextToken": next_token}
