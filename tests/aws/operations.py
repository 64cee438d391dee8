"""Every request that ssotui makes: each as one call of what makes it, ready to be sent to a service that fails."""

from __future__ import annotations

import base64
import hashlib
import re
import traceback
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from typing import NamedTuple
from urllib.parse import parse_qsl, urlsplit

from ssotui.aws.caller_identity import caller_with
from ssotui.aws.clock import server_time
from ssotui.aws.federation import Federation
from ssotui.aws.oidc import OidcService
from ssotui.aws.portal import Portal
from ssotui.aws.timeouts import USUAL, Timeouts
from ssotui.core.console.partitions import partition_of
from ssotui.core.model import Credentials, Registration, RoleRef, SsoSession, Token
from ssotui.core.network_settings import FEDERATION, variable_of_service
from ssotui.core.sign_in.oidc import AuthorizationCode, AuthorizationRequest, Instance
from ssotui.demo.access_tokens import first_client
from ssotui.demo.http_messages import Request
from ssotui.demo.organization import Organization
from ssotui.errors import SsoTuiError

HASTY = Timeouts(connect=3, read=0.1, whole=0.3)
"""For a server that is known not to answer, or not to end."""

_MADE: dict[tuple[frozenset[tuple[str, str]], Timeouts], tuple[Portal, OidcService, Federation]] = {}
"""What asks, by where: making it takes 50 ms each."""


@dataclass
class Place:
    """All that asks, led to one place by ``env``; ``secrets`` are all that were handed out so far."""

    organization: Organization
    env: dict[str, str]
    secrets: list[str] = field(default_factory=list)
    timeouts: Timeouts = USUAL

    def __post_init__(self) -> None:
        self.lead(self.env, self.timeouts)
        instance = self.organization.world.instances[0]
        self.session = SsoSession(instance.session, instance.start_url, instance.sso_region)
        self.instance = Instance(instance.start_url, instance.sso_region)
        account = next(one for one in instance.accounts if one.roles)
        self.ref = RoleRef(instance.session, account.id, account.roles[0])
        client_id, secret = first_client(self.organization.world, instance)
        self.secrets.append(secret)
        self.client = Registration(client_id, secret, datetime.now(UTC) + timedelta(days=9))

    def lead(self, env: dict[str, str], timeouts: Timeouts = USUAL) -> None:
        """Ask there from now on; what asks nobody's own servers is made anew, for it goes by the proxies of now."""
        self.env, self.timeouts = env, timeouts
        known = (frozenset(env.items()), timeouts)
        if not env or known not in _MADE:
            _MADE[known] = (
                Portal(env, 4, timeouts),
                OidcService(env, lambda: datetime.now(UTC), timeouts),
                Federation(env, timeouts),
            )
        self.portal, self.oidc, self.federation = _MADE[known]

    def ask_as(self, other: Place) -> None:
        """With what ``other`` asks with, where it asks: making that takes 50 ms."""
        self.env, self.timeouts = other.env, other.timeouts
        self.portal, self.oidc, self.federation = other.portal, other.oidc, other.federation

    def live_in(self, region: str) -> None:
        self.session = self.session._replace(sso_region=region)
        self.instance = self.instance._replace(region=region)

    def token(self) -> Token:
        """That of a new sign-in."""
        issued = self.organization.sign_in(self.session.name)
        self.secrets += [issued.access_token, str(issued.refresh_token)]
        end = datetime.now(UTC) + timedelta(hours=8)
        return Token(issued.access_token, end, issued.refresh_token, self.client)

    def keys(self) -> Credentials:
        issued = self.organization.credentials.issue(self.ref.account_id, self.ref.role, "somebody")
        self.secrets += [issued.secret_access_key, issued.session_token]
        end = datetime.now(UTC) + timedelta(hours=1)
        return Credentials(issued.access_key_id, issued.secret_access_key, issued.session_token, end)


def led_to(url: str) -> dict[str, str]:
    """The environment that leads everything there."""
    return {variable_of_service(name): url for name in ("sso", "sso-oidc", "sts", FEDERATION)}


Ask = Callable[[], object]


def failure(ask: Ask) -> SsoTuiError | None:
    """What it ends in; None if it works."""
    try:
        ask()
    except SsoTuiError as error:
        return error
    return None


