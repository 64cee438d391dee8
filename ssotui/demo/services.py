"""The bundle of services under one base URL, for the routes."""

from __future__ import annotations

from typing import NamedTuple

from ssotui.demo.federation import Federation
from ssotui.demo.issued_credentials import IssuedCredentials
from ssotui.demo.oidc import OidcService
from ssotui.demo.portal import IdentityCenter


class Services(NamedTuple):
    """Identity Center's instances, the issued credentials for STS, the OIDC API, and console federation."""

    url: str
    centers: tuple[IdentityCenter, ...]
    credentials: IssuedCredentials
    oidc: OidcService
    federation: Federation
