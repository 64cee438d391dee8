"""``credential-process``: right, quick, quiet, however many ask at once."""

from __future__ import annotations

import json
import subprocess
import sys
from collections.abc import Mapping
from datetime import timedelta
from pathlib import Path

from ssotui.demo.home import DemoHome
from ssotui.demo.organization import Organization

COMMAND = [sys.executable, "-m", "ssotui", "credential-process"]
AT_ONCE = 50
HEAVY = {"boto3", "botocore", "argparse", "dataclasses", "subprocess", "configupdater", "textual", "tomllib"}


def run(*words: str, env: Mapping[str, str]) -> subprocess.CompletedProcess[str]:
    return subprocess.run([*COMMAND, *words], env=env, capture_output=True, text=True, check=False)


def test_fifty_at_once_make_one_request(home: DemoHome, organization: Organization) -> None:
    command = [*COMMAND, "--profile", home.profiles[0]]
    started = [
        subprocess.Popen(command, env=home.env, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True)
        for _ in range(AT_ONCE)
    ]
    answers = {one.communicate(timeout=60) for one in started}
    assert [one.returncode for one in started] == [0] * AT_ONCE
    assert len(answers) == 1
    out, err = answers.pop()
    assert err == ""
    keys = json.loads(out)
    holder = organization.credentials.holder(keys["AccessKeyId"], keys["SessionToken"])
    assert holder.secret_access_key == keys["SecretAccessKey"]
    assert organization.counts["GetRoleCredentials"] == 1


def test_the_answer_from_the_cache_is_that_from_aws(home: DemoHome, organization: Organization) -> None:
    fetched = run("--profile", home.profiles[0], env=home.env)
    kept = run("--profile", home.profiles[0], env=home.env)
    assert kept.stdout == fetched.stdout
    assert json.loads(kept.stdout)["Version"] == 1
    assert organization.counts["GetRoleCredentials"] == 1


def test_a_role_can_be_named_itself(home: DemoHome, organization: Organization) -> None:
    account = organization.world.instances[0].accounts[0]
    words = ("--session", "acme", "--account-id", account.id, "--role", account.roles[0])
    fetched = run(*words, env=home.env)
    assert json.loads(fetched.stdout)["AccountId"] == account.id, fetched.stderr
    assert run(*words, env=home.env).stdout == fetched.stdout
    assert organization.counts["GetRoleCredentials"] == 1


def test_the_cache_is_answered_from_without_anything_heavy(home: DemoHome) -> None:
    run("--profile", home.profiles[0], env=home.env)
    probe = (
        "import sys; from ssotui.cli.main import main; code = main(sys.argv[1:])\n"
        "print(code, *(name for name in sys.modules), file=sys.stderr)"
    )
    command = [sys.executable, "-c", probe, "credential-process", "--profile", home.profiles[0]]
    done = subprocess.run(command, env=home.env, capture_output=True, text=True, check=True)
    code, *loaded = done.stderr.split()
    assert code == "0"
    assert not HEAVY & set(loaded)


def test_keys_with_less_than_a_quarter_of_an_hour_left_are_fetched_anew(
    home: DemoHome, organization: Organization
) -> None:
    organization.lifetimes.role = timedelta(minutes=14)
    first = run("--profile", home.profiles[0], env=home.env)
    second = run("--profile", home.profiles[0], env=home.env)
    assert first.stdout != second.stdout
    assert organization.counts["GetRoleCredentials"] == 2


def test_who_is_signed_out_is_told_so_where_aws_shows_it(home: DemoHome) -> None:
    home.sign_out("acme")
    done = run("--profile", home.profiles[0], env=home.env)
    assert done.returncode == 5
    assert done.stdout == ""
    assert done.stderr.splitlines()[0] == "ssotui: You are not signed in to acme."
    assert "acme" in done.stderr.splitlines()[1]


def test_throttling_is_waited_out(home: DemoHome, organization: Organization) -> None:
    organization.fault("GetRoleCredentials", "429", times=2)
    assert run("--profile", home.profiles[0], env=home.env).returncode == 0
    assert organization.counts["GetRoleCredentials"] == 3


def test_a_role_that_is_not_assigned_is_said_to_be_denied(home: DemoHome, organization: Organization) -> None:
    words = ("--session", "acme", "--account-id", organization.world.instances[0].accounts[0].id, "--role", "Nobody")
    done = run(*words, env=home.env)
    assert done.returncode == 6
    assert done.stdout == ""


def test_a_home_that_can_not_be_written_to_gives_keys_all_the_same(home: DemoHome) -> None:
    folder = home.folder / ".aws" / "cli"
    folder.write_text("a file where a folder should be")
    assert run("--profile", home.profiles[0], env=home.env).returncode == 0


def test_a_name_in_another_section_is_not_taken_for_the_profile(home: DemoHome) -> None:
    name = home.profiles[0]
    with home.config_file.open("a") as file:
        file.write(f"\n[profile '{name}']\nsso_session = acme\nsso_account_id = 000000000000\nsso_role_name = Nobody\n")
    run("--profile", name, env=home.env)  # the later section counts, for every tool
    assert run("--profile", name, env=home.env).returncode == 6


def test_asking_for_nothing_or_too_much_is_a_usage_error(home: DemoHome, tmp_path: Path) -> None:
    for words in ((), ("--session", "acme"), ("--profile",), ("--what", "x")):
        assert run(*words, env=home.env).returncode == 2
    assert run("--profile", "nope", env=home.env).returncode == 3
