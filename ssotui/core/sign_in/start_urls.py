"""Checks URLs: whether one may be sent a secret, whether a start URL is AWS-owned, and the region in its host."""

from __future__ import annotations

import re
from urllib.parse import urlsplit

from ssotui.core.sign_in.start_url_faults import LOOPBACK
from ssotui.named_tuples import NamedTuple

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
# The hosts that AWS CLI v2 reads a region from (customizations/sso/resolve.py).
_WITH_REGION = (
    re.compile(rf"[\w-]+\.{_REGION}\.portal\.amazonaws\.(?:com|com\.cn|eu)"),
    re.compile(rf"[\w-]+\.portal\.{_REGION}\.app\.(?:aws|amazonwebservices\.com\.cn)"),
    re.compile(rf"[\w-]+\.portal\.{_REGION}\.api\.amazonwebservices\.eu"),
)


class StartUrl(NamedTuple):
    """A start URL as it was typed, and what its host says; ``region`` is "" if it contains none."""

    text: str
    host: str
    region: str
    is_aws: bool

    @property
    def is_dual_stack(self) -> bool:
        """Whether the portal is at dual-stack endpoints, which also answer over IPv6 (use_dualstack_endpoint)."""
        return self.host.endswith(_DUAL_STACK_DOMAINS) and ".portal." in self.host


def examined(text: str) -> StartUrl:
    """Parse a start URL that has no start_url_fault. Loopback counts as AWS-owned, for tests and the demo."""
    host = (urlsplit(text).hostname or "").rstrip(".")
    is_aws = host.endswith(_AWS_DOMAINS) or host in _AWS_HOSTS or host in LOOPBACK
    found = next((match for pattern in _WITH_REGION if (match := pattern.fullmatch(host))), None)
    return StartUrl(text, host, found["region"] if found else "", is_aws)


def completed(text: str) -> str:
    """The URL with https:// in front if it has no scheme: browsers hide it in the address bar."""
    text = text.strip()
    return text if "://" in text or "." not in text else f"https://{text}"


def normalized(text: str) -> str:
    """The URL without query, fragment and trailing slash, to compare it."""
    return text.partition("#")[0].partition("?")[0].rstrip("/")


def is_safe(url: str) -> bool:
    """Whether a secret may be sent there: over https, or to this machine. "" is safe: no URL is set."""
    try:
        return not url.startswith("http://") or urlsplit(url).hostname in LOOPBACK
    except ValueError:
        return False
