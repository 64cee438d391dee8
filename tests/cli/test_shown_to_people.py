"""What commands show to people: tables, long lists cut short, questions, and where to sign in."""

from __future__ import annotations

import json
import os
import socket
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from ssotui.demo.home import DemoHome, make_home
from ssotui.demo.organization import Organization
from ssotui.demo.server import serving
from ssotui.demo.world import make_world
from tests.cli.conftest import Run, Terminal, ended
from tests.command_runs import run_command

Open = Callable[..., Terminal]


def test_status_is_a_table_of_the_sessions_with_the_shells_profile(open_terminal: Open, home: DemoHome) -> None:
    home.expire("northwind", refreshable=False)
    child = open_terminal("status", AWS_PROFILE=home.profiles[0])
    assert ended(child) == 0
    rows = [line.split() for line in child.before.splitlines() if line]
    assert ["SESSION", "SIGN-IN", "LISTED", "PROFILE"] in rows
    states = {row[0]: " ".join(row[1:]) for row in rows}
    assert states["acme"].endswith(home.profiles[0])
    assert "expired" in states["northwind"]
    assert "signed out" in states["globex"]


def test_sessions_are_listed_as_a_table(open_terminal: Open) -> None:
    child = open_terminal("session", "list")
    assert ended(child) == 0
    assert child.before.split()[0] == "SESSION"


def test_a_role_with_a_profile_gets_no_second_one_unasked(run: Run, home: DemoHome) -> None:
    listed = json.loads(run("list", "acme", "--json").stdout)
    role = next(one for one in listed if one["profiles"])
    before = home.config_file.read_bytes()
    done = run("profile", "add", f"acme/{role['account_id']}/{role['role']}")
    assert done.returncode == 0
    assert f"already has a profile: {role['profiles'][0]}. To write another one: --name NAME" in done.stderr
    assert home.config_file.read_bytes() == before


@pytest.mark.parametrize("answer", ["n", "y"])
def test_a_profile_is_removed_after_a_yes_only(open_terminal: Open, home: DemoHome, answer: str) -> None:
    child = open_terminal("profile", "remove", home.profiles[0])
    child.expect_exact(f"Remove {home.profiles[0]}? [y/N] ")
    child.sendline(answer)
    assert ended(child) == (0 if answer == "y" else 130)
    assert (f"[profile {home.profiles[0]}]" in home.config_file.read_text()) is (answer == "n")


def test_of_many_candidates_twenty_are_shown_and_the_others_counted(tmp_path: Path) -> None:
    with serving(make_world(sessions=1, accounts=30, roles=1)) as organization:
        home = make_home(tmp_path / "home", organization, os.environ)
        roles = len(json.loads(run_command(["list", "--json"], home.env).stdout))
        told = run_command(["creds", "acme"], home.env).stderr
    assert len([line for line in told.splitlines() if line.startswith("  ssotui creds acme/")]) == 20
    assert f"\n  and {roles - 20} more\n" in told


def test_a_browser_that_does_not_start_is_told_of_and_the_code_can_still_be_entered(
    open_terminal: Open, organization: Organization, home: DemoHome
) -> None:
    settings = home.folder / "config.toml"
    settings.write_text('[login]\nbrowser = "false {url}"\n')
    child = open_terminal("login", "globex", "--device-code", SSOTUI_CONFIG=str(settings), DISPLAY=":9")
    child.expect_exact("ssotui: ")  # an error
    child.expect_exact("Waiting")
    organization.approve()
    child.expect_exact("Signed in to globex")
    assert ended(child) == 0


def test_the_port_for_the_browsers_return_is_the_one_that_was_named(run: Run, home: DemoHome) -> None:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        port = taken.getsockname()[1]
        done = run("login", "globex", "--callback-port", str(port))
    assert done.returncode == 1
    assert str(port) in done.stderr
    assert "--device-code" in done.stderr


def test_the_url_of_the_console_is_copied_and_not_printed(run: Run, home: DemoHome, tmp_path: Path) -> None:
    programs, copied = tmp_path / "programs", tmp_path / "copied"
    programs.mkdir()
    (programs / "xclip").write_text(f'#!/bin/sh\ncase "$*" in *-o*) cat "{copied}";; *) cat >"{copied}";; esac\n')
    (programs / "xclip").chmod(0o755)
    path = f"{programs}:{Path(sys.executable).parent}:/usr/bin:/bin"
    done = run("console", home.profiles[0], "--copy", PATH=path, DISPLAY=":9")
    assert (done.returncode, done.stdout) == (0, "")
    assert done.stderr.startswith("Copied the URL to ")
    assert "SigninToken=" in copied.read_text()
    assert "SigninToken=" not in done.stderr
