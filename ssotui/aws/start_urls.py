"""Resolves a company's custom start URL to the AWS-owned one it redirects to.

As AWS CLI v2 does (customizations/sso/resolve.py).
"""

from __future__ import annotations

import threading
from collections.abc import Mapping
from urllib.parse import urljoin

from ssotui.aws.http import Http
from ssotui.aws.timeouts import USUAL, Timeouts
from ssotui.core.model import SsoSession
from ssotui.core.printable import printable
from ssotui.core.sign_in.oidc import Instance
from ssotui.core.sign_in.start_url_faults import check_start_url, start_url_fault
from ssotui.core.sign_in.start_urls import examined, normalized
from ssotui.errors import Rejected

_REDIRECTS = range(300, 400)
_NO_HEAD = (405, 501)


class Resolver:
    """Resolves start URLs, with one request for each custom one. Thread-safe."""

    def __init__(self, env: Mapping[str, str], timeouts: Timeouts = USUAL) -> None:
        self._http = Http(env, timeouts)
        self._lock = threading.Lock()
        self._known: dict[str, Instance] = {}

    def resolve(self, session: SsoSession) -> Instance:
        """The instance. AWS-owned start URLs take no request; of a custom one the redirect is read, but not followed.

        Raises UsageError for an invalid start URL, Rejected if it isn't redirected to an AWS-owned one, Unreachable.
        """
        check_start_url(session)
        if examined(session.start_url).is_aws:
            return Instance(session.start_url, session.sso_region)
        with self._lock:
            if session.start_url not in self._known:
                self._known[session.start_url] = self._ask(session)
            return self._known[session.start_url]

    def _ask(self, session: SsoSession) -> Instance:
        status, location = self._request("HEAD", session)
        if status in _NO_HEAD:
            status, location = self._request("GET", session)
        target = _target(session.start_url, location) if status in _REDIRECTS else ""
        found = examined(target) if target.startswith("https://") and not start_url_fault(target) else None
        if found is None or not found.is_aws:
            raise Rejected(
                f"{printable(session.start_url)} is not the URL of an AWS access portal.",
                hint=f'Correct sso_start_url of session "{printable(session.name)}": the URL of your access portal.',
            )
        return Instance(target, found.region or session.sso_region)

    def _request(self, method: str, session: SsoSession) -> tuple[int, str]:
        """Status and ``Location`` of the response, with the proxies and CA bundle of other requests."""
        from botocore.awsrequest import AWSRequest

        from ssotui.aws.errors import FAULTS, Request, explain

        url = session.start_url
        try:
            answer = self._http.ask(AWSRequest(method=method, url=url))
        except FAULTS as error:
            raise explain(error, Request(session.name, "the portal's URL", examined(url).host)) from error
        return answer.status_code, answer.headers.get("Location", "")


def _target(start_url: str, location: str) -> str:
    """The target of a redirect; "" if it isn't a URL."""
    try:
        return normalized(urljoin(start_url, location)) if location else ""
    except ValueError:
        return ""
