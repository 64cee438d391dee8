"""``ssotui init``: what a start-up file evaluates."""

from __future__ import annotations

import os
import subprocess
import sys

import pytest

from ssotui.core.shell.shell_table import WITH_WRAPPER

HEAVY = ("argparse", "json", "re", "typing", "pathlib", "dataclasses", "subprocess", "textual", "botocore")


def ssotui(*words: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run([sys.executable, "-m", "ssotui", *words], capture_output=True, text=True, check=False)


@pytest.mark.parametrize("shell", WITH_WRAPPER)
def test_it_prints_a_wrapper_around_the_program_that_runs(shell: str) -> None:
    done = ssotui("init", shell)
    assert (done.returncode, done.stderr) == (0, "")
    assert os.path.realpath(sys.executable) in done.stdout or sys.executable in done.stdout


def test_the_function_can_have_another_name() -> None:
    assert "function aws-switch {" in ssotui("init", "bash", "--name", "aws-switch").stdout


@pytest.mark.parametrize(
    "words",
    [
        ["init"],
        ["init", "cmd"],
        ["init", "bash", "--name", "a;b"],
        ["init", "bash", "x"],
        ["init", "bash", "--bind"],
        ["init", "bash", "--bind", "g"],
        ["init", "elvish", "--bind", "^g"],
    ],
)
def test_what_it_does_not_know_is_a_usage_error(words: list[str]) -> None:
    done = ssotui(*words)
    assert (done.returncode, done.stdout) == (2, "")
    assert done.stderr.startswith("ssotui: ")


@pytest.mark.parametrize(("shell", "bound"), [("bash", r'"\C-g": '), ("zsh", "^g"), ("fish", r"\cg ")])
def test_a_key_of_the_command_line_can_open_the_picker(shell: str, bound: str) -> None:
    quick, named = ssotui("init", shell, "--bind", "^g"), ssotui("init", shell, "--bind=^g", "--name", "aws-switch")
    assert bound in quick.stdout
    assert bound in named.stdout
    assert quick.stdout.count("aws-switch") == 0 < named.stdout.count("aws-switch </dev/tty")


@pytest.mark.parametrize("words", [["init", "bash"], ["init", "bash", "--bind", "^g"]])
def test_a_new_shell_waits_for_nothing_it_does_not_need(words: list[str]) -> None:
    code = (
        "import sys; before = set(sys.modules)\n"
        f"from ssotui.cli.main import main; main({words!r})\n"
        f"sys.stderr.write(' '.join(sorted((set(sys.modules) - before) & set({HEAVY!r}))))"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stderr == ""


@pytest.mark.needs("bash")
def test_bash_has_the_function_afterwards() -> None:
    words = ["bash", "--norc", "-c", f'eval "$({sys.executable} -m ssotui init bash)"; ssotui --version']
    assert subprocess.run(words, capture_output=True, text=True, check=True).stdout.startswith("ssotui ")
