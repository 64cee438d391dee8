"""What the commands that have no picker take a query for, and what they offer instead."""

from __future__ import annotations

import json
import os
import shlex
import subprocess
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from ssotui.demo.home import DemoHome, make_home
from ssotui.demo.organization import Organization
from ssotui.demo.server import serving
from ssotui.demo.world import DemoAccount, DemoInstance, World
from tests.cli.conftest import data_of
from tests.command_runs import run_command

Run = Callable[..., subprocess.CompletedProcess[str]]

WARNING = "\u26a0\ufe0f-prod"  # a sign that is an emoji only with the selector behind it


def account(number: int, name: str, *roles: str) -> DemoAccount:
    return DemoAccount(f"{number:012d}", name, f"mail{number}@example.com", roles or ("Admin", "Developer"))


def instance(session: str, *accounts: DemoAccount) -> DemoInstance:
    url = f"https://d-{session}.awsapps.com/start"
    return DemoInstance(session, url, "eu-west-1", f"jane@{session}.example", accounts, signed_in=True)


WORLD = World(
    (
        instance(
            "acme",
            account(1, "billing-dev", "Admin"),
            account(2, "billing-prod"),
            account(3, "Backup Vault", "Only"),
            account(4, "Backup Vault", "Only"),
            account(5, WARNING, "Warner"),
        ),
        instance("o'brien", account(6, "twin", "Admin"), account(7, "twin", "Admin")),
    ),
    seed=1,
)


@pytest.fixture(scope="module")
def organization() -> Iterator[Organization]:
    with serving(WORLD) as served:
        yield served


@pytest.fixture
def home(organization: Organization, tmp_path: Path) -> DemoHome:
    made = make_home(tmp_path, organization, os.environ)
    made.config_file.write_text(
        "".join(
            f'[sso-session "{one.session}"]\nsso_start_url = {one.start_url}\nsso_region = {one.sso_region}\n\n'
            for one in WORLD.instances
        )
    )
    return made


@pytest.fixture
def run(home: DemoHome) -> Run:
    def command(*words: str, shell: str = "bash") -> subprocess.CompletedProcess[str]:
        return run_command(words, {**home.env, "SSOTUI_SHELL": shell})

    return command


def listed(run: Run, *query: str) -> list[str]:
    done = run("list", "--json", *query)
    return [f"{one['session']}/{one['account_id']}/{one['role']}" for one in json.loads(done.stdout)]


def offered(done: subprocess.CompletedProcess[str]) -> list[str]:
    """The candidates' lines, without what is beside them."""
    lines = [line.strip() for line in done.stderr.splitlines()[1:-1]]
    assert all(line.startswith("ssotui ") for line in lines), done.stderr
    return [line.partition("   ")[0] for line in lines]


def test_a_word_must_stand_as_it_is_in_one_field(run: Run) -> None:
    assert listed(run, "billing-dev") == ["acme/000000000001/Admin"]
    assert listed(run, "blngdv") == []
    assert listed(run, "BILLING-DEV") == ["acme/000000000001/Admin"]
    assert listed(run, "billing", "!prod") == ["acme/000000000001/Admin"]
    assert listed(run, "^billing", "developer$") == ["acme/000000000002/Developer"]


def test_sync_writes_profiles_only_for_what_the_words_name(run: Run) -> None:
    done = run("profile", "sync", "billing-dev", "--dry-run")
    written = [line for line in done.stdout.splitlines() if line.startswith("+[profile")]
    assert written == ["+[profile billing-dev.Admin]"]


@pytest.mark.parametrize(
    "query",
    [
        "Developer-000000000002",
        "AWSReservedSSO_Developer_5a46f0b1c2d3e4f5",
        "AWSReservedSSO_Developer_5a46f0b1c2d3e4f5/jane@acme.example",
        "000000000002/Developer",
    ],
)
def test_names_that_aws_tools_make_name_the_role(run: Run, query: str) -> None:
    assert listed(run, query) == ["acme/000000000002/Developer"]
    assert "AWS_PROFILE='billing-prod.Developer'" in run("use", query).stdout


def test_session_and_account_name_every_role_of_the_account(run: Run) -> None:
    roles = ["acme/000000000002/Admin", "acme/000000000002/Developer"]
    assert listed(run, "acme/billing-prod") == listed(run, "acme/000000000002") == roles
    assert offered(run("use", "acme/billing-prod")) == [f"ssotui use {role}" for role in roles]
    assert "AWS_PROFILE='billing-dev.Admin'" in run("use", "acme/billing-dev").stdout


@pytest.mark.parametrize("query", ["acme/Backup Vault", "acme/Backup Vault/Only"])
def test_a_name_that_two_accounts_share_names_both(run: Run, query: str) -> None:
    assert listed(run, query) == ["acme/000000000003/Only", "acme/000000000004/Only"]


@pytest.mark.parametrize("query", [WARNING, WARNING.replace("\ufe0f", ""), f"acme/{WARNING}/Warner", f"'{WARNING}"])
def test_a_name_is_found_with_and_without_what_nobody_sees_in_it(run: Run, query: str) -> None:
    assert listed(run, query) == ["acme/000000000005/Warner"]


@pytest.mark.parametrize(
    "words",
    [
        ("use", "warner"),
        ("use", "--keys", "warner"),
        ("creds", "warner"),
        ("exec", "warner", "--", "true"),
        ("console", "warner", "--print"),
        ("profile", "add", "warner"),
    ],
)
def test_every_command_asks_aws_for_sessions_that_were_never_listed(run: Run, words: tuple[str, ...]) -> None:
    done = run(*words)
    assert done.returncode == 0, done.stderr


