"""What ``--dry-run`` prints off a terminal is a patch: it makes of the very file what the command then writes."""

from __future__ import annotations

import os
import subprocess
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from ssotui.demo.home import DemoHome, make_home
from ssotui.demo.organization import Organization
from ssotui.demo.server import serving
from ssotui.demo.world import make_world
from tests.command_runs import run_for_bytes

Run = Callable[..., subprocess.CompletedProcess[bytes]]

URL = "https://fresh.awsapps.com/start"
REMARKS = "# Ünïcödé 日本, and a tab:\there\n[profile ünï]\nregion = eu-west-1\n"
SECRETS = "[profile keys]\naws_access_key_id = AKIAIOSFODNN7EXAMPLE\naws_secret_access_key = wJalrXUtnFEMI\n"


@pytest.fixture(scope="module")
def organization() -> Iterator[Organization]:
    """Three sessions, one of them of legacy profiles, too."""
    with serving(make_world(sessions=3, accounts=6, roles=2)) as served:
        yield served


@pytest.fixture(params=["plain", "CRLF", "without a last line end", "CRLF without a last line end", "among secrets"])
def home(request: pytest.FixtureRequest, organization: Organization, tmp_path: Path) -> DemoHome:
    """A config of that kind, in a folder whose name has a blank and more."""
    home = make_home(tmp_path / "my hömé", organization, os.environ)
    text = REMARKS + home.config_file.read_text() + REMARKS.replace("profile ünï", "profile añother")
    if request.param == "among secrets":
        text = text.replace("[profile", f"{SECRETS.replace('profile keys', 'profile keys-of')}[profile", 1)
        text = text.rstrip("\n") + f"\n{SECRETS}"
    if request.param.endswith("last line end"):
        text = text.rstrip("\n")
    if request.param.startswith("CRLF"):
        text = text.replace("\n", "\r\n")
    home.config_file.write_bytes(text.encode())
    return home


@pytest.fixture
def run(home: DemoHome) -> Run:
    def ssotui(line: str) -> subprocess.CompletedProcess[bytes]:
        words = [home.profiles[0] if word == "PROFILE" else word for word in line.split()]
        done = run_for_bytes(words, home.env)
        assert done.returncode == 0 or words[0] == "doctor"
        return done

    return ssotui


@pytest.mark.needs("patch")
@pytest.mark.parametrize(
    "line",
    [
        "profile add ROLE",
        "profile remove PROFILE",
        "profile sync",
        "profile undo",
        f"session add fresh --start-url {URL} --region eu-west-1",
        "session remove unused",
        "session migrate",
        "doctor --fix",
    ],
)
def test_it_gives_what_the_command_writes(run: Run, home: DemoHome, tmp_path: Path, line: str) -> None:
    if line in ("session remove unused", "profile undo"):
        run(f"session add unused --start-url {URL} --region eu-west-1")
    account = next(one for one in home.organization.world.instances[0].accounts if one.name not in home.profiles)
    line = line.replace("ROLE", f"acme/{account.id}/{account.roles[-1]} --name one-more")
    if line == "doctor --fix":
        header = f"[profile {home.profiles[0]}]".encode()
        home.config_file.write_bytes(home.config_file.read_bytes().replace(header, header.replace(b" ", b"")))
    before = home.config_file.read_bytes()
    patch = run(f"{line} --dry-run").stdout
    assert home.config_file.read_bytes() == before
    patched = tmp_path / "patched"
    patched.write_bytes(before)
    said = subprocess.run(["patch", str(patched)], input=patch, capture_output=True, check=False)
    assert said.returncode == 0, said.stdout
    assert b"fuzz" not in said.stdout
    run(line if line.startswith(("profile add", "session add")) else f"{line} --yes")
    assert patched.read_bytes() == home.config_file.read_bytes() != before
    assert b"wJalr" not in patch


def test_the_file_is_named_as_patch_reads_it(run: Run, home: DemoHome) -> None:
    first, second, *_ = run("profile sync --dry-run").stdout.decode().split("\n")
    assert (first, second) == (f"--- {home.config_file}\t", f"+++ {home.config_file}\t")
