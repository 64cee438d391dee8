"""``exec`` without a command opens the user's shell, which has the role until it is left."""

from __future__ import annotations

import shutil
import sys

import pytest

from ssotui.demo.home import DemoHome
from tests.e2e.terminal import OpenTerminal

SSOTUI = f"{sys.executable} -m ssotui"


def a_home_with(home: DemoHome, shell: str) -> dict[str, str]:
    program = shutil.which(shell)
    assert program
    for name, prompt in ((".bashrc", "PS1='mine> '"), (".zshrc", "PS1='mine> '")):
        (home.folder / name).write_text(f"{prompt}\n")
    fish = home.folder / ".config" / "fish" / "config.fish"
    fish.write_text("function fish_prompt; echo 'mine> '; end\n")
    return {**home.env, "SHELL": program}


@pytest.mark.parametrize("flag", ["", " --server"])
@pytest.mark.parametrize("shell", ["bash", "zsh", "fish"])
def test_it_is_the_users_shell_with_the_role_until_it_is_left(
    home: DemoHome, open_terminal: OpenTerminal, shell: str, flag: str
) -> None:
    terminal = open_terminal("bash --norc", a_home_with(home, shell))
    terminal.command(f"{SSOTUI} exec {home.profiles[0]}{flag}")
    terminal.until("To leave it: exit")
    terminal.until("mine>")
    variable = "AWS_CONTAINER_CREDENTIALS_FULL_URI" if flag else "AWS_ACCESS_KEY_ID"
    assert terminal.answer(f'"${variable}"').startswith("http://127.0.0.1:" if flag else "ASIA")
    assert terminal.answer('"$SSOTUI_EXEC"') == "1"
    (home.folder / "who.py").write_text("import boto3; print(boto3.client('sts').get_caller_identity()['Arn'])")
    terminal.command(f"{sys.executable} ~/who.py")
    terminal.until("assumed-role/AWSReservedSSO_")
    terminal.command("exit")
    terminal.until_that(lambda screen: screen.rstrip().endswith("$"), "the shell before")
    assert terminal.answer(f'"${variable}-$SSOTUI_EXEC"') == "-"
