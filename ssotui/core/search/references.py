"""The exact forms of a query: what an ARN, a link or SESSION/ACCOUNT/ROLE names."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from typing import NamedTuple
from urllib.parse import parse_qs, unquote, urlsplit

from ssotui.core.catalog import Catalog
from ssotui.core.model import RoleRef
from ssotui.core.printable import printable


class Named(NamedTuple):
    """What an exact form names: session, account ID and role, each "" where it names none."""

    session: str = ""
    account_id: str = ""
    role: str = ""

    def fits(self, ref: RoleRef) -> bool:
        return (
            self.session in ("", ref.session)
            and self.account_id in ("", ref.account_id)
            and self.role in ("", ref.role)
        )


_AROUND = "\"'`<>()[],;"
_ARN = re.compile(r"arn:[a-z-]{1,20}:[a-z0-9-]*:[a-z0-9-]*:(\d{12}):(.*)", re.DOTALL)
_RESERVED = re.compile(r"role/(?:.*/)?AWSReservedSSO_(.+)_[0-9a-f]{16}", re.DOTALL)
_NAME_IN_IAM = re.compile(r"(?:assumed-role/)?AWSReservedSSO_(.+)_[0-9a-f]{16}(?:/.*)?", re.DOTALL)
_ID = re.compile(r"\d{12}|\d{4}-\d{4}-\d{4}", re.ASCII)
_ID_AND_ROLE = re.compile(r"(\d{12})/([^/]+)", re.ASCII)
# The name that AWS CLI v2 proposes for a profile ("aws configure sso", customizations/configure/sso_commands.py).
_ROLE_AND_ID = re.compile(r"(\S+)-(\d{12})", re.ASCII)
_CONSOLE_HOST = re.compile(
    r"(?:.*\.)?(?:console\.aws\.amazon\.com|console\.amazonaws\.cn|console\.amazonaws-us-gov\.com"
    r"|console\.amazonaws-eusc\.eu)"
)


def may_name(text: str) -> bool:
    """Whether ``text`` may be an exact form. Quick, because most queries are none."""
    return "/" in text or ":" in text or text[:1].isdigit() or text[-1:].isdigit() or "AWSReservedSSO_" in text


def readings_of_paste(text: str) -> Iterator[str]:
    """The texts that a user who pasted ``text`` may mean, the likeliest first.

    Terminals and mails break long lines, and copied text may have quotes or blanks around it.
    """
    bare = text.strip().strip(_AROUND).strip()
    yield "".join(bare.split())
    yield printable("".join(line.strip() for line in bare.splitlines()))
    yield printable(bare)


def named(text: str) -> Named | None:
    """The account, role or both that ``text`` names on its own, listed or not; None if it names none."""
    text = text.strip()
    if _ID.fullmatch(text):
        return Named(account_id=text.replace("-", ""))
    found = _ID_AND_ROLE.fullmatch(text)
    if found:
        return Named(account_id=found[1], role=found[2])
    return _from_arn(text) or _from_link(text) or _from_name(text)


def roles_named(text: str, sessions: Sequence[str], catalog: Catalog) -> tuple[RoleRef, ...] | None:
    """The listed roles that an exact form names; None if ``text`` is no exact form of anything listed."""
    text = text.strip()
    for named in _forms(text, sessions, catalog):
        found = tuple(ref for ref in catalog.refs(sessions) if named.fits(ref))
        if found:
            return found
    return None


def _forms(text: str, sessions: Sequence[str], catalog: Catalog) -> Iterable[Named]:
    """The readings of ``text`` as an exact form, in the order in which they are tried."""
    yield from _references(text, sessions, catalog)
    other = named(text)
    if other and text != other.account_id:  # a bare ID is searched for as a word: names of profiles contain it, too
        yield other


def _references(text: str, sessions: Sequence[str], catalog: Catalog) -> Iterable[Named]:
    """SESSION/ACCOUNT/ROLE, compared with what is listed instead of split, because names may contain slashes."""
    text = printable(text)  # listed names are cleaned in the same way
    for session in sessions:
        if text.startswith(f"{printable(session)}/"):
            rest = text[len(printable(session)) + 1 :]
            for account in catalog.of(session).known_accounts():
                for shown in (account.id, account.name):
                    if shown and rest.startswith(f"{shown}/"):
                        yield Named(session, account.id, rest[len(shown) + 1 :])


def _from_arn(text: str) -> Named | None:
    found = _ARN.fullmatch(text)
    if not found:
        return None
    role = _NAME_IN_IAM.fullmatch(found[2]) or _RESERVED.fullmatch(found[2])
    return Named(account_id=found[1], role=role[1] if role else "")


def _from_name(text: str) -> Named | None:
    """The role that a generated name contains: the AWS CLI's name for a profile, or a permission set's IAM role."""
    found = _ROLE_AND_ID.fullmatch(text)
    if found:
        return Named(account_id=found[2], role=found[1])
    found = _NAME_IN_IAM.fullmatch(text)
    return Named(role=found[1]) if found else None


def _from_link(text: str) -> Named | None:
    """The target of a portal shortcut link, or of a console URL with the account's ID in its host or query."""
    if not text.startswith("https://"):
        return None
    try:
        parts = urlsplit(text)
        host = (parts.hostname or "").lower()
    except ValueError:  # "https://[" isn't a URL
        return None
    asked = parse_qs(parts.fragment.partition("?")[2]) if "/console" in parts.fragment else {}
    if "account_id" in asked:
        return _with_digits(asked["account_id"][0], asked.get("role_name", [""])[0])
    if not _CONSOLE_HOST.fullmatch(host):
        return None
    # With multi-session support the console's host starts with the account's ID: 111122223333-abc4def5.eu-west-1.…
    digits = re.match(r"(\d{12})-", host) or re.search(
        r"(?<!\d)(\d{12})(?!\d)", unquote(f"{parts.query}#{parts.fragment}")
    )
    return _with_digits(digits[1]) if digits else None


def _with_digits(account_id: str, role: str = "") -> Named | None:
    return Named(account_id=account_id, role=role) if re.fullmatch(r"\d{12}", account_id, re.ASCII) else None
