"""The identity that credentials belong to: GetCallerIdentity of the AWS STS API."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Literal
from urllib.parse import urlsplit

from ssotui.aws.clients import Clients, host_variables
from ssotui.aws.timeouts import USUAL, Timeouts
from ssotui.core.model import Credentials
from ssotui.core.printable import printable, shortened
from ssotui.errors import AccessDenied, SsoTuiError
from ssotui.named_tuples import NamedTuple
from ssotui.regions import FALLBACK

_LONGEST = 200
_LONGEST_CODE = 60
_REFUSED = 403
_CLOCK_ERRORS = ("RequestTimeTooSkewed", "RequestExpired", "SignatureDoesNotMatch", "InvalidSignatureException")
_ORIGINS = {
    "web-identity": ("The web identity of AWS_WEB_IDENTITY_TOKEN_FILE", "AWS_WEB_IDENTITY_TOKEN_FILE and AWS_ROLE_ARN"),
    "container": ("The container's endpoint", "AWS_CONTAINER_CREDENTIALS_FULL_URI or ..._RELATIVE_URI"),
}


class Caller(NamedTuple):
    """The response of GetCallerIdentity."""

    account_id: str
    arn: str
    user_id: str


def caller_with(credentials: Credentials, region: str, env: Mapping[str, str], timeouts: Timeouts = USUAL) -> Caller:
    """The identity of ``keys``. Raises AccessDenied if AWS doesn't accept them, and what Portal's requests raise."""
    from ssotui.aws.errors import FAULTS, Request, bad_answer, explain  # imports botocore

    client: Any = Clients(env, 1, timeouts).sts(credentials, region or FALLBACK)  # the stubs don't have its operations
    host = urlsplit(client.meta.endpoint_url).netloc
    secrets = (credentials.session_token, credentials.secret_access_key)
    request = Request("", "the identity of these credentials", host, secrets, host_variables("sts", env))
    try:
        answer = client.get_caller_identity()
    except FAULTS as error:
        raise _not_accepted(error) or explain(error, request) from error
    found = tuple(answer.get(member) for member in ("Account", "Arn", "UserId"))
    if not all(isinstance(one, str) and one for one in found):
        raise bad_answer(request)
    return Caller(*(shortened(printable(str(one)), _LONGEST) for one in found))


def caller_of_environment(origin: Literal["web-identity", "container"], region: str, env: Mapping[str, str]) -> Caller:
    """The identity of the credentials that the AWS CLI takes from this environment, which are of ``origin``.

    Raises SsoTuiError if there are none, and what ``caller_with`` raises.
    """
    from botocore.exceptions import BotoCoreError, ClientError
    from botocore.session import Session

    who, variables = _ORIGINS[origin]
    # The order of the AWS CLI v2 (its botocore/configprovider.py). boto3 has the reverse order.
    session = Session(session_vars={"profile": (None, ["AWS_PROFILE", "AWS_DEFAULT_PROFILE"], None, None)})
    try:
        found = session.get_credentials()
        frozen = found.get_frozen_credentials() if found else None
    except (BotoCoreError, ClientError, OSError) as error:
        reason = shortened(printable(str(error)), _LONGEST)
        raise SsoTuiError(
            f"{who} provides no credentials: {reason}", hint=f"Correct {variables}, or unset them."
        ) from error
    if frozen is None:
        raise SsoTuiError(f"{who} provides no credentials.", hint=f"Correct {variables}, or unset them.")
    credentials = Credentials(frozen.access_key or "", frozen.secret_key or "", frozen.token or "")
    return caller_with(credentials, region, env)


def _not_accepted(error: Exception) -> AccessDenied | None:
    from botocore.exceptions import ClientError

    if not isinstance(error, ClientError):
        return None
    response: dict[str, Any] = dict(error.response)
    if response.get("ResponseMetadata", {}).get("HTTPStatusCode") != _REFUSED:
        return None
    code = shortened(printable(str(response.get("Error", {}).get("Code", ""))), _LONGEST_CODE)
    return AccessDenied(
        f"AWS does not accept these credentials ({code or 'no reason given'}).",
        hint="Compare this computer's clock with AWS: ssotui doctor"
        if code in _CLOCK_ERRORS
        else "The credentials may have expired. Clear them: ssotui off",
    )
