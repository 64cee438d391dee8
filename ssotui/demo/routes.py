"""The routing table: the operation for each request, its parameters, and the form of its error responses."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from http import HTTPStatus

from ssotui.demo import pages, sts
from ssotui.demo.federation import federation_refusal
from ssotui.demo.http_messages import Refusal, Request, Response, json_response, oidc_refusal, portal_refusal
from ssotui.demo.oidc import landing
from ssotui.demo.portal import IdentityCenter
from ssotui.demo.services import Services

_TOKEN_HEADER = "x-amz-sso_bearer_token"  # noqa: S105 - the name of a header


@dataclass(frozen=True, slots=True)
class Route:
    """One operation: its name in AWS's models (or a name for a page), its handler, its error responses."""

    operation: str
    answer: Callable[[Services, Request], Response]
    refuse: Callable[[Refusal], Response]
    limited: bool = False


def route_of(request: Request) -> Route:
    """The route of a request; for an unknown path the route to an error page."""
    path = request.path.rstrip("/") or "/"
    if (request.method, path) == ("POST", "/"):
        return _STS.get(request.form.get("Action", ""), _STS_OTHER)
    if path == "/federation":
        return _FEDERATION.get(request.form.get("Action", ""), _NOWHERE)
    return _ROUTES.get((request.method, path), _NOWHERE)


def center_of(services: Services, request: Request) -> IdentityCenter | None:
    """The instance that issued a portal request's access token; None if none did."""
    token = request.headers.get(_TOKEN_HEADER, "")
    return next((center for center in services.centers if center.sign_ins.issued_access(token)), None)


def _portal(services: Services, request: Request) -> tuple[IdentityCenter, str]:
    center = center_of(services, request)
    if center is None:
        raise Refusal(401, "UnauthorizedException", "Session token not found or invalid")
    return center, request.headers[_TOKEN_HEADER]


def _needed(request: Request, name: str) -> str:
    value = request.query.get(name, "")
    if not value:
        raise Refusal(400, "InvalidRequestException", f"Missing required request parameter: {name}")
    return value


def _list_accounts(services: Services, request: Request) -> Response:
    center, token = _portal(services, request)
    query = request.query
    return json_response(center.list_accounts(token, query.get("max_result"), query.get("next_token")))


def _list_account_roles(services: Services, request: Request) -> Response:
    center, token = _portal(services, request)
    query, account = request.query, _needed(request, "account_id")
    return json_response(center.list_account_roles(token, account, query.get("max_result"), query.get("next_token")))


def _get_role_credentials(services: Services, request: Request) -> Response:
    center, token = _portal(services, request)
    account, role = _needed(request, "account_id"), _needed(request, "role_name")
    return json_response(center.get_role_credentials(token, account, role))


def _logout(services: Services, request: Request) -> Response:
    center, token = _portal(services, request)
    center.sign_ins.logout(token)
    return Response(200)


def _register(services: Services, request: Request) -> Response:
    return json_response(services.oidc.register(request.json))


def _start_device(services: Services, request: Request) -> Response:
    return json_response(services.oidc.start_device(request.json, f"{services.url}/device"))


def _create_token(services: Services, request: Request) -> Response:
    return json_response(services.oidc.create_token(request.json))


def _device_page(services: Services, request: Request) -> Response:
    code = request.query.get("user_code", "")
    if not code:
        return pages.ask_code()
    approval = services.oidc.waiting(code)
    return pages.ask_device(approval) if approval else pages.ask_code("This code is not valid or has expired.")


def _device_decision(services: Services, request: Request) -> Response:
    approval = services.oidc.waiting(request.form.get("user_code", ""))
    if approval is None:
        return pages.ask_code("This code is not valid or has expired.")
    approval.decision = "approved" if request.form.get("decision") == "approve" else "denied"
    if approval.decision == "denied":
        return pages.message("Request denied", "You can close this window.")
    return pages.message("Request approved", "You can close this window and return to the terminal.")


def _authorize_page(services: Services, request: Request) -> Response:
    return pages.ask_authorization(services.oidc.start_authorization(request.query))


def _authorize_decision(services: Services, request: Request) -> Response:
    approval = services.oidc.asked_for(request.form.get("request", ""))
    if approval is None:
        return pages.message("Request expired", "This request was already answered or has expired.", 400)
    approval.decision = "approved" if request.form.get("decision") == "approve" else "denied"
    return Response(302, headers=(("Location", landing(approval)),))


def _home_page(services: Services, request: Request) -> Response:  # noqa: ARG001 - one shape for all
    return pages.message("ssotui demo", "This server simulates IAM Identity Center, STS and the sign-in page.")


def _unknown_action(services: Services, request: Request) -> Response:  # noqa: ARG001 - one shape for all
    raise Refusal(400, "InvalidAction", "Could not find operation for version 2011-06-15")


def _nowhere(services: Services, request: Request) -> Response:  # noqa: ARG001 - one shape for all
    raise Refusal(404, "NotFound", "Nothing here.")


def _page_refusal(refused: Refusal) -> Response:
    return pages.message(HTTPStatus(refused.status).phrase, refused.message, refused.status)


_NOWHERE = Route("Nowhere", _nowhere, _page_refusal)
_STS_OTHER = Route("UnknownAction", _unknown_action, sts.sts_refusal)
_STS = {
    "GetCallerIdentity": Route(
        "GetCallerIdentity", lambda one, request: sts.get_caller_identity(one.credentials, request), sts.sts_refusal
    ),
    "AssumeRole": Route("AssumeRole", lambda one, request: sts.assume_role(one.credentials, request), sts.sts_refusal),
    "AssumeRoleWithWebIdentity": Route(
        "AssumeRoleWithWebIdentity",
        lambda one, request: sts.assume_role_with_web_identity(one.credentials, request),
        sts.sts_refusal,
    ),
}
_FEDERATION = {
    "getSigninToken": Route(
        "getSigninToken", lambda one, request: one.federation.get_signin_token(request), federation_refusal
    ),
    "login": Route("login", lambda one, request: one.federation.login(request), federation_refusal),
}
_ROUTES = {
    ("GET", "/assignment/accounts"): Route("ListAccounts", _list_accounts, portal_refusal, limited=True),
    ("GET", "/assignment/roles"): Route("ListAccountRoles", _list_account_roles, portal_refusal, limited=True),
    ("GET", "/federation/credentials"): Route(
        "GetRoleCredentials", _get_role_credentials, portal_refusal, limited=True
    ),
    ("POST", "/logout"): Route("Logout", _logout, portal_refusal, limited=True),
    ("POST", "/client/register"): Route("RegisterClient", _register, oidc_refusal),
    ("POST", "/device_authorization"): Route("StartDeviceAuthorization", _start_device, oidc_refusal),
    ("POST", "/token"): Route("CreateToken", _create_token, oidc_refusal),
    ("GET", "/device"): Route("DevicePage", _device_page, _page_refusal),
    ("POST", "/device"): Route("DeviceDecision", _device_decision, _page_refusal),
    ("GET", "/authorize"): Route("AuthorizePage", _authorize_page, _page_refusal),
    ("POST", "/authorize"): Route("AuthorizeDecision", _authorize_decision, _page_refusal),
    ("GET", "/"): Route("HomePage", _home_page, _page_refusal),
}

OPERATIONS = tuple(
    route.operation for route in (*_ROUTES.values(), *_STS.values(), *_FEDERATION.values(), _STS_OTHER, _NOWHERE)
)
