"""Real shells with a stand-in for the program: it writes into the channel what a test put down for it."""

from __future__ import annotations

import os
import re
import subprocess
import sys
from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path

import pexpect

from ssotui.core.shell.exports import switch
from ssotui.demo import hostile_names
from ssotui.errors import UsageError
from ssotui.shell import init_script


def is_held(name: str) -> bool:
    """A shell takes it as it is; the others are refused before one is asked."""
    try:
        switch(name, None)
    except UsageError:
        return False
    return True


_STAND_IN = """#!/bin/sh
case "$1" in
    give) cat "$LAB/lines.$2" >"$SSOTUI_CHANNEL"; exit "${3:-0}" ;;
    say) shift; printf '<%s>' "$@"; echo; exit 7 ;;
    read) cat ;;
    own) echo "$SSOTUI_SHELL $SSOTUI_HOOK ${SSOTUI_CHANNEL:+channel}" ;;
    wait) echo started; exec sleep 30 ;;
    __complete) exec "$PYTHON" -m ssotui "$@" ;;
    *) printf '<%s>' "$@"; echo ;;
esac
"""

# Values that some shell somewhere takes for code, and every other nasty name that a shell can hold.
NASTY = tuple(dict.fromkeys((
    "plain", "two  blanks", " leads", "trails ", "a'b", 'a"b', "''", "$(touch pwned)", "`touch pwned`", "=eq", "=ls",
    "a;touch pwned", "a&touch pwned", "a|touch pwned", ">pwned", "<pwned", "*", "?[a-z]", "~", "~root", "!!", "a!b",
    "é日本🚀", "עברית", "-n", "-n x", "--", "-e a", "\\", "ends in \\", "\\n", "\\'", "%s%n", "%PATH%", "$HOME",
    "${HOME}", "{a,b}", "#c", "(x)", "’; touch pwned; ’", "a=b", "^a^b", "unset AWS_PROFILE", "set x", "\u00a0",
    *(name for name in (*hostile_names.NAMES, *hostile_names.ROLES) if name and is_held(name)),
)))  # fmt: skip


@dataclass
class Lab:
    """A folder with a stand-in ``ssotui`` on PATH, and shells that know nothing but it."""

    folder: Path
    shell: str
    env: dict[str, str] = field(default_factory=dict)

    def __post_init__(self) -> None:
        for name in ("bin", "temporary", "home"):
            (self.folder / name).mkdir()
        program = self.folder / "bin" / "ssotui"
        program.write_text(_STAND_IN)
        program.chmod(0o755)
        self.env = {
            "PATH": f"{program.parent}:{os.environ['PATH']}",
            "HOME": str(self.folder / "home"),
            "TMPDIR": str(self.folder / "temporary"),
            "LAB": str(self.folder),
            "PYTHON": sys.executable,
            "PYTHONPATH": str(Path(init_script.__file__).parents[2]),
            "LANG": "C.UTF-8",
            "LC_ALL": "C.UTF-8",
            "TERM": "dumb",
        }
        self.install()

    def install(self, name: str = "ssotui", program: Sequence[str] = ("ssotui",)) -> None:
        (self.folder / "hook").write_text(init_script.script(self.shell, name, program), encoding="utf-8")

    @property
    def load(self) -> str:
        """What stands in the start-up file."""
        return "cat $LAB/hook | source" if self.shell == "fish" else 'eval "$(cat "$LAB/hook")"'

    @property
    def status(self) -> str:
        return "$status" if self.shell == "fish" else "$?"

    def lines(self, number: int | str, *lines: str) -> None:
        """What ``ssotui give NUMBER`` hands over."""
        (self.folder / f"lines.{number}").write_text("".join(f"{line}\n" for line in lines), encoding="utf-8")

    def run(self, *code: str, before: str = "", stdin: str = "") -> subprocess.CompletedProcess[str]:
        """The hook, then ``code`` line by line, in a shell that is not interactive."""
        words = [self.shell, *QUIET[self.shell], "-c", "\n".join([before, self.load, *code])]
        return subprocess.run(
            words, cwd=self.folder, env=self.env, input=stdin, capture_output=True, text=True, check=False
        )

    def give_each_name(self, then: str) -> subprocess.CompletedProcess[str]:
        """Hand every hostile name over, and run ``then`` behind each."""
        for number, name in enumerate(NASTY):
            self.lines(number, "unset AWS_DEFAULT_PROFILE", f"AWS_PROFILE={name}")
        return self.run(*(f"ssotui give {number}{then}" for number in range(len(NASTY))))

    def move_program(self, folder: str) -> None:
        """Let the program lie in a folder of this name, and install the wrapper for it."""
        (self.folder / "bin").rename(self.folder / folder)
        self.install(program=(str(self.folder / folder / "ssotui"),))

    @property
    def left_over(self) -> list[str]:
        return [path.name for path in (self.folder / "temporary").iterdir() if path.name.startswith("ssotui")]

    @property
    def broken_into(self) -> bool:
        return bool(list(self.folder.rglob("pwned*")))


QUIET = {"bash": ["--norc", "--noprofile"], "zsh": ["-f"], "fish": ["--no-config"]}


@dataclass
class Terminal:
    """A shell at its prompt, on a terminal of its own."""

    lab: Lab
    child: pexpect.spawn[str]
    asked: int = 0

    def type(self, text: str) -> None:
        self.child.send(text)

    def enter(self, line: str) -> None:
        self.child.sendline(line)

    def wait_for(self, text: str) -> None:
        self.child.expect_exact(text)

    def ask(self, expression: str) -> str:
        """What ``expression`` is at the prompt."""
        self.asked += 1
        # Two parts, so that the line itself, echoed, is no answer.
        self.enter(f'echo "answer{self.asked}""[{expression}]end"')
        self.child.expect(rf"answer{self.asked}\[(.*?)\]end")
        assert isinstance(self.child.match, re.Match)
        return str(self.child.match[1])

    def complete(self, typed: str) -> str:
        """The words that the program gets after ``typed``, which ends in a tab, and Enter."""
        self.child.send(typed)
        self.child.send("\r")
        self.child.expect(r"\n(<[^\r\n]*>)\r")
        assert isinstance(self.child.match, re.Match)
        return str(self.child.match[1])
