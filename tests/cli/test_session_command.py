"""``ssotui session``: what it shows, writes, refuses; and that it changes no other byte."""

from __future__ import annotations

import json
import subprocess
from collections.abc import Callable

import pytest

from ssotui.demo.home import DemoHome
from tests.command_runs import run_command

Run = Callable[..., subprocess.CompletedProcess[str]]
URL = "https://acme.awsapps.com/start"


@pytest.fixture
def run(home: DemoHome) -> Run:
    """``run("add", "x", …)``: ssotui session, without a terminal."""
    return lambda *words: run_command(["session", *words], home.env)


def test_list_has_the_members_of_the_contract(run: Run, home: DemoHome) -> None:
    sessions = json.loads(run("list", "--json").stdout)
    assert list(sessions[0]) == ["name", "start_url", "region", "scopes", "legacy", "profiles"]
    assert [(one["name"], one["legacy"]) for one in sessions] == [
        ("acme", False),
        ("northwind", False),
        ("globex", False),
        ("d-0000000003.awsapps.com", True),
    ]
    assert sessions[0]["profiles"] == [name for name in home.profiles if name in sessions[0]["profiles"]]
    assert sessions[3]["profiles"] == ["old-style"]


def test_add_writes_what_aws_cli_would_and_nothing_else(run: Run, home: DemoHome) -> None:
    before = home.config_file.read_text()
    done = run("add", "fresh", "--start-url", URL, "--region", "us-east-1")
    assert (done.returncode, done.stdout) == (0, "")
    assert done.stderr == 'Added the session "fresh". Sign in: ssotui login fresh\n'
    assert home.config_file.read_text() == (
        before + f"\n[sso-session fresh]\nsso_start_url = {URL}\nsso_region = us-east-1\n"
        "sso_registration_scopes = sso:account:access\n"
    )


def test_add_says_what_a_dual_stack_address_needs(run: Run) -> None:
    done = run("add", "six", "--start-url", "https://ssoins-1.portal.eu-west-1.app.aws", "--region", "eu-west-1")
    assert "Set AWS_USE_DUALSTACK_ENDPOINT=true, or use_dualstack_endpoint = true in the profile." in done.stderr
    done = run("add", "four", "--start-url", "https://d-1.awsapps.com/start", "--region", "eu-west-1")
    assert "DUALSTACK" not in done.stderr


def test_add_shows_the_change_and_writes_nothing_when_told_so(run: Run, home: DemoHome) -> None:
    before = home.config_file.read_bytes()
    done = run("add", "fresh", "--start-url", URL, "--region", "us-east-1", "--dry-run")
    assert "+[sso-session fresh]\n" in done.stdout
    assert home.config_file.read_bytes() == before


def test_add_makes_the_file_where_there_is_none(run: Run, home: DemoHome) -> None:
    home.config_file.unlink()
    assert run("add", "first", "--start-url", URL, "--region", "us-east-1").returncode == 0
    assert home.config_file.read_text().startswith("[sso-session first]\n")
    assert home.config_file.stat().st_mode & 0o777 == 0o600


@pytest.mark.parametrize(
    "url",
    [
        "https://acme.awsapps.com/start/#/",
        "https://sso.acme.example",
        "https://x.awsapps.com/start?x=1",
        "http://127.0.0.1:8080/start",
    ],
)
def test_start_urls_are_kept_as_they_were_typed(run: Run, url: str) -> None:
    run("add", "fresh", "--start-url", url, "--region", "us-east-1")
    assert json.loads(run("list", "--json").stdout)[3]["start_url"] == url


def test_a_region_that_is_newer_than_ssotui_is_written_with_a_warning(run: Run) -> None:
    done = run("add", "fresh", "--start-url", URL, "--region", "eu-west-9")
    assert done.returncode == 0
    assert '"eu-west-9" is not among the regions that this version knows. It is used as typed.' in done.stderr
    assert "eu-west-9" in [one["region"] for one in json.loads(run("list", "--json").stdout)]


