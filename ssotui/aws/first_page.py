"""The first accounts, asked for before botocore's client is there: it takes longer to load than they take to come.

It is the same request on the same line, and whatever is not the usual answer is left to the client to make sense of.
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

# The regions of AWS's commercial partition, of which every host's name is made alike.
_COMMERCIAL = re.compile(r"(us|eu|ap|sa|ca|me|af|il|mx)-[a-z]{1,16}-[0-9]{1,2}")
_GOOD = 200


def address(region: str, env: Mapping[str, str]) -> str | None:
    """The portal's; None where it takes botocore's table of endpoints. Raises UsageError, as ``endpoint_url``."""
    if special_host("sso", env) or not _COMMERCIAL.fullmatch(region):
        return None
    return endpoint_url("sso", env) or f"https://portal.sso.{region}.amazonaws.com"


def first_answer(http: Http, place: str, access_token: str, size: int) -> AWSResponse:
    """Raises what ``Http.ask`` does."""
    from botocore.awsrequest import AWSRequest

    url, headers = f"{place.rstrip('/')}/assignment/accounts", {"x-amz-sso_bearer_token": access_token}
    return http.ask(AWSRequest("GET", url, headers=headers, params={"max_result": str(size)}))


def usual_page(answer: AWSResponse) -> AccountsPage | None:
    """What is in it; None for a refusal, and for anything that isn't as it should be."""
    try:
        document = json.loads(answer.content) if answer.status_code == _GOOD else None
        return to_accounts(document) if isinstance(document, dict) else None
    except (ValueError, RecursionError, Misshapen):
        return None
