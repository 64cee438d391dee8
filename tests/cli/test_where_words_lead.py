"""A command signs in only to a session that its words lead to; what is known of the others is answered from."""

from __future__ import annotations

import subprocess
from collections.abc import Callable

import pytest

from ssotui.demo.home import DemoHome
from ssotui.demo.organization import Organization
from tests.cli.conftest import Run, Terminal, approve, data_of, ended

GLOBEX = "Never listed (signed out): globex, d-0000000003.awsapps.com. "
"""The third organization, as its session and as that of a legacy profile."""


def role_of(home: DemoHome, session: str) -> str:
    account = home.organization.world.instance(session).accounts[0]
    return f"{session}/{account.id}/{account.roles[0]}"


@pytest.fixture
def listed(run: Run) -> None:
    """Everything that can be listed without a sign-in is known."""
    run("list")


@pytest.fixture
def globex_signed_out(run: Run, home: DemoHome) -> None:
    """globex was listed once; its sign-in and the fresh catalog are gone."""
    home.sign_in("globex")
    run("list", "--session", "globex")
    home.sign_out("globex")


def rows(done: subprocess.CompletedProcess[str]) -> set[str]:
    return {line.split("\t")[0] for line in done.stdout.splitlines()}


def test_a_search_on_a_terminal_signs_in_to_nobody(
    open_terminal: Callable[..., Terminal], home: DemoHome, organization: Organization
) -> None:
    account = organization.world.instance("acme").accounts[0].name
    child = open_terminal("list", f"'{account}", "--plain")
    assert ended(child) == 0
    assert GLOBEX in child.before
    assert organization.counts["StartDeviceAuthorization"] == 0


@pytest.mark.usefixtures("listed")
def test_a_typing_error_in_the_role_signs_in_to_no_third_session(
    open_terminal: Callable[..., Terminal], organization: Organization
) -> None:
    account = organization.world.instance("northwind").accounts[0]
    child = open_terminal("use", f"northwind/{account.id}/no-such-role", "--no-picker")
    assert ended(child) == 3
    assert "globex" not in child.before
    assert organization.counts["StartDeviceAuthorization"] == 0


@pytest.mark.parametrize("form", ["globex/{account}/{role}", "{account}/{role}", "old-style"])
@pytest.mark.usefixtures("globex_signed_out")
def test_an_exact_form_signs_in_to_its_session(
    open_terminal: Callable[..., Terminal], home: DemoHome, organization: Organization, form: str
) -> None:
    account = organization.world.instance("globex").accounts[0]
    child = open_terminal("list", form.format(account=account.id, role=account.roles[0]), "--refresh", "--plain")
    child.expect("To sign in to (globex|d-0000000003.awsapps.com), open")
    approve(organization)
    assert ended(child) == 0


def test_a_denied_sign_in_is_not_asked_for_again(
    open_terminal: Callable[..., Terminal], organization: Organization
) -> None:
    child = open_terminal("list", "--session", "globex")
    approve(organization, deny=True)
    assert ended(child) == 5
    assert "denied in the browser" in child.before
    assert organization.counts["StartDeviceAuthorization"] == 1


def test_known_rows_of_a_signed_out_session_are_printed_like_any_others(
    run: Run, home: DemoHome, globex_signed_out: None
) -> None:
    run("list")
    done = run("list")
    assert done.returncode == 0
    assert rows(done) == {"acme", "northwind", "globex"}
    assert "globex," not in done.stderr, "its rows are fresh"


@pytest.mark.parametrize("words", [("list", "--session", "globex"), ("list", "globex/000000000000/Admin")])
def test_five_where_nothing_is_known_of_what_was_named(run: Run, words: tuple[str, ...]) -> None:
    done = run(*words)
    assert (done.returncode, data_of(done)) == (5, "")
    assert done.stderr == "ssotui: You are not signed in to globex.\n  Sign in: ssotui login globex\n"


def test_five_where_nothing_is_known_of_anything(run: Run, home: DemoHome) -> None:
    for session in ("acme", "northwind"):
        home.sign_out(session)
    for words in (("list",), ("list", "prod"), ("use", "prod"), ("profile", "sync", "--yes")):
        done = run(*words)
        assert (done.returncode, data_of(done)) == (5, ""), words
        assert "acme, northwind, globex" in done.stderr
        assert "  Sign in: ssotui login acme northwind globex" in done.stderr


@pytest.mark.usefixtures("listed")
@pytest.mark.parametrize("words", [("list", "xyzzy"), ("use", "xyzzy"), ("profile", "sync", "xyzzy", "--yes")])
def test_three_names_the_sessions_that_were_never_listed(run: Run, words: tuple[str, ...]) -> None:
    done = run(*words)
    assert (done.returncode, data_of(done)) == (3, "")
    assert "Never listed (signed out): globex, " in done.stderr
    assert "Sign in: ssotui login globex " in done.stderr


@pytest.mark.usefixtures("listed")
def test_sync_writes_what_is_known_and_names_the_signed_out_sessions(run: Run) -> None:
    done = run("profile", "sync", "--session", "acme", "--yes")
    assert done.returncode == 0
    done = run("profile", "sync", "--yes")
    assert done.returncode == 0
    assert GLOBEX in done.stderr


@pytest.mark.usefixtures("listed")
def test_a_profile_for_a_role_of_a_session_that_was_named_takes_its_sign_in(
    run: Run, open_terminal: Callable[..., Terminal], home: DemoHome, organization: Organization
) -> None:
    words = ("profile", "add", role_of(home, "globex"), "--name", "new")
    assert run(*words).returncode == 5
    assert ended(open_terminal(*words, "--no-login")) == 5
    child = open_terminal(*words)
    child.expect("To sign in to globex, open")
    approve(organization)
    assert ended(child) == 0
    assert "[profile new]" in home.config_file.read_text()


@pytest.mark.usefixtures("listed")
@pytest.mark.parametrize("command", [("exec", "--", "true"), ("creds",), ("console", "--print"), ("use",)])
def test_words_that_fit_nothing_sign_in_to_nobody(
    open_terminal: Callable[..., Terminal], organization: Organization, command: tuple[str, ...]
) -> None:
    child = open_terminal(command[0], "xyzzy", "--no-picker", *command[1:])
    assert ended(child) == 3
    assert "Never listed (signed out): globex, " in child.before
    assert organization.counts["StartDeviceAuthorization"] == 0


@pytest.mark.parametrize("query", ["acme", "ACME", "session:acm", "session:acme read"])
@pytest.mark.usefixtures("listed")
def test_a_session_among_the_words_is_the_only_one_to_sign_in_to(run: Run, home: DemoHome, query: str) -> None:
    for session in ("acme", "northwind"):
        home.sign_out(session)
    done = run("list", *query.split(), "--refresh")
    said = "ssotui: You are not signed in to acme.\n  Sign in: ssotui login acme\n"
    assert (done.returncode, done.stdout, done.stderr) == (5, "", said)
    assert "ssotui login acme northwind globex" in run("list", "nosuch", "--refresh").stderr


@pytest.mark.usefixtures("listed")
def test_a_session_among_the_words_is_the_only_one_that_may_be_out_of_date(run: Run, home: DemoHome) -> None:
    home.sign_out("acme")
    done = run("list", "acme", "nosuch", "--refresh")
    assert (done.returncode, done.stdout) == (5, "")
    assert "globex" not in done.stderr
    assert run("exec", "--each", "northwind", "--", "true").stderr == ""
