"""``ssotui prompt``: one line for a prompt, from what the files say, and never an error."""

from __future__ import annotations

import json
import subprocess
import sys
from datetime import UTC, datetime, timedelta

import pytest

from ssotui import wiring
from ssotui.actions import snapshots
from ssotui.cli import prompt
from ssotui.core.printable import printable
from ssotui.core.profiles.overriding_variables import winner
from ssotui.core.shell.exports import switch
from ssotui.demo import hostile_names
from ssotui.demo.home import DemoHome
from ssotui.errors import UsageError
from tests.cli.conftest import Run
from tests.cli.test_status import CHAINS

ALL = "{profile}|{session}|{account_name}|{account_id}|{role}|{region}|{badge}"


def line(run: Run, form: str, **env: str) -> str:
    done = run("prompt", "--format", form, **env)
    assert (done.returncode, done.stderr) == (0, "")
    return done.stdout


def test_it_says_what_status_says_of_the_shells_profile(run: Run, home: DemoHome) -> None:
    run("list", "--session", "acme")
    settings = home.folder / "config.toml"
    settings.write_text('[accounts]\n"manage*" = { badge = "ROOT" }\n[safety]\nproduction = ["ci-*", "fleet*"]\n')
    with home.config_file.open("a") as file:
        file.write(CHAINS)
    for profile in (*home.profiles, "org-auditor", "ci-deployer", "lost", "nowhere"):
        env = {"AWS_PROFILE": profile, "SSOTUI_CONFIG": str(settings)}
        current = json.loads(run("status", "--json", **env).stdout)["current"]
        names = ("profile", "session", "account_name", "account_id", "role", "region", "badge")
        assert line(run, ALL, **env) == "|".join(current[name] or "" for name in names) + "\n"
    assert line(run, "{badge}", AWS_PROFILE="org-auditor", SSOTUI_CONFIG=str(settings)) == "ROOT\n"


def test_a_format_may_be_joined_to_its_option(run: Run, home: DemoHome) -> None:
    assert run("prompt", "--format={profile}", AWS_PROFILE=home.profiles[0]).stdout == f"{home.profiles[0]}\n"


def test_a_legacy_profile_has_the_session_that_the_list_names(run: Run, home: DemoHome) -> None:
    session = json.loads(run("session", "list", "--json").stdout)[-1]
    assert session["legacy"]
    assert line(run, "{session}", AWS_PROFILE=session["profiles"][0]) == f"{session['name']}\n"


def test_the_time_left_is_that_of_the_sign_in_or_of_cached_credentials_whichever_is_longer(
    run: Run, home: DemoHome
) -> None:
    profile = home.profiles[0]
    assert line(run, "{left}", AWS_PROFILE=profile) == "7h59m\n"
    home.expire("acme")
    assert line(run, "{left}", AWS_PROFILE=profile) == "refreshable\n"
    home.expire("acme", refreshable=False)
    assert line(run, "{left}", AWS_PROFILE=profile) == "expired\n"
    home.sign_in("acme")
    run("creds", profile)
    home.expire("acme", refreshable=False)
    assert line(run, "{left}", AWS_PROFILE=profile).rstrip() in ("59m", "1h00m")
    home.sign_out("acme")
    assert line(run, "{left}", AWS_PROFILE="org-auditor") == "signed out\n"
    assert line(run, "[{left}]", AWS_PROFILE="ci-deployer") == "[]\n"


def test_a_chains_cached_credentials_count(run: Run, home: DemoHome) -> None:
    assert run("creds", "org-auditor").returncode == 0
    home.expire("acme", refreshable=False)
    left = line(run, "{left}", AWS_PROFILE="org-auditor")
    assert left.rstrip() in ("59m", "1h00m")


def test_it_prints_nothing_where_no_profile_is_active(run: Run, home: DemoHome) -> None:
    assert line(run, "({profile}) ", AWS_PROFILE="") == ""
    with home.config_file.open("a") as file:
        file.write("\n[default]\nregion = eu-west-1\n")
    assert line(run, "({profile}) ", AWS_PROFILE="") == "(default) \n"
    assert line(run, "({profile}) ", AWS_PROFILE="", AWS_ACCESS_KEY_ID="AKIA") == "", "they override [default]"
    assert line(run, "({profile}) ", AWS_PROFILE="ci-deployer", AWS_ACCESS_KEY_ID="AKIA") == "", "and any other profile"


WEB = {"AWS_WEB_IDENTITY_TOKEN_FILE": "/token", "AWS_ROLE_ARN": "arn:aws:iam::000000000009:role/pod"}
POD = "\n[profile pod]\nrole_arn = arn:aws:iam::000000000009:role/own\nweb_identity_token_file = /token\n"


@pytest.mark.parametrize("variables", [{}, WEB, {"AWS_ACCESS_KEY_ID": "AKIA", "AWS_SECRET_ACCESS_KEY": "s"}])
def test_it_prints_no_profile_that_a_variable_overrides_and_any_other(
    run: Run, home: DemoHome, variables: dict[str, str]
) -> None:
    with home.config_file.open("a") as file:
        file.write(f"{CHAINS}{POD}")
    profiles = snapshots.load(wiring.build(home.env, wiring.load_settings(home.env))).configuration.profiles_by_name
    for name in (home.profiles[0], "org-auditor", "ci-deployer", "pod"):
        env = {"AWS_PROFILE": name, **variables}
        active = f"{name}\n" if winner(env, profiles[name]) == "profile" else ""
        assert line(run, "{profile}", **env) == active, name


