"""Addresses of the AWS console: where a role's sign-in leads, and the access portal's shortcut links."""

from __future__ import annotations

import re
from typing import NamedTuple
from urllib.parse import quote, urlencode, urlsplit

from ssotui.core.console.partitions import Partition, partition_of
from ssotui.core.console.services import HOME, SERVICES
from ssotui.core.model import RoleRef, SsoSession
from ssotui.core.search.spelling import closest
from ssotui.core.sign_in.oidc import check_start_url
from ssotui.core.text import printable
from ssotui.errors import UsageError

_REGION = re.compile(r"[a-z]{2,8}(-[a-z0-9]{1,16}){1,4}")
_PATH = re.compile(r"[A-Za-z0-9][A-Za-z0-9._-]*[/?#][\x21-\x7e]*")


class Visit(NamedTuple):
    """A page of the console: the host that signs in to it, and its address."""

    sign_in_host: str
    destination: str


def visit(sso_region: str, region: str, service: str = "") -> Visit:
    """The page for ``service`` in ``region`` ("": where Identity Center is).

    ``service`` is a shortcut (console_services), a path below the console's host (``s3/buckets/logs``), or the address
    of one of the console's own pages. Raises UsageError for what is none of these, or is of another partition than
    Identity Center: no role reaches over.
    """
    partition = partition_of(sso_region)
    region = region or sso_region
    if not _REGION.fullmatch(region):
        raise UsageError(f'"{printable(region)}" is not an AWS region.', hint="For example: --region eu-west-1")
    if partition_of(region) is not partition:
        raise UsageError(
            f"The region {region} is in the partition {partition_of(region).name}, the role in {partition.name}.",
            hint="A role reaches the regions of its own partition only.",
        )
    return Visit(partition.sign_in_host(region), _destination(partition, region, service))


def login_url(sign_in_address: str, issuer: str, destination: str, token: str) -> str:
    """What the browser opens: signs in and goes on to ``destination``; good for 15 minutes, and a secret.

    ``sign_in_address`` is ``https://`` and the sign-in host, or what stands in its place; ``issuer`` is where one signs
    in again, "" if there is no such page.
    """
    asked = {"Action": "login", "Issuer": issuer, "Destination": destination, "SigninToken": token}
    if not issuer:
        del asked["Issuer"]
    return f"{sign_in_address}/federation?{urlencode(asked, quote_via=quote)}"


def portal_link(session: SsoSession, ref: RoleRef, destination: str = "") -> str:
    """The access portal's shortcut link, which needs no credentials and asks for a sign-in where there is none.

    Raises UsageError for a start URL that no browser should be given.
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


def _own_page(partition: Partition, address: str) -> str:
    """A page of the console; the sign-in must never lead anywhere else."""
    try:
        host = (urlsplit(address).hostname or "").lower()
    except ValueError:
        host = ""
    if not partition.owns_host(host) or "\\" in address or not address.isprintable() or " " in address:
        raise UsageError(
            f"{printable(address)} is not an address of the console.",
            hint=f"The console of this role is at https://{partition.console or '…'}",
        )
    return address


def _unknown(service: str) -> UsageError:
    close = closest(service.lower(), SERVICES)
    near = f"Did you mean --service {close}? " if close else ""
    return UsageError(
        f'No console page is called "{printable(service)}".', hint=f"{near}A path works as well: --service s3/buckets"
    )
