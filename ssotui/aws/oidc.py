"""The IAM Identity Center OIDC API over botocore: RegisterClient, StartDeviceAuthorization, CreateToken.

The requests are those of AWS CLI v2 (botocore/utils.py, SSOTokenFetcher and SSOTokenFetcherAuth).
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import UTC, datetime
from typing import Any, Generic, NamedTuple, TypeVar
from urllib.parse import quote, urlencode, urlsplit

from ssotui.aws.clients import SessionClients, host_variables
from ssotui.aws.oidc_responses import REFRESH, SIGN_IN, to_client, to_grant, to_token
from ssotui.aws.responses import Misshapen
from ssotui.aws.start_urls import Resolver
from ssotui.aws.timeouts import USUAL, Timeouts
from ssotui.core.model import Registration, SsoSession, Token
from ssotui.core.ports.sign_in_services import Oidc
from ssotui.core.printable import printable
from ssotui.core.sign_in.oidc import (
    AUTHORIZATION_CODE,
    USUAL_SCOPES,
    Answer,
    AuthorizationCode,
    AuthorizationRequest,
    Client,
    DeviceGrant,
    Instance,
    Method,
)
from ssotui.errors import SignInNeeded

T = TypeVar("T")

_DEVICE = "urn:ietf:params:oauth:grant-type:device_code"
_REFRESH = "refresh_token"
_REGISTERED_REDIRECT = "http://127.0.0.1/oauth/callback"
"""Registered without a port, as AWS CLI v2 does, so that any may be used (RFC 8252, section 7.3)."""
_CONNECTIONS = 4
_SECRET = ("deviceCode", "code", "codeVerifier", "refreshToken")  # parameters of CreateToken
_NONE: Mapping[str, Mapping[str, str]] = {}


class _Call(NamedTuple, Generic[T]):
    """One operation; ``what`` is a verb phrase for messages ("AWS failed to …")."""

    operation: str
    parameters: Mapping[str, object]
    parse: Callable[[Mapping[str, object]], T]
    what: str
    secrets: tuple[str, ...] = ()
    waits: bool = False


class OidcService(Oidc):
    """Implements core.ports.sign_in_services.Oidc. The first call imports botocore. Thread-safe."""

    def __init__(
        self,
        env: Mapping[str, str],
        now: Callable[[], datetime],
        timeouts: Timeouts = USUAL,
        by_session: Mapping[str, Mapping[str, str]] = _NONE,
    ) -> None:
        """``now`` is added to the lifetimes in responses, because files have times. ``by_session``: see clients."""
        self._clients = SessionClients(env, by_session, _CONNECTIONS, timeouts)
        self._resolver = Resolver(env, timeouts)
        self._now = now

    def resolve(self, session: SsoSession) -> Instance:
        return self._resolver.resolve(session)

    def register(self, session: SsoSession, instance: Instance, method: Method) -> Client:
        parameters: dict[str, object] = {"clientName": _client_name(session, self._now()), "clientType": "public"}
        scopes, grants = session.scopes or (), tuple[str, ...]()
        if method == "browser":
            scopes, grants = scopes or USUAL_SCOPES, (AUTHORIZATION_CODE, _REFRESH)
            parameters |= {
                "grantTypes": list(grants),
                "redirectUris": [_REGISTERED_REDIRECT],
                "issuerUrl": instance.start_url,
            }
        if scopes:
            parameters["scopes"] = list(scopes)
        call = _Call(
            "register_client", parameters, lambda answer: to_client(answer, scopes, grants), "register this program"
        )
        return self._ask(session, instance.region, call)

    def start_device(self, session: SsoSession, instance: Instance, client: Registration) -> DeviceGrant:
        parameters = {
            "clientId": client.client_id,
            "clientSecret": client.client_secret,
            "startUrl": instance.start_url,
        }
        call = _Call("start_device_authorization", parameters, to_grant, "begin the sign-in", (client.client_secret,))
        return self._ask(session, instance.region, call)

    def poll_device(
        self, session: SsoSession, instance: Instance, client: Registration, grant: DeviceGrant
    ) -> Token | Answer:
        from ssotui.aws.oidc_errors import Waiting

        parameters = {"grantType": _DEVICE, "deviceCode": grant.device_code}
        try:
            return self._token(session, instance.region, client, parameters)
        except Waiting as waiting:
            return waiting.answer

    def authorize_url(
        self, session: SsoSession, instance: Instance, client: Client, request: AuthorizationRequest
    ) -> str:
        endpoint = str(self._clients.of(session.name).get("sso-oidc", instance.region).meta.endpoint_url)
        query = {
            "response_type": "code",
            "client_id": client.registration.client_id,
            "redirect_uri": request.redirect_uri,
            "state": request.state,
            "code_challenge_method": "S256",
            "scopes": " ".join(client.scopes),  # the AWS CLI sends it in the plural
            "code_challenge": request.challenge,
        }
        return f"{endpoint.rstrip('/')}/authorize?{urlencode(query, quote_via=quote, safe='')}"

    def redeem(self, session: SsoSession, instance: Instance, client: Registration, code: AuthorizationCode) -> Token:
        parameters = {
            "grantType": AUTHORIZATION_CODE,
            "redirectUri": code.redirect_uri,
            "codeVerifier": code.verifier,
            "code": code.code,
        }
        return self._token(session, instance.region, client, parameters)

    def refresh(self, session: SsoSession, token: Token) -> Token:
        if token.registration is None or token.refresh_token is None:
            raise SignInNeeded(session.name)
        parameters = {"grantType": _REFRESH, "refreshToken": token.refresh_token}
        return self._token(session, session.sso_region, token.registration, parameters)

    def _token(self, session: SsoSession, region: str, client: Registration, parameters: Mapping[str, str]) -> Token:
        sent = {"clientId": client.client_id, "clientSecret": client.client_secret, **parameters}
        what = REFRESH if sent["grantType"] == _REFRESH else SIGN_IN
        secrets = (client.client_secret, *(sent[name] for name in _SECRET if name in sent))
        # The time before the request, so that the expiry is rather too early than too late.
        asked_at = self._now().replace(microsecond=0)
        waits = sent["grantType"] == _DEVICE
        call = _Call("create_token", sent, lambda answer: to_token(answer, client, asked_at), what, secrets, waits)
        return self._ask(session, region, call)

    def _ask(self, session: SsoSession, region: str, call: _Call[T]) -> T:
        clients = self._clients.of(session.name)
        client: Any = clients.get("sso-oidc", region)
        from ssotui.aws.errors import FAULTS  # imports botocore, which is loaded by now
        from ssotui.aws.oidc_errors import OidcRequest, explain, unusable

        host, variables = urlsplit(client.meta.endpoint_url).netloc, host_variables("sso-oidc", clients.env)
        request = OidcRequest(session, call.what, host, call.secrets, call.waits, variables)
        try:
            answer = getattr(client, call.operation)(**call.parameters)
        except FAULTS as error:
            raise explain(error, request) from error
        try:
            return call.parse(answer)
        except Misshapen as error:
            raise unusable(request) from error


def _client_name(session: SsoSession, now: datetime) -> str:
    """The name that AWS CLI v2 registers, because both programs share the registration (its botocore/utils.py)."""
    name = str(int(now.astimezone(UTC).timestamp())) if session.legacy else printable(session.name)
    return f"botocore-client-{name}"