def test_a_web_identity_overrides_default_unless_that_is_a_role_chain(run: Run, home: DemoHome) -> None:
    text = home.config_file.read_text()
    for own, active in (("region = eu-west-1", ""), ("role_arn = arn:aws:iam::000000000009:role/a", "default\n")):
        home.config_file.write_text(f"{text}\n[default]\n{own}\n")
        assert line(run, "{profile}", AWS_PROFILE="", **WEB) == active


def test_a_profile_that_is_not_defined_is_printed_because_every_command_fails_with_it(run: Run) -> None:
    assert line(run, "{profile}", AWS_PROFILE="nowhere", **WEB) == "nowhere\n"


def test_an_empty_field_takes_the_blank_before_it_along(run: Run) -> None:
    assert run("prompt", AWS_PROFILE="ci-deployer").stdout == "ci-deployer\n"
    assert line(run, "{profile} {left} {badge}> ", AWS_PROFILE="ci-deployer") == "ci-deployer> \n"


def test_a_field_that_does_not_exist_stays_as_it_is_written(run: Run) -> None:
    form = "%F{red}{profile}%f {nope} {profile.__class__} {profile!r} {} {"
    assert line(run, form, AWS_PROFILE="a") == form.replace("{profile}", "a") + "\n"


@pytest.mark.parametrize("damage", ["[profile a]\nx = 1\nx = 2\n", "[", "\x00", "[profile a\n"])
def test_no_damaged_file_is_an_error(run: Run, home: DemoHome, damage: str) -> None:
    profile, settings = home.profiles[0], home.folder / "config.toml"
    run("list", "--session", "acme")
    run("creds", profile)
    env = {"AWS_PROFILE": profile, "SSOTUI_CONFIG": str(settings)}
    settings.write_text(damage)
    for path in (home.folder / ".cache/ssotui").glob("catalog-*"):
        path.write_text(damage)
    for path in (home.folder / ".aws/cli/cache").iterdir():
        path.write_text(damage)
    home.token_file("acme").write_text(damage)
    assert line(run, "{profile} {session} {account_name} {left} {badge}", **env) == f"{profile} acme signed out\n"
    home.config_file.write_text(damage)
    assert line(run, ALL, **env) == f"{profile}||||||\n"
    home.config_file.unlink()
    home.config_file.mkdir()
    assert line(run, "{profile} {account_name} {left}", **env) == f"{profile}\n"


@pytest.mark.parametrize("catalog", ["[]", "1", '{"ids": 1}', '{"ids": {}, "names": []}'])
def test_a_catalog_of_another_shape_has_no_names(run: Run, home: DemoHome, catalog: str) -> None:
    run("list", "--session", "acme")
    for path in (home.folder / ".cache/ssotui").glob("catalog-*"):
        path.write_text(catalog)
    assert line(run, "[{account_name}]", AWS_PROFILE=home.profiles[0]) == "[]\n"


def test_credentials_in_the_cache_that_ended_long_ago_are_expired(run: Run, home: DemoHome) -> None:
    profile = home.profiles[0]
    run("creds", profile)
    home.expire("acme", refreshable=False)
    (cached,) = (home.folder / ".aws/cli/cache").iterdir()
    document = json.loads(cached.read_text())
    document["Credentials"]["Expiration"] = f"{datetime.now(UTC) - timedelta(hours=2):%Y-%m-%dT%H:%M:%SZ}"
    cached.write_text(json.dumps(document))
    assert line(run, "{left}", AWS_PROFILE=profile) == "expired\n"


def test_no_name_moves_the_cursor_or_fills_the_screen(home: DemoHome, capsys: pytest.CaptureFixture[str]) -> None:
    for name in filter(is_held, hostile_names.NAMES):
        assert prompt.quick([], home.env | {"AWS_PROFILE": name}) == 0
        told = capsys.readouterr().out
        assert told or not printable(name), name
        assert told.removesuffix("\n").isprintable()
        assert len(told) <= 66


def is_held(name: str) -> bool:
    """A variable takes it."""
    try:
        switch(name, None)
    except UsageError:
        return False
    return bool(name.strip()) and "\ud800" not in name


def test_it_makes_no_request(run: Run, home: DemoHome) -> None:
    before = sum(home.organization.counts.values())
    home.expire("acme")
    run("prompt", AWS_PROFILE=home.profiles[0])
    assert sum(home.organization.counts.values()) == before


def test_it_loads_nothing_that_a_prompt_should_wait_for(home: DemoHome) -> None:
    heavy = ("argparse", "typing", "dataclasses", "hashlib", "tomllib", "inspect", "subprocess", "ssotui.core.model")
    code = f"""
import sys
from ssotui.cli.main import main
main(["prompt"])
print(*[name for name in {heavy!r} if name in sys.modules])
"""
    env = home.env | {"AWS_PROFILE": home.profiles[0]}
    done = subprocess.run([sys.executable, "-c", code], env=env, capture_output=True, text=True, check=True)
    assert done.stdout.splitlines()[1:] == [""]
