"""Exchanges a role's credentials for a sign-in token of the AWS console.

IAM User Guide, "Enable custom identity broker access to the AWS console".
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import TYPE_CHECKING
from urllib.parse import urlencode, urlsplit

from ssotui.aws.clients import endpoint_url
from ssotui.aws.http import Http
from ssotui.aws.responses import Misshapen, one_word
from ssotui.aws.timeouts import USUAL, Timeouts
from ssotui.core.network_settings import FEDERATION
from ssotui.errors import BadAnswer, Rejected, SsoTuiError

if TYPE_CHECKING:
    from botocore.awsrequest import AWSResponse

    from ssotui.aws.errors import Request
    from ssotui.core.model import Credentials

_OK = 200
_CREDENTIALS_REFUSED = (400, 401, 403, 404)


class Federation:
    """Implements core.ports.backend.SignInPage over botocore's HTTP, with its proxies and CA bundle."""

    def __init__(self, env: Mapping[str, str], timeouts: Timeouts = USUAL) -> None:
        self._env = env
        self._http = Http(env, timeouts)

    def url(self, host: str) -> str:
        """``https://host``, unless SSOTUI_ENDPOINT_URL_FEDERATION sets another URL. Raises UsageError."""
        return (endpoint_url(FEDERATION, self._env) or f"https://{host}").rstrip("/")

    def token(self, host: str, credentials: Credentials) -> str:
        """The sign-in token. Raises Rejected, BadAnswer, Unreachable, UsageError or FileError."""
        members = {
            "sessionId": credentials.access_key_id,
            "sessionKey": credentials.secret_access_key,
            "sessionToken": credentials.session_token,
        }
        # Without SessionDuration the console's session lasts as long as the credentials, which is always allowed. With
        # POST, because a URL with credentials in it would be written to logs of proxies and into error messages.
        form = {"Action": "getSigninToken", "Session": json.dumps(members, separators=(",", ":"))}
        url = f"{self.url(host)}/federation"
        answer = self._post(url, urlencode(form).encode())
        if answer.status_code != _OK:
            raise _refused(answer.status_code, urlsplit(url).netloc)
        return _token(answer.content, urlsplit(url).netloc)

    def _post(self, url: str, body: bytes) -> AWSResponse:
        from botocore.awsrequest import AWSRequest

        from ssotui.aws.errors import FAULTS, explain  # imports botocore, which is loaded by now

        headers = {"Content-Type": "application/x-www-form-urlencoded", "Accept": "application/json"}
        try:
            return self._http.ask(AWSRequest(method="POST", url=url, data=body, headers=headers))
        except FAULTS as error:
            raise explain(error, _request(urlsplit(url).netloc)) from error


def _refused(status: int, host: str) -> SsoTuiError:
    from ssotui.aws.errors import by_status

    if status not in _CREDENTIALS_REFUSED:
        return by_status(status, _request(host))
    return Rejected(
        f"{host} refuses to sign in to the console with these credentials (status {status}).",
        hint="Try the access portal: --portal",
    )


def _request(host: str) -> Request:
    from ssotui.aws.errors import Request  # imports botocore

    return Request("", "a sign-in to the console", host)


def _token(content: bytes, host: str) -> str:
    try:
        return one_word(json.loads(content), "SigninToken")
    except (ValueError, RecursionError, Misshapen) as error:
        raise _unusable(host) from error


def _unusable(host: str) -> BadAnswer:
    from ssotui.aws.errors import bad_answer

    return bad_answer(_request(host))
