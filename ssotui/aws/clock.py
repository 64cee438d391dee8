"""What time it is at AWS: the Date that any of its servers answers with."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime

from ssotui.aws.clients import CONNECT_TIMEOUT, Clients, ca_bundle
from ssotui.errors import SsoTuiError


def server_time(env: Mapping[str, str], region: str) -> datetime | None:
    """The time (UTC, to the second) by the Identity Center of ``region``; None if it doesn't answer."""
    from botocore.awsrequest import AWSRequest
    from botocore.exceptions import BotoCoreError
    from botocore.httpsession import URLLib3Session
    from botocore.utils import get_environ_proxies

    try:
        url = Clients(env, 1).get("sso-oidc", region).meta.endpoint_url
        bundle = ca_bundle(env)
    except SsoTuiError:
        return None  # told by whoever needs the client
    http = URLLib3Session(
        verify=bundle or True,  # type: ignore[arg-type]  # the stubs know no path of a bundle
        proxies=get_environ_proxies(url),
        timeout=CONNECT_TIMEOUT,
    )
    try:
        date = http.send(AWSRequest("HEAD", url).prepare()).headers.get("Date", "")
        return parsedate_to_datetime(date).astimezone(UTC)
    except (BotoCoreError, ValueError):
        return None
    finally:
        http.close()
