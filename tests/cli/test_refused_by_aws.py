"""AWS has ended a sign-in early: every command agrees that it is over, and every hint works when it is followed."""

from __future__ import annotations

import json
from collections.abc import Callable

import pytest

from ssotui.demo.home import DemoHome
from ssotui.demo.organization import Organization
from tests.cli.conftest import Run, Terminal, approve, data_of, ended, start

ASK = {
    "exec": ("exec", "{role}", "--", "env"),
    "creds": ("creds", "{role}"),
    "creds --copy": ("creds", "{role}", "--copy"),
    "console": ("console", "{role}", "--print"),
    "whoami": ("whoami", "--profile", "{profile}"),
    "credential-process": ("credential-process", "--profile", "{profile}"),
    "list": ("list", "--session", "acme"),
    "use --keys": ("use", "{role}", "--keys"),
    "exec of a chain": ("exec", "org-auditor", "--", "env"),
    "whoami of a chain": ("whoami", "--profile", "org-auditor"),
}


@pytest.fixture
def ended_early(organization: Organization) -> None:
    """By the access portal's own sign-out, or by an administrator."""
    organization.revoke("acme")


@pytest.fixture
def known(run: Run, ended_early: None) -> None:
    """A command has met it."""
    assert run("list", "--session", "acme").returncode == 5


def words(form: tuple[str, ...], home: DemoHome) -> list[str]:
    account = home.organization.world.instance("acme").accounts[0]
    role = f"acme/{account.id}/{account.roles[0]}"
    return [word.format(role=role, profile=home.profiles[0]) for word in form]


@pytest.mark.usefixtures("ended_early")
@pytest.mark.parametrize("form", ASK.values(), ids=ASK)
def test_every_command_says_so_with_the_command_that_helps(run: Run, home: DemoHome, form: tuple[str, ...]) -> None:
    for _ in range(2):  # the first asks AWS, the second knows
        done = run(*words(form, home))
        assert (done.returncode, data_of(done)) == (5, "")
        assert done.stderr.startswith("ssotui: AWS no longer ")
        assert done.stderr.endswith("\n  Sign in: ssotui login acme\n")


@pytest.mark.usefixtures("known")
def test_status_says_expired(run: Run, home: DemoHome) -> None:
    acme = json.loads(run("status", "--json").stdout)["sessions"][0]
    assert acme["state"] == "expired"
    assert run("status", "--check", AWS_PROFILE=home.profiles[0]).returncode == 5


@pytest.mark.usefixtures("ended_early")
def test_login_does_not_believe_the_file(home: DemoHome, organization: Organization) -> None:
    login = start(home, "login", "acme")
    approve(organization)
    _, err = login.communicate(timeout=60)
    assert login.returncode == 0
    assert err.endswith("Signed in to acme for 7h59m.\n")


@pytest.mark.usefixtures("known")
def test_after_the_sign_in_everything_is_good_again(run: Run, home: DemoHome, organization: Organization) -> None:
    login = start(home, "login", "acme")
    approve(organization)
    login.communicate(timeout=60)
    assert run("status", "--check", AWS_PROFILE=home.profiles[0]).returncode == 0
    assert run(*words(ASK["creds"], home)).returncode == 0


@pytest.mark.usefixtures("ended_early")
@pytest.mark.parametrize("name", ["exec", "creds", "list", "whoami", "exec of a chain"])
def test_where_a_person_is_the_command_signs_in_and_goes_on(
    open_terminal: Callable[..., Terminal], home: DemoHome, organization: Organization, name: str
) -> None:
    child = open_terminal(*words(ASK[name], home))
    child.expect("To sign in to acme, open")
    approve(organization)
    child.expect("Signed in to acme for 7h59m")
    assert ended(child) == 0


def test_login_says_that_aws_cannot_be_reached_and_leaves_a_token_that_looks_good(
    run: Run, home: DemoHome, organization: Organization
) -> None:
    before = home.token_file("acme").read_bytes()
    done = run("login", "acme", AWS_ENDPOINT_URL_SSO="http://127.0.0.1:9")
    assert (done.returncode, data_of(done)) == (7, "")
    assert done.stderr.startswith("ssotui: Your sign-in to \"acme\" can't be checked: 127.0.0.1:9 can't be reached.")
    assert "\n  The cached token is valid for 7h59m and was not changed. " in done.stderr
    assert home.token_file("acme").read_bytes() == before
    assert run("status", "--check", AWS_PROFILE=home.profiles[0]).returncode == 0
    assert organization.counts["RegisterClient"] == 0


def test_login_asks_aws_once_whether_a_session_is_good(run: Run, organization: Organization) -> None:
    assert run("login", "acme").returncode == 0
    assert dict(organization.counts) == {"ListAccounts": 1}


@pytest.mark.parametrize("name", ["creds", "list"])
def test_a_token_file_that_cannot_be_read_leads_to_a_sign_in(
    open_terminal: Callable[..., Terminal], home: DemoHome, organization: Organization, name: str
) -> None:
    home.token_file("acme").write_text('{"accessToken": "x')
    child = open_terminal(*words(ASK[name], home))
    child.expect("To sign in to acme, open")
    approve(organization)
    assert ended(child) == 0
