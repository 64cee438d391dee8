"""Requests the first page of accounts without a botocore client, which takes longer to create than the request.

The request is the same as the client's. Any response but a usual page is then passed to the client, which parses it.
"""

from __future__ import annotations

import json
import re
from collections.abc import Mapping
from typing import TYPE_CHECKING

from ssotui.aws.clients import endpoint_url, special_host
from ssotui.aws.responses import Misshapen, to_accounts

if TYPE_CHECKING:
    from botocore.awsrequest import AWSResponse

    from ssotui.aws.http import Http
    from ssotui.core.ports.backend import AccountsPage

# The regions of AWS's commercial partition, in which every portal's host name has the same form.
_COMMERCIAL = re.compile(r"(us|eu|ap|sa|ca|me|af|il|mx)-[a-z]{1,16}-[0-9]{1,2}")
_GOOD = 200


def address(region: str, env: Mapping[str, str]) -> str | None:
    """The portal's URL; None if it takes botocore's table of endpoints. Raises UsageError as ``endpoint_url`` does."""
    if special_host("sso", env) or not _COMMERCIAL.fullmatch(region):
        return None
    return endpoint_url("sso", env) or f"https://portal.sso.{region}.amazonaws.com"


def first_answer(http: Http, place: str, access_token: str, size: int) -> AWSResponse:
    """The response to ListAccounts. Raises what ``Http.ask`` raises."""
    from botocore.awsrequest import AWSRequest

    url, headers = f"{place.rstrip('/')}/assignment/accounts", {"x-amz-sso_bearer_token": access_token}
    return http.ask(AWSRequest("GET", url, headers=headers, params={"max_result": str(size)}))


def usual_page(answer: AWSResponse) -> AccountsPage | None:
    """The page in a response; None for an error response, or one that isn't as expected."""
    try:
        document = json.loads(answer.content) if answer.status_code == _GOOD else None
        return to_accounts(document) if isinstance(document, dict) else None
    except (ValueError, RecursionError, Misshapen):
        return None
