"""SSO OIDC in memory: client registrations, device codes, authorization codes with PKCE, refreshed tokens.

Methods return the JSON objects of the IAM Identity Center OIDC API, and raise Refusal for its error responses.
"""

from __future__ import annotations

import base64
import hashlib
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime
from itertools import count
from typing import Literal
from urllib.parse import urlencode, urlsplit

from ssotui.demo.access_tokens import SignIn, first_client
from ssotui.demo.http_messages import JsonObject, Refusal
from ssotui.demo.lifetimes import Clock, Lifetimes, derived_digits
from ssotui.demo.portal import IdentityCenter
from ssotui.demo.world import World

DEVICE_GRANT = "urn:ietf:params:oauth:grant-type:device_code"
USUAL_SCOPE = "sso:account:access"
_POLL_SECONDS = 1
_CODE_LETTERS = "BCDFGHJKLMNPQRSTVWXZ"

Decision = Literal["pending", "approved", "denied", "used"]


@dataclass(frozen=True, slots=True)
class Client:
    """A registered client."""

    id: str
    secret: str = field(repr=False)
    name: str
    scopes: tuple[str, ...]
    grant_types: tuple[str, ...]
    redirect_uris: tuple[str, ...]
    expires_at: datetime
    issuer_url: str = ""


@dataclass(slots=True)
class Approval:
    """A sign-in that the user has to confirm; ``code`` is the device code or the authorization code."""

    center: IdentityCenter
    client: Client
    code: str = field(repr=False)
    expires_at: datetime
    decision: Decision = "pending"
    user_code: str = ""
    redirect_uri: str = ""
    challenge: str = ""
    state: str = ""


