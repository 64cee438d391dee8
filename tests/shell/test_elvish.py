"""The wrapper in elvish: names, and which ends are an exception."""

from __future__ import annotations

import subprocess
from pathlib import Path

import pytest

from ssotui.core.shell.variables import LINES_VERSION
from tests.shell.lab import NASTY, Lab

pytestmark = pytest.mark.needs("elvish")


class Elvish(Lab):
    """Without what only a prompt has: the editor's completions, and cleaning up after Ctrl+C."""

    def run(self, *code: str, before: str = "", stdin: str = "") -> subprocess.CompletedProcess[str]:
        wrapper = (self.folder / "hook").read_text().partition("# After Ctrl+C")[0]
        words = ["elvish", "-norc", "-c", "\n".join([before, wrapper, *code])]
        return subprocess.run(
            words, cwd=self.folder, env=self.env, input=stdin, capture_output=True, text=True, check=False
        )


@pytest.fixture
def lab(tmp_path: Path) -> Elvish:
    return Elvish(tmp_path, "elvish")


def test_every_name_arrives_to_the_letter_and_none_runs(lab: Elvish) -> None:
    done = lab.give_each_name("; printenv AWS_PROFILE")
    assert done.stdout.split("\n")[:-1] == list(NASTY)
    assert not lab.broken_into
    assert lab.left_over == []


@pytest.mark.parametrize("folder", ["a=b", "it's @KNOWN@ $(touch pwned)"])
def test_an_install_path_may_hold_anything(lab: Elvish, folder: str) -> None:
    lab.move_program(folder)
    assert lab.run("try { ssotui say x } catch { nop }").stdout == "<x>\n"
    assert not lab.broken_into


def test_the_program_is_told_the_shell_and_nobody_else_is(lab: Elvish) -> None:
    done = lab.run("ssotui own", "var names = (e:env | slurp)", "put (str:contains $names SSOTUI_) | to-lines")
    assert done.stdout == f"elvish {LINES_VERSION} channel\n$false\n"


def test_leaving_the_picker_is_no_exception(lab: Elvish) -> None:
    lab.lines(0, "AWS_PROFILE=other")
    lab.env["AWS_PROFILE"] = "mine"
    done = lab.run("ssotui give 0 130; printenv AWS_PROFILE")
    assert (done.stdout, done.stderr, done.returncode) == ("mine\n", "", 0)


def test_nothing_that_follows_a_failure_runs(lab: Elvish) -> None:
    done = lab.run("ssotui say x; echo deployed")
    assert done.stdout == "<x>\n"
    assert "exited with 7" in done.stderr
    assert done.returncode != 0
