"""``login --for`` and ``status --check --for``: enough time for what is about to be begun."""

from __future__ import annotations

from datetime import timedelta

import pytest

from ssotui.core.durations import parse_duration
from ssotui.demo.home import DemoHome
from ssotui.demo.organization import Organization
from ssotui.errors import ExitCode
from tests.cli.conftest import Run, approve, start


@pytest.mark.parametrize(
    ("text", "minutes"), [("90m", 90), ("1h30m", 90), ("2d", 2880), ("120s", 2), ("1d1h1m60s", 1502), ("1h", 60)]
)
def test_a_duration_is_read(text: str, minutes: int) -> None:
    assert parse_duration(text) == timedelta(minutes=minutes)


@pytest.mark.parametrize("text", ["", "1", "h", "1h30", "30m1h", "1h1h", "-1h", "1.5h", "1 h", "٣h", "1234567h", "1w"])
def test_anything_else_is_none(text: str) -> None:
    assert parse_duration(text) is None


@pytest.mark.parametrize("text", ["soon", "0h", "91d", ""])
@pytest.mark.parametrize("command", [("login", "acme"), ("status", "--check")], ids=lambda words: words[0])
def test_what_is_no_duration_is_refused_with_examples(run: Run, command: tuple[str, ...], text: str) -> None:
    done = run(*command, "--for", text)
    assert done.returncode == ExitCode.USAGE
    assert f'"{text}" is not a duration such as 30m, 1h30m or 2d (at most 90d)' in done.stderr


def test_a_check_looks_as_far_ahead_as_it_is_told(run: Run, home: DemoHome) -> None:
    profile = home.profiles[0]
    home.expire("acme", refreshable=False, left=timedelta(hours=2))
    assert run("status", "--check", "--for", "1h", AWS_PROFILE=profile).returncode == ExitCode.DONE
    assert run("status", "--check", "--for", "2h30m", AWS_PROFILE=profile).returncode == ExitCode.SIGN_IN_NEEDED


def test_a_sign_in_that_tools_renew_lasts_long_enough(run: Run, home: DemoHome) -> None:
    home.expire("acme", left=timedelta(minutes=20))
    assert run("status", "--check", "--for", "5h", AWS_PROFILE=home.profiles[0]).returncode == ExitCode.DONE


def test_for_without_check_is_refused(run: Run) -> None:
    done = run("status", "--for", "1h")
    assert (done.returncode, done.stdout) == (ExitCode.USAGE, "")
    assert "--for works only with --check." in done.stderr


def test_what_lasts_long_enough_is_left_alone(run: Run, home: DemoHome, organization: Organization) -> None:
    before = home.token_file("acme").read_bytes()
    done = run("login", "acme", "--for", "4h")
    assert done.stderr.startswith("You are already signed in to acme: 7h59m left.")
    assert home.token_file("acme").read_bytes() == before
    assert organization.counts["CreateToken"] == 0


def test_what_ends_earlier_is_renewed_without_a_browser(run: Run, home: DemoHome, organization: Organization) -> None:
    home.expire("acme", left=timedelta(hours=2))
    done = run("login", "acme", "--for", "4h")
    assert done.returncode == ExitCode.DONE
    assert done.stderr.startswith("You are already signed in to acme: 7h59m left.")
    assert (organization.counts["CreateToken"], organization.counts["StartDeviceAuthorization"]) == (1, 0)


def test_what_can_not_be_renewed_is_signed_in_anew(home: DemoHome, organization: Organization) -> None:
    home.expire("acme", refreshable=False, left=timedelta(hours=2))
    login = start(home, "login", "acme", "--for", "4h")
    approve(organization)
    _, told = login.communicate(timeout=60)
    assert login.returncode == ExitCode.DONE
    assert "Signed in to acme" in told
