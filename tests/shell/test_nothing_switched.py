"""Where a shell evaluates what a switch prints, and nothing was switched, that fails in every shell."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Mapping
from pathlib import Path

import pytest

from ssotui.cli.main import main
from ssotui.core.shell.shell_table import SHELLS
from tests.command_runs import run_command

EVALUATED = {
    "bash": 'eval "$({})" && echo went on',
    "zsh": 'eval "$({})" && echo went on',
    "sh": "eval $({}) && echo went on",
    **dict.fromkeys(("dash", "ksh", "mksh", "yash", "posh"), 'eval "$(command {})" && echo went on'),
    "fish": "{} | source; and echo went on",
    "tcsh": "eval `{}` && echo went on",
    "elvish": "var code = (try {{ {} }} catch _ {{ }} | slurp); eval $code; echo went on",
    "pwsh": "{} | Out-String | Invoke-Expression; echo 'went on'",
}


@pytest.fixture
def env(tmp_path: Path) -> Mapping[str, str]:
    """A home without any configuration, where ssotui is on PATH and no shell is known but the one that runs it."""
    kept = {name: os.environ[name] for name in ("PATH",)}
    return {**kept, "HOME": str(tmp_path), "PATH": f"{Path(sys.executable).parent}:{kept['PATH']}", "TERM": "xterm"}


@pytest.mark.parametrize("shell", [pytest.param(one, marks=pytest.mark.needs(one)) for one in EVALUATED])
def test_the_shell_that_evaluates_it_does_not_go_on(shell: str, env: Mapping[str, str]) -> None:
    script = EVALUATED[shell].format("ssotui use nomatch")
    known_by = {"SSOTUI_SHELL": "powershell"} if shell == "pwsh" else {}  # it may run as another process (dotnet)
    done = subprocess.run(
        [shell, "-c", script],
        env={**env, **known_by},
        capture_output=True,
        text=True,
        check=False,
        start_new_session=True,
    )
    assert done.stderr.count("ssotui: ") >= 1
    assert "went on" not in done.stdout
    assert done.returncode != 0


@pytest.mark.parametrize("line", ["use nomatch", "use", "use --no-such-flag", "use -", "off too many", "nearly"])
@pytest.mark.parametrize("shell", SHELLS)
def test_whatever_switches_nothing_prints_the_same_for_a_shell(shell: str, line: str, env: Mapping[str, str]) -> None:
    done = run_command(line.split(), {**env, "SSOTUI_SHELL": shell})
    expected = run_command(["use", "nomatch"], {**env, "SSOTUI_SHELL": shell})
    assert done.stdout == expected.stdout != ""
    assert done.stderr.count("ssotui: ") >= 1
    assert done.returncode != 0


@pytest.fixture
def _evaluates(monkeypatch: pytest.MonkeyPatch, env: Mapping[str, str]) -> None:
    for name in os.environ:
        monkeypatch.delenv(name)
    for name, value in {**env, "SSOTUI_SHELL": "bash"}.items():
        monkeypatch.setenv(name, value)


@pytest.mark.usefixtures("_evaluates")
def test_a_crash_fails_too(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> None:
    monkeypatch.setattr("ssotui.cli.use.run", lambda *_: 1 // 0)
    with pytest.raises(ZeroDivisionError):
        main(["use", "something"])
    assert capsys.readouterr().out == "false\n"


@pytest.mark.usefixtures("_evaluates")
def test_a_command_that_switches_nothing_ever_prints_only_data(capsys: pytest.CaptureFixture[str]) -> None:
    for words in (["creds", "nomatch"], ["list"], ["status", "--no-such-flag"], ["exec"], ["--help"]):
        main(words)
        assert "false" not in capsys.readouterr().out.splitlines()


@pytest.mark.usefixtures("_evaluates")
def test_a_wrapper_evaluates_nothing(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> None:
    monkeypatch.setenv("SSOTUI_HOOK", "3")
    assert main(["use", "nomatch"]) == 3
    assert capsys.readouterr().out == ""