class OidcService:
    """The OIDC API of all instances."""

    def __init__(self, world: World, centers: Sequence[IdentityCenter], now: Clock, lifetimes: Lifetimes) -> None:
        self._seed = world.seed
        self._centers = centers
        self._now = now
        self._lifetimes = lifetimes
        self._numbers = count(1)
        self._clients: dict[str, Client] = {}
        self._approvals: dict[str, Approval] = {}
        for center in centers:
            name = f"botocore-client-{center.instance.session}"
            known = first_client(world, center.instance)
            end = now() + lifetimes.registration
            self._clients[known[0]] = Client(*known, name, (USUAL_SCOPE,), (), (), end, center.instance.start_url)

    def register(self, request: JsonObject) -> JsonObject:
        """RegisterClient."""
        name, kind = _text(request, "clientName"), _text(request, "clientType")
        if kind != "public":
            raise Refusal(400, "InvalidClientMetadataException", "Only public clients can be registered")
        redirects = _texts(request, "redirectUris")
        if any(not _is_loopback(uri) for uri in redirects):
            raise Refusal(400, "InvalidRedirectUriException", "Redirect URIs must be loopback addresses")
        number = derived_digits(24, "client", self._seed, name, next(self._numbers))
        secret = f"demo-client-secret-{derived_digits(40, number)}"
        issued, end = self._now(), self._now() + self._lifetimes.registration
        scopes, grants = _texts(request, "scopes"), _texts(request, "grantTypes")
        issuer = _text(request, "issuerUrl", needed=False)
        self._clients[number] = Client(number, secret, name, scopes, grants, redirects, end, issuer)
        return {
            "clientId": number,
            "clientSecret": secret,
            "clientIdIssuedAt": int(issued.timestamp()),
            "clientSecretExpiresAt": int(end.timestamp()),
            "authorizationEndpoint": None,
            "tokenEndpoint": None,
        }

    def start_device(self, request: JsonObject, page: str) -> JsonObject:
        """StartDeviceAuthorization; ``page`` is the URL at which the user confirms."""
        client = self._client(request)
        center = self._center_of(_text(request, "startUrl"))
        number = next(self._numbers)
        digits = derived_digits(16, "user code", self._seed, number)
        letters = "".join(_CODE_LETTERS[int(digits[place : place + 2], 16) % 20] for place in range(0, 16, 2))
        code = derived_digits(64, "device code", self._seed, number)
        approval = Approval(center, client, code, self._now() + self._lifetimes.code)
        approval.user_code = f"{letters[:4]}-{letters[4:]}"
        self._approvals[code] = approval
        return {
            "deviceCode": code,
            "userCode": approval.user_code,
            "verificationUri": page,
            "verificationUriComplete": f"{page}?{urlencode({'user_code': approval.user_code})}",
            "expiresIn": int(self._lifetimes.code.total_seconds()),
            "interval": _POLL_SECONDS,
        }

    def start_authorization(self, request: dict[str, str]) -> Approval:
        """Start a sign-in for the parameters of ``GET /authorize``, after checking them."""
        client = self._clients.get(request.get("client_id", ""))
        if client is None or client.expires_at <= self._now():
            raise Refusal(401, "InvalidClientException", "This program is not registered")
        _match_redirect(client, request.get("redirect_uri", ""))
        if "authorization_code" not in client.grant_types:
            raise Refusal(400, "UnauthorizedClientException", "This program was not registered for this way to sign in")
        if request.get("response_type") != "code" or request.get("code_challenge_method") != "S256":
            raise Refusal(400, "InvalidRequestException", "Only codes with an S256 challenge are given")
        if not request.get("code_challenge") or not request.get("state"):
            raise Refusal(400, "InvalidRequestException", "The challenge or the state is missing")
        code = derived_digits(64, "code", self._seed, next(self._numbers))
        approval = Approval(self._center_of(client.issuer_url), client, code, self._now() + self._lifetimes.code)
        approval.redirect_uri, approval.state = request["redirect_uri"], request["state"]
        approval.challenge = request["code_challenge"]
        self._approvals[code] = approval
        return approval

    def create_token(self, request: JsonObject) -> JsonObject:
        """CreateToken, for all three grant types."""
        client = self._client(request)
        match _text(request, "grantType"):
            case "refresh_token":
                issued = self._refreshed(client, _text(request, "refreshToken"))
            case "authorization_code" as kind:
                issued = self._signed_in(client, self._with_code(client, request), kind)
            case kind if kind == DEVICE_GRANT:
                issued = self._signed_in(client, self._with_device_code(client, request), kind)
            case _:
                raise Refusal(400, "UnsupportedGrantTypeException", "The grant type is not supported")
        return {
            "accessToken": issued.access_token,
            "tokenType": "Bearer",
            "expiresIn": int(self._lifetimes.token.total_seconds()),
            "refreshToken": issued.refresh_token,
            "idToken": None,
        }

    def forget_clients(self) -> None:
        """Invalidate all registrations."""
        self._clients.clear()

    def waiting(self, user_code: str) -> Approval | None:
        """The device sign-in with this user code, as it was typed, if it can still be confirmed."""
        typed = user_code.strip().upper().replace("-", "")
        open_ones = (one for one in self._approvals.values() if one.user_code and self._is_open(one))
        return next((one for one in open_ones if one.user_code.replace("-", "") == typed), None)

    def asked_for(self, code: str) -> Approval | None:
        """The sign-in with this authorization code, if it can still be confirmed."""
        approval = self._approvals.get(code)
        return approval if approval and approval.redirect_uri and self._is_open(approval) else None

    def user_codes(self) -> tuple[str, ...]:
        """The user codes of all device sign-ins that can be confirmed, the oldest first."""
        return tuple(one.user_code for one in self._approvals.values() if one.user_code and self._is_open(one))

    def _is_open(self, approval: Approval) -> bool:
        return approval.decision == "pending" and approval.expires_at > self._now()

    def _client(self, request: JsonObject) -> Client:
        client = self._clients.get(_text(request, "clientId"))
        if client is None or client.secret != _text(request, "clientSecret") or client.expires_at <= self._now():
            raise Refusal(401, "InvalidClientException", "Invalid client provided")
        return client

    def _center_of(self, start_url: str) -> IdentityCenter:
        for center in self._centers:
            if _bare(center.instance.start_url) == _bare(start_url):
                return center
        raise Refusal(400, "InvalidRequestException", "Invalid start URL provided")

    def _with_device_code(self, client: Client, request: JsonObject) -> Approval:
        approval = self._approvals.get(_text(request, "deviceCode"))
        if approval is None or approval.client is not client or approval.decision == "used":
            raise Refusal(400, "InvalidGrantException", "Invalid device code provided")
        if approval.decision == "denied":
            raise Refusal(400, "AccessDeniedException", "Access denied")
        if approval.expires_at <= self._now():
            raise Refusal(400, "ExpiredTokenException", "Device code expired")
        if approval.decision == "pending":
            raise Refusal(400, "AuthorizationPendingException", "Authorization is still pending")
        return approval

    def _with_code(self, client: Client, request: JsonObject) -> Approval:
        approval = self._approvals.get(_text(request, "code"))
        good = (
            approval is not None
            and approval.client is client
            and approval.decision == "approved"
            and approval.expires_at > self._now()
            and approval.redirect_uri == _text(request, "redirectUri")
            and approval.challenge == _challenge(_text(request, "codeVerifier"))
        )
        if approval is None or not good:
            raise Refusal(400, "InvalidGrantException", "Invalid authorization code provided")
        return approval

    def _signed_in(self, client: Client, approval: Approval, grant_type: str) -> SignIn:
        if client.grant_types and grant_type not in client.grant_types:
            raise Refusal(400, "UnauthorizedClientException", "The client is not registered for this grant type")
        approval.decision = "used"
        return approval.center.sign_ins.sign_in((client.id, client.secret), refreshable=USUAL_SCOPE in client.scopes)

    def _refreshed(self, client: Client, refresh_token: str) -> SignIn:
        for center in self._centers:
            if center.sign_ins.issued_refresh(refresh_token):
                return center.sign_ins.refresh((client.id, client.secret), refresh_token)
        raise Refusal(400, "InvalidGrantException", "Invalid refresh token provided")


