"""A home with nothing wrong in it, a machine with nothing on PATH, and AWS CLI v2 as the judge of what was planned."""

from __future__ import annotations

import os
import shutil
import subprocess
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from ssotui import wiring
from ssotui.actions import doctor
from ssotui.core.checks.finding import Finding
from ssotui.core.model import Credentials, RoleRef, SsoSession
from ssotui.core.ports.backend import Backend
from ssotui.files.role_credentials_cache import RoleCredentialsFiles
from ssotui.settings import Settings


@pytest.fixture
def home(tmp_path: Path) -> Path:
    (tmp_path / ".aws" / "sso" / "cache").mkdir(parents=True)
    (tmp_path / "bin").mkdir()
    return tmp_path


@pytest.fixture
def env(home: Path) -> dict[str, str]:
    """Nobody answers for AWS."""
    return {
        "HOME": str(home),
        "XDG_STATE_HOME": str(home / "state"),
        "PATH": str(home / "bin"),
        "AWS_ENDPOINT_URL_SSO_OIDC": "http://127.0.0.1:9",
    }


@pytest.fixture
def backend(env: dict[str, str]) -> Backend:
    return wiring.build(env, Settings())


@pytest.fixture
def examine(env: dict[str, str]) -> Callable[[], dict[str, Finding]]:
    """What the doctor finds now, by id."""
    return lambda: {finding.id: finding for finding in doctor.examine(wiring.build(env, Settings()))}


@pytest.fixture
def keys_at_hand(home: Path) -> None:
    """Keys of the role Admin, as AWS CLI keeps them: with these it needs neither a sign-in nor a network."""
    ref = RoleRef("acme", "111111111111", "Admin")
    keys = Credentials("ASIAEXAMPLE", "not-a-secret", "not-a-token", datetime.now(UTC) + timedelta(hours=1))
    cache = RoleCredentialsFiles(home / ".aws" / "cli" / "cache", home / "locks", lambda: datetime.now(UTC))
    for legacy in (False, True):
        session = SsoSession("acme", "https://acme.awsapps.com/start", "eu-west-1", legacy=legacy)
        cache.save(session, ref, keys)


@pytest.fixture(scope="session")
def aws_configure_list() -> Callable[[Path, str], subprocess.CompletedProcess[str]]:
    """``aws configure list --profile NAME`` of AWS CLI v2 in a home; skipped where there is none."""
    for folder in os.environ["PATH"].split(os.pathsep):
        program = shutil.which("aws", path=folder)
        told = subprocess.run([program, "--version"], capture_output=True, text=True, check=False) if program else None
        if told and told.stdout.startswith("aws-cli/2."):
            break
    else:
        pytest.skip("needs AWS CLI v2")

    def run(home: Path, profile: str) -> subprocess.CompletedProcess[str]:
        return subprocess.run(
            [str(program), "configure", "list", "--profile", profile],
            env={
                "HOME": str(home),
                "PATH": os.environ["PATH"],
                "AWS_EC2_METADATA_DISABLED": "true",
                "LC_ALL": "C.UTF-8",
            },
            capture_output=True,
            text=True,
            check=False,
        )

    return run
