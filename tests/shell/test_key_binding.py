"""``init --bind``: a key of the command line opens the picker, and what was typed is still there."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from ssotui.core.shell.shell_table import WITH_WRAPPER
from ssotui.errors import UsageError
from ssotui.shell import init_script
from tests.shell.lab import Lab, Terminal

# A picker that draws on the terminal, reads a key from it as raw as the real one does, and gives or leaves.
PICKER = """#!/bin/bash
[ -t 0 ] || exit 99
before=$(stty -g)
stty raw -echo
printf '\\033[?1049h\\033[2J\\033[Hchoose'
read -rN1 pressed
printf '\\033[?2004l\\033[?1049l'
stty "$before"
[[ "$pressed" == [$'\\r\\n'] ]] || exit 130
printf 'AWS_PROFILE=picked\\n' >"$SSOTUI_CHANNEL"
echo 'Switched.' >&2
"""
ENTER, ESC, LEFT = "\r", "\x1b", "\x1b[D"
VI = {
    "bash": "set -o vi",
    "zsh": "bindkey -v",
    "fish": "set -g fish_key_bindings fish_vi_key_bindings; fish_vi_key_bindings",
}
Bind = Callable[..., None]


@pytest.fixture
def bind(terminal: Terminal) -> Bind:
    """Have a key open the picker, in a shell that has run ``before``."""
    lab = terminal.lab
    (lab.folder / "bin" / "ssotui").write_text(PICKER)

    def bound(key: str = "^g", before: str = "true", after: str = "true") -> None:
        (lab.folder / "hook").write_text(init_script.script(lab.shell, "ssotui", ("ssotui",), key), encoding="utf-8")
        for line in (before, lab.load, after):
            terminal.enter(line)
        assert terminal.ask("ready") == "ready"

    return bound


@pytest.fixture
def _xterm(lab: Lab) -> None:
    """Before the shell starts: a terminal that can do more than the others'."""
    lab.env["TERM"] = "xterm"


def said(terminal: Terminal, expression: str = "$AWS_PROFILE") -> str:
    """What an ``echo`` that is being typed goes on with, entered."""
    terminal.enter(f'"said""[{expression}]end"')
    terminal.child.expect(r"said\[(.*?)\]end")
    return str(terminal.child.match[1])  # type: ignore[index]


def printed(terminal: Terminal, pattern: str) -> str:
    """The first text from now on that the pattern fits."""
    terminal.child.expect(f"({pattern})")
    return str(terminal.child.match[1])  # type: ignore[index]


def choose(terminal: Terminal, key: str = "\x07", answer: str = ENTER) -> None:
    """Press the key, and answer the picker."""
    terminal.type(key)
    terminal.wait_for("choose")
    terminal.type(answer)
    terminal.wait_for("\x1b[?1049l")


def test_a_choice_switches_the_shell_of_the_line_that_is_being_typed(terminal: Terminal, bind: Bind) -> None:
    bind()
    terminal.type("echo ")
    choose(terminal)
    assert said(terminal) == "picked"


def test_the_cursor_is_where_it_was(terminal: Terminal, bind: Bind) -> None:
    bind()
    terminal.type("echo sad" + LEFT)
    choose(terminal, answer=ESC)
    terminal.type("i\x05 ")
    terminal.enter("'o''ver'")
    assert printed(terminal, r"sa\w+ over") == "said over"


def test_leaving_changes_nothing(terminal: Terminal, bind: Bind) -> None:
    bind()
    terminal.enter("false")
    terminal.type("echo ")
    choose(terminal, answer=ESC)
    assert said(terminal, f"{terminal.lab.status}$AWS_PROFILE") == "1"


def test_a_line_of_several_keeps_those_before(terminal: Terminal, bind: Bind) -> None:
    bind()
    terminal.enter("echo 'one")
    terminal.type("tw")
    choose(terminal, answer=ESC)
    terminal.enter("o' | tr '\\n' '+'")
    assert printed(terminal, r"\w+\+\w+\+") == "one+two+"