def test_the_region_is_taken_from_the_host_that_says_it(run: Run) -> None:
    run("add", "fresh", "--start-url", "https://ssoins-1.eu-west-1.portal.amazonaws.com")
    assert json.loads(run("list", "--json").stdout)[3]["region"] == "eu-west-1"


@pytest.mark.parametrize(
    ("words", "sentence"),
    [
        (["acme", "--start-url", URL, "--region", "us-east-1"], 'The session "acme" exists already.'),
        (["two words", "--start-url", URL, "--region", "us-east-1"], '"two words" can\'t be the name of a session'),
        (["a]b", "--start-url", URL, "--region", "us-east-1"], '"a]b" can\'t be the name of a session'),
        (["x", "--start-url", URL], "The region of IAM Identity Center is needed."),
        (["x", "--start-url", URL, "--region", "moon"], '"moon" is not an AWS region.'),
        (["x", "--start-url", URL, "--region", "eur-west-1"], '"eur-west-1" is not an AWS region.'),
        (
            ["x", "--start-url", URL, "--region", "eu-wset-2"],
            '"eu-wset-2" is not an AWS region.\n  Did you mean eu-west-2,',
        ),
        (["x", "--start-url", "acme", "--region", "us-east-1"], '"acme" is not a start URL: it must begin with https'),
        (["x", "--start-url", "http://a.awsapps.com/", "--region", "us-east-1"], '"http://a.awsapps.com/" is not a'),
        (["x", "--start-url", "https://a/\n[default]", "--region", "us-east-1"], '"https://a/ [default]" is not a'),
        (
            ["x", "--start-url", "https://i.eu-west-1.portal.amazonaws.com", "--region", "us-east-1"],
            "The start URL is in the region",
        ),
        (["x", "--start-url", URL, "--region", "us-east-1", "--scopes", "a b"], "A scope can't contain spaces."),
    ],
)
def test_what_cannot_be_meant_is_refused_and_nothing_written(
    run: Run, home: DemoHome, words: list[str], sentence: str
) -> None:
    before = home.config_file.read_bytes()
    done = run("add", *words)
    assert done.returncode == 2
    assert done.stderr.startswith(f"ssotui: {sentence}")
    assert home.config_file.read_bytes() == before


def test_remove_takes_the_session_and_its_sign_in(run: Run, home: DemoHome) -> None:
    before = home.config_file.read_text()
    run("add", "fresh", "--start-url", URL, "--region", "us-east-1")
    token = home.token_file("fresh")
    token.write_text('{"accessToken": "x", "expiresAt": "2026-11-21T06:54:09Z"}')
    done = run("remove", "fresh", "--yes")
    assert (done.returncode, done.stderr) == (0, 'Removed the session "fresh" and signed out of it.\n')
    assert home.config_file.read_text().rstrip("\n") == before.rstrip("\n")
    assert not token.exists()


def test_remove_asks_first(run: Run, home: DemoHome) -> None:
    before = home.config_file.read_bytes()
    done = run("remove", "globex")
    assert done.returncode == 2
    assert "--yes" in done.stderr
    assert home.config_file.read_bytes() == before


@pytest.mark.parametrize(
    ("name", "code", "sentence"),
    [
        ("acme", 2, 'ssotui: The session "acme" is used by profiles: '),
        (
            "d-0000000003.awsapps.com",
            2,
            'ssotui: The session "d-0000000003.awsapps.com" exists only in its legacy profiles.',
        ),
        ("nowhere", 3, 'ssotui: There is no session "nowhere".'),
    ],
)
def test_remove_refuses_what_would_break_something(run: Run, name: str, code: int, sentence: str) -> None:
    done = run("remove", name, "--yes")
    assert done.returncode == code
    assert done.stderr.startswith(sentence)