def landing(approval: Approval) -> str:
    """The URL to which the browser is redirected after the user has confirmed or denied."""
    answer = {"code": approval.code} if approval.decision == "approved" else {"error": "access_denied"}
    return f"{approval.redirect_uri}?{urlencode(answer | {'state': approval.state})}"


def _match_redirect(client: Client, uri: str) -> None:
    """Compare without the port: only the address in use has one (RFC 8252, section 7.3)."""
    parts = urlsplit(uri)
    if not _is_loopback(uri) or f"http://127.0.0.1{parts.path}" not in client.redirect_uris:
        raise Refusal(400, "InvalidRequestException", "The redirect address is not the registered one")


def _is_loopback(uri: str) -> bool:
    parts = urlsplit(uri)
    return parts.scheme == "http" and parts.hostname == "127.0.0.1" and not parts.query and not parts.fragment


def _challenge(verifier: str) -> str:
    return base64.urlsafe_b64encode(hashlib.sha256(verifier.encode()).digest()).decode().rstrip("=")


def _bare(start_url: str) -> str:
    return start_url.partition("#")[0].rstrip("/")


def _text(request: JsonObject, name: str, *, needed: bool = True) -> str:
    value = request.get(name, None if needed else "")
    if not isinstance(value, str) or (needed and not value):
        raise Refusal(400, "InvalidRequestException", f"Missing or invalid {name}")
    return value


def _texts(request: JsonObject, name: str) -> tuple[str, ...]:
    value = request.get(name, [])
    if not isinstance(value, list) or any(not isinstance(one, str) for one in value):
        raise Refusal(400, "InvalidRequestException", f"Invalid {name}")
    return tuple(value)
