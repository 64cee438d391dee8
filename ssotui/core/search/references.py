"""The exact forms of a query: what an ARN, a link or SESSION/ACCOUNT/ROLE names."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from urllib.parse import parse_qs, unquote, urlsplit

from ssotui.core.catalog import Catalog
from ssotui.core.model import RoleRef
from ssotui.core.printable import printable
from ssotui.named_tuples import NamedTuple


class ExactForm(NamedTuple):
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


def reference(ref: RoleRef) -> str:
    """The SESSION/ACCOUNT_ID/ROLE that names exactly this role."""
    return f"{printable(ref.session)}/{ref.account_id}/{ref.role}"


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
    text = _without_quotes(text)
    return "/" in text or ":" in text or text[:1].isdigit() or text[-1:].isdigit() or "AWSReservedSSO_" in text


def _without_quotes(text: str) -> str:
    """``text`` without blanks and one pair of quotes around it."""
    text = text.strip()
    is_quoted = len(text) > 1 and text[0] == text[-1] and text[0] in "\"'`"
    return text[1:-1].strip() if is_quoted else text


def readings_of_paste(text: str) -> Iterator[str]:
    """The texts that a user who pasted ``text`` may mean, the likeliest first.

    Terminals and mails break long lines, and copied text may have quotes or blanks around it.
    """
    bare = text.strip().strip(_AROUND).strip()
    yield "".join(bare.split())
    yield printable("".join(line.strip() for line in bare.splitlines()))
    yield printable(bare)


def named(text: str) -> ExactForm | None:
    """The account, role or both that ``text`` names on its own, listed or not; None if it names none."""
    text = _without_quotes(text)
    if _ID.fullmatch(text):
        return ExactForm(account_id=text.replace("-", ""))
    found = _ID_AND_ROLE.fullmatch(text)
    if found:
        return ExactForm(account_id=found[1], role=found[2])
    return _from_arn(text) or _from_link(text) or _from_name(text)


def roles_named(text: str, sessions: Sequence[str], catalog: Catalog) -> tuple[RoleRef, ...] | None:
    """The listed roles that an exact form names; None if ``text`` is no exact form of anything listed."""
    text = text.strip()
    for forms in (tuple(_references(_without_quotes(text), sessions, catalog)), _other_forms(text)):
        found = tuple(ref for ref in catalog.refs(sessions) if any(form.fits(ref) for form in forms)) if forms else ()
        if found:
            return found
    return None


def _other_forms(text: str) -> tuple[ExactForm, ...]:
    other = named(text)
    # A bare ID is searched for as a word: names of profiles contain it, too.
    return (other,) if other and text != other.account_id else ()


def _references(text: str, sessions: Sequence[str], catalog: Catalog) -> Iterable[ExactForm]:
    """SESSION/ACCOUNT/ROLE and SESSION/ACCOUNT, compared with what is listed, because names may contain slashes.

    Several, if accounts share a name.
    """
    text = printable(text)  # listed names are cleaned in the same way
    for session in sessions:
        if text.startswith(f"{printable(session)}/"):
            rest = text[len(printable(session)) + 1 :]
            for account in catalog.of(session).known_accounts():
                for shown in (account.id, account.name):
                    if shown and f"{rest}/".startswith(f"{shown}/"):
                        yield ExactForm(session, account.id, rest[len(shown) + 1 :])


def _from_arn(text: str) -> ExactForm | None:
    found = _ARN.fullmatch(text)
    if not found:
        return None
    role = _NAME_IN_IAM.fullmatch(found[2]) or _RESERVED.fullmatch(found[2])
    return ExactForm(account_id=found[1], role=role[1] if role else "")


def _from_name(text: str) -> ExactForm | None:
    """The role that a generated name contains: the AWS CLI's name for a profile, or a permission set's IAM role."""
    found = _ROLE_AND_ID.fullmatch(text)
    if found:
        return ExactForm(account_id=found[2], role=found[1])
    found = _NAME_IN_IAM.fullmatch(text)
    return ExactForm(role=found[1]) if found else None


def _from_link(text: str) -> ExactForm | None:
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


def _with_digits(account_id: str, role: str = "") -> ExactForm | None:
    return ExactForm(account_id=account_id, role=role) if re.fullmatch(r"\d{12}", account_id, re.ASCII) else None
