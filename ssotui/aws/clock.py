"""Reads AWS's time from the Date header of a response."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime

from ssotui.aws.clients import Clients
from ssotui.aws.http import Http
from ssotui.aws.timeouts import USUAL, Timeouts
from ssotui.errors import SsoTuiError


def server_time(env: Mapping[str, str], region: str, timeouts: Timeouts = USUAL) -> datetime | None:
    """The time (UTC, in whole seconds) by the Identity Center of ``region``; None without a response."""
    from botocore.awsrequest import AWSRequest
    from botocore.exceptions import BotoCoreError

    try:
        url = Clients(env, 1).get("sso-oidc", region).meta.endpoint_url
        date = Http(env, timeouts).ask(AWSRequest("HEAD", url)).headers.get("Date", "")
        return parsedate_to_datetime(date).astimezone(UTC)
    except SsoTuiError:
        return None  # the error is reported where the client is needed
    except (BotoCoreError, ValueError, OverflowError):
        return None
