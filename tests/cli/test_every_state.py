"""Every command in every state of sign-ins and files, with and without a terminal: exit code, stderr and stdout."""

from __future__ import annotations

import io
import os
import re
import sys
from collections.abc import Callable, Iterator
from datetime import timedelta
from pathlib import Path
from typing import NamedTuple

import pytest

from ssotui.cli import parser
from ssotui.cli.main import main
from ssotui.core.sign_in.oidc import SignedIn
from ssotui.demo.home import DemoHome, make_home
from ssotui.demo.organization import Organization
from ssotui.demo.server import serving
from ssotui.demo.world import make_world
from ssotui.errors import ExitCode

STATES = ("no session", "signed out", "expired", "refused", "unreachable", "one signed out", "unparsable", "read-only")


class Row(NamedTuple):
    """Exit codes in the order of STATES, without a terminal.

    ``signs_in``: the session that a terminal makes 0 of every 5 with. ``asks``: on a terminal, where nobody answers, it
    is 130 instead of 2. ``shows``: how stdout may begin although it failed.
    """

    codes: str
    signs_in: str = ""
    asks: bool = False
    shows: str = ""


ADD = "session add fresh --start-url https://fresh.awsapps.com/start --region eu-west-1"
COMMANDS = {
    "use PROFILE": Row("3 0 0 0 0 0 8 0", signs_in="acme", shows="false\n"),
    "use - --no-login": Row("2 2 2 2 2 2 2 2", shows="false\n"),
    "use --keys PROFILE": Row("3 5 5 5 7 0 8 0", signs_in="acme", shows="false\n"),
    "off": Row("0 0 0 0 0 0 0 0"),
    "list --session acme": Row("3 5 5 5 7 0 8 0", signs_in="acme"),
    "list --json": Row("3 5 5 5 7 0 8 0", shows="[]\n"),
    "list acme --no-login": Row("3 5 5 5 7 0 8 0"),
    "list --cached": Row("3 3 3 3 3 3 8 3"),
    "list nothing-has-this-name": Row("3 5 5 5 7 3 8 3"),
    "creds PROFILE": Row("3 5 5 5 7 0 8 0", signs_in="acme"),
    "creds PROFILE --no-login": Row("3 5 5 5 7 0 8 0"),
    "exec PROFILE -- true": Row("3 5 5 5 7 0 8 0", signs_in="acme"),
    "console PROFILE --print": Row("3 5 5 5 7 0 8 0", signs_in="acme"),
    "credential-process --profile PROFILE": Row("3 5 5 5 7 0 8 0"),
    "whoami": Row("3 5 5 5 7 0 8 0", signs_in="acme"),
    "status": Row("0 0 0 0 0 0 8 0"),
    "status --json": Row("0 0 0 0 0 0 8 0", shows="{"),
    "prompt": Row("0 0 0 0 0 0 0 0"),
    "status --check": Row("8 5 5 0 0 0 8 0"),
    "login acme": Row("3 0 0 0 7 0 8 0", signs_in="acme"),
    "logout acme": Row("3 0 0 0 0 0 8 0"),
    "session list": Row("0 0 0 0 0 0 8 0"),
    f"{ADD}": Row("0 0 0 0 0 0 8 8"),
    f"{ADD} --dry-run": Row("0 0 0 0 0 0 8 0"),
    "session remove acme": Row("3 2 2 2 2 2 8 2"),
    "session migrate --dry-run": Row("0 0 0 0 0 0 8 0"),
    "session migrate": Row("0 2 2 2 2 2 8 2", asks=True),
    "profile list": Row("0 0 0 0 0 0 8 0", shows="ci-deployer\t"),
    "profile sync --session northwind --yes": Row("3 5 5 5 7 0 8 8", signs_in="northwind"),
    "profile sync northwind --yes": Row("3 5 5 5 7 0 8 8"),
    "profile sync --session northwind --dry-run": Row("3 5 5 5 7 0 8 0", signs_in="northwind"),
    "profile remove PROFILE --yes": Row("3 0 0 0 0 0 8 8"),
    "profile remove PROFILE": Row("3 2 2 2 2 2 8 2", asks=True),
    "profile undo": Row("3 3 3 3 3 3 3 3"),
    "doctor --json": Row("1 0 0 0 0 0 1 0", shows="["),
    "init bash": Row("0 0 0 0 0 0 0 0"),
    "help list": Row("0 0 0 0 0 0 0 0"),
    "version": Row("0 0 0 0 0 0 0 0"),
}


@pytest.fixture(scope="module")
def world_served() -> Iterator[Organization]:
    with serving(make_world(sessions=3, accounts=9, roles=1)) as served:
        yield served


