"""The wrapper on a terminal: Ctrl+C and Ctrl+Z do what they do with any other command."""

from __future__ import annotations

import pytest

from tests.shell.lab import Terminal


def test_ctrl_c_ends_the_command_and_leaves_no_file(terminal: Terminal) -> None:
    terminal.enter("ssotui wait")
    terminal.wait_for("started")
    terminal.type("\x03")
    assert terminal.ask(terminal.lab.status) == "130"
    assert terminal.lab.left_over == []


def test_ctrl_c_works_as_ever_afterwards(terminal: Terminal) -> None:
    terminal.enter("ssotui wait")
    terminal.wait_for("started")
    terminal.type("\x03")
    assert terminal.ask(terminal.lab.status) == "130"
    terminal.enter("echo 'go''ing'; cat")
    terminal.wait_for("going")
    terminal.type("\x03")
    assert terminal.ask(terminal.lab.status) == "130"


def test_ctrl_z_leaves_the_shell_usable(terminal: Terminal) -> None:
    terminal.lab.lines(0, "AWS_PROFILE=after")
    terminal.enter("ssotui wait")
    terminal.wait_for("started")
    terminal.type("\x1a")
    assert terminal.ask("back") == "back"
    terminal.enter("ssotui give 0")
    assert terminal.ask("$AWS_PROFILE") == "after"
    assert terminal.lab.left_over == []


@pytest.mark.parametrize("lab", ["bash", "zsh"], indirect=True)
def test_ctrl_c_ends_a_loop_as_well(terminal: Terminal) -> None:
    terminal.enter("for i in 1 2 3; do ssotui wait; done")
    terminal.wait_for("started")
    terminal.type("\x03")
    assert terminal.ask("back") == "back"
