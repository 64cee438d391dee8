"""A credential_process: run only where it is wanted, once, and told of in a sentence where it fails."""

from __future__ import annotations

import json
import os
import select
import subprocess
import sys
from collections.abc import Mapping
from pathlib import Path

import pytest

from ssotui.demo.home import DemoHome
from ssotui.demo.issued_credentials import STATIC_KEY


def run(*words: str, env: Mapping[str, str]) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, "-m", "ssotui", *words]
    return subprocess.run(command, env=env, stdin=subprocess.DEVNULL, capture_output=True, text=True, check=False)


@pytest.mark.parametrize("profile", ["direct", "wrapped", "pair-1"])
def test_a_process_that_leads_back_to_itself_ends_with_a_sentence(profile: str, home: DemoHome) -> None:
    ask = f"{sys.executable} -m ssotui credential-process --profile"
    with home.config_file.open("a") as file:
        file.write(f"[profile direct]\ncredential_process = {ask} direct\n")
        file.write(f'[profile wrapped]\ncredential_process = sh -c "{ask} wrapped"\n')
        file.write(f'[profile pair-1]\ncredential_process = sh -c "{ask} pair-2"\n')
        file.write(f'[profile pair-2]\ncredential_process = sh -c "{ask} pair-1"\n')
    done = run("credential-process", "--profile", profile, env=home.env)
    assert (done.returncode, done.stdout) == (8, "")
    assert done.stderr.count("can't be used") == 1
    assert "circle" in done.stderr or "calls itself" in done.stderr


def test_a_process_runs_only_where_its_credentials_are_wanted(home: DemoHome, tmp_path: Path) -> None:
    ran, keys = tmp_path / "ran", tmp_path / "keys.json"
    keys.write_text(json.dumps({"Version": 1, "AccessKeyId": STATIC_KEY[0], "SecretAccessKey": STATIC_KEY[1]}))
    with home.config_file.open("a") as file:
        file.write(f'[profile counted]\ncredential_process = sh -c "touch {ran}; cat {keys}"\n')
    env = home.env | {"AWS_PROFILE": "counted"}
    for words in (("status",), ("status", "--check"), ("profile", "list"), ("list", "--cached"), ("doctor",)):
        run(*words, env=env)
        assert not ran.exists(), words
    run("use", "counted", env=env)
    assert not ran.exists()
    run("exec", "counted", "--", "true", env=env)
    assert ran.exists()


_LEAVES = """
import os, sys, time
from ssotui import worker_pool
from ssotui.aws.credential_process import CredentialProcess
config = {"profiles": {"slow": {"credential_process": f"sh -c 'touch {sys.argv[1]}; exec sleep 600'"}}}
worker_pool.WorkerPool(lambda _: CredentialProcess("slow", lambda: config, os.environ).load())
while not os.path.exists(sys.argv[1]):
    time.sleep(0.01)
"""


def test_a_process_that_still_runs_when_the_picker_is_left_ends_with_it(tmp_path: Path) -> None:
    ended, held = os.pipe()
    subprocess.run([sys.executable, "-c", _LEAVES, str(tmp_path / "begun")], stdin=held, check=True, timeout=60)
    os.close(held)
    assert select.select([ended], [], [], 10)[0], "it still holds the terminal, as it did the pipe"
    os.close(ended)


@pytest.mark.parametrize(
    ("command", "sentence"),
    [
        ("echo s3cr3t", "doesn't return credentials in the format that AWS requires"),
        *(
            (f"echo '{{\"Version\": 1, {members}}}'", "doesn't return credentials in the format that AWS requires")
            for members in (
                '"AccessKeyId": "AKIA", "SecretAccessKey": 5',
                '"AccessKeyId": null, "SecretAccessKey": "s3cr3t"',
                '"AccessKeyId": "AKIA", "SecretAccessKey": "s3cr3t", "SessionToken": ["x"]',
                '"AccessKeyId": "AKIA", "SecretAccessKey": "s3cr3t", "Expiration": "soon"',
            )
        ),
        ('sh -c "echo s3cr3t; echo no luck >&2; exit 3"', "failed (exit status 3): no luck"),
        ("/no/such/program", "can't be started"),
    ],
)
def test_a_process_that_gives_nothing_is_told_and_its_output_is_not(
    command: str, sentence: str, home: DemoHome
) -> None:
    with home.config_file.open("a") as file:
        file.write(f"[profile failing]\ncredential_process = {command}\n")
    done = run("--debug", "exec", "failing", "--", "true", env=home.env)
    assert (done.returncode, done.stdout) == (1, "")
    assert sentence in done.stderr
    assert "s3cr3t" not in done.stderr.replace(command, "")
