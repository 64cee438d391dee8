"""Converts responses of the IAM Identity Center Portal API to values, and checks each member."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import UTC, datetime

from ssotui.core.model import Account, Credentials
from ssotui.core.ports.backend import AccountsPage, RolesPage
from ssotui.core.text import printable

_ID_LENGTH = 12
_LONGEST = 20_000


class Misshapen(Exception):
    """An answer lacks a member, or has one of another type."""


def to_accounts(answer: Mapping[str, object]) -> AccountsPage:
    """One page of ListAccounts.

    An entry whose id isn't 12 digits is left out: nothing could be asked for with it, and it would end in addresses
    and files. A name that is missing is "". What comes twice counts once. Raises Misshapen.
    """
    found: dict[str, Account] = {}
    for entry in _list(answer, "accountList"):
        number = _text(entry, "accountId")
        if len(number) == _ID_LENGTH and number.isascii() and number.isdigit():
            found.setdefault(number, Account(number, _shown(entry, "accountName"), _shown(entry, "emailAddress")))
    return AccountsPage(tuple(found.values()), _following(answer))


def to_roles(answer: Mapping[str, object]) -> RolesPage:
    """One page of ListAccountRoles: cleaned names, each once; an entry without a name is left out. Raises Misshapen."""
    names = (_shown(entry, "roleName") for entry in _list(answer, "roleList"))
    return RolesPage(tuple(dict.fromkeys(filter(None, names))), _following(answer))


def to_credentials(answer: Mapping[str, object]) -> Credentials:
    """GetRoleCredentials; ``expiration`` comes in milliseconds. Raises Misshapen."""
    keys = answer.get("roleCredentials")
    until = keys.get("expiration") if isinstance(keys, Mapping) else None
    if not isinstance(keys, Mapping) or isinstance(until, bool) or not isinstance(until, int):
        raise Misshapen
    try:
        expires_at = datetime.fromtimestamp(until / 1000, UTC)
    except (OverflowError, ValueError, OSError) as error:
        raise Misshapen from error
    return Credentials(
        one_word(keys, "accessKeyId"), one_word(keys, "secretAccessKey"), one_word(keys, "sessionToken"), expires_at
    )


def to_nothing(answer: Mapping[str, object]) -> None:
    """Logout, which AWS answers with nothing at all; a page of some network in between is not AWS. Raises Misshapen."""
    told = answer.get("ResponseMetadata")
    headers = told.get("HTTPHeaders") if isinstance(told, Mapping) else None
    if isinstance(headers, Mapping) and "html" in str(headers.get("content-type", "")):
        raise Misshapen


def one_word(answer: object, member: str) -> str:
    """One word of printable ASCII: it goes into files, headers, addresses and shells. Raises Misshapen."""
    text = answer.get(member) if isinstance(answer, Mapping) else None
    if not isinstance(text, str) or not text or not text.isascii() or not text.isprintable() or " " in text:
        raise Misshapen
    return text


def _list(answer: Mapping[str, object], member: str) -> list[Mapping[str, object]]:
    # botocore gives an empty answer, and no error, for a body that was cut, is empty or is not JSON.
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
    """A name: cleaned, and cut where it would fill caches and hold up whoever draws it (AWS's own end at 64)."""
    return printable(_text(entry, member)[:_LONGEST])


def _following(answer: Mapping[str, object]) -> str | None:
    """What to ask the next page with; null, absent and "" all mean that there is none."""
    return _text(answer, "nextToken") or None if answer.get("nextToken") is not None else None
