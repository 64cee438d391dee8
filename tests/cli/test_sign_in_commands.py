"""``ssotui login``, ``logout`` and ``status``, as a person and as a script meet them."""

from __future__ import annotations

import json
import re
import subprocess
import sys
from collections.abc import Callable

import pexpect
import pytest

from ssotui.demo.home import DemoHome
from ssotui.demo.organisation import Organisation
from tests.cli.conftest import Run, Terminal, approve, ended, start


def test_login_shows_address_and_code_on_stderr_and_nothing_on_stdout(
    home: DemoHome, organisation: Organisation
) -> None:
    login = start(home, "login", "globex")
    assert login.stderr
    told = [login.stderr.readline()]
    while told[-1] and "Waiting" not in told[-1]:
        told.append(login.stderr.readline())
    approve(organisation)
    out, rest = login.communicate(timeout=60)
    assert (login.returncode, out) == (0, "")
    err = "".join(told) + rest
    assert f"  {organisation.url}/device\n" in err
    assert re.search(r"type the code [A-Z]{4}-[A-Z]{4} ", err)
    assert err.endswith("Signed in to globex for 7h59m.\n")
    assert home.token_file("globex").exists()


def test_a_denied_login_is_five(home: DemoHome, organisation: Organisation) -> None:
    login = start(home, "login", "globex", "--device-code")
    approve(organisation, deny=True)
    _, err = login.communicate(timeout=60)
    assert login.returncode == 5
    assert err.endswith("ssotui: The sign-in to globex was denied in the browser.\n  Sign in: ssotui login globex\n")


def test_a_session_that_is_still_good_is_left_alone(run: Run, organisation: Organisation) -> None:
    done = run("login", "acme")
    assert (done.returncode, done.stdout) == (0, "")
    assert done.stderr == "You are signed in to acme for another 7h59m; --force signs in anew.\n"
    assert organisation.counts["RegisterClient"] == 0


def test_force_signs_in_anew(home: DemoHome, organisation: Organisation) -> None:
    before = home.token_file("acme").read_bytes()
    login = start(home, "login", "acme", "--force")
    approve(organisation)
    assert login.communicate(timeout=60)[0] == ""
    assert home.token_file("acme").read_bytes() != before


def test_a_session_that_can_be_renewed_is_without_a_browser(
    run: Run, home: DemoHome, organisation: Organisation
) -> None:
    home.expire("acme")
    assert run("login", "acme").returncode == 0
    assert organisation.counts["StartDeviceAuthorization"] == 0


@pytest.mark.parametrize(
    ("words", "code", "sentence"),
    [
        (["login"], 2, "ssotui: Which session?"),
        (["login", "nowhere"], 3, 'ssotui: There is no session or profile "nowhere".'),
        (["login", "ci-deployer"], 2, 'ssotui: The profile "ci-deployer" needs no sign-in (static).'),
        (["logout", "old-style"], 3, 'ssotui: There is no session "old-style".'),
        (["logout"], 2, "ssotui: Which session?"),
        (["login", "--callback-port", "99999"], 2, "ssotui: Argument --callback-port: '99999' is not a whole number"),
    ],
)
def test_what_cannot_be_meant_is_said(run: Run, words: list[str], code: int, sentence: str) -> None:
    done = run(*words)
    assert done.returncode == code
    assert done.stderr.startswith(sentence)


def test_logout_takes_all_or_one(run: Run, home: DemoHome) -> None:
    assert run("logout", "acme").stderr == "Signed out of acme.\n"
    assert home.token_file("northwind").exists()
    assert "Signed out of northwind.\n" in run("logout", "--all").stderr
    assert not home.token_file("northwind").exists()


def test_logout_works_offline(run: Run, home: DemoHome) -> None:
    done = run("logout", "acme", AWS_ENDPOINT_URL_SSO="http://127.0.0.1:9")
    assert done.returncode == 0
    assert done.stderr.startswith("Signed out of acme here; AWS could not be told: 127.0.0.1:9 can't be reached.")
    assert not home.token_file("acme").exists()


