"""What a script sees when AWS fails: the exit code, two lines on stderr, nothing on stdout, nothing lost."""

from __future__ import annotations

import os
from collections.abc import Iterator
from pathlib import Path

import pytest

from ssotui.cli import output
from ssotui.demo.home import DemoHome, make_home
from ssotui.demo.organization import Organization
from ssotui.demo.server import serving
from ssotui.demo.world import make_world
from tests.command_runs import run_command

PROFILE = "{profile}"
CASES = (
    (["list", "--refresh", "--session", "acme"], "ListAccounts", {"400": 1, "401": 5, "403": 6, "404": 1, "reset": 7}),
    (["list", "--refresh", "--session", "acme"], "ListAccountRoles", {"403": 6, "404": 1}),
    (["creds", PROFILE], "GetRoleCredentials", {"400": 1, "401": 5, "403": 6}),
    (["exec", PROFILE, "--", "echo", "ran"], "GetRoleCredentials", {"403": 6, "reset": 7}),
    (["credential-process", "--profile", PROFILE], "GetRoleCredentials", {"401": 5, "403": 6, "404": 1}),
    (["console", PROFILE, "--print"], "getSigninToken", {"400": 1, "429": 7, "not-json": 7}),
    (["whoami", "--profile", PROFILE], "GetCallerIdentity", {"403": 6, "429": 7, "cut": 7}),
    (["login", "globex", "--device-code"], "RegisterClient", {"400": 1, "429": 7, "empty": 7}),
    (["login", "globex", "--device-code"], "StartDeviceAuthorization", {"400": 1, "InvalidClientException": 5}),
    (["login", "globex", "--device-code"], "CreateToken", {"AccessDeniedException": 5, "ExpiredTokenException": 5}),
)


@pytest.fixture(scope="module")
def organization() -> Iterator[Organization]:
    """Three small instances; nobody is signed in to the third, globex."""
    with serving(make_world(sessions=3, accounts=3, roles=1)) as served:
        yield served


@pytest.fixture
def home(organization: Organization, tmp_path: Path) -> Iterator[DemoHome]:
    yield make_home(tmp_path / "home", organization, {**os.environ, "BROWSER": "none"})
    organization.clear_faults()


@pytest.mark.parametrize(
    ("words", "fault", "code"),
    [
        pytest.param(words, (operation, kind), code, id=f"{words[0]}-{operation}-{kind}")
        for words, operation, codes in CASES
        for kind, code in codes.items()
    ],
)
def test_it_ends_with_its_code_and_two_lines(
    home: DemoHome, organization: Organization, words: list[str], fault: tuple[str, str], code: int
) -> None:
    before = {path: path.read_bytes() for path in (home.folder / ".aws").rglob("*") if path.is_file()}
    organization.fault(*fault, times=None)
    command = [word.format(profile=home.profiles[0]) for word in words]
    done = run_command(command, home.env)
    assert done.returncode == code, done.stderr
    assert done.stdout == ""
    lines = done.stderr.splitlines()[-2:]
    assert lines[0].startswith("ssotui: ")
    assert lines[1].startswith("  ")
    assert "Traceback" not in done.stderr
    changed = {path for path in before if path.read_bytes() != before[path]}
    assert changed <= ({home.token_file("acme")} if fault[1] == "401" else set()), "a refused token is refreshed"


def test_an_address_too_long_for_a_picture_has_none(capsys: pytest.CaptureFixture[str]) -> None:
    output.show_code(f"https://a.example/{'x' * 5_000}", {})
    assert capsys.readouterr().err == ""
