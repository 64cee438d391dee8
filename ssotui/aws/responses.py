"""Converts responses of the IAM Identity Center Portal API to values, and checks each member."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import UTC, datetime

from ssotui.core.model import Account, Credentials
from ssotui.core.ports.backend import AccountsPage, RolesPage
from ssotui.core.printable import printable

_ID_LENGTH = 12
_LONGEST = 20_000


class Misshapen(Exception):
    """A response lacks a member, or has one of the wrong type."""


def to_accounts(answer: Mapping[str, object]) -> AccountsPage:
    """One page of ListAccounts. Raises Misshapen.

    An account whose ID isn't 12 digits is left out: no request could use it, and it would get into URLs and files. A
    missing name is "". Duplicates are removed.
    """
    found: dict[str, Account] = {}
    for entry in _list(answer, "accountList"):
        number = _text(entry, "accountId")
        if len(number) == _ID_LENGTH and number.isascii() and number.isdigit():
            found.setdefault(number, Account(number, _shown(entry, "accountName"), _shown(entry, "emailAddress")))
    return AccountsPage(tuple(found.values()), _following(answer))


def to_roles(answer: Mapping[str, object]) -> RolesPage:
    """One page of ListAccountRoles: cleaned names, without duplicates and empty names. Raises Misshapen."""
    names = (_shown(entry, "roleName") for entry in _list(answer, "roleList"))
    return RolesPage(tuple(dict.fromkeys(filter(None, names))), _following(answer))


def to_credentials(answer: Mapping[str, object]) -> Credentials:
    """The response of GetRoleCredentials; ``expiration`` is in epoch milliseconds. Raises Misshapen."""
    credentials = answer.get("roleCredentials")
    until = credentials.get("expiration") if isinstance(credentials, Mapping) else None
    if not isinstance(credentials, Mapping) or isinstance(until, bool) or not isinstance(until, int):
        raise Misshapen
    try:
        expires_at = datetime.fromtimestamp(until / 1000, UTC)
    except (OverflowError, ValueError, OSError) as error:
        raise Misshapen from error
    return Credentials(
        one_word(credentials, "accessKeyId"),
        one_word(credentials, "secretAccessKey"),
        one_word(credentials, "sessionToken"),
        expires_at,
    )


def to_nothing(answer: Mapping[str, object]) -> None:
    """The empty response of Logout. Raises Misshapen for a body, which is a page from a proxy or captive portal."""
    metadata = answer.get("ResponseMetadata")
    headers = metadata.get("HTTPHeaders") if isinstance(metadata, Mapping) else None
    if isinstance(headers, Mapping) and "html" in str(headers.get("content-type", "")):
        raise Misshapen


def one_word(answer: object, member: str) -> str:
    """A member that is one word of printable ASCII, safe for files, headers, URLs and shells. Raises Misshapen."""
    text = answer.get(member) if isinstance(answer, Mapping) else None
    if not isinstance(text, str) or not text or not text.isascii() or not text.isprintable() or " " in text:
        raise Misshapen
    return text


def _list(answer: Mapping[str, object], member: str) -> list[Mapping[str, object]]:
    # For a body that is incomplete, empty or no JSON, botocore returns an empty response instead of an error.
    entries = answer.get(member)
    if not isinstance(entries, list) or not all(isinstance(entry, Mapping) for entry in entries):
        raise Misshapen
    return entries


def _text(entry: Mapping[str, object], member: str) -> str:
    text = entry.get(member, "")
    if not isinstance(text, str):
        raise Misshapen
    return text


def _shown(entry: Mapping[str, object], member: str) -> str:
    """A name, cleaned and limited in length, so that it can't fill caches or slow the screen (AWS's have up to 64)."""
    return printable(_text(entry, member)[:_LONGEST])


def _following(answer: Mapping[str, object]) -> str | None:
    """The token of the next page; None if ``nextToken`` is null, absent or "", as on the last page."""
    return _text(answer, "nextToken") or None if answer.get("nextToken") is not None else None
