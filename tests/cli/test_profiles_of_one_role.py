"""Several profiles of one role: the one that is named counts, region and sign-in included."""

from __future__ import annotations

import json

import pytest

from ssotui.demo.home import DemoHome
from tests.cli.conftest import Run


@pytest.fixture
def two(home: DemoHome, run: Run) -> None:
    """Profiles "first" and "second" of one role of acme, in two regions, and "third" without any."""
    found = next(one for one in json.loads(run("list", "--session", "acme", "--json").stdout) if not one["profiles"])
    text = ""
    for name, region in (("first", "us-west-2"), ("second", "eu-west-1"), ("third", "")):
        text += f"\n[profile {name}]\nsso_session = acme\nsso_account_id = {found['account_id']}\n"
        text += f"sso_role_name = {found['role']}\n" + (f"region = {region}\n" if region else "")
    home.config_file.write_text(home.config_file.read_text() + text)


@pytest.mark.usefixtures("two")
@pytest.mark.parametrize(("name", "region"), [("first", "us-west-2"), ("second", "eu-west-1"), ("third", "ap-south-1")])
def test_the_region_is_that_of_the_profile_that_is_named(name: str, region: str, run: Run) -> None:
    show = ("sh", "-c", "echo $AWS_REGION $AWS_DEFAULT_REGION")
    assert run("exec", name, "--", *show, AWS_REGION="ap-south-1").stdout == f"{region} {region}\n"
    assert f"{region}.console" in run("console", name, "--print", AWS_REGION="ap-south-1").stdout
    if name != "third":
        assert f"AWS_REGION='{region}'" in run("use", name, "--keys").stdout


def test_the_hint_for_a_legacy_profile_names_what_login_takes(home: DemoHome, run: Run) -> None:
    text = "\n[profile old]\nsso_start_url = https://old.awsapps.com/start/\nsso_region = eu-west-1\n"
    home.config_file.write_text(
        f"{home.config_file.read_text()}{text}sso_account_id = 111111111111\nsso_role_name = x\n"
    )
    done = run("status", "--check", AWS_PROFILE="old")
    assert done.returncode == 5
    assert done.stderr.endswith("Sign in: ssotui login old\n")
    assert "There is no session" not in run("login", "old", "--no-input").stderr
