"""The services that answer under one base URL, as one value: what the routes call."""

from __future__ import annotations

from typing import NamedTuple

from ssotui.demo.federation import Federation
from ssotui.demo.issued_credentials import KeyRing
from ssotui.demo.oidc import Grants
from ssotui.demo.portal import IdentityCenter


class Services(NamedTuple):
    """Identity Center's instances, what STS knows credentials by, SSO OIDC's sign-ins, and the console's federation."""

    url: str
    centers: tuple[IdentityCenter, ...]
    keys: KeyRing
    grants: Grants
    federation: Federation
