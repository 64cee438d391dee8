"""Where a variable names the place of a file, the variable is to be mended, and not what lies there."""

from __future__ import annotations

import subprocess
from pathlib import Path

import pytest

from tests.command_runs import run_command


def ssotui(home: Path, *words: str, **env: str) -> subprocess.CompletedProcess[str]:
    (home / ".aws").mkdir(exist_ok=True)
    return run_command(words, {"HOME": str(home), "PATH": "/usr/bin:/bin", **env})


@pytest.mark.parametrize("words", [("profile", "list"), ("use", "x"), ("session", "list"), ("doctor",)])
@pytest.mark.parametrize("variable", ["AWS_CONFIG_FILE", "SSOTUI_CONFIG", "AWS_SHARED_CREDENTIALS_FILE"])
def test_a_folder_is_left_where_it_is(tmp_path: Path, words: tuple[str, ...], variable: str) -> None:
    done = ssotui(tmp_path, *words, **{variable: "/etc"})
    assert "Move" not in done.stderr + done.stdout
    if "/etc: is a folder" in done.stderr + done.stdout:
        assert f"  {variable} is set to this path: set it to a file, or unset it.\n" in done.stderr + done.stdout
    else:
        assert (variable, words[0]) == ("AWS_SHARED_CREDENTIALS_FILE", "session")


def test_the_null_device_is_an_empty_file_that_nothing_is_written_to(tmp_path: Path) -> None:
    read = ssotui(tmp_path, "profile", "list", AWS_SHARED_CREDENTIALS_FILE="/dev/null")
    assert (read.returncode, read.stdout, read.stderr) == (0, "", "")
    start = ("session", "add", "acme", "--start-url", "https://acme.awsapps.com/start", "--region", "eu-west-1")
    done = ssotui(tmp_path, *start, AWS_CONFIG_FILE="/dev/null")
    assert done.returncode == 8
    assert done.stderr.splitlines() == [
        "ssotui: /dev/null: is not a file",
        "  AWS_CONFIG_FILE is set to this path: set it to a file, or unset it.",
    ]


def test_a_folder_in_the_usual_place_is_to_be_moved(tmp_path: Path) -> None:
    (tmp_path / ".aws" / "config").mkdir(parents=True)
    assert ssotui(tmp_path, "profile", "list").stderr.endswith("is a folder, not a file\n  Move the folder away.\n")
