"""What [sessions] sets for one session: browser, region, output, name template, and the way to sign in."""

from __future__ import annotations

import json
from pathlib import Path
from urllib.parse import parse_qs, urlsplit

import pytest

from ssotui.demo.home import DemoHome
from ssotui.demo.organization import Organization
from tests.cli.conftest import Run, approve, start

SETTINGS = """
[profiles]
region = "us-east-1"
output = "text"
[sessions.acme]
region = "eu-north-1"
output = "yaml"
name_template = "A-{account_name:lower}-{role:lower}"
[sessions.globex]
method = "device-code"
"""


@pytest.fixture
def settings(home: DemoHome) -> Path:
    path = home.folder / "config.toml"
    path.write_text(SETTINGS)
    home.env["SSOTUI_CONFIG"] = str(path)
    return path


@pytest.fixture
def shown(home: DemoHome, settings: Path) -> Path:
    """Where the stand-in for the browser of acme writes down its arguments, one a line."""
    shown, browser = home.folder / "shown", home.folder / "acme-browser"
    browser.write_text(f'#!/bin/sh\nprintf "%s\\n" "$@" >"{shown}.new"; mv "{shown}.new" "{shown}"\n')
    browser.chmod(0o755)
    command = f"{browser} {{session}} name={{account_name_encoded}} {{account_id}} role={{role}} {{url_encoded}}"
    settings.write_text(settings.read_text().replace("[sessions.acme]", f"[sessions.acme]\nbrowser = '{command}'"))
    return shown


def bare_role(run: Run, session: str) -> dict[str, str]:
    """A role of the session that has no profile yet."""
    rows = json.loads(run("list", "--session", session, "--json").stdout)
    return next(row for row in rows if not row["profiles"])


def words_for(row: dict[str, str]) -> str:
    return f"{row['session']}/{row['account_id']}/{row['role']}"


def section(home: DemoHome, name: str) -> str:
    return home.config_file.read_text().partition(f"[profile {name}]")[2].partition("\n[")[0]


def slug(name: str) -> str:
    return name.lower().replace(" ", "-")


@pytest.mark.parametrize("command", [("use",), ("profile", "add")])
def test_a_new_profile_has_the_values_of_its_session(
    run: Run, home: DemoHome, settings: Path, command: tuple[str, ...]
) -> None:
    acme, other = bare_role(run, "acme"), bare_role(run, "northwind")
    for row in acme, other:
        done = run(*command, words_for(row))
        assert done.returncode == 0, done.stderr
    made = section(home, f"A-{slug(acme['account_name'])}-{slug(acme['role'])}")
    assert "region = eu-north-1" in made
    assert "output = yaml" in made
    usual = section(home, f"{other['account_name'].replace(' ', '-')}.{other['role']}")
    assert "region = us-east-1" in usual
    assert "output = text" in usual


def test_sync_gives_each_profile_the_values_of_its_session_and_a_flag_wins(run: Run, settings: Path) -> None:
    acme, other = bare_role(run, "acme"), bare_role(run, "northwind")
    diff = run("profile", "sync", "--dry-run", "--output", "json").stdout
    made = diff.partition(f"[profile A-{slug(acme['account_name'])}-{slug(acme['role'])}]")[2].partition("+[")[0]
    assert "+region = eu-north-1" in made
    usual = diff.partition(f"[profile {other['account_name'].replace(' ', '-')}.{other['role']}]")[2].partition("+[")[0]
    assert "+region = us-east-1" in usual
    assert "output = json" in made
    assert "output = json" in usual
    assert f"+[profile {acme['role']}.A]" in run(
        "profile", "sync", "acme", "--dry-run", "--name-template", "{role}.A.{account_id}"
    ).stdout.replace(f".A.{acme['account_id']}", ".A")


def test_the_console_opens_in_the_browser_of_its_session(run: Run, shown: Path) -> None:
    role = bare_role(run, "acme")
    done = run("console", words_for(role))
    assert done.returncode == 0, done.stderr
    session, name, account_id, role_name, address = shown.read_text().splitlines()
    assert (session, account_id, role_name) == ("acme", role["account_id"], f"role={role['role']}")
    assert parse_qs(name) == {"name": [role["account_name"]]}
    assert address.startswith("http%3A%2F%2F127.0.0.1%3A")  # the page on this computer that leads to the secret one


def test_a_sign_in_opens_the_browser_of_its_session_without_an_account(
    home: DemoHome, organization: Organization, shown: Path
) -> None:
    home.sign_out("acme")
    login = start(home, "login", "acme", "--device-code")
    assert login.stderr
    assert any("Waiting" in line for line in login.stderr)
    approve(organization)
    login.communicate(timeout=60)
    assert login.returncode == 0
    assert shown.read_text().splitlines()[:4] == ["acme", "name=", "", "role="]


def test_the_console_is_opened_in_the_region_of_its_session(run: Run, settings: Path) -> None:
    address = run("console", words_for(bare_role(run, "acme")), "--print").stdout.strip()
    assert urlsplit(parse_qs(urlsplit(address).query)["Destination"][0]).query == "region=eu-north-1"


def test_the_way_to_sign_in_is_that_of_the_session(home: DemoHome, organization: Organization, settings: Path) -> None:
    settings.write_text('[login]\nmethod = "browser"\n' + settings.read_text())
    login = start(home, "login", "globex")
    approve(organization)
    login.communicate(timeout=60)
    assert login.returncode == 0
    assert organization.counts["StartDeviceAuthorization"] == 1
