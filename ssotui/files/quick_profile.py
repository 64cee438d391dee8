"""Looks up one profile by its exact name, for a fast switch.

Reads the config file as aws_config does, and imports almost nothing: core.ports.backend alone takes twice as long as
Python's start.
"""

from __future__ import annotations

from ssotui import paths
from ssotui.errors import FileError
from ssotui.files.atomic import read_file
from ssotui.files.ini import decoded, text_value
from ssotui.files.section_lookup import config_sections
from ssotui.named_tuples import NamedTuple

TYPE_CHECKING = False  # as typing.TYPE_CHECKING for mypy, whose import takes half of Python's start
if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path


class QuickProfile(NamedTuple):
    """A profile's key in the history (core.usage), and its region."""

    key: str
    region: str


def find(name: str, env: Mapping[str, str]) -> QuickProfile | None:
    """The profile; None if it isn't defined, or if both files have to be parsed to resolve it.

    That is so for files that can't be read, legacy profiles, and profiles that the credentials file has, too.
    """
    try:
        values = config_sections(env).of("profile", name)
        if values is None or f"[{name}]" in _content(paths.credentials_file(env)):
            return None
    except FileError:
        return None
    stands_for_role = "role_arn" not in values and ("sso_account_id" in values or "sso_role_name" in values)
    if stands_for_role and "sso_session" not in values:
        return None
    parts = [text_value(values, key) for key in ("sso_session", "sso_account_id", "sso_role_name")]
    key = "/".join(parts) if stands_for_role and parts[1] and parts[2] else f"profile:{name}"
    return QuickProfile(key, text_value(values, "region"))


def _content(path: Path) -> str:
    return decoded(read_file(path) or b"", str(path))
