"""The wrapper in nushell, the newest and the oldest that it is for: names, exit codes, and what stays untouched."""

from __future__ import annotations

import subprocess
from pathlib import Path

import pytest

from ssotui.cli import parser
from ssotui.core.shell.variables import LINES_VERSION
from ssotui.shell import init_script
from tests.shell.lab import NASTY, Lab

SHOW = '$env.AWS_PROFILE? | default "none" | print'


class Nushell(Lab):
    """It reads a whole script before it runs any of it, so the wrapper stands in front of the code."""

    def run(self, *code: str, before: str = "", stdin: str = "") -> subprocess.CompletedProcess[str]:
        script = self.folder / "script.nu"
        wrapper = (self.folder / "hook").read_text(encoding="utf-8")
        script.write_text("\n".join([before, wrapper, *code]), encoding="utf-8")
        return subprocess.run(
            [self.shell, "--no-config-file", script], cwd=self.folder, env=self.env, input=stdin, capture_output=True,
            text=True, check=False,
        )  # fmt: skip

    def install(self, name: str = "ssotui", program: tuple[str, ...] = ("ssotui",)) -> None:  # type: ignore[override]
        (self.folder / "hook").write_text(init_script.script("nushell", name, program), encoding="utf-8")


@pytest.fixture(params=[pytest.param(name, marks=pytest.mark.needs(name)) for name in ("nu", "nu-0.101")])
def lab(tmp_path: Path, request: pytest.FixtureRequest) -> Nushell:
    return Nushell(tmp_path, request.param)


def test_every_name_arrives_to_the_letter_and_none_runs(lab: Nushell) -> None:
    done = lab.give_each_name(f"; {SHOW}")
    assert done.stdout.split("\n")[:-1] == list(NASTY)
    assert not lab.broken_into
    assert lab.left_over == []


def test_only_the_variables_of_a_switch_are_taken(lab: Nushell) -> None:
    lab.env |= {"AWS_ACCESS_KEY_ID": "AKIA", "AWS_DEFAULT_PROFILE": "old"}
    lab.lines(
        0, "PATH=/nowhere", "unset HOME", "aws_profile=x", "AWS_PROFILE", "=x", "", "export AWS_PROFILE=x",
        "AWS_PROFILEX=x", "unset  AWS_PROFILE", "unset AWS_ACCESS_KEY_ID", "unset AWS_DEFAULT_PROFILE",
        "unset AWS_SESSION_TOKEN", "AWS_PROFILE=kept",
    )  # fmt: skip
    done = lab.run("ssotui give 0", "^env")
    kept = dict(line.split("=", 1) for line in done.stdout.splitlines() if "=" in line)
    assert {name: kept[name] for name in kept if name.startswith(("AWS_", "aws_"))} == {"AWS_PROFILE": "kept"}
    assert {name: kept[name] for name in ("PATH", "HOME")} == {name: lab.env[name] for name in ("PATH", "HOME")}
    assert not [name for name in kept if name.startswith("SSOTUI_")]


@pytest.mark.parametrize("code", [130, 3])
def test_leaving_changes_nothing_and_is_no_more_than_an_exit_code(lab: Nushell, code: int) -> None:
    lab.lines(0, "AWS_PROFILE=other")
    lab.env["AWS_PROFILE"] = "mine"
    done = lab.run(f"try {{ ssotui give 0 {code} }} catch {{ $env.LAST_EXIT_CODE | print }}", SHOW)
    assert (done.stdout, done.stderr) == (f"{code}\nmine\n", "")
    assert lab.left_over == []


def test_nothing_that_follows_a_failure_runs(lab: Nushell) -> None:
    done = lab.run("ssotui give 0 5; print deployed")
    assert done.stdout == ""
    assert done.returncode == 5
    assert "Error" not in done.stderr


def test_words_reach_the_program_as_they_were_typed(lab: Nushell) -> None:
    done = lab.run("""ssotui list 'a  b' '*' '' '$HOME' *glob* ~ 000123 1.50 -- '"' --help -x""")
    assert done.stdout == '<list><a  b><*><><$HOME><*glob*><~><000123><1.50><--><"><--help><-x>\n'


@pytest.mark.parametrize("line", ["ssotui list a", "ssotui pick --print", "ssotui --version"])
def test_what_a_command_prints_goes_into_a_pipe(lab: Nushell, line: str) -> None:
    assert lab.run(f"{line} | str length | print").stdout.strip().isdecimal()


@pytest.mark.parametrize("command", ["exec", "read"])
def test_the_program_reads_what_is_piped_into_it(lab: Nushell, command: str) -> None:
    (lab.folder / "bin" / "ssotui").write_text("#!/bin/sh\nexec cat >&2\n")
    assert lab.run(f"'hello' | ssotui {command}").stderr == "hello"


def test_the_program_is_told_the_shell_and_has_a_private_file(lab: Nushell) -> None:
    (lab.folder / "bin" / "ssotui").write_text(
        '#!/bin/sh\necho "$SSOTUI_SHELL $SSOTUI_HOOK $(stat -c %a "$SSOTUI_CHANNEL")" >&2\n'
    )
    assert lab.run("ssotui use x").stderr == f"nushell {LINES_VERSION} 600\n"


def test_a_private_file_that_is_gone_is_no_switch(lab: Nushell) -> None:
    (lab.folder / "bin" / "ssotui").write_text('#!/bin/sh\nrm -f "$SSOTUI_CHANNEL"\n')
    done = lab.run("ssotui use x; print deployed")
    assert (done.stdout, done.returncode) == ("", 8)
    assert (
        done.stderr
        == "ssotui: A temporary file can't be read, so this shell was not switched. Run the command again.\n"
    )


def test_an_install_path_may_hold_anything(lab: Nushell) -> None:
    lab.move_program("it's a=b @SET@ $(touch pwned) \\\"x")
    assert lab.run("ssotui list").stdout == "<list>\n"
    assert not lab.broken_into


def test_the_function_can_have_another_name(lab: Nushell) -> None:
    lab.install(name="aws-switch")
    lab.lines(0, "AWS_PROFILE=x")
    assert lab.run("aws-switch give 0", SHOW).stdout == "x\n"


def test_every_command_without_a_hand_over_is_known_as_one() -> None:
    named = {name for name in init_script.WITHOUT_HANDOVER if not name.startswith("-")}
    assert named == set(parser.command_names()) - {"pick", "use", "off"}
