"""The program itself in PowerShell: switching with and without the picker, and what follows a failure."""

from __future__ import annotations

import re
import subprocess
import sys
from pathlib import Path

import pexpect
import pytest

from ssotui.demo.home import DemoHome

pytestmark = pytest.mark.needs("pwsh")

STRICT = "Set-StrictMode -Version Latest; $ErrorActionPreference = 'Stop'"


@pytest.fixture
def env(home: DemoHome) -> dict[str, str]:
    return {**home.env, "PATH": f"{Path(sys.executable).parent}:{home.env['PATH']}", "TERM": "xterm-256color"}


def switched(code: str, env: dict[str, str]) -> subprocess.CompletedProcess[str]:
    script = f"{STRICT}\nssotui init powershell | Out-String | Invoke-Expression\n{code}"
    words = ["pwsh", "-NoProfile", "-NonInteractive", "-Command", script]
    return subprocess.run(
        words, env=env, capture_output=True, text=True, check=False, stdin=subprocess.DEVNULL, start_new_session=True
    )


def test_use_back_and_off_switch_the_shell(env: dict[str, str], home: DemoHome) -> None:
    home.config_file.write_text(
        home.config_file.read_text() + "".join(f"\n[profile {name}]\nregion = eu-west-1\n" for name in ("one", "two"))
    )
    say = '"$LASTEXITCODE [$env:AWS_PROFILE]"'
    steps = ("use one", "use two", "use -", "use nomatch", "off")
    done = switched("\n".join(f"ssotui {step}; {say}" for step in steps), env)
    assert done.stdout.splitlines() == ["0 [one]", "0 [two]", "0 [one]", "3 [one]", "0 []"]


def test_a_region_of_one_switch_goes_with_the_next_and_the_users_own_comes_back(
    env: dict[str, str], home: DemoHome
) -> None:
    sections = "".join(f"\n[profile {name}]\nregion = eu-west-1\n" for name in ("one", "two"))
    home.config_file.write_text(home.config_file.read_text() + sections)
    say = '"[$env:AWS_REGION|$env:AWS_DEFAULT_REGION|$env:SSOTUI_REGION]"'
    steps = ("use one --region ap-south-2", "use two", "use one --region ap-south-2", "off")
    done = switched("\n".join(f"ssotui {step}; {say}" for step in steps), env | {"AWS_DEFAULT_REGION": "sa-east-1"})
    assert done.stdout.splitlines() == ["[ap-south-2|ap-south-2|ap-south-2,,sa-east-1]", "[|sa-east-1|]"] * 2


def test_what_follows_a_failed_use_does_not_run(env: dict[str, str]) -> None:
    done = switched("ssotui use nomatch && 'deployed'; ssotui use nomatch || 'refused'", env)
    assert done.stdout == "refused\n"


@pytest.mark.parametrize("line", ["exec prod admin -- ls -la", "exec prod admin -- ls", "demo -- ls"])
def test_the_dashes_that_powershell_keeps_are_told_of(line: str, env: dict[str, str]) -> None:
    done = switched(f"ssotui {line}; $LASTEXITCODE", env)
    assert done.stdout == "2\n"
    assert "PowerShell removes an unquoted -- from the command line. Put it in quotes: ssotui " in done.stderr


@pytest.mark.parametrize(
    ("line", "key", "shown"), [("ssotui one", "\r", "0 [one]"), ("ssotui", "\x1b", "130 [before]")]
)
def test_the_picker_switches_on_enter_and_not_on_escape(
    line: str, key: str, shown: str, env: dict[str, str], home: DemoHome
) -> None:
    home.config_file.write_text(home.config_file.read_text() + "\n[profile one]\nregion = eu-west-1\n")
    say = '"code" + " $LASTEXITCODE [$env:AWS_PROFILE]"'
    script = f"{STRICT}\nssotui init powershell | Out-String | Invoke-Expression\n{line}\n{say}"
    child: pexpect.spawn[str] = pexpect.spawn(
        "pwsh", ["-NoProfile", "-NonInteractive", "-Command", script],
        env={**env, "AWS_PROFILE": "before"}, encoding="utf-8", timeout=30, dimensions=(40, 120),
    )  # fmt: skip
    child.expect_exact(["1 found", "type to find"])
    child.send(key)
    child.expect(r"code (\d+ \[.*?\])")
    assert isinstance(child.match, re.Match)
    assert child.match[1] == shown
    child.close(force=True)
