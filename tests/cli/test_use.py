"""``ssotui use`` and ``off``, as programs: what they print, their exit codes, and the profiles that they write."""

from __future__ import annotations

import os
import subprocess
from collections.abc import Callable, Mapping
from pathlib import Path

import pytest

from ssotui.demo.home import DemoHome, make_home
from ssotui.demo.organization import Organization
from ssotui.demo.world import DemoAccount, DemoInstance, World
from tests.command_runs import run_command

Run = Callable[..., subprocess.CompletedProcess[str]]

ROLES = ("Admin", "Read")
FAILS = "false\n"  # what a shell that evaluates the code is left with


def account(number: int, name: str) -> DemoAccount:
    return DemoAccount(f"{number:012d}", name, f"{number}@example.com", ROLES)


def instance(session: str, *accounts: DemoAccount) -> DemoInstance:
    url = f"https://d-{session}.awsapps.com/start"
    return DemoInstance(session, url, "eu-west-1", f"jane@{session}.example", accounts, signed_in=True)


WORLD = World(
    (
        instance("acme", account(1, "Twin"), account(2, "twin"), account(3, "Twin"), account(4, "single")),
        instance("other", account(3, "Twin"), account(5, "far")),
    ),
    seed=1,
)


@pytest.fixture
def home(organization: Organization, tmp_path: Path) -> DemoHome:
    made = make_home(tmp_path, organization, os.environ)
    text = "".join(
        f"[sso-session {one.session}]\nsso_start_url = {one.start_url}\nsso_region = {one.sso_region}\n\n"
        for one in WORLD.instances
    )
    made.config_file.write_text(text)
    return made


@pytest.fixture
def run(home: DemoHome) -> Run:
    def command(*words: str, env: Mapping[str, str] | None = None) -> subprocess.CompletedProcess[str]:
        return run_command(words, {**home.env, "SHELL": "/bin/bash", **(env or {})})

    return command


def chosen(done: subprocess.CompletedProcess[str]) -> str:
    """The profile that the printed code sets."""
    assert done.returncode == 0, done.stderr
    return done.stdout.partition("AWS_PROFILE='")[2].partition("'")[0]


def test_it_asks_aws_when_nothing_is_known_yet(run: Run) -> None:
    assert chosen(run("use", "'single", "admin")) == "single.Admin"


def test_roles_that_would_share_a_name_get_the_same_names_in_any_order(run: Run, home: DemoHome) -> None:
    untouched = home.config_file.read_bytes()
    first = [chosen(run("use", f"acme/{number:012d}/Admin")) for number in (1, 3)]
    home.config_file.write_bytes(untouched)
    second = [chosen(run("use", f"acme/{number:012d}/Admin")) for number in (3, 1)]
    assert first == second[::-1]
    assert first[0] == "Twin.Admin.000000000001"
    assert chosen(run("use", "acme/000000000002/Admin")) == "twin.Admin"


def test_the_picker_and_sync_would_choose_the_same_name(run: Run) -> None:
    name = chosen(run("use", "other/000000000003/Read"))
    planned = run("profile", "sync", "--dry-run").stdout
    assert f"[profile {name}]" not in planned
    assert "[profile Twin.Read.000000000003.acme]" in planned


def test_several_matches_are_named_and_nothing_is_switched(run: Run) -> None:
    done = run("use", "twin")
    assert done.returncode == 4
    assert done.stdout == FAILS
    assert "ssotui use acme/000000000001/Admin " in done.stderr


def test_no_match_says_what_to_do(run: Run) -> None:
    done = run("use", "nobody-has-this")
    assert (done.returncode, done.stdout) == (3, FAILS)
    assert "nobody-has-this" in done.stderr


def test_with_nobody_signed_in_it_says_that_a_sign_in_is_needed(run: Run, home: DemoHome) -> None:
    for one in WORLD.instances:
        home.sign_out(one.session)
    done = run("use", "single")
    assert (done.returncode, done.stdout) == (5, FAILS)
    assert "ssotui login" in done.stderr


