"""No part of an address runs as code, whatever command opens it."""

from __future__ import annotations

import shlex
import string
import subprocess
from pathlib import Path
from urllib.parse import unquote

import pytest

from ssotui.core.sign_in.browser_commands import encoded, is_inside_a_script


def test_an_address_keeps_its_meaning() -> None:
    address = f"https://a.example/start?x=1&y=%20#/device?user_code=AB-CD{string.punctuation}"
    assert unquote(encoded(address)) == unquote(address)
    assert encoded("https://a/b?c=d&e=f#g%20h") == "https://a/b?c=d&e=f#g%20h"
    assert set(string.punctuation) - set(encoded(string.punctuation)) == set("'\"\\`$();<>|{}^!*")


@pytest.mark.parametrize("shell", ["sh", "bash"])
def test_as_a_word_of_a_script_of_the_users_nothing_of_it_runs(shell: str, tmp_path: Path) -> None:
    """In quotes, in double quotes or bare: what is left of an address is no code but for its ampersand."""
    address = encoded(f"https://a.example/';touch {tmp_path}/p;'$(touch {tmp_path}/p)`touch {tmp_path}/p`")
    for script in (f"echo '{address}'", f'echo "{address}"', f"echo {address}"):
        done = subprocess.run([shell, "-c", script], capture_output=True, text=True, check=True)
        assert done.stdout.split() == address.split()
    assert not (tmp_path / "p").exists()


@pytest.mark.parametrize(
    "command",
    [
        "sh -c 'firefox {url}'",
        "sh -c \"firefox '{url}'\"",
        "/bin/bash -lc 'open {url}'",
        "env X=1 dash -c 'x {url} &'",
        "nohup setsid zsh -fc 'x {url}'",
        "busybox sh -c 'x {url}'",
        "fish --command 'x {url}'",
        "cmd.exe /c start {url}",
        "powershell.exe -NoProfile -Command Start-Process {url}",
        "C:/Windows/System32/cmd.exe /C start {url}",
    ],
)
def test_inside_the_script_of_a_shell_is_no_place_for_it(command: str) -> None:
    assert is_inside_a_script(shlex.split(command), "{url}")


@pytest.mark.parametrize(
    "command",
    [
        "firefox -P work {url}",
        "sh -c 'firefox \"$1\"' sh {url}",
        "bash ~/bin/browser {url}",
        "open -a 'Google Chrome' --args --profile-directory=Work {url}",
        "firefox ext+container:name=work&url={url}",
        "wslview {url}",
    ],
)
def test_a_word_of_its_own_is_fine(command: str) -> None:
    assert not is_inside_a_script(shlex.split(command), "{url}")
