"""The secret key is where it was asked for, and nowhere else: argv, stderr, debug output, crashes, files."""

from __future__ import annotations

import json
import os
import subprocess
import sys
import threading
from collections.abc import Collection, Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path

import pytest

from ssotui.demo.home import DemoHome
from ssotui.demo.organization import Organization
from tests.waiting import wait_until

SSOTUI = [sys.executable, "-m", "ssotui"]


def run(*words: str, env: Mapping[str, str]) -> subprocess.CompletedProcess[str]:
    return subprocess.run([*SSOTUI, *words], env=env, capture_output=True, text=True, check=False)


@pytest.fixture
def profile(home: DemoHome) -> str:
    return home.profiles[0]


@pytest.fixture
def secret(home: DemoHome, profile: str) -> str:
    """The keys that all commands of a test share, by the cache."""
    return run("creds", profile, "--format", "secret-key", env=home.env).stdout.strip()


@contextmanager
def watched(secrets: Collection[str]) -> Iterator[list[str]]:
    """The command lines with one of the secrets in them that any process had meanwhile; they may become more."""
    found: list[str] = []
    over = threading.Event()

    def watch() -> None:
        while not over.wait(0.002):
            found.extend(line for line in command_lines() if any(one in line for one in tuple(secrets)))

    thread = threading.Thread(target=watch)
    thread.start()
    try:
        yield found
    finally:
        over.set()
        thread.join(60)


def command_lines() -> Iterator[str]:
    for folder in Path("/proc").glob("[0-9]*"):
        try:
            yield (folder / "cmdline").read_text(errors="replace")
        except OSError:
            continue


def holding(folder: Path, secret: str) -> set[Path]:
    return {path for path in folder.rglob("*") if path.is_file() and secret.encode() in path.read_bytes()}


def commands(profile: str) -> list[list[str]]:
    return [
        ["creds", profile, "--copy"],
        ["creds", profile, "--write=asked-for"],
        ["creds", profile, "--write=asked-for"],
        ["credential-process", "--profile", profile],
        ["exec", profile, "--", "true"],
        ["console", profile, "--print"],
        ["console", profile, "--copy", "--portal"],
        ["whoami", "--profile", profile],
        ["status"],
        ["list"],
    ]


@pytest.mark.needs("tmux")
def test_no_command_line_no_message_and_no_other_file_has_it(
    home: DemoHome, profile: str, secret: str, tmp_path: Path
) -> None:
    socket = tmp_path / "tmux"
    tmux = ["tmux", "-S", str(socket), "-f", "/dev/null"]
    subprocess.run([*tmux, "new-session", "-d", "cat"], check=True, env={**os.environ, "TERM": "xterm"})
    env = {**home.env, "TMUX": f"{socket},0,0", "SSOTUI_DEBUG": "1"}
    said = ""
    with watched([secret]) as seen:
        for words in commands(profile):
            said += run(*words, env=env).stderr
    subprocess.run([*tmux, "kill-server"], check=False, capture_output=True)
    assert not seen
    assert secret not in said
    cache = home.folder / ".aws" / "cli" / "cache"
    assert {path.parent for path in holding(tmp_path, secret)} == {cache, home.folder / ".aws"}
    assert {path.name for path in holding(home.folder / ".aws", secret) if path.parent != cache} == {"credentials"}


@pytest.mark.parametrize("debug", [[], ["--debug"]])
def test_failures_do_not_tell_it(
    home: DemoHome, organization: Organization, profile: str, secret: str, debug: list[str]
) -> None:
    for operation, kind, words in (
        ("GetCallerIdentity", "403", ["whoami", "--profile", profile]),
        ("GetCallerIdentity", "not-json", ["whoami", "--profile", profile]),
        ("getSigninToken", "400", ["console", profile, "--print"]),
        ("getSigninToken", "wrong-types", ["console", profile, "--print"]),
        ("getSigninToken", "reset", ["console", profile, "--print"]),
    ):
        organization.fault(operation, kind, times=None)
        done = run(*debug, *words, env=home.env)
        assert done.returncode != 0, words
        assert secret not in done.stderr
        organization.clear_faults()


