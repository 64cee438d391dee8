"""Token files that AWS CLI v2 or an SDK can't read (botocore, tokens.py), or that other users can read."""

from __future__ import annotations

import json
from collections.abc import Iterator
from datetime import datetime

from ssotui.core.checks.finding import Finding, Protect, SetAside
from ssotui.core.ports.machine import FoundFile
from ssotui.errors import shell_word

_OTHERS = 0o077


def tokens(found: FoundFile) -> Iterator[Finding]:
    """Findings in one ``*.json`` of the token folder."""
    if found.error:
        yield Finding("unreadable-file", "error", found.path, 0, f"{found.error.what}.", found.error.hint)
        return
    if found.mode & _OTHERS:
        message = "Other users of this computer can read this sign-in, and use it."
        yield Finding(
            "token-readable", "error", found.path, 0, message, f"chmod 600 {shell_word(found.path)}", Protect()
        )
    try:
        members = json.loads(found.content.decode("utf-8"))
    except (ValueError, RecursionError):
        members = None
    if not isinstance(members, dict):
        message = "This token file is damaged: AWS CLI and boto3 fail with a KeyError instead of asking for a sign-in."
        hint = "Move it aside, then sign in again when asked: ssotui doctor --fix"
        yield Finding("token-torn", "error", found.path, 0, message, hint, SetAside())
    elif "accessToken" in members:
        yield from _members(found, members)


def _members(found: FoundFile, members: dict[str, object]) -> Iterator[Finding]:
    again = "Move it aside, then sign in again when asked: ssotui doctor --fix"
    if not _is_readable_time(members.get("expiresAt")):
        message = "expiresAt is not a time with a time zone: AWS CLI and boto3 fail with a TypeError."
        yield Finding("token-time", "error", found.path, 0, message, again, SetAside())
    if "refreshToken" in members and members["refreshToken"] is None:
        message = "refreshToken is null: AWS CLI and boto3 fail when they refresh the sign-in."
        yield Finding("token-null", "error", found.path, 0, message, again, SetAside())


def _is_readable_time(value: object) -> bool:
    if not isinstance(value, str):
        return False
    text = value.strip()
    try:
        moment = datetime.fromisoformat(text.removesuffix("UTC").rstrip())
    except ValueError:
        return False
    return moment.tzinfo is not None or text.endswith("UTC")


def readable(found: FoundFile) -> Iterator[Finding]:
    """A finding if others can read the credentials file, which may hold long-term credentials."""
    if found.mode & _OTHERS and found.content.strip():
        message = "Other users of this computer can read these credentials."
        yield Finding(
            "credentials-readable", "warning", found.path, 0, message, f"chmod 600 {shell_word(found.path)}", Protect()
        )
