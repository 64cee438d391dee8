"""``exec --each``: a command for every role that matches, each line of its output with the names before it."""

from __future__ import annotations

import os
import re
import signal
import subprocess
import sys
from collections.abc import Iterator, Mapping
from pathlib import Path

import pexpect
import pytest

from ssotui.demo.home import STATIC_PROFILE, DemoHome
from ssotui.demo.organization import Organization
from ssotui.demo.server import serving
from ssotui.demo.world import make_world
from ssotui.errors import ExitCode
from tests.e2e.terminal import OpenTerminal

SSOTUI = [sys.executable, "-m", "ssotui"]
QUERY = ("session:acme", "account:billing")  # all roles of some accounts
_PREFIXED = re.compile(r"(\S+(?: \d{12})?) +(\S+) +\| (.*)")
Matches = list[tuple[str, str, str]]


@pytest.fixture
def organization() -> Iterator[Organization]:
    """Two instances, both signed in."""
    with serving(make_world(sessions=2)) as served:
        yield served


def run(*words: str, env: Mapping[str, str]) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [*SSOTUI, "exec", "--each", *words],
        env=env,
        capture_output=True,
        text=True,
        check=False,
        stdin=subprocess.DEVNULL,
    )


@pytest.fixture
def matches(home: DemoHome) -> Matches:
    """Account, its ID and role of everything that QUERY matches."""
    words = [*SSOTUI, "list", *QUERY, "--plain"]
    listed = subprocess.run(words, env=home.env, capture_output=True, text=True, check=True).stdout
    found = [(fields[1], fields[2], fields[3]) for fields in (line.split("\t") for line in listed.splitlines())]
    assert 8 < len(found) < 60
    return found


def lines(text: str) -> list[tuple[str, str, str]]:
    """Account, role and the rest of each line."""
    found = [_PREFIXED.fullmatch(line) for line in text.splitlines()]
    assert all(found), text
    return [(one[1], one[2], one[3]) for one in found if one]


def test_each_role_runs_it_with_its_own_credentials(home: DemoHome, matches: Matches) -> None:
    who = "import boto3; print(boto3.client('sts').get_caller_identity()['Arn'])"
    done = run(*QUERY, "--", sys.executable, "-c", who, env=home.env)
    assert (done.returncode, done.stderr) == (0, "")
    ids = {name: number for name, number, _ in matches}
    shown = lines(done.stdout)
    assert sorted((account, role) for account, role, _ in shown) == sorted((name, role) for name, _, role in matches)
    for account, role, arn in shown:
        assert f"::{ids[account]}:assumed-role/AWSReservedSSO_{role}_" in arn
    assert len({line.index("|") for line in done.stdout.splitlines()}) == 1  # aligned


def test_a_name_that_two_organizations_give_an_account_is_shown_with_its_id(home: DemoHome) -> None:
    done = run("account:billing-", "--", "echo", "ran", env=home.env)
    ids: dict[str, set[str]] = {}
    for account in {account for account, _, _ in lines(done.stdout)}:
        name, _, number = account.partition(" ")
        ids.setdefault(name, set()).add(number)
    assert any(len(found) > 1 for found in ids.values())
    for name, found in ids.items():
        assert all(found) if len(found) > 1 else found == {""}, name


def test_an_endpoint_for_each_works_as_well(home: DemoHome, matches: Matches) -> None:
    who = "import boto3; print(boto3.client('sts').get_caller_identity()['Account'])"
    (home.config_file.parent / "credentials").write_text(
        "[default]\naws_access_key_id = x\naws_secret_access_key = y\n"
    )
    done = run(*QUERY, "--server", "--", sys.executable, "-c", who, env=home.env)
    assert (done.returncode, done.stderr) == (0, "")
    assert sorted(number for _, _, number in lines(done.stdout)) == sorted(number for _, number, _ in matches)


def test_output_and_errors_stay_apart_and_lines_whole(home: DemoHome, matches: Matches) -> None:
    script = "for n in 1 2 3 4 5; do echo out $n; echo err $n >&2; done; printf 'no line end'"
    done = run(*QUERY, "--", "sh", "-c", script, env=home.env)
    out = [*(f"out {n}" for n in range(1, 6)), "no line end"]
    assert sorted(line for _, _, line in lines(done.stdout)) == sorted(out * len(matches))
    assert sorted(line for _, _, line in lines(done.stderr)) == sorted([f"err {n}" for n in range(1, 6)] * len(matches))


