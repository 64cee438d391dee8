"""What older versions of bash don't take, looked for in the script: only the newest is at hand."""

from __future__ import annotations

from pathlib import Path

import pytest

from ssotui.shell import init_script
from tests.shell.lab import Lab

pytestmark = pytest.mark.needs("bash")


def test_no_program_is_started_by_command_which_ends_bash_3_2_under_set_e() -> None:
    text = init_script.script("bash", "ssotui", ("ssotui",))
    code = [line for line in text.splitlines() if not line.lstrip().startswith("#")]
    assert not [line for line in code if "command" in line]


def test_there_is_no_process_substitution_which_posix_mode_refused_before_5_1() -> None:
    text = init_script.script("bash", "ssotui", ("ssotui",))
    code = [line for line in text.splitlines() if not line.lstrip().startswith("#")]
    assert not [line for line in code if "<(" in line]


def test_a_failure_that_is_asked_about_ends_no_script(tmp_path: Path) -> None:
    done = Lab(tmp_path, "bash").run(
        "if ssotui say x; then echo yes; else echo no; fi", "ssotui say y || echo else", before="set -eu"
    )
    assert (done.stdout, done.returncode) == ("<x>\nno\n<y>\nelse\n", 0)


def test_it_works_in_posix_mode(tmp_path: Path) -> None:
    lab = Lab(tmp_path, "bash")
    lab.lines(0, "AWS_PROFILE=a b")
    assert lab.run("ssotui give 0", "printenv AWS_PROFILE", before="set -o posix").stdout == "a b\n"


@pytest.mark.parametrize("folder", ["a=b", "it's @SET@ $(touch pwned)", "@KNOWN@ @HOOK@"])
def test_an_install_path_may_hold_anything(folder: str, tmp_path: Path) -> None:
    lab = Lab(tmp_path, "bash")
    lab.move_program(folder)
    assert lab.run("ssotui say x").stdout == "<x>\n"
    assert not lab.broken_into
