"""Writes temporary credentials into ~/.aws/credentials, for programs that read nothing else, and removes expired ones.

A comment above the keys marks what ssotui wrote. Every other byte of the file stays.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Collection, Iterator, Mapping
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path

from ssotui import paths
from ssotui.core.model import Credentials, RoleRef
from ssotui.core.profiles.naming import check_name
from ssotui.core.shell.credential_formats import file_values
from ssotui.core.timestamps import timestamp, timestamp_or_none
from ssotui.errors import FileError, UsageError
from ssotui.files.atomic import Fingerprint, check_unchanged, check_writable, read_version, refuse_read_only
from ssotui.files.backups import Replacement, replace_keeping
from ssotui.files.ini import IniSection, decoded, scan
from ssotui.files.locks import only_writer
from ssotui.named_tuples import NamedTuple

_COMMENT = "# ssotui: temporary credentials of {role}, expires {end}; replaced by: ssotui creds --write\n"
_OURS = re.compile(  # earlier versions wrote "temporary keys of …, good until …"
    r"# ssotui: temporary (?:credentials|keys) (?:of )?(?P<role>.*?),? "
    r"(?:expires|good until) (?P<end>\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ);.*"
)
_KEYS = ("aws_access_key_id", "aws_secret_access_key", "aws_session_token", "aws_security_token")
_LINE = re.compile(r"[^\r\n]*(?:\r\n|\n|\r|\Z)")


class NewSection(NamedTuple):
    """A section to write: its ``name`` and the temporary credentials.

    ``force`` overwrites credentials that don't expire.
    """

    name: str
    ref: RoleRef
    credentials: Credentials
    force: bool = False


class WriteResult(NamedTuple):
    """The result: the file, and the names of the sections that were removed because they had expired."""

    path: Path
    removed: tuple[str, ...]


class CredentialsFile:
    """The credentials file that ``env`` names."""

    def __init__(self, env: Mapping[str, str], now: Callable[[], datetime]) -> None:
        self._path = paths.credentials_file(env)
        self._lock = paths.state_folder(env) / "config.lock"
        self._now = now

    def write(self, new: NewSection) -> WriteResult:
        """Write the section, and remove expired ones that ssotui wrote. The file gets mode 0600.

        Raises UsageError for a name that not every tool can read, or one with long-term credentials (without
        ``force``); FileError for everything else. Then nothing is changed.
        """
        check_name(new.name)
        return self._change(new)

    def unexpired(self, roles: Collection[tuple[str, str]]) -> tuple[str, ...]:
        """The sections with unexpired credentials that ``creds --write`` wrote for one of ``roles``.

        A role is (account ID, name). Raises FileError.
        """
        text = decoded(read_version(self._path)[0] or b"", str(self._path))
        return sections_of_roles(text, str(self._path), roles, self._now())

    def _change(self, new: NewSection) -> WriteResult:
        with only_writer(self._lock, self._path):
            content, version = read_version(self._path)
            before = decoded(content or b"", str(self._path))
            text, removed = without_expired(before, str(self._path), self._now(), new.name)
            text = with_credentials(text, str(self._path), new)
            self.replace(version, before, text)
        return WriteResult(self._path, removed)

    def replace(self, version: Fingerprint | None, before: str, text: str) -> bool:
        """Replace ``before``, the version that was read, of which a backup is made. The caller has the lock.

        True if the file was rewritten in place (see backups.replace_keeping). Raises FileError.
        """
        if text == before:
            return False
        refuse_read_only(self._path)
        check_writable(self._path)
        backup = self._without_our_own(before)
        replacement = Replacement(text.encode(), backup, lambda: check_unchanged(self._path, version), private=True)
        return replace_keeping(self._path, replacement, self._now())

    @contextmanager
    def replaced(self, version: Fingerprint | None, before: str, text: str) -> Iterator[None]:
        """As ``replace``, but if the block raises, the file gets its old content back."""
        if text == before:
            yield
            return
        self.replace(version, before, text)
        try:
            yield
        except BaseException:
            self.replace(read_version(self._path)[1], text, before)
            raise

    def _without_our_own(self, before: str) -> bytes | None:
        """The content for the backup, without the credentials that ssotui wrote: secrets aren't copied."""
        without_ours, _ = without_expired(before, str(self._path), datetime.max.replace(tzinfo=UTC), "")
        return without_ours.encode() if without_ours.strip() else None


def with_credentials(text: str, path: str, new: NewSection) -> str:
    """``text`` with the credentials in their section, which is appended if it is new.

    Raises UsageError if the section has long-term credentials, FileError if the result isn't what was planned.
    """
    sections = scan(text, path)
    newline = next((end for end in ("\r\n", "\n", "\r") if end in text), "\n")
    section = next((one for one in sections if one.header == new.name), None)
    lines = _LINE.findall(text)[:-1]
    block = [line.replace("\n", newline) for line in _block(new)]
    if section is None:
        gap = [] if not lines else [newline] if lines[-1].endswith(("\n", "\r")) else [newline, newline]
        changed = [*lines, *gap, f"[{new.name}]{newline}", *block]
    else:
        if not new.force and _is_long_term(section):
            raise UsageError(
                f"The section [{new.name}] of {path} has long-term credentials.",
                hint="Choose another name, or overwrite them: --force",
            )
        header = section.line - 1
        if not lines[header].endswith(("\n", "\r")):
            lines[header] += newline
        gone = _own_lines(lines, sections, section)
        changed = [*lines[: header + 1], *block]
        changed += [line for number, line in enumerate(lines[header + 1 :], header + 1) if number not in gone]
    after = "".join(changed)
    _check_read_back(sections, scan(after, path), new, path)
    return after


