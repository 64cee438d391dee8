"""Profiles with mfa_serial: the code is asked for as the AWS CLI asks, once, and what it gave serves both."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pexpect
import pytest

from ssotui.demo.home import DemoHome
from ssotui.demo.organization import Organization
from ssotui.demo.sts import MFA_CODE
from tests.e2e.aws_v2 import AwsV2
from tests.e2e.terminal import OpenTerminal

SERIAL = "arn:aws:iam::000000000042:mfa/me"
PROMPT = f"Enter MFA code for {SERIAL}: "
ARN = "arn:aws:sts::000000000077:assumed-role/Mfa/me"
PROFILES = f"""
[profile mfa]
role_arn = arn:aws:iam::000000000077:role/Mfa
role_session_name = me
mfa_serial = {SERIAL}
source_profile = ci-deployer

[profile after-mfa]
role_arn = arn:aws:iam::000000000078:role/After
role_session_name = me
source_profile = mfa
"""
WRONG_CODE = "000000"

Spawn = Callable[..., Any]


@pytest.fixture
def home(home: DemoHome) -> DemoHome:
    with home.config_file.open("a") as file:
        file.write(PROFILES)
    return home


@pytest.fixture
def spawn(home: DemoHome) -> Spawn:
    def spawned(*words: str) -> Any:  # noqa: ANN401  pexpect has no types
        env = os.environ | home.env | {"TERM": "dumb"}
        return pexpect.spawn(sys.executable, ["-m", "ssotui", *words], env=env, encoding="utf-8", timeout=60)

    return spawned


def ended(child: Any) -> int:  # noqa: ANN401  pexpect has no types
    child.expect(pexpect.EOF)
    child.close()
    return int(child.exitstatus)


def run(home: DemoHome, *words: str) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, "-m", "ssotui", *words]
    return subprocess.run(
        command, env=home.env, stdin=subprocess.DEVNULL, capture_output=True, text=True, check=False, timeout=120
    )


def cached(home: DemoHome) -> list[Path]:
    return list((home.folder / ".aws" / "cli" / "cache").glob("*.json"))


@pytest.mark.parametrize(
    ("words", "shown"),
    [
        (("creds", "mfa", "--format", "access-key"), "ASIA"),
        (("exec", "mfa", "--", "sh", "-c", "echo ran"), "ran"),
        (("whoami", "--profile", "mfa"), "assumed-role/Mfa/me"),
        (("console", "mfa", "--print"), "SigninToken="),
        (("use", "--keys", "mfa"), "ASIA"),
        (("creds", "after-mfa", "--format", "access-key"), "ASIA"),
    ],
)
def test_every_command_asks_once_and_the_next_one_not(
    words: tuple[str, ...], shown: str, spawn: Spawn, home: DemoHome
) -> None:
    child = spawn(*words)
    child.expect_exact(PROMPT)
    child.sendline(MFA_CODE)
    child.expect_exact(shown)
    assert MFA_CODE not in child.before, "it isn't shown"
    ended(child)
    assert run(home, "creds", "mfa", "--format", "access-key").stdout.startswith("ASIA")


def test_only_data_is_on_stdout(spawn: Spawn, home: DemoHome, tmp_path: Path) -> None:
    command = f"{sys.executable} -m ssotui creds mfa --format access-key > {tmp_path}/out"
    child = pexpect.spawn("sh", ["-c", command], env=os.environ | home.env, encoding="utf-8", timeout=60)
    child.expect_exact(PROMPT)
    child.sendline(MFA_CODE)
    assert ended(child) == 0
    assert (tmp_path / "out").read_text().startswith("ASIA")


@pytest.mark.parametrize(
    "words", [("creds", "mfa"), ("credential-process", "--profile", "mfa"), ("exec", "after-mfa", "--", "true")]
)
def test_where_nobody_can_be_asked_the_way_out_is_told_and_works(
    words: tuple[str, ...], spawn: Spawn, home: DemoHome, organization: Organization
) -> None:
    refused = run(home, *words)
    assert (refused.returncode, refused.stdout) == (5, "")
    assert "needs an MFA code" in refused.stderr
    assert organization.counts["AssumeRole"] == 0
    advised = refused.stderr.rpartition(": ssotui ")[2].split()
    child = spawn(*advised)
    child.expect_exact(PROMPT)
    child.sendline(MFA_CODE)
    assert ended(child) == 0
    assert run(home, *words).returncode == 0


@pytest.mark.parametrize("flag", ["--no-input", "--no-login"])
def test_who_forbids_questions_is_asked_none(flag: str, spawn: Spawn) -> None:
    child = spawn("creds", flag, "mfa")
    child.expect_exact("needs an MFA code")
    assert ended(child) == 5


def test_a_wrong_code_is_one_sentence_and_caches_nothing(spawn: Spawn, home: DemoHome) -> None:
    child = spawn("creds", "mfa")
    child.expect_exact(PROMPT)
    child.sendline(WRONG_CODE)
    child.expect_exact(f"AWS does not accept this MFA code of {SERIAL}.")
    assert ended(child) == 6
    assert not cached(home)


def test_what_is_no_code_is_asked_again_without_a_request(spawn: Spawn, organization: Organization) -> None:
    child = spawn("creds", "mfa", "--format", "access-key")
    child.expect_exact(PROMPT)
    child.sendline("12 34")
    child.expect_exact("An MFA code has 6 digits.")
    child.expect_exact(PROMPT)
    child.sendline(MFA_CODE)
    child.expect_exact("ASIA")
    assert ended(child) == 0
    assert organization.counts["AssumeRole"] == 1


@pytest.mark.parametrize("leave", ["sendintr", "sendeof"])
def test_leaving_the_question_does_nothing(leave: str, spawn: Spawn, home: DemoHome) -> None:
    child = spawn("exec", "mfa", "--", "echo", "it ran")
    child.expect_exact(PROMPT)
    getattr(child, leave)()
    assert ended(child) == 130
    assert "it ran" not in child.before
    assert not cached(home)


def test_it_is_asked_once_in_a_home_that_cannot_be_written(spawn: Spawn, home: DemoHome) -> None:
    (home.folder / ".aws" / "cli").write_text("in the way of the cache")
    child = spawn("console", "mfa", "--print")
    child.expect_exact(PROMPT)
    child.sendline(MFA_CODE)
    child.expect_exact("SigninToken=")
    assert ended(child) == 0


@pytest.mark.needs("aws", "openssl")
def test_what_the_code_gave_us_serves_aws_cli(spawn: Spawn, home: DemoHome, aws_v2: AwsV2) -> None:
    child = spawn("whoami", "--profile", "mfa")
    child.expect_exact(PROMPT)
    child.sendline(MFA_CODE)
    assert ended(child) == 0
    said = aws_v2("sts", "get-caller-identity", "--profile", "mfa", env=home.env)
    assert json.loads(said.stdout)["Arn"] == ARN, said.stderr


@pytest.mark.needs("aws", "openssl")
def test_what_the_code_gave_aws_cli_serves_us(home: DemoHome, aws_v2: AwsV2) -> None:
    words = ["sts", "get-caller-identity", "--profile", "mfa"]
    child = pexpect.spawn(str(aws_v2.program), words, env=os.environ | aws_v2.env(home.env), timeout=60)
    child.expect_exact(PROMPT)
    child.sendline(MFA_CODE)
    child.expect_exact("assumed-role/Mfa/me")
    assert ended(child) == 0
    assert run(home, "creds", "mfa", "--format", "access-key").stdout.startswith("ASIA")


@pytest.mark.needs("tmux")
def test_the_wrapper_of_bash_asks_too(open_terminal: OpenTerminal, home: DemoHome) -> None:
    terminal = open_terminal("bash --norc", home.env)
    terminal.command('eval "$(ssotui init bash)"')
    terminal.command("ssotui use --keys mfa")
    terminal.until(PROMPT.strip())
    terminal.command(MFA_CODE)
    # What is typed before getpass has restored the terminal is dropped.
    terminal.until_that(lambda screen: screen.rstrip().endswith("\n$"), "the shell's prompt")
    assert terminal.answer('"${AWS_ACCESS_KEY_ID:0:4}"') == "ASIA"
