"""The wrapper in PowerShell: what it switches, what it reports, and all that it leaves alone."""

from __future__ import annotations

import subprocess
from pathlib import Path

import pytest

from ssotui.core.shell.variables import LINES_VERSION
from tests.shell.lab import NASTY, Lab

pytestmark = pytest.mark.needs("pwsh")

STRICT = "Set-StrictMode -Version Latest; $ErrorActionPreference = 'Stop'"


class PowerShell(Lab):
    """The stand-in program of ``Lab`` in PowerShell, which has been told nothing else."""

    def run(self, *code: str, before: str = "", stdin: str = "") -> subprocess.CompletedProcess[str]:
        load = "Get-Content -Raw -LiteralPath $env:LAB/hook | Invoke-Expression"
        script = self.folder / "script.ps1"
        script.write_text("\n".join([before, load, *code]), encoding="utf-8")
        words = ["pwsh", "-NoProfile", "-NonInteractive", "-File", str(script)]
        return subprocess.run(
            words, cwd=self.folder, env=self.env, input=stdin, capture_output=True, text=True, check=False
        )


@pytest.fixture
def lab(tmp_path: Path) -> PowerShell:
    return PowerShell(tmp_path, "powershell")


def test_every_name_arrives_to_the_letter_and_none_runs(lab: PowerShell) -> None:
    done = lab.give_each_name("; [Console]::WriteLine($env:AWS_PROFILE)")
    assert done.stdout.split("\n")[:-1] == list(NASTY)
    assert not lab.broken_into
    assert done.stderr == ""


@pytest.mark.parametrize("before", ["", STRICT, "$PSNativeCommandUseErrorActionPreference = $true"])
def test_a_failure_is_one_for_every_way_to_ask(lab: PowerShell, before: str) -> None:
    done = lab.run(
        'ssotui say x && "went on"',
        'ssotui say x || "else"',
        'ssotui say x; "$? $LASTEXITCODE"',
        'if ($?) { "true" }',
        'ssotui own && "after success"',
        'ssotui own; "$? $LASTEXITCODE"',
        '"errors $($Error.Count)"',
        before=before,
    )
    owned = f"powershell {LINES_VERSION} channel"
    assert done.stdout.splitlines() == [
        "<x>", "<x>", "else", "<x>", "False 7", "true", owned, "after success", owned, "True 0", "errors 0",
    ]  # fmt: skip
    assert done.stderr == ""


def test_words_reach_the_program_as_they_were_typed(lab: PowerShell) -> None:
    done = lab.run(
        "ssotui say -d -V -v -o -Debug --version -la:x '--' -- a -h",
        "ssotui say 'a  b' '*' '~' '$x' '' 'a\"b' '$(New-Item pwned)' '`'",
        "ssotui say 012345678901 1.50",
    )
    assert done.stdout.splitlines() == [
        "<-d><-V><-v><-o><-Debug><--version><-la:x><--><a><-h>",
        '<a  b><*><~><$x><><a"b><$(New-Item pwned)><`>',
        "<012345678901><1.50>",
    ]
    assert not lab.broken_into


def test_pipes_and_captures_pass_through_it(lab: PowerShell) -> None:
    done = lab.run("'hello' | ssotui read", '$x = ssotui say a b; "[$x]"', "ssotui say a | ForEach-Object { $_ * 2 }")
    assert done.stdout.splitlines() == ["hello", "[<a><b>]", "<a><a>"]


def test_leaving_changes_nothing(lab: PowerShell) -> None:
    lab.lines(0, "AWS_PROFILE=other")
    lab.env["AWS_PROFILE"] = "mine"
    done = lab.run('ssotui give 0 130; "$? $LASTEXITCODE $env:AWS_PROFILE"', before=STRICT)
    assert done.stdout == "False 130 mine\n"


def test_only_the_variables_of_a_switch_are_taken(lab: PowerShell) -> None:
    lab.env |= {"AWS_ACCESS_KEY_ID": "AKIA", "AWS_DEFAULT_PROFILE": "old"}
    lab.lines(
        0, "PATH=/nowhere", "aws_profile=x", "unset HOME", "unset AWS_ACCESS_KEY_ID", "unset AWS_DEFAULT_PROFILE",
        "$(New-Item pwned)=x", "AWS_PROFILE[$(New-Item pwned)]=x", "AWS_PROFILE=kept",
    )  # fmt: skip
    done = lab.run("ssotui give 0", "printenv HOME", "Get-ChildItem env: | ForEach-Object Name", before=STRICT)
    home, *names = done.stdout.splitlines()
    assert home == lab.env["HOME"]
    assert {name for name in names if name.upper().startswith(("AWS_", "SSOTUI_"))} == {"AWS_PROFILE"}
    assert not lab.broken_into
    assert lab.left_over == []


def test_the_function_can_have_another_name(lab: PowerShell) -> None:
    lab.install(name="aws-switch")
    lab.lines(0, "AWS_PROFILE=x")
    assert lab.run("aws-switch give 0; $env:AWS_PROFILE", "ssotui own").stdout == "x\n  \n"


def test_an_install_path_may_look_like_a_mark_of_the_script(lab: PowerShell) -> None:
    lab.move_program("it's @SET@ $(New-Item pwned)")
    assert lab.run("ssotui own").stdout == f"powershell {LINES_VERSION} channel\n"
    assert not lab.broken_into


def test_tab_completes_names_as_one_quoted_word(lab: PowerShell) -> None:
    folder = lab.folder / "home" / ".aws"
    folder.mkdir()
    names = ("my prod's", "$(New-Item pwned)", "plain")
    folder.joinpath("config").write_text("".join(f'[profile "{name}"]\nregion = eu-west-1\n' for name in names))
    complete = "(TabExpansion2 -inputScript '{0}' -cursorColumn {1}).CompletionMatches | ForEach-Object CompletionText"
    lines = ("ssotui us", "ssotui use my", "ssotui use $(", "ssotui list --ref")
    done = lab.run(*(complete.format(line, len(line)) for line in lines if "$(" not in line), before=STRICT)
    assert done.stdout.splitlines() == ["use", "'my prod''s'", "--refresh"]
    assert not lab.broken_into
