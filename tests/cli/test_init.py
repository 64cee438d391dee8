"""``ssotui init``: what a start-up file evaluates."""

from __future__ import annotations

import os
import subprocess
import sys

import pytest

from ssotui.shell.hooks import SCRIPTS

HEAVY = ("argparse", "json", "re", "typing", "pathlib", "dataclasses", "subprocess", "textual", "botocore")


def ssotui(*words: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run([sys.executable, "-m", "ssotui", *words], capture_output=True, text=True, check=False)


@pytest.mark.parametrize("shell", SCRIPTS)
def test_it_prints_a_wrapper_around_the_program_that_runs(shell: str) -> None:
    done = ssotui("init", shell)
    assert (done.returncode, done.stderr) == (0, "")
    assert os.path.realpath(sys.executable) in done.stdout or sys.executable in done.stdout


def test_the_function_can_have_another_name() -> None:
    assert "function aws-switch {" in ssotui("init", "bash", "--name", "aws-switch").stdout


@pytest.mark.parametrize("words", [["init"], ["init", "cmd"], ["init", "bash", "--name", "a;b"], ["init", "bash", "x"]])
def test_what_it_does_not_know_is_a_usage_error(words: list[str]) -> None:
    done = ssotui(*words)
    assert (done.returncode, done.stdout) == (2, "")
    assert done.stderr.startswith("ssotui: ")


def test_a_new_shell_waits_for_nothing_it_does_not_need() -> None:
    code = (
        "import sys; before = set(sys.modules)\n"
        "from ssotui.cli.main import main; main(['init', 'bash'])\n"
        f"sys.stderr.write(' '.join(sorted((set(sys.modules) - before) & set({HEAVY!r}))))"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stderr == ""


@pytest.mark.needs("bash")
def test_bash_has_the_function_afterwards() -> None:
    words = ["bash", "--norc", "-c", f'eval "$({sys.executable} -m ssotui init bash)"; ssotui --version']
    assert subprocess.run(words, capture_output=True, text=True, check=True).stdout.startswith("ssotui ")
