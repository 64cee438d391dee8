"""Console federation: exchanges credentials for a sign-in token, and the token for a signed-in page.

IAM User Guide, "Enable custom identity broker access to the AWS console".
"""

from __future__ import annotations

import json
from datetime import datetime, timedelta

from ssotui.demo import pages
from ssotui.demo.http_messages import Refusal, Request, Response, json_response
from ssotui.demo.issued_credentials import IssuedCredentials, RoleCredentials
from ssotui.demo.lifetimes import Clock, derived_digits

_LINK_LIFE = timedelta(minutes=15)
_SHORTEST, _LONGEST = 900, 43_200


class Federation:
    """The federation endpoint, with the sign-in tokens that it has issued."""

    def __init__(self, credentials: IssuedCredentials, now: Clock) -> None:
        self._credentials = credentials
        self._now = now
        self._tokens: dict[str, tuple[RoleCredentials, datetime]] = {}

    def get_signin_token(self, request: Request) -> Response:
        """``Action=getSigninToken``, by GET or POST."""
        form = request.form
        duration = form.get("SessionDuration", str(_SHORTEST))
        if not duration.isdigit() or not _SHORTEST <= int(duration) <= _LONGEST:
            raise Refusal(400, "InvalidRequest", "Invalid request")
        credentials = self._holder(form.get("Session", ""))
        token = f"demo-signin-{derived_digits(128, 'signin', len(self._tokens), credentials.access_key_id)}"
        self._tokens[token] = (credentials, self._now() + _LINK_LIFE)
        return json_response({"SigninToken": token})

    def login(self, request: Request) -> Response:
        """``Action=login``: the page that a browser opens."""
        credentials, expires_at = self._tokens.get(request.query.get("SigninToken", ""), (None, self._now()))
        if credentials is None or expires_at <= self._now():
            return pages.message("Sign-in failed", "The link is not valid, or older than 15 minutes.", 400)
        return pages.console(
            credentials.account_id, credentials.name, credentials.user, request.query.get("Destination", "")
        )

    def _holder(self, session: str) -> RoleCredentials:
        try:
            parts = json.loads(session)
            named = parts["sessionId"], parts["sessionKey"], parts["sessionToken"]
            credentials = self._credentials.holder(str(named[0]), str(named[2]))
        except (ValueError, KeyError, TypeError, Refusal) as error:
            # AWS's errors have no more detail, either (aws-vault issue 77).
            raise Refusal(400, "InvalidRequest", "Invalid request") from error
        if credentials.secret_access_key != named[1]:
            raise Refusal(400, "InvalidRequest", "Invalid request")
        return credentials


def federation_refusal(refused: Refusal) -> Response:
    """An error response without content."""
    return Response(refused.status, b"", "text/html")
