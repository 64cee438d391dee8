"""``ssotui list`` against the embedded organization over real HTTP."""

from __future__ import annotations

import csv
import io
import json
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from ssotui.cli import list_roles, parser
from ssotui.demo.home import DemoHome, make_home
from ssotui.demo.organization import Organization
from ssotui.demo.server import serving
from ssotui.demo.world import make_world
from ssotui.errors import ExitCode, NothingMatched

WORLD = make_world(accounts=12, roles=3)  # two sessions of 6 accounts, 3 roles each; both are signed in

ROLES = 2 * 6 * 3


@pytest.fixture
def home(tmp_path: Path, organization: Organization) -> DemoHome:
    return make_home(tmp_path / "home", organization, {})


@pytest.fixture
def run(home: DemoHome) -> Callable[..., int]:
    """Run ``ssotui list`` with these arguments in this process; the exit code."""
    return lambda *arguments: list_roles.run(parser.build("list").parse_args(arguments), home.env)


@pytest.fixture
def listed(run: Callable[..., int], capsys: pytest.CaptureFixture[str]) -> Callable[..., list[dict[str, Any]]]:
    """What ``ssotui list --json`` prints, whatever its exit code."""

    def read(*arguments: str) -> list[dict[str, Any]]:
        run("--json", *arguments)
        return list(json.loads(capsys.readouterr().out))

    return read


Run = Callable[..., int]
Listed = Callable[..., list[dict[str, Any]]]
Printed = pytest.CaptureFixture[str]


def refs(entries: list[dict[str, Any]]) -> set[tuple[str, str, str]]:
    return {(one["session"], one["account_id"], one["role"]) for one in entries}


def test_every_role_of_every_session_is_listed(listed: Listed, organization: Organization) -> None:
    entries = listed()
    assert len(entries) == ROLES
    assert refs(entries) == {
        (instance.session, account.id, role)
        for instance in organization.world.instances
        for account in instance.accounts
        for role in account.roles
    }


def test_json_has_the_members_of_the_contract(listed: Listed, home: DemoHome) -> None:
    with_profile = [entry for entry in listed() if entry["profiles"]]
    assert set(with_profile[0]) == {
        *("session", "account_id", "account_name", "account_email"),
        *("role", "profiles", "favourite", "last_used"),
    }
    assert {name for entry in with_profile for name in entry["profiles"]} >= set(home.profiles)
    assert (with_profile[0]["favourite"], with_profile[0]["last_used"]) == (False, None)


def test_the_second_time_nothing_is_asked(run: Run, organization: Organization) -> None:
    run()
    organization.counts.clear()
    assert run() == ExitCode.DONE
    assert not organization.counts


def test_refresh_asks_again(run: Run, organization: Organization) -> None:
    run()
    organization.counts.clear()
    run("--refresh")
    assert organization.counts["ListAccountRoles"] == 12


def test_cached_asks_nothing_and_says_what_it_does_not_know(
    run: Run, organization: Organization, capsys: Printed
) -> None:
    assert run("--cached") == ExitCode.NOTHING_MATCHED
    assert "Nothing is cached for acme" in capsys.readouterr().err
    assert not organization.counts


def test_cached_rows_are_enough_and_what_is_not_cached_is_named(
    run: Run, organization: Organization, capsys: Printed
) -> None:
    one, other = (instance.session for instance in organization.world.instances)
    run("--session", one)
    capsys.readouterr()
    assert run("--cached", one) == ExitCode.DONE
    printed = capsys.readouterr()
    assert {line.split("\t")[0] for line in printed.out.splitlines()} == {one}
    assert printed.err == f"Nothing is cached for {other}. Run the command without --cached to fetch from AWS.\n"


def test_a_query_without_a_match_in_the_cache_says_so_and_what_is_not_cached(
    run: Run, organization: Organization, capsys: Printed
) -> None:
    one, other = (instance.session for instance in organization.world.instances)
    run("--session", one)
    capsys.readouterr()
    with pytest.raises(NothingMatched, match='Nothing matches "xyzzy"'):
        run("--cached", "xyzzy")
    assert f"Nothing is cached for {other}." in capsys.readouterr().err


