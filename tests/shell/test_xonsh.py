"""The wrapper in xonsh: names, words, streams and exit codes, and the completer."""

from __future__ import annotations

import subprocess
from pathlib import Path

import pytest

from ssotui.core.shell.variables import LINES_VERSION
from tests.shell.lab import NASTY, Lab

pytestmark = pytest.mark.needs("xonsh")

SHOW = "print(repr(${...}.get('AWS_PROFILE')))"


class Xonsh(Lab):
    """A script that goes on after a failure, as a prompt does."""

    def run(self, *code: str, before: str = "", stdin: str = "") -> subprocess.CompletedProcess[str]:
        script = self.folder / "script.xsh"
        first = ["$XONSH_SUBPROC_RAISE_ERROR = False", "execx(open($LAB + '/hook').read())", before]
        script.write_text("\n".join([*first, *code, ""]), encoding="utf-8")
        words = ["xonsh", "--no-rc", str(script)]
        return subprocess.run(
            words, cwd=self.folder, env=self.env, input=stdin, capture_output=True, text=True, check=False
        )


@pytest.fixture
def lab(tmp_path: Path) -> Xonsh:
    return Xonsh(tmp_path, "xonsh")


def test_every_name_arrives_to_the_letter_and_none_runs(lab: Xonsh) -> None:
    done = lab.give_each_name("\nprintenv AWS_PROFILE")
    assert done.stdout.split("\n")[:-1] == list(NASTY)
    assert not lab.broken_into
    assert lab.left_over == []


def test_only_the_variables_of_a_switch_are_taken(lab: Xonsh) -> None:
    lab.env |= {"AWS_SESSION_TOKEN": "old"}
    lab.lines(
        0, "LD_PRELOAD=x", "unset HOME", "", "=x", "AWS_PROFILEX=x", "unset  AWS_REGION", "$(touch pwned)=x",
        "AWS_PROFILE=new", "unset AWS_SESSION_TOKEN", "unset AWS_REGION",
    )  # fmt: skip
    done = lab.run("ssotui give 0", "env")
    kept = dict(line.split("=", 1) for line in done.stdout.splitlines() if "=" in line)
    assert kept["HOME"] == lab.env["HOME"]
    assert {name for name in kept if name.startswith(("AWS_", "LD_"))} == {"AWS_PROFILE"}
    assert not lab.broken_into


def test_words_output_streams_and_exit_status_pass_unchanged(lab: Xonsh) -> None:
    done = lab.run(
        "ssotui say 'a  b' '*' '' @('$HOME') -- '\"' && echo WRONG || echo instead", "x = $(ssotui say c)",
        "print([x], flush=True)",
        "ssotui say d > file", "cat file", "echo in | ssotui read | sed s/^/piped:/",
        "print(!(ssotui say e).rtn, flush=True)",
    )  # fmt: skip
    assert done.stdout.splitlines() == [
        '<a  b><*><><$HOME><--><">', "instead", "['<c>']", "<d>", "piped:in", "7"
    ]  # fmt: skip
    assert done.stderr == ""


def test_leaving_changes_nothing(lab: Xonsh) -> None:
    lab.lines(0, "AWS_PROFILE=other")
    lab.env["AWS_PROFILE"] = "mine"
    assert lab.run("ssotui give 0 130", SHOW).stdout == "'mine'\n"


def test_the_program_is_told_the_shell_and_nobody_else_is(lab: Xonsh) -> None:
    assert lab.run("ssotui own", "env | grep SSOTUI_").stdout == f"xonsh {LINES_VERSION} channel\n"


def test_without_a_private_file_the_program_runs_all_the_same(lab: Xonsh) -> None:
    done = lab.run("ssotui own", "ssotui say x", before="import tempfile; tempfile.tempdir = '/nonexistent'")
    assert (done.stdout, done.stderr) == (f"xonsh {LINES_VERSION} \n<x>\n", "")


def test_the_completer_offers_what_the_program_says_each_as_one_word(lab: Xonsh) -> None:
    lab.env["AWS_CONFIG_FILE"] = str(lab.folder / "config")
    (lab.folder / "config").write_text('[profile plain]\n[profile "a b"]\n[profile "$x"]\n[profile "it\'s"]\n')
    lines = ("ssotui use ", "ssotui use 'a", "ssotui statu", "ssotui status --j")
    code = [f"print(sorted(map(str, Completer().complete_line({line!r})[0])))" for line in lines]
    done = lab.run("from xonsh.completer import Completer", *code)
    assert done.stdout.splitlines() == [
        """['"it\\'s" ', "'a b' ", "@('$x') ", 'plain ']""", """["a b' "]""", "['status ']", "['--json ']"
    ]  # fmt: skip
    assert done.stderr == ""