@pytest.fixture
def home(world_served: Organization, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[DemoHome]:
    """Signed in to acme and northwind, not to globex; the shell has a profile of acme."""
    home = make_home(tmp_path, world_served, os.environ)
    for session in ("acme", "northwind"):
        home.sign_in(session, refreshable=False)
    for name in os.environ:
        monkeypatch.delenv(name)
    for name, value in home.env.items():
        monkeypatch.setenv(name, value)
    monkeypatch.setenv("AWS_PROFILE", home.profiles[0])
    monkeypatch.setenv("SHELL", "/bin/bash")
    monkeypatch.setenv("PATH", str(tmp_path))  # the doctor asks other programs for their version
    yield home
    world_served.clear_faults()


def bring_into(state: str, home: DemoHome, monkeypatch: pytest.MonkeyPatch) -> None:
    for session in ("acme", "northwind"):
        if state == "signed out":
            home.sign_out(session)
        elif state == "expired":
            home.expire(session, refreshable=False)
        elif state == "refused":
            home.organization.revoke(session)
    if state in CONFIGS:
        home.config_file.write_text(CONFIGS[state])
    if state == "read-only":
        home.config_file.chmod(0o444)
    if state == "unreachable":
        cut_off(home, monkeypatch)


def cut_off(home: DemoHome, monkeypatch: pytest.MonkeyPatch) -> None:
    """Nobody listens on that port."""
    for name in home.env:
        if name.startswith(("AWS_ENDPOINT_URL", "SSOTUI_ENDPOINT_URL")):
            monkeypatch.setenv(name, "http://127.0.0.1:9")


CONFIGS = {"no session": "", "unparsable": "[profile a]\nregion = eu-west-1\nregion = eu-west-2\n"}


@pytest.fixture
def signed_in_to(home: DemoHome, monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """The sessions that a command signs in to; each is approved at once."""
    sessions: list[str] = []

    def one(_: object, session: object, *__: object) -> SignedIn:
        name = str(getattr(session, "name", ""))
        sessions.append(name)
        home.sign_in(name, refreshable=False)
        return SignedIn(name, home.organization.now() + timedelta(hours=8))

    monkeypatch.setattr("ssotui.cli.sign_in.to_session", one)
    return sessions


class Printed(NamedTuple):
    code: int
    out: str
    err: str


class Stream(io.TextIOWrapper):
    def __init__(self, *, terminal: bool) -> None:
        super().__init__(io.BytesIO(), encoding="utf-8")
        self._terminal = terminal

    def isatty(self) -> bool:
        return self._terminal


def text_in(stream: Stream) -> str:
    stream.seek(0)
    return stream.read()


@pytest.fixture
def run(home: DemoHome, monkeypatch: pytest.MonkeyPatch) -> Callable[..., Printed]:
    """A command line in this process, with stdin and stderr a terminal or not; stdout never is."""
    monkeypatch.setattr("ssotui.desktop.processes.replace_us", lambda *_: 0)

    def ssotui(line: str, *, terminal: bool) -> Printed:
        out, err = Stream(terminal=False), Stream(terminal=terminal)
        for name, stream in (("stdin", Stream(terminal=terminal)), ("stdout", out), ("stderr", err)):
            monkeypatch.setattr(sys, name, stream)
        code = main([home.profiles[0] if word == "PROFILE" else word for word in line.split()])
        return Printed(code, text_in(out), re.sub(r"\x1b\[\w", "", text_in(err)))

    return ssotui


def test_no_command_is_left_out() -> None:
    elsewhere = {"pick", "demo", "__complete"}  # full-screen, a world of its own, and for shells
    assert {line.split()[0] for line in COMMANDS} == set(parser.COMMANDS) - elsewhere


@pytest.mark.parametrize("terminal", [False, True], ids=["script", "terminal"])
@pytest.mark.parametrize("state", STATES)
@pytest.mark.parametrize("line", COMMANDS)
def test_it_does_what_it_says(
    line: str,
    state: str,
    *,
    terminal: bool,
    home: DemoHome,
    run: Callable[..., Printed],
    signed_in_to: list[str],
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    bring_into(state, home, monkeypatch)
    secrets = (
        re.findall(r'"(?:accessToken|clientSecret)": "([^"]+)"', home.token_file("acme").read_text())
        if (home.token_file("acme").exists())
        else []
    )
    row = COMMANDS[line]
    wanted = int(row.codes.split()[STATES.index(state)])
    done = run(line, terminal=terminal)
    assert not re.search(r"Traceback|this is a bug|\bNone\b", done.err)
    assert not [secret for secret in secrets if secret in done.out + done.err]
    if terminal and row.signs_in and wanted == ExitCode.SIGN_IN_NEEDED:
        assert (done.code, signed_in_to) == (0, [row.signs_in]), done.err
    elif terminal and row.asks and wanted == ExitCode.USAGE:
        assert (done.code, done.out) == (ExitCode.LEFT, "")
        assert done.err.endswith("Nothing was written.\n")
    else:
        assert done.code == wanted, done.err
        assert signed_in_to == [] or (signed_in_to == [row.signs_in] and (terminal or line == "login acme"))
    if done.code not in (ExitCode.DONE, ExitCode.LEFT) and not line.startswith("doctor"):
        assert done.out == "" or (row.shows and done.out.startswith(row.shows))
        said, hint = done.err.splitlines()[-2:]
        assert said.startswith("ssotui: ")
        assert hint.startswith("  ")
