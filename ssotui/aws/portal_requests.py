"""The portal's GET requests, as botocore's service model describes them (data/sso/2019-06-10/service-2.json).

They need nothing but a bearer token, so they can be sent without a botocore client, which takes longer to create than
the request.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from urllib.parse import quote, urlencode

from ssotui.aws.clients import endpoint_url, host_variables
from ssotui.named_tuples import NamedTuple

# The regions of AWS's commercial partition, in which every portal's host name has the same form.
_COMMERCIAL = re.compile(r"(us|eu|ap|sa|ca|me|af|il|mx)-[a-z]{1,16}-[0-9]{1,2}")
BEARER = "x-amz-sso_bearer_token"
"""The header of the access token."""


class Get(NamedTuple):
    """One operation: its path, and its parameters' names in the query, in the order of the model."""

    path: str
    query: Mapping[str, str]


GETS = {
    "list_accounts": Get("/assignment/accounts", {"nextToken": "next_token", "maxResults": "max_result"}),
    "list_account_roles": Get(
        "/assignment/roles", {"nextToken": "next_token", "maxResults": "max_result", "accountId": "account_id"}
    ),
    "get_role_credentials": Get("/federation/credentials", {"roleName": "role_name", "accountId": "account_id"}),
}
"""By the name of the client's method."""


def portal_url(region: str, env: Mapping[str, str]) -> str | None:
    """The portal's URL; None if it takes botocore's table of endpoints. Raises UsageError as ``endpoint_url`` does."""
    if host_variables("sso", env) or not _COMMERCIAL.fullmatch(region):
        return None
    return endpoint_url("sso", env) or f"https://portal.sso.{region}.amazonaws.com"


def url_of(portal: str, operation: str, parameters: Mapping[str, object]) -> str:
    """The URL of a request, with the same query as the client's."""
    get = GETS[operation]
    values = [(get.query[name], str(value)) for name, value in parameters.items()]
    return f"{portal.rstrip('/')}{get.path}?{urlencode(values, quote_via=quote)}"
