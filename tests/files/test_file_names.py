"""File systems that know no case (macOS, Windows) or decompose letters (HFS+), imitated: no two names of ours meet.

Where one file has two spellings there, a hard link stands for the second one here.
"""

from __future__ import annotations

import errno
import os
import unicodedata
from datetime import datetime
from itertools import combinations
from pathlib import Path

import pytest

from ssotui.core.model import RoleRef, SsoSession
from ssotui.files.atomic import replace_file
from ssotui.files.backups import backups
from ssotui.files.catalog_store import CatalogFiles
from ssotui.files.client_cache import ClientFiles
from ssotui.files.refused_tokens import RefusedTokens
from ssotui.files.role_credentials_cache import RoleCredentialsFiles
from ssotui.files.token_cache import TokenFiles

NAMES = ("acme", "Acme", "ACME", "caf\u00e9", "cafe\u0301", "CAF\u00c9")
BACKUP = ".ssotui-backup-000001-20261121T065409Z"


def one(path: Path) -> str:
    """A path as such a file system tells it from others."""
    return unicodedata.normalize("NFC", str(path)).casefold()


@pytest.mark.parametrize(("first", "second"), combinations(NAMES, 2))
def test_sessions_and_roles_that_differ_in_case_or_composition_alone_share_no_file(
    first: str, second: str, tmp_path: Path, now: datetime
) -> None:
    sessions = [SsoSession(name, "https://acme.awsapps.com/start", "eu-west-1") for name in (first, second)]
    roles = RoleCredentialsFiles(tmp_path, tmp_path, lambda: now)
    for files in (CatalogFiles(tmp_path), ClientFiles(tmp_path), TokenFiles(tmp_path)):
        assert len({one(files.path(session)) for session in sessions}) == 2
    assert len({one(roles.path(sessions[0], RoleRef("acme", "1" * 12, role))) for role in (first, second)}) == 2


def test_refused_tokens_that_differ_in_case_alone_share_no_file(tmp_path: Path) -> None:
    refused = RefusedTokens(tmp_path)
    refused.add("eu-west-1", "token")
    refused.add("eu-west-1", "TOKEN")
    assert len({one(path) for path in tmp_path.iterdir()}) == 2


@pytest.mark.parametrize(("asked", "spelled"), [("config", "Config"), ("caf\u00e9", "cafe\u0301")])
def test_backups_are_found_under_the_other_spelling_of_the_same_file(asked: str, spelled: str, tmp_path: Path) -> None:
    target = tmp_path / asked
    target.touch(mode=0o600)
    (tmp_path / spelled).hardlink_to(target)
    backup = tmp_path / f"{spelled}{BACKUP}"
    backup.touch(mode=0o600)
    assert backups(target) == [backup]


def test_backups_of_another_file_are_not_taken_where_case_counts(tmp_path: Path) -> None:
    for name in ("config", "Config", f"Config{BACKUP}"):
        (tmp_path / name).touch(mode=0o600)
    assert backups(tmp_path / "config") == []


@pytest.mark.parametrize("number", [errno.EINVAL, errno.ENOTSUP])
def test_a_file_is_replaced_where_a_folder_cannot_be_synced(
    number: int, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """As on SMB, mounted on macOS."""
    real = os.fsync

    def fsync(descriptor: int) -> None:
        if os.path.samestat(os.fstat(descriptor), tmp_path.stat()):
            raise OSError(number, os.strerror(number))
        real(descriptor)

    monkeypatch.setattr(os, "fsync", fsync)
    replace_file(tmp_path / "file", b"new")
    assert (tmp_path / "file").read_bytes() == b"new"
