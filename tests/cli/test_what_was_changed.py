"""Commands that change something say on one line what it was, by name."""

from __future__ import annotations

import re
import sys
from collections.abc import Callable, Iterator

import pexpect
import pytest

from ssotui.demo.home import DemoHome
from tests.cli.conftest import Run, Terminal, ended

LEGACY = "\n[profile {name}]\nsso_start_url = {url}\nsso_region = eu-west-1\nsso_account_id = {id}\nsso_role_name = R\n"


def test_logout_counts_the_roles_whose_credentials_it_removes(run: Run, home: DemoHome) -> None:
    for name in ("org-auditor", home.profiles[0]):
        assert run("creds", name).returncode == 0
    cached = len(list((home.folder / ".aws/cli/cache").iterdir()))
    told = run("logout", "acme").stderr
    assert told == f"Signed out of acme and removed the cached credentials of {cached} roles.\n"
    assert run("logout", "acme").stderr == "Nothing to do: you are not signed in to acme.\n"


def test_logout_says_so_where_only_credentials_are_left(run: Run, home: DemoHome) -> None:
    run("creds", home.profiles[0])
    home.sign_out("acme")
    told = run("logout", "acme").stderr
    assert told == "Removed the cached credentials of 1 role; you were not signed in to acme.\n"


def test_sync_names_what_it_wrote_changed_and_removed(run: Run, home: DemoHome) -> None:
    told = run("profile", "sync", "--session", "acme", "--yes").stderr
    (first,) = re.findall(r"^Wrote \d+ profiles? \((.*?)\)\. Undo", told, re.MULTILINE)
    name = first.split(", ")[0]
    text = home.config_file.read_text()
    section = re.search(rf"\[profile {re.escape(name)}\]\n(?:.+\n)+", text)
    assert section is not None
    gone = section[0].replace(f"profile {name}", "profile stale").replace("sso_account_id = ", "sso_account_id = 9")
    gone = re.sub(r"(sso_account_id = )9(\d{11})\d", r"\g<1>9\2", gone)
    home.config_file.write_text(text.replace(section[0], gone))
    told = run("profile", "sync", "--session", "acme", "--prune", "--yes").stderr
    assert f"Wrote 1 profile ({name}) and removed 1 (stale). Undo: ssotui profile undo\n" in told


def test_undo_names_what_came_and_went(run: Run, home: DemoHome) -> None:
    run("profile", "remove", "ci-deployer", home.profiles[0], "--yes")
    gone = sorted(f"[profile {name}]" for name in ("ci-deployer", home.profiles[0]))
    told = run("profile", "undo", "--yes").stderr
    assert told.startswith(f"Restored the previous {home.config_file}: added ")
    assert sorted(re.findall(r"\[profile [^]]+\]", told)) == gone
    assert "removed [profile " in run("profile", "undo", "--yes").stderr


@pytest.mark.parametrize("answer", ["n", "y"])
def test_undo_asks_before_it_discards_a_change_of_the_users(
    run: Run, home: DemoHome, open_terminal: Callable[..., Terminal], answer: str
) -> None:
    before = home.config_file.read_text()
    run("profile", "remove", home.profiles[0], "--yes")
    with home.config_file.open("a") as file:
        file.write("# mine\n")
    changed = home.config_file.read_text()
    child = open_terminal("profile", "undo")
    child.expect_exact("undoing discards that change, too.")
    child.expect_exact("Restore the previous version (sections: 1 added)? [y/N] ")
    child.sendline(answer)
    assert ended(child) == (0 if answer == "y" else 130)
    assert home.config_file.read_text() == (before if answer == "y" else changed)


def test_a_question_is_on_one_screen_with_as_much_of_the_change_as_fits(
    run: Run, home: DemoHome, open_terminal: Callable[..., Terminal]
) -> None:
    run("profile", "sync", "--session", "acme", "--yes")
    whole = run("profile", "undo", "--dry-run").stdout.splitlines()
    child = open_terminal("profile", "undo", lines=24)
    child.expect_exact("? [y/N] ")
    *shown, more, _question = child.before.splitlines()
    assert len(shown) + 3 <= 24
    assert shown[2:] == whole[2 : len(shown)]
    assert more == f"… {len(whole) - len(shown):,} more lines. See the whole change: the same command with --dry-run"
    child.sendline("n")
    assert ended(child) == 130


def test_a_change_that_fits_is_shown_whole(run: Run, home: DemoHome, open_terminal: Callable[..., Terminal]) -> None:
    run("profile", "remove", home.profiles[0], "--yes")
    whole = run("profile", "undo", "--dry-run").stdout.splitlines()
    child = open_terminal("profile", "undo", lines=len(whole) + 3)
    child.expect_exact("? [y/N] ")
    assert len(child.before.splitlines()) == len(whole) + 1
    assert "more lines" not in child.before
    child.sendline("n")
    assert ended(child) == 130


def test_migrate_names_the_profiles(run: Run, home: DemoHome) -> None:
    url = "https://d-9.awsapps.com/start"
    with home.config_file.open("a") as file:
        for number, name in enumerate(("old-a", "old-b")):
            file.write(LEGACY.format(name=name, url=url, id=f"00000000000{number}"))
    told = run("session", "migrate", "d-9.awsapps.com", "--yes").stderr
    assert 'Migrated 2 profiles (old-a, old-b) to the session "' in told
    assert "changed [profile old-a], [profile old-b]" in run("profile", "undo", "--yes").stderr


@pytest.fixture
def shell(home: DemoHome) -> Iterator[pexpect.spawn[str]]:
    child: pexpect.spawn[str] = pexpect.spawn(
        "bash", ["--norc", "-i"], env=home.env | {"PS1": "$ "}, encoding="utf-8", timeout=60, dimensions=(40, 200)
    )
    child.sendline(f'eval "$({sys.executable} -m ssotui init bash)"')
    yield child
    child.close(force=True)


def test_use_and_off_name_the_profile_before_and_a_region_that_is_set(
    shell: pexpect.spawn[str], home: DemoHome
) -> None:
    first, second = home.profiles[:2]
    for line, told in (
        (f"ssotui use {first}", f"Switched to {first}."),
        (f"ssotui use {second}", f"Switched to {second} (was {first})."),
        ("ssotui use -", f"Switched to {first} (was {second})."),
        (f"ssotui use {first} --region eu-north-1", f"Switched to {first}, region eu-north-1."),
        (f"ssotui use {second}", f"Switched to {second} (was {first})."),
        (f"ssotui use {first}", f"Switched to {first} (was {second})."),
        ("ssotui off", f"Cleared AWS_PROFILE ({first})."),
    ):
        shell.sendline(line)
        shell.expect_exact(told)
