"""``ssotui use`` of a role that nobody is signed in for, and ``--no-input`` wherever somebody might be asked."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from ssotui.demo.home import DemoHome
from ssotui.demo.organization import Organization
from tests.cli.conftest import Run, Terminal, approve, ended

OUT = "You are not signed in to acme. Sign in: ssotui login acme\n"


@pytest.fixture
def signed_out(run: Run, home: DemoHome) -> None:
    """acme was listed; then somebody signed out."""
    run("list", "--session", "acme")
    home.sign_out("acme")


def forms(home: DemoHome) -> list[str]:
    account = home.organization.world.instance("acme").accounts[-1]
    return [home.profiles[0], "org-auditor", f"acme/{account.id}/{account.roles[0]}"]


@pytest.mark.usefixtures("signed_out")
@pytest.mark.parametrize("place", range(3), ids=["profile", "chain", "role"])
def test_off_a_terminal_it_switches_and_says_that_a_sign_in_is_needed(run: Run, home: DemoHome, place: int) -> None:
    done = run("use", forms(home)[place])
    assert done.returncode == 0
    assert "AWS_PROFILE=" in done.stdout
    assert done.stderr.endswith(OUT)


@pytest.mark.usefixtures("signed_out")
@pytest.mark.parametrize("place", range(3), ids=["profile", "chain", "role"])
def test_on_a_terminal_it_signs_in_first(
    open_terminal: Callable[..., Terminal], home: DemoHome, organization: Organization, place: int
) -> None:
    before = home.config_file.read_bytes()
    child = open_terminal("use", forms(home)[place])
    child.expect("To sign in to acme, open")
    child.expect("Waiting")
    assert "AWS_PROFILE" not in child.before
    assert home.config_file.read_bytes() == before
    approve(organization)
    child.expect("Signed in to acme")
    child.expect("AWS_PROFILE=")
    assert ended(child) == 0


@pytest.mark.usefixtures("signed_out")
def test_a_denied_sign_in_switches_nothing_and_is_not_asked_for_again(
    open_terminal: Callable[..., Terminal], home: DemoHome, organization: Organization
) -> None:
    child = open_terminal("use", home.profiles[0])
    approve(organization, deny=True)
    assert ended(child) == 5
    assert "AWS_PROFILE=" not in child.before
    assert organization.counts["StartDeviceAuthorization"] == 1


@pytest.mark.usefixtures("signed_out")
@pytest.mark.parametrize("flag", ["--no-login", "--no-input"])
def test_where_no_sign_in_is_wanted_it_switches_and_warns(
    open_terminal: Callable[..., Terminal], home: DemoHome, organization: Organization, flag: str
) -> None:
    child = open_terminal("use", home.profiles[0], flag)
    assert ended(child) == 0
    assert "AWS_PROFILE=" in child.before
    assert OUT.strip() in child.before
    assert organization.counts["RegisterClient"] == 0


@pytest.mark.parametrize("change", ["expire", "refuse", "tear"])
def test_every_end_of_a_sign_in_is_said(run: Run, home: DemoHome, organization: Organization, change: str) -> None:
    match change:
        case "expire":
            home.expire("acme", refreshable=False)
        case "refuse":
            organization.revoke("acme")
            run("list", "--session", "acme", "--refresh")
        case _:
            home.token_file("acme").write_text('{"accessToken": "x')
    done = run("use", home.profiles[0])
    assert done.returncode == 0
    assert done.stderr.endswith(". Sign in: ssotui login acme\n")


def test_a_sign_in_that_renews_itself_needs_no_word(run: Run, home: DemoHome, organization: Organization) -> None:
    home.expire("acme")
    done = run("use", home.profiles[0])
    assert (done.returncode, "Sign in" in done.stderr) == (0, False)
    assert not organization.counts


@pytest.mark.parametrize("words", [(), ("pick",), ("prod", "admin")])
def test_no_input_opens_no_picker(open_terminal: Callable[..., Terminal], words: tuple[str, ...]) -> None:
    child = open_terminal(*words, "--no-input")
    assert ended(child) == 2
    told, hint = child.before.splitlines()
    assert told == "ssotui: The picker can't open with --no-input."
    assert hint.startswith("  Without the picker: ssotui use ")


@pytest.mark.parametrize(
    ("words", "code"),
    [
        (("list", "--session", "globex"), 5),
        (("login", "globex"), 5),
        (("login", "acme", "--force"), 5),
        (("profile", "remove", "ci-deployer"), 2),
        (("login", "acme"), 0),
        (("demo",), 2),
    ],
)
def test_no_input_asks_nothing_and_signs_in_to_nobody(
    open_terminal: Callable[..., Terminal], organization: Organization, words: tuple[str, ...], code: int
) -> None:
    child = open_terminal("--no-input", *words)
    assert ended(child) == code
    assert organization.counts["RegisterClient"] == 0


def test_no_input_leaves_a_commands_own_input_and_words_alone(run: Run, home: DemoHome) -> None:
    command = [sys.executable, "-m", "ssotui", "exec", home.profiles[0], "--no-input", "--", "sh", "-c"]
    done = subprocess.run(
        [*command, 'cat; echo "$1"', "sh", "--no-input"], env=home.env, input="mine\n", capture_output=True, text=True,
        check=True,
    )  # fmt: skip
    assert done.stdout == "mine\n--no-input\n"


def test_a_roles_subshell_knows_that_it_is_one(run: Run, home: DemoHome) -> None:
    assert run("exec", home.profiles[0], "--", "sh", "-c", "echo $SSOTUI_EXEC").stdout == "1\n"


@pytest.mark.needs("bash")
@pytest.mark.parametrize(
    ("env", "profile"), [({}, "NAME"), ({"AWS_PROFILE": "mine"}, "mine"), ({"SSOTUI_EXEC": "1"}, "")]
)
def test_the_recipe_for_a_start_up_file_begins_with_the_profile_and_never_asks(
    home: DemoHome, tmp_path: Path, env: dict[str, str], profile: str
) -> None:
    readme = (Path(__file__).parents[2] / "README.md").read_text()
    recipe = '[ -n "${SSOTUI_EXEC-}${AWS_PROFILE-}" ] || ssotui use NAME --no-input'
    assert f"`{recipe}`" in readme
    home.sign_out("acme")
    start_up = tmp_path / "bashrc"
    start_up.write_text(f'eval "$(ssotui init bash)"\n{recipe.replace("NAME", home.profiles[0])}\n')
    done = subprocess.run(
        ["bash", "--rcfile", str(start_up), "-i", "-c", "echo $AWS_PROFILE"],
        env={"PATH": os.environ["PATH"], **home.env, **env}, stdin=subprocess.DEVNULL, capture_output=True, text=True,
        check=True, start_new_session=True,
    )  # fmt: skip
    assert done.stdout == profile.replace("NAME", home.profiles[0]) + "\n"
