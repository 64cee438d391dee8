"""``exec``: the command is in our place, as if it had been started directly."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
from collections.abc import Mapping
from pathlib import Path

import pexpect
import pytest

from ssotui.demo.home import DemoHome
from ssotui.demo.organization import Organization

SSOTUI = [sys.executable, "-m", "ssotui"]


def run(*words: str, env: Mapping[str, str]) -> subprocess.CompletedProcess[str]:
    return subprocess.run([*SSOTUI, "exec", *words], env=env, capture_output=True, text=True, check=False)


def test_its_exit_status_is_ours(home: DemoHome) -> None:
    assert run(home.profiles[0], "--", "sh", "-c", "exit 42", env=home.env).returncode == 42


def test_it_has_our_process_id(home: DemoHome) -> None:
    command = [*SSOTUI, "exec", home.profiles[0], "--", "sh", "-c", "echo $$"]
    with subprocess.Popen(command, env=home.env, stdout=subprocess.PIPE, text=True) as process:
        out, _ = process.communicate(timeout=60)
    assert int(out) == process.pid


def test_a_signal_that_ends_it_ends_us(home: DemoHome) -> None:
    assert run(home.profiles[0], "--", "sh", "-c", "kill -TERM $$", env=home.env).returncode == -signal.SIGTERM


def test_no_signal_is_ignored_that_was_not_before(home: DemoHome) -> None:
    shown = run(home.profiles[0], "--", "grep", "SigIgn", "/proc/self/status", env=home.env).stdout
    before = subprocess.run(["grep", "SigIgn", "/proc/self/status"], capture_output=True, text=True, check=True).stdout
    assert shown == before


def test_words_after_the_dashes_are_its_own(home: DemoHome) -> None:
    done = run(home.profiles[0], "--", "printf", "<%s>", "--help", "--", "a b", "", env=home.env)
    assert done.stdout == "<--help><--><a b><>"


def test_it_is_on_the_same_terminal(home: DemoHome) -> None:
    words = [*SSOTUI[1:], "exec", home.profiles[0], "--", "sh", "-c", "test -t 0 && test -t 1 && echo on a terminal"]
    child = pexpect.spawn(SSOTUI[0], words, env=os.environ | home.env, encoding="utf-8", timeout=30)
    child.expect_exact("on a terminal")
    child.expect(pexpect.EOF)
    child.close()


@pytest.mark.parametrize("shell", ["bash", "zsh", "fish"])
def test_a_command_can_not_reach_the_shells_variables(home: DemoHome, shell: str) -> None:
    """Whatever it writes to whichever descriptor, or to the file that the wrapper made."""
    evil = "for n in 3 4 5 6 7 8 9; do (echo AWS_PROFILE=evil >&$n) 2>/dev/null; done; env | grep ^SSOTUI_CHANNEL"
    hook = "ssotui init fish | source" if shell == "fish" else f'eval "$(ssotui init {shell})"'
    script = f"{hook}\nssotui exec {home.profiles[0]} -- sh -c '{evil}; exit 0'\nprintenv AWS_PROFILE; echo end"
    env = home.env | {"PATH": f"{Path(sys.executable).parent}:{os.environ['PATH']}"}
    done = subprocess.run([shell, "-c", script], env=env, capture_output=True, text=True, check=False, timeout=60)
    assert (done.stdout, done.stderr) == ("end\n", "")


def test_a_command_has_the_descriptors_that_the_user_gave(home: DemoHome) -> None:
    words = " ".join([*SSOTUI, "exec", home.profiles[0], "--"])
    script = f"{words} cat <(echo one) <(echo two); {words} sh -c 'cat <&7' 7< <(echo seven)"
    done = subprocess.run(["bash", "-c", script], env=home.env, capture_output=True, text=True, check=False, timeout=60)
    assert done.stdout == "one\ntwo\nseven\n"


@pytest.mark.parametrize("before", ["", "--no-input "])
@pytest.mark.parametrize("shell", ["bash", "zsh", "fish"])
def test_the_shells_function_hides_none_of_them(home: DemoHome, shell: str, before: str) -> None:
    hook = "ssotui init fish | source" if shell == "fish" else f'eval "$(ssotui init {shell})"'
    given = "".join(f" {number}>{home.folder}/{number}" for number in range(3, 10))
    write = "for n in 3 4 5 6 7 8 9; do echo to $n >&$n; done"
    script = f"{hook}\nssotui {before}exec {home.profiles[0]} -- sh -c '{write}'{given}"
    env = home.env | {"PATH": f"{Path(sys.executable).parent}:{os.environ['PATH']}"}
    done = subprocess.run([shell, "-c", script], env=env, capture_output=True, text=True, check=False, timeout=60)
    assert (done.returncode, done.stderr) == (0, "")
    assert [(home.folder / str(number)).read_text() for number in range(3, 10)] == [f"to {n}\n" for n in range(3, 10)]


@pytest.mark.parametrize(("command", "status"), [("no-such-command", 127), ("/", 126)])
def test_what_can_not_be_started_is_reported_as_by_a_shell(home: DemoHome, command: str, status: int) -> None:
    done = run(home.profiles[0], "--", command, env=home.env)
    assert done.returncode == status
    assert command in done.stderr


def test_a_command_is_needed(home: DemoHome, organization: Organization) -> None:
    assert run(home.profiles[0], env=home.env).returncode == 2
    assert organization.counts["GetRoleCredentials"] == 0


def test_the_region_is_the_profiles(home: DemoHome) -> None:
    done = run(home.profiles[0], "--", "sh", "-c", "echo $AWS_REGION $AWS_DEFAULT_REGION", env=home.env)
    assert done.stdout == "eu-west-1 eu-west-1\n"


BARE = "northwind"  # a session with roles that have no profile


def a_bare_role(home: DemoHome, organization: Organization) -> str:
    account = organization.world.instance(BARE).accounts[-1]
    config = home.config_file.read_text()
    role = next(
        role for role in account.roles if f"sso_account_id = {account.id}\nsso_role_name = {role}" not in config
    )
    return f"{BARE}/{account.id}/{role}"


@pytest.mark.parametrize("setting", ["", "us-west-2"])
def test_the_region_of_a_role_without_a_profile_is_that_of_the_one_that_use_writes(
    home: DemoHome, organization: Organization, setting: str
) -> None:
    (home.folder / "config.toml").write_text(f'[profiles]\nregion = "{setting}"\n')
    env = home.env | {"SSOTUI_CONFIG": str(home.folder / "config.toml"), "SHELL": "/bin/bash"}
    subprocess.run([*SSOTUI, "list"], env=env, capture_output=True, check=False)
    role = a_bare_role(home, organization)
    ran = run(role, "--", "sh", "-c", "echo $AWS_REGION $AWS_DEFAULT_REGION", env=env)
    keys = subprocess.run([*SSOTUI, "use", "--keys", role], env=env, capture_output=True, text=True, check=False)
    before = home.config_file.read_text()
    used = subprocess.run([*SSOTUI, "use", role], env=env, capture_output=True, text=True, check=False)
    written = home.config_file.read_text().removeprefix(before)
    region = next(line.partition(" = ")[2] for line in written.splitlines() if line.startswith("region"))
    assert region == (setting or organization.world.instance(BARE).sso_region), used.stderr
    assert ran.stdout == f"{region} {region}\n"
    assert f"export AWS_REGION='{region}'" in keys.stdout


def test_a_query_that_names_several_roles_runs_nothing(home: DemoHome) -> None:
    subprocess.run([*SSOTUI, "list"], env=home.env, capture_output=True, check=False)
    done = run("prod", "--", "echo", "ran", env=home.env)
    assert (done.returncode, done.stdout) == (4, "")
