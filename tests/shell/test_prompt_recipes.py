"""The README's prompts, each in its real program, with names that would run as code if a program took them for it."""

from __future__ import annotations

import os
import re
import shlex
import subprocess
import sys
from pathlib import Path

import pytest

from tests.waiting import wait_until

README = (Path(__file__).parents[2] / "README.md").read_text(encoding="utf-8")
NAMES = (
    "payments-prod", "$(touch pwned)", "`touch pwned`", "${IFS}touch${IFS}pwned", "; touch pwned", "'; touch pwned; '",
    "\\$(touch pwned)", "\\[\\e[31m\\]x", "%n %~ %{x%} %(!.a.b) %v", "%$(touch pwned)", "#(touch pwned)", "#[fg=red]x",
    "#{pane_id}", "#S", "!! !1", "two words", "größe 測試",
)  # fmt: skip


def recipe(part: str) -> str:
    """The code among the README's recipes with ``part`` in it."""
    (found,) = [code for code in re.findall("`([^`\n]+)`", README) if part in code]
    return str(found)


@pytest.fixture
def env(tmp_path: Path) -> dict[str, str]:
    programs = tmp_path / "bin"
    programs.mkdir()
    program = programs / "ssotui"
    program.write_text(f'#!/bin/sh\nexec "{sys.executable}" -m ssotui "$@"\n')
    program.chmod(0o755)
    return {"HOME": str(tmp_path), "PATH": f"{programs}:{os.environ['PATH']}", "LC_ALL": "C.UTF-8", "TERM": "xterm"}


def told(command: list[str], env: dict[str, str], name: str) -> str:
    env = env | {"AWS_PROFILE": name}
    done = subprocess.run(command, env=env, cwd=env["HOME"], capture_output=True, text=True, check=True)
    assert done.stderr == ""
    assert not (Path(env["HOME"]) / "pwned").exists()
    return done.stdout


@pytest.mark.needs("bash")
@pytest.mark.parametrize("name", NAMES)
def test_bash(name: str, env: dict[str, str]) -> None:
    script = f"PS1='> '\n{recipe('PS1=')}\nprintf %s \"${{PS1@P}}\""
    assert told(["bash", "--norc", "-c", script], env, name) == f"[{name}] > "


@pytest.mark.needs("zsh")
@pytest.mark.parametrize("name", NAMES)
def test_zsh(name: str, env: dict[str, str]) -> None:
    script = f'{recipe("RPROMPT")}\nprint -nP -- "$RPROMPT"'
    assert told(["zsh", "-f", "-c", script], env, name) == name


@pytest.mark.needs("fish")
@pytest.mark.parametrize("name", NAMES)
def test_fish(name: str, env: dict[str, str]) -> None:
    assert told(["fish", "--no-config", "-c", f"{recipe('fish_right')}\nfish_right_prompt"], env, name) == f"{name}\n"


@pytest.mark.needs("tmux", "bash")
def test_tmux(env: dict[str, str], tmp_path: Path) -> None:
    """The status line as tmux draws it, seen from a tmux around it: a pane for each name."""
    (tmp_path / ".tmux.conf").write_text(f"set -g status-right-length 80\nset -g status-left ''\n{recipe('status-')}\n")
    (tmp_path / ".bashrc").write_text(f"PS1='> '\n{recipe('PROMPT_COMMAND')}\n")
    outer, inner = (["tmux", "-S", str(tmp_path / name)] for name in ("outer", "inner"))
    start = [*outer, "-f", "/dev/null", "new", "-d", "-x", "160", "-y", "10", shlex.join([*inner, "new", "bash"])]
    subprocess.run(start, env=env, cwd=tmp_path, check=True)
    try:
        for name in NAMES:
            wait_until(lambda: ">" in shown(inner, env), "a prompt")
            subprocess.run(
                [*inner, "send-keys", f" clear; export AWS_PROFILE={shlex.quote(name)}", "Enter"], check=True
            )
            wait_until(lambda: shown(outer, env).rstrip().endswith(name), name)  # noqa: B023  called at once
    finally:
        for server in (inner, outer):
            subprocess.run([*server, "kill-server"], env=env, check=False)
    assert not (tmp_path / "pwned").exists()


def shown(tmux: list[str], env: dict[str, str]) -> str:
    return subprocess.run([*tmux, "capture-pane", "-p"], env=env, capture_output=True, text=True, check=False).stdout


@pytest.mark.needs("starship")
@pytest.mark.parametrize("name", NAMES)
@pytest.mark.parametrize("shell", ["bash", "zsh", "fish"])
def test_starship(shell: str, name: str, env: dict[str, str], tmp_path: Path) -> None:
    (tmp_path / ".config").mkdir()
    (tmp_path / ".config/starship.toml").write_text(
        f'format = "$custom"\nadd_newline = false\ncommand_timeout = 30000\n{recipe("custom.aws")}\n'
    )
    scripts = {
        "bash": ["bash", "--norc", "-c", 'eval "$(starship init bash)"; starship_precmd; printf %s "${PS1@P}"'],
        "zsh": ["zsh", "-f", "-c", 'eval "$(starship init zsh)"; print -nP -- "$PROMPT"'],
        "fish": ["fish", "--no-config", "-c", "starship init fish | source; fish_prompt"],
    }
    seen = re.sub(r"\x1b\[[0-9;]*[mJK]|[\x01\x02]", "", told(scripts[shell], env, name))
    is_root_in_bash = shell == "bash" and os.geteuid() == 0  # starship writes \\$, which bash shows root as #
    assert seen.strip() == (name.replace("$", "#") if is_root_in_bash else name)
