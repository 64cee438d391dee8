"""Every shell that .ci/run installs, in a real terminal: use, -, off, the picker, exit codes and a hostile name.

Of bash, zsh and fish test_switching.py has the picker, use, - and off, so here they have only what that lacks: a
hostile name, no temporary folder, and scripts that end at failures. PowerShell and nushell have files of their own.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from itertools import count
from pathlib import Path
from typing import NamedTuple

import pytest

from ssotui.demo.home import DemoHome
from tests.e2e.terminal import OpenTerminal, Terminal

pytestmark = pytest.mark.needs("tmux")

HOSTILE = "hostile $(touch pwned) `touch pwned`; touch pwned & ' touch pwned ' !! ~ *"


class Kind(NamedTuple):
    """A shell as a person uses it. ``line`` is a command of ssotui there, with ``{}`` in the place of its words, and
    ``asked`` the same with ``report``, a program of these tests, behind it: it gets a number and the exit status.

    ``left`` and ``failed`` are the statuses after Esc and where nothing matched; ``script`` runs a file that ends at
    the first failure, "" where the shell has no such thing.
    """

    command: str
    install: str = ""
    line: str = "ssotui {}"
    asked: str = "{line}; report {number} $?"
    left: str = "130"
    failed: str = "3"
    script: str = ""
    without_folder: str = ""


def posix(command: str) -> Kind:
    """It has no wrapper: it evaluates the code, which fails where nothing was switched."""
    return Kind(command, line='eval "$(command ssotui {})"', left="1", failed="1", script=f"{command} -eu")


KINDS = {
    "bash": Kind("bash --norc --noprofile", 'eval "$(ssotui init bash)"', script="bash -eu"),
    "zsh": Kind("zsh -f", 'eval "$(ssotui init zsh)"', script="zsh -feu"),
    "fish": Kind("fish --no-config", "ssotui init fish | source", asked="{line}; report {number} $status"),
    # Leaving the picker is no exception there, and everything else that fails is one.
    "elvish": Kind(
        "elvish -norc", "eval (ssotui init elvish | slurp)", left="0",
        asked="try {{ {line}; report {number} 0 }} catch e {{ report {number} $e[reason][exit-status] }}",
    ),
    "tcsh": Kind("tcsh -f", 'eval "`ssotui init tcsh`"', asked="{line}; report {number} $status", script="tcsh -ef"),
    "xonsh": Kind(
        "env -u PYTHONPATH xonsh --no-rc -DPROMPT=ready", "execx($(ssotui init xonsh))",
        asked="{line} && report {number} 0 || report {number} @(__xonsh__.lastcmd.rtn)",
        without_folder="import tempfile; tempfile.tempdir = '/nonexistent'",
    ),
    "dash": posix("dash"),
    "ksh": posix("ksh"),
    "mksh": posix("mksh"),
    "busybox": posix("busybox sh"),
    "yash": posix("yash"),
    "posh": posix("posh"),
}  # fmt: skip
COVERED = ("bash", "zsh", "fish")  # by test_switching.py


def each(names: list[str]) -> pytest.MarkDecorator:
    return pytest.mark.parametrize("name", [pytest.param(name, marks=pytest.mark.needs(name)) for name in names])


@dataclass
class Shell:
    """One at its prompt, with the wrapper where it has one."""

    kind: Kind
    terminal: Terminal
    numbers: count[int] = field(default_factory=lambda: count(1))

    def ready(self) -> None:
        if "xonsh" in self.kind.command:  # which forgets what is typed before its prompt
            self.terminal.until_that(lambda screen: screen.rstrip().endswith("ready"), "the prompt")

    def enter(self, line: str) -> Callable[[], tuple[str, str]]:
        """Type a line; what is returned waits for its end and gives the exit status and AWS_PROFILE then."""
        self.ready()
        number = next(self.numbers)
        self.terminal.command(self.kind.asked.format(line=line, number=number))

        def end() -> tuple[str, str]:
            screen = self.terminal.until_that(lambda shown: f"\n<{number}|" in shown, f"the end of {line}")
            status, _, profile = screen.rpartition(f"\n<{number}|")[2].partition("|")
            return status, profile.partition("|>")[0].replace("\n", "")

        return end

    def regions(self) -> str:
        """AWS_REGION and AWS_DEFAULT_REGION."""
        self.ready()
        number = next(self.numbers)
        self.terminal.command(f"regions {number}")
        screen = self.terminal.until_that(lambda shown: f"\n({number}|" in shown, "the regions")
        return screen.rpartition(f"\n({number}|")[2].partition("|)")[0]

    def ssotui(self, words: str) -> tuple[str, str]:
        """The exit status of a command of ssotui, and AWS_PROFILE after it."""
        return self.enter(self.kind.line.format(words))()


OpenShell = Callable[[str], Shell]


@pytest.fixture
def env(home: DemoHome, tmp_path: Path) -> dict[str, str]:
    """With ``report`` and ``regions`` on PATH, and profiles that need no sign-in."""
    profiles = "".join(f'\n[profile "{name}"]\nregion = eu-west-1\n' for name in ("quokka-one", "quokka-two", HOSTILE))
    home.config_file.write_text(home.config_file.read_text() + profiles)
    (tmp_path / "bin").mkdir()
    (tmp_path / "bin" / "report").write_text('#!/bin/sh\nprintf "\\n<%s|%s|%s|>\\n" "$1" "$2" "$AWS_PROFILE"\n')
    (tmp_path / "bin" / "report").chmod(0o755)
    (tmp_path / "bin" / "regions").write_text(
        '#!/bin/sh\nprintf "\\n(%s|%s|%s|)\\n" "$1" "$AWS_REGION" "$AWS_DEFAULT_REGION"\n'
    )
    (tmp_path / "bin" / "regions").chmod(0o755)
    return {**home.env, "PATH": f"{tmp_path / 'bin'}:{home.env['PATH']}", "AWS_PROFILE": "before"}


@pytest.fixture
def open_shell(open_terminal: OpenTerminal, env: dict[str, str]) -> OpenShell:
    def opened(name: str) -> Shell:
        kind = KINDS[name]
        shell = Shell(kind, open_terminal(kind.command, env))
        if kind.install:
            shell.ready()
            shell.terminal.command(kind.install)
        return shell

    return opened


@each([name for name in KINDS if name not in COVERED])
def test_use_back_and_off_switch_the_shell(name: str, open_shell: OpenShell) -> None:
    shell = open_shell(name)
    assert shell.ssotui("use quokka-one") == ("0", "quokka-one")
    assert shell.ssotui("use quokka-two") == ("0", "quokka-two")
    assert shell.ssotui("use -") == ("0", "quokka-one")
    assert shell.ssotui("use --no-picker nomatch") == (shell.kind.failed, "quokka-one")
    assert shell.ssotui("off") == ("0", "")


@each([name for name in KINDS if name not in COVERED])
def test_a_region_of_one_switch_goes_with_the_next_and_the_users_own_comes_back(
    name: str, env: dict[str, str], open_shell: OpenShell
) -> None:
    env["AWS_DEFAULT_REGION"] = "sa-east-1"
    shell = open_shell(name)
    for words, regions in (
        ("use quokka-one --region ap-south-2", "ap-south-2|ap-south-2"),
        ("use quokka-two", "|sa-east-1"),
        ("use quokka-one --region ap-south-2", "ap-south-2|ap-south-2"),
        ("off", "|sa-east-1"),
    ):
        assert shell.ssotui(words)[0] == "0"
        assert shell.regions() == regions


@each([name for name in KINDS if name not in COVERED])
def test_the_picker_switches_on_enter_and_not_on_escape(name: str, open_shell: OpenShell) -> None:
    shell = open_shell(name)
    for words, key, expected in (
        ("quokka-one", "Enter", ("0", "quokka-one")),
        ("", "Escape", (shell.kind.left, "quokka-one")),
    ):
        end = shell.enter(shell.kind.line.format(words).strip())
        shell.terminal.until("1 found" if words else "type to find")
        shell.terminal.press(key)
        assert end() == expected
        assert not shell.terminal.alternate_screen()


@each(list(KINDS))
def test_no_name_runs_as_code(name: str, open_shell: OpenShell, home: DemoHome, tmp_path: Path) -> None:
    shell = open_shell(name)
    assert shell.ssotui("use hostile") == ("0", HOSTILE)
    assert shell.ssotui("use quokka-two") == ("0", "quokka-two")
    assert shell.ssotui("use -") == ("0", HOSTILE)
    assert not list(tmp_path.rglob("pwned*"))


@each(list(KINDS))
def test_without_a_temporary_folder_only_what_needs_no_wrapper_switches(
    name: str, open_shell: OpenShell, tmp_path: Path
) -> None:
    (tmp_path / "bin" / "mktemp").write_text("#!/bin/sh\nexit 1\n")
    (tmp_path / "bin" / "mktemp").chmod(0o755)
    shell = open_shell(name)
    if shell.kind.without_folder:
        shell.ready()
        shell.terminal.command(shell.kind.without_folder)
    assert shell.ssotui("use quokka-one") == (("8", "before") if shell.kind.install else ("0", "quokka-one"))
    if shell.kind.install:
        assert "TMPDIR" in shell.terminal.screen()
        assert shell.ssotui("profile list") == ("0", "before")


@each([name for name, kind in KINDS.items() if not kind.install])
def test_a_shell_without_wrapper_is_told_the_line_that_switches_it(
    name: str, open_shell: OpenShell, env: dict[str, str]
) -> None:
    env["SHELL"] = "/usr/bin/fish"  # what it was started from doesn't matter
    shell = open_shell(name)
    assert shell.enter("ssotui use quokka-one")() == ("0", "before")
    told = shell.terminal.until("the shell run it: ").rpartition("the shell run it: ")[2]
    assert shell.enter(told.partition("\n")[0])() == ("0", "quokka-one")


@each([name for name, kind in KINDS.items() if kind.script])
def test_a_script_that_ends_at_failures_and_unset_variables_goes_on_after_a_switch(
    name: str, open_shell: OpenShell, tmp_path: Path
) -> None:
    shell = open_shell(name)
    kind = shell.kind
    lines = [
        kind.install,
        *(kind.line.format(words) for words in ("use quokka-one", "use --no-picker nomatch", "use quokka-two")),
    ]
    (tmp_path / "script").write_text("\n".join([*lines[:2], "report passed 0", *lines[2:], "report never 0", ""]))
    assert shell.enter(f"{kind.script} {tmp_path / 'script'}")() == (kind.failed, "before")
    screen = shell.terminal.screen()
    assert "\n<passed|0|quokka-one|>" in screen
    assert "<never|" not in screen
