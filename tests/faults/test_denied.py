"""A home that may not be read or written, belongs to somebody else, is read-only, is full, or isn't there at all."""

from __future__ import annotations

import importlib
import os
import pkgutil
import re
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from functools import cache
from pathlib import Path

import pytest

import ssotui
from ssotui.aws.clients import Clients
from ssotui.demo.home import DemoHome
from ssotui.errors import ExitCode
from tests.faults.conftest import ROOT, Told, UsedHome, copied, path_of
from tests.faults.files import FILES

NOBODY = 65534
READS = {name: kept for name, kept in FILES.items() if kept.lines}
LINES = dict.fromkeys(kept.lines[0] for kept in READS.values())
SSOTUI = [sys.executable, "-m", "ssotui"]


_DONE_IN_PEACE: set[str] = set()


@cache
def everything_read() -> None:
    """All that a command may import, and what botocore keeps beside its code."""
    for module in pkgutil.walk_packages(ssotui.__path__, "ssotui."):
        if not module.name.startswith(("ssotui.tui", "ssotui.demo", "ssotui.__main__", "ssotui.build_hook")):
            importlib.import_module(module.name)
    for service in ("sso", "sso-oidc"):
        Clients({}, 1).get(service, "us-east-1")


def in_peace(line: str, told: Told) -> None:
    """Once before, so that nothing of the program is read by somebody who may not."""
    if line not in _DONE_IN_PEACE:
        everything_read()
        told(line)
        _DONE_IN_PEACE.add(line)


@pytest.fixture
def home(used: UsedHome) -> Iterator[DemoHome]:
    """Where other users can reach it: pytest's folders are root's alone."""
    with tempfile.TemporaryDirectory() as name:
        Path(name).chmod(0o755)
        yield copied(used, Path(name) / "my home")


@contextmanager
def ordinary_user(folder: Path) -> Iterator[None]:
    """``folder`` is an ordinary user's, and within it that is who we are, even if root runs the tests."""
    if os.geteuid() != 0:
        yield
        return
    for path in (folder, *folder.rglob("*")):
        os.chown(path, NOBODY, NOBODY, follow_symlinks=False)
    os.seteuid(NOBODY)
    try:
        yield
    finally:
        os.seteuid(0)


@pytest.mark.parametrize("name", READS)
def test_a_file_without_permission_is_told_or_counts_as_absent(name: str, home: DemoHome, told: Told) -> None:
    kept, path = FILES[name], path_of(name, home.folder)
    in_peace(kept.lines[0], told)
    with ordinary_user(home.folder):
        path.chmod(0)
        code, words = told(kept.lines[0])
    assert code == (ExitCode.DONE if kept.ours else kept.is_broken)
    assert kept.ours or f"{path}: can't be read: you have no permission" in words


@pytest.mark.parametrize("folder", [".aws", ".aws/sso/cache", ".aws/cli/cache", ".cache/ssotui", ".local/state/ssotui"])
@pytest.mark.parametrize("mode", [0, 0o555])
def test_a_folder_without_permission_is_told_and_breaks_no_more_than_it_must(
    folder: str, mode: int, home: DemoHome, told: Told
) -> None:
    for line in LINES:
        in_peace(line, told)
    home.sign_in("acme")
    with ordinary_user(home.folder):
        (home.folder / folder).chmod(mode)
        said = [told(line) for line in LINES]
        off = told("off")
        (home.folder / folder).chmod(0o700)
    assert off[0] == ExitCode.DONE
    for code, words in said:
        assert code != ExitCode.FILE_ERROR or ("no permission" in words and folder in words)


if os.geteuid() == 0:  # nobody else can give a file away

    def test_a_file_of_somebody_else_is_read_if_it_may_be_and_left_as_it_is_as_aws_cli_leaves_it(
        home: DemoHome, told: Told
    ) -> None:
        told("profile sync --session acme --yes")
        home.config_file.write_text(home.config_file.read_text().partition("[profile")[0])
        with ordinary_user(home.folder):
            os.seteuid(0)
            os.chown(home.config_file, 12_345, 12_345)
            home.config_file.chmod(0o644)
            os.seteuid(NOBODY)
            assert told("list --session acme --cached")[0] == ExitCode.DONE
            code, words = told("profile sync --session acme --yes")
        assert (code, "no permission" in words) == (ExitCode.FILE_ERROR, True)
        assert "[profile" not in home.config_file.read_text()


def outside(line: str, env: Mapping[str, str], *before: str) -> subprocess.CompletedProcess[str]:
    """A line of ssotui in a process of its own, perhaps with other programs ``before`` it."""
    command = [*before, *SSOTUI, *line.split()]
    done = subprocess.run(command, cwd=ROOT, env=dict(env), capture_output=True, text=True, check=False)
    assert not re.search("Traceback|this is a bug", done.stderr)
    return done