@pytest.mark.parametrize(
    ("words", "rewritten"),
    [
        (("use", "vault"), "ssotui use {}"),
        (("use", "--keys", "back", "vault"), "ssotui use --keys {}"),
        (("creds", "vault", "--format", "env"), "ssotui creds {} --format env"),
        (("exec", "vault", "--", "echo", "a b"), "ssotui exec {} -- echo 'a b'"),
        (("console", "vault", "--service", "vault/"), "ssotui console {} --service vault/"),
        (("profile", "add", "vault", "--name", "vault"), "ssotui profile add {} --name vault"),
    ],
)
def test_candidates_are_what_was_typed_with_the_words_that_name_one(
    run: Run, words: tuple[str, ...], rewritten: str
) -> None:
    done = run(*words)
    assert (done.returncode, data_of(done)) == (4, "")
    assert offered(done) == [rewritten.format(f"acme/{number:012d}/Only") for number in (3, 4)]
    assert done.stderr.count("   'Backup Vault'") == 2


def test_a_candidate_that_is_typed_as_it_stands_is_the_role(run: Run) -> None:
    one = next(line for line in offered(run("use", "twin")) if "000000000006" in line)
    done = run(*shlex.split(one)[1:])
    assert "AWS_PROFILE='twin.Admin.000000000006'" in done.stdout


@pytest.mark.parametrize(
    ("shell", "written"),
    [
        ("zsh", "'o'\\''brien/000000000006/Admin'"),
        ("fish", "'o\\'brien/000000000006/Admin'"),
        ("powershell", "'o''brien/000000000006/Admin'"),
        ("nushell", '"o\'brien/000000000006/Admin"'),
    ],
)
def test_candidates_are_quoted_for_the_shell_in_use(run: Run, shell: str, written: str) -> None:
    dashes = "'--'" if shell == "powershell" else "--"
    assert f"ssotui exec {written} {dashes} env" in offered(run("exec", "twin", "--", "env", shell=shell))


def test_a_typing_error_is_told_from_a_word_that_nothing_is_like(run: Run) -> None:
    near = run("creds", "bilingdev")
    assert (near.returncode, offered(near)) == (3, ["ssotui creds acme/000000000001/Admin"])
    slip = run("use", "acme/billing-prod/Develper")
    assert (slip.returncode, offered(slip)) == (3, ["ssotui use acme/000000000002/Developer"])
    far = run("use", "nope")
    assert (far.returncode, "Did you mean" in far.stderr) == (3, False)


@pytest.mark.parametrize("query", ["", "!", "'", "^", "  ", "\ufe0f"])
@pytest.mark.parametrize("command", ["use", "creds", "console", "list", "profile add", "profile sync"])
def test_a_query_that_says_nothing_is_a_wrong_usage(run: Run, command: str, query: str) -> None:
    done = run(*command.split(), query)
    assert (done.returncode, data_of(done)) == (2, "")
    assert "has no search terms" in done.stderr


REASONS = pytest.mark.parametrize(
    ("query", "said", "what_helps"),
    [
        (
            ("billing-dev", "developer"),
            'Each word matches something, but nothing matches all of them: "developer" finds 1.',
            "",
        ),
        (("billing-prod", "zzz"), 'Nothing matches "zzz"; "billing-prod" alone finds 2.', ""),
        (
            ("arn:aws:iam::999999999999:role/Admin",),
            "No session has an account 999999999999 for you.",
            " Ask its administrator for access, or add its organization: ssotui session add --help",
        ),
        (
            ("accnt:payments",),
            '"accnt:" is not a search field. Search fields: session:, account:, id:, email:, role:, profile:',
            "",
        ),
        (("zzz",), "", "See what there is: ssotui list"),
    ],
)


@REASONS
def test_what_nothing_fits_in_a_new_list_is_told_with_the_reason_and_what_helps(
    run: Run, query: tuple[str, ...], said: str, what_helps: str
) -> None:
    done = run("use", *query)
    assert (done.returncode, done.stderr.splitlines()[-1]) == (3, f"  {said}{what_helps}")
    assert run("list", "--refresh", *query).stderr.splitlines()[-1] == f"  {said}{what_helps}"


@pytest.mark.parametrize("command", [("list",), ("use",), ("exec", "--each"), ("profile", "sync"), ("creds",)])
@pytest.mark.parametrize(
    ("query", "said"),
    [("999999999999/Admin", "No session has an account 999999999999 for you. "), ("zzz", "")],
)
def test_what_nothing_fits_in_an_older_list_may_be_in_a_new_account(
    run: Run, home: DemoHome, command: tuple[str, ...], query: str, said: str
) -> None:
    list_long_ago(run, home)
    after = ("--", "true") if "exec" in command else ()
    told = run(*command, query, *after).stderr.splitlines()[-1]
    assert told == f"  {said}Listed 3h ago. For new accounts: ssotui list --refresh"


def test_what_is_near_in_an_older_list_may_not_be_all(run: Run, home: DemoHome) -> None:
    list_long_ago(run, home)
    said = "  Did you mean this? Listed 3h ago. For new accounts: {}ssotui list --refresh"
    assert run("list", "bilingdev").stderr.splitlines()[-1] == said.format("")
    for one in WORLD.instances:
        home.sign_out(one.session)
    first = "ssotui login acme 'o'\\''brien', then "
    assert run("list", "bilingdev").stderr.splitlines()[-1] == said.format(first)


def list_long_ago(run: Run, home: DemoHome) -> None:
    """A list that is three hours old."""
    run("list")
    for path in (home.folder / ".cache/ssotui").glob("catalog-*"):
        document = json.loads(path.read_text())
        document["as_of"] -= 3 * 3600 + 60
        path.write_text(json.dumps(document))
