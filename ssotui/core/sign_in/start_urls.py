"""Addresses: which may be sent a secret, and of start URLs which are AWS's own and what region their host tells."""

from __future__ import annotations

import re
from typing import NamedTuple
from urllib.parse import urlsplit

from ssotui.core.sign_in.oidc import LOOPBACK

_AWS_DOMAINS = (
    ".app.aws",
    ".portal.amazonaws.com",
    ".portal.amazonaws.com.cn",
    ".app.amazonwebservices.com.cn",
    ".portal.amazonaws.eu",
    ".api.amazonwebservices.eu",
    ".awsapps.com",
    ".awsapps.cn",
)
_DUAL_STACK_DOMAINS = (".app.aws", ".app.amazonwebservices.com.cn", ".api.amazonwebservices.eu")
DUAL_STACK_HINT = "Set AWS_USE_DUALSTACK_ENDPOINT=true, or use_dualstack_endpoint = true in the profile."
_AWS_HOSTS = (
    "identitycenter.amazonaws.com",
    "identitycenter.amazonaws.com.cn",
    "identitycenter.amazonaws.eu",
    "identitycenter.us-gov.amazonaws.com",
)
_REGION = r"(?P<region>[a-z]{2,4}(?:-[a-z]+)+-\d)"
# The shapes that AWS CLI v2 takes a region from (customizations/sso/resolve.py).
_WITH_REGION = (
    re.compile(rf"[\w-]+\.{_REGION}\.portal\.amazonaws\.(?:com|com\.cn|eu)"),
    re.compile(rf"[\w-]+\.portal\.{_REGION}\.app\.(?:aws|amazonwebservices\.com\.cn)"),
    re.compile(rf"[\w-]+\.portal\.{_REGION}\.api\.amazonwebservices\.eu"),
)


class StartUrl(NamedTuple):
    """A start URL as somebody typed it, and what can be told from it; ``region`` is "" where it does not say."""

    text: str
    host: str
    region: str
    is_aws: bool

    @property
    def is_dual_stack(self) -> bool:
        """Its portal answers by IPv6 as well, at dual-stack endpoints (use_dualstack_endpoint)."""
        return self.host.endswith(_DUAL_STACK_DOMAINS) and ".portal." in self.host


def examined(text: str) -> StartUrl:
    """What a start URL without faults (sign_in.start_url_fault) tells. Loopback counts as AWS's own: tests, demo."""
    host = (urlsplit(text).hostname or "").rstrip(".")
    is_aws = host.endswith(_AWS_DOMAINS) or host in _AWS_HOSTS or host in LOOPBACK
    found = next((match for pattern in _WITH_REGION if (match := pattern.fullmatch(host))), None)
    return StartUrl(text, host, found["region"] if found else "", is_aws)


def completed(text: str) -> str:
    """An address as people copy it: browsers hide the scheme."""
    text = text.strip()
    return text if "://" in text or "." not in text else f"https://{text}"


def normalised(text: str) -> str:
    """For comparing, and for what a redirect led to: no query, fragment, or slash at the end."""
    return text.partition("#")[0].partition("?")[0].rstrip("/")


def is_safe(url: str) -> bool:
    """A secret may go there: by https, or to this very machine. So may it where there is no address at all."""
    try:
        return not url.startswith("http://") or urlsplit(url).hostname in LOOPBACK
    except ValueError:
        return False
