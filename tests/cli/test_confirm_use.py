"""Before production is used, a person is asked on the terminal; a script is not."""

from __future__ import annotations

import re
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from ssotui.demo.home import DemoHome
from ssotui.demo.organization import Organization
from tests.cli.conftest import Run, approve, ended

Terminal = Any
Open = Callable[..., Terminal]

COMMANDS = (
    (("use", "{profile}"), "switch to it"),
    (("use", "--keys", "{profile}"), "set its credentials"),
    (("exec", "{profile}", "--", "echo", "ran"), "run the command"),
    (("creds", "{profile}", "--copy"), "copy its credentials"),
    (("console", "{profile}", "--print"), "open its console"),
    (("console", "{profile}", "--portal", "--print"), "open its console"),
)


@pytest.fixture
def profile(home: DemoHome) -> str:
    """The name of a profile; its account, and no other, asks first."""
    name = home.profiles[0]
    account_id = re.search(rf"\[profile {re.escape(name)}\][^\[]*sso_account_id = (\d+)", home.config_file.read_text())
    assert account_id
    path = home.folder / "config.toml"
    path.write_text(f'[accounts]\n"{account_id[1]}" = {{ badge = "LIVE", color = "red", confirm = true }}\n')
    home.env["SSOTUI_CONFIG"] = str(path)
    return name


def filled(words: tuple[str, ...], profile: str) -> list[str]:
    return [word.format(profile=profile) for word in words]


@pytest.mark.parametrize(("words", "action"), COMMANDS)
def test_no_is_the_answer_unless_it_is_yes(
    open_terminal: Open, profile: str, organization: Organization, words: tuple[str, ...], action: str
) -> None:
    child = open_terminal(*filled(words, profile))
    child.expect_exact(f" [LIVE]: {action}? [y/N] ")
    child.sendline("")
    assert ended(child) == 130
    assert "Nothing was done." in child.before
    assert not any(secret in child.before for secret in ("ran\r\n", "Signin", "export ", "#/console"))


@pytest.mark.parametrize(("words", "action"), COMMANDS)
def test_yes_goes_on(open_terminal: Open, profile: str, words: tuple[str, ...], action: str) -> None:
    child = open_terminal(*filled(words, profile), TERM="xterm-256color", SSH_TTY="/dev/pts/0")
    child.expect_exact(f" [LIVE]: {action}? [y/N] ")
    child.sendline("y")
    assert ended(child) == 0
    assert "Nothing was done." not in child.before


@pytest.mark.parametrize(("words", "action"), [one for one in COMMANDS if "--copy" not in one[0]])
def test_a_script_is_not_asked(run: Run, profile: str, words: tuple[str, ...], action: str) -> None:
    done = run(*filled(words, profile))
    assert done.returncode == 0, done.stderr
    assert action not in done.stderr


def test_nor_is_a_person_before_another_account_or_with_no_input(
    open_terminal: Open, home: DemoHome, profile: str
) -> None:
    assert ended(open_terminal("exec", home.profiles[1], "--", "true")) == 0
    assert ended(open_terminal("--no-input", "exec", profile, "--", "true")) == 0


def test_it_is_asked_once_and_after_the_sign_in(
    open_terminal: Open, home: DemoHome, profile: str, organization: Organization
) -> None:
    home.sign_out("acme")
    child = open_terminal("exec", profile, "--", "echo", "ran")
    child.expect_exact("Waiting")
    approve(organization)
    child.expect_exact("run the command? [y/N] ")
    child.sendline("yes")
    assert ended(child) == 0
    assert "ran" in child.before
    assert "[y/N]" not in child.before


def test_safety_is_the_short_form_and_may_not_ask(open_terminal: Open, home: DemoHome, profile: str) -> None:
    path = Path(home.env["SSOTUI_CONFIG"])
    path.write_text('[safety]\nproduction = ["*"]\n')
    child = open_terminal("use", profile)
    child.expect_exact(" [PROD]: switch to it? [y/N] ")
    child.sendline("n")
    assert ended(child) == 130
    path.write_text('[safety]\nproduction = ["*"]\nconfirm = false\n')
    assert ended(open_terminal("use", profile)) == 0


def test_the_question_names_role_account_and_session(open_terminal: Open, home: DemoHome, profile: str) -> None:
    path = Path(home.env["SSOTUI_CONFIG"])
    path.write_text('[safety]\nproduction = ["*"]\n')
    section = home.config_file.read_text().partition(f"[profile {profile}]")[2]
    role = re.search(r"sso_role_name = (\S+)", section)
    assert role
    child = open_terminal("use", profile)
    child.expect(rf"{role[1]} in \S+ \(acme\) \[PROD\]: switch to it")
    child.sendline("n")
    assert ended(child) == 130
