"""Windows, imitated where files are replaced: what another program has open is refused for a moment, or for good."""

from __future__ import annotations

import os
from collections.abc import Callable
from pathlib import Path

import pytest

from ssotui.errors import FileError
from ssotui.files import windows_retries
from ssotui.files.atomic import read_file, remove_file, rename_file, replace_file

Refuse = Callable[[str, int], None]


@pytest.fixture
def refuse(monkeypatch: pytest.MonkeyPatch) -> Refuse:
    """``refuse("replace", 3)``: Windows denies the next three calls of os.replace."""
    monkeypatch.setattr(windows_retries, "IS_WINDOWS", True)

    def denied(name: str, times: int) -> None:
        real, left = getattr(os, name), [times]

        def call(*arguments: object, **options: object) -> object:
            left[0] -= 1
            if left[0] >= 0:
                raise PermissionError(13, "Access is denied")
            return real(*arguments, **options)

        monkeypatch.setattr(os, name, call)

    return denied


@pytest.fixture
def path(tmp_path: Path) -> Path:
    path = tmp_path / "config"
    path.write_bytes(b"old")
    return path


def test_a_file_that_is_open_elsewhere_is_replaced_a_moment_later(path: Path, refuse: Refuse) -> None:
    refuse("replace", 3)
    replace_file(path, b"new")
    assert [one.name for one in path.parent.iterdir()] == ["config"]
    assert path.read_bytes() == b"new"


def test_one_that_stays_open_is_told_of_and_stays_as_it_was(path: Path, refuse: Refuse) -> None:
    refuse("replace", 1000)
    with pytest.raises(FileError, match="you have no permission"):
        replace_file(path, b"new")
    assert [one.name for one in path.parent.iterdir()] == ["config"]
    assert path.read_bytes() == b"old"


def test_it_is_removed_a_moment_later(path: Path, refuse: Refuse) -> None:
    refuse("unlink", 2)
    remove_file(path)
    assert not path.exists()


def test_it_is_renamed_a_moment_later(path: Path, refuse: Refuse) -> None:
    refuse("replace", 2)
    rename_file(path, "other")
    assert (path.parent / "other").read_bytes() == b"old"


def test_it_is_read_a_moment_later(path: Path, refuse: Refuse) -> None:
    refuse("open", 2)
    assert read_file(path) == b"old"


def test_elsewhere_a_denial_is_one_at_once(path: Path, refuse: Refuse, monkeypatch: pytest.MonkeyPatch) -> None:
    refuse("replace", 1)
    monkeypatch.setattr(windows_retries, "IS_WINDOWS", False)
    with pytest.raises(FileError):
        replace_file(path, b"new")
