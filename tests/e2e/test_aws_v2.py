"""AWS CLI v2 works in a demo home: it takes its profiles and tokens, and signs in to its sessions."""

from __future__ import annotations

import json
import subprocess
from datetime import UTC, datetime

import pytest

from ssotui.core.model import SsoSession
from ssotui.demo.home import DemoHome
from ssotui.demo.organization import Organization
from ssotui.files.token_cache import TokenFiles
from tests.e2e.aws_v2 import AwsV2

pytestmark = pytest.mark.needs("aws", "openssl")


def test_a_profile_of_each_session_is_taken(home: DemoHome, aws_v2: AwsV2) -> None:
    for name in (home.profiles[0], home.profiles[-1]):  # one of each session
        done = aws_v2("sts", "get-caller-identity", "--profile", name, env=home.env)
        assert ":assumed-role/AWSReservedSSO_" in json.loads(done.stdout or "{}").get("Arn", ""), done.stderr
    assert all(host.endswith(".amazonaws.com") for host in aws_v2.hosts)


def test_a_sign_in_by_device_code_is_approved_and_ours_as_well(
    home: DemoHome, aws_v2: AwsV2, organization: Organization
) -> None:
    login = subprocess.Popen(
        [aws_v2.program, "sso", "login", "--sso-session", "globex", "--no-browser"],
        env=aws_v2.env(home.env),
        stdout=subprocess.PIPE,
        text=True,
    )
    assert login.stdout
    told = ""
    while not organization.oidc.user_codes() or organization.oidc.user_codes()[0] not in told:
        line = login.stdout.readline()
        assert line, told
        told += line
    assert f"{organization.url}/device" in told
    organization.approve()
    login.communicate(timeout=60)
    assert login.returncode == 0
    instance = organization.world.instance("globex")
    session = SsoSession(instance.session, instance.start_url, instance.sso_region)
    token = TokenFiles(home.token_file("globex").parent).load(session)
    assert token
    assert token.is_usable(datetime.now(UTC))