def in_own_mounts(script: str, *words: str) -> list[str]:
    """The words of a command that runs ``script``, and then what follows, where mounts are its own."""
    return ["unshare", "-rm", "sh", "-ec", f'{script}; shift {len(words)}; exec "$@"', "sh", *words]


def can_mount() -> bool:
    if not shutil.which("unshare"):
        return False
    return (
        subprocess.run(
            [*in_own_mounts("mount -t tmpfs none /mnt"), "true"], capture_output=True, check=False
        ).returncode
        == 0
    )


READ_ONLY = 'mount --bind "$1" "$1"; mount -o remount,ro,bind "$1"'
FULL = 'mount -t tmpfs -o size=1m none "$2"; cp -a "$1/." "$2"; cat /dev/zero > "$2/zero" 2>/dev/null || true'

if can_mount():  # a container may forbid it; then the missing permissions above, and RLIMIT_FSIZE, stand for it

    def test_in_a_read_only_home_everything_that_only_reads_works(home: DemoHome) -> None:
        mounts, profile = in_own_mounts(READ_ONLY, str(home.folder)), home.profiles[0]
        for line in (
            f"use {profile}",
            "list --session acme --json",
            f"creds {profile}",
            "status",
            f"credential-process --profile {profile}",
        ):
            done = outside(line, home.env, *mounts)
            assert (line, done.returncode) == (line, 0), done.stderr
        for line in ("profile sync --session acme --yes", f"creds {profile} --write x", "logout acme"):
            done = outside(line, home.env, *mounts)
            assert (line, done.returncode) == (line, ExitCode.FILE_ERROR)
            assert "its file system is read-only" in done.stderr

    def test_on_a_full_disk_nothing_is_lost_and_what_needs_no_room_works(home: DemoHome, tmp_path: Path) -> None:
        full, profile = tmp_path / "full", home.profiles[0]
        full.mkdir()
        whole = f'{FULL}; cp "$2/.aws/config" "$3"'
        mounts = in_own_mounts(whole, str(home.folder), str(full), str(tmp_path / "before"))
        env = {name: value.replace(str(home.folder), str(full)) for name, value in home.env.items()}
        for line in (f"use {profile}", "list --session acme --json", f"creds {profile}", "off"):
            done = outside(line, env, *mounts)
            assert (line, done.returncode) == (line, 0), done.stderr
        for line in (
            "profile sync --session acme --yes",
            "session add newer --start-url https://n.awsapps.com/start --region eu-west-1 --yes",
        ):
            done = outside(line, env, *mounts)
            assert done.returncode == ExitCode.FILE_ERROR
            assert "the disk is full" in done.stderr


HOMES: dict[str, dict[str, str | None]] = {
    "unset": {"HOME": None},
    "empty": {"HOME": ""},
    "absent": {"HOME": "/nowhere/at all"},
    "relative": {"HOME": "some home"},
    "config in nobody's home": {"AWS_CONFIG_FILE": "~nobody-has-this-name/config"},
    "config named by a variable that is unset": {"AWS_CONFIG_FILE": "$NOWHERE/config"},
    "empty config variable": {"AWS_CONFIG_FILE": ""},
    "very long": {"AWS_CONFIG_FILE": "/" + "x" * 5_000},
    "a device": {"AWS_CONFIG_FILE": "/dev/null", "SSOTUI_CONFIG": "/dev/null"},
    "a pipe without a writer": {"AWS_CONFIG_FILE": "/dev/fd/0"},
}


@pytest.mark.parametrize("name", HOMES)
def test_a_strange_home_or_path_is_no_bug(name: str, home: DemoHome, tmp_path: Path) -> None:
    changed: dict[str, str | None] = {**home.env, "XDG_CACHE_HOME": str(tmp_path), **HOMES[name]}
    env = {key: value for key, value in changed.items() if value is not None}
    for line in ("status --json", "off"):
        assert outside(line, env).returncode in (0, 1, ExitCode.FILE_ERROR)


@pytest.mark.parametrize("name", ["a home", "it's \"$HOME`\\", "-ünï\nçødé", "x" * 200])
def test_a_home_may_have_any_name(name: str, home: DemoHome, tmp_path: Path) -> None:
    folder = tmp_path / name
    shutil.copytree(home.folder, folder)
    env = {key: value.replace(str(home.folder), str(folder)) for key, value in home.env.items()}
    for line in ("profile sync --session acme --yes", f"use {home.profiles[0]}"):
        assert outside(line, env).returncode == 0
    assert (folder / ".aws" / "config").read_text().count("managed_by") > 0
