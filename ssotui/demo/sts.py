"""GetCallerIdentity and AssumeRole of the AWS STS API, over the AWS query protocol."""

from __future__ import annotations

import re
from html import escape

from ssotui.demo.http_messages import Refusal, Request, Response
from ssotui.demo.issued_credentials import STATIC_ACCOUNT, STATIC_KEY, IssuedCredentials

MFA_CODE = "123456"
UNTRUSTED_ROLE = "Denied"
"""The role that nobody may assume."""

_NAMESPACE = "https://sts.amazonaws.com/doc/2011-06-15/"
_CREDENTIAL = re.compile(r"AWS4-HMAC-SHA256 .*?Credential=([^/]+)/")
_LONGEST_FROM_ROLE = 3600  # IAM User Guide, "Roles terms and concepts", role chaining
_ROLE_ARN = re.compile(r"arn:aws:iam::(\d{12}):role/(?:.*/)?([^/]+)")
# Characters that XML 1.0 can't represent.
_NOT_IN_XML = re.compile("[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")


def get_caller_identity(credentials: IssuedCredentials, request: Request) -> Response:
    """The identity of the credentials that signed the request. The signature isn't checked."""
    account, arn, user_id = _holder(credentials, request)
    return _answer("GetCallerIdentity", {"Arn": arn, "UserId": user_id, "Account": account})


def assume_role(credentials: IssuedCredentials, request: Request) -> Response:
    """Credentials of any role but UNTRUSTED_ROLE, for any valid credentials. With a SerialNumber the code must fit."""
    _, caller, _ = _holder(credentials, request)
    form, arn = request.form, request.form.get("RoleArn", "")
    if "SerialNumber" in form and form.get("TokenCode") != MFA_CODE:
        raise Refusal(403, "AccessDenied", "MultiFactorAuthentication failed with invalid MFA one time pass code. ")
    if arn.rpartition("/")[2] == UNTRUSTED_ROLE:
        what = f"User: {caller} is not authorized to perform: sts:AssumeRole on resource: {arn}"
        raise Refusal(403, "AccessDenied", what)
    if ":assumed-role/" in caller and int(form.get("DurationSeconds", "0")) > _LONGEST_FROM_ROLE:
        what = "The requested DurationSeconds exceeds the 1 hour session limit for roles assumed by role chaining"
        raise Refusal(400, "ValidationError", what)
    return _assumed("AssumeRole", credentials, request)


def assume_role_with_web_identity(credentials: IssuedCredentials, request: Request) -> Response:
    """Credentials of any role for a token of any identity provider. The request is unsigned."""
    if not request.form.get("WebIdentityToken", ""):
        raise Refusal(400, "InvalidIdentityToken", "The web identity token is missing")
    return _assumed("AssumeRoleWithWebIdentity", credentials, request)


def _assumed(action: str, credentials: IssuedCredentials, request: Request) -> Response:
    found = _ROLE_ARN.fullmatch(request.form.get("RoleArn", ""))
    name = request.form.get("RoleSessionName", "")
    if found is None or not name:
        raise Refusal(400, "ValidationError", "RoleArn or RoleSessionName is missing or invalid")
    issued = credentials.issue(found[1], found[2], name)
    members = {
        "AccessKeyId": issued.access_key_id,
        "SecretAccessKey": issued.secret_access_key,
        "SessionToken": issued.session_token,
        "Expiration": issued.expires_at.strftime("%Y-%m-%dT%H:%M:%SZ"),
    }
    user = {"AssumedRoleId": issued.user_id, "Arn": issued.arn}
    return _answer(action, {"Credentials": members, "AssumedRoleUser": user})


def sts_refusal(refused: Refusal) -> Response:
    """An error response of the AWS query protocol."""
    error = {"Type": "Sender", "Code": refused.kind, "Message": refused.message}
    body = f'<ErrorResponse xmlns="{_NAMESPACE}">{_xml({"Error": error, "RequestId": _REQUEST_ID})}</ErrorResponse>'
    return Response(refused.status, body.encode(), "text/xml")


_REQUEST_ID = "00000000-0000-4000-8000-000000000000"


def _holder(credentials: IssuedCredentials, request: Request) -> tuple[str, str, str]:
    """(account ID, ARN, user ID) of the request's credentials. Raises Refusal (403)."""
    found = _CREDENTIAL.match(request.headers.get("authorization", ""))
    if found is None:
        raise Refusal(403, "MissingAuthenticationToken", "Request is missing Authentication Token")
    if found[1] == STATIC_KEY[0]:
        return STATIC_ACCOUNT, f"arn:aws:iam::{STATIC_ACCOUNT}:user/ci-deployer", "AIDADEMO2345DEMO6789X"
    holder = credentials.holder(found[1], request.headers.get("x-amz-security-token", ""))
    return holder.account_id, holder.arn, holder.user_id


def _answer(action: str, result: dict[str, object]) -> Response:
    inside = _xml({f"{action}Result": result, "ResponseMetadata": {"RequestId": _REQUEST_ID}})
    return Response(200, f'<{action}Response xmlns="{_NAMESPACE}">{inside}</{action}Response>'.encode(), "text/xml")


def _xml(value: object) -> str:
    if isinstance(value, dict):
        return "".join(f"<{name}>{_xml(one)}</{name}>" for name, one in value.items())
    return escape(_NOT_IN_XML.sub("_", str(value)))