LEGACY = """\
# mine
[profile one]
sso_start_url = https://d-1.awsapps.com/start
sso_region=eu-west-1
sso_account_id = 000000000001
sso_role_name = Admin
# keep me
region = eu-north-1
s3 =
  addressing_style = path

[profile two]
sso_account_id = 000000000002
sso_start_url = https://d-1.awsapps.com/start/#/
sso_region = eu-west-1
sso_role_name = ReadOnly
sso_registration_scopes = a

[default]
region = eu-central-1
"""
MIGRATED = """\
# mine
[profile one]
sso_account_id = 000000000001
sso_role_name = Admin
# keep me
region = eu-north-1
s3 =
  addressing_style = path
sso_session = d-1

[profile two]
sso_account_id = 000000000002
sso_role_name = ReadOnly
sso_session = d-1

[default]
region = eu-central-1

[sso-session d-1]
sso_start_url = https://d-1.awsapps.com/start
sso_region = eu-west-1
sso_registration_scopes = sso:account:access
"""


def test_migrate_drops_what_would_conflict_and_keeps_everything_else(run: Run, home: DemoHome) -> None:
    home.config_file.write_text(LEGACY)
    done = run("migrate", "--yes")
    assert done.returncode == 0, done.stderr
    assert home.config_file.read_text() == MIGRATED
    assert done.stderr == 'Migrated 2 profiles (one, two) to the session "d-1". Sign in: ssotui login d-1\n'


def test_a_legacy_profile_of_the_credentials_file_is_not_migrated_by_half(run: Run, home: DemoHome) -> None:
    legacy = home.config_file.read_text().partition("[profile old-style]")[2].partition("\n[")[0]
    with home.config_file.with_name("credentials").open("a") as file:
        file.write(f"[elsewhere]{legacy}\n")
    before = home.config_file.read_bytes()
    done = run("migrate", "--yes")
    assert done.returncode == 8
    assert "the profile elsewhere is only in the credentials file" in done.stderr
    assert home.config_file.read_bytes() == before


def test_migrated_profiles_are_ones_of_botocore(run: Run, home: DemoHome) -> None:
    import botocore.session

    home.config_file.write_text(LEGACY)
    run("migrate", "--yes", "--name", "company")
    session = botocore.session.Session()
    session.set_config_variable("config_file", str(home.config_file))
    profiles = session.full_config["profiles"]
    assert profiles["one"]["sso_session"] == profiles["two"]["sso_session"] == "company"
    assert profiles["one"]["s3"] == {"addressing_style": "path"}
    assert session.full_config["sso_sessions"]["company"]["sso_region"] == "eu-west-1"


def test_migrate_takes_a_session_that_leads_to_the_same_place(run: Run, home: DemoHome) -> None:
    run("migrate", "--yes")
    sessions = json.loads(run("list", "--json").stdout)
    assert [one["name"] for one in sessions] == ["acme", "northwind", "globex"]
    assert sessions[2]["profiles"] == ["old-style"]


def test_a_legacy_session_is_migrated_by_its_name_where_a_session_has_its_start_url(run: Run) -> None:
    done = run("migrate", "--yes", "d-0000000003.awsapps.com")
    assert done.stderr == 'Migrated 1 profile (old-style) to the session "globex". Sign in: ssotui login globex\n'


def test_migrate_shows_the_change_first(run: Run, home: DemoHome) -> None:
    before = home.config_file.read_bytes()
    assert "+sso_session = globex\n" in run("migrate", "--dry-run").stdout
    assert run("migrate").returncode == 2
    assert home.config_file.read_bytes() == before


@pytest.mark.parametrize("words", [(), ("globex",)])
def test_nothing_to_migrate_is_said_and_is_success(run: Run, words: tuple[str, ...]) -> None:
    run("migrate", "--yes")
    done = run("migrate", *words)
    assert (done.returncode, done.stdout) == (0, "")
    assert done.stderr == "Nothing to do: there are no legacy profiles.\n"


def test_a_file_that_cannot_be_parsed_is_not_written(run: Run, home: DemoHome) -> None:
    home.config_file.write_text("[profile x]\nregion = a\nregion = b\n")
    done = run("add", "fresh", "--start-url", URL, "--region", "us-east-1")
    assert done.returncode == 8
    assert "line 3" in done.stderr
    assert home.config_file.read_text() == "[profile x]\nregion = a\nregion = b\n"
