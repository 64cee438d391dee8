"""``console``: the address signs in, at the right place, and no key is in any address."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Mapping
from urllib.parse import parse_qs, urlsplit
from urllib.request import urlopen

from ssotui.demo.home import DemoHome
from ssotui.demo.organization import Organization


def run(*words: str, env: Mapping[str, str]) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, "-m", "ssotui", "console", *words]
    return subprocess.run(command, env=env, capture_output=True, text=True, check=False)


def test_the_printed_address_signs_in_as_the_role(home: DemoHome, organization: Organization) -> None:
    done = run(home.profiles[0], "--print", "--service", "s3", env=home.env)
    asked = parse_qs(urlsplit(done.stdout.strip()).query)
    assert asked["Issuer"] == [organization.world.instances[0].start_url]
    assert asked["Destination"] == ["https://eu-west-1.console.aws.amazon.com/s3/buckets?region=eu-west-1"]
    with urlopen(done.stdout.strip()) as page:
        assert "AWSReservedSSO_" in page.read().decode()


def test_the_keys_go_by_post_and_without_a_duration(home: DemoHome, organization: Organization) -> None:
    run(home.profiles[0], "--print", env=home.env)
    assert organization.counts["getSigninToken"] == 1


def test_the_browser_is_given_the_address(home: DemoHome) -> None:
    shown = home.folder / "shown"
    opener = home.folder / "browser"
    opener.write_text(f'#!/bin/sh\necho "$1" >"{shown}"\n')
    opener.chmod(0o755)
    done = run(home.profiles[0], env={**home.env, "BROWSER": f"{opener} %s"})
    assert done.returncode == 0, done.stderr
    assert done.stdout == ""
    given = shown.read_text().strip()
    assert "SigninToken=" not in given
    with urlopen(given) as page:
        assert "AWSReservedSSO_" in page.read().decode()
        assert "SigninToken=" in page.url


def test_the_portal_link_asks_nobody(home: DemoHome, organization: Organization) -> None:
    home.sign_out("acme")
    done = run(home.profiles[0], "--portal", "--print", env=home.env)
    assert done.stdout.startswith(f"{organization.world.instances[0].start_url}/#/console?account_id=")
    assert not organization.counts


def test_a_deep_portal_link_carries_its_destination(home: DemoHome) -> None:
    done = run(home.profiles[0], "--portal", "--print", "--service", "lambda", "--region", "us-east-1", env=home.env)
    fragment = urlsplit(done.stdout.strip()).fragment
    assert parse_qs(fragment.partition("?")[2])["destination"] == [
        "https://us-east-1.console.aws.amazon.com/lambda/home?region=us-east-1#/functions"
    ]


def test_a_service_that_nobody_knows_is_refused_before_anything_is_asked(
    home: DemoHome, organization: Organization
) -> None:
    done = run(home.profiles[0], "--service", "lamdba", env=home.env)
    assert done.returncode == 2
    assert "lambda" in done.stderr
    assert not organization.counts


def test_a_refusal_of_the_sign_in_page_is_told(home: DemoHome, organization: Organization) -> None:
    organization.fault("getSigninToken", "400", times=None)
    done = run(home.profiles[0], "--print", env=home.env)
    assert done.returncode == 1
    assert "status 400" in done.stderr


def test_a_sign_in_page_that_is_not_there_is_told(home: DemoHome) -> None:
    done = run(home.profiles[0], "--print", env={**home.env, "SSOTUI_ENDPOINT_URL_FEDERATION": "http://127.0.0.1:9"})
    assert done.returncode == 7
    assert "127.0.0.1:9" in done.stderr


def test_an_answer_that_is_none_is_told(home: DemoHome, organization: Organization) -> None:
    organization.fault("getSigninToken", "empty", times=None)
    assert run(home.profiles[0], "--print", env=home.env).returncode == 7