def test_accounts_that_are_denied_alike_are_one_line_with_count_and_names(
    run: Run, organization: Organization, capsys: Printed
) -> None:
    one = organization.world.instances[0]
    for account in one.accounts[:5]:
        organization.fault("ListAccountRoles", "403", times=None, match=account.id)
    assert run("--session", one.session) == ExitCode.ACCESS_DENIED
    printed = capsys.readouterr()
    said, hint = printed.err.splitlines()
    assert said.startswith("ssotui: AWS denies you access to the roles of 5 accounts (")
    assert [account.name for account in one.accounts[:5] if str(account.name) not in said] == []
    assert hint.startswith("  ")
    assert len(printed.out.splitlines()) == 3


def test_one_session_alone_can_be_listed(listed: Listed, organization: Organization) -> None:
    session = organization.world.instances[1].session
    assert {entry["session"] for entry in listed("--session", session)} == {session}
    assert organization.counts["ListAccounts"] == 1


def test_an_unknown_session_is_answered_with_those_there_are(run: Run) -> None:
    with pytest.raises(NothingMatched, match='no session "nope"') as raised:
        run("--session", "nope")
    assert "acme" in raised.value.hint


def test_a_query_chooses_among_the_roles(listed: Listed, organization: Organization) -> None:
    account = organization.world.instances[0].accounts[0]
    found = listed(f"{account.id}/{account.roles[0]}")
    assert refs(found) == {(organization.world.instances[0].session, account.id, account.roles[0])}


def test_a_profiles_name_is_a_query_for_its_role(listed: Listed, home: DemoHome) -> None:
    assert [entry["profiles"] for entry in listed(home.profiles[0])] == [[home.profiles[0]]]


def test_a_query_that_fits_nothing_says_so(run: Run, capsys: Printed) -> None:
    with pytest.raises(NothingMatched, match='Nothing matches "xyzzyx"'):
        run("--json", "xyzzyx")
    assert json.loads(capsys.readouterr().out) == []


def test_a_session_that_is_not_signed_in_does_not_hide_the_others(
    run: Run, home: DemoHome, organization: Organization, capsys: Printed
) -> None:
    out, other = (instance.session for instance in organization.world.instances)
    home.sign_out(out)
    assert run() == ExitCode.DONE
    printed = capsys.readouterr()
    assert {line.split("\t")[0] for line in printed.out.splitlines()} == {other}
    assert printed.err == f"Never listed (signed out): {out}. Sign in: ssotui login {out}\n"


def test_a_fresh_cache_needs_no_sign_in(run: Run, home: DemoHome, organization: Organization) -> None:
    run()
    home.sign_out(organization.world.instances[0].session)
    assert run() == ExitCode.DONE


def test_a_sign_in_that_aws_has_ended_is_told_of(run: Run, organization: Organization, capsys: Printed) -> None:
    out = organization.world.instances[0].session
    organization.revoke(out)
    assert run() == ExitCode.DONE
    assert f"Never listed (signed out): {out}." in capsys.readouterr().err
    assert run("--session", out) == ExitCode.SIGN_IN_NEEDED
    assert "AWS no longer accepts your sign-in" in capsys.readouterr().err


def test_what_is_cached_is_printed_when_aws_is_out_of_reach(
    run: Run, organization: Organization, capsys: Printed
) -> None:
    first = organization.world.instances[0].session
    run("--session", first)
    capsys.readouterr()
    organization.fault("ListAccounts", "503", times=None)
    assert run() == ExitCode.UNREACHABLE
    printed = capsys.readouterr()
    assert {line.split("\t")[0] for line in printed.out.splitlines()} == {first}
    assert "AWS failed (status 503)" in printed.err