def only_in(number: str, script: str) -> tuple[str, ...]:
    """A command that runs ``script`` in one account only."""
    python = f"""
import boto3, subprocess, sys
if boto3.client('sts').get_caller_identity()['Account'] == '{number}':
    sys.exit(subprocess.call(['sh', '-c', {script!r}]))
"""
    return sys.executable, "-c", python


def test_the_worst_status_is_its_own_and_the_failed_ones_are_named(home: DemoHome, matches: Matches) -> None:
    name, number, _ = matches[0]
    done = run(*QUERY, "--", *only_in(number, "exit 7"), env=home.env)
    assert done.returncode == 7
    failed = [role for _, one, role in matches if one == number]
    first, *rest = done.stderr.splitlines()
    assert first == f"ssotui: {len(failed)} of {len(matches)} failed:"
    assert sorted(" ".join(line.split()) for line in rest) == sorted(f"{name} {role}: exit status 7" for role in failed)


def test_a_role_that_is_denied_fails_alone(home: DemoHome, organization: Organization, matches: Matches) -> None:
    name, number, _ = matches[0]
    organization.fault("GetRoleCredentials", "403", times=None, match=number)
    denied = sum(number == one for _, one, _ in matches)
    done = run(*QUERY, "--", "echo", "ran", env=home.env)
    assert done.returncode == ExitCode.ACCESS_DENIED
    assert len(lines(done.stdout)) == len(matches) - denied
    messages = done.stderr.splitlines()
    assert [account for account, _, _ in lines("\n".join(messages[:denied]))] == [name] * denied
    assert messages[denied] == f"ssotui: {denied} of {len(matches)} failed:"


def test_throttling_fails_nothing(home: DemoHome, organization: Organization, matches: Matches) -> None:
    organization.rate_limit = 20
    done = run(*QUERY, "--", "echo", "ran", env=home.env)
    assert (done.returncode, done.stderr) == (0, "")
    assert len(lines(done.stdout)) == len(matches)


def test_a_command_that_is_not_found_is_said_once(home: DemoHome, matches: Matches) -> None:
    assert matches
    done = run(*QUERY, "--", "no-such-command", env=home.env)
    assert (done.returncode, done.stdout) == (127, "")
    assert done.stderr.count("no-such-command") == 1


def test_a_reader_that_has_enough_ends_it(home: DemoHome, matches: Matches) -> None:
    assert matches
    words = [*SSOTUI, "exec", "--each", *QUERY, "--", "yes"]
    with subprocess.Popen(words, env=home.env, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True) as process:
        assert process.stdout
        assert process.stderr
        assert process.stdout.readline().endswith("| y\n")
        process.stdout.close()
        assert process.stderr.read() == ""
    assert process.returncode == 128 + signal.SIGPIPE


def test_other_profiles_are_matches_too(home: DemoHome) -> None:
    done = run(STATIC_PROFILE, "--", "printenv", "AWS_ACCESS_KEY_ID", env=home.env)
    assert lines(done.stdout) == [(STATIC_PROFILE, "static", "AKIADEMO2345DEMO6789")]


@pytest.mark.parametrize(
    ("words", "status"),
    [
        (("--", "env"), ExitCode.USAGE),
        (("prod",), ExitCode.USAGE),
        (("prod", "--"), ExitCode.USAGE),
        (("nothing-like-that", "--", "env"), ExitCode.NOTHING_MATCHED),
    ],
)
def test_without_matches_or_command_nothing_is_run(home: DemoHome, words: tuple[str, ...], status: int) -> None:
    done = run(*words, env=home.env)
    assert (done.returncode, done.stdout) == (status, "")
    assert "Traceback" not in done.stderr


def on_a_terminal(home: DemoHome, *words: str) -> pexpect.spawn[str]:
    return pexpect.spawn(
        SSOTUI[0],
        [*SSOTUI[1:], "exec", "--each", *words],
        env={**os.environ, **home.env, "TERM": "xterm-256color"},
        encoding="utf-8",
        timeout=60,
        dimensions=(100, 200),
    )


