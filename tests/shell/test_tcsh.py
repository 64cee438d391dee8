"""The wrapper in tcsh: names, words and exit codes, and what && and || make of an alias."""

from __future__ import annotations

import subprocess
from pathlib import Path

import pexpect
import pytest

from ssotui.core.shell.variables import LINES_VERSION
from ssotui.shell import init_script
from tests.shell.lab import NASTY, Lab

pytestmark = pytest.mark.needs("tcsh")

LOAD = 'eval "`cat $LAB/hook`"'
SHOW = "printenv AWS_PROFILE"


class Tcsh(Lab):
    """A script, for what is one line for -c knows no alias that the same line defines."""

    def run(self, *code: str, before: str = "", stdin: str = "") -> subprocess.CompletedProcess[str]:
        script = self.folder / "script"
        script.write_text("\n".join([LOAD, before, *code, ""]), encoding="utf-8")
        return subprocess.run(
            ["tcsh", "-f", script],
            cwd=self.folder,
            env=self.env,
            input=stdin,
            capture_output=True,
            text=True,
            check=False,
        )


@pytest.fixture
def lab(tmp_path: Path) -> Tcsh:
    return Tcsh(tmp_path, "tcsh")


def test_every_name_arrives_to_the_letter_and_none_runs(lab: Tcsh) -> None:
    done = lab.give_each_name(f"; {SHOW}")
    assert done.stdout.split("\n")[:-1] == list(NASTY)
    assert not lab.broken_into
    assert lab.left_over == []


def test_only_the_variables_of_a_switch_are_taken(lab: Tcsh) -> None:
    lab.env |= {"AWS_SESSION_TOKEN": "old", "AWS_REGION": "kept"}
    lab.lines(
        0, "PATH=/nowhere", "LD_PRELOAD=x", "unset HOME", "", "=x", "AWS_PROFILEX=x", "xAWS_PROFILE=x",
        "unset  AWS_REGION",
        "AWS_REGION", "$(touch pwned)=x", "`touch pwned`", "AWS_PROFILE=new", "unset AWS_SESSION_TOKEN",
    )  # fmt: skip
    done = lab.run("ssotui give 0", "env")
    kept = dict(line.split("=", 1) for line in done.stdout.splitlines())
    assert kept.pop("AWS_PROFILE") == "new"
    assert "AWS_SESSION_TOKEN" in lab.env.keys() - kept.keys()
    assert {name: kept.get(name) for name in ("HOME", "PATH", "AWS_REGION")} == {
        name: lab.env[name] for name in ("HOME", "PATH", "AWS_REGION")
    }
    assert not {name for name in kept if "PROFILE" in name or name == "LD_PRELOAD"}
    assert not lab.broken_into


def test_words_output_and_exit_status_pass_unchanged(lab: Tcsh) -> None:
    done = lab.run("""ssotui say 'a  b' '*' '' '$HOME' -- '"' "`echo c d`" ''""", "echo $status")
    assert done.stdout == '<a  b><*><><$HOME><--><"><c d><>\n7\n'
    assert done.stderr == ""


def test_leaving_changes_nothing(lab: Tcsh) -> None:
    lab.lines(0, "AWS_PROFILE=other")
    lab.env["AWS_PROFILE"] = "mine"
    assert lab.run("ssotui give 0 130", "echo $status", SHOW).stdout == "130\nmine\n"


def test_it_is_one_command_between_others(lab: Tcsh) -> None:
    lab.lines(0, "AWS_PROFILE=switched")
    done = lab.run(
        "ssotui say a && echo went on", "ssotui say b || echo instead", "false && ssotui say never",
        "true || ssotui say never",
        f"ssotui give 0 && {SHOW}", "ssotui say c > file", "cat file", "echo in | ssotui read | sed s/^/piped:/",
    )  # fmt: skip
    assert done.stdout.splitlines() == ["<a>", "<b>", "instead", "switched", "<c>", "piped:in"]


def test_a_script_that_ends_at_failures_ends_here_too(lab: Tcsh) -> None:
    lab.lines(0, "AWS_PROFILE=x")
    (lab.folder / "stops").write_text(f"{LOAD}\nssotui give 0\n{SHOW}\nssotui say x\necho went on\n")
    done = subprocess.run(
        ["tcsh", "-ef", "stops"], cwd=lab.folder, env=lab.env, capture_output=True, text=True, check=False
    )
    assert (done.stdout, done.returncode) == ("x\n<x>\n", 7)


def test_it_works_whatever_the_user_has_set(lab: Tcsh) -> None:
    lab.lines(0, "AWS_PROFILE=a *[b]")
    before = "set noglob noclobber; alias rm false; alias env false; alias cat false; alias sh false"
    assert lab.run("ssotui give 0", "/usr/bin/env | grep AWS_", before=before).stdout == "AWS_PROFILE=a *[b]\n"
    assert (
        lab.run("unset noglob; ssotui give 0", SHOW, before="set nonomatch; set echo_style = none").stdout == "a *[b]\n"
    )
    assert lab.left_over == []


def test_the_program_is_told_the_shell_and_nobody_else_is(lab: Tcsh) -> None:
    assert lab.run("ssotui own", "env | grep SSOTUI_").stdout == f"tcsh {LINES_VERSION} channel\n"


def test_without_a_private_file_the_program_runs_all_the_same(lab: Tcsh) -> None:
    (lab.folder / "bin" / "mktemp").write_text("#!/bin/sh\nexit 1\n")
    (lab.folder / "bin" / "mktemp").chmod(0o755)
    done = lab.run("ssotui own", "ssotui say x", "echo $status")
    assert (done.stdout, done.stderr) == (f"tcsh {LINES_VERSION} \n<x>\n7\n", "")


def test_a_folder_for_temporary_files_may_have_any_name(lab: Tcsh) -> None:
    folder = lab.folder / "it's  $(touch pwned) `touch pwned` *"
    folder.mkdir()
    lab.env["TMPDIR"] = str(folder)
    lab.lines(0, "AWS_PROFILE=x")
    assert lab.run("ssotui give 0", SHOW, "ssotui own").stdout == f"x\ntcsh {LINES_VERSION} channel\n"
    assert list(folder.iterdir()) == []
    assert not lab.broken_into


def test_an_install_path_may_have_any_name(lab: Tcsh) -> None:
    lab.move_program("@SET@ !it's $(touch pwned) `touch pwned`")
    assert lab.run("ssotui say x").stdout == "<x>\n"
    assert not lab.broken_into


def test_the_line_may_stand_in_a_file_of_its_own(lab: Tcsh) -> None:
    (lab.folder / "own.tcsh").write_text(init_script.script("tcsh", "aws-switch", ("ssotui",)))
    assert lab.run("source own.tcsh", "aws-switch say x").stdout == "<x>\n"


def test_at_a_prompt_tab_completes_and_an_interrupted_command_leaves_no_file_for_long(lab: Tcsh) -> None:
    child: pexpect.spawn[str] = pexpect.spawn(
        "tcsh",
        ["-f"],
        cwd=str(lab.folder),
        env={**lab.env, "TERM": "xterm"},
        encoding="utf-8",
        timeout=15,
        dimensions=(24, 200),
    )
    child.sendline(LOAD)
    child.send("ssotui stat\t--js\t\r")
    child.expect_exact("<status><--json>")
    child.sendline("ssotui wait")
    child.expect(r"\nstarted")
    child.sendintr()
    child.sendline("ssotui say after")
    child.expect_exact("<after>")
    child.sendline("exit")
    child.expect(pexpect.EOF)
    child.close()
    assert lab.left_over == []
