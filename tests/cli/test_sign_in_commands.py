"""``ssotui login`` and ``logout``, as a person and as a script meet them."""

from __future__ import annotations

import re
from collections.abc import Callable

import pexpect
import pytest

from ssotui.demo.home import DemoHome
from ssotui.demo.organization import Organization
from tests.cli.conftest import Run, Terminal, approve, ended, start


def test_login_shows_address_and_code_on_stderr_and_nothing_on_stdout(
    home: DemoHome, organization: Organization
) -> None:
    login = start(home, "login", "globex")
    assert login.stderr
    told = [login.stderr.readline()]
    while told[-1] and "Waiting" not in told[-1]:
        told.append(login.stderr.readline())
    approve(organization)
    out, rest = login.communicate(timeout=60)
    assert (login.returncode, out) == (0, "")
    err = "".join(told) + rest
    assert f"  {organization.url}/device\n" in err
    assert re.search(r"enter the code [A-Z]{4}-[A-Z]{4},", err)
    assert err.endswith("Signed in to globex for 7h59m.\n")
    assert home.token_file("globex").exists()


def test_a_denied_login_is_five(home: DemoHome, organization: Organization) -> None:
    login = start(home, "login", "globex", "--device-code")
    approve(organization, deny=True)
    _, err = login.communicate(timeout=60)
    assert login.returncode == 5
    assert err.endswith("ssotui: The sign-in to globex was denied in the browser.\n  Sign in: ssotui login globex\n")


def test_a_session_that_is_still_good_is_left_alone(run: Run, organization: Organization) -> None:
    done = run("login", "acme")
    assert (done.returncode, done.stdout) == (0, "")
    assert done.stderr == "You are already signed in to acme: 7h59m left. To sign in again, add --force.\n"
    assert organization.counts["RegisterClient"] == 0


def test_force_signs_in_anew(home: DemoHome, organization: Organization) -> None:
    before = home.token_file("acme").read_bytes()
    login = start(home, "login", "acme", "--force")
    approve(organization)
    assert login.communicate(timeout=60)[0] == ""
    assert home.token_file("acme").read_bytes() != before


def test_a_session_that_can_be_renewed_is_without_a_browser(
    run: Run, home: DemoHome, organization: Organization
) -> None:
    home.expire("acme")
    assert run("login", "acme").returncode == 0
    assert organization.counts["StartDeviceAuthorization"] == 0


@pytest.mark.parametrize(
    ("words", "code", "sentence"),
    [
        (["login"], 2, "ssotui: Which session?"),
        (["login", "nowhere"], 3, 'ssotui: There is no session or profile "nowhere".'),
        (["login", "ci-deployer"], 2, 'ssotui: The profile "ci-deployer" needs no sign-in (static).'),
        (["logout", "old-style"], 3, 'ssotui: There is no session "old-style".'),
        (["logout"], 2, "ssotui: Which session?"),
        (["login", "--callback-port", "99999"], 2, 'ssotui: Argument --callback-port: "99999" is not a whole number'),
    ],
)
def test_what_cannot_be_meant_is_said(run: Run, words: list[str], code: int, sentence: str) -> None:
    done = run(*words)
    assert done.returncode == code
    assert done.stderr.startswith(sentence)


def test_a_second_logout_has_nothing_to_do_and_says_so(run: Run) -> None:
    run("logout", "acme")
    done = run("logout", "acme")
    assert (done.returncode, done.stdout, done.stderr) == (0, "", "Nothing to do: you are not signed in to acme.\n")


def test_logout_takes_all_or_one(run: Run, home: DemoHome) -> None:
    assert run("logout", "acme").stderr == "Signed out of acme.\n"
    assert home.token_file("northwind").exists()
    assert "Signed out of northwind.\n" in run("logout", "--all").stderr
    assert not home.token_file("northwind").exists()


def test_logout_works_offline(run: Run, home: DemoHome) -> None:
    done = run("logout", "acme", AWS_ENDPOINT_URL_SSO="http://127.0.0.1:9")
    assert done.returncode == 0
    assert done.stderr.startswith("Signed out of acme on this computer, but not at AWS: 127.0.0.1:9 can't be reached.")
    assert not home.token_file("acme").exists()


def test_logout_offline_says_what_it_removed_here(run: Run, home: DemoHome) -> None:
    assert run("creds", home.profiles[0]).returncode == 0
    done = run("logout", "acme", AWS_ENDPOINT_URL_SSO="http://127.0.0.1:9")
    assert "\n  Removed the cached credentials of 1 role.\n" in done.stderr


def test_a_sign_in_that_has_expired_is_not_called_valid_offline(run: Run, home: DemoHome) -> None:
    home.expire("acme", refreshable=False)
    done = run(
        "login", "acme", AWS_ENDPOINT_URL_SSO="http://127.0.0.1:9", AWS_ENDPOINT_URL_SSO_OIDC="http://127.0.0.1:9"
    )
    assert done.returncode == 7
    assert "is valid" not in done.stderr


