"""Keys of a role exchanged for a sign-in token of the console (protocol.md section 10.1)."""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import TYPE_CHECKING
from urllib.parse import urlencode, urlsplit

from ssotui.aws.clients import CONNECT_TIMEOUT, READ_TIMEOUT, ca_bundle, endpoint_url
from ssotui.errors import BadAnswer, Rejected, SsoTuiError

if TYPE_CHECKING:
    from botocore.awsrequest import AWSResponse

    from ssotui.core.model import Credentials

_OK, _THEIR_FAULT = 200, 500


class Federation:
    """Implements core.backend.SignInPage over botocore's HTTP; proxies and CA bundle as for every other request."""

    def __init__(self, env: Mapping[str, str]) -> None:
        self._env = env

    def address(self, host: str) -> str:
        """``https://host``, or AWS_ENDPOINT_URL_SIGNIN (ours: AWS's tools have no such variable). Raises UsageError."""
        return (endpoint_url("signin", self._env) or f"https://{host}").rstrip("/")

    def token(self, host: str, credentials: Credentials) -> str:
        """The sign-in token. Raises Rejected, BadAnswer, Unreachable, UsageError or FileTrouble."""
        keys = {
            "sessionId": credentials.access_key_id,
            "sessionKey": credentials.secret_access_key,
            "sessionToken": credentials.session_token,
        }
        # No SessionDuration: the console then lasts as long as the keys, which is what AWS always grants. By POST: an
        # address with keys in it would end in proxies' logs and error messages.
        form = {"Action": "getSigninToken", "Session": json.dumps(keys, separators=(",", ":"))}
        url = f"{self.address(host)}/federation"
        answer = self._post(url, urlencode(form).encode())
        if answer.status_code != _OK:
            raise _refused(answer.status_code, urlsplit(url).netloc)
        return _token(answer.content, urlsplit(url).netloc)

    def _post(self, url: str, body: bytes) -> AWSResponse:
        from botocore.awsrequest import AWSRequest
        from botocore.httpsession import URLLib3Session
        from botocore.utils import get_environ_proxies

        from ssotui.aws.faults import FAULTS, Asked, explain  # with botocore, which is loaded by now

        session = URLLib3Session(
            verify=ca_bundle(self._env) or True,  # type: ignore[arg-type]  # a file's name as well: the stubs are wrong
            proxies=get_environ_proxies(url),
            timeout=(CONNECT_TIMEOUT, READ_TIMEOUT),  # type: ignore[arg-type]  # both, as botocore's own clients do
        )
        headers = {"Content-Type": "application/x-www-form-urlencoded", "Accept": "application/json"}
        request = AWSRequest(method="POST", url=url, data=body, headers=headers).prepare()
        try:
            return session.send(request)
        except FAULTS as error:
            raise explain(error, Asked("", "a sign-in to the console", urlsplit(url).netloc, "")) from error
        finally:
            session.close()


def _refused(status: int, host: str) -> SsoTuiError:
    if status >= _THEIR_FAULT:
        return BadAnswer(f"{host} failed (status {status}).", hint="Try again in a while.")
    return Rejected(
        f"{host} refuses to sign these keys in to the console (status {status}).",
        hint="The access portal may do it: --portal",
    )


def _token(content: bytes, host: str) -> str:
    try:
        token = json.loads(content)["SigninToken"]
    except (ValueError, LookupError, TypeError, RecursionError) as error:
        raise _unusable(host) from error
    if not isinstance(token, str) or not token:
        raise _unusable(host)
    return token


def _unusable(host: str) -> BadAnswer:
    return BadAnswer(
        f"{host} gave an unusable answer.", hint="Check that no log-in page of a network stands in between."
    )
