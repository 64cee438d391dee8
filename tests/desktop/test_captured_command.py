"""The output of a command, line by line."""

from __future__ import annotations

import os
import sys

import pytest

from ssotui.desktop.captured_command import CapturedCommand
from ssotui.desktop.processes import NotStarted


def captured(script: str) -> tuple[list[tuple[bytes, bool]], int]:
    command = CapturedCommand([sys.executable, "-c", f"import os, sys\n{script}"], os.environ)
    return [tuple(line) for line in command.lines()], command.wait()  # type: ignore[misc]  # two


def test_lines_come_whole_with_or_without_a_line_end() -> None:
    assert captured("os.write(1, b'on'); os.write(1, b'e\\ntwo\\r\\n\\nthree')")[0] == [
        (b"one", False),
        (b"two", False),
        (b"", False),
        (b"three", False),
    ]


def test_bytes_that_are_no_text_are_as_they_were() -> None:
    assert captured("os.write(1, bytes(range(11, 256)) + b'\\n')")[0] == [(bytes(range(11, 256)), False)]


def test_errors_are_told_apart() -> None:
    assert captured("os.write(2, b'wrong\\n')")[0] == [(b"wrong", True)]


def test_a_line_without_end_is_cut_and_nothing_is_lost() -> None:
    found, _ = captured("os.write(1, b'x' * 10); sys.stdout.write('y' * 1_000_000)")
    assert max(len(text) for text, _ in found) == 65_536
    assert b"".join(text for text, _ in found) == b"x" * 10 + b"y" * 1_000_000


def test_what_it_leaves_running_is_not_waited_for() -> None:
    found, code = captured("import subprocess; subprocess.Popen(['sleep', '60']); print('done', flush=True)")
    assert (found, code) == ([(b"done", False)], 0)


def test_it_has_no_input() -> None:
    assert captured("print(len(sys.stdin.read()))")[0] == [(b"0", False)]


@pytest.mark.parametrize(("script", "code"), [("sys.exit(3)", 3), ("os.kill(os.getpid(), 9)", 137)])
def test_its_status_is_that_of_a_shell(script: str, code: int) -> None:
    assert captured(script)[1] == code


def test_a_program_that_is_not_there_is_an_error() -> None:
    with pytest.raises(NotStarted, match="no-such-program"):
        CapturedCommand(["no-such-program"], os.environ)