def test_without_a_previous_profile_there_is_no_way_back(run: Run) -> None:
    done = run("use", "-")
    assert (done.returncode, done.stdout) == (2, FAILS)


def test_off_works_without_any_file(run: Run, home: DemoHome) -> None:
    home.config_file.write_text("[broken")
    done = run("off", env={"AWS_PROFILE": "was"})
    assert done.returncode == 0
    assert "unset -v AWS_PROFILE" in done.stdout
    assert "SSOTUI_PREVIOUS_PROFILE='was'" in done.stdout


WEB_IDENTITY = {"AWS_WEB_IDENTITY_TOKEN_FILE": "/var/run/token", "AWS_ROLE_ARN": "arn:aws:iam::000000000009:role/pod"}


def test_off_says_what_it_cleared_and_what_is_the_machines_own(run: Run) -> None:
    container = {"AWS_CONTAINER_CREDENTIALS_FULL_URI": "http://127.0.0.1/x"}
    done = run("off", env={"AWS_PROFILE": "was", "AWS_ACCESS_KEY_ID": "ASIA", **WEB_IDENTITY, **container})
    kept = "AWS_WEB_IDENTITY_TOKEN_FILE, AWS_ROLE_ARN and AWS_CONTAINER_CREDENTIALS_FULL_URI"
    assert done.stderr.splitlines() == [
        "Cleared AWS_PROFILE (was) and AWS_ACCESS_KEY_ID.",
        f"Still set, because they are this machine's own identity: {kept}.",
    ]
    assert not [name for name in (*WEB_IDENTITY, *container) if name in done.stdout]


def test_off_where_nothing_is_set_says_so(run: Run) -> None:
    assert run("off").stderr == "Nothing to clear: this shell has no AWS profile or credentials.\n"


def test_a_switch_unsets_the_web_identity_and_says_once_that_a_new_shell_has_it_again(run: Run) -> None:
    first, second = (run("use", "acme/000000000004/Admin", env=WEB_IDENTITY) for _ in range(2))
    assert "unset -v AWS_WEB_IDENTITY_TOKEN_FILE;\nunset -v AWS_ROLE_ARN;" in first.stdout
    assert "a new shell has them again" in first.stderr
    assert "a new shell has them again" not in second.stderr


def test_a_wrapper_from_before_says_so_once(run: Run, tmp_path: Path) -> None:
    channel = tmp_path / "channel"
    channel.touch(mode=0o600)
    old = {"SSOTUI_CHANNEL": str(channel), "SSOTUI_SHELL": "bash", "SSOTUI_HOOK": "1"}
    first, second = (run("use", "acme/000000000004/Admin", env=old) for _ in range(2))
    assert "Start a new shell." in first.stderr
    assert second.stderr == ""


def test_a_wrapper_from_before_always_says_what_it_could_not_unset(run: Run, tmp_path: Path) -> None:
    channel = tmp_path / "channel"
    channel.touch(mode=0o600)
    old = {"SSOTUI_CHANNEL": str(channel), "SSOTUI_SHELL": "fish", "SSOTUI_HOOK": "1"}
    for _ in range(2):
        said = run("use", "acme/000000000004/Admin", env={**old, **WEB_IDENTITY}).stderr
        assert "did not unset AWS_WEB_IDENTITY_TOKEN_FILE and AWS_ROLE_ARN." in said
        assert "set -e AWS_WEB_IDENTITY_TOKEN_FILE AWS_ROLE_ARN. Or start a new shell" in said


def test_scattered_letters_switch_to_nothing_but_say_what_is_near(run: Run) -> None:
    done = run("use", "sngl", "adm")
    assert (done.returncode, done.stdout) == (3, FAILS)
    assert done.stderr.splitlines()[1:] == ["  ssotui use acme/000000000004/Admin   single", "  Did you mean this?"]


def test_a_profile_that_is_known_by_chance_is_not_all_there_is(run: Run, home: DemoHome) -> None:
    with home.config_file.open("a") as file:
        file.write("[profile single-chain]\nrole_arn = arn:aws:iam::000000000004:role/x\nsource_profile = default\n")
    assert run("use", "single").returncode == 4


