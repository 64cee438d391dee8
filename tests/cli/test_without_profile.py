"""``off`` and ``status --check`` where settings or the profile are not what they should be."""

from __future__ import annotations

import subprocess
from pathlib import Path

import pytest

from ssotui.errors import ExitCode
from tests.command_runs import run_command


def ssotui(*words: str, **env: str) -> subprocess.CompletedProcess[str]:
    return run_command(words, env)


@pytest.mark.parametrize("content", [b"[shell\n", b"\xff\xfe"])
def test_off_leaves_whatever_the_settings_say(content: bytes, tmp_path: Path) -> None:
    (tmp_path / "config.toml").write_bytes(content)
    home = {"HOME": str(tmp_path), "SSOTUI_CONFIG": str(tmp_path / "config.toml")}
    with_settings = ssotui("off", **home, AWS_PROFILE="acme")
    assert "config.toml" not in with_settings.stderr
    assert with_settings.returncode == ssotui("off", HOME=str(tmp_path), AWS_PROFILE="acme").returncode


@pytest.mark.parametrize(
    ("env", "code", "fault"),
    [
        ({}, ExitCode.FAILED, "No profile is active in this shell."),
        ({"AWS_PROFILE": "ghost"}, ExitCode.FILE_ERROR, 'There is no profile "ghost".'),
    ],
)
def test_a_check_on_no_profile_says_so_and_what_to_do(
    env: dict[str, str], code: int, fault: str, tmp_path: Path
) -> None:
    done = ssotui("status", "--check", HOME=str(tmp_path), **env)
    assert done.returncode == code
    assert done.stderr == f"ssotui: {fault}\n  Pick one: ssotui\n"