def assert_clear(error: SsoTuiError, secrets: list[str]) -> None:
    """A sentence and what to do, both for people, and nothing in them or in the traceback that is a secret."""
    for line in (error.message, error.hint):
        assert line.isprintable()
        assert 10 < len(line) < 300
        assert "botocore" not in line
    assert error.message.endswith(".")
    told = error.message + error.hint + "".join(traceback.format_exception(error))
    assert not [secret for secret in secrets if secret in told]


class Operation(NamedTuple):
    """``name`` as AWS calls it, ``method`` as ssotui does; ``ready`` prepares it with a service that is well."""

    name: str
    method: str
    ready: Callable[[Place], Ask]


def _register_for_codes(at: Place) -> Ask:
    return lambda: at.oidc.register(at.session, at.instance, "device-code")


def _register_for_the_browser(at: Place) -> Ask:
    return lambda: at.oidc.register(at.session, at.instance, "browser")


def _start_device(at: Place) -> Ask:
    return lambda: at.oidc.start_device(at.session, at.instance, at.client)


def _poll_device(at: Place) -> Ask:
    grant = at.oidc.start_device(at.session, at.instance, at.client)
    at.organization.approve(grant.user_code)
    at.secrets.append(grant.device_code)
    return lambda: at.oidc.poll_device(at.session, at.instance, at.client, grant)


def _redeem(at: Place) -> Ask:
    client = at.oidc.register(at.session, at.instance, "browser")
    verifier = "v" * 64
    digest = base64.urlsafe_b64encode(hashlib.sha256(verifier.encode()).digest()).decode().rstrip("=")
    redirect = "http://127.0.0.1:1/oauth/callback"
    address = at.oidc.authorize_url(at.session, at.instance, client, AuthorizationRequest(redirect, "state", digest))
    code = AuthorizationCode(_code(at.organization, address), verifier, redirect)
    at.secrets += [client.registration.client_secret, code.code, verifier]
    return lambda: at.oidc.redeem(at.session, at.instance, client.registration, code)


def _code(organization: Organization, address: str) -> str:
    """What a browser brings back from there, once a person has agreed."""
    page = organization.answer(Request("GET", address.removeprefix(organization.url), {}))
    found = re.search(rb"name='request' value='([^']+)'", page.body)
    assert found, page.body
    landing = organization.answer(Request("POST", "/authorize", {}, b"decision=approve&request=" + found[1]))
    return dict(parse_qsl(urlsplit(dict(landing.headers)["Location"]).query))["code"]


def _refresh(at: Place) -> Ask:
    token = at.token()
    return lambda: at.oidc.refresh(at.session, token)


def _accounts(at: Place) -> Ask:
    token = at.token()
    return lambda: at.portal.accounts_page(at.session, token, None)


def _roles(at: Place) -> Ask:
    token = at.token()
    return lambda: at.portal.roles_page(at.session, token, at.ref.account_id, None)


def _role_credentials(at: Place) -> Ask:
    token = at.token()
    return lambda: at.portal.role_credentials(at.session, token, at.ref)


def _sign_out(at: Place) -> Ask:
    token = at.token()
    return lambda: at.portal.sign_out(at.session, token)


def _sign_in_token(at: Place) -> Ask:
    keys = at.keys()
    return lambda: at.federation.token(partition_of(at.session.sso_region).sign_in_host(at.session.sso_region), keys)


def _caller(at: Place) -> Ask:
    keys = at.keys()
    return lambda: caller_with(keys, at.session.sso_region, at.env, at.timeouts)


def _server_time(at: Place) -> Ask:
    return lambda: server_time(at.env, at.session.sso_region, at.timeouts)


EACH_ASKER = ("start_device", "accounts_page", "token", "caller_with")
"""An operation of each of the four that ask."""

OPERATIONS = (
    Operation("RegisterClient", "register", _register_for_codes),
    Operation("RegisterClient", "register", _register_for_the_browser),
    Operation("StartDeviceAuthorization", "start_device", _start_device),
    Operation("CreateToken", "poll_device", _poll_device),
    Operation("CreateToken", "redeem", _redeem),
    Operation("CreateToken", "refresh", _refresh),
    Operation("ListAccounts", "accounts_page", _accounts),
    Operation("ListAccountRoles", "roles_page", _roles),
    Operation("GetRoleCredentials", "role_credentials", _role_credentials),
    Operation("Logout", "sign_out", _sign_out),
    Operation("getSigninToken", "token", _sign_in_token),
    Operation("GetCallerIdentity", "caller_with", _caller),
    Operation("Nowhere", "server_time", _server_time),
)
