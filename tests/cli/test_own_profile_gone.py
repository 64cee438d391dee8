"""A change of the AWS config that takes away the very profile that the shell has."""

from __future__ import annotations

from ssotui.demo.home import DemoHome
from ssotui.errors import ExitCode
from tests.cli.conftest import Run


def test_it_is_said_by_whatever_takes_it_away(run: Run, home: DemoHome) -> None:
    mine, other = home.profiles[:2]
    gone = f"  This shell's profile \"{mine}\" doesn't exist now. Clear it: ssotui off\n"
    for words, is_gone in (
        (("remove", other), False), (("remove", mine), True), (("undo",), False), (("undo",), True)
    ):  # fmt: skip
        done = run("profile", *words, "--yes", AWS_PROFILE=mine)
        assert done.returncode == ExitCode.DONE, done.stderr
        assert (gone in done.stderr) is is_gone


def test_a_shell_without_a_profile_is_told_nothing(run: Run, home: DemoHome) -> None:
    done = run("profile", "remove", home.profiles[0], "--yes")
    assert "doesn't exist now" not in done.stderr
