"""``ssotui status`` and its ``--check``, as a person and as a script meet them."""

from __future__ import annotations

import json
import re
import subprocess
import sys

import pytest

from ssotui.demo.home import DemoHome
from tests.cli.conftest import Run


def test_status_says_how_every_session_stands(run: Run, home: DemoHome) -> None:
    home.expire("northwind")
    home.token_file("globex").write_text("[")
    done = run("status", "--json", AWS_PROFILE=home.profiles[0], AWS_ACCESS_KEY_ID="AKIA")
    told = json.loads(done.stdout)
    assert told["profile"] == home.profiles[0]
    assert told["current"] == {
        "profile": home.profiles[0],
        "kind": "sso",
        "session": "acme",
        "account_id": told["current"]["account_id"],
        "account_name": None,
        "role": told["current"]["role"],
        "region": "eu-west-1",
        "state": "active",
        "expires_at": told["sessions"][0]["expires_at"],
        "badge": None,
    }
    states = {one["name"]: one["state"] for one in told["sessions"]}
    assert states == {
        "acme": "active",
        "northwind": "refreshable",
        "globex": "broken",
        "d-0000000003.awsapps.com": "signed-out",
    }
    acme = told["sessions"][0]
    assert list(acme) == [
        *("name", "start_url", "region", "legacy", "state", "expires_at", "accounts", "roles", "fetched_at"),
    ]
    assert re.fullmatch(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ", acme["expires_at"])
    assert told["conflicts"] == [
        {"variable": "AWS_ACCESS_KEY_ID", "effect": "AWS_SECRET_ACCESS_KEY is missing: AWS CLI and boto3 fail"},
    ]


def test_status_says_what_is_known_of_the_shells_profile(run: Run, home: DemoHome) -> None:
    run("list", "--session", "acme")
    home.expire("acme", refreshable=False)
    settings = home.folder / "config.toml"
    settings.write_text('[safety]\nproduction = ["manage*"]\n')
    env = {"AWS_PROFILE": "org-auditor", "SSOTUI_CONFIG": str(settings)}
    chain = json.loads(run("status", "--json", **env).stdout)["current"]
    assert chain["account_name"] == "Management"
    assert {name: chain[name] for name in ("kind", "session", "role", "state", "badge")} == {
        "kind": "assume-role",
        "session": "acme",
        "role": "OrganizationAuditor",
        "state": "expired",
        "badge": "PROD",
    }
    static = json.loads(run("status", "--json", AWS_PROFILE="ci-deployer").stdout)["current"]
    assert (static["kind"], static["session"], static["state"]) == ("static", None, None)
    unknown = json.loads(run("status", "--json", AWS_PROFILE="nowhere").stdout)["current"]
    assert (unknown["profile"], unknown["kind"], unknown["state"]) == ("nowhere", None, "broken")
    assert json.loads(run("status", "--json", AWS_PROFILE="").stdout)["current"] is None


def test_the_current_region_is_that_of_the_shell_before_that_of_the_profile(run: Run, home: DemoHome) -> None:
    done = run("status", "--json", AWS_PROFILE=home.profiles[0], AWS_REGION="ap-south-2")
    assert json.loads(done.stdout)["current"]["region"] == "ap-south-2"


def test_a_chain_stands_in_the_line_of_its_session(run: Run) -> None:
    assert run("status", AWS_PROFILE="org-auditor").stdout.splitlines()[0].endswith("\torg-auditor")


def test_a_legacy_session_never_claims_to_renew_itself(run: Run, home: DemoHome) -> None:
    """Its file may hold a refresh token: AWS's tools refresh only sso-session tokens."""
    home.expire("acme")
    url = home.organization.world.instance("globex").start_url
    legacy = home.token_file(url)
    legacy.write_text(home.token_file("acme").read_text())
    states = {one["name"]: one["state"] for one in json.loads(run("status", "--json").stdout)["sessions"]}
    assert states["acme"] == "refreshable"
    assert states["d-0000000003.awsapps.com"] == "expired"


def test_status_counts_what_was_listed(run: Run) -> None:
    run("list", "--session", "acme")
    acme = json.loads(run("status", "--json").stdout)["sessions"][0]
    assert (acme["accounts"], acme["roles"]) == (2, 4)
    assert acme["fetched_at"].endswith("Z")


def test_status_for_people_has_a_line_a_session(run: Run, home: DemoHome) -> None:
    lines = run("status", AWS_PROFILE=home.profiles[0]).stdout.splitlines()
    assert lines[0] == f"acme\tactive\t7h59m\t\t{home.profiles[0]}"
    assert lines[2].startswith("globex\tsigned-out\t")


def test_check_says_by_its_code_if_the_profile_can_be_used(run: Run, home: DemoHome) -> None:
    profile = home.profiles[0]
    assert run("status", "--check", AWS_PROFILE=profile).returncode == 0
    home.expire("acme")
    assert run("status", "--check", AWS_PROFILE=profile).returncode == 0, "it can be refreshed"
    home.expire("acme", refreshable=False)
    done = run("status", "--check", AWS_PROFILE=profile)
    assert (done.returncode, done.stdout) == (5, "")
    assert done.stderr == f'ssotui: The profile "{profile}" needs a sign-in.\n  Sign in: ssotui login acme\n'


@pytest.mark.parametrize("is_chain", [False, True])
def test_check_tells_cached_credentials_from_a_profile_that_every_tool_can_use(
    run: Run, home: DemoHome, is_chain: bool
) -> None:
    profile = "org-auditor" if is_chain else home.profiles[0]
    assert run("creds", profile).returncode == 0
    home.expire("acme", refreshable=False)
    done = run("status", "--check", AWS_PROFILE=profile)
    assert done.returncode == 5
    assert re.search(
        r"needs a sign-in\. Until then only the AWS CLI and ssotui can use it, for 4[45]m\.\n", done.stderr
    )
    assert run("exec", profile, "--no-login", "--", "true").returncode == 0
    sdk = "import boto3; boto3.client('sts').get_caller_identity()"
    env = home.env | {"AWS_PROFILE": profile}
    refused = subprocess.run([sys.executable, "-c", sdk], env=env, capture_output=True, text=True, check=False)
    assert "Token has expired" in refused.stderr


@pytest.mark.parametrize(
    ("profile", "code"), [("ci-deployer", 0), ("org-auditor", 0), ("old-style", 5), ("nowhere", 8), ("", 1)]
)
def test_check_knows_other_profiles(run: Run, profile: str, code: int) -> None:
    assert run("status", "--check", AWS_PROFILE=profile).returncode == code


CHAINS = """
[profile deploy]
role_arn = arn:aws:iam::000000000077:role/Deploy
source_profile = org-auditor

[profile served]
credential_process = ssotui credential-process --profile deploy

[profile lost]
role_arn = arn:aws:iam::000000000077:role/Deploy
source_profile = nowhere

[profile ring]
role_arn = arn:aws:iam::000000000077:role/Deploy
source_profile = ring-2

[profile ring-2]
role_arn = arn:aws:iam::000000000077:role/Deploy
source_profile = ring

[profile itself]
credential_process = ssotui credential-process --profile itself

[profile from-keys]
role_arn = arn:aws:iam::000000000077:role/Deploy
source_profile = ci-deployer
"""


def test_check_follows_a_chain_to_the_sign_in_that_it_needs(run: Run, home: DemoHome) -> None:
    with home.config_file.open("a") as file:
        file.write(CHAINS)
    for profile in ("deploy", "served"):
        home.sign_in("acme")
        assert run("status", "--check", AWS_PROFILE=profile).returncode == 0
        home.sign_out("acme")
        done = run("status", "--check", AWS_PROFILE=profile)
        assert (done.returncode, done.stderr.splitlines()[-1]) == (5, "  Sign in: ssotui login acme")
    assert run("status", "--check", AWS_PROFILE="from-keys").returncode == 0


@pytest.mark.parametrize(
    ("profile", "fault"),
    [("lost", 'there is no profile "nowhere"'), ("ring", "form a circle"), ("itself", "form a circle")],
)
def test_check_says_what_no_sign_in_would_help(run: Run, home: DemoHome, profile: str, fault: str) -> None:
    with home.config_file.open("a") as file:
        file.write(CHAINS)
    done = run("status", "--check", AWS_PROFILE=profile)
    assert done.returncode == 8
    assert fault in done.stderr


def test_check_loads_nothing_that_a_prompt_should_wait_for(home: DemoHome) -> None:
    heavy = ("textual", "boto3", "botocore", "dataclasses", "configupdater", "asyncio", "subprocess", "inspect")
    code = f"""
import sys
from ssotui.cli.main import main
main(["status", "--check"])
print(*[name for name in {heavy!r} if name in sys.modules])
"""
    env = home.env | {"AWS_PROFILE": home.profiles[0]}
    done = subprocess.run([sys.executable, "-c", code], env=env, capture_output=True, text=True, check=True)
    assert done.stdout == "\n"