def test_status_says_how_every_session_stands(run: Run, home: DemoHome) -> None:
    home.expire("northwind")
    home.token_file("globex").write_text("[")
    done = run("status", "--json", AWS_PROFILE=home.profiles[0], AWS_ACCESS_KEY_ID="AKIA")
    told = json.loads(done.stdout)
    assert told["profile"] == home.profiles[0]
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
        {"variable": "AWS_ACCESS_KEY_ID", "effect": "comes without AWS_SECRET_ACCESS_KEY: AWS CLI and boto3 fail"},
    ]


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
    assert done.stderr == f'ssotui: Nobody is signed in for the profile "{profile}".\n  Sign in: ssotui login acme\n'


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
    [("lost", 'there is no profile "nowhere"'), ("ring", "in a circle"), ("itself", "in a circle")],
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


def test_a_command_that_needs_a_sign_in_signs_in_first_where_a_person_is(
    open_terminal: Callable[..., Terminal], organisation: Organisation
) -> None:
    child = open_terminal("list", "--session", "globex", "--plain")
    child.expect("To sign in to globex, open")
    child.expect("█▀▀▀▀▀█")  # a QR code
    child.expect("Waiting")
    organisation.approve()
    child.expect("Signed in to globex for 7h59m")
    child.expect(organisation.world.instance("globex").accounts[0].id)
    child.expect(pexpect.EOF)
    child.close()
    assert child.exitstatus == 0


def test_in_a_low_terminal_no_picture_pushes_address_and_code_out_of_sight(
    open_terminal: Callable[..., Terminal],
) -> None:
    child = open_terminal("login", "globex", lines=20)
    child.expect("Waiting")
    assert "and type the code" in child.before
    assert "█▀▀▀▀▀█" not in child.before


def test_ctrl_c_leaves_a_sign_in_at_once(open_terminal: Callable[..., Terminal], home: DemoHome) -> None:
    child = open_terminal("login", "globex")
    child.expect("Waiting")
    child.sendintr()
    child.expect(pexpect.EOF)
    child.close()
    assert child.exitstatus == 130
    assert not home.token_file("globex").exists()


def test_no_login_stops_that(open_terminal: Callable[..., Terminal], organisation: Organisation) -> None:
    child = open_terminal("list", "--session", "globex", "--no-login")
    child.expect("You are not signed in to globex")
    child.expect(pexpect.EOF)
    child.close()
    assert child.exitstatus == 5
    assert organisation.counts["RegisterClient"] == 0


def test_without_a_terminal_nobody_is_asked(run: Run, organisation: Organisation) -> None:
    done = run("list", "--session", "globex")
    assert done.returncode == 5
    assert done.stderr == "ssotui: You are not signed in to globex.\n  Sign in: ssotui login globex\n"
    assert organisation.counts["RegisterClient"] == 0


def test_logout_tells_of_credentials_that_were_written_to_the_file(run: Run, home: DemoHome) -> None:
    run("creds", home.profiles[0], "--write", "copied")
    run("creds", home.profiles[-1], "--write", "of-northwind")
    told = run("logout", "acme").stderr.splitlines()
    assert told == [
        "Signed out of acme.",
        f"Credentials of acme are still in {home.folder}/.aws/credentials: [copied].",
        "  They work until they expire; delete these sections if nobody is to use them.",
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
    assert [line.split()[5] for line in done.stderr.splitlines()] == session.split()


def test_a_session_goes_before_a_profile_of_its_name(run: Run, home: DemoHome) -> None:
    with home.config_file.open("a") as file:
        file.write("\n[profile northwind]\nrole_arn = arn:aws:iam::1:role/x\nsource_profile = org-auditor\n")
    assert run("login", "northwind").stderr.startswith("You are signed in to northwind ")


@pytest.mark.parametrize("profile", ["", "ci-deployer", "no-such-profile"])
def test_a_shell_that_leads_to_no_session_is_asked_which_one(run: Run, profile: str) -> None:
    done = run("login", AWS_PROFILE=profile)
    assert done.returncode == 2
    assert done.stderr == (
        "ssotui: Which session?\n  Name one of acme, northwind, globex, d-0000000003.awsapps.com; or --all.\n"
    )


def test_the_check_of_the_help_leads_to_a_good_profile(
    run: Run, home: DemoHome, open_terminal: Callable[..., Terminal], organisation: Organisation
) -> None:
    """``ssotui status --check || ssotui login``, with three sessions."""
    home.sign_out("acme")
    profile = home.profiles[0]
    assert run("status", "--check", AWS_PROFILE=profile).returncode == 5
    child = open_terminal("login", AWS_PROFILE=profile)
    child.expect("To sign in to acme, open")
    approve(organisation)
    assert ended(child) == 0
    assert run("status", "--check", AWS_PROFILE=profile).returncode == 0
