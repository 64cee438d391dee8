"""What becomes of a command whose streams are closed, full or left by their reader: its own code, and no bug."""

from __future__ import annotations

import os
import pty
import re
import subprocess
import sys
from pathlib import Path

import pytest

from ssotui.cli import parser
from ssotui.errors import ExitCode
from tests.command_runs import run_command

WHY = {">/dev/full": "No space left on device", ">&-": "Bad file descriptor"}
SESSION = "[sso-session acme]\nsso_start_url = https://acme.awsapps.com/start\nsso_region = eu-west-1\n"
PROFILE = "[profile p]\nsso_session = acme\nsso_account_id = 000000000001\nsso_role_name = Admin\n"
BROKEN_PIPE = 128 + 13

# One line for every command: what it does here, where nobody answers for AWS.
LINES = {
    "pick": "pick",
    "use": "use p",
    "off": "off",
    "list": "list --cached --json",
    "creds": "creds p",
    "credential-process": "credential-process --profile p",
    "exec": "exec p -- true",
    "console": "console p --portal --print",
    "whoami": "whoami --profile p",
    "status": "status --json",
    "prompt": "prompt",
    "login": "login nobody",
    "logout": "logout acme",
    "session": "session list",
    "profile": "profile add --dry-run --name new acme/000000000001/Admin",
    "doctor": "doctor --json",
    "init": "init zsh",
    "help": "help list",
    "version": "version",
    "demo": "demo --sessions 1 --accounts 1 -- ssotui list",
    "__complete": "__complete -- use p",
    "--help": "--help",
    "--version": "--version",
    "help of a command": "list --help",
    "no command": "--no-such-option",
}


@pytest.fixture
def env(tmp_path: Path) -> dict[str, str]:
    (tmp_path / ".aws").mkdir()
    (tmp_path / ".aws" / "config").write_text(SESSION + PROFILE)
    scripts = Path(sys.executable).parent
    endpoints = dict.fromkeys(("AWS_ENDPOINT_URL_SSO", "AWS_ENDPOINT_URL_SSO_OIDC"), "http://127.0.0.1:9")
    return {"HOME": str(tmp_path), "PATH": f"{scripts}:{os.environ['PATH']}", "TERM": "dumb", **endpoints}


def run(line: str, env: dict[str, str]) -> subprocess.CompletedProcess[str]:
    """A line of bash with ssotui in it; the exit status of a pipe is that of its first part that fails."""
    command = ["bash", "-c", f"set -o pipefail; {line}"]
    return subprocess.run(command, env=env, capture_output=True, text=True, check=False, stdin=subprocess.DEVNULL)


def test_the_table_below_has_a_line_for_every_command() -> None:
    assert set(parser.COMMANDS) <= set(LINES)


@pytest.mark.parametrize("name", LINES)
def test_a_command_ends_as_it_should_whatever_its_streams_are(name: str, env: dict[str, str]) -> None:
    line = f"ssotui {LINES[name]}"
    usual = run_command(LINES[name].split(), env)
    assert usual.returncode in range(9), usual.stderr
    unheard = run(f"{line} <&- {'2>&-' if len(name) % 2 else '2>/dev/full'}", env)
    assert unheard.returncode == usual.returncode
    assert bool(unheard.stdout) == bool(usual.stdout)
    nowhere = run(f"{line} >&-", env)
    has_data = usual.stdout not in ("", "false\n")  # a switch that failed, for the shell that evaluates it
    assert nowhere.returncode in ({ExitCode.FILE_ERROR, ExitCode.FAILED} if has_data else {usual.returncode})
    assert not re.search("Traceback|bug|ignored", nowhere.stderr)
    left = run(f"{line} 2>&1 | true", {**env, "PYTHONUNBUFFERED": "1"})
    assert left.returncode in {BROKEN_PIPE, usual.returncode}
    assert left.stderr == ""


@pytest.mark.parametrize("where", WHY)
@pytest.mark.parametrize("words", ["status --json", "--version", "init bash", "--help", "list --help"])
@pytest.mark.parametrize("buffered", ["", "1"])
def test_output_that_cannot_be_written_is_one_sentence_and_no_bug(
    words: str, where: str, buffered: str, env: dict[str, str]
) -> None:
    done = run(f"ssotui {words} {where}", {**env, "PYTHONUNBUFFERED": buffered})
    assert done.stderr == f"ssotui: Standard output can't be written: {WHY[where]}.\n"
    assert done.returncode == ExitCode.FILE_ERROR


def test_more_than_a_buffer_holds_is_refused_in_the_same_words(env: dict[str, str]) -> None:
    sections = (SESSION.replace("acme]", f"s{n}]") for n in range(300))
    Path(env["HOME"], ".aws", "config").write_text("".join(sections))
    done = run("ssotui status --json >/dev/full", env)
    assert done.stderr == "ssotui: Standard output can't be written: No space left on device.\n"
    assert done.returncode == ExitCode.FILE_ERROR