@pytest.mark.parametrize(
    ("operation", "sent"),
    [("ListAccounts", ["accessToken"]), ("CreateToken", ["refreshToken", "clientSecret"])],
)
def test_a_server_that_repeats_what_it_was_sent_is_not_repeated(
    home: DemoHome, organization: Organization, operation: str, sent: list[str]
) -> None:
    """Into a sentence, a traceback or the log."""
    said = ""
    for kind in ("400", "401"):
        if operation == "CreateToken":
            home.expire("acme")
        token = json.loads(home.token_file("acme").read_text())
        organization.fault_message = " ".join(["\x1b]52;c;ZXZpbA==\x07", *(token[member] for member in sent)])
        organization.fault(operation, kind, times=None)
        done = run("--debug", "list", "--refresh", "--session", "acme", env=home.env)
        organization.clear_faults()
        log = (home.folder / ".local" / "state" / "ssotui" / "debug.log").read_text()
        assert done.returncode != 0
        assert "Traceback" not in done.stderr + log
        assert not [member for member in sent if token[member] in done.stderr + log]
        said += done.stderr + log
    assert f"/{'token' if operation == 'CreateToken' else 'assignment/accounts'} 400" in said
    assert "\x1b" not in said


def test_what_a_sign_in_gave_is_in_its_own_files_and_nowhere_else(home: DemoHome, organization: Organization) -> None:
    """The tokens and the client's secret, of three sign-ins: the first, a renewed one, and one that has ended."""
    secrets: set[str] = set()
    said = ""
    with watched(secrets) as seen:
        for words in (
            ["login", "acme", "--force", "--device-code", "--no-browser"],
            ["list", "--refresh", "--session", "acme"],
            ["status"],
            ["creds", home.profiles[0], "--format", "process"],
            ["doctor"],
            ["logout", "acme"],
        ):
            command = [*SSOTUI, "--debug", *words]
            with subprocess.Popen(command, env=home.env, stdout=subprocess.PIPE, stderr=subprocess.PIPE) as run_now:
                if words[0] == "login":
                    wait_until(organization.oidc.user_codes)
                    organization.approve()
                out, err = run_now.communicate(timeout=60)
            said += out.decode() + err.decode()
            secrets |= sign_in_secrets(home)
            if words[0] == "list":
                home.expire("acme")
                secrets |= sign_in_secrets(home)
            elsewhere = {path.parent for one in secrets for path in holding(home.folder, one)}
            assert elsewhere <= {home.folder / ".aws" / "sso" / "cache"}
    assert len(secrets) >= 6
    assert not seen
    assert not [one for one in secrets if one in said]


def sign_in_secrets(home: DemoHome) -> set[str]:
    files = (home.folder / ".aws" / "sso" / "cache").glob("*.json")
    kept = [json.loads(path.read_text()) for path in files]
    return {one[member] for one in kept for member in SIGN_IN_MEMBERS if one.get(member)}


SIGN_IN_MEMBERS = ("accessToken", "refreshToken", "clientSecret")


def test_the_log_is_the_users_alone(home: DemoHome) -> None:
    log = home.folder / ".local" / "state" / "ssotui" / "debug.log"
    run("--debug", "status", env=home.env)
    log.chmod(0o644)
    run("--debug", "status", env=home.env)
    assert log.stat().st_mode & 0o777 == 0o600


@pytest.mark.parametrize("debug", ["", "1"])
def test_a_stdout_that_is_closed_does_not_tell_it(home: DemoHome, profile: str, secret: str, debug: str) -> None:
    command = ["sh", "-c", 'exec "$@" >&-', "sh", *SSOTUI, "creds", profile]
    done = subprocess.run(command, env={**home.env, "SSOTUI_DEBUG": debug}, capture_output=True, text=True, check=False)
    assert done.returncode == 8
    assert done.stderr
    assert secret not in done.stderr


def test_values_do_not_show_it_when_printed(home: DemoHome, profile: str, secret: str) -> None:
    code = f"""
import os, threading
from ssotui import wiring
from ssotui.actions import targets
from ssotui.actions import credentials
from ssotui.core.shell import exports
from ssotui.core.shell.credential_formats import variables
backend = wiring.build(os.environ, wiring.load_settings(os.environ))
keys = credentials.get(backend, targets.target_named(backend, {profile!r}), threading.Event())
print(repr(keys), repr(exports.credentials(dict(variables(keys)), None)), repr(backend))
"""
    shown = subprocess.run(
        [sys.executable, "-c", code], env=home.env, capture_output=True, text=True, check=True
    ).stdout
    assert "ASIA" in shown
    assert secret not in shown
