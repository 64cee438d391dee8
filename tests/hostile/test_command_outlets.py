"""Every command, in a world of nasty names: what it prints is read by people and programs, and obeyed by nothing."""

from __future__ import annotations

import csv
import io
import json
import re
from collections.abc import Iterable
from pathlib import Path

import pexpect
import pytest
from botocore.configloader import build_profile_map, raw_config_parse

from ssotui.cli import parser
from ssotui.demo import hostile_names
from ssotui.demo.home import DemoHome
from ssotui.demo.organization import Organization
from tests.command_runs import OnTerminal
from tests.hostile.running import obeyed, run

ACME = "acme"
# What each command is asked; {role} is a role of an account whose name is nasty, {nowhere} a session nobody is in.
OUTLETS: dict[str, tuple[list[str], ...]] = {
    "pick": (["pick", "--help"],),  # tests/hostile/test_terminal.py
    "use": (["use", "{role}"], ["use", "pwned"], ["use", hostile_names.NAMES[47]]),
    "off": (["off"],),
    "list": (["list", "--cached"], ["list", "--cached", "--csv"], ["list", "--cached", "--json"],
             ["list", "--refresh"]),
    "creds": (["creds", "{role}", "--write"], ["creds", "of-0"]),
    "credential-process": (["credential-process", "--profile", "of-0"],),
    "exec": (["exec", "of-1", "--", "true"],),
    "console": (["console", "{role}", "--print"], ["console", "{nowhere}/111111111111/x", "--portal", "--print"]),
    "whoami": (["whoami"], ["whoami", "--profile", "of-2"], ["whoami", "--json", "--profile", "{profile}"]),
    "status": (["status"], ["status", "--json"], ["status", "--check"]),
    "prompt": (["prompt"], ["prompt", "--format", "{{account_name}} {{role}} {{badge}}"]),
    "login": (["login", "{nowhere}", "--device-code"], ["login", "no such \x1b[31m"]),
    "logout": (["logout", "--all"],),
    "session": (["session", "list"], ["session", "list", "--json"], ["session", "remove", "{nowhere}"],
                ["session", "migrate", "--dry-run"]),
    "profile": (["profile", "list"], ["profile", "list", "--json"], ["profile", "sync", "--dry-run"],
                ["profile", "remove", "of-0", "--dry-run"], ["profile", "add", "{role}", "--dry-run"]),
    "doctor": (["doctor"], ["doctor", "--json"]),
    "init": (["init", "bash"],),
    "demo": (["demo", "--help"],),
    "help": (["help"], ["help", "no such \x1b[31m"]),
    "version": (["version"],),
    "__complete": (["__complete", "use", ""], ["__complete", "login", ""]),
}  # fmt: skip


def test_no_command_is_left_out() -> None:
    assert set(OUTLETS) == set(parser.COMMANDS)


@pytest.fixture(scope="module")
def place(home: DemoHome, organization: Organization) -> dict[str, str]:
    """What stands for what in OUTLETS; the catalogue is known."""
    home.sign_in(organization.world.instances[2].session)
    run(home, "list", "--refresh")
    account = next(one for one in organization.world.instances[0].accounts if one.name == "$(touch pwned)")
    return {
        "role": f"{ACME}/{account.id}/{account.roles[0]}",
        "nowhere": "\x1b]52;c;cHduZWQ=\x07",
        "profile": home.profiles[0],
    }


def assert_inert(home: DemoHome, printed: str) -> None:
    assert obeyed(printed) == []
    assert "Traceback" not in printed
    assert "this is a bug" not in printed
    assert not re.search(r"(?m)^ssotui: forged", printed)
    assert not list(home.folder.parent.rglob("pwned*"))


@pytest.mark.parametrize(
    "words", [pytest.param(words, id="-".join(words)) for group in OUTLETS.values() for words in group]
)
def test_what_it_prints_is_obeyed_by_nothing(home: DemoHome, place: dict[str, str], words: list[str]) -> None:
    asked = [word.format(**place) if word.startswith("{") else word for word in words]
    if "--refresh" in words:
        done = run(home, *asked)
        assert_inert(home, done.stdout + done.stderr)
    never_signs_in = ["--no-login"] if words[0] in ("creds", "exec", "console") else []
    child = OnTerminal(
        [*asked, *never_signs_in], {**home.env, "TERM": "dumb"}, timeout=60, dimensions=(40, 200), cwd=str(home.folder)
    )
    if "login" in words and "{nowhere}" in words:
        child.expect(["Waiting", pexpect.EOF])
    else:
        child.expect(pexpect.EOF)
    assert_inert(home, str(child.before).replace("\r\n", "\n"))
    child.close(force=True)


@pytest.mark.parametrize("fault", ["400", "401"])
@pytest.mark.parametrize("debug", [[], ["--debug"]])
def test_what_aws_says_is_obeyed_by_nothing(
    home: DemoHome, place: dict[str, str], organization: Organization, fault: str, debug: list[str]
) -> None:
    organization.fault("ListAccountRoles", fault, times=None)
    done = run(home, *debug, "list", "--refresh", "--session", ACME)
    organization.clear_faults()
    assert done.returncode not in (0, 2)
    assert_inert(home, done.stdout + done.stderr)


def test_a_spreadsheet_computes_nothing(home: DemoHome, place: dict[str, str]) -> None:
    printed = run(home, "list", "--cached", "--csv").stdout
    rows = list(csv.reader(io.StringIO(printed)))
    assert {len(row) for row in rows} == {8}
    cells = [cell for row in rows for cell in row]
    assert not [cell for cell in cells if cell.lstrip("\u3000 ").startswith(tuple("=+-@\t\r＝＋－＠"))]
    assert [cell for cell in cells if "cmd|" in cell]


def test_json_and_csv_name_the_same_roles(home: DemoHome, place: dict[str, str]) -> None:
    entries = json.loads(run(home, "list", "--cached", "--json").stdout)
    rows = list(csv.reader(io.StringIO(run(home, "list", "--cached", "--csv").stdout)))[1:]
    lines = run(home, "list", "--cached", "--plain").stdout.splitlines()
    assert [one["account_id"] for one in entries] == [row[1] for row in rows] == [line.split("\t")[2] for line in lines]
    by_id = {one["account_id"]: one["account_name"] for one in entries}
    assert all(name for name in by_id.values() if name is not None) or "" in by_id.values()


def test_profiles_of_nasty_names_are_told_apart_to_the_letter(home: DemoHome, place: dict[str, str]) -> None:
    """What a program reads is the name itself, escaped; only what people see is cleaned."""
    told = {one["name"] for one in json.loads(run(home, "profile", "list", "--json").stdout)}
    readable = set(botocore_names(home))
    assert readable <= told
    assert len(readable & set(hostile_names.NAMES)) > 60
    assert "\x1b]52;c;cHduZWQ=\x07" in {
        one["name"] for one in json.loads(run(home, "session", "list", "--json").stdout)
    }


def botocore_names(home: DemoHome) -> Iterable[str]:
    return list(build_profile_map(raw_config_parse(str(home.config_file)))["profiles"])


def test_the_log_of_debug_is_obeyed_by_nothing(home: DemoHome, place: dict[str, str]) -> None:
    run(home, "--debug", "use", "of-0")
    run(home, "--debug", "creds", "of-0", "--no-login")
    log = Path(home.folder / ".local" / "state" / "ssotui" / "debug.log").read_text()
    assert log
    assert obeyed(log) == []
