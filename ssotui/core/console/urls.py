"""URLs of the AWS console, of federated sign-ins to it, and of the access portal's shortcut links."""

from __future__ import annotations

import re
from urllib.parse import quote, urlencode, urlsplit

from ssotui.core.console.partitions import Partition, partition_of
from ssotui.core.console.services import HOME, SERVICES
from ssotui.core.model import RoleRef, SsoSession
from ssotui.core.printable import printable
from ssotui.core.search.spelling import closest
from ssotui.core.sign_in.start_url_faults import check_start_url
from ssotui.errors import UsageError
from ssotui.named_tuples import NamedTuple
from ssotui.regions import may_be_in_a_host

_PATH = re.compile(r"[A-Za-z0-9][A-Za-z0-9._-]*[/?#][\x21-\x7e]*")


class Visit(NamedTuple):
    """A page of the console: the host that signs in to it, and the page's URL."""

    sign_in_host: str
    destination: str


def visit(sso_region: str, region: str, service: str = "") -> Visit:
    """The page of ``service`` in ``region`` ("": the region of Identity Center).

    ``service`` is a shortcut (core.console.services), a path below the console's host (``s3/buckets/logs``), or the URL
    of a page of the console. Raises UsageError for anything else, and for a page in another partition than Identity
    Center, because roles exist in one partition only.
    """
    partition = partition_of(sso_region)
    region = region or sso_region
    if not may_be_in_a_host(region):
        raise UsageError(f'"{printable(region)}" is not an AWS region.', hint="For example: --region eu-west-1")
    if partition_of(region) is not partition:
        raise UsageError(
            f"The region {region} is in the partition {partition_of(region).name}, the role in {partition.name}.",
            hint="A role reaches the regions of its own partition only.",
        )
    return Visit(partition.sign_in_host(region), _destination(partition, region, service))


def login_url(sign_in_url: str, issuer: str, destination: str, token: str) -> str:
    """The URL that signs the browser in and redirects it to ``destination``. Valid for 15 minutes, and a secret.

    ``sign_in_url`` is the base URL of federation (SignInPage.url). ``issuer`` is the page to sign in again when
    the console's session has expired, "" if there is none.
    """
    asked = {"Action": "login", "Issuer": issuer, "Destination": destination, "SigninToken": token}
    if not issuer:
        del asked["Issuer"]
    return f"{sign_in_url}/federation?{urlencode(asked, quote_via=quote)}"


def portal_link(session: SsoSession, ref: RoleRef, destination: str = "") -> str:
    """The access portal's shortcut link. It needs no credentials: the portal asks for a sign-in.

    IAM Identity Center User Guide, "Creating shortcut links to AWS Management Console destinations". Raises UsageError
    for a start URL that isn't safe to open.
    """
    check_start_url(session)
    asked = {"account_id": ref.account_id, "role_name": ref.role}
    if destination:
        asked["destination"] = destination
    start, mark, query = session.start_url.partition("#")[0].partition("?")
    return f"{start.rstrip('/')}/{mark}{query}#/console?{urlencode(asked, quote_via=quote, safe='')}"


def _destination(partition: Partition, region: str, service: str) -> str:
    host = partition.console_host(region)
    if service.startswith("https://"):
        return _own_page(partition, service)
    page = HOME if not service else SERVICES.get(service.lower(), "")
    if not page and _PATH.fullmatch(service):
        page = service
    if not page:
        raise _unknown(service)
    path, _, fragment = page.partition("#")
    joined = "&" if "?" in path else "?"
    return f"https://{host}/{path}{joined}region={region}" + (f"#{fragment}" if fragment else "")


def _own_page(partition: Partition, url: str) -> str:
    """``url``, if it is a page of the partition's console. Raises UsageError for any other."""
    try:
        host = (urlsplit(url).hostname or "").lower()
    except ValueError:
        host = ""
    if not partition.owns_host(host) or "\\" in url or not url.isprintable() or " " in url:
        raise UsageError(
            f"{printable(url)} is not a URL of the console.",
            hint=f"The console of this role is at https://{partition.console or '…'}",
        )
    return url


def _unknown(service: str) -> UsageError:
    close = closest(service.lower(), SERVICES)
    near = f"Did you mean --service {close}? " if close else ""
    return UsageError(
        f'No console page is called "{printable(service)}".', hint=f"{near}A path works as well: --service s3/buckets"
    )
