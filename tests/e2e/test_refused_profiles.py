"""Profiles that are no role of a session at the console, in the cache of aws login, and where AWS refuses them."""

from __future__ import annotations

import hashlib
import json
from datetime import UTC, datetime, timedelta
from pathlib import Path
from urllib.parse import parse_qs, urlsplit
from urllib.request import urlopen

import pytest

from ssotui.demo.home import STATIC_PROFILE, DemoHome
from ssotui.demo.organization import Organization
from tests.e2e.other_profiles import (
    add_profiles,
    run,
)


@pytest.fixture
def home(home: DemoHome, organization: Organization, tmp_path: Path) -> DemoHome:
    add_profiles(home, organization, tmp_path)
    return home


def test_the_console_opens_for_a_chain(home: DemoHome, organization: Organization) -> None:
    done = run("console", "longer", "--print", "--service", "s3", env=home.env)
    asked = parse_qs(urlsplit(done.stdout.strip()).query)
    assert asked["Issuer"] == [organization.world.instances[0].start_url]
    with urlopen(done.stdout.strip()) as page:
        assert "Audit" in page.read().decode()


def test_the_console_opens_without_anybody_who_signs_in(home: DemoHome) -> None:
    done = run("console", "from-keys", "--print", env=home.env)
    assert "Issuer" not in parse_qs(urlsplit(done.stdout.strip()).query), done.stderr
    with urlopen(done.stdout.strip()) as page:
        assert "Keys" in page.read().decode()


def test_long_term_keys_are_told_that_the_console_takes_none(home: DemoHome, organization: Organization) -> None:
    done = run("console", STATIC_PROFILE, "--print", env=home.env)
    assert (done.returncode, done.stdout) == (2, "")
    assert "has long-term credentials, but the console accepts only temporary ones" in done.stderr
    assert organization.counts["getSigninToken"] == 0


def test_what_may_be_of_get_session_token_is_told_that_the_console_takes_a_role(home: DemoHome) -> None:
    done = run("console", "session-token", "--print", env=home.env)
    assert (done.returncode, done.stdout) == (2, "")
    assert 'refuses to sign in to the console with the credentials of the profile "session-token"' in done.stderr
    assert "profile add --assume ROLE_ARN --from session-token" in done.stderr


def test_who_may_not_assume_the_role_is_told_by_whom_and_which(home: DemoHome, organization: Organization) -> None:
    organization.fault("AssumeRole", "403")
    done = run("exec", "chain", "--", "true", env=home.env)
    assert done.returncode == 6
    assert 'does not let the profile "chain" assume arn:aws:iam::000000000077:role/Deploy' in done.stderr


def test_the_role_that_is_denied_in_the_middle_of_a_chain_is_named(home: DemoHome) -> None:
    with home.config_file.open("a") as file:
        file.write("[profile denied]\nrole_arn = arn:aws:iam::000000000077:role/Denied\nsource_profile = chain\n")
        file.write("[profile after]\nrole_arn = arn:aws:iam::000000000078:role/After\nsource_profile = denied\n")
    done = run("creds", "after", env=home.env)
    assert done.returncode == 6
    assert 'AWS does not let the profile "after" assume arn:aws:iam::000000000077:role/Denied' in done.stderr
    assert "trust policy" in done.stderr
    assert "000000000077:role/Deploy" not in done.stderr


def test_a_session_that_is_longer_than_a_chain_may_have_is_explained(home: DemoHome) -> None:
    with home.config_file.open("a") as file:
        file.write("[profile long]\nrole_arn = arn:aws:iam::000000000077:role/Long\nsource_profile = chain\n")
        file.write("duration_seconds = 7200\n")
    done = run("creds", "long", env=home.env)
    assert (done.returncode, done.stdout) == (1, "")
    assert "Lower its duration_seconds" in done.stderr


def signed_in_by_aws_login(home: DemoHome, ends: datetime) -> None:
    """What ``aws login`` leaves in its cache (botocore, utils.py, LoginTokenLoader)."""
    keys = {"accessKeyId": "ASIALOGIN", "secretAccessKey": "s", "sessionToken": "t", "accountId": "000000000077"}
    token = {"accessToken": keys | {"expiresAt": f"{ends:%Y-%m-%dT%H:%M:%SZ}"}, "refreshToken": "r", "clientId": "c"}
    folder = home.folder / ".aws" / "login" / "cache"
    folder.mkdir(parents=True)
    name = hashlib.sha256(b"arn:aws:iam::000000000077:user/me").hexdigest()
    (folder / f"{name}.json").write_text(json.dumps(token | {"dpopKey": "k"}))


def test_what_aws_login_cached_is_used_and_its_end_told(home: DemoHome) -> None:
    refused = run("creds", "login", env=home.env)
    assert (refused.returncode, refused.stderr.splitlines()[-1]) == (5, "  Sign in: aws login --profile login")
    signed_in_by_aws_login(home, datetime.now(UTC) + timedelta(hours=1))
    assert run("creds", "login", "--format", "access-key", env=home.env).stdout == "ASIALOGIN\n"


def test_what_aws_login_cached_long_ago_is_not(home: DemoHome) -> None:
    signed_in_by_aws_login(home, datetime.now(UTC) - timedelta(hours=1))
    refused = run("creds", "login", env=home.env)
    assert (refused.returncode, refused.stderr.splitlines()[-1]) == (5, "  Sign in: aws login --profile login")


@pytest.mark.parametrize("words", [("use", "lost"), ("exec", "lost", "--", "true"), ("whoami", "--profile", "lost")])
def test_a_chain_that_leads_nowhere_is_refused_by_every_command(words: tuple[str, ...], home: DemoHome) -> None:
    with home.config_file.open("a") as file:
        file.write("[profile lost]\nrole_arn = arn:aws:iam::000000000077:role/Lost\nsource_profile = nowhere\n")
    done = run(*words, env=home.env)
    assert done.returncode == 8
    assert "AWS_PROFILE" not in done.stdout
    assert done.stderr == (
        'ssotui: The profile "lost" can\'t be used: there is no profile "nowhere".\n'
        "  Correct its source_profile in the AWS config.\n"
    )
