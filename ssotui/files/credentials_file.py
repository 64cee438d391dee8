"""Writes temporary credentials into ~/.aws/credentials, for programs that read nothing else, and removes expired ones.

A comment above the keys marks what ssotui wrote. Every other byte of the file stays.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Collection, Mapping
from datetime import UTC, datetime
from pathlib import Path
from typing import NamedTuple

from ssotui import paths
from ssotui.core.model import Credentials, RoleRef
from ssotui.core.profiles.naming import SAFE_NAME, UNUSABLE_NAMES
from ssotui.core.shell.credential_formats import file_values
from ssotui.core.timestamps import timestamp_or_none
from ssotui.errors import FileError, UsageError
from ssotui.files.atomic import check_writable, read_version, refuse_read_only, unchanged
from ssotui.files.backups import Replacement, replace_keeping
from ssotui.files.ini import IniSection, decoded, scan
from ssotui.files.locks import only_writer

_COMMENT = "# ssotui: temporary credentials of {role}, expires {end}; replaced by: ssotui creds --write\n"
_OURS = re.compile(  # earlier versions wrote "temporary keys of …, good until …"
    r"# ssotui: temporary (?:credentials|keys) (?:of )?(?P<role>.*?),? "
    r"(?:expires|good until) (?P<end>\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ);.*"
)
_KEYS = ("aws_access_key_id", "aws_secret_access_key", "aws_session_token", "aws_security_token")
_LINE = re.compile(r"[^\r\n]*(?:\r\n|\n|\r|\Z)")


class Entry(NamedTuple):
    """A section to write: its ``name`` and the temporary credentials.

    ``force`` overwrites credentials that don't expire.
    """

    name: str
    ref: RoleRef
    credentials: Credentials
    force: bool = False


class Written(NamedTuple):
    """The result: the file, and the names of the sections that were removed because they had expired."""

    path: Path
    removed: tuple[str, ...]


class CredentialsFile:
    """The credentials file that ``env`` names."""

    def __init__(self, env: Mapping[str, str], now: Callable[[], datetime]) -> None:
        self._path = paths.credentials_file(env)
        self._lock = paths.state_folder(env) / "config.lock"
        self._now = now

    def write(self, entry: Entry) -> Written:
        """Write the section, and remove expired ones that ssotui wrote. The file gets mode 0600.

        Raises UsageError for a name that not every tool can read, or one with long-lived credentials (without
        ``force``); FileError for everything else. Then nothing is changed.
        """
        if not SAFE_NAME.fullmatch(entry.name) or entry.name in UNUSABLE_NAMES:
            raise UsageError(
                f'"{entry.name}" can\'t be the name of a profile: some tools would not find it.',
                hint="Use A-Z a-z 0-9 _ . @ + % : / - only.",
            )
        return self._change(entry)

    def standing(self, roles: Collection[tuple[str, str]]) -> tuple[str, ...]:
        """The sections with unexpired credentials that ``creds --write`` wrote for one of ``roles``.

        A role is (account ID, name). Raises FileError.
        """
        text = decoded(read_version(self._path)[0] or b"", str(self._path))
        return sections_of_roles(text, str(self._path), roles, self._now())

    def _change(self, entry: Entry) -> Written:
        with only_writer(self._lock, self._path):
            content, version = read_version(self._path)
            before = decoded(content or b"", str(self._path))
            text, removed = without_expired(before, str(self._path), self._now(), entry.name)
            text = with_keys(text, str(self._path), entry)
            if text != before:
                refuse_read_only(self._path)
                check_writable(self._path)
                kept = self._without_our_own(before)
                wanted = Replacement(text.encode(), kept, lambda: unchanged(self._path, version), private=True)
                replace_keeping(self._path, wanted, self._now())
        return Written(self._path, removed)

    def _without_our_own(self, before: str) -> bytes | None:
        """The content for the backup, without the credentials that ssotui wrote: secrets aren't copied."""
        kept, _ = without_expired(before, str(self._path), datetime.max.replace(tzinfo=UTC), "")
        return kept.encode() if kept.strip() else None


def with_keys(text: str, path: str, entry: Entry) -> str:
    """``text`` with the credentials in their section, which is appended if it is new.

    Raises UsageError if the section has long-lived credentials, FileError if the result isn't what was planned.
    """
    sections = scan(text, path)
    newline = next((end for end in ("\r\n", "\n", "\r") if end in text), "\n")
    section = next((one for one in sections if one.header == entry.name), None)
    lines = _LINE.findall(text)[:-1]
    block = [line.replace("\n", newline) for line in _block(entry)]
    if section is None:
        gap = [] if not lines else [newline] if lines[-1].endswith(("\n", "\r")) else [newline, newline]
        changed = [*lines, *gap, f"[{entry.name}]{newline}", *block]
    else:
        if not entry.force and _is_long_lived(section):
            raise UsageError(
                f"The section [{entry.name}] of {path} has long-term credentials.",
                hint="Choose another name, or overwrite them: --force",
            )
        header = section.line - 1
        if not lines[header].endswith(("\n", "\r")):
            lines[header] += newline
        gone = _own_lines(lines, sections, section)
        changed = [*lines[: header + 1], *block]
        changed += [line for number, line in enumerate(lines[header + 1 :], header + 1) if number not in gone]
    after = "".join(changed)
    _prove(sections, scan(after, path), entry, path)
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
    kept = "".join(line for number, line in enumerate(lines) if number not in gone)
    return kept, tuple(removed)


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


def _block(entry: Entry) -> list[str]:
    keys = file_values(entry.credentials)
    assert entry.credentials.expires_at is not None
    end = entry.credentials.expires_at.astimezone(UTC)
    comment = _COMMENT.format(role=f"{entry.ref.account_id}/{entry.ref.role}", end=f"{end:%Y-%m-%dT%H:%M:%SZ}")
    return [comment, *(f"{key} = {value}\n" for key, value in keys.items())]


def _is_long_lived(section: IniSection) -> bool:
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
            return None if _is_long_lived(section) else timestamp_or_none(found["end"])
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


def _prove(before: tuple[IniSection, ...], after: tuple[IniSection, ...], entry: Entry, path: str) -> None:
    """Raises FileError unless the new text has these credentials in their section and no other section changed."""
    wanted = file_values(entry.credentials)
    others = {one.header: one.values for one in after if one.header != entry.name}
    ours = next((one.values for one in after if one.header == entry.name), {})
    if others != {one.header: one.values for one in before if one.header != entry.name} or any(
        ours.get(key) != value for key, value in wanted.items()
    ):
        raise FileError(path, "the credentials would not read back as written", hint="Nothing was written.")