@pytest.mark.parametrize(("answer", "status"), [("y", 0), ("n", 130), ("", 130)])
def test_on_a_terminal_it_asks_how_many_and_names_production(
    home: DemoHome, matches: Matches, answer: str, status: int
) -> None:
    settings = home.folder / "config.toml"
    settings.write_text('[safety]\nproduction = ["*-prod"]\n')
    home.env["SSOTUI_CONFIG"] = str(settings)
    child = on_a_terminal(home, *QUERY, "--", "echo", "it", "ran")
    child.expect_exact(f"Run echo it ran with {len(matches)} roles? [y/N] ")
    production = list(dict.fromkeys(name for name, _, _ in matches if name.endswith("-prod")))
    assert production
    assert f"PROD: {', '.join(production)}" in shown(child)
    child.sendline(answer)
    child.expect(pexpect.EOF)
    child.close()
    assert child.exitstatus == status
    assert ("| it ran" in plain(shown(child))) is (status == 0)
    assert ("Nothing was run." in shown(child)) is (status != 0)


def shown(child: pexpect.spawn[str]) -> str:
    """What came before that which it was waited for."""
    return str(child.before)


def plain(text: str) -> str:
    return re.sub(r"\x1b\[\d+m", "", text)


def test_without_a_query_roles_are_marked_in_the_picker(
    home: DemoHome, open_terminal: OpenTerminal, matches: Matches
) -> None:
    terminal = open_terminal("bash --norc", {**home.env, "NO_COLOR": "1"})
    terminal.command(f"{' '.join(SSOTUI)} exec --each -- sh -c 'echo it ran'")
    terminal.until("exec --each: choose roles")
    terminal.type(" ".join(QUERY))
    terminal.until(f"{len(matches)} found")
    terminal.press("Tab", "Down", "Tab")
    terminal.until("2 marked")
    terminal.press("Enter")
    terminal.until("Run sh -c 'echo it ran' with 2 roles? [y/N]")
    terminal.command("y")
    terminal.until_that(lambda screen: screen.count("| it ran") == 2, "both")
    assert terminal.status() == "0"


def test_yes_asks_nothing(home: DemoHome, matches: Matches) -> None:
    child = on_a_terminal(home, *QUERY, "--yes", "--", "echo", "ran")
    child.expect(pexpect.EOF)
    child.close()
    assert child.exitstatus == 0
    assert plain(shown(child)).count("| ran") == len(matches)
    assert "\x1b[36m" in shown(child)


def interrupted(home: DemoHome, script: str) -> pexpect.spawn[str]:
    """``exec --each`` of a script that says "ready", after Ctrl+C when 8 of them are."""
    child = on_a_terminal(home, *QUERY, "--yes", "--", "bash", "-c", script)
    for _ in range(8):
        child.expect_exact("ready")
    child.sendintr()
    return child


def test_ctrl_c_ends_all_and_says_which_were_not_run(home: DemoHome, matches: Matches) -> None:
    started = home.folder / "started"
    started.mkdir()
    script = f"touch {started}/$$; trap 'exit 4' INT; echo ready; while :; do sleep 0.1; done"
    child = interrupted(home, script)
    child.expect(pexpect.EOF)
    child.close()
    assert child.exitstatus == ExitCode.LEFT
    assert f"ssotui: 8 of {len(matches)} failed:" in shown(child)
    assert f"ssotui: {len(matches) - 8} of {len(matches)} not run:" in shown(child)
    assert all(not Path(f"/proc/{one.name}").exists() for one in started.iterdir())
    assert len(list(started.iterdir())) == 8


def test_a_second_ctrl_c_kills_what_does_not_end(home: DemoHome, matches: Matches) -> None:
    assert matches
    script = "trap 'echo not yet' INT; echo ready; while :; do sleep 0.1; done"
    child = interrupted(home, script)
    for _ in range(8):
        child.expect_exact("not yet")
    child.sendintr()
    child.expect(pexpect.EOF)
    child.close()
    assert child.exitstatus == ExitCode.LEFT
    assert "exit status 137" in shown(child)


def test_a_signal_that_ends_it_ends_all(home: DemoHome, matches: Matches) -> None:
    assert matches
    script = "trap 'echo ended; exit 4' TERM; echo ready; while :; do sleep 0.1; done"
    words = [*SSOTUI, "exec", "--each", *QUERY, "--", "bash", "-c", script]
    with subprocess.Popen(words, env=home.env, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True) as process:
        assert process.stdout
        assert all("ready" in process.stdout.readline() for _ in range(8))
        process.send_signal(signal.SIGTERM)
        assert process.stdout.read().count("ended") == 8
    assert process.returncode == 128 + signal.SIGTERM