@pytest.mark.parametrize("buffered", ["", "1"])
def test_output_of_which_only_the_start_fits_is_an_error(buffered: str, env: dict[str, str]) -> None:
    sections = (SESSION.replace("acme]", f"s{n}]") for n in range(300))
    Path(env["HOME"], ".aws", "config").write_text("".join(sections))
    limited = "ulimit -f 4; ssotui status --json >$HOME/output"
    done = run(limited, {**env, "PYTHONUNBUFFERED": buffered, "PYTHONDONTWRITEBYTECODE": "1"})
    assert done.stderr == "ssotui: Standard output can't be written: File too large.\n"
    assert done.returncode == ExitCode.FILE_ERROR


def test_the_streams_that_textual_draws_on_work_without_python_s_buffers(env: dict[str, str]) -> None:
    drawing = "sys.__stderr__.write('a'); sys.__stdout__.write('b')"
    code = f"import sys; from ssotui.cli import streams; streams.settle(); {drawing}"
    done = run(f'{sys.executable} -c "{code}"', {**env, "PYTHONUNBUFFERED": "1"})
    assert (done.returncode, done.stderr, done.stdout) == (0, "a", "b")


@pytest.mark.parametrize("buffered", ["", "1"])
def test_on_a_terminal_the_code_stands_above_the_advice_on_it(buffered: str, env: dict[str, str]) -> None:
    ours, theirs = pty.openpty()
    with os.fdopen(theirs, "wb", buffering=0) as terminal:
        subprocess.run(
            [sys.executable, "-m", "ssotui", "use", "p"],
            env={**env, "PYTHONUNBUFFERED": buffered, "SSOTUI_SHELL": "bash"},
            stdin=subprocess.DEVNULL,
            stdout=terminal,
            stderr=terminal,
            check=True,
        )
    shown = os.read(ours, 10_000).decode()
    os.close(ours)
    assert "Add this to ~/.bashrc" in shown.partition("export AWS_PROFILE='p'")[2]


@pytest.mark.parametrize("buffered", ["", "1"])
@pytest.mark.parametrize("name", ["use", "list", "init", "status", "__complete", "--help"])
def test_a_full_pipe_that_does_not_block_is_an_error(name: str, buffered: str, env: dict[str, str]) -> None:
    reader, writer = os.pipe()
    os.set_blocking(writer, False)
    with os.fdopen(reader, "rb"), os.fdopen(writer, "wb", buffering=0) as full:
        while full.write(bytes(4096)):
            pass
        done = subprocess.run(
            [sys.executable, "-m", "ssotui", *LINES[name].split()],
            env={**env, "PYTHONUNBUFFERED": buffered},
            stdin=subprocess.DEVNULL,
            stdout=full,
            stderr=subprocess.PIPE,
            text=True,
            check=False,
        )
    assert done.stderr.splitlines()[-1].startswith("ssotui: Standard output can't be written: ")
    assert done.returncode == ExitCode.FILE_ERROR


@pytest.mark.parametrize("locale", [{"LC_ALL": "C"}, {"LC_ALL": "POSIX"}, {"LC_ALL": "C", "PYTHONUTF8": "0"}])
def test_names_are_utf_8_in_any_locale(locale: dict[str, str], env: dict[str, str]) -> None:
    Path(env["HOME"], ".aws", "config").write_text(f"{SESSION}[profile café-日本]\nregion = eu-west-1\n")
    for words in ("profile list", "profile list --json"):
        done = run(f"ssotui {words}", {**env, **locale, "PYTHONCOERCECLOCALE": "0"})
        assert done.returncode == 0, done.stderr
        assert "café-日本" in done.stdout


def test_a_name_that_is_no_text_is_no_bug(env: dict[str, str]) -> None:
    done = subprocess.run(
        [sys.executable, "-m", "ssotui", "profile", "list", "--json"],
        env={**os.environb, b"HOME": env["HOME"].encode() + b"/\xff"},
        capture_output=True,
        check=False,
    )
    assert (done.returncode, done.stderr) == (0, b"")


AS_ON_WINDOWS = (
    "import io, sys; sys.stdout = io.TextIOWrapper(sys.stdout.buffer, encoding='cp1252', newline='\\r\\n')\n"
    "from ssotui.cli.main import main; sys.exit(main())"
)


@pytest.mark.parametrize(
    "name", ["use", "list", "session", "doctor", "init", "__complete", "--help", "help of a command"]
)
def test_lines_end_alike_on_windows_where_python_would_add_carriage_returns(name: str, env: dict[str, str]) -> None:
    command = [sys.executable, "-c", AS_ON_WINDOWS, *LINES[name].split()]
    done = subprocess.run(command, env=env, capture_output=True, check=False, stdin=subprocess.DEVNULL)
    assert b"\n" in done.stdout
    assert b"\r" not in done.stdout
