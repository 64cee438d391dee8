"""``ssotui profile add --assume``: a profile that assumes a role with another one's credentials."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from ssotui.demo.home import ASSUME_ROLE_PROFILE, STATIC_PROFILE, DemoHome
from tests.cli.conftest import Run

ARN = "arn:aws:iam::000000000077:role/path/Deploy"


@pytest.fixture
def config(home: DemoHome) -> Path:
    return home.config_file


def test_the_source_is_the_profile_that_the_query_names(run: Run, config: Path, home: DemoHome) -> None:
    before = config.read_text()
    done = run("profile", "add", "--assume", ARN, "--from", home.profiles[0])
    assert done.returncode == 0, done.stderr
    assert config.read_text() == (
        f"{before}\n[profile 000000000077.Deploy]\nrole_arn = {ARN}\nsource_profile = {home.profiles[0]}\n"
        "region = eu-west-1\nmanaged_by = ssotui\n"
    ).replace("\n\n\n", "\n\n")
    assert "Try it: ssotui whoami --profile 000000000077.Deploy" in done.stderr
    assert "assumed-role/Deploy/" in run("whoami", "--profile", "000000000077.Deploy").stdout


def test_a_role_without_a_profile_gets_one_in_the_same_change(run: Run, config: Path, home: DemoHome) -> None:
    listed = run("list", "acme", "--plain").stdout.splitlines()
    session, account, account_id, role, *_ = next(line.split("\t") for line in listed if line.endswith("\t"))
    words = ("profile", "add", "--assume", ARN, "--from", f"{session}/{account_id}/{role}")
    preview = run(*words, "--dry-run")
    assert preview.stdout.count("\n+[profile ") == 2
    assert "Deploy" not in config.read_text()
    done = run(*words)
    assert f"for {session}/{account_id}/{role}, whose credentials assume the role" in done.stderr
    assert f"source_profile = {account}.{role}" in config.read_text()
    assert run("creds", "000000000077.Deploy", "--format", "access-key").stdout.startswith("ASIA")
    run("profile", "undo", "--yes")
    assert "Deploy" not in config.read_text()
    assert f"[profile {account}.{role}" not in config.read_text()


@pytest.mark.parametrize("source", [STATIC_PROFILE, ASSUME_ROLE_PROFILE])
def test_the_source_may_be_a_profile_of_any_kind(source: str, run: Run) -> None:
    run("profile", "add", "--assume", ARN, "--from", source, "--name", "deploy", "--region", "us-east-2")
    assert "assumed-role/Deploy/" in run("whoami", "--profile", "deploy").stdout
    session = f"via {STATIC_PROFILE}" if source == STATIC_PROFILE else "acme"
    assert f"deploy\tassume-role\t{session}\t000000000077\tDeploy\tus-east-2\tmanaged" in run("profile", "list").stdout


def test_a_known_account_gives_the_name(run: Run, config: Path, home: DemoHome) -> None:
    account, account_id = run("list", "acme", "--plain").stdout.split("\t")[1:3]
    run("profile", "add", "--assume", f"arn:aws:iam::{account_id}:role/Deploy", "--from", home.profiles[0])
    assert f"[profile {account}.Deploy]\n" in config.read_text()


def test_the_same_role_with_other_credentials_is_named_after_them(run: Run, config: Path, home: DemoHome) -> None:
    account, account_id = run("list", "acme", "--plain").stdout.split("\t")[1:3]
    for arn, name in ((ARN, "000000000077.Deploy"), (f"arn:aws:iam::{account_id}:role/Deploy", f"{account}.Deploy")):
        run("profile", "add", "--assume", arn, "--from", home.profiles[0])
        run("profile", "add", "--assume", arn, "--from", STATIC_PROFILE)
        assert f"[profile {name}]\n" in config.read_text()
        assert f"[profile {name}.{STATIC_PROFILE}]\n" in config.read_text()


def test_a_name_that_another_role_has_is_told_by_the_account(run: Run, config: Path) -> None:
    account, account_id, role = run("list", "acme", "--plain").stdout.split("\n")[0].split("\t")[1:4]
    run("profile", "add", f"{account_id}/{role}", "--name", f"{account}.Deploy")
    run("profile", "add", "--assume", f"arn:aws:iam::{account_id}:role/Deploy", "--from", STATIC_PROFILE)
    assert f"[profile {account}.Deploy.{account_id}]\n" in config.read_text()


def test_the_same_wish_again_changes_nothing(run: Run, config: Path, home: DemoHome) -> None:
    words = ("profile", "add", "--assume", ARN, "--from", home.profiles[0])
    run(*words)
    before = config.read_bytes()
    again = run(*words)
    assert (again.returncode, config.read_bytes()) == (0, before)
    assert "already has a profile: 000000000077.Deploy" in again.stderr


def test_a_name_that_is_taken_is_refused(run: Run, config: Path, home: DemoHome) -> None:
    before = config.read_bytes()
    done = run("profile", "add", "--assume", ARN, "--from", home.profiles[0], "--name", home.profiles[1])
    assert (done.returncode, config.read_bytes()) == (2, before)
    assert f'The profile "{home.profiles[1]}" exists already.' in done.stderr


@pytest.mark.parametrize(
    ("arn", "sentence", "hint"),
    [
        ("Deploy", "is not an ARN", "such as arn:aws:iam::123456789012:role/Deploy"),
        ("arn:aws:iam::77:role/Deploy", "has no account ID of 12 digits", "such as arn:"),
        ("arn:aws:iam::000000000077:user/me", "doesn't name an IAM role", "such as arn:"),
        ("arn:aws:iam::000000000077:role/", "doesn't name an IAM role", "such as arn:"),
        ("arn:aws:iam::000000000077:role/two words", "doesn't name an IAM role", "such as arn:"),
        ("arn:aws:iam:eu-west-1:000000000077:role/Deploy", "doesn't name an IAM role", "such as arn:"),
        ("arn:amazon:iam::000000000077:role/Deploy", 'the partition "amazon"', "such as arn:"),
        (
            "arn:aws:sts::000000000077:assumed-role/Deploy/me",
            "names a session of a role",
            "Give the role's ARN: arn:aws:iam::000000000077:role/Deploy",
        ),
        (
            "arn:aws:iam::000000000077:role/aws-reserved/sso.amazonaws.com/AWSReservedSSO_Read_Only_0123456789abcdef",
            "is a role of IAM Identity Center",
            "ssotui profile add 000000000077/Read_Only",
        ),
        ("arn:aws-cn:iam::000000000077:role/Deploy", "is in the partition aws-cn", "of its own partition"),
        ("arn:aws:iam::000000000077:role/x\n[profile y]", "doesn't name an IAM role", "such as arn:"),
    ],
)
def test_what_is_no_role_is_one_sentence_with_what_to_give(
    *, arn: str, sentence: str, hint: str, run: Run, config: Path, home: DemoHome
) -> None:
    before = config.read_bytes()
    done = run("profile", "add", "--assume", arn, "--from", home.profiles[0])
    said = done.stderr.splitlines()
    assert (done.returncode, config.read_bytes(), len(said)) == (2, before, 2), done.stderr
    assert sentence in said[0]
    assert hint in said[1]


@pytest.mark.parametrize(
    ("words", "sentence"),
    [
        (("--assume", ARN), "--assume needs credentials"),
        (("--from", "acme"), "--from works only with --assume"),
        (("acme", "--assume", ARN, "--from", "acme"), "--assume can't be combined with QUERY"),
        ((), "No role is given"),
    ],
)
def test_arguments_that_do_not_go_together_are_refused(words: tuple[str, ...], sentence: str, run: Run) -> None:
    done = run("profile", "add", *words)
    assert done.returncode == 2
    assert sentence in done.stderr


def test_an_unclear_source_is_spelled_out_where_it_was_typed(run: Run) -> None:
    run("list", "acme")
    done = run("profile", "add", "--assume", ARN, "--from", "acme")
    assert done.returncode == 4
    assert f"ssotui profile add --assume {ARN} --from acme/" in done.stderr.replace("'", "")


def test_without_a_source_the_picker_offers_them_on_a_terminal(open_terminal: Callable[..., Any], config: Path) -> None:
    child = open_terminal("profile", "add", "--assume", ARN)
    child.expect_exact("profile add: choose a role")
    child.send(STATIC_PROFILE)
    child.expect_exact("1 found")
    child.send("\r")
    child.expect_exact("Wrote 000000000077.Deploy")
    assert f"role_arn = {ARN}\nsource_profile = {STATIC_PROFILE}\n" in config.read_text()
