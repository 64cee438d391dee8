"""The user's configuration as the picker meets it: read at once, told what is wrong, never an exception."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import AbstractContextManager
from datetime import datetime
from pathlib import Path

import pytest

from ssotui.files.aws_profiles import AwsProfiles


def no_time() -> datetime:
    raise AssertionError("reading needs no clock")


def messages(profiles: AwsProfiles) -> list[str]:
    return [error.message for error in profiles.read().errors]


def test_no_files_are_no_trouble(profiles: AwsProfiles) -> None:
    assert profiles.read() == ((), (), (), True)


def test_a_change_is_seen_and_nothing_is_read_twice(profiles: AwsProfiles, aws: Path) -> None:
    (aws / "config").write_text("[profile a]\n")
    first = profiles.read()
    assert profiles.read() is first
    (aws / "credentials").write_text("[b]\n")
    assert [one.name for one in profiles.read().profiles] == ["a", "b"]


def test_a_broken_config_file_leaves_the_credentials_file_and_may_not_be_written(
    profiles: AwsProfiles, aws: Path
) -> None:
    (aws / "config").write_text("[profile a]\n[profile a]\n")
    (aws / "credentials").write_text("[b]\naws_access_key_id = AK\n")
    found = profiles.read()
    assert [one.name for one in found.profiles] == ["b"]
    assert not found.writable
    assert messages(profiles) == [
        f"{aws}/config, line 2: the section [profile a] occurs twice (first in line 1): every aws command fails"
    ]


def test_a_broken_credentials_file_leaves_the_config_file(profiles: AwsProfiles, aws: Path) -> None:
    (aws / "config").write_text("[profile a]\n")
    (aws / "credentials").write_bytes(b"\xff\n")
    found = profiles.read()
    assert ([one.name for one in found.profiles], found.writable, len(found.errors)) == (["a"], False, 1)


def test_a_folder_in_the_place_of_a_file_is_told(profiles: AwsProfiles, aws: Path) -> None:
    (aws / "config").mkdir()
    assert messages(profiles) == [f"{aws}/config: is a folder, not a file"]


def test_a_link_to_itself_is_told(profiles: AwsProfiles, aws: Path) -> None:
    (aws / "config").symlink_to("config")
    assert messages(profiles) == [f"{aws}/config: can't be read: its symbolic links form a loop"]


def test_a_file_that_may_not_be_read_is_told(
    public_folder: Path, ordinary_user: Callable[[], AbstractContextManager[None]], env: dict[str, str]
) -> None:
    locked = public_folder / "locked"
    locked.mkdir()
    profiles = AwsProfiles({**env, "AWS_CONFIG_FILE": str(locked / "config"), "HOME": str(public_folder)}, no_time)
    locked.chmod(0)
    with ordinary_user():
        told = messages(profiles)
    locked.chmod(0o700)
    assert told == [f"{locked}/config: can't be read: you have no permission"]


@pytest.mark.parametrize("variable", ["AWS_CONFIG_FILE", "AWS_SHARED_CREDENTIALS_FILE"])
def test_a_variable_that_is_set_but_empty_means_no_file(variable: str, env: dict[str, str], aws: Path) -> None:
    (aws / "config").write_text("[profile a]\n")
    (aws / "credentials").write_text("[b]\n")
    found = AwsProfiles({**env, variable: ""}, no_time).read()
    assert ([one.name for one in found.profiles], found.errors) == (
        ["b"] if variable == "AWS_CONFIG_FILE" else ["a"],
        (),
    )


def test_a_device_is_no_file_as_for_botocore(env: dict[str, str]) -> None:
    env["AWS_SHARED_CREDENTIALS_FILE"] = "/dev/null"
    assert AwsProfiles(env, no_time).read().errors == ()
