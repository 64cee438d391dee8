"""``exec`` where no command is after ``--``, or no ``--`` at all."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from ssotui.demo.home import STATIC_PROFILE, DemoHome
from ssotui.demo.organization import Organization
from ssotui.errors import ExitCode
from tests.cli.conftest import Run, Terminal, ended


@pytest.mark.parametrize("server", [(), ("--server",)])
@pytest.mark.parametrize("dashes", [(), ("--",)])
def test_a_script_has_to_say_what_to_run(
    run: Run, home: DemoHome, organization: Organization, server: tuple[str, ...], dashes: tuple[str, ...]
) -> None:
    done = run("exec", home.profiles[0], *server, *dashes)
    assert (done.returncode, done.stdout) == (ExitCode.USAGE, "")
    assert done.stderr == (
        "ssotui: There is no command to run.\n  Put it after --, such as: ssotui exec prod admin -- env\n"
    )
    assert organization.counts["GetRoleCredentials"] == 0


def test_dashes_without_a_command_open_no_shell(open_terminal: Callable[..., Terminal], home: DemoHome) -> None:
    child = open_terminal("exec", home.profiles[0], "--", SHELL="/bin/sh")
    assert ended(child) == ExitCode.USAGE


def test_no_input_opens_no_shell(open_terminal: Callable[..., Terminal], home: DemoHome) -> None:
    child = open_terminal("--no-input", "exec", home.profiles[0], SHELL="/bin/sh")
    assert ended(child) == ExitCode.USAGE


@pytest.mark.parametrize(
    ("shell", "told"),
    [("bash", ("Did you mean this?", "--")), ("powershell", ("PowerShell removes an unquoted --", "'--'"))],
)
def test_forgotten_dashes_are_found_by_the_words_before_them(
    open_terminal: Callable[..., Terminal], run: Run, home: DemoHome, shell: str, told: tuple[str, str]
) -> None:
    lead, dashes = told
    run("list")
    account = home.organization.world.instance("acme").accounts[0]
    words = (str(account.name), account.roles[0], "env", "aws", "s3://a b")
    meant = f"ssotui exec {account.name} {account.roles[0]} {dashes} env aws 's3://a b'"
    done = run("exec", *words, SSOTUI_SHELL=shell)
    assert (done.returncode, done.stdout) == (ExitCode.USAGE, "")
    assert done.stderr.startswith(f'ssotui: Nothing matches "{" ".join(words)}".\n  {lead} ')
    assert done.stderr.endswith(f" {meant}\n")
    child = open_terminal("exec", *words, SSOTUI_SHELL=shell)
    assert ended(child) == ExitCode.USAGE
    assert meant in child.before


@pytest.mark.parametrize("reference", ["acme/000000000001/NotListedYet", STATIC_PROFILE])
def test_names_that_no_search_finds_count_as_well(run: Run, reference: str) -> None:
    assert f"Did you mean this? ssotui exec {reference} -- env" in run("exec", reference, "env").stderr


def test_the_command_begins_with_the_name_of_a_program(run: Run, home: DemoHome) -> None:
    run("list")
    account = home.organization.world.instance("acme").accounts[0]
    done = run("exec", str(account.name), "env", account.roles[0])  # which would match as well
    assert f"ssotui exec {account.name} -- env {account.roles[0]}" in done.stderr
    done = run("exec", str(account.name), account.roles[0], "no-such-program", "x")
    assert f"ssotui exec {account.name} {account.roles[0]} -- no-such-program x" in done.stderr


def test_words_that_match_nothing_at_all_say_so(run: Run) -> None:
    run("list")
    done = run("exec", "nosuch", "thing", "--", "env")
    assert (done.returncode, done.stdout) == (ExitCode.NOTHING_MATCHED, "")


def test_on_a_terminal_it_runs_the_users_own_shell(open_terminal: Callable[..., Terminal], home: DemoHome) -> None:
    program = home.folder / "my shell"
    program.write_text("#!/bin/sh\necho it is mine: ${AWS_ACCESS_KEY_ID%%[A-Z0-9]*}-$SSOTUI_EXEC\nexit 9\n")
    program.chmod(0o755)
    child = open_terminal("exec", home.profiles[0], SHELL=str(program))
    assert ended(child) == 9
    assert "it is mine: -1" in child.before
    assert "This shell has the credentials of " in child.before


def test_the_users_shell_is_told_the_name_of_the_account_once_it_is_listed(
    open_terminal: Callable[..., Terminal], home: DemoHome
) -> None:
    account = home.organization.world.instance("acme").accounts[0]
    query = f"acme/{account.id}/{account.roles[0]}"
    for place in (f"in account {account.id}. ", f"in account {account.name} ({account.id}). "):
        child = open_terminal("exec", query, SHELL="/bin/true")
        assert ended(child) == 0
        assert f"This shell has the credentials of {account.roles[0]} {place}" in child.before
        assert ended(open_terminal("list")) == 0