def without_expired(text: str, path: str, now: datetime, but: str) -> tuple[str, tuple[str, ...]]:
    """``text`` without credentials that ssotui wrote and that have expired at ``now``, and the names of their sections.

    A section that is then empty is removed with its header. The section named ``but`` stays. Raises FileError.
    """
    sections = scan(text, path)
    lines = _LINE.findall(text)[:-1]
    removed, gone = [], set[int]()
    for section in sections:
        end = _end_of_ours(lines, sections, section)
        if end is None or end > now or section.header == but:
            continue
        ours = _own_lines(lines, sections, section)
        gone |= ours
        removed.append(section.header)
        if not _has_more(lines, _body(lines, sections, section), ours, section):
            gone |= _with_header(lines, section.line - 1)
    text = "".join(line for number, line in enumerate(lines) if number not in gone)
    return text, tuple(removed)


def sections_of_roles(text: str, path: str, roles: Collection[tuple[str, str]], now: datetime) -> tuple[str, ...]:
    """The sections with credentials that ssotui wrote for one of ``roles`` and that are unexpired at ``now``.

    Raises FileError.
    """
    sections, lines = scan(text, path), _LINE.findall(text)[:-1]
    named = {f"{account_id}/{role}" for account_id, role in roles}
    return tuple(
        section.header
        for section in sections
        if _role_of_ours(lines, sections, section) in named
        and (end := _end_of_ours(lines, sections, section))
        and end > now
    )


def _role_of_ours(lines: list[str], sections: tuple[IniSection, ...], section: IniSection) -> str:
    """ACCOUNT_ID/ROLE of the credentials that ssotui wrote into the section; "" if it wrote none."""
    remarks = (_OURS.fullmatch(lines[number].strip()) for number in _body(lines, sections, section))
    return next((found["role"] for found in remarks if found), "")


def _block(new: NewSection) -> list[str]:
    values = file_values(new.credentials)
    assert new.credentials.expires_at is not None
    end = timestamp(new.credentials.expires_at)
    comment = _COMMENT.format(role=f"{new.ref.account_id}/{new.ref.role}", end=end)
    return [comment, *(f"{key} = {value}\n" for key, value in values.items())]


def _is_long_term(section: IniSection) -> bool:
    values = section.values
    return "aws_access_key_id" in values and not ("aws_session_token" in values or "aws_security_token" in values)


def _body(lines: list[str], sections: tuple[IniSection, ...], section: IniSection) -> range:
    """The indexes of the lines between a section's header and the next one."""
    following = [one.line - 1 for one in sections if one.line > section.line]
    return range(section.line, min(following, default=len(lines)))


def _end_of_ours(lines: list[str], sections: tuple[IniSection, ...], section: IniSection) -> datetime | None:
    """When the credentials that ssotui wrote into the section expire; None if it wrote none or they were changed."""
    for number in _body(lines, sections, section):
        found = _OURS.fullmatch(lines[number].strip())
        if found:
            # With an invalid date the comment was edited, and the section no longer counts as ssotui's.
            return None if _is_long_term(section) else timestamp_or_none(found["end"])
    return None


def _own_lines(lines: list[str], sections: tuple[IniSection, ...], section: IniSection) -> set[int]:
    """The indexes of the section's lines with keys, continuation lines included, and of ssotui's comment."""
    body = _body(lines, sections, section)
    found = {number for number in body if _OURS.fullmatch(lines[number].strip())}
    for key in _KEYS:
        if section.lines.get(key, 0) - 1 in body:
            first = section.lines[key] - 1
            found |= set(range(first, first + section.values[key].count("\n") + 1))
    return found


def _has_more(lines: list[str], body: range, ours: set[int], section: IniSection) -> bool:
    """Whether the section contains anything else. Comments after a blank line belong to the next section."""
    last = max(ours | {number - 1 for number in section.lines.values() if number - 1 in body})
    end = next((number for number in body if number > last and not lines[number].strip()), body.stop)
    return any(number not in ours and lines[number].strip() for number in range(body.start, end))


def _with_header(lines: list[str], header: int) -> set[int]:
    """The indexes of the header and the blank line above it."""
    return {header, header - 1} if header and not lines[header - 1].strip() else {header}


def _check_read_back(before: tuple[IniSection, ...], after: tuple[IniSection, ...], new: NewSection, path: str) -> None:
    """Raises FileError unless the new text has these credentials in their section and no other section changed."""
    values = file_values(new.credentials)
    others = {one.header: one.values for one in after if one.header != new.name}
    ours = next((one.values for one in after if one.header == new.name), {})
    if others != {one.header: one.values for one in before if one.header != new.name} or any(
        ours.get(key) != value for key, value in values.items()
    ):  # pragma: no cover - a proof: no text that fails it is known
        raise FileError(path, "the credentials would not read back as written", hint="Nothing was written.")
