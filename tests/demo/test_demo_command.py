"""``ssotui demo`` runs any command in a throw-away home, and leaves nothing behind however it ends."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path

import pexpect
import pytest

Demo = Callable[..., subprocess.Popen[str]]

TELL_PARENT = "import os; print(os.getppid(), os.environ['HOME'], flush=True); "
WAIT = "import signal; signal.pause()"


@pytest.fixture
def env(tmp_path: Path) -> dict[str, str]:
    """A caller who has a real ~/.aws, a profile, keys and folders of their own."""
    real = tmp_path / "real home"
    (real / ".aws").mkdir(parents=True)
    (real / ".aws" / "config").write_text("[default]\nregion = eu-north-1\n")
    (tmp_path / "tmp").mkdir()
    return {
        "PATH": os.environ["PATH"],
        "HOME": str(real),
        "TMPDIR": str(tmp_path / "tmp"),
        "TERM": "xterm-256color",
        "AWS_PROFILE": "mine",
        "AWS_CONFIG_FILE": str(real / ".aws" / "config"),
        "AWS_SECRET_ACCESS_KEY": "mine too",
        "SSOTUI_CHANNEL": "1:/nowhere",
        "XDG_CACHE_HOME": str(real / "cache"),
        "HTTP_PROXY": "http://127.0.0.1:9",
        "PYTHONWARNINGS": "error",
    }


@pytest.fixture
def left_behind(tmp_path: Path) -> Callable[[], list[Path]]:
    """What is still in the folder for temporary files, as soon as it is empty or ten seconds have passed."""

    def look() -> list[Path]:
        deadline = time.monotonic() + 10
        while (found := list((tmp_path / "tmp").iterdir())) and time.monotonic() < deadline:
            time.sleep(0.01)
        return found

    return look


def start(env: dict[str, str], *words: str) -> subprocess.Popen[str]:
    return subprocess.Popen(
        [sys.executable, "-m", "ssotui", "demo", *words],
        env=env,
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
        start_new_session=True,
    )


def finish(env: dict[str, str], *words: str) -> tuple[int, str, str]:
    process = start(env, *words)
    out, err = process.communicate(timeout=60)
    return process.returncode, out, err


@pytest.mark.parametrize(
    ("command", "code"),
    [
        (["true"], 0),
        (["sh", "-c", "exit 7"], 7),
        (["sh", "-c", "kill -KILL $$"], 137),
        (["no-such-command-here"], 127),
        (["/"], 126),
    ],
)
def test_the_exit_code_is_the_commands_own(env: dict[str, str], command: list[str], code: int) -> None:
    assert finish(env, "--", *command)[0] == code


def test_output_is_the_commands_own(env: dict[str, str]) -> None:
    assert finish(env, "--", "printf", "%s|", "a b", "$(x)") == (0, "a b|$(x)|", "")


def test_nothing_of_the_caller_leads_out(env: dict[str, str]) -> None:
    _, out, _ = finish(env, "--", sys.executable, "-c", "import json, os; print(json.dumps(dict(os.environ)))")
    inside: dict[str, str] = json.loads(out)
    ours = {name for name in inside if name.startswith(("AWS_", "SSOTUI_", "XDG_"))}
    assert ours == {
        "AWS_ENDPOINT_URL_SSO",
        "AWS_ENDPOINT_URL_SSO_OIDC",
        "AWS_ENDPOINT_URL_STS",
        "SSOTUI_ENDPOINT_URL_FEDERATION",
        "AWS_EC2_METADATA_DISABLED",
        "SSOTUI_DEMO",
    }
    assert inside["HOME"].startswith(env["TMPDIR"])
    assert inside["PATH"].split(":")[0] == str(Path(sys.executable).parent)
    assert inside["TERM"] == env["TERM"]


def test_the_home_is_the_users_alone_and_gone_afterwards(
    env: dict[str, str], left_behind: Callable[[], list[Path]]
) -> None:
    look = "import os; print(oct(os.stat(os.environ['HOME']).st_mode))"
    assert finish(env, "--", sys.executable, "-c", look)[1] == "0o40700\n"
    assert left_behind() == []


def test_the_real_home_is_not_touched(env: dict[str, str]) -> None:
    real = Path(env["HOME"])
    before = {path: path.stat().st_mtime_ns for path in real.rglob("*")}
    finish(env, "--", "sh", "-c", "echo x > ~/.aws/config; mkdir -p ~/.aws/cli/cache")
    assert {path: path.stat().st_mtime_ns for path in real.rglob("*")} == before


def test_boto3_answers_as_the_role_of_a_demo_profile(env: dict[str, str]) -> None:
    code = "import boto3; s = boto3.Session(); print([boto3.Session(profile_name=p).client('sts')"
    code += ".get_caller_identity()['Arn'] for p in s.available_profiles])"
    exit_code, out, err = finish(env, "--", sys.executable, "-c", code)
    assert (exit_code, err) == (0, "")
    assert out.count("assumed-role/AWSReservedSSO_") == 5


def test_the_world_has_the_size_asked_for(env: dict[str, str]) -> None:
    code = "import configparser, os; p = configparser.RawConfigParser(); p.read(os.environ['HOME'] + '/.aws/config');"
    code += "print([n for n in p.sections() if n.startswith('sso-session')])"
    _, out, _ = finish(env, "--sessions", "3", "--accounts", "3", "--", sys.executable, "-c", code)
    assert out == "['sso-session acme', 'sso-session northwind', 'sso-session globex']\n"


@pytest.mark.parametrize("words", [["--sessions", "0"], ["--rate-limit", "0"]])
def test_measures_that_make_no_sense_are_refused(env: dict[str, str], words: list[str]) -> None:
    assert finish(env, *words, "--", "true")[0] == 2


def test_no_room_for_temporary_files_is_told_in_a_sentence(env: dict[str, str]) -> None:
    script = "import sys, tempfile; tempfile.tempdir = '/nowhere'; from ssotui.demo import __main__ as demo; "
    script += "sys.exit(demo.main({}))"
    done = subprocess.run([sys.executable, "-c", script], env=env, capture_output=True, text=True, check=False)
    assert done.returncode == 1
    assert "No such file or directory" in json.loads(done.stdout)["error"]


def test_a_command_meets_ctrl_c_as_if_it_had_been_started_directly(env: dict[str, str]) -> None:
    look = "import signal; print(signal.getsignal(signal.SIGINT) is signal.default_int_handler)"
    assert finish(env, "--", sys.executable, "-c", look)[1] == "True\n"


@pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGHUP])
def test_a_signal_that_ends_the_demo_ends_the_command_and_everything_goes(
    env: dict[str, str], left_behind: Callable[[], list[Path]], number: signal.Signals
) -> None:
    process = start(env, "--", sys.executable, "-c", TELL_PARENT + WAIT)
    assert process.stdout
    process.stdout.readline()
    process.send_signal(number)
    process.communicate(timeout=60)
    assert process.returncode == 128 + number
    assert left_behind() == []


def test_ctrl_c_is_the_commands_affair(env: dict[str, str], left_behind: Callable[[], list[Path]]) -> None:
    trap = "import signal, sys; signal.signal(signal.SIGINT, lambda *_: sys.exit(5)); "
    process = start(env, "--", sys.executable, "-c", trap + TELL_PARENT + WAIT)
    assert process.stdout
    process.stdout.readline()
    os.killpg(process.pid, signal.SIGINT)  # what the terminal does: to the whole foreground group
    process.communicate(timeout=60)
    assert process.returncode == 5
    assert left_behind() == []


def test_even_a_killed_demo_leaves_nothing_behind(env: dict[str, str], left_behind: Callable[[], list[Path]]) -> None:
    process = start(env, "--", sys.executable, "-c", "import os; " + TELL_PARENT + "os.read(0, 1); " + WAIT)
    assert process.stdout
    process.stdout.readline()
    process.kill()
    process.wait(timeout=60)
    try:
        assert left_behind() == []
    finally:
        os.killpg(process.pid, signal.SIGKILL)  # the command, which nobody has told
        process.communicate(timeout=60)


def test_the_command_has_the_descriptors_that_the_user_gave(env: dict[str, str]) -> None:
    script = f"{sys.executable} -m ssotui demo -- cat <(echo one) <(echo two)"
    done = subprocess.run(["bash", "-c", script], env=env, capture_output=True, text=True, check=False, timeout=60)
    assert done.stdout == "one\ntwo\n"


def test_who_still_writes_into_the_home_leaves_nothing_behind(
    env: dict[str, str], left_behind: Callable[[], list[Path]]
) -> None:
    """As fish's writer of completions does, which outlives fish."""
    write = (
        'i=0; while [ $i -lt 3000 ]; do i=$((i+1)); mkdir -p "$HOME/.local/x"; : >"$HOME/.local/x/$i"; : >./$i; done'
    )
    start = f'cd "$HOME"; ({write}) </dev/null >/dev/null 2>&1 & until [ -e "$HOME/.local/x/20" ]; do :; done'
    assert finish(env, "--", "sh", "-c", start)[0] == 0
    assert left_behind() == []


def test_it_knows_no_certificates_of_the_callers(env: dict[str, str]) -> None:
    env["REQUESTS_CA_BUNDLE"] = env["AWS_CA_BUNDLE"] = "/no/such/file"
    assert finish(env, "--", sys.executable, "-m", "ssotui", "list", "--refresh", "--plain")[0] == 0


def test_a_terminal_is_told_what_this_is_and_is_the_commands_own(env: dict[str, str]) -> None:
    child = pexpect.spawn(
        sys.executable, ["-m", "ssotui", "demo", "--", "sh", "-c", "test -t 0 && test -t 1 && read x && echo got=$x"],
        env=env, encoding="utf-8", timeout=30,
    )  # fmt: skip
    child.expect("A simulated organization with 150 accounts")
    child.sendline("hello")
    child.expect("got=hello")
    child.expect(pexpect.EOF)
    child.close()
    assert child.exitstatus == 0
