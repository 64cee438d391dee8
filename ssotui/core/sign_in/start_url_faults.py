"""Validates start URLs. One that browsers and urllib would parse differently must not be requested or opened."""

from __future__ import annotations

from ssotui.core.model import SsoSession
from ssotui.core.printable import printable
from ssotui.errors import UsageError


def start_url_fault(start_url: str) -> str:
    """Why this isn't a valid start URL; "" if it is. Only loopback, for tests and the demo, may be without https."""
    from urllib.parse import urlsplit  # takes 4 ms, and reading the config doesn't need it

    try:
        parts = urlsplit(start_url)
        host, _ = parts.hostname, parts.port
    except ValueError:
        return "it is not a URL"
    if parts.scheme not in ("https", "http") or not host:
        return "it must begin with https:// and name a host"
    if parts.scheme == "http" and host not in LOOPBACK:
        return "it must begin with https://"
    if not _IN_URL.issuperset(start_url):
        return "it contains a character that URLs can't have"
    if parts.username or parts.password or not (_IN_HOST.issuperset(host) or host in LOOPBACK):
        return "it names a host that browsers read differently"
    return ""


def check_start_url(session: SsoSession) -> None:
    """Raises UsageError for a start URL that must not be sent a request or opened in a browser."""
    fault = start_url_fault(session.start_url)
    if fault:
        raise UsageError(
            f'"{printable(session.start_url)}" is not a start URL: {fault}.',
            hint=f'Correct sso_start_url of session "{printable(session.name)}" in the AWS config.',
        )


# Browsers treat a backslash as a slash and decode %2e in a host (WHATWG URL, "Host parsing"); urllib does neither.
_IN_URL = frozenset(map(chr, range(0x21, 0x7F))) - frozenset('\\"<>^`{|}')
_IN_HOST = frozenset("abcdefghijklmnopqrstuvwxyz0123456789.-_")
LOOPBACK = ("127.0.0.1", "::1", "localhost")