def test_it_works_in_vi_mode_while_inserting_and_in_commands(terminal: Terminal, bind: Bind) -> None:
    bind(before=VI[terminal.lab.shell])
    terminal.type("echo ")
    choose(terminal)
    assert said(terminal) == "picked"
    terminal.type("echo one")
    terminal.type(ESC)
    choose(terminal, answer=ESC)
    terminal.enter("a'+''two'")
    terminal.wait_for("one+two")


@pytest.mark.usefixtures("_xterm")
def test_what_is_pasted_afterwards_is_still_no_command(terminal: Terminal, bind: Bind) -> None:
    bind()
    terminal.type("echo ")
    choose(terminal, answer=ESC)
    terminal.wait_for("\x1b[?2004h")
    assert said(terminal, "there") == "there"


@pytest.mark.usefixtures("_xterm")
@pytest.mark.parametrize("lab", [pytest.param("bash", marks=pytest.mark.needs("bash"))], indirect=True)
def test_a_shell_that_does_not_want_to_know_what_is_pasted_is_left_so(terminal: Terminal, bind: Bind) -> None:
    bind(before="bind 'set enable-bracketed-paste off'")
    terminal.type("echo ")
    choose(terminal, answer=ESC)
    assert said(terminal, "there") == "there"
    assert "\x1b[?2004h" not in str(terminal.child.before)


@pytest.mark.parametrize(("key", "pressed"), [("^[g", "\x1bg"), ("^x^p", "\x18\x10"), ("^xp", "\x18p"), ("^G", "\x07")])
def test_other_keys_and_sequences_can_be_bound(terminal: Terminal, bind: Bind, key: str, pressed: str) -> None:
    bind(key)
    terminal.type("echo ")
    choose(terminal, pressed)
    assert said(terminal) == "picked"


FZF = Path("/usr/share/doc/fzf/examples")


@pytest.mark.needs("fzf")
@pytest.mark.parametrize("comes_first", [True, False])
def test_the_keys_of_fzf_work_beside_it(terminal: Terminal, bind: Bind, comes_first: bool) -> None:
    functions = "; fzf_key_bindings" if terminal.lab.shell == "fish" else ""
    no_height = "set -gx FZF_CTRL_T_OPTS --no-height" if terminal.lab.shell == "fish" else "FZF_CTRL_T_OPTS=--no-height"
    keys = f"{no_height}; source {FZF}/key-bindings.{terminal.lab.shell}{functions}"
    bind(**{"after" if comes_first else "before": keys})
    terminal.type("echo ")
    choose(terminal)
    assert said(terminal) == "picked"
    (terminal.lab.folder / "found by fzf").touch()
    terminal.type("echo ")
    terminal.type("\x14")  # ^T: a file into the line
    terminal.wait_for("found by fzf")
    terminal.type(ENTER)
    assert said(terminal, "$AWS_PROFILE").startswith("picked")


@pytest.mark.parametrize(
    "key", ["g", "^", "^1", "^[", "^m", "^J", "^i", "^c", "^x^Z", "^g'", "^g\n", "^é", "ctrl-g", '^g"']
)
@pytest.mark.parametrize("shell", ["bash", "zsh", "fish"])
def test_what_is_no_key_or_one_that_a_line_needs_is_refused(shell: str, key: str) -> None:
    with pytest.raises(UsageError):
        init_script.script(shell, "ssotui", ("ssotui",), key)


@pytest.mark.parametrize("shell", sorted(set(WITH_WRAPPER) - {"bash", "zsh", "fish"}))
def test_a_shell_without_such_keys_says_so(shell: str) -> None:
    with pytest.raises(UsageError, match="bash, zsh and fish"):
        init_script.script(shell, "ssotui", ("ssotui",), "^g")


@pytest.mark.parametrize("shell", ["bash", "zsh", "fish"])
def test_a_shell_that_runs_a_script_binds_nothing_and_says_nothing(shell: str, tmp_path: Path) -> None:
    lab = Lab(tmp_path, shell)
    (lab.folder / "hook").write_text(init_script.script(shell, "ssotui", ("ssotui",), "^g"), encoding="utf-8")
    done = lab.run("ssotui say x")
    assert (done.stdout, done.stderr) == ("<x>\n", "")