def test_refresh_prints_only_what_was_refreshed(
    run: Run, home: DemoHome, organization: Organization, capsys: Printed
) -> None:
    out, other = organization.world.instances
    run()
    capsys.readouterr()
    home.sign_out(out.session)
    denied = other.accounts[0].id
    organization.fault("ListAccountRoles", "403", times=None, match=denied)
    assert run("--refresh") == ExitCode.ACCESS_DENIED
    printed = capsys.readouterr()
    assert {tuple(line.split("\t")[::2][:2]) for line in printed.out.splitlines()} == {
        (other.session, account.id) for account in other.accounts if account.id != denied
    }
    assert f"May be out of date (signed out): {out.session}." in printed.err


def test_a_refresh_that_could_refresh_nothing_takes_a_sign_in(run: Run, home: DemoHome, capsys: Printed) -> None:
    run()
    capsys.readouterr()
    for instance in home.organization.world.instances:
        home.sign_out(instance.session)
    assert run("--refresh") == ExitCode.SIGN_IN_NEEDED
    assert capsys.readouterr().out == ""


def test_an_account_that_is_denied_is_complained_of_and_the_rest_printed(
    run: Run, organization: Organization, capsys: Printed
) -> None:
    account = organization.world.instances[0].accounts[0]
    organization.fault("ListAccountRoles", "403", times=None, match=account.id)
    assert run() == ExitCode.ACCESS_DENIED
    printed = capsys.readouterr()
    assert len(printed.out.splitlines()) == ROLES - 3
    assert f"the roles of account {account.id}" in printed.err


def test_of_many_errors_the_first_are_shown_and_the_others_counted(tmp_path: Path, capsys: Printed) -> None:
    with serving(make_world(sessions=8, accounts=8, roles=1)) as organization:
        organization.fault("ListAccounts", "403", times=None)
        home = make_home(tmp_path / "home", organization, {})
        for instance in organization.world.instances[:7]:
            home.sign_in(instance.session)
        list_roles.run(parser.build("list").parse_args([]), home.env)
    printed = capsys.readouterr().err
    assert printed.count("AWS denies you access to the accounts of ") == 5
    assert "ssotui: and 2 more errors.\n" in printed


def test_csv_has_a_header_and_a_row_for_each_role(run: Run, capsys: Printed) -> None:
    run("--csv")
    header, *rows = csv.reader(io.StringIO(capsys.readouterr().out))
    assert header == [
        *("session", "account_id", "account_name", "account_email"),
        *("role", "profiles", "favourite", "last_used"),
    ]
    assert len(rows) == ROLES


def test_plain_is_one_tabbed_row_a_line(run: Run, capsys: Printed) -> None:
    run("--plain")
    assert {line.count("\t") for line in capsys.readouterr().out.splitlines()} == {4}


def test_without_a_terminal_nothing_is_drawn(run: Run, capsys: Printed) -> None:
    run()
    printed = capsys.readouterr()
    assert "\x1b" not in printed.out + printed.err
    assert printed.err == ""


def test_nasty_names_stay_in_their_cells(tmp_path: Path) -> None:
    with serving(make_world(accounts=40, sessions=1, hostile=True)) as organization:
        home = make_home(tmp_path, organization, {})
        command = [sys.executable, "-m", "ssotui", "list"]
        as_json = subprocess.run([*command, "--json"], env=home.env, capture_output=True, check=True).stdout
        as_csv = subprocess.run([*command, "--csv"], env=home.env, capture_output=True, check=True).stdout
        as_lines = subprocess.run([*command, "--plain"], env=home.env, capture_output=True, check=True).stdout
    entries = json.loads(as_json)
    rows = list(csv.reader(io.StringIO(as_csv.decode())))[1:]
    assert len(entries) == len(rows) == len(as_lines.splitlines())
    assert not [row for row in rows for cell in row if cell.startswith(("=", "+", "-", "@"))]
    assert b"\x1b" not in as_json + as_csv + as_lines


def test_no_session_at_all_is_told_with_what_to_do(tmp_path: Path) -> None:
    with pytest.raises(NothingMatched, match="No SSO session is configured") as raised:
        list_roles.run(parser.build("list").parse_args([]), {"HOME": str(tmp_path)})
    assert raised.value.hint
