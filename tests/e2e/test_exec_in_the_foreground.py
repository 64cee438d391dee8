"""``exec --server`` on a terminal and with signals: the command is in the foreground, as without a server."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
from collections.abc import Mapping
from datetime import timedelta

import pexpect
import pytest

from ssotui.demo.home import DemoHome
from ssotui.demo.organization import Organization
from ssotui.demo.sts import MFA_CODE
from tests.e2e.terminal import OpenTerminal, Terminal
from tests.e2e.test_exec_with_server import UNTIL_REFUSED

SSOTUI = [sys.executable, "-m", "ssotui"]


def run(*words: str, env: Mapping[str, str]) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [*SSOTUI, "exec", words[0], "--server", "--", *words[1:]], env=env, capture_output=True, text=True, check=False
    )


@pytest.mark.parametrize("command", ["exit 42", "kill -TERM $$", "kill -KILL $$", "kill -INT $$"])
def test_the_status_is_the_same_as_without_it(home: DemoHome, command: str) -> None:
    without = [*SSOTUI, "exec", home.profiles[0], "--", "sh", "-c", command]
    done = run(home.profiles[0], "sh", "-c", command, env=home.env)
    assert done.returncode == subprocess.run(without, env=home.env, check=False).returncode
    assert done.stderr == ""


@pytest.mark.parametrize(("command", "status"), [("no-such-command", 127), ("/", 126)])
def test_what_can_not_be_started_is_reported_as_by_a_shell(home: DemoHome, command: str, status: int) -> None:
    done = run(home.profiles[0], command, env=home.env)
    assert done.returncode == status
    assert command in done.stderr


@pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGHUP, signal.SIGINT, signal.SIGUSR1])
def test_a_signal_sent_to_it_reaches_the_command(home: DemoHome, number: signal.Signals) -> None:
    name = number.name.removeprefix("SIG")
    script = f"trap 'echo got {name}; exit 3' {name}; echo ready; while :; do read line; done"
    with subprocess.Popen(
        [*SSOTUI, "exec", home.profiles[0], "--server", "--", "bash", "-c", script],
        env=home.env,
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
        start_new_session=True,  # without a terminal, which would send SIGINT to both
    ) as process:
        assert process.stdout
        assert process.stdout.readline() == "ready\n"
        process.send_signal(number)
        assert process.stdout.read() == f"got {name}\n"
    assert process.returncode == 3


def test_a_signal_that_comes_to_another_thread_reaches_the_command_at_once() -> None:
    """As one does that comes just before the wait for the command begins: the wait isn't interrupted."""
    script = "import os, signal, sys, threading; from ssotui.desktop import processes; "
    script += "beside = threading.Timer(0.5, lambda: signal.pthread_kill(threading.get_ident(), signal.SIGTERM)); "
    script += "beside.start(); sys.exit(processes.run_in_foreground(['sleep', '1000'], os.environ))"
    assert subprocess.run([sys.executable, "-c", script], check=False, timeout=60).returncode == 128 + signal.SIGTERM


def test_ctrl_c_is_the_commands_alone(home: DemoHome) -> None:
    script = "trap 'count=$((count + 1)); echo got $count' INT; echo ready; while :; do read line; done"
    words = [*SSOTUI[1:], "exec", home.profiles[0], "--server", "--", "bash", "-c", script]
    child = pexpect.spawn(SSOTUI[0], words, env=os.environ | home.env, encoding="utf-8", timeout=30)
    child.expect_exact("ready")
    for count in (1, 2):
        child.sendintr()
        child.expect_exact(f"got {count}")
    child.close(force=True)


_GOING = """
import signal
signal.signal(signal.SIGCONT, lambda *_: print("went on", flush=True))
print("ready", flush=True)
print("got", input())
"""


def stop_and_go_on(terminal: Terminal) -> None:
    """Ctrl+Z and ``fg`` with going.py. Shells drop what is typed while they take the terminal, so it is waited for."""
    terminal.until("ready")
    terminal.press("C-z")
    terminal.until_that(lambda screen: "suspended" in screen or "topped" in screen, "the shell")
    assert terminal.answer("here") == "here"
    terminal.command("fg")
    terminal.until("went on")
    terminal.command("word")
    terminal.until("got word")


@pytest.mark.parametrize("shell", ["bash --norc", "zsh -f", "fish --no-config"])
def test_ctrl_z_stops_it_and_fg_goes_on(home: DemoHome, open_terminal: OpenTerminal, shell: str) -> None:
    (home.folder / "going.py").write_text(_GOING)
    terminal = open_terminal(shell, home.env)
    command = f"{' '.join(SSOTUI)} exec {home.profiles[0]} --server -- {sys.executable} {home.folder}/going.py"
    terminal.command(command)
    stop_and_go_on(terminal)
    assert terminal.status() == "0"


def test_a_program_of_the_whole_screen_works_in_it(home: DemoHome, open_terminal: OpenTerminal) -> None:
    terminal = open_terminal("bash --norc", home.env)
    terminal.command(f"{' '.join(SSOTUI)} exec {home.profiles[0]} --server -- less {home.config_file}")
    terminal.until("[sso-session acme]")
    terminal.type("q")
    assert terminal.status() == "0"


def test_a_shell_in_it_has_job_control(home: DemoHome, open_terminal: OpenTerminal) -> None:
    terminal = open_terminal("bash --norc", home.env)
    terminal.command(f"{' '.join(SSOTUI)} exec {home.profiles[0]} --server -- bash --norc -i")
    assert terminal.answer('"$SSOTUI_EXEC"') == "1"
    (home.folder / "going.py").write_text(_GOING)
    terminal.command(f"{sys.executable} ~/going.py")
    stop_and_go_on(terminal)
    terminal.command("exit 5")
    assert terminal.answer('"$?-$SSOTUI_EXEC"') == "5-"


_MFA = """
[profile mfa]
role_arn = arn:aws:iam::000000000077:role/Mfa
mfa_serial = arn:aws:iam::000000000042:mfa/me
source_profile = ci-deployer
"""


def test_an_mfa_code_is_asked_for_before_the_command_starts_and_never_again(
    home: DemoHome, organization: Organization
) -> None:
    organization.lifetimes.role = timedelta(seconds=3)
    with home.config_file.open("a", encoding="utf-8") as file:
        file.write(_MFA)
    words = [*SSOTUI[1:], "exec", "mfa", "--server", "--", sys.executable, "-c", UNTIL_REFUSED]
    child = pexpect.spawn(SSOTUI[0], words, env={**os.environ, **home.env}, encoding="utf-8", timeout=60)
    child.expect_exact("Enter MFA code for arn:aws:iam::000000000042:mfa/me: ")
    child.sendline(MFA_CODE)
    child.expect_exact("401 ")
    child.expect_exact("CodeNeeded")
    child.expect(pexpect.EOF)
    child.close()
    assert child.exitstatus == 0
    assert "Enter MFA code" not in str(child.before)