def test_a_command_that_needs_a_sign_in_signs_in_first_where_a_person_is(
    open_terminal: Callable[..., Terminal], organization: Organization
) -> None:
    child = open_terminal("list", "--session", "globex", "--plain")
    child.expect("To sign in to globex, open")
    child.expect("█▀▀▀▀▀█")  # a QR code
    child.expect("Waiting")
    organization.approve()
    child.expect("Signed in to globex for 7h59m")
    child.expect(organization.world.instance("globex").accounts[0].id)
    child.expect(pexpect.EOF)
    child.close()
    assert child.exitstatus == 0


def test_in_a_low_terminal_no_picture_pushes_address_and_code_out_of_sight(
    open_terminal: Callable[..., Terminal],
) -> None:
    child = open_terminal("login", "globex", lines=20)
    child.expect("Waiting")
    assert "and enter the code" in child.before
    assert "█▀▀▀▀▀█" not in child.before


def test_ctrl_c_leaves_a_sign_in_at_once(open_terminal: Callable[..., Terminal], home: DemoHome) -> None:
    child = open_terminal("login", "globex")
    child.expect("Waiting")
    child.sendintr()
    child.expect(pexpect.EOF)
    child.close()
    assert child.exitstatus == 130
    assert not home.token_file("globex").exists()


def test_no_login_stops_that(open_terminal: Callable[..., Terminal], organization: Organization) -> None:
    child = open_terminal("list", "--session", "globex", "--no-login")
    child.expect("You are not signed in to globex")
    child.expect(pexpect.EOF)
    child.close()
    assert child.exitstatus == 5
    assert organization.counts["RegisterClient"] == 0


def test_without_a_terminal_nobody_is_asked(run: Run, organization: Organization) -> None:
    done = run("list", "--session", "globex")
    assert done.returncode == 5
    assert done.stderr == "ssotui: You are not signed in to globex.\n  Sign in: ssotui login globex\n"
    assert organization.counts["RegisterClient"] == 0


def test_logout_tells_of_credentials_that_were_written_to_the_file(run: Run, home: DemoHome) -> None:
    run("creds", home.profiles[0], "--write", "copied")
    run("creds", home.profiles[-1], "--write", "of-northwind")
    assert run("creds", "org-auditor", "--write", "assumed").returncode == 0
    told = run("logout", "acme").stderr.splitlines()
    assert told[0].startswith("Signed out of acme and removed the cached credentials of ")
    assert told[1:] == [
        f"Credentials of acme are still in {home.folder}/.aws/credentials: [copied], [assumed].",
        "  They work until they expire. To prevent that, delete these sections.",
    ]


@pytest.mark.parametrize(
    ("words", "profile", "session"),
    [
        (["{profile}"], "", "acme"),
        (["org-auditor"], "", "acme"),  # a chain
        ([], "{profile}", "acme"),
        ([], "org-auditor", "acme"),
        (["northwind", "{profile}", "acme"], "ci-deployer", "northwind acme"),
    ],
)
def test_login_takes_profiles_and_means_the_shells_without_a_name(
    run: Run, home: DemoHome, words: list[str], profile: str, session: str
) -> None:
    names = [word.format(profile=home.profiles[0]) for word in words]
    done = run("login", *names, AWS_PROFILE=profile.format(profile=home.profiles[0]))
    assert done.returncode == 0, done.stderr
    assert [line.split()[6].rstrip(":") for line in done.stderr.splitlines()] == session.split()


def test_a_session_goes_before_a_profile_of_its_name(run: Run, home: DemoHome) -> None:
    with home.config_file.open("a") as file:
        file.write("\n[profile northwind]\nrole_arn = arn:aws:iam::1:role/x\nsource_profile = org-auditor\n")
    assert run("login", "northwind").stderr.startswith("You are already signed in to northwind:")


@pytest.mark.parametrize("profile", ["", "ci-deployer", "no-such-profile"])
def test_a_shell_that_leads_to_no_session_is_asked_which_one(run: Run, profile: str) -> None:
    done = run("login", AWS_PROFILE=profile)
    assert done.returncode == 2
    assert done.stderr == (
        "ssotui: Which session?\n  Name one of: acme, northwind, globex, d-0000000003.awsapps.com. Or use --all.\n"
    )


def test_the_check_of_the_help_leads_to_a_good_profile(
    run: Run, home: DemoHome, open_terminal: Callable[..., Terminal], organization: Organization
) -> None:
    """``ssotui status --check || ssotui login``, with three sessions."""
    home.sign_out("acme")
    profile = home.profiles[0]
    assert run("status", "--check", AWS_PROFILE=profile).returncode == 5
    child = open_terminal("login", AWS_PROFILE=profile)
    child.expect("To sign in to acme, open")
    approve(organization)
    assert ended(child) == 0
    assert run("status", "--check", AWS_PROFILE=profile).returncode == 0