def test_a_broken_config_is_told_as_such(run: Run, home: DemoHome) -> None:
    home.config_file.write_text("[profile a]\n[profile a]\n")
    done = run("use", "single")
    assert (done.returncode, done.stdout) == (8, FAILS)
    assert "line 2" in done.stderr


def test_a_region_that_came_with_keys_goes_with_them(run: Run) -> None:
    keys = {"AWS_ACCESS_KEY_ID": "ASIA", "AWS_CREDENTIAL_EXPIRATION": "2030-01-01T00:00:00Z", "AWS_REGION": "x"}
    for words in (("off",), ("use", "acme/000000000004/Admin")):
        assert "unset -v AWS_REGION" in run(*words, env=keys).stdout
        assert "AWS_REGION" not in run(*words, env={"AWS_REGION": "x"}).stdout


ROLE = "acme/000000000004/Admin"


def evaluated(code: str, env: Mapping[str, str]) -> dict[str, str]:
    """The AWS regions, and ssotui's record of them, in a bash with ``env`` that evaluates ``code``."""
    done = subprocess.run(
        [
            "bash",
            "--norc",
            "-c",
            'eval "$1"; env | grep -E "^(AWS_REGION|AWS_DEFAULT_REGION|SSOTUI_REGION)="',
            "x",
            code,
        ],
        env={"PATH": os.environ["PATH"], **env},
        capture_output=True,
        text=True,
        check=False,
    )
    return dict(line.split("=", 1) for line in done.stdout.splitlines())


@pytest.mark.parametrize("own", [{}, {"AWS_REGION": "ap-east-1"}, {"AWS_DEFAULT_REGION": "it's mine"}])
@pytest.mark.parametrize("back", [("off",), ("use", ROLE)])
def test_a_region_lasts_until_the_next_switch_which_puts_the_users_own_back(
    run: Run, own: Mapping[str, str], back: tuple[str, ...]
) -> None:
    inside = evaluated(run("use", ROLE, "--region", "eu-west-3", env=own).stdout, own)
    assert (inside["AWS_REGION"], inside["AWS_DEFAULT_REGION"]) == ("eu-west-3", "eu-west-3")
    assert evaluated(run(*back, env=inside).stdout, inside) == own


def test_a_command_has_the_region_that_is_asked_for_else_that_of_the_switch(run: Run) -> None:
    profile = chosen(run("use", ROLE))
    inside = evaluated(run("use", ROLE, "--region", "eu-west-3").stdout, {})
    here = {**inside, "AWS_PROFILE": profile}
    show = ("--", "sh", "-c", "echo $AWS_REGION $AWS_DEFAULT_REGION $SSOTUI_REGION")
    assert run("exec", ROLE, "--region", "us-west-2", *show).stdout == "us-west-2 us-west-2\n"
    assert run("exec", *show, env=here).stdout == "eu-west-3 eu-west-3\n"
    assert run("exec", ROLE, *show, env=here).stdout == run("exec", ROLE, *show).stdout


@pytest.mark.parametrize(("region", "meant"), [("London", "eu-west-2"), ("eu-wset-1", "eu-west-1")])
@pytest.mark.parametrize("words", [("use", ROLE), ("exec", ROLE), ("console", ROLE), ("profile", "sync")])
def test_a_region_that_no_partition_has_is_refused_with_what_was_meant(
    run: Run, words: tuple[str, ...], region: str, meant: str
) -> None:
    done = run(*words, "--region", region)
    assert done.returncode == 2
    assert f'"{region}" is not an AWS region. Did you mean {meant}' in done.stderr
    assert done.stderr.splitlines()[0].endswith("?")


def test_a_region_that_is_newer_than_ssotui_is_used_with_a_warning(run: Run) -> None:
    done = run("use", ROLE, "--region", "eu-west-9")
    assert "export AWS_REGION='eu-west-9'" in done.stdout
    assert '"eu-west-9" is not among the regions that this version knows' in done.stderr
